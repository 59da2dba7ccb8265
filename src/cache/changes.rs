//! How often each source was changed through this process: what was read before a change is not given
//! after it.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// The number of changes of each source.
#[derive(Debug, Default)]
pub struct Changes(RwLock<HashMap<String, u64>>);

impl Changes {
    /// A number that is another one after each change of one of these sources.
    pub fn of<'n>(&self, sources: impl IntoIterator<Item = &'n String>) -> u64 {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        // Each of them only grows, so their sum does.
        sources.into_iter().filter_map(|name| known.get(name)).sum()
    }

    /// Counts a change.
    pub fn add(&self, source: &str) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *known.entry(source.to_owned()).or_default() += 1;
    }

    /// A change that is under way: it counts when it is over, however it ends.
    #[must_use]
    pub const fn begin<'c>(&'c self, source: &'c str) -> Changing<'c> {
        Changing { changes: self, source }
    }
}

/// A change under way.
#[derive(Debug)]
pub struct Changing<'c> {
    changes: &'c Changes,
    source: &'c str,
}

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        self.changes.add(self.source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_makes_another_number() {
        let changes = Changes::default();
        let (one, both) = (["a".to_owned()], ["a".to_owned(), "b".to_owned()]);
        assert_eq!((changes.of(&one), changes.of(&both)), (0, 0));
        changes.add("b");
        assert_eq!((changes.of(&one), changes.of(&both)), (0, 1));
        drop(changes.begin("a"));
        assert_eq!((changes.of(&one), changes.of(&both)), (1, 2));
    }
}
