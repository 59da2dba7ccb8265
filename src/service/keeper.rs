//! What a process keeps of answers: one for all services, through every reload.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use moka::sync::Cache;

use super::error::Error;
use super::kept::{Answer, Key, Spelling, Way};
use crate::cache::{Answers, Changes, Flights};

/// The most bytes of request texts whose meaning is remembered.
const SPELLING_BYTES: u64 = 4 << 20;

/// An answer, or why there is none, for all who asked.
pub(super) type Outcome = Result<Arc<Answer>, Arc<Error>>;

/// Answers kept and answers being made.
pub struct Keeper {
    pub(super) answers: Answers<Arc<Key>, Arc<Answer>>,
    /// By key, and by what was said of changes when they began: none who asks after a change shares what
    /// was read before it.
    pub(super) flights: Flights<(Arc<Key>, u64), Outcome>,
    pub(super) changes: Changes,
    /// What requests that were seen before ask for, by their text.
    pub(super) spellings: Cache<Spelling, Arc<Way>>,
    services: AtomicU64,
}

impl Keeper {
    /// The bytes of answers kept unless told otherwise: 64 MB.
    pub const DEFAULT_BYTES: u64 = 64 << 20;

    /// Keeps at most about `max_bytes` of answers; 0 keeps none.
    #[must_use]
    pub fn new(max_bytes: u64) -> Arc<Self> {
        let weigh = |spelling: &Spelling, _: &Arc<Way>| spelling.weight();
        Arc::new(Self {
            answers: Answers::new(max_bytes),
            flights: Flights::default(),
            changes: Changes::default(),
            spellings: Cache::builder().max_capacity(SPELLING_BYTES).weigher(weigh).build(),
            services: AtomicU64::new(0),
        })
    }

    /// A number that no service has had.
    pub(super) fn next_service(&self) -> u64 {
        self.services.fetch_add(1, Ordering::Relaxed)
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeper").field("flights", &self.flights.count()).finish_non_exhaustive()
    }
}
