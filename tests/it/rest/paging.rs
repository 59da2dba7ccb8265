//! How lists go on, in every style: all rows come, each once, and no more is asked for than is needed.

use serde_json::{Value as Json, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::{ask, definition, requests, rows, serving, vehicles};

/// Vehicles 1 to 5, two in a page.
fn page(first: u32) -> Json {
    vehicles((first..first + 2).take_while(|id| *id <= 5))
}

fn parameter(request: &Request, name: &str) -> Option<String> {
    request.url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

async fn upstream(answer: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// All ids, and what was asked for them.
async fn read(server: &MockServer, resource: &str, address: &str) -> (Vec<u64>, Vec<String>) {
    let service = serving(&definition(&server.uri(), "", resource), |_| {});
    let rows = rows(&service, address).await;
    (rows.iter().map(|row| row["ID"].as_u64().unwrap()).collect(), requests(server).await)
}

const SORT: &str = "sort: { query: sort, by: { ID: id } }";

#[tokio::test]
async fn by_number() {
    let server = upstream(|request| {
        let number: u32 = parameter(request, "page").unwrap().parse().unwrap();
        ResponseTemplate::new(200).set_body_json(page(number * 2 - 1))
    })
    .await;
    let resource = format!(
        "{{ list: /v, {SORT}, paging: {{ page: {{ query: page, size: {{ query: per, rows: 2 }} }} }} }}"
    );
    let (ids, asked) = read(&server, &resource, "Vehicles").await;
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    // A page may be short without being the last: only an empty one ends the list.
    let pages = [
        "/v?sort=id&per=2&page=1",
        "/v?sort=id&per=2&page=2",
        "/v?sort=id&per=2&page=3",
        "/v?sort=id&per=2&page=4",
    ];
    assert_eq!(asked, pages);
}

#[tokio::test]
async fn by_offset_with_a_total() {
    let server = upstream(|request| {
        let offset: u32 = parameter(request, "from").unwrap().parse().unwrap();
        ResponseTemplate::new(200).insert_header("X-Total", "5").set_body_json(page(offset + 1))
    })
    .await;
    let resource = format!(
        "{{ list: /v, {SORT}, total: {{ header: X-Total }}, paging: {{ offset: {{ query: from }} }} }}"
    );
    let (ids, asked) = read(&server, &resource, "Vehicles").await;
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    assert_eq!(asked, ["/v?sort=id&from=0", "/v?sort=id&from=2", "/v?sort=id&from=4"]);
    // The number comes with the first page.
    let service = serving(&definition(&server.uri(), "", &resource), |_| {});
    assert_eq!(ask(&service, "Vehicles/$count").await.2, json!(5));
    assert_eq!(requests(&server).await.len(), 4, "one more");
}

#[tokio::test]
async fn by_offset_that_tells_whether_there_is_more() {
    let server = upstream(|request| {
        let offset: u32 = parameter(request, "from").unwrap().parse().unwrap();
        ResponseTemplate::new(200).set_body_json(json!({ "rows": page(offset + 1), "more": offset < 4 }))
    })
    .await;
    let resource =
        format!("{{ list: /v, rows: /rows, {SORT}, paging: {{ offset: {{ query: from, more: /more }} }} }}");
    let (ids, asked) = read(&server, &resource, "Vehicles").await;
    assert_eq!((ids.len(), asked.len()), (5, 3));
}

#[tokio::test]
async fn by_cursor() {
    let server = upstream(|request| {
        let first: u32 = parameter(request, "cursor").map_or(1, |cursor| cursor.parse().unwrap());
        let next = (first < 5).then_some(first + 2);
        ResponseTemplate::new(200).set_body_json(json!({ "rows": page(first), "meta": { "next": next } }))
    })
    .await;
    let resource = format!(
        "{{ list: /v, rows: /rows, {SORT}, paging: {{ cursor: {{ query: cursor, next: /meta/next }} }} }}"
    );
    let (ids, asked) = read(&server, &resource, "Vehicles").await;
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    assert_eq!(asked, ["/v?sort=id", "/v?sort=id&cursor=3", "/v?sort=id&cursor=5"]);
}

#[tokio::test]
async fn by_link_in_a_header_or_in_the_body() {
    for (paging, in_body) in [("linkHeader: {}", false), ("nextUrl: { next: /next }", true)] {
        let server = upstream(move |request| {
            let first: u32 = parameter(request, "at").map_or(1, |at| at.parse().unwrap());
            // Relative, or whole.
            let next = if first == 1 {
                "?at=3".to_owned()
            } else {
                format!("http://{}/v?at=5", request.headers["host"].to_str().unwrap())
            };
            let next = Some(next).filter(|_| first < 5);
            match (in_body, next) {
                (true, next) => {
                    ResponseTemplate::new(200).set_body_json(json!({ "rows": page(first), "next": next }))
                }
                (false, None) => ResponseTemplate::new(200).set_body_json(json!({ "rows": page(first) })),
                (false, Some(next)) => ResponseTemplate::new(200)
                    .insert_header("Link", format!("</v>; rel=\"first\", <{next}>; rel=\"next\""))
                    .set_body_json(json!({ "rows": page(first) })),
            }
        })
        .await;
        let resource = format!("{{ list: /v, rows: /rows, {SORT}, paging: {{ {paging} }} }}");
        let (ids, asked) = read(&server, &resource, "Vehicles").await;
        assert_eq!(ids, [1, 2, 3, 4, 5], "{paging}");
        assert_eq!(asked, ["/v?sort=id", "/v?at=3", "/v?at=5"], "{paging}");
    }
}

#[tokio::test]
async fn no_more_pages_than_are_needed() {
    let server = upstream(|request| {
        let number: u32 = parameter(request, "page").unwrap().parse().unwrap();
        ResponseTemplate::new(200).set_body_json(page(number * 2 - 1))
    })
    .await;
    let resource = format!(
        "{{ list: /v, {SORT}, paging: {{ page: {{ query: page, size: {{ query: per, rows: 2 }} }} }} }}"
    );
    let (ids, asked) = read(&server, &resource, "Vehicles?$top=1").await;
    assert_eq!((ids, asked), (vec![1], vec!["/v?sort=id&per=1&page=1".to_owned()]));
    let (ids, asked) = read(&server, &resource, "Vehicles?$skip=1&$top=2").await;
    assert_eq!(ids, [2, 3]);
    assert_eq!(asked[1..], ["/v?sort=id&per=2&page=1", "/v?sort=id&per=2&page=2"]);
}

#[tokio::test]
async fn pages_of_our_own_go_on_behind_the_last_row() {
    let server = upstream(|request| {
        let after: u32 = parameter(request, "after").map_or(0, |after| after.parse().unwrap());
        ResponseTemplate::new(200).set_body_json(vehicles(after + 1..=5))
    })
    .await;
    let resource = format!("{{ list: /v, {SORT}, filter: {{ ID: {{ gt: after }} }} }}");
    let yaml = definition(&server.uri(), "", &resource);
    let service =
        serving(&yaml.replacen("profile: standard", "profile: standard\n  page: { maxRows: 2 }", 1), |_| {});
    let mut address = "Vehicles?$select=ID".to_owned();
    let mut ids = Vec::new();
    loop {
        let (status, _, body) = ask(&service, &address).await;
        assert_eq!(status, 200, "{body}");
        ids.extend(body["value"].as_array().unwrap().iter().map(|row| row["ID"].as_u64().unwrap()));
        let Some(next) = body["@odata.nextLink"].as_str() else { break };
        address = next.trim_start_matches("https://gw.example/").replace("%24", "$");
    }
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    assert_eq!(requests(&server).await, ["/v?sort=id", "/v?after=2&sort=id", "/v?after=4&sort=id"]);
}
