//! Requests as Salesforce's documentation, its event log and its users' traces show them, word for
//! word: each is answered with the right rows.

use serde_json::{Value, json};

use super::members;
use crate::support::acceptance::acceptance;
use crate::support::served::{Served, with_servers};

/// A request, the members of its rows, one of them with its values, and the total if one is asked
/// for.
struct Vector {
    target: &'static str,
    members: &'static [&'static str],
    values: Vec<Value>,
    total: Option<usize>,
}

fn vector(
    target: &'static str,
    members: &'static [&'static str],
    values: impl IntoIterator<Item = impl Into<Value>>,
    total: Option<usize>,
) -> Vector {
    Vector { target, members, values: values.into_iter().map(Into::into).collect(), total }
}

/// In each the first member is the one compared.
fn vectors() -> Vec<Vector> {
    let of_70 = |matches: fn(i64) -> bool| (1..=70).filter(move |id| matches(*id));
    vec![
        vector("/Suppliers?$select=SupplierID&$count=true&$top=26", &["SupplierID"], 1..=26, Some(40)),
        vector("/Suppliers?$select=SupplierID&$count=false&$top=2001", &["SupplierID"], 1..=40, None),
        vector(
            "/Suppliers?$select=City,SupplierID&$filter=Country eq 'USA'&$orderby=City asc&$count=true&$top=26",
            &["SupplierID", "City", "Country"],
            (0..8).map(|n| 1 + 5 * n).chain((0..8).map(|n| 4 + 5 * n)),
            Some(16),
        ),
        vector(
            "/Shippers?$select=CompanyName,Phone,ShipperID&$count=true&$filter=contains(CompanyName,'Acme') eq true or contains(Phone,'Acme') eq true&$top=25",
            &["ShipperID", "CompanyName", "Phone"],
            [1, 2, 4],
            Some(3),
        ),
        vector(
            "/Shippers?$select=CompanyName,Phone,ShipperID&$count=true&$search=Acme&$top=25",
            &["ShipperID", "CompanyName", "Phone"],
            [1, 2, 3, 4],
            Some(4),
        ),
        vector("/Shippers?$top=6&$search=acme&$count=true&$select=ShipperID", &["ShipperID"], 1..=4, Some(4)),
        vector(
            "/Categories?$filter=contains(Name,'test') eq true&$select=Name,Id",
            &["Id", "Name"],
            ["a1", "a2"],
            None,
        ),
        vector(
            "/SklFilmActors?$top=2001&$filter=%20actor_id%20eq%201%20and%20film_id%20eq%20140&$count=true&$select=actor_id,film_id,last_update",
            &["actor_id", "film_id", "last_update"],
            [1],
            Some(1),
        ),
        vector(
            "/MyProducts?$top=2001&$filter=Description eq 'MacBook' and ID eq 1.0&$count=true&$select=ID,Name",
            &["ID", "Name", "Description"],
            [1],
            Some(1),
        ),
        // No text at all is not found at -1 either.
        vector(
            "/MyProducts?$top=51&$filter= indexof(Description,'x') ne -1 &$orderby=ID &$count=true &$select=Description,ID,Name",
            &["ID", "Name", "Description"],
            [2, 3, 5],
            Some(3),
        ),
        vector(
            "/T?&$filter=null eq StringVar255 &$top=3 &$count=true &$select=ID &$orderby=ID asc",
            &["ID", "StringVar255"],
            [1, 7, 8],
            Some(20),
        ),
        vector(
            "/T?$filter=startswith(S,'A') eq false&$count=true&$select=ID",
            &["ID"],
            of_70(|id| matches!(id % 7, 2 | 4 | 5 | 0)),
            Some(40),
        ),
        vector(
            "/T?$filter=StringVar255 ne null&$select=ID",
            &["ID", "StringVar255"],
            of_70(|id| id % 7 > 1),
            None,
        ),
        vector(
            "/T?$filter=D lt 2000-12-31T21:53:00Z&$orderby=ID&$top=51&$count=true&$select=ID",
            &["ID"],
            of_70(|id| matches!(id % 5, 1 | 4)),
            Some(28),
        ),
        vector("/T?$filter=32767 eq ID or 3 eq ID&$select=ID", &["ID"], [3], None),
        vector(
            "/T?$filter=not contains(S,'a')&$select=ID",
            &["ID"],
            of_70(|id| matches!(id % 7, 4 | 6 | 0)),
            None,
        ),
        vector(
            "/T?$filter=indexof(S,'a') eq -1&$select=ID",
            &["ID"],
            of_70(|id| matches!(id % 7, 4 | 6 | 0)),
            None,
        ),
        vector("/Orders?$top=0", &[], Vec::<i64>::new(), None),
    ]
}

