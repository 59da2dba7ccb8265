//! A server that is told to stop finishes what it has begun.

use std::time::Duration;

use tokio::net::TcpStream;

use super::support::{Connection, Stage, serve, settings, soon};

const THINGS: [&str; 2] = ["GET /Things HTTP/1.1", "Host: gw.example"];

#[tokio::test]
async fn requests_in_work_are_answered_before_the_end() {
    let stage = Stage::closed();
    let server = serve(settings(), &stage);
    let address = server.address();
    let mut connection = Connection::to(&server).await;
    connection.send(&THINGS).await;
    stage.begun().await;

    let ending = tokio::spawn(server.stop());
    // The listener is closed while the request is still in work.
    soon(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    assert!(!ending.is_finished());

    stage.go.add_permits(1);
    let answer = connection.receive().await;
    assert_eq!(answer.status, 200);
    assert!(connection.is_closed().await);
    soon(ending).await.unwrap().unwrap();
}

#[tokio::test]
async fn idle_connections_do_not_delay_the_end() {
    let stage = Stage::open(1);
    let server = serve(settings(), &stage);
    let mut connection = Connection::to(&server).await;
    assert_eq!(connection.ask(&THINGS).await.status, 200);
    soon(server.stop()).await.unwrap();
    assert!(connection.is_closed().await);
}

#[tokio::test]
async fn the_drain_time_is_the_longest_it_takes() {
    let stage = Stage::closed();
    let mut settings = settings();
    settings.drain = Duration::from_secs(1);
    let server = serve(settings, &stage);
    let mut connection = Connection::to(&server).await;
    connection.send(&THINGS).await;
    stage.begun().await;
    soon(server.stop()).await.unwrap();
    stage.dropped().await;
}
