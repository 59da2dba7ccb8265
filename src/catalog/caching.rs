//! How answers about an entity set may be kept and shared, as data: `service` asks it, `cache` keeps.

use std::time::Duration;

/// How answers about an entity set may be kept and shared. By default every answer is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caching {
    /// For how long they are kept; `None` if they are not.
    pub kept: Option<Keeping>,
    /// Whether one answer is made for all who ask the same at the same time. Always so for what is kept.
    pub single_flight: bool,
}

/// For how long answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// How long an answer is given without asking the source.
    pub ttl: Duration,
    /// How much longer it is given while a new one is fetched.
    pub stale_while_revalidate: Duration,
    /// How much longer it is given while the source does not answer.
    pub stale_if_error: Duration,
    /// The most bytes of an answer that is kept.
    pub max_entry_bytes: usize,
    /// Whether a client's `Cache-Control: no-cache` is honoured.
    pub client_no_cache: bool,
}

impl Caching {
    /// What may be done with an answer made of rows of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            kept: self.kept.zip(other.kept).map(|(one, other)| one.and(other)),
            single_flight: self.is_shared() && other.is_shared(),
        }
    }

    /// Whether one answer is made for all who ask the same at the same time.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        self.single_flight || self.kept.is_some()
    }
}

impl Keeping {
    fn and(self, other: Self) -> Self {
        Self {
            ttl: self.ttl.min(other.ttl),
            stale_while_revalidate: self.stale_while_revalidate.min(other.stale_while_revalidate),
            stale_if_error: self.stale_if_error.min(other.stale_if_error),
            max_entry_bytes: self.max_entry_bytes.min(other.max_entry_bytes),
            client_no_cache: self.client_no_cache || other.client_no_cache,
        }
    }

    /// How long an answer is of any use.
    #[must_use]
    pub fn life(&self) -> Duration {
        self.ttl + self.stale_while_revalidate.max(self.stale_if_error)
    }
}
