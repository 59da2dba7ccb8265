//! The URL in links is the one the client used: configured, forwarded by a trusted proxy, or `Host`.

use landbridge::server::{Running, Settings};

use super::client::{ask, get};
use super::support::{Stage, serve, settings};

/// The service root a server shows to a request with these headers.
async fn root(server: &Running, headers: &[&str]) -> String {
    let answer = get(server, "/Things", headers).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let context = answer.json()["@odata.context"].as_str().unwrap().to_owned();
    context.strip_suffix("/$metadata#Things").expect(&context).to_owned()
}

fn server(change: impl FnOnce(&mut Settings)) -> Running {
    let mut settings = settings();
    change(&mut settings);
    serve(settings, &Stage::open(1))
}

const FORWARDED: [&str; 2] = ["X-Forwarded-Proto: https", "X-Forwarded-Host: sf.example"];

#[tokio::test]
async fn the_host_header_is_the_default() {
    let server = server(|_| {});
    assert_eq!(root(&server, &[]).await, "http://gw.example");
    assert_eq!(root(&server, &FORWARDED).await, "http://gw.example", "a stranger is not believed");
    assert_eq!(root(&server, &["Forwarded: host=sf.example"]).await, "http://gw.example");
}

#[tokio::test]
async fn a_trusted_proxy_is_believed() {
    let server = server(|settings| settings.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()]);
    assert_eq!(root(&server, &[]).await, "http://gw.example");
    assert_eq!(root(&server, &FORWARDED).await, "https://sf.example");
    let more = [&FORWARDED[..], &["X-Forwarded-Port: 8443", "X-Forwarded-Prefix: /odata"]].concat();
    assert_eq!(root(&server, &more).await, "https://sf.example:8443/odata");
    assert_eq!(root(&server, &["Forwarded: proto=https;host=sf.example"]).await, "https://sf.example");

    let broken = get(&server, "/Things", &["X-Forwarded-Host: a b"]).await;
    assert_eq!(broken.status, 400);
    assert!(broken.json()["error"]["message"].as_str().unwrap().contains("X-Forwarded-Host"));
}

#[tokio::test]
async fn another_network_is_not() {
    let server = server(|settings| settings.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
    assert_eq!(root(&server, &FORWARDED).await, "http://gw.example");
}

#[tokio::test]
async fn a_configured_base_url_beats_all() {
    let server = server(|settings| {
        settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        settings.base_url = Some("https://odata.example/v4/".parse().unwrap());
    });
    assert_eq!(root(&server, &[]).await, "https://odata.example/v4");
    assert_eq!(root(&server, &FORWARDED).await, "https://odata.example/v4");
}

#[tokio::test]
async fn a_malformed_host_is_refused() {
    let server = server(|_| {});
    for host in ["Host: user@gw.example", "Host: a/b", "Host:", "Host: a\"b"] {
        let answer = ask(&server, &["GET /Things HTTP/1.1", host]).await;
        assert_eq!(answer.status, 400, "{host}");
        assert!(answer.json()["error"]["message"].as_str().unwrap().contains("Host"), "{host}");
    }
    let absolute = ask(&server, &["GET http://other.example/Things HTTP/1.1", "Host: gw.example"]).await;
    assert_eq!(absolute.json()["@odata.context"], "http://other.example/$metadata#Things");
}
