//! One answer for all who ask the same at the same time.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::yard::{Yard, asked, header};

/// Lets every task that can go on do so.
async fn settle() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn fifty_clients_cost_the_source_one_scan() {
    for (set, reason) in [("Boats", "miss"), ("Slips", "bypass")] {
        let yard = Yard::closed();
        let service = yard.service();
        let clients = (0..50).map(|_| {
            let service = Arc::clone(&service);
            tokio::spawn(async move { service.answer(asked(set)).await })
        });
        let clients: Vec<_> = clients.collect();
        settle().await;
        yard.go.add_permits(1);
        let answers: Vec<_> = join_all(clients).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(yard.scans(), 1, "{set}");
        assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
        let told = |said: String| {
            answers.iter().filter(|answer| header(answer, "cache-status") == Some(&said)).count()
        };
        assert_eq!(told(format!("Landbridge; fwd={reason}")), 1, "{set}");
        assert_eq!(told(format!("Landbridge; fwd={reason}; collapsed")), 49, "{set}");
    }
}

#[tokio::test]
async fn what_is_shared_is_not_kept() {
    let yard = Yard::open();
    let service = yard.service();
    for scans in 1..=3 {
        let answer = service.answer(asked("Slips")).await;
        assert_eq!((answer.status, yard.scans()), (200, scans));
        assert_eq!((header(&answer, "etag"), header(&answer, "age")), (None, None));
    }
}

#[tokio::test]
async fn a_failure_reaches_all_with_their_own_names_and_is_not_kept() {
    let yard = Yard::closed();
    yard.up.store(false, Ordering::SeqCst);
    let service = yard.service();
    let clients = ["r-1", "r-2", "r-3"].map(|request_id| {
        let service = Arc::clone(&service);
        tokio::spawn(async move {
            let request = landbridge::service::Request { request_id, ..asked("Boats") };
            (request_id, service.answer(request).await)
        })
    });
    settle().await;
    yard.go.add_permits(1);
    for client in clients {
        let (id, answer) = client.await.unwrap();
        assert_eq!(answer.status, 503);
        assert!(String::from_utf8_lossy(&answer.body).contains(id), "{answer:?}");
    }
    assert_eq!(yard.scans(), 1);
    yard.up.store(true, Ordering::SeqCst);
    assert_eq!((service.answer(asked("Boats")).await.status, yard.scans()), (200, 2));
}

#[tokio::test]
async fn others_go_on_when_the_first_client_leaves() {
    let yard = Yard::closed();
    let service = yard.service();
    let first = tokio::spawn({
        let service = Arc::clone(&service);
        async move { service.answer(asked("Boats")).await }
    });
    settle().await;
    let other = tokio::spawn({
        let service = Arc::clone(&service);
        async move { service.answer(asked("Boats")).await }
    });
    settle().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    yard.go.add_permits(1);
    assert_eq!((other.await.unwrap().status, yard.scans()), (200, 1));
}

#[tokio::test]
async fn when_all_leave_the_next_one_begins_anew() {
    let yard = Yard::closed();
    let service = yard.service();
    assert!(service.answer(asked("Boats")).now_or_never().is_none());
    assert_eq!(yard.scans(), 1);
    yard.go.add_permits(1);
    assert_eq!((service.answer(asked("Boats")).await.status, yard.scans()), (200, 2));
}
