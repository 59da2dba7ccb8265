//! One flight for all who ask the same at the same time. Who asked first may leave: the others go on,
//! and when nobody is left the work is dropped.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};

/// Work that several wait for.
pub type Flight<O> = Shared<BoxFuture<'static, O>>;

/// Flights under way, by key.
pub struct Flights<K, O: Clone>(Arc<Mutex<Under<K, O>>>);

struct Under<K, O: Clone> {
    flights: HashMap<K, (u64, WeakShared<BoxFuture<'static, O>>)>,
    begun: u64,
}

impl<K, O: Clone> Default for Flights<K, O> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Under { flights: HashMap::new(), begun: 0 })))
    }
}

impl<K, O> Flights<K, O>
where
    K: Hash + Eq + Clone + Send + 'static,
    O: Clone + Send + Sync + 'static,
{
    /// The flight for a key that is under way, or a new one that does `work`; and whether there was one.
    pub fn join(&self, key: &K, work: impl FnOnce() -> BoxFuture<'static, O>) -> (Flight<O>, bool) {
        let mut under = lock(&self.0);
        if let Some(flight) = under.flights.get(key).and_then(|(_, flight)| flight.upgrade()) {
            return (flight, true);
        }
        under.begun += 1;
        let landing = Landing { under: Arc::clone(&self.0), key: key.clone(), number: under.begun };
        let work = work();
        let flight = async move {
            let _landing = landing;
            work.await
        };
        let flight = flight.boxed().shared();
        let number = under.begun;
        under.flights.extend(flight.downgrade().map(|weak| (key.clone(), (number, weak))));
        (flight, false)
    }

    /// How many are under way.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.0).flights.len()
    }
}

/// Takes a flight off the list when it is over or given up.
struct Landing<K: Hash + Eq, O: Clone> {
    under: Arc<Mutex<Under<K, O>>>,
    key: K,
    number: u64,
}

impl<K: Hash + Eq, O: Clone> Drop for Landing<K, O> {
    fn drop(&mut self) {
        let mut under = lock(&self.under);
        // Another flight may have begun since nobody waited for this one.
        if under.flights.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
            under.flights.remove(&self.key);
        }
    }
}

fn lock<K, O: Clone>(under: &Mutex<Under<K, O>>) -> MutexGuard<'_, Under<K, O>> {
    under.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::oneshot;

    use super::*;

    type Waiting = oneshot::Receiver<Result<u32, String>>;

    fn waiting(receiver: Waiting, runs: &Arc<AtomicU32>) -> BoxFuture<'static, Result<u32, String>> {
        let runs = Arc::clone(runs);
        async move {
            runs.fetch_add(1, Ordering::SeqCst);
            receiver.await.unwrap_or_else(|_| Err("nobody answers".to_owned()))
        }
        .boxed()
    }

    #[tokio::test]
    async fn all_get_the_answer_of_one() {
        for answer in [Ok(7), Err("down".to_owned())] {
            let (flights, runs) = (Flights::default(), Arc::new(AtomicU32::new(0)));
            let (send, receive) = oneshot::channel();
            let (first, joined) = flights.join(&"key", || waiting(receive, &runs));
            assert!(!joined);
            let others = (0..50).map(|_| flights.join(&"key", || unreachable!("there is a flight")));
            let others: Vec<_> = others
                .map(|(flight, joined)| {
                    assert!(joined);
                    flight
                })
                .collect();
            let all = tokio::spawn(join_all(others.into_iter().chain([first])));
            send.send(answer.clone()).unwrap();
            assert!(all.await.unwrap().into_iter().all(|given| given == answer));
            assert_eq!((runs.load(Ordering::SeqCst), flights.count()), (1, 0));
        }
    }

    #[tokio::test]
    async fn others_go_on_when_the_first_leaves() {
        let (flights, runs) = (Flights::default(), Arc::new(AtomicU32::new(0)));
        let (send, receive) = oneshot::channel();
        let (first, _) = flights.join(&"key", || waiting(receive, &runs));
        let (other, _) = flights.join(&"key", || unreachable!("there is a flight"));
        assert_eq!(first.clone().now_or_never(), None);
        drop(first);
        send.send(Ok(1)).unwrap();
        assert_eq!((other.await, runs.load(Ordering::SeqCst)), (Ok(1), 1));
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_dropped() {
        let (flights, runs) = (Flights::default(), Arc::new(AtomicU32::new(0)));
        let (send, receive) = oneshot::channel();
        let (first, _) = flights.join(&"key", || waiting(receive, &runs));
        assert_eq!(first.clone().now_or_never(), None);
        drop(first);
        assert_eq!(flights.count(), 0);
        assert!(send.is_closed(), "the work was dropped");
        let (again, joined) = flights.join(&"key", || async { Ok(2) }.boxed());
        assert_eq!((again.await, joined), (Ok(2), false));
    }
}
