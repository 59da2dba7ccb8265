//! What goes wrong upstream, and what a client is told of it: exact status, code and words. Nothing
//! hangs, nothing partial is given as whole, and no body or address of the upstream reaches a client.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{answering, ask, definition, requests, serving, vehicle, vehicles};

const LIST: &str = "{ list: /vehicles, sort: { query: sort, by: { ID: id } } }";

/// Asks for the vehicles of a service at `base`, once.
async fn refused(base: &str, resource: &str) -> (u16, String, String) {
    let service = serving(&definition(base, "", resource), |settings| {
        settings.retries = 0;
        settings.read_timeout = Duration::from_millis(100);
        settings.max_response_bytes = 20_000;
        settings.max_rows = 10;
    });
    let (status, _, body) = ask(&service, "Vehicles").await;
    let text = |name: &str| body["error"][name].as_str().unwrap_or_default().to_owned();
    assert_eq!(body["value"], Json::Null, "nothing is answered beside an error");
    (status, text("code"), text("message"))
}

fn told(status: u16, code: &str, message: &str) -> (u16, String, String) {
    (status, code.to_owned(), message.to_owned())
}

fn unusable(what: &str) -> (u16, String, String) {
    told(502, "SourceAnswer", &format!("the answer of the data source 'fleet' cannot be used: {what}"))
}

#[tokio::test]
async fn statuses_that_are_no_answer() {
    for (upstream, status) in [
        (500, 502),
        (400, 502),
        (401, 502),
        (403, 502),
        (404, 502),
        (429, 503),
        (502, 502),
        (503, 503),
        (504, 504),
    ] {
        let server = answering(ResponseTemplate::new(upstream).set_body_string("secret stack trace")).await;
        let message = format!("the data source 'fleet' answered with the status {upstream}");
        assert_eq!(refused(&server.uri(), LIST).await, told(status, "SourceStatus", &message));
    }
}

#[tokio::test]
async fn bodies_that_are_no_answer() {
    let big = "x".repeat(20_001);
    for (body, resource, what) in [
        ("<html>", LIST, "it is no JSON at line 1, column 1"),
        ("[{\"id\": 1}", LIST, "it is no JSON at line 1, column 10"),
        ("", LIST, "it is no JSON at line 1, column 0"),
        ("{\"data\": []}", LIST, "its rows are no list"),
        ("{\"data\": []}", "{ list: /v, rows: /items }", "it holds no list of rows"),
        ("[]", "{ list: /v, rows: /items, total: { body: /n } }", "it holds no list of rows"),
        (
            "{\"rows\": [], \"n\": \"many\"}",
            "{ list: /v, rows: /rows, total: { body: /n } }",
            "its total is no number",
        ),
        (
            "{\"rows\": [{}], \"more\": 1}",
            "{ list: /v, rows: /rows, paging: { page: { query: p, more: /more } } }",
            "it does not say with true or false whether there is more",
        ),
        (
            "{\"rows\": [], \"next\": {}}",
            "{ list: /v, rows: /rows, paging: { cursor: { query: c, next: /next } } }",
            "the mark of its next page is no text",
        ),
        (big.as_str(), LIST, "it is larger than 20000 bytes"),
    ] {
        let server = answering(ResponseTemplate::new(200).set_body_string(body)).await;
        assert_eq!(refused(&server.uri(), resource).await, unusable(what), "{body:.40}");
    }
    let server = answering(ResponseTemplate::new(200).set_body_bytes(b"[\"\xff\"]".to_vec())).await;
    assert_eq!(refused(&server.uri(), LIST).await, unusable("it is no JSON: it is no UTF-8"));
}

#[tokio::test]
async fn values_of_other_types_are_named_by_row_and_property() {
    for (spoilt, property, row, found, expected) in [
        (json!({ "km": "far" }), "Mileage", "(7)", "text 'far'", "Edm.Decimal"),
        (json!({ "plate": 5 }), "Plate", "(7)", "the number 5", "Edm.String"),
        (json!({ "plate": ["a"] }), "Plate", "(7)", "a list", "Edm.String"),
        (json!({ "id": 1.5 }), "ID", "(1.5)", "the number 1.5", "Edm.Int32"),
        (json!({ "id": null }), "ID", "(?)", "null", "Edm.Int32"),
        (json!({ "id": "x" }), "ID", "('x')", "text 'x'", "Edm.Int32"),
    ] {
        let mut row_ = vehicle(7);
        row_.as_object_mut().unwrap().extend(spoilt.as_object().unwrap().clone());
        let server = answering(ResponseTemplate::new(200).set_body_json(json!([vehicle(1), row_]))).await;
        let message = format!(
            "Vehicles: the value of '{property}' in the row {row} is {found}, which is no {expected}; \
             correct the data or the property's type in the service definition"
        );
        assert_eq!(refused(&server.uri(), LIST).await, told(502, "UnexpectedValue", &message));
    }
    let server = answering(ResponseTemplate::new(200).set_body_json(json!([5]))).await;
    let (status, code, _) = refused(&server.uri(), LIST).await;
    assert_eq!((status, code.as_str()), (502, "UnexpectedValue"));
}

