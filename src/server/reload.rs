//! A changed service definition takes the place of the old one while requests go on. Knows the
//! definition as bytes of a file, and a function that makes a snapshot of it.

use std::path::PathBuf;
use std::time::Duration;

use tokio::fs;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{MissedTickBehavior, interval};

use super::current::Current;
use crate::service::Snapshot;

/// How often a watched file is looked at.
const INTERVAL: Duration = Duration::from_secs(1);

/// What came of looking at the definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The file is as it was.
    Unchanged,
    /// The new definition is in use.
    Swapped,
    /// It has these problems; the old one stays in use.
    Refused(Vec<String>),
}

/// Reloads a definition file. `load` reads and checks the file as at the start of the program and
/// gives every problem it finds as a line of text.
pub struct Reload<L> {
    current: Current,
    path: PathBuf,
    load: L,
    seen: Option<Vec<u8>>,
}

impl<L, F> Reload<L>
where
    L: FnMut() -> F,
    F: Future<Output = Result<Snapshot, Vec<String>>>,
{
    /// Takes the file's present content for the one `current` was made of.
    pub async fn new(current: Current, path: PathBuf, load: L) -> Self {
        let seen = fs::read(&path).await.ok();
        Self { current, path, load, seen }
    }

    /// Reloads if the file's content is another than at the last look. A file that cannot be read
    /// counts as unchanged: editors take it away for a moment while they save.
    pub async fn look(&mut self) -> Outcome {
        let now = fs::read(&self.path).await.ok();
        if now.is_none() || now == self.seen {
            return Outcome::Unchanged;
        }
        self.seen = now;
        self.reload().await
    }

    /// Reloads whether or not the file has changed: what it refers to may have.
    pub async fn reload(&mut self) -> Outcome {
        match (self.load)().await {
            Ok(snapshot) => {
                self.current.swap(snapshot);
                tracing::info!(path = %self.path.display(), "the service definition was reloaded");
                Outcome::Swapped
            }
            Err(problems) => {
                for problem in &problems {
                    tracing::error!(path = %self.path.display(), "{problem}");
                }
                tracing::error!(
                    path = %self.path.display(),
                    "the service definition is not valid ({} problems): the old one stays in use",
                    problems.len()
                );
                Outcome::Refused(problems)
            }
        }
    }

    /// Reloads on SIGHUP and, if the file is watched, when its content changes; never ends.
    ///
    /// # Errors
    /// The signal cannot be caught.
    pub async fn follow(mut self, watch: bool) -> std::io::Result<()> {
        let mut hangup = signal(SignalKind::hangup())?;
        let mut ticks = interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = hangup.recv() => self.reload().await,
                _ = ticks.tick(), if watch => self.look().await,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::service::Keeper;

    fn snapshot() -> Snapshot {
        Snapshot::new(Vec::new(), BTreeMap::new(), b"secret", &Keeper::new(0)).unwrap()
    }

    /// A file, the snapshot made of it, and a reload that calls anything but `good` invalid.
    async fn watched(
        path: PathBuf,
    ) -> (Current, Reload<impl FnMut() -> std::future::Ready<Result<Snapshot, Vec<String>>>>) {
        let current = Current::new(snapshot());
        let load = {
            let path = path.clone();
            move || {
                let text = std::fs::read_to_string(&path).unwrap();
                std::future::ready(if text.starts_with("good") {
                    Ok(snapshot())
                } else {
                    Err(vec![format!("line 1: {text}"), "line 2".to_owned()])
                })
            }
        };
        (current.clone(), Reload::new(current, path, load).await)
    }

    #[tokio::test]
    async fn a_valid_change_is_swapped_in_and_requests_keep_what_they_have() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "good 1").unwrap();
        let (current, mut reload) = watched(file.path().to_owned()).await;
        let before = current.snapshot();
        assert_eq!(reload.look().await, Outcome::Unchanged);
        assert!(Arc::ptr_eq(&before, &current.snapshot()));

        std::fs::write(&file, "good 2").unwrap();
        assert_eq!(reload.look().await, Outcome::Swapped);
        assert!(!Arc::ptr_eq(&before, &current.snapshot()));
        assert_eq!(Arc::strong_count(&before), 1);
        assert_eq!(reload.look().await, Outcome::Unchanged);
    }

    #[tokio::test]
    async fn an_invalid_change_is_told_once_and_changes_nothing() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "good 1").unwrap();
        let (current, mut reload) = watched(file.path().to_owned()).await;
        let before = current.snapshot();
        std::fs::write(&file, "bad").unwrap();
        let problems = vec!["line 1: bad".to_owned(), "line 2".to_owned()];
        assert_eq!(reload.look().await, Outcome::Refused(problems));
        assert_eq!(reload.look().await, Outcome::Unchanged);
        assert!(Arc::ptr_eq(&before, &current.snapshot()));

        std::fs::write(&file, "good 1").unwrap();
        assert_eq!(reload.look().await, Outcome::Swapped);
    }

    #[tokio::test]
    async fn a_reload_by_hand_does_not_ask_for_a_change_and_a_missing_file_is_none() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "good").unwrap();
        let (current, mut reload) = watched(file.path().to_owned()).await;
        let before = current.snapshot();
        assert_eq!(reload.reload().await, Outcome::Swapped);
        assert!(!Arc::ptr_eq(&before, &current.snapshot()));
        drop(file);
        assert_eq!(reload.look().await, Outcome::Unchanged);
    }
}
