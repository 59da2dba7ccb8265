//! A server that is told to stop finishes what it has begun.

use std::process::Stdio;
use std::time::Duration;

use landbridge::server::{Current, run};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;

use super::client::Connection;
use super::support::{Stage, serve, settings, snapshot, soon};

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

/// Set for the process that is the server of the test below.
const IS_CHILD: &str = "LANDBRIDGE_TEST_ENDS_CHILD";

/// Signals go to whole processes, so the server of this test is one of its own: this test again.
#[tokio::test]
async fn a_server_told_by_a_signal_ends_well() {
    if std::env::var_os(IS_CHILD).is_some() {
        let current = Current::new(snapshot(&["/"], &Stage::open(1)));
        run(settings(), current, |address| format!("Listening on http://{address}")).await.unwrap();
        return;
    }
    for signal in ["TERM", "INT"] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "http::ends::a_server_told_by_a_signal_ends_well", "--nocapture"])
            .env(IS_CHILD, "1")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = soon(lines.next_line()).await.unwrap().expect("a line with the address");
            if let Some((_, address)) = line.split_once("Listening on http://") {
                break address.to_owned();
            }
        };
        let mut connection = Connection::at(&address).await;
        assert_eq!(connection.ask(&THINGS).await.status, 200);
        let kill = format!("kill -{signal} {}", child.id().unwrap());
        assert!(soon(Command::new("sh").args(["-c", &kill]).status()).await.unwrap().success());
        assert!(connection.is_closed().await);
        assert_eq!(soon(child.wait()).await.unwrap().code(), Some(0), "{signal}");
    }
}
