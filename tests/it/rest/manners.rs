//! How an upstream is treated: asked again where that may help and not sooner than it wants, not too
//! often, and in JSON.

use serde_json::Value as Json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{answering, ask, definition, requests, rows, serving, vehicles};

const LIST: &str = "{ list: /vehicles }";

/// A server that fails some times and then gives a vehicle.
async fn failing(times: u64, failure: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(failure).up_to_n_times(times).mount(&server).await;
    let sound = ResponseTemplate::new(200).set_body_json(vehicles([1]));
    Mock::given(any()).respond_with(sound).mount(&server).await;
    server
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for status in [429, 502, 503, 504] {
        let server = failing(2, ResponseTemplate::new(status).insert_header("Retry-After", "0")).await;
        let service = serving(&definition(&server.uri(), "", LIST), |_| {});
        assert_eq!(rows(&service, "Vehicles").await.len(), 1);
        assert_eq!(requests(&server).await.len(), 3, "{status}");
    }
    // Without a word on when, it waits by itself.
    let server = failing(1, ResponseTemplate::new(503)).await;
    let service = serving(&definition(&server.uri(), "", LIST), |_| {});
    assert_eq!(rows(&service, "Vehicles").await.len(), 1);
}

#[tokio::test]
async fn what_will_not_pass_is_not() {
    for status in [400, 401, 403, 500, 501] {
        let server = failing(1, ResponseTemplate::new(status)).await;
        let service = serving(&definition(&server.uri(), "", LIST), |_| {});
        assert_eq!(ask(&service, "Vehicles").await.0, 502, "{status}");
        assert_eq!(requests(&server).await.len(), 1, "{status}");
    }
    let server = failing(3, ResponseTemplate::new(429).insert_header("Retry-After", "0")).await;
    let service = serving(&definition(&server.uri(), "", LIST), |_| {});
    assert_eq!(ask(&service, "Vehicles").await.0, 503);
    assert_eq!(requests(&server).await.len(), 3, "two repetitions, as there are unless told otherwise");
}

#[tokio::test]
async fn a_longer_wait_is_passed_on() {
    let busy = ResponseTemplate::new(429).insert_header("Retry-After", "3600");
    let server = answering(busy).await;
    let service = serving(&definition(&server.uri(), "", LIST), |_| {});
    let (status, headers, _) = ask(&service, "Vehicles").await;
    let retry = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    assert_eq!((status, retry.map(|(_, value)| value.as_str())), (503, Some("3600")));
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn headers_and_compression() {
    // What gzip makes of `[]`.
    let gzip: &[u8] =
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x8b, 0x8e, 5, 0, 0x29, 0xbb, 0x4c, 0x0d, 2, 0, 0, 0];
    let template = ResponseTemplate::new(200).insert_header("Content-Encoding", "gzip").set_body_bytes(gzip);
    let server = answering(template).await;
    let source = "      headers: { X-Tenant: 'a ${KEY}', Accept: application/vnd.fleet+json }";
    let service = serving(&definition(&server.uri(), source, LIST), |_| {});
    assert_eq!(rows(&service, "Vehicles").await, Vec::<Json>::new());
    let request = &server.received_requests().await.unwrap()[0];
    let header =
        |name: &str| request.headers.get_all(name).iter().map(|v| v.to_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(header("x-tenant"), ["a s3cret"]);
    assert_eq!(header("accept"), ["application/vnd.fleet+json"]);
    assert!(header("accept-encoding")[0].contains("gzip"));
    assert!(header("user-agent")[0].starts_with("landbridge/"));
    assert!(header("authorization").is_empty());
}
