//! Answers kept in memory, bounded by their bytes: those asked for least go first.

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use moka::Expiry;
use moka::sync::Cache;
use tokio::time::Instant;

use crate::catalog::Keeping;

/// What an entry takes besides its answer: key, names, the cache's own book-keeping. An estimate.
const ENTRY_BYTES: u32 = 2_048;

/// An answer that is kept.
#[derive(Debug)]
pub struct Kept<V> {
    /// The answer.
    pub value: V,
    /// How long it may be given.
    pub keeping: Keeping,
    stored: Instant,
    changes: u64,
    bytes: u32,
}

/// What an answer of some age is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is given as it is.
    Fresh,
    /// It is given, and a new one is fetched.
    Stale,
    /// It is given if no new one can be had.
    Spare,
    /// It is not given.
    Over,
}

impl<V> Kept<V> {
    /// How long ago it was made.
    pub fn age(&self) -> Duration {
        self.stored.elapsed()
    }

    /// What it is good for now.
    pub fn state(&self) -> State {
        let (age, keeping) = (self.age(), &self.keeping);
        if age < keeping.ttl {
            State::Fresh
        } else if age < keeping.ttl + keeping.stale_while_revalidate {
            State::Stale
        } else if age < keeping.ttl + keeping.stale_if_error {
            State::Spare
        } else {
            State::Over
        }
    }

    /// Whether it may be given because no new one can be had.
    pub fn is_spare(&self) -> bool {
        self.age() < self.keeping.ttl + self.keeping.stale_if_error
    }
}

/// Answers by key.
pub struct Answers<K, V>(Cache<K, Arc<Kept<V>>>);

impl<K, V> Answers<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// Room for `max_bytes` of answers.
    #[must_use]
    pub fn new(max_bytes: u64) -> Self {
        let weigh = |_: &K, kept: &Arc<Kept<V>>| kept.bytes.saturating_add(ENTRY_BYTES);
        Self(Cache::builder().max_capacity(max_bytes).weigher(weigh).expire_after(Life).build())
    }

    /// The answer for a key, if it is of any use. `changes`: what [`Changes`](super::Changes) says of
    /// its sources now.
    pub fn get(&self, key: &K, changes: u64) -> Option<Arc<Kept<V>>> {
        self.0.get(key).filter(|kept| kept.changes == changes && kept.state() != State::Over)
    }

    /// Keeps an answer of so many bytes, unless that is too many. `changes`: what was said of its
    /// sources before they were read. Tells whether it is kept.
    pub fn keep(&self, key: K, value: V, bytes: usize, keeping: Keeping, changes: u64) -> bool {
        // Half as much again for a compressed form.
        let held = u32::try_from(bytes.saturating_add(bytes / 2)).ok();
        let Some(bytes) = held.filter(|_| bytes <= keeping.max_entry_bytes) else { return false };
        if self.0.policy().max_capacity() == Some(0) {
            return false;
        }
        self.0.insert(key, Arc::new(Kept { value, keeping, stored: Instant::now(), changes, bytes }));
        true
    }
}

/// What is of no use any more is not held either.
struct Life;

impl<K, V> Expiry<K, Arc<Kept<V>>> for Life {
    fn expire_after_create(&self, _: &K, kept: &Arc<Kept<V>>, _: std::time::Instant) -> Option<Duration> {
        Some(kept.keeping.life())
    }

    fn expire_after_update(
        &self,
        _: &K,
        kept: &Arc<Kept<V>>,
        _: std::time::Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(kept.keeping.life())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn keeping() -> Keeping {
        Keeping {
            ttl: 10 * SECOND,
            stale_while_revalidate: 5 * SECOND,
            stale_if_error: 60 * SECOND,
            max_entry_bytes: 100,
            client_no_cache: false,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_ages() {
        let answers = Answers::new(1_000_000);
        assert!(answers.keep("key", "value", 100, keeping(), 0));
        let mut states = Vec::new();
        for _ in 0..8 {
            let kept = answers.get(&"key", 0);
            states.push(kept.map_or(State::Over, |kept| kept.state()));
            tokio::time::advance(5 * SECOND).await;
        }
        use State::{Fresh, Spare, Stale};
        assert_eq!(states, [Fresh, Fresh, Stale, Spare, Spare, Spare, Spare, Spare]);
        tokio::time::advance(30 * SECOND).await;
        assert!(answers.get(&"key", 0).is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_given_after_a_change_or_beyond_the_bounds() {
        let answers = Answers::new(1_000_000);
        assert!(!answers.keep("long", 1, 101, keeping(), 0));
        assert!(answers.get(&"long", 0).is_none());
        assert!(answers.keep("key", 1, 1, keeping(), 3));
        assert!(answers.get(&"key", 3).is_some());
        assert!(answers.get(&"key", 4).is_none());
        // A change while it was read: what was kept is not given.
        assert!(answers.keep("key", 2, 1, keeping(), 3));
        assert!(answers.get(&"key", 4).is_none());
    }

    #[test]
    fn the_bytes_are_bounded() {
        let answers = Answers::new(100 * u64::from(ENTRY_BYTES));
        for key in 0..10_000 {
            answers.keep(key, (), 100, keeping(), 0);
        }
        answers.0.run_pending_tasks();
        assert!(answers.0.weighted_size() <= 100 * u64::from(ENTRY_BYTES));
        assert!(answers.0.entry_count() > 50);
    }
}
