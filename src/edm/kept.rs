//! Declarations that types refer to for the life of the process, equal ones once: reading the same
//! definition again costs nothing.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{LazyLock, Mutex, PoisonError};

/// All declarations of one sort.
pub(super) struct Kept<T: 'static>(LazyLock<Mutex<HashSet<&'static T>>>);

impl<T: Hash + Eq> Kept<T> {
    pub(super) const fn none() -> Self {
        Self(LazyLock::new(Mutex::default))
    }

    /// The declaration equal to this one that is kept.
    pub(super) fn keep(&self, declaration: T) -> &'static T {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.get(&declaration) {
            return same;
        }
        let kept: &'static T = Box::leak(Box::new(declaration));
        known.insert(kept);
        kept
    }
}
