//! What shapes look like: GeoJSON in JSON Format, section 7.1, text for `$value`.

use landbridge::service::Request;

use super::harbour::BERTHS;
use crate::support::peers::{encoded, service, source};
use crate::support::stage::{with_stage, with_staged_peers};

const ROOT: &str = "https://yard.example/odata";

/// JSON Format, section 7.1: `type` first, `crs` where the SRID is not the default; section 4.6.3: the type
/// of a value of an abstract type is told.
#[tokio::test]
async fn entities_byte_for_byte() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        let basin = r#"{"type":"Polygon","coordinates":[[[4.4,51.9],[4.5,51.9],[4.5,51.95],[4.4,51.95],[4.4,51.9]]]}"#;
        let frame = r#"{"type":"Polygon","coordinates":[[[0.0,0.0],[10.0,0.0],[10.0,10.0],[0.0,10.0],[0.0,0.0]],[[4.0,4.0],[6.0,4.0],[6.0,6.0],[4.0,6.0],[4.0,4.0]]]}"#;
        let expected = format!(
            r##"{{"@odata.context":"{ROOT}/$metadata#Berths/$entity","ID":1,"Name":"Maas","NextID":2,"Spot":{{"type":"Point","coordinates":[4.47,51.92]}},"Sounding":{{"type":"Point","coordinates":[4.47,51.92,-1.5]}},"Basin":{basin},"Track":{{"type":"LineString","coordinates":[[4.47,51.92],[4.3,51.95],[4.0,52.0]]}},"Place@odata.type":"#GeographyPoint","Place":{{"type":"Point","coordinates":[4.47,51.92]}},"Dot":{{"type":"Point","coordinates":[1.0,1.0]}},"Area":{frame},"Plan":{{"type":"Point","coordinates":[92000.0,437000.0],"crs":{{"type":"name","properties":{{"name":"EPSG:28992"}}}}}},"Path":{{"type":"LineString","coordinates":[[0.0,0.0],[3.0,4.0],[3.0,10.0]]}}}}"##
        );
        assert_eq!(peers.ask("Berths(1)").await.body, expected);
        let none = peers.ask("Berths(3)").await.body;
        assert!(none.ends_with(r#""Place":null,"Dot":null,"Area":null,"Plan":null,"Path":null}"#), "{none}");
        let all = peers.ask("Berths?$select=ID,Place,Sounding").await.rows();
        let kinds: Vec<_> = all.iter().map(|row| row["Place@odata.type"].as_str().unwrap_or("-")).collect();
        assert_eq!(
            kinds,
            [
                "#GeographyPoint",
                "#GeographyLineString",
                "-",
                "#GeographyMultiPoint",
                "#GeographyCollection",
                "#GeographyMultiPolygon"
            ]
        );
        assert_eq!(all[5]["Sounding"]["coordinates"].to_string(), "[-0.0,1e-7]");
    })
    .await;
}

/// Protocol, section 11.2.4.1: the raw value is text, as the ABNF's `full…Literal` has it.
#[tokio::test]
async fn single_properties() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        for (address, expected) in [
            ("Berths(1)/Spot/$value", "SRID=4326;Point(4.47 51.92)"),
            ("Berths(1)/Sounding/$value", "SRID=4326;Point(4.47 51.92 -1.5)"),
            ("Berths(1)/Plan/$value", "SRID=28992;Point(92000.0 437000.0)"),
            ("Berths(4)/Place/$value", "SRID=4326;MultiPoint((179.9 -17.0),(-179.9 -17.0))"),
            (
                "Berths(5)/Place/$value",
                "SRID=4326;GeometryCollection(Point(0.0 90.0),LineString(0.0 90.0,0.0 -90.0))",
            ),
        ] {
            assert_eq!(peers.ask(address).await.body, expected, "{address}");
        }
        let spot = format!(
            r#"{{"@odata.context":"{ROOT}/$metadata#Berths(1)/Spot","value":{{"type":"Point","coordinates":[4.47,51.92]}}}}"#
        );
        assert_eq!(peers.ask("Berths(1)/Spot").await.body, spot);
        let place = format!(
            r##"{{"@odata.context":"{ROOT}/$metadata#Berths(2)/Place","@odata.type":"#GeographyLineString","value":{{"type":"LineString","coordinates":[[0.0,0.0],[1.0,0.0]]}}}}"##
        );
        assert_eq!(peers.ask("Berths(2)/Place").await.body, place);
        for address in ["Berths(3)/Spot", "Berths(3)/Place", "Berths(3)/Place/$value"] {
            assert_eq!(peers.ask(address).await.status, 204, "{address}");
        }
    })
    .await;
}

/// Shapes go wherever values go.
#[tokio::test]
async fn related_and_computed_shapes() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        let berth = peers.ask("Berths(1)?$select=ID&$expand=Next($select=Spot,Place)").await.json();
        assert_eq!(berth["Next"]["Spot"]["coordinates"].to_string(), "[4.5,51.92]");
        assert_eq!(berth["Next"]["Place@odata.type"], "#GeographyLineString");
        let computed =
            peers.ask("Berths?$compute=Plan%20as%20Here&$select=ID,Here&$top=1").await.rows().remove(0);
        assert_eq!(computed["Here"]["crs"]["properties"]["name"], "EPSG:28992");
        assert_eq!(computed["Here@odata.type"], "#GeometryPoint");
        let apply = encoded("filter(ID le 2)/compute(geo.distance(Dot,geometry'SRID=0;Point(1 2)') as Far)");
        let rows = peers.ask(&format!("Berths?$apply={apply}&$orderby=Far%20desc")).await.rows();
        let far: Vec<_> =
            rows.iter().map(|row| (row["ID"].as_i64().unwrap(), row["Far"].to_string())).collect();
        assert_eq!(far, [(2, "5.0".to_owned()), (1, "1.0".to_owned())]);
        assert_eq!(rows[0]["Spot"]["type"], "Point");
        let sum = encoded("aggregate(geo.length(Path) with sum as Long)");
        let total = peers.ask(&format!("Berths?$apply={sum}")).await.rows();
        assert_eq!(total[0]["Long"].to_string(), "11.223606797749978");
    })
    .await;
}

/// JSON Format, section 3.1.2: all metadata tells all types.
#[tokio::test]
async fn all_metadata() {
    with_stage(&BERTHS, "standard", async |backends| {
        for backend in backends {
            let service = service(backend.catalog.clone(), &source(backend));
            let ask = async |path: &str, query: &str| {
                let accept = Some("application/json;odata.metadata=full");
                let request = Request { path, query, root: ROOT, accept, ..Request::default() };
                String::from_utf8(service.answer(request).await.body.to_vec()).unwrap()
            };
            let body = ask("/Berths(2)", "$select=Spot,Place,Plan").await;
            for part in [
                r##""Spot@odata.type":"#GeographyPoint","Spot":{"type":"Point""##,
                r##""Place@odata.type":"#GeographyLineString","Place":{"type":"LineString""##,
                r##""Plan@odata.type":"#GeometryPoint","Plan":{"type":"Point""##,
            ] {
                assert!(body.contains(part), "{}: {body}", backend.name);
            }
            let body = ask("/Berths(2)/Spot", "").await;
            assert!(body.contains(r##""@odata.type":"#GeographyPoint","value":{"type""##), "{body}");
        }
    })
    .await;
}
