//! The snapshot that answers now: taken by every request, replaced as a whole by a reload.

use std::sync::Arc;

use tokio::sync::watch;

use crate::service::Snapshot;

/// A shared place for the snapshot in use. A request keeps the one it started with, so a swap
/// neither waits for requests nor makes one wait.
#[derive(Clone, Debug)]
pub struct Current(watch::Sender<Arc<Snapshot>>);

impl Current {
    /// Starts with this snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self(watch::Sender::new(Arc::new(snapshot)))
    }

    /// The snapshot in use at this moment.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.0.borrow().clone()
    }

    /// Puts another in its place: requests that come from now on see it. The old one is dropped
    /// with the last request that uses it.
    pub fn swap(&self, snapshot: Snapshot) {
        self.0.send_replace(Arc::new(snapshot));
    }
}
