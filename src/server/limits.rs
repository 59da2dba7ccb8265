//! What a request may take: length of its URL, time, and a place among the requests in work.
//!
//! Memory follows from them. Requests in work, each with at most one page of its service (8 MB
//! unless the definition says otherwise), bound the answers held: 64 × 8 MB = 512 MB at the very
//! worst, if every client asks for the widest pages and reads slowly. As many may have a body, of 1 MB
//! at most. Connections bound the rest: 128 KB for the head of a request, 1,024 connections a worker.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::refusal::Refusal;

/// The longest path and query a request may have, in bytes: the most the HTTP library takes.
pub(super) const MAX_TARGET: usize = 65_534;

/// The longest body of a request, in bytes.
pub(super) const MAX_BODY: usize = 1024 * 1024;

/// Open connections for each worker; further ones wait in the listener's queue.
pub(super) const MAX_CONNECTIONS: usize = 1024;

/// Bounds of the work done at the same time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests in work at the same time, until their last byte is taken.
    pub requests: NonZeroUsize,
    /// How long a request may wait to become one of them.
    pub wait: Duration,
    /// How long it may take from its arrival until its answer is made, waiting included. Salesforce
    /// gives up after 120 s.
    pub deadline: Duration,
    /// How long a client may take for a part of about 100 KB of its answer before it is given up.
    pub stall: Duration,
}

impl Default for Limits {
    /// 64 requests, 10 s of waiting, 100 s in all, 30 s for a part of an answer.
    fn default() -> Self {
        Self {
            requests: NonZeroUsize::MIN.saturating_add(63),
            wait: Duration::from_secs(10),
            deadline: Duration::from_secs(100),
            stall: Duration::from_secs(30),
        }
    }
}

/// A place among the requests in work; dropping it gives it back.
pub(super) type Permit = OwnedSemaphorePermit;

/// The places of one server.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) limits: Limits,
    free: Arc<Semaphore>,
    /// Those of the requests with a body, from its first byte on.
    pub(super) bodies: Arc<Semaphore>,
}

impl Places {
    pub(super) fn new(limits: Limits) -> Self {
        let places = || Arc::new(Semaphore::new(limits.requests.get()));
        Self { limits, free: places(), bodies: places() }
    }

    /// Does the work once there is a place for it, and gives its result with the place. Work that
    /// is not done in time is dropped, which cancels it.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if no place became free in time, [`Refusal::Deadline`] if the work was not
    /// done in time.
    pub(super) async fn run<T>(&self, work: impl Future<Output = T>) -> Result<(T, Permit), Refusal> {
        let arrival = Instant::now();
        let free = Arc::clone(&self.free).acquire_owned();
        let permit = timeout_at(arrival + self.limits.wait.min(self.limits.deadline), free)
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or(Refusal::Busy)?;
        let result = timeout_at(arrival + self.limits.deadline, work)
            .await
            .map_err(|_| Refusal::Deadline(self.limits.deadline))?;
        Ok((result, permit))
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    fn places(requests: usize, wait_ms: u64, deadline_ms: u64) -> Places {
        Places::new(Limits {
            requests: requests.try_into().unwrap(),
            wait: Duration::from_millis(wait_ms),
            deadline: Duration::from_millis(deadline_ms),
            ..Limits::default()
        })
    }

    #[tokio::test]
    async fn a_full_server_refuses_after_the_wait_and_recovers() {
        let places = places(1, 5, 1000);
        let (_, held) = places.run(ready(1)).await.unwrap();
        assert_eq!(places.run(ready(2)).await.unwrap_err(), Refusal::Busy);
        drop(held);
        assert_eq!(places.run(ready(3)).await.unwrap().0, 3);
    }

    #[tokio::test]
    async fn work_over_the_deadline_is_dropped_and_its_place_given_back() {
        let places = places(1, 5, 10);
        let alive = Arc::new(());
        let held = Arc::clone(&alive);
        let work = async move {
            let () = pending().await;
            drop(held);
        };
        assert_eq!(places.run(work).await.unwrap_err(), Refusal::Deadline(Duration::from_millis(10)));
        assert_eq!(Arc::strong_count(&alive), 1);
        assert!(places.run(ready(())).await.is_ok());
    }

    #[tokio::test]
    async fn waiting_counts_towards_the_deadline() {
        let places = places(1, 60_000, 5);
        let _held = places.run(ready(())).await.unwrap();
        assert_eq!(places.run(ready(())).await.unwrap_err(), Refusal::Busy);
    }

    #[test]
    fn the_defaults_stay_below_the_patience_of_salesforce() {
        let limits = Limits::default();
        assert_eq!(limits.requests.get(), 64);
        assert!(limits.deadline < Duration::from_secs(120));
        assert!(limits.wait < limits.deadline);
    }
}
