//! Ways to write the same request: encodings, stray characters, literals, headers.

use serde_json::{Value, json};

use super::{tables, variety_of};
use crate::support::fixture::Fixture;
use crate::support::served::with_servers;

/// What Apex callouts accept when the code sets nothing.
const APEX_ACCEPT: &str = "Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";

#[tokio::test]
async fn every_spelling_of_a_request_is_the_same_request() {
    with_servers(&tables(&["Suppliers"]), "salesforce", async |servers| {
        for server in servers {
            let expected: Vec<Value> = [4, 9, 14].map(Value::from).into();
            for query in [
                "$filter=City eq 'New Orleans'&$top=3",
                "$filter=City%20eq%20'New%20Orleans'&$top=3",
                "$filter=City+eq+'New+Orleans'&$top=3",
                "$filter=%20City+eq%20%27New%20Orleans%27%20&$top=3",
                "%24filter=City%20eq%20'New%20Orleans'&%24top=3",
                "&$filter=City eq 'New Orleans'&&$top=3&",
                "$top=3&$filter=City eq 'New Orleans'",
                "$filter=City eq 'New Orleans'&$top=3&format=json&sap-client=100&x&=y",
                "$filter=(City eq 'New Orleans')&$top=3",
                "$filter='New Orleans' eq City&$top=3",
                "$filter=City in ('New Orleans')&$top=3",
                "$filter=City eq @c&$top=3&@c='New Orleans'",
                "$filter=(City eq 'New Orleans') eq true&$top=3",
                "$filter=true eq (City eq 'New Orleans')&$top=3",
                "$filter=(City eq 'New Orleans') ne false&$top=3",
                "$filter=startswith(City,'New') eq true and contains(City,'Orl') ne false&$top=3",
                "$filter=SupplierID eq 4 or SupplierID eq 9.0 or SupplierID eq 14.00&$top=3",
                "$filter=SupplierID eq 4D or SupplierID eq 9L or SupplierID eq 14M&$top=3",
                "$filter=SupplierID in (4.0,9,14)&$top=3",
            ] {
                let found =
                    server.values(&format!("/Suppliers?$select=SupplierID&{query}"), "SupplierID").await;
                assert_eq!(found, expected, "{} {query}", server.name);
            }
            for query in [
                "$filter=City eq '大阪'",
                "$filter=City eq '%E5%A4%A7%E9%98%AA'",
                "$filter=City eq 'M%C3%BCnchen'",
            ] {
                assert_eq!(
                    server.rows(&format!("/Suppliers?{query}")).await.len(),
                    8,
                    "{} {query}",
                    server.name
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn numbers_with_a_decimal_part_meet_integers() {
    with_servers(&tables(&["Suppliers"]), "salesforce", async |servers| {
        for server in servers {
            for (filter, ids) in [
                ("SupplierID eq 5.0", &[5][..]),
                ("SupplierID eq 5.5", &[]),
                ("SupplierID ge 39.0", &[39, 40]),
                ("SupplierID gt 38.5", &[39, 40]),
                ("SupplierID lt 1.5", &[1]),
                ("38.5 lt SupplierID", &[39, 40]),
                ("SupplierID le 1e0", &[1]),
                ("SupplierID eq 99999999999999999999", &[]),
                ("SupplierID in (1.0,2.5,3)", &[1, 3]),
            ] {
                let found = server.values(&format!("/Suppliers?$filter={filter}"), "SupplierID").await;
                assert_eq!(
                    found,
                    ids.iter().map(|id| Value::from(*id)).collect::<Vec<_>>(),
                    "{} {filter}",
                    server.name
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn text_is_taken_to_the_letter() {
    let fixture = variety_of("Things");
    let names: Vec<Value> = with_names(&fixture);
    with_servers(&fixture, "salesforce", async |servers| {
        for server in servers {
            for text in [
                "O'Neill",
                "\"quoted\"",
                "100%",
                "a_c",
                "a%c",
                "back\\slash",
                "C:\\new\\table",
                "two\nlines",
                "tab\tbed",
                "Straße",
                "日本語",
                "🚢 Fracht",
                "[a-z]*?",
                "; DROP TABLE things; --",
                "a&b=c+d",
                "${HOME}",
                "null",
                "0",
                " abc",
                "abc ",
            ] {
                let literal: String =
                    text.replace('\'', "''").bytes().map(|byte| format!("%{byte:02X}")).collect();
                let expected = names.iter().filter(|name| **name == text).count();
                assert!(expected > 0, "{text}");
                for filter in [
                    format!("Name eq '{literal}'"),
                    format!("Name in ('{literal}','no such')"),
                    format!("'{literal}' eq Name"),
                ] {
                    let found =
                        server.values(&format!("/Things?$select=ID,Name&$filter={filter}"), "Name").await;
                    assert_eq!(found, vec![json!(text); expected], "{} {text:?} {filter}", server.name);
                }
                let filter = format!("contains(Name,'{literal}') eq true");
                let found = server.values(&format!("/Things?$select=ID,Name&$filter={filter}"), "Name").await;
                let containing =
                    names.iter().filter(|name| name.as_str().is_some_and(|name| name.contains(text)));
                assert_eq!(found.len(), containing.count(), "{} {text:?} contained", server.name);
            }
        }
    })
    .await;
}

/// The names of all things.
fn with_names(fixture: &Fixture) -> Vec<Value> {
    let things = &fixture.tables[0];
    let place = things.columns.iter().position(|column| column.property == "Name").unwrap();
    let name = |row: &Vec<landbridge::edm::Value>| match &row[place] {
        landbridge::edm::Value::String(text) => json!(text),
        _ => Value::Null,
    };
    things.rows.iter().map(name).collect()
}

#[tokio::test]
async fn a_key_in_the_path_and_in_the_filter_give_the_same_row() {
    let fixture = variety_of("Codes");
    with_servers(&fixture, "salesforce", async |servers| {
        for server in servers {
            let all = server.rows("/Codes").await;
            assert_eq!(all.len(), fixture.tables[0].rows.len());
            for row in all {
                let code = row["Code"].as_str().unwrap();
                let literal: String =
                    code.replace('\'', "''").bytes().map(|byte| format!("%{byte:02X}")).collect();
                let filtered = server.rows(&format!("/Codes?$filter=Code eq '{literal}'")).await;
                assert_eq!(filtered, std::slice::from_ref(&row), "{} {code}", server.name);
                let mut single = server.ok(&format!("/Codes('{literal}')")).await;
                assert!(single.as_object_mut().unwrap().shift_remove("@odata.context").is_some());
                assert_eq!(single, row, "{} {code}", server.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn headers_of_every_client_are_understood() {
    with_servers(&tables(&["Suppliers"]), "salesforce", async |servers| {
        let server = &servers[1];
        for headers in [
            &[
                APEX_ACCEPT,
                "User-Agent: SFDC-Callout/62.0",
                "Cache-Control: no-cache",
                "Pragma: no-cache",
                "SFDC_STACK_DEPTH: 1",
            ][..],
            &["Accept: application/json"],
            &["Accept: */*", "OData-Version: 4.0", "OData-MaxVersion: 4.0"],
            &["OData-MaxVersion: 4.01"],
            &["OData-Version: 4.01", "OData-MaxVersion: 4.01", "X-CSRF-Token: Fetch", "Cookie: a=b"],
        ] {
            for (target, content) in [
                ("/Suppliers?$top=1&$count=true", "application/json;odata.metadata=minimal"),
                ("/", "application/json;odata.metadata=minimal"),
            ] {
                let answer = server.get_with(target, headers).await;
                assert_eq!(
                    (answer.status, answer.header("content-type")),
                    (200, Some(content)),
                    "{target} {headers:?}"
                );
                assert!(answer.header("odata-version").unwrap().starts_with("4.0"), "{headers:?}");
                assert_eq!(answer.header("set-cookie"), None);
                let body = answer.json();
                // The short names of 4.01 are legal there, but break clients that know the long ones.
                let long = body
                    .as_object()
                    .unwrap()
                    .keys()
                    .all(|name| name == "value" || name.starts_with("@odata."));
                assert!(long, "{headers:?} {body}");
            }
            assert_eq!(server.get_with("/$metadata", headers).await.status, 200, "{headers:?}");
        }
    })
    .await;
}
