//! The id a request is known by: the client's own if it is fit for a log line, else a new one.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The longest id taken over from a client, in bytes.
const MAX_LENGTH: usize = 128;

/// The id from `X-Request-ID`, or a new one if there is none or it is not sane: 1 to 128 ASCII
/// letters, digits and `-_.:/+=@`, nothing that could forge a line of a log or a header.
pub(super) fn of(header: Option<&str>) -> Cow<'_, str> {
    match header {
        Some(id) if is_sane(id) => Cow::Borrowed(id),
        _ => Cow::Owned(generate()),
    }
}

fn is_sane(id: &str) -> bool {
    (1..=MAX_LENGTH).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=@".contains(&byte))
}

/// 16 hexadecimal digits: a counter, scrambled by a keyed hash whose key is new in each process.
fn generate() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn takes_over_sane_ids_only() {
        let long = "x".repeat(MAX_LENGTH);
        for id in ["a", "4f2c-11", "Root=1-67891233-abcdef", "TID:0f/2+3@sf", long.as_str()] {
            assert_eq!(of(Some(id)), id);
        }
        let too_long = "x".repeat(MAX_LENGTH + 1);
        for id in ["", " ", "a b", "a\"b", "a\nb", "ü", "a;b", too_long.as_str()] {
            let made = of(Some(id));
            assert_ne!(made, id);
            assert!(is_sane(&made));
        }
    }

    #[test]
    fn makes_a_new_one_each_time() {
        let ids: HashSet<_> = (0..1000).map(|_| of(None).into_owned()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 16 && is_sane(id)));
    }
}
