//! Complex properties: in entities, alone, in conditions, orders and selections. Sections are those
//! of OData 4.01, Part 2: URL Conventions, unless another document is named.

use super::harbour::people;
use super::{gives, refuses};
use crate::support::peers::{Peers, with_peers};

#[tokio::test]
async fn objects_stand_in_entities() {
    with_peers(&people(), "standard", async |peers| {
        gives(
            peers,
            &[
                // JSON Format, section 8: a complex value is an object; its nulls stay.
                (
                    "Pilots(1)",
                    r#"{"@odata.context":"~Pilots/$entity","ID":1,"Name":"Ada","Home":{"Street":"Deichstraße 7","City":"Hamburg","Position":{"Lat":53.54321,"Lon":-0.00001}},"Licence":{"Since":"2024-02-29","Firm":"Lotsen & Söhne"}}"#,
                ),
                (
                    "Pilots(4)",
                    r#"{"@odata.context":"~Pilots/$entity","ID":4,"Name":"Dirk","Home":{"Street":null,"City":null,"Position":{"Lat":null,"Lon":null}},"Licence":{"Since":null,"Firm":null}}"#,
                ),
                // 4.6 Addressing a Property; Protocol, section 10.15 Property Value.
                (
                    "Pilots(1)/Home",
                    r#"{"@odata.context":"~Pilots(1)/Home","Street":"Deichstraße 7","City":"Hamburg","Position":{"Lat":53.54321,"Lon":-0.00001}}"#,
                ),
                ("Pilots(1)/Home/Position", r#"{"@odata.context":"~Pilots(1)/Home/Position","Lat":53.54321,"Lon":-0.00001}"#),
                ("Pilots(1)/Home/City", r#"{"@odata.context":"~Pilots(1)/Home/City","value":"Hamburg"}"#),
                ("Pilots/1/Home/Position/Lon", r#"{"@odata.context":"~Pilots(1)/Home/Position/Lon","value":-0.00001}"#),
                ("Pilots(2)/Home/City", r#"{"@odata.context":"~Pilots(2)/Home/City","value":""}"#),
                ("Pilots(2)/Home/Street", ""),
                // 4.7 Addressing a Property Value
                ("Pilots(3)/Home/City/$value", "İzmir"),
                // Navigation from and to what stands in objects.
                ("Pilots(3)/Firm/Seat/City", r#"{"@odata.context":"~Firms('Odd''s')/Seat/City","value":""}"#),
                ("Firms('Odd''s')/Pilots/$count", "1"),
                ("Pilots(1)/Neighbours?$select=Name", r#"{"@odata.context":"~Pilots(Name)","value":[{"Name":"Ada"}]}"#),
            ],
        )
        .await;
        let full = peers.ask("Pilots(1)/Home?$format=application/json;odata.metadata=full").await.body;
        assert_eq!(
            full,
            r##"{"@odata.context":"https://yard.example/odata/$metadata#Pilots(1)/Home","@odata.type":"#Test.Address","Street":"Deichstraße 7","City":"Hamburg","Position":{"@odata.type":"#Test.Position","Lat@odata.type":"#Decimal","Lat":53.54321,"Lon@odata.type":"#Decimal","Lon":-0.00001}}"##
        );
        let full = peers.ask("Pilots(4)?$format=application/json;odata.metadata=full&$select=Home/City,Name").await.body;
        assert_eq!(
            full,
            r##"{"@odata.context":"https://yard.example/odata/$metadata#Pilots(Name,Home/City)/$entity","@odata.type":"#Test.Pilot","@odata.id":"https://yard.example/odata/Pilots(4)","@odata.editLink":"https://yard.example/odata/Pilots(4)","Name":"Dirk","Home":{"@odata.type":"#Test.Address","City":null},"Firm@odata.associationLink":"https://yard.example/odata/Pilots(4)/Firm/$ref","Firm@odata.navigationLink":"https://yard.example/odata/Pilots(4)/Firm","Neighbours@odata.associationLink":"https://yard.example/odata/Pilots(4)/Neighbours/$ref","Neighbours@odata.navigationLink":"https://yard.example/odata/Pilots(4)/Neighbours"}"##
        );
    })
    .await;
}

async fn finds(peers: &Peers, options: &str, expected: &[&str]) {
    let rows = peers.ask(&format!("Pilots?{options}")).await.rows();
    let names: Vec<_> = rows.iter().map(|row| row["Name"].as_str().unwrap()).collect();
    assert_eq!(names, expected, "{options}");
}

#[tokio::test]
async fn conditions_and_orders_reach_into_objects() {
    with_peers(&people(), "standard", async |peers| {
        for (options, expected) in [
            // 5.1.1.15 Path Expressions
            ("$filter=Home/City eq 'Hamburg'", &["Ada"][..]),
            ("$filter=$it/Home/City eq ''", &["Bo"]),
            ("$filter=Home/City eq null", &["Dirk"]),
            ("$filter=Home/Position/Lat lt 50 or Licence/Since lt 2000-01-01", &["Bo", "Çelik"]),
            ("$filter=contains(Home/Street,'/b') and length(Licence/Firm) eq 5", &["Çelik"]),
            ("$filter=Home/City in ('Hamburg','İzmir') and not(Home/Position/Lon gt 0)", &["Ada"]),
            ("$filter=Home/City eq @c&@c='İzmir'", &["Çelik"]),
            ("$search=hamburg", &["Ada"]),
            // 5.1.6: null sorts lowest.
            ("$orderby=Home/City desc,ID", &["Çelik", "Ada", "Bo", "Dirk"]),
            ("$orderby=Home/Position/Lat,Name desc", &["Dirk", "Bo", "Çelik", "Ada"]),
        ] {
            finds(peers, options, expected).await;
        }
        let rows = peers.ask_pages("Pilots?$orderby=Home/City,Licence/Since desc", 1).await;
        assert_eq!(rows.iter().map(|row| row["ID"].as_i64().unwrap()).collect::<Vec<_>>(), [4, 2, 1, 3]);
    })
    .await;
}

#[tokio::test]
async fn selections_reach_into_objects() {
    with_peers(&people(), "standard", async |peers| {
        gives(
            peers,
            &[
                // 5.1.4: a path, a whole object, a nested selection; Protocol, section 10.7.
                (
                    "Pilots(1)?$select=Home/City",
                    r#"{"@odata.context":"~Pilots(Home/City)/$entity","Home":{"City":"Hamburg"}}"#,
                ),
                (
                    "Pilots(1)?$select=Home($select=Position/Lat,City)",
                    r#"{"@odata.context":"~Pilots(Home/City,Home/Position/Lat)/$entity","Home":{"City":"Hamburg","Position":{"Lat":53.54321}}}"#,
                ),
                (
                    "Pilots(2)?$select=Licence,ID",
                    r#"{"@odata.context":"~Pilots(ID,Licence)/$entity","ID":2,"Licence":{"Since":"1999-12-31","Firm":null}}"#,
                ),
                (
                    "Pilots(2)?$select=Home/Street,Home/Position($select=*),Home($select=City)",
                    r#"{"@odata.context":"~Pilots(Home)/$entity","Home":{"Street":null,"City":"","Position":{"Lat":null,"Lon":null}}}"#,
                ),
                (
                    "Firms('Odd''s')/Seat?$select=City,Position/Lon",
                    r#"{"@odata.context":"~Firms('Odd''s')/Seat(City,Position/Lon)","City":"","Position":{"Lon":null}}"#,
                ),
                // A navigation property stands for its link, operations for those there are: none.
                ("Pilots(1)?$select=Name,Firm", r#"{"@odata.context":"~Pilots(Name,Firm)/$entity","Name":"Ada"}"#),
                ("Pilots(1)?$select=Firm", r#"{"@odata.context":"~Pilots(Firm)/$entity"}"#),
                ("Pilots?$select=Firm&$top=1", r#"{"@odata.context":"~Pilots(Firm)","value":[{}]}"#),
                ("Pilots(1)?$select=Test.*,Name", r#"{"@odata.context":"~Pilots(Name)/$entity","Name":"Ada"}"#),
                (
                    "Pilots(4)?$select=*,Firm",
                    r#"{"@odata.context":"~Pilots(ID,Name,Home,Licence,Firm)/$entity","ID":4,"Name":"Dirk","Home":{"Street":null,"City":null,"Position":{"Lat":null,"Lon":null}},"Licence":{"Since":null,"Firm":null}}"#,
                ),
            ],
        )
        .await;
        refuses(
            peers,
            &[
                ("Pilots?$select=Home/Town", 400, "InvalidRequest"),
                ("Pilots?$select=Home/City/Name", 400, "InvalidRequest"),
                ("Pilots?$select=City", 400, "InvalidRequest"),
                ("Pilots?$select=Firm/Name", 400, "InvalidRequest"),
                ("Pilots?$select=Home($filter=City eq 'x')", 400, "InvalidRequest"),
                ("Pilots?$select=Home($top=1)", 400, "InvalidRequest"),
                ("Pilots?$select=Name($select=x)", 400, "InvalidRequest"),
                ("Pilots?$select=Other.*", 400, "InvalidRequest"),
                ("Pilots?$select=Test.*", 400, "InvalidRequest"),
                ("Pilots?$filter=Home eq 'x'", 400, "InvalidRequest"),
                ("Pilots?$filter=Home/Town eq 'x'", 400, "InvalidRequest"),
                ("Pilots?$orderby=Home", 400, "InvalidRequest"),
                ("Pilots(1)/Home/Town", 404, "NotFound"),
                ("Pilots(1)/Home/$value", 400, "InvalidRequest"),
                ("Pilots(1)/Home(1)", 400, "InvalidRequest"),
                ("Pilots(1)/Home?$filter=City eq 'x'", 400, "InvalidRequest"),
                ("Pilots(1)/Home/$count", 404, "NotFound"),
                ("Pilots(1)/Home%2FCity", 400, "MalformedRequest"),
                ("Pilots(9)/Home", 404, "NotFound"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn salesforce_gets_flat_columns() {
    with_peers(&people(), "salesforce", async |peers| {
        gives(
            peers,
            &[
                (
                    "Pilots?$filter=Home_City eq 'Hamburg'&$select=Name",
                    r#"{"@odata.context":"~Pilots(Name,Home_City)","value":[{"Name":"Ada","Home_City":"Hamburg"}]}"#,
                ),
                (
                    "Pilots(2)",
                    r#"{"@odata.context":"~Pilots/$entity","ID":2,"Name":"Bo","Home_Street":null,"Home_City":"","Home_Position_Lat":null,"Home_Position_Lon":null,"Licence_Since":"1999-12-31","Licence_Firm":null}"#,
                ),
                ("Pilots(3)/Firm/Seat_City/$value", ""),
            ],
        )
        .await;
        finds(peers, "$search=hamburg", &["Ada"]).await;
        refuses(peers, &[("Pilots?$select=Home", 400, "InvalidRequest"), ("Pilots(1)/Home", 404, "NotFound")]).await;
    })
    .await;
}