#[tokio::test]
async fn every_vector_is_answered_with_its_rows() {
    with_servers(&acceptance(), "salesforce", async |servers| {
        for server in servers {
            for vector in vectors() {
                check(server, &vector).await;
            }
        }
    })
    .await;
}

async fn check(server: &Served, vector: &Vector) {
    let Vector { target, members: expected, .. } = vector;
    let body = server.ok(target).await;
    let at = format!("{} {target}: {body}", server.name);
    let rows = body["value"].as_array().expect(&at);
    let values = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(values(expected.first().unwrap_or(&"")), vector.values, "{at}");
    assert!(rows.iter().all(|row| members(row) == *expected), "{at}");
    assert_eq!(body.get("@odata.count"), vector.total.map(Value::from).as_ref(), "{at}");
    assert_eq!(body.get("@odata.nextLink"), None, "{at}");
}

#[tokio::test]
async fn what_salesforce_reads_when_it_validates_is_there() {
    with_servers(&super::tables(&["Suppliers"]), "salesforce", async |servers| {
        for server in servers {
            for target in [
                "/$metadata",
                "//$metadata",
                "/$metadata?format=json",
                "/$metadata?sap-client=100&x",
                "/$metadata?&",
            ] {
                let answer = server.get(target).await;
                assert_eq!(
                    (answer.status, answer.header("content-type")),
                    (200, Some("application/xml")),
                    "{target}"
                );
                assert!(answer.body.contains("<EntitySet Name=\"Suppliers\""), "{target}");
            }
            for target in ["/", "//", "/?format=json"] {
                let list = server.ok(target).await;
                assert_eq!(
                    list["value"],
                    json!([{ "name": "Suppliers", "kind": "EntitySet", "url": "Suppliers" }])
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_what_a_trace_of_salesforce_shows() {
    with_servers(&super::tables(&["SklFilmActors"]), "salesforce", async |servers| {
        for server in servers {
            let target = "/SklFilmActors?$top=2001&$filter=%20actor_id%20eq%201%20and%20film_id%20eq%20140&$count=true\
                          &$select=actor_id,film_id,last_update";
            let answer = server.get(target).await;
            assert_eq!(answer.header("content-type"), Some("application/json;odata.metadata=minimal"));
            assert_eq!(answer.header("odata-version"), Some("4.0"));
            assert_eq!(
                answer.body,
                r#"{"@odata.context":"http://gw.example/$metadata#SklFilmActors(actor_id,film_id,last_update)","@odata.count":1,"value":[{"actor_id":1,"film_id":140,"last_update":"2006-02-15T01:05:03Z"}]}"#,
                "{}",
                server.name
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_in_list_of_500_values_is_answered() {
    let ids: Vec<String> = (0..500).map(|n| format!("OrderID eq {}", 10_000 + 7 * n)).collect();
    let texts: Vec<String> = (0..500).map(|n| format!("CompanyName eq 'Supplier {n}'")).collect();
    with_servers(&super::tables(&["Orders", "Suppliers"]), "salesforce", async |servers| {
        for server in servers {
            let target =
                format!("/Orders?$filter={}&$count=true&$top=2001&$select=OrderID", ids.join(" or "));
            assert!(target.len() > 8 * 1024);
            let body = server.ok(&target).await;
            assert_eq!(body["@odata.count"], 500, "{}", server.name);
            let found: Vec<_> =
                body["value"].as_array().unwrap().iter().map(|row| row["OrderID"].clone()).collect();
            assert_eq!(
                found,
                (0..500).map(|n| Value::from(10_000 + 7 * n)).collect::<Vec<_>>(),
                "{}",
                server.name
            );

            let target = format!("/Suppliers?$filter={}&$select=CompanyName", texts.join(" or "));
            assert!(target.len() > 16 * 1024);
            assert_eq!(server.rows(&target).await.len(), 40, "{}", server.name);
        }
    })
    .await;
}