#[tokio::test]
async fn an_upstream_that_is_slow() {
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(60)).set_body_json(json!([]));
    let server = answering(slow).await;
    let message = "the data source 'fleet' needed more than 1 s; ask for less: filter on an indexed property";
    assert_eq!(refused(&server.uri(), LIST).await, told(504, "SourceTimeout", message));
}

#[tokio::test]
async fn an_upstream_that_is_not_there() {
    let message = "the data source 'fleet' does not answer at the moment";
    assert_eq!(refused("http://127.0.0.1:1", LIST).await, told(503, "SourceUnavailable", message));
}

/// A server that sends these bytes to everybody and hangs up.
async fn hanging_up(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = connection.read(&mut request).await;
            let _ = connection.write_all(bytes).await;
        }
    });
    base
}

#[tokio::test]
async fn an_upstream_that_hangs_up() {
    let base = hanging_up(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{\"id\": 1},").await;
    assert_eq!(refused(&base, LIST).await, unusable("it ends in the middle"));
    let base = hanging_up(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n").await;
    assert_eq!(refused(&base, LIST).await, unusable("it ends in the middle"));
    let base = hanging_up(b"").await;
    let message = "the data source 'fleet' does not answer at the moment";
    assert_eq!(refused(&base, LIST).await, told(503, "SourceUnavailable", message));
}

#[tokio::test]
async fn another_place_is_never_asked() {
    let elsewhere = answering(ResponseTemplate::new(200).set_body_json(json!([]))).await;
    for location in [elsewhere.uri(), "/elsewhere".to_owned(), "/v1/../secret".to_owned()] {
        let server = answering(ResponseTemplate::new(302).insert_header("Location", location.as_str())).await;
        let base = format!("{}/v1", server.uri());
        assert_eq!(refused(&base, LIST).await, unusable("it leads to another place"), "{location}");
        assert_eq!(requests(&server).await, ["/v1/vehicles?sort=id"]);
        // A next link neither.
        let page = json!({ "rows": vehicles([1]), "next": location });
        let server = answering(ResponseTemplate::new(200).set_body_json(page)).await;
        let base = format!("{}/v1", server.uri());
        let resource = "{ list: /v, rows: /rows, paging: { nextUrl: { next: /next } } }";
        assert_eq!(
            refused(&base, resource).await,
            unusable("its next page is in another place"),
            "{location}"
        );
        assert_eq!(requests(&server).await, ["/v1/v"]);
    }
    assert!(requests(&elsewhere).await.is_empty());
}

#[tokio::test]
async fn redirects_within_the_service_are_followed() {
    let server = MockServer::start().await;
    let moved = ResponseTemplate::new(308).insert_header("Location", "/v1/cars");
    Mock::given(wiremock::matchers::path("/v1/vehicles")).respond_with(moved).mount(&server).await;
    let cars = ResponseTemplate::new(200).set_body_json(vehicles([1]));
    Mock::given(wiremock::matchers::path("/v1/cars")).respond_with(cars).mount(&server).await;
    let service = serving(&definition(&format!("{}/v1", server.uri()), "", LIST), |_| {});
    assert_eq!(ask(&service, "Vehicles").await.0, 200);
}

#[tokio::test]
async fn lists_without_an_end() {
    let cursor = "{ list: /v, rows: /rows, paging: { cursor: { query: c, next: /next } } }";
    // The same mark again, with rows and without.
    for ids in [vec![1], vec![]] {
        let page = json!({ "rows": vehicles(ids), "next": "x" });
        let server = answering(ResponseTemplate::new(200).set_body_json(page)).await;
        assert_eq!(refused(&server.uri(), cursor).await, unusable("its pages go in a circle"));
        assert_eq!(requests(&server).await, ["/v", "/v?c=x"]);
    }
    // A new mark each time, but no rows.
    let server = MockServer::start().await;
    let number = AtomicU32::new(0);
    let answer = move |_: &wiremock::Request| {
        let next = number.fetch_add(1, Ordering::Relaxed).to_string();
        ResponseTemplate::new(200).set_body_json(json!({ "rows": [], "next": next }))
    };
    Mock::given(any()).respond_with(answer).mount(&server).await;
    assert_eq!(refused(&server.uri(), cursor).await, unusable("its pages go on without rows"));
    // Always the same page: the bound on rows ends it, and names what to filter on.
    let server = answering(ResponseTemplate::new(200).set_body_json(vehicles(1..=4))).await;
    let resource =
        "{ list: /v, filter: { Plate: { eq: plate }, ID: { in: ids } }, paging: { page: { query: p } } }";
    let message = "Vehicles: more than 10 rows would have to be read from the data source; add a condition it can \
                   check, on 'Plate' or 'ID'";
    assert_eq!(refused(&server.uri(), resource).await, told(400, "TooManyRows", message));
    assert_eq!(requests(&server).await.len(), 3);
}
