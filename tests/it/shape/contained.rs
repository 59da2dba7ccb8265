//! Containment: parts that are reached through their whole only. Sections are those of OData 4.01, Part
//! 2: URL Conventions, unless another document is named.

use serde_json::json;

use super::harbour::parts;
use super::{gives, refuses};
use crate::support::peers::{encoded, with_peers};

#[tokio::test]
async fn parts_are_reached_through_their_whole() {
    with_peers(&parts(), "standard", async |peers| {
        gives(
            peers,
            &[
                // 4.3.2 Canonical URL for Contained Entities; Protocol, section 10.2.
                (
                    "Ships(1)/Certificates",
                    r#"{"@odata.context":"~Ships(1)/Certificates","value":[{"No":"a/1","Until":"2024-02-29"},{"No":"b","Until":null}]}"#,
                ),
                ("Ships(3)/Certificates", r#"{"@odata.context":"~Ships(3)/Certificates","value":[]}"#),
                // Another ship has a certificate of the same number.
                (
                    "Ships(2)/Certificates('a%2F1')",
                    r#"{"@odata.context":"~Ships(2)/Certificates/$entity","No":"a/1","Until":"2030-12-31"}"#,
                ),
                (
                    "Ships/2/Certificates/a%2F1/Until",
                    r#"{"@odata.context":"~Ships(2)/Certificates('a%2F1')/Until","value":"2030-12-31"}"#,
                ),
                (
                    "Ships(1)/Certificates?$select=No&$filter=Until ne null&$count=true",
                    r#"{"@odata.context":"~Ships(1)/Certificates(No)","@odata.count":1,"value":[{"No":"a/1"}]}"#,
                ),
                ("Ships(1)/Certificates/$count", "2"),
                // In parts of parts.
                (
                    "Ships(1)/Certificates('a%2F1')/Remarks",
                    r#"{"@odata.context":"~Ships(1)/Certificates('a%2F1')/Remarks","value":[{"Line":1,"Text":"überholt"},{"Line":2,"Text":null}]}"#,
                ),
                (
                    "Ships(2)/Certificates('a%2F1')/Remarks(1)",
                    r#"{"@odata.context":"~Ships(2)/Certificates('a%2F1')/Remarks/$entity","Line":1,"Text":"other"}"#,
                ),
                (
                    "Ships(1)/Certificates('a%2F1')/Remarks?$search=ÜBERHOLT&$select=Line",
                    r#"{"@odata.context":"~Ships(1)/Certificates('a%2F1')/Remarks(Line)","value":[{"Line":1}]}"#,
                ),
                // Out of it again; the context is canonical, whatever way was taken.
                ("Ships(2)/Certificates('a%2F1')/Ship/Name/$value", "Bo's"),
                (
                    "Harbour/Flagship/Certificates?$select=No",
                    r#"{"@odata.context":"~Ships(2)/Certificates(No)","value":[{"No":"a/1"}]}"#,
                ),
                // Protocol, section 10.3: one part alone, and what a singleton contains.
                ("Ships(1)/Log", r#"{"@odata.context":"~Ships(1)/Log/$entity","ShipID":1,"Pages":300}"#),
                ("Ships(1)/Log/Pages", r#"{"@odata.context":"~Ships(1)/Log/Pages","value":300}"#),
                ("Ships(3)/Log", ""),
                (
                    "Harbour/Berths?$orderby=Depth",
                    r#"{"@odata.context":"~Harbour/Berths","value":[{"No":2,"Depth":null},{"No":1,"Depth":11.00}]}"#,
                ),
                ("Harbour/Berths(1)/Harbour/Code/$value", "DEHAM"),
                // $entity and references.
                (
                    "$entity?$id=Ships(2)/Certificates('a%252F1')&$select=No",
                    r#"{"@odata.context":"~Ships(2)/Certificates(No)/$entity","No":"a/1"}"#,
                ),
                (
                    "Ships(1)/Certificates/$ref",
                    r#"{"@odata.context":"~Collection($ref)","value":[{"@odata.id":"https://yard.example/odata/Ships(1)/Certificates('a%2F1')"},{"@odata.id":"https://yard.example/odata/Ships(1)/Certificates('b')"}]}"#,
                ),
            ],
        )
        .await;
        let rows = peers.ask_pages("Ships(1)/Certificates?$orderby=Until", 1).await;
        assert_eq!(rows, [json!({ "No": "b", "Until": null }), json!({ "No": "a/1", "Until": "2024-02-29" })]);
        refuses(
            peers,
            &[
                ("Certificates", 404, "NotFound"),
                ("Certificates('b')", 404, "NotFound"),
                ("Remarks", 404, "NotFound"),
                ("Ships(2)/Certificates('b')", 404, "NotFound"),
                ("Ships(9)/Certificates", 404, "NotFound"),
                ("Ships(1)/Certificates('b')/ShipID", 404, "NotFound"),
                ("Ships(1)/Certificates?$filter=ShipID eq 1", 400, "InvalidRequest"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn conditions_lead_to_parts_and_singletons() {
    with_peers(&parts(), "standard", async |peers| {
        for (filter, expected) in [
            // 5.1.1.13 and 5.1.1.15
            ("Certificates/any(c:c/Until gt 2025-01-01)", &[2][..]),
            ("Certificates/any(c:c/Remarks/any(r:r/Text eq null))", &[1]),
            ("Certificates/$count eq 0", &[3]),
            ("Certificates('a/1')/Until eq 2024-02-29", &[1]),
            ("Log/Pages eq null", &[2, 3]),
            ("Log ne null", &[1, 2]),
            ("Harbour/Name eq 'Hamburg'", &[1, 3]),
            ("Harbour/Tower/Height gt 12 and Name ne 'Ada'", &[3]),
            // 5.1.1.14.2 $root
            ("$root/Harbour/FlagshipID eq ID", &[2]),
            ("$root/Harbour/Berths/$count eq 2", &[1, 2, 3]),
        ] {
            let address = format!("Ships?$select=ID&$filter={}", encoded(filter));
            let rows = peers.ask(&address).await.rows();
            let found: Vec<_> = rows.iter().map(|row| row["ID"].as_i64().unwrap()).collect();
            assert_eq!(found, expected, "{filter}");
        }
        let rows = peers
            .ask("Ships(1)/Certificates?$filter=Ship/Name eq 'Ada'&$orderby=Remarks/$count")
            .await
            .rows();
        assert_eq!(rows.iter().map(|row| row["No"].as_str().unwrap()).collect::<Vec<_>>(), ["b", "a/1"]);
        refuses(
            peers,
            &[
                ("Ships?$filter=$root/Certificates('b')/Until eq null", 400, "InvalidRequest"),
                ("Ships?$filter=$root/Harbour('x')/Name eq null", 400, "InvalidRequest"),
                ("Ships?$filter=Certificates/any(c:c/ShipID eq 1)", 400, "InvalidRequest"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn parts_come_with_their_whole() {
    with_peers(&parts(), "standard", async |peers| {
        gives(
            peers,
            &[(
                "Ships?$select=ID&$expand=Certificates($select=No;$expand=Remarks($select=Line)),Log($select=Pages)",
                concat!(
                    r#"{"@odata.context":"~Ships(ID,Certificates(No,Remarks(Line)),Log(Pages))","value":["#,
                    r#"{"ID":1,"Certificates":[{"No":"a/1","Remarks":[{"Line":1},{"Line":2}]},{"No":"b","Remarks":[]}],"Log":{"Pages":300}},"#,
                    r#"{"ID":2,"Certificates":[{"No":"a/1","Remarks":[{"Line":1}]}],"Log":{"Pages":null}},"#,
                    r#"{"ID":3,"Certificates":[],"Log":null}]}"#,
                ),
            )],
        )
        .await;
        let full = "$format=application/json;odata.metadata=full";
        // JSON Format, section 4.6.8: the address begins with that of the whole.
        let at = "https://yard.example/odata/Ships(2)/Certificates('a%2F1')";
        let alone = peers.ask(&format!("Ships(2)/Certificates?{full}")).await.rows();
        assert_eq!((&alone[0]["@odata.id"], &alone[0]["@odata.editLink"]), (&json!(at), &json!(at)));
        assert_eq!(alone[0]["Remarks@odata.navigationLink"], format!("{at}/Remarks"));
        let log = peers.ask(&format!("Ships(1)/Log?{full}")).await.json();
        assert_eq!(log["@odata.id"], "https://yard.example/odata/Ships(1)/Log");
        // Expanded, they are where they are alone.
        let ship = peers.ask(&format!("Ships(2)?$expand=Certificates&$select=ID&{full}")).await.json();
        assert_eq!(ship["Certificates"], json!(alone));
    })
    .await;
}

#[tokio::test]
async fn salesforce_gets_the_entity_sets_only() {
    with_peers(&parts(), "salesforce", async |peers| {
        let document = peers.ask("").await.json();
        assert_eq!(document["value"], json!([{ "name": "Ships", "kind": "EntitySet", "url": "Ships" }]));
        refuses(
            peers,
            &[
                ("Harbour", 404, "NotFound"),
                ("Certificates", 404, "NotFound"),
                ("Ships(1)/Certificates", 404, "NotFound"),
            ],
        )
        .await;
    })
    .await;
}
