//! How an upstream is shown who asks, and that nobody else sees it.

use serde_json::json;
use wiremock::matchers::{body_string, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{ask, definition, loaded, requests, rows, serving, vehicles};

const LIST: &str = "{ list: /vehicles }";

fn found() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(vehicles([1]))
}

#[tokio::test]
async fn by_secrets_of_the_definition() {
    let server = MockServer::start().await;
    Mock::given(header("Authorization", "Basic dSDDvDpzM2NyZXQ=")).respond_with(found()).mount(&server).await;
    Mock::given(header("Authorization", "Bearer s3cret")).respond_with(found()).mount(&server).await;
    Mock::given(header("X-Api-Key", "s3cret")).respond_with(found()).mount(&server).await;
    Mock::given(query_param("key", "s3cret&x=y")).respond_with(found()).mount(&server).await;
    for auth in [
        "{ basic: { user: 'u ü', password: '${KEY}' } }",
        "{ bearer: '${KEY}' }",
        "{ apiKey: { header: X-Api-Key, value: '${KEY}' } }",
        "{ apiKey: { query: key, value: '${KEY}&x=y' } }",
    ] {
        let yaml = definition(&server.uri(), &format!("      auth: {auth}"), LIST);
        assert_eq!(rows(&serving(&yaml, |_| {}), "Vehicles").await.len(), 1, "{auth}");
        let printed = format!("{:?}", loaded(&yaml));
        assert!(!printed.contains("s3cret"), "{printed}");
    }
}

#[tokio::test]
async fn a_key_in_the_query_is_in_no_error_and_no_log() {
    for status in [500, 503] {
        let server = MockServer::start().await;
        Mock::given(path("/vehicles")).respond_with(ResponseTemplate::new(status)).mount(&server).await;
        let source = "      retries: 0\n      auth: { apiKey: { query: key, value: '${KEY}' } }";
        for base in [server.uri(), "http://127.0.0.1:1".to_owned()] {
            let service = serving(&definition(&base, source, LIST), |_| {});
            let request = landbridge::service::Request {
                path: "/Vehicles",
                root: "https://gw.example",
                ..landbridge::service::Request::default()
            };
            let response = service.answer(request).await;
            assert!(response.status >= 500);
            let told = format!("{} {:?}", String::from_utf8_lossy(&response.body), response.trace);
            assert!(!told.contains("s3cret"), "{told}");
            assert!(told.contains("/vehicles"), "the log names the call: {told}");
        }
        assert_eq!(requests(&server).await, ["/vehicles?key=s3cret"]);
    }
}

/// Tokens `t1`, `t2` and so on.
async fn token_endpoint(server: &MockServer, answers: &[serde_json::Value]) {
    for answer in answers {
        Mock::given(method("POST"))
            .and(path("/token"))
            .and(body_string("grant_type=client_credentials&scope=read%20all"))
            .and(header("Authorization", "Basic bWU6czNjcmV0"))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
            .up_to_n_times(1)
            .mount(server)
            .await;
    }
}

fn client_credentials(server: &MockServer, more: &str) -> String {
    let uri = server.uri();
    let source = format!(
        "      auth: {{ clientCredentials: {{ tokenUrl: {uri}/token, clientId: me, clientSecret: '${{KEY}}', scope: read all{more} }} }}"
    );
    definition(&uri, &source, LIST)
}

#[tokio::test]
async fn a_token_is_asked_for_once_however_many_need_it() {
    let server = MockServer::start().await;
    token_endpoint(&server, &[json!({ "access_token": "t1", "token_type": "Bearer", "expires_in": 3600 })])
        .await;
    Mock::given(header("Authorization", "Bearer t1")).respond_with(found()).mount(&server).await;
    let service = serving(&client_credentials(&server, ""), |_| {});
    tokio::join!(rows(&service, "Vehicles"), rows(&service, "Vehicles"), rows(&service, "Vehicles"));
    rows(&service, "Vehicles").await;
    let asked = requests(&server).await;
    assert_eq!(asked.iter().filter(|target| *target == "/token").count(), 1, "{asked:?}");
    assert_eq!(asked.len(), 5);
}

#[tokio::test]
async fn a_token_that_has_run_out_is_replaced() {
    // One that runs out at once, and one whose endpoint writes numbers as text.
    let server = MockServer::start().await;
    let tokens = [
        json!({ "access_token": "t1", "expires_in": 0 }),
        json!({ "access_token": "t2", "expires_in": "3600" }),
    ];
    token_endpoint(&server, &tokens).await;
    Mock::given(header("Authorization", "Bearer t1")).respond_with(found()).mount(&server).await;
    Mock::given(header("Authorization", "Bearer t2")).respond_with(found()).mount(&server).await;
    let service = serving(&client_credentials(&server, ""), |_| {});
    for _ in 0..3 {
        rows(&service, "Vehicles").await;
    }
    assert_eq!(requests(&server).await, ["/token", "/vehicles", "/token", "/vehicles", "/vehicles"]);
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let server = MockServer::start().await;
    let token = |name: &str| json!({ "access_token": name, "expires_in": 3600 });
    token_endpoint(&server, &[token("t1"), token("t2"), token("t3")]).await;
    Mock::given(header("Authorization", "Bearer t2")).respond_with(found()).mount(&server).await;
    Mock::given(path("/vehicles")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let service = serving(&client_credentials(&server, ""), |_| {});
    assert_eq!(rows(&service, "Vehicles").await.len(), 1);
    assert_eq!(requests(&server).await, ["/token", "/vehicles", "/token", "/vehicles"]);

    let server = MockServer::start().await;
    token_endpoint(&server, &[token("t4"), token("t5"), token("t6")]).await;
    Mock::given(path("/vehicles")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let service = serving(&client_credentials(&server, ""), |_| {});
    let (status, _, body) = ask(&service, "Vehicles").await;
    let message = "the data source 'fleet' answered with the status 401";
    assert_eq!((status, body["error"]["message"].as_str()), (502, Some(message)));
    assert_eq!(requests(&server).await, ["/token", "/vehicles", "/token", "/vehicles"]);
}

#[tokio::test]
async fn no_token_no_request() {
    for (answer, what) in [
        (
            ResponseTemplate::new(400).set_body_string("invalid_client"),
            "its token endpoint answered with the status 400",
        ),
        (ResponseTemplate::new(200).set_body_string("{}"), "its token endpoint gave no token"),
    ] {
        let server = MockServer::start().await;
        let body = "grant_type=client_credentials&scope=read%20all&client_id=me&client_secret=s3cret";
        Mock::given(body_string(body)).respond_with(answer).mount(&server).await;
        let service = serving(&client_credentials(&server, ", inBody: true"), |_| {});
        let (status, _, body) = ask(&service, "Vehicles").await;
        let message = format!("the answer of the data source 'fleet' cannot be used: {what}");
        assert_eq!((status, body["error"]["message"].as_str()), (502, Some(message.as_str())));
        assert_eq!(requests(&server).await, ["/token"]);
    }
}
