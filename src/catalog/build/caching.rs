//! How answers about an entity set may be kept.

use std::time::Duration;

use super::Scope;
use super::service::check_bounds;
use crate::catalog::definition::{CacheDefinition, EntitySetDefinition};
use crate::catalog::problem::Problems;
use crate::catalog::{Caching, Entry, Keeping};

/// A day, in seconds.
const DAY: u64 = 24 * 60 * 60;
const DEFAULT_ENTRY_BYTES: u64 = 1_000_000;
const MIN_ENTRY_BYTES: u64 = 1_024;
/// No page is longer.
const MAX_ENTRY_BYTES: u64 = 8_000_000;

/// What is written about a set.
pub(super) fn caching(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    problems: &mut Problems,
) -> Caching {
    let kept = set.value.cache.as_ref().map(|cache| {
        check(cache, &format!("{}.cache", scope.place_of(set)), problems);
        keeping(cache)
    });
    Caching { kept, single_flight: set.value.single_flight }
}

fn check(cache: &CacheDefinition, place: &str, problems: &mut Problems) {
    check_bounds(&Some(cache.ttl), 1..=DAY, "ttl", place, problems);
    check_bounds(&cache.stale_while_revalidate, 0..=DAY, "staleWhileRevalidate", place, problems);
    check_bounds(&cache.stale_if_error, 0..=7 * DAY, "staleIfError", place, problems);
    let bytes = MIN_ENTRY_BYTES..=MAX_ENTRY_BYTES;
    check_bounds(&cache.max_entry_bytes, bytes, "maxEntryBytes", place, problems);
}

fn keeping(cache: &CacheDefinition) -> Keeping {
    let seconds = |value: u64| Duration::from_secs(value);
    let bytes = cache.max_entry_bytes.as_ref().map_or(DEFAULT_ENTRY_BYTES, |bytes| **bytes);
    Keeping {
        ttl: seconds(*cache.ttl),
        stale_while_revalidate: seconds(cache.stale_while_revalidate.as_ref().map_or(0, |value| **value)),
        stale_if_error: seconds(cache.stale_if_error.as_ref().map_or(0, |value| **value)),
        max_entry_bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
        client_no_cache: cache.client_no_cache,
    }
}
