//! Pages, totals and next links: Salesforce asks for one row more than it shows, takes links as
//! they are, and takes at most 2,000 rows and 8 MB at once.

use landbridge::edm;
use serde_json::Value;

use super::tables;
use crate::support::backends::with_backends;
use crate::support::fixture::{Fixture, Kind, Table, optional, required};
use crate::support::served::{Served, serve, with_servers};

const EXTERNAL: &str = "https://gw.example/odata";

/// Reads a result to its end through its next links, of which `visit` sees every page.
async fn walk(server: &Served, root: &str, target: &str, headers: &[&str], mut visit: impl FnMut(&Value)) {
    let mut target = target.to_owned();
    loop {
        let answer = server.get_with(&target, headers).await;
        assert_eq!(answer.status, 200, "{} {target}: {}", server.name, answer.body);
        let page = answer.json();
        visit(&page);
        let Some(link) = page.get("@odata.nextLink").map(|link| link.as_str().unwrap()) else { return };
        let below = link.strip_prefix(root);
        target = below.unwrap_or_else(|| panic!("{link} is not below {root}")).to_owned();
    }
}

fn ids(page: &Value, property: &str) -> Vec<i64> {
    page["value"].as_array().unwrap().iter().map(|row| row[property].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn one_row_more_than_a_page_is_answered_as_asked() {
    with_servers(&tables(&["Orders"]), "salesforce", async |servers| {
        for server in servers {
            for top in [1, 26, 51, 202, 301, 1999, 2000] {
                let page = server.ok(&format!("/Orders?$top={top}&$select=OrderID")).await;
                assert_eq!(
                    ids(&page, "OrderID"),
                    (10_000..10_000 + top).collect::<Vec<_>>(),
                    "{}",
                    server.name
                );
                assert_eq!(page.get("@odata.nextLink"), None, "$top is answered whole: {}", server.name);
                assert_eq!(page.get("@odata.count"), None);
            }
            // 2,001 is over the page, and the link says that there is more.
            let page = server.ok("/Orders?$top=2001&$select=OrderID&$count=false").await;
            assert_eq!(ids(&page, "OrderID").len(), 2000);
            assert!(page["@odata.nextLink"].is_string());
            // Client-driven: the same with $skip.
            for (skip, top, rows) in [(26, 26, 26), (4480, 26, 20), (4500, 26, 0), (9_999_999, 1, 0)] {
                let target = format!("/Orders?$skip={skip}&$top={top}&$count=true&$select=OrderID");
                let page = server.ok(&target).await;
                let expected: Vec<i64> = (10_000 + skip..10_000 + skip + rows).collect();
                assert_eq!(ids(&page, "OrderID"), expected, "{} {target}", server.name);
                assert_eq!(page["@odata.count"], 4500, "{} {target}", server.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn links_lead_through_every_row_once_with_the_total_in_each_answer() {
    with_servers(&tables(&["Orders"]), "salesforce", async |servers| {
        for server in servers {
            for (query, size, total, expected) in [
                (
                    "$count=true&$select=CustomerID,OrderID",
                    None,
                    Some(4500),
                    (10_000..14_500).collect::<Vec<i64>>(),
                ),
                (
                    "$count=false&$select=OrderID&$orderby=OrderID desc",
                    None,
                    None,
                    (10_000..14_500).rev().collect(),
                ),
                ("$count=true&$select=OrderID&$top=301", Some(100), Some(4500), (10_000..10_301).collect()),
                ("$count=true&$select=OrderID&$top=300", Some(100), Some(4500), (10_000..10_300).collect()),
                (
                    "$count=true&$select=OrderID&$skip=4400&$top=900",
                    Some(60),
                    Some(4500),
                    (14_400..14_500).collect(),
                ),
                (
                    "$count=true&$select=OrderID&$filter=OrderID ge 14100",
                    Some(200),
                    Some(400),
                    (14_100..14_500).collect(),
                ),
            ] {
                let prefer = size.map(|size| format!("Prefer: odata.maxpagesize={size}"));
                let mut seen = Vec::new();
                walk(
                    server,
                    "http://gw.example",
                    &format!("/Orders?{query}"),
                    prefer.as_deref().as_slice(),
                    |page| {
                        let rows = ids(page, "OrderID");
                        assert!(
                            !rows.is_empty() && rows.len() <= size.unwrap_or(2000),
                            "{} {query}",
                            server.name
                        );
                        assert_eq!(
                            page.get("@odata.count").and_then(Value::as_u64),
                            total,
                            "{} {query}",
                            server.name
                        );
                        seen.extend(rows);
                    },
                )
                .await;
                assert_eq!(seen, expected, "{} {query}", server.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn sorted_pages_neither_repeat_nor_lose_a_row() {
    with_servers(&tables(&["Orders", "T"]), "salesforce", async |servers| {
        for server in servers {
            for (set, key, order, size, rows) in [
                ("Orders", "OrderID", "CustomerID", 700, 4500),
                ("Orders", "OrderID", "RequiredDate desc,CustomerID", 999, 4500),
                ("Orders", "OrderID", "ShippedDate,RequiredDate desc", 1000, 4500),
                ("T", "ID", "S", 9, 70),
                ("T", "ID", "S desc,D", 9, 70),
                ("T", "ID", "D desc", 9, 70),
                ("T", "ID", "length(S),tolower(StringVar255) desc", 9, 70),
            ] {
                let whole = format!("/{set}?$orderby={order}&$select={key}");
                let prefer = format!("Prefer: maxpagesize={size}");
                let mut paged = Vec::new();
                walk(server, "http://gw.example", &whole, &[&prefer], |page| paged.extend(ids(page, key)))
                    .await;
                let mut at_once = Vec::new();
                walk(server, "http://gw.example", &whole, &[], |page| at_once.extend(ids(page, key))).await;
                assert_eq!(paged, at_once, "{} {order}", server.name);
                paged.sort_unstable();
                paged.dedup();
                assert_eq!(paged.len(), rows, "{} {order}", server.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_is_on_the_external_url_and_keeps_the_request() {
    with_backends(&tables(&["Orders"]), "salesforce", async |backends| {
        for backend in &backends[..2] {
            let server = serve(backend, |settings| settings.base_url = Some(EXTERNAL.parse().unwrap()));
            let target = "/Orders?$count=true&$select=CustomerID,OrderID&$top=4001&$filter=%20CustomerID%20ne%20999&custom=a%20b";
            let page = server.ok(target).await;
            let link = page["@odata.nextLink"].as_str().unwrap();
            let same = format!("{EXTERNAL}{target}&$skiptoken=");
            assert!(link.starts_with(&same), "{link} {same}");
            assert!(link.len() < same.len() + 200, "{link}");
            assert!(link.is_ascii() && !link.contains(' '), "{link}");
            assert_eq!(page["@odata.context"], format!("{EXTERNAL}/$metadata#Orders(OrderID,CustomerID)"));
            let mut rows = 0;
            walk(&server, EXTERNAL, target, &[], |page| rows += ids(page, "OrderID").len()).await;
            assert_eq!(rows, 4001, "$top caps all pages together");
        }
    })
    .await;
}

#[tokio::test]
async fn a_foreign_token_is_refused() {
    with_servers(&tables(&["Orders"]), "salesforce", async |servers| {
        let server = &servers[1];
        let page = server.ok("/Orders?$select=OrderID&$filter=OrderID gt 1").await;
        let (_, token) = page["@odata.nextLink"].as_str().unwrap().split_once("$skiptoken=").unwrap();
        for target in [
            format!("/Orders?$select=OrderID&$filter=OrderID gt 2&$skiptoken={token}"),
            format!("/Orders?$select=OrderID&$skiptoken={token}"),
            format!("/Orders?$select=OrderID&$filter=OrderID gt 1&$orderby=CustomerID&$skiptoken={token}"),
            format!("/Orders?$select=OrderID&$filter=OrderID gt 1&$skiptoken={}", &token[1..]),
            format!("/Orders?$select=OrderID&$filter=OrderID gt 1&$skiptoken={token}A"),
            "/Orders?$skiptoken=10447".to_owned(),
            "/Orders?$skiptoken=".to_owned(),
        ] {
            let answer = server.get(&target).await;
            assert_eq!(answer.status, 400, "{target}: {}", answer.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_ends_before_8_mb() {
    const ROWS: i64 = 400;
    let columns = vec![required("ID", "id", Kind::Int32), optional("Body", "body", Kind::LongText)];
    let mut documents = Table::new("Documents", "documents", &["ID"], columns);
    let text = "Ein langer Text, «quoted» with \"escapes\" and 日本語. ".repeat(500);
    documents.rows =
        (1..=ROWS).map(|id| vec![edm::Value::Integer(id), edm::Value::String(text.clone())]).collect();
    with_servers(&Fixture { tables: vec![documents] }, "salesforce", async |servers| {
        for server in servers {
            for target in ["/Documents?$top=2001&$count=true", "/Documents"] {
                let answer = server.get(target).await;
                let size = answer.body.len();
                assert!((7_000_000..8_000_000).contains(&size), "{}: {size} bytes", server.name);
            }
            let (mut seen, mut pages) = (Vec::new(), 0);
            walk(server, "http://gw.example", "/Documents?$top=2001&$count=true", &[], |page| {
                assert_eq!(page["@odata.count"], ROWS);
                assert_eq!(page["value"][0]["Body"], text);
                seen.extend(ids(page, "ID"));
                pages += 1;
            })
            .await;
            assert_eq!(seen, (1..=ROWS).collect::<Vec<_>>(), "{}", server.name);
            assert!(pages > 1, "{}", server.name);
        }
    })
    .await;
}
