//! Entities by key, their properties, and the way along relations (4.3, 4.6 to 4.8).

use crate::support::fixture::Fixture;
use crate::support::peers::{encoded, with_peers};
use crate::support::variety::variety;

use super::boats::boats;

#[tokio::test]
async fn entities_and_their_parts() {
    let context = "https://yard.example/odata/$metadata#Boats";
    let cases = [
        // 4.3.1 Canonical URL, and the key as a segment (4.3.6)
        (
            "Boats(5)?$select=Name",
            200,
            format!(r#"{{"@odata.context":"{context}(Name)/$entity","Name":"100%"}}"#),
        ),
        (
            "Boats(ID=5)?$select=Name",
            200,
            format!(r#"{{"@odata.context":"{context}(Name)/$entity","Name":"100%"}}"#),
        ),
        (
            "Boats/5?$select=Name",
            200,
            format!(r#"{{"@odata.context":"{context}(Name)/$entity","Name":"100%"}}"#),
        ),
        (
            "Boats(@k)?@k=5&$select=Name",
            200,
            format!(r#"{{"@odata.context":"{context}(Name)/$entity","Name":"100%"}}"#),
        ),
        // 4.6, 4.7 Property and its value
        ("Boats(5)/Name", 200, format!(r#"{{"@odata.context":"{context}(5)/Name","value":"100%"}}"#)),
        ("Boats(5)/Length", 200, format!(r#"{{"@odata.context":"{context}(5)/Length","value":0.01}}"#)),
        ("Boats(5)/Name/$value", 200, "100%".to_owned()),
        ("Boats(5)/Tide/$value", 200, "07:05:03.500".to_owned()),
        ("Boats(4)/Mass/$value", 200, i64::MIN.to_string()),
        ("Boats(2)/Crew", 204, String::new()),
        ("Boats(2)/Crew/$value", 204, String::new()),
        // Nothing there
        ("Boats(99)", 404, "\"NotFound\"".to_owned()),
        ("Boats(99)/Name", 404, "\"NotFound\"".to_owned()),
        ("Ships", 404, "\"NotFound\"".to_owned()),
        ("Boats(1)/Nothing", 404, "\"NotFound\"".to_owned()),
    ];
    with_peers(&boats(), "standard", async |peers| {
        for (address, status, expected) in cases {
            let answer = peers.ask(address).await;
            assert_eq!((answer.status, answer.body), (status, expected), "{address}");
        }
    })
    .await;
}

/// A text key is found to the letter, whatever characters it has.
#[tokio::test]
async fn keys_of_text() {
    let fixture: Fixture = variety();
    let codes = fixture.tables.iter().find(|table| table.set == "Codes").unwrap();
    with_peers(&fixture, "standard", async |peers| {
        for row in &codes.rows {
            let key =
                landbridge::query::Expr::literal(row[0].clone(), landbridge::edm::PrimitiveType::String);
            let quoted = landbridge::query::Text { expr: &key, name: |_| String::new() }.to_string();
            let by_key = peers.ask(&format!("Codes({})", encoded(&quoted))).await.json();
            let by_filter =
                peers.ask(&format!("Codes?$filter=Code%20eq%20{}", encoded(&quoted))).await.rows();
            assert_eq!(by_filter.len(), 1, "{quoted}");
            assert_eq!(by_key["Code"], by_filter[0]["Code"], "{quoted}");
            assert_eq!(by_key["Rank"], by_filter[0]["Rank"], "{quoted}");
        }
        for missing in ["PLAIN", "plain ", "plaın", "100_", "a-1", ""] {
            let address = format!("Codes('{}')", encoded(missing));
            assert_eq!(peers.ask(&address).await.status, 404, "{missing}");
        }
    })
    .await;
}

#[tokio::test]
async fn compound_keys_and_relations() {
    with_peers(&variety(), "standard", async |peers| {
        let pair = peers.ask("Pairs(ThingID=-27,Part='p')").await.json();
        assert_eq!((&pair["Quantity"], &pair["Active"]), (&1.into(), &false.into()));
        assert_eq!(peers.ask("Pairs(Part='p',ThingID=-27)").await.json(), pair);
        assert_eq!(peers.ask("Pairs(ThingID=-21,Part='%C3%BC%2F''x')").await.json()["Quantity"], 3);
        assert_eq!(peers.ask("Pairs(ThingID=-27,Part='P')").await.status, 404);
        assert_eq!(peers.ask("Pairs(ThingID=-27)").await.status, 400);

        let parts = peers.ask("Things(-21)/Pairs?$select=Part&$orderby=Part%20desc&$count=true").await;
        assert_eq!(parts.json()["@odata.count"], 3);
        let parts: Vec<_> = parts.rows().iter().map(|row| row["Part"].as_str().unwrap().to_owned()).collect();
        assert_eq!(parts, ["ü/'x", "q", "p"]);
        assert_eq!(peers.ask("Things(-21)/Pairs/$count?$filter=Quantity%20ne%20null").await.body, "2");
        assert_eq!(peers.ask_pages("Things(-21)/Pairs", 2).await.len(), 3);
        assert!(peers.ask("Things(-30)/Pairs").await.rows().is_empty());
        assert_eq!(peers.ask("Things(1)/Pairs").await.status, 404, "there is no such thing");
        assert_eq!(peers.ask("Pairs(ThingID=-27,Part='p')/Thing").await.json()["ID"], -27);
        assert_eq!(peers.ask("Pairs(ThingID=-27,Part='p')/Thing/Name/$value").await.body, "ABC");
    })
    .await;
}
