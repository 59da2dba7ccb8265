//! Singletons. Sections are those of OData 4.01, Part 2: URL Conventions, unless another document is
//! named.

use landbridge::edm::Value;
use serde_json::json;

use super::harbour::parts;
use super::{gives, refuses};
use crate::support::peers::with_peers;

#[tokio::test]
async fn a_singleton_is_reached_by_its_name() {
    with_peers(&parts(), "standard", async |peers| {
        gives(
            peers,
            &[
                // Protocol, section 10.4 Singleton
                (
                    "Harbour",
                    r#"{"@odata.context":"~Harbour","Code":"DEHAM","Name":"Hamburg","Tower":{"Height":12.50},"FlagshipID":2}"#,
                ),
                ("Harbour?$select=Name", r#"{"@odata.context":"~Harbour(Name)","Name":"Hamburg"}"#),
                ("Harbour/Name", r#"{"@odata.context":"~Harbour/Name","value":"Hamburg"}"#),
                ("Harbour/Tower", r#"{"@odata.context":"~Harbour/Tower","Height":12.50}"#),
                ("Harbour/Tower/Height/$value", "12.50"),
                // From it and to it.
                ("Harbour/Flagship/Name/$value", "Bo's"),
                ("Harbour/Ships?$select=ID", r#"{"@odata.context":"~Ships(ID)","value":[{"ID":1},{"ID":3}]}"#),
                ("Ships(1)/Harbour?$select=Code", r#"{"@odata.context":"~Harbour(Code)","Code":"DEHAM"}"#),
                ("Ships(2)/Harbour", ""),
                (
                    "Harbour?$expand=Flagship($select=Name;$expand=Harbour)&$select=Code",
                    r#"{"@odata.context":"~Harbour(Code,Flagship(Name))","Code":"DEHAM","Flagship":{"Name":"Bo's","Harbour":null}}"#,
                ),
                ("Harbour/$ref", r#"{"@odata.context":"~$ref","@odata.id":"https://yard.example/odata/Harbour"}"#),
            ],
        )
        .await;
        let full = "$format=application/json;odata.metadata=full";
        let harbour = peers.ask(&format!("Harbour?$select=Code&{full}")).await.json();
        let at = "https://yard.example/odata/Harbour";
        assert_eq!(
            harbour,
            json!({
                "@odata.context": "https://yard.example/odata/$metadata#Harbour(Code)",
                "@odata.type": "#Test.Harbour",
                "@odata.id": at,
                "@odata.editLink": at,
                "Code": "DEHAM",
                "Berths@odata.associationLink": format!("{at}/Berths/$ref"),
                "Berths@odata.navigationLink": format!("{at}/Berths"),
                "Flagship@odata.associationLink": format!("{at}/Flagship/$ref"),
                "Flagship@odata.navigationLink": format!("{at}/Flagship"),
                "Ships@odata.associationLink": format!("{at}/Ships/$ref"),
                "Ships@odata.navigationLink": format!("{at}/Ships"),
            })
        );
        // JSON Format, section 5: what has no set of its own is not listed.
        let document = peers.ask("").await.json();
        assert_eq!(
            document["value"],
            json!([
                { "name": "Ships", "kind": "EntitySet", "url": "Ships" },
                { "name": "Harbour", "kind": "Singleton", "url": "Harbour" },
            ])
        );
        refuses(
            peers,
            &[
                ("Harbour('DEHAM')", 400, "InvalidRequest"),
                ("Harbour()", 400, "InvalidRequest"),
                ("Harbour/DEHAM", 404, "NotFound"),
                ("Harbour/$count", 404, "NotFound"),
                ("Harbour?$filter=Name eq 'x'", 400, "InvalidRequest"),
                ("harbour", 404, "NotFound"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_singleton_has_exactly_one_row() {
    let mut none = parts();
    none.tables[5].rows.clear();
    let mut two = parts();
    let mut second = two.tables[5].rows[0].clone();
    second[0] = Value::String("NLRTM".to_owned());
    two.tables[5].rows.push(second);
    with_peers(&two, "standard", async |peers| {
        refuses(peers, &[("Harbour", 502, "NoSingleton"), ("Harbour/Name", 502, "NoSingleton")]).await;
    })
    .await;
    with_peers(&none, "standard", async |peers| {
        refuses(peers, &[("Harbour", 404, "NotFound"), ("Harbour/Berths", 404, "NotFound")]).await;
    })
    .await;
}
