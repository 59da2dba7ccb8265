//! Shapes in metadata documents and in OpenAPI, and what a client of Salesforce sees of them.

use serde_json::{Value, json};

use super::harbour::BERTHS;
use crate::support::served::serve;
use crate::support::stage::{with_stage, with_staged_peers};

/// CSDL XML, section 7.2.6, and CSDL JSON, section 7.2.6.
#[tokio::test]
async fn metadata_tells_the_reference_system() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        let xml = peers.ask("$metadata").await.body;
        for part in [
            r#"<Property Name="Spot" Type="Edm.GeographyPoint" SRID="4326"/>"#,
            r#"<Property Name="Place" Type="Edm.Geography" SRID="4326"/>"#,
            r#"<Property Name="Plan" Type="Edm.GeometryPoint" SRID="28992"/>"#,
            r#"<Property Name="Area" Type="Edm.GeometryPolygon" SRID="0"/>"#,
        ] {
            assert!(xml.contains(part), "{part}\n{xml}");
        }
        let json = peers.ask("$metadata?$format=json").await.json();
        let plan = json!({ "$Type": "Edm.GeometryPoint", "$Nullable": true, "$SRID": "28992" });
        assert_eq!(json["Harbour"]["Berth"]["Plan"], plan);
    })
    .await;
}

/// Every berth is what the schema says, and nothing else is.
#[tokio::test]
async fn schemas_describe_geojson() {
    with_stage(&BERTHS, "standard", async |backends| {
        let server = serve(&backends[0], |_| {});
        let document = server.ok("/openapi.json").await;
        let mut root = json!({ "$ref": "#/components/schemas/Berth" });
        root["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&root).unwrap();
        let berths = server.ok("/Berths").await;
        let berths = berths["value"].as_array().unwrap();
        assert_eq!(berths.len(), 6);
        for berth in berths {
            let wrong: Vec<_> = validator.iter_errors(berth).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{berth}: {wrong:?}");
        }
        for (property, value) in [
            ("Spot", json!({ "type": "LineString", "coordinates": [[1, 2], [3, 4]] })),
            ("Spot", json!({ "type": "Point" })),
            ("Spot", json!({ "type": "Point", "coordinates": [1] })),
            ("Basin", json!({ "type": "Polygon", "coordinates": [[1, 2], [3, 4]] })),
            ("Place", json!({ "type": "Circle", "coordinates": [1, 2] })),
        ] {
            let mut berth = berths[0].clone();
            berth[property] = value;
            assert!(!validator.is_valid(&berth), "{berth}");
        }
    })
    .await;
}

/// Salesforce knows no such types: it is not shown them.
#[tokio::test]
async fn salesforce_sees_none() {
    with_staged_peers(&BERTHS, "salesforce", async |peers| {
        let xml = peers.ask("$metadata").await.body;
        assert!(!xml.contains("Edm.Geo"), "{xml}");
        let berth = peers.ask("Berths(1)").await.json();
        let members: Vec<&str> = berth.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["@odata.context", "ID", "Name", "NextID"]);
        assert_eq!(peers.ask("Berths?$filter=Spot%20eq%20null").await.status, 400);
        assert_ne!(berth["Name"], Value::Null);
    })
    .await;
}
