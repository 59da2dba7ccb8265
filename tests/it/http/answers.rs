//! Methods, headers, compression, paths, health: what an answer looks like.

use std::sync::atomic::Ordering;

use landbridge::server::{Current, start};

use super::client::{Connection, ask, get};
use super::support::{Stage, serve, settings, snapshot, soon, url};
use crate::support::web;

#[tokio::test]
async fn head_is_get_without_the_body() {
    let server = serve(settings(), &Stage::open(300));
    for (path, encoding) in [
        ("/Things", "identity"),
        ("/Things", "gzip"),
        ("/$metadata", "identity"),
        ("/nothing", "identity"),
        ("/healthz", "identity"),
    ] {
        let accept = format!("Accept-Encoding: {encoding}");
        let headers = ["Host: gw.example", accept.as_str(), "X-Request-ID: same"];
        let steady = |head: &str| -> Vec<String> {
            let moving = |line: &&str| !line.starts_with("date:") && !line.starts_with("server-timing:");
            let mut lines: Vec<_> = head.lines().filter(moving).map(str::to_owned).collect();
            lines.sort();
            lines
        };
        let mut connection = Connection::to(&server).await;
        connection.send(&[&[format!("HEAD {path} HTTP/1.1").as_str()], &headers[..]].concat()).await;
        let head = connection.receive_head().await;
        // The connection goes on with the next answer: there was no body.
        connection.send(&[&[format!("GET {path} HTTP/1.1").as_str()], &headers[..]].concat()).await;
        let get = connection.receive_head().await;
        assert_eq!(steady(&head.head), steady(&get.head), "{path} {encoding}");
    }
}

#[tokio::test]
async fn options_tells_the_methods() {
    let server = serve(settings(), &Stage::open(1));
    for target in ["/", "/Things", "*"] {
        let answer = ask(&server, &[&format!("OPTIONS {target} HTTP/1.1"), "Host: gw.example"]).await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (204, Some("GET, HEAD, POST, OPTIONS")),
            "{target}"
        );
        assert_eq!(answer.header("content-length"), None);
    }
}

#[tokio::test]
async fn other_methods_are_refused_by_name() {
    let server = serve(settings(), &Stage::open(1));
    for (method, status) in [
        ("POST", 405),
        ("PUT", 405),
        ("PATCH", 405),
        ("MERGE", 405),
        ("DELETE", 405),
        ("TRACE", 405),
        ("PROPFIND", 501),
        ("get", 501),
    ] {
        let line = format!("{method} /Things HTTP/1.1");
        let answer = ask(&server, &[&line, "Host: gw.example", "X-Request-ID: m-1"]).await;
        assert_eq!(answer.status, status, "{method}");
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(method) && message.contains("m-1"), "{message}");
        assert_eq!(answer.header("allow").is_some(), status == 405);
        assert_eq!(answer.header("odata-version"), Some("4.0"));
    }
}

#[tokio::test]
async fn answers_are_compressed_when_asked() {
    let server = serve(settings(), &Stage::open(2000));
    let plain = get(&server, "/Things", &[]).await;
    assert_eq!(plain.header("content-encoding"), None);
    let size = plain.body.len();
    assert!(plain.header("vary").unwrap().contains("Accept-Encoding"));
    let client = || web::client().no_gzip().no_brotli().no_zstd();
    for (encoding, unpacking) in
        [("gzip", client().gzip(true)), ("br", client().brotli(true)), ("zstd", client().zstd(true))]
    {
        let asking =
            client().build().unwrap().get(url(&server, "/Things")).header("accept-encoding", encoding);
        let packed = soon(asking.send()).await.unwrap();
        assert_eq!(packed.headers()["content-encoding"], encoding);
        let packed = soon(packed.bytes()).await.unwrap().len();
        assert!(packed * 4 < size, "{encoding}: {packed} of {size}");

        let asking = unpacking.build().unwrap().get(url(&server, "/Things"));
        let answer = soon(asking.send()).await.unwrap();
        let answer: serde_json::Value = soon(answer.json()).await.unwrap();
        assert_eq!(answer["value"], plain.json()["value"], "{encoding}");
    }
    let unknown = get(&server, "/Things", &["Accept-Encoding: lzma"]).await;
    assert_eq!((unknown.status, unknown.header("content-encoding")), (200, None));
}

