//! Long URLs, full servers, slow answers.

use std::time::Duration;

use super::client::{Connection, ask, get};
use super::support::{Stage, limited, serve, settings, soon};

const LONG: Duration = Duration::from_secs(60);

/// A filter of that many terms as Salesforce writes an IN list.
fn or_chain(terms: usize) -> String {
    let terms: Vec<_> = (0..terms).map(|i| format!("Name%20eq%20'001A000001{i:08}'")).collect();
    terms.join("%20or%20")
}

#[tokio::test]
async fn in_lists_of_500_values_pass() {
    let server = serve(settings(), &Stage::open(1));
    let path = format!("/Things?$filter={}&$count=true&$top=2001", or_chain(500));
    assert!(path.len() > 16 * 1024);
    assert_eq!(get(&server, &path, &[]).await.status, 200);
}

#[tokio::test]
async fn request_lines_of_64_kb_pass_on_a_connection_that_goes_on() {
    let server = serve(settings(), &Stage::open(1));
    let fixed = "GET /Things?x= HTTP/1.1\r\n".len();
    let line = format!("GET /Things?x={} HTTP/1.1", "a".repeat(64 * 1024 - fixed));
    let mut connection = Connection::to(&server).await;
    for _ in 0..3 {
        assert_eq!(connection.ask(&[&line, "Host: gw.example"]).await.status, 200);
    }
}

#[tokio::test]
async fn longer_ones_are_refused_in_words() {
    let server = serve(settings(), &Stage::open(1));
    for length in [65_536, 100_000, 128 * 1024 + 1, 1_000_000] {
        let line = format!("GET /Things?x={} HTTP/1.1", "a".repeat(length));
        let mut connection = Connection::to(&server).await;
        let answer = connection.ask(&[&line, "Host: gw.example"]).await;
        assert_eq!(answer.status, 414, "{length}");
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains("65534") && message.contains("IN list"), "{message}");
        assert!(message.contains(answer.header("x-request-id").unwrap()), "{message}");
        assert!(connection.is_closed().await);
    }
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_words() {
    let server = serve(settings(), &Stage::open(1));
    let header = format!("X-Long: {}", "a".repeat(200_000));
    for (lines, status, words) in [
        (&["GET /Things?$filter=Name eq 'a' HTTP/1.1", "Host: gw.example"][..], 400, "percent-encoded"),
        (&["GET /Things HTTP/1.1"], 400, "well-formed"),
        (&["nonsense"], 400, "well-formed"),
        (&["GET /Things HTTP/1.1", "Host: gw.example", header.as_str()], 431, "header fields"),
    ] {
        let answer = ask(&server, lines).await;
        assert_eq!(answer.status, status, "{words}");
        assert!(answer.json()["error"]["message"].as_str().unwrap().contains(words), "{answer:?}");
        assert_eq!(answer.header("odata-version"), Some("4.0"));
    }
}

#[tokio::test]
async fn a_full_server_says_so_and_recovers() {
    let stage = Stage::closed();
    let server = serve(limited(1, Duration::from_millis(20), LONG), &stage);
    let mut first = Connection::to(&server).await;
    first.send(&["GET /Things HTTP/1.1", "Host: gw.example"]).await;
    stage.begun().await;
    let busy = get(&server, "/Things", &[]).await;
    assert_eq!((busy.status, busy.header("retry-after")), (503, Some("5")));
    assert_eq!(busy.json()["error"]["code"], "Busy");
    assert_eq!(get(&server, "/healthz", &[]).await.status, 200, "health is told all the same");

    stage.go.add_permits(2);
    assert_eq!(first.receive().await.status, 200);
    assert_eq!(get(&server, "/Things", &[]).await.status, 200);
}

#[tokio::test]
async fn a_waiting_request_gets_the_place_that_becomes_free() {
    let stage = Stage::closed();
    let server = serve(limited(1, LONG, LONG), &stage);
    let mut first = Connection::to(&server).await;
    let mut second = Connection::to(&server).await;
    first.send(&["GET /Things HTTP/1.1", "Host: gw.example"]).await;
    stage.begun().await;
    second.send(&["GET /Things HTTP/1.1", "Host: gw.example"]).await;
    stage.go.add_permits(1);
    assert_eq!(first.receive().await.status, 200);
    assert_eq!(second.receive().await.status, 200);
}

#[tokio::test]
async fn an_answer_over_the_deadline_is_given_up_and_cancelled() {
    let stage = Stage::closed();
    let server = serve(limited(1, LONG, Duration::from_millis(50)), &stage);
    let late = get(&server, "/Things", &[]).await;
    assert_eq!(late.status, 504);
    assert!(late.json()["error"]["message"].as_str().unwrap().contains("longer than"), "{late:?}");
    stage.dropped().await;
    stage.go.add_permits(1);
    assert_eq!(soon(get(&server, "/Things", &[])).await.status, 200);
}
