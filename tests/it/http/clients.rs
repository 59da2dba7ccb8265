//! Clients that keep their connection, and clients that leave.

use std::sync::atomic::Ordering;
use std::time::Duration;

use landbridge::server::{Current, start};

use super::client::{Connection, get};
use super::support::{Stage, limited, serve, settings, snapshot, snapshot_with_key};

const LONG: Duration = Duration::from_secs(60);

const THINGS: [&str; 2] = ["GET /Things HTTP/1.1", "Host: gw.example"];

#[tokio::test]
async fn a_connection_serves_many_requests_errors_included() {
    let server = serve(settings(), &Stage::open(1));
    let mut connection = Connection::to(&server).await;
    for (target, status) in [("/Things", 200), ("/nothing", 404), ("/$metadata", 200), ("/Things", 200)] {
        let line = format!("GET {target} HTTP/1.1");
        assert_eq!(connection.ask(&[&line, "Host: gw.example"]).await.status, status);
    }
    let last = connection.ask(&[THINGS[0], THINGS[1], "Connection: close"]).await;
    assert_eq!((last.status, last.header("connection")), (200, Some("close")));
    assert!(connection.is_closed().await);
}

#[tokio::test]
async fn a_client_that_hangs_up_cancels_its_request() {
    let stage = Stage::closed();
    let server = serve(settings(), &stage);
    let mut connection = Connection::to(&server).await;
    connection.send(&THINGS).await;
    stage.begun().await;
    drop(connection);
    stage.dropped().await;
    stage.go.add_permits(1);
    assert_eq!(get(&server, "/Things", &[]).await.status, 200);
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_is_given_up_in_time() {
    // Far more than sockets buffer, and place for one request only.
    let stage = Stage::open(2000);
    stage.name_length.store(10_000, Ordering::Relaxed);
    let mut settings = limited(1, LONG, LONG);
    settings.limits.stall = Duration::from_millis(100);
    let server = serve(settings, &stage);
    let mut idle = Connection::to(&server).await;
    idle.send(&THINGS).await;
    stage.begun().await;
    stage.name_length.store(1, Ordering::Relaxed);
    assert_eq!(get(&server, "/Things", &[]).await.status, 200);
    drop(idle);
}

#[tokio::test]
async fn a_request_keeps_the_snapshot_it_began_with() {
    let stage = Stage::closed();
    let current = Current::new(snapshot(&["/old"], &stage));
    let server = start(settings(), current.clone()).unwrap();
    let mut connection = Connection::to(&server).await;
    connection.send(&["GET /old/Things HTTP/1.1", "Host: gw.example"]).await;
    stage.begun().await;

    current.swap(snapshot(&["/new"], &stage));
    stage.go.add_permits(2);
    assert_eq!(connection.receive().await.json()["@odata.context"], "http://gw.example/old/$metadata#Things");
    assert_eq!(get(&server, "/new/Things", &[]).await.status, 200);
    assert_eq!(connection.ask(&["GET /old/Things HTTP/1.1", "Host: gw.example"]).await.status, 404);
}

#[tokio::test]
async fn a_page_token_outlives_a_reload_unless_the_order_is_another() {
    let stage = Stage::open(3);
    let current = Current::new(snapshot_with_key(0, &stage));
    let server = start(settings(), current.clone()).unwrap();
    let first = get(&server, "/Things", &["Prefer: maxpagesize=1"]).await.json();
    let link = first["@odata.nextLink"].as_str().unwrap().trim_start_matches("http://gw.example").to_owned();

    current.swap(snapshot_with_key(0, &stage));
    assert_eq!(get(&server, &link, &[]).await.json()["value"][0]["ID"], 2);
    current.swap(snapshot_with_key(1, &stage));
    let refused = get(&server, &link, &[]).await;
    assert_eq!((refused.status, &refused.json()["error"]["code"]), (400, &"InvalidSkipToken".into()));
}