#[tokio::test]
async fn every_answer_carries_the_request_id() {
    let server = serve(settings(), &Stage::open(1));
    for path in ["/Things", "/nothing", "/healthz", "/readyz", "/$metadata"] {
        let given = get(&server, path, &["X-Request-ID: sf-00D/42"]).await;
        assert_eq!(given.header("x-request-id"), Some("sf-00D/42"), "{path}");
        let forged = get(&server, path, &["X-Request-ID: a b\""]).await;
        let made = forged.header("x-request-id").unwrap();
        assert!(made.len() == 16 && made.bytes().all(|b| b.is_ascii_hexdigit()), "{made}");
        assert_ne!(get(&server, path, &[]).await.header("x-request-id"), Some(made));
    }
}

#[tokio::test]
async fn answers_tell_their_time_and_may_not_be_kept() {
    let server = serve(settings(), &Stage::open(1));
    let data = get(&server, "/Things", &[]).await;
    assert!(data.header("server-timing").unwrap().contains("total;dur="));
    assert_eq!(data.header("cache-control"), Some("no-store"));
    assert_eq!(data.header("x-content-type-options"), Some("nosniff"));
    assert!(data.header("odata-version").unwrap().starts_with("4.0"));

    let metadata = get(&server, "/$metadata", &[]).await;
    assert_eq!(metadata.header("cache-control"), Some("private, no-cache"));
    let tag = format!("If-None-Match: {}", metadata.header("etag").unwrap());
    let again = get(&server, "/$metadata", &[&tag]).await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    assert_eq!(again.header("content-length"), None);
    assert_eq!(again.header("etag"), metadata.header("etag"));
}

#[tokio::test]
async fn stray_slashes_and_parameters_do_no_harm() {
    let server = serve(settings(), &Stage::open(1));
    for path in ["/$metadata", "//$metadata", "/$metadata/", "/$metadata?format=json", "//$metadata?&x"] {
        assert_eq!(get(&server, path, &[]).await.status, 200, "{path}");
    }
    for path in ["/", "//", "/?a=b", "/Things?&unknown=1", "/Things/?"] {
        assert_eq!(get(&server, path, &[]).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_longest_service_path_answers() {
    let current = Current::new(snapshot(&["/erp", "/erp/archive"], &Stage::open(1)));
    let server = start(settings(), current).unwrap();
    for (path, context) in [
        ("/erp/Things", "http://gw.example/erp/$metadata#Things"),
        ("/erp/archive/Things", "http://gw.example/erp/archive/$metadata#Things"),
        ("/erp/archive//", "http://gw.example/erp/archive/$metadata"),
    ] {
        assert_eq!(get(&server, path, &[]).await.json()["@odata.context"], context);
    }
    for path in ["/", "/crm/Things", "/erpx"] {
        let answer = get(&server, path, &[]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["error"]["code"], "NotFound");
    }
}

#[tokio::test]
async fn health_tells_alive_and_ready() {
    let stage = Stage::open(1);
    let server = serve(settings(), &stage);
    assert_eq!(get(&server, "/healthz", &[]).await.json()["status"], "alive");
    let ready = get(&server, "/readyz", &[]).await;
    assert_eq!((ready.status, &ready.json()["sources"]["stage"]), (200, &"ready".into()));

    stage.up.store(false, Ordering::Relaxed);
    let down = get(&server, "/readyz", &[]).await;
    assert_eq!((down.status, down.header("retry-after")), (503, Some("5")));
    assert!(down.json()["sources"]["stage"].as_str().unwrap().contains("does not answer"));
    assert!(!down.body.contains("internal"), "no hosts: {}", down.body);
    assert_eq!(get(&server, "/healthz", &[]).await.status, 200);

    stage.up.store(true, Ordering::Relaxed);
    assert_eq!(get(&server, "/readyz", &[]).await.status, 200);
}
