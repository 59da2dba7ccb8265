//! The service document and the metadata document in every form a client can ask for.

use serde_json::{Value, json};

use super::document::Element;
use crate::support::served::with_servers;
use crate::support::variety::variety;

const APEX: &str = "Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";

#[tokio::test]
async fn the_metadata_document_is_xml_or_json_as_asked() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (query, headers, expected) in [
                ("", &[][..], Some("application/xml")),
                ("", &["Accept: */*"], Some("application/xml")),
                ("", &[APEX], Some("application/xml")),
                ("", &["Accept: application/xml"], Some("application/xml")),
                ("", &["Accept: application/json"], Some("application/json")),
                ("", &["Accept: application/json;q=0.9, application/xml;q=0.1"], Some("application/json")),
                ("?$format=json", &["Accept: application/xml"], Some("application/json")),
                ("?$format=application/json", &[], Some("application/json")),
                ("?$format=xml", &["Accept: application/json"], Some("application/xml")),
                ("?$format=application/xml", &[], Some("application/xml")),
                ("?sap-language=EN&x=%20&", &[], Some("application/xml")),
                ("?$format=atom", &[], None),
                ("", &["Accept: text/html"], None),
            ] {
                let answer = server.get_with(&format!("/$metadata{query}"), headers).await;
                match expected {
                    Some(content) => {
                        assert_eq!(
                            (answer.status, answer.header("content-type")),
                            (200, Some(content)),
                            "{query} {headers:?}"
                        );
                        if content.ends_with("json") {
                            assert_eq!(answer.json()["$Version"], "4.01");
                        } else {
                            assert_eq!(Element::parse(&answer.body).name, "edmx:Edmx");
                        }
                    }
                    None => {
                        assert!(matches!(answer.status, 406 | 415), "{query} {headers:?}: {}", answer.status)
                    }
                }
            }
            for (target, status) in [
                ("/$metadata?$top=1", 400),
                ("/$metadata?$filter=true", 400),
                ("/$metadata/x", 400),
                ("/$metadata/$count", 400),
                ("/?$top=1", 400),
                ("/?$format=xml", 415),
                ("/$METADATA", 400),
            ] {
                let answer = server.get(target).await;
                assert_eq!(answer.status, status, "{target}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn its_version_is_the_clients() {
    with_servers(&variety(), "standard", async |servers| {
        let server = &servers[1];
        for (headers, version) in
            [(&[][..], "4.0"), (&["OData-MaxVersion: 4.0"], "4.0"), (&["OData-MaxVersion: 4.01"], "4.01")]
        {
            let answer = server.get_with("/$metadata", headers).await;
            assert_eq!(answer.header("odata-version"), Some(version), "{headers:?}");
            assert_eq!(Element::parse(&answer.body).get("Version"), Some(version), "{headers:?}");
            let list = server.get_with("/", headers).await;
            assert_eq!(list.header("odata-version"), Some(version), "{headers:?}");
        }
        for version in ["3.0", "x", ""] {
            let answer = server.get_with("/$metadata", &[&format!("OData-MaxVersion: {version}")]).await;
            assert!(matches!(answer.status, 200 | 400), "{version}: {}", answer.status);
        }
        assert_eq!(server.get_with("/$metadata", &["OData-MaxVersion: 3.0"]).await.status, 400);
    })
    .await;
}

#[tokio::test]
async fn an_unchanged_document_is_not_sent_again() {
    with_servers(&variety(), "standard", async |servers| {
        let server = &servers[1];
        let forms =
            [&["OData-MaxVersion: 4.0"][..], &["OData-MaxVersion: 4.01"], &["Accept: application/json"]];
        let mut tags = Vec::new();
        for headers in forms {
            let answer = server.get_with("/$metadata", headers).await;
            let tag = answer.header("etag").unwrap().to_owned();
            for given in [tag.clone(), format!("\"x\", {tag}"), "*".to_owned(), tag.replace("W/", "")] {
                let condition = format!("If-None-Match: {given}");
                let again = server.get_with("/$metadata", &[headers, &[&condition]].concat()).await;
                assert_eq!((again.status, again.body.as_str()), (304, ""), "{given}");
                assert_eq!(again.header("etag"), Some(tag.as_str()));
            }
            let other = server.get_with("/$metadata", &[headers, &["If-None-Match: \"x\""]].concat()).await;
            assert_eq!((other.status, other.body.len()), (200, answer.body.len()));
            assert!(!tags.contains(&tag), "each form has its own");
            tags.push(tag);
        }
    })
    .await;
}

#[tokio::test]
async fn the_service_document_lists_every_set() {
    let sets: Vec<Value> = ["Things", "Pairs", "Codes", "Empties"]
        .iter()
        .map(|name| json!({ "name": name, "kind": "EntitySet", "url": name }))
        .collect();
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (target, headers, content, context) in [
                ("/", &[][..], "minimal", Some("http://gw.example/$metadata")),
                ("/?$format=json", &[], "minimal", Some("http://gw.example/$metadata")),
                (
                    "/",
                    &["Accept: application/json;odata.metadata=full"],
                    "full",
                    Some("http://gw.example/$metadata"),
                ),
                ("/", &["Accept: application/json;odata.metadata=none"], "none", None),
            ] {
                let answer = server.get_with(target, headers).await;
                let expected = format!("application/json;odata.metadata={content}");
                assert_eq!((answer.status, answer.header("content-type")), (200, Some(expected.as_str())));
                let list = answer.json();
                assert_eq!(
                    list.get("@odata.context").and_then(Value::as_str),
                    context,
                    "{target} {headers:?}"
                );
                assert_eq!(list["value"], json!(sets), "{target} {headers:?}");
            }
        }
    })
    .await;
}
