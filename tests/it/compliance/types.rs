//! Types: how each is written in an answer and in a literal.

use super::boats::boats;
use super::finds;
use crate::support::peers::with_peers;

#[tokio::test]
async fn every_type_is_written_as_json_says() {
    // OData JSON Format, section 7.1; decimals digit for digit.
    let anna = r#"{"@odata.context":"https://yard.example/odata/$metadata#Boats/$entity","ID":1,"Name":"Anna","Port":"Bremen","Length":12.50,"Crew":2,"Mass":9007199254740993,"Afloat":true,"Draft":1.5,"Tonnage":0.1,"Built":"2000-02-29","Seen":"2024-02-29T23:59:59.123456Z","Tide":"12:00:00","Berth":"0f8fad5b-d9cb-469f-a165-70867728950e","Log":"AP8="}"#;
    let nulls = r#"{"@odata.context":"https://yard.example/odata/$metadata#Boats/$entity","ID":3,"Name":"Bärbel","Port":"","Length":12.50,"Crew":0,"Mass":null,"Afloat":null,"Draft":null,"Tonnage":null,"Built":null,"Seen":null,"Tide":null,"Berth":"ffffffff-ffff-ffff-ffff-ffffffffffff","Log":""}"#;
    let large = r#"{"@odata.context":"https://yard.example/odata/$metadata#Boats/$entity","ID":5,"Name":"100%","Port":"a_b","Length":0.01,"Crew":7,"Mass":9223372036854775807,"Afloat":false,"Draft":1e+300,"Tonnage":null,"Built":"2024-02-29","Seen":"2000-12-31T21:53:00Z","Tide":"07:05:03.500","Berth":null,"Log":null}"#;
    with_peers(&boats(), "standard", async |peers| {
        for (address, expected) in [("Boats(1)", anna), ("Boats(3)", nulls), ("Boats(5)", large)] {
            assert_eq!(peers.ask(address).await.body, expected, "{address}");
        }
    })
    .await;
}

#[tokio::test]
async fn literals_of_every_type() {
    finds(
        "standard",
        &[
            // 5.1.1.13.1 Primitive Literals
            ("Afloat eq TRUE", &[1, 4, 7]),
            ("ID eq 1.0", &[1]),
            ("Crew eq 2147483648", &[]),
            ("Crew lt 99999999999999999999", &[1, 3, 4, 5, 6, 8]),
            ("Mass ge 9223372036854775807", &[5]),
            ("Mass lt 9223372036854775808", &[1, 2, 4, 5, 6, 7, 8]),
            ("Length eq 12.5000", &[1, 3]),
            ("Length eq 125e-1", &[1, 3]),
            ("Length gt 12.499999999999999999999999999999999999999999999999999", &[1, 3, 4]),
            ("Length lt 1e50", &[1, 2, 3, 4, 5, 7, 8]),
            ("Length eq 1e-300", &[]),
            ("Draft eq 1e300", &[5]),
            ("Draft lt INF", &[1, 2, 4, 5, 6, 8]),
            ("Draft gt -INF", &[1, 2, 4, 5, 6, 8]),
            ("Draft eq INF", &[]),
            ("Draft eq NaN", &[]),
            ("Draft ne NaN", &[1, 2, 3, 4, 5, 6, 7, 8]),
            ("Draft lt NaN", &[]),
            ("Crew lt INF", &[1, 3, 4, 5, 6, 8]),
            ("Tonnage eq 0.1", &[1]),
            ("Tonnage lt 1e300", &[1, 2]),
            ("Tonnage eq 16777217", &[2]),
            ("Built eq 2024-02-29", &[5, 8]),
            ("Built eq '2024-02-29'", &[5, 8]),
            ("Built eq 2024-02-29T00:00:00Z", &[5, 8]),
            ("Built eq 2024-02-29T12:00:00Z", &[]),
            ("Built le 2024-02-29T12:00:00Z", &[1, 2, 5, 6, 8]),
            ("Built ge 2024-02-29T12:00:00Z", &[4]),
            ("Built lt 10000-01-01", &[1, 2, 4, 5, 6, 8]),
            ("Built gt -0001-01-01", &[1, 2, 4, 5, 6, 8]),
            ("Seen eq 2024-03-01T00:00:00Z", &[2]),
            ("Seen eq 2024-03-01T01:00:00+01:00", &[2]),
            ("Seen eq 2024-02-29T19:30:00-04:30", &[2]),
            ("Seen eq 2024-03-01", &[2]),
            ("Seen eq '2024-03-01T00:00:00Z'", &[2]),
            ("Seen eq 2024-02-29T23:59:59.123456000Z", &[1]),
            ("Seen eq 2024-02-29T23:59:59.1234561Z", &[]),
            ("Seen gt 2024-02-29T23:59:59.1234559Z", &[1, 2, 7]),
            ("Seen lt 1970-01-01T00:00:00Z", &[4]),
            ("Seen lt 10000-01-01T00:00:00Z", &[1, 2, 4, 5, 6, 7, 8]),
            ("Tide eq 12:00:00", &[1, 6]),
            ("Tide eq 12:00", &[1, 6]),
            ("Tide gt 18:30:00", &[2]),
            ("Tide eq 23:59:59.999999", &[2]),
            ("Tide lt 00:00:00.0000001", &[4]),
            ("Berth eq 0f8fad5b-d9cb-469f-a165-70867728950e", &[1]),
            ("Berth eq 0F8FAD5B-D9CB-469F-A165-70867728950E", &[1]),
            ("Berth eq '0f8fad5b-d9cb-469f-a165-70867728950e'", &[1]),
            ("Berth ne ffffffff-ffff-ffff-ffff-ffffffffffff", &[1, 2, 4, 5, 6, 7, 8]),
            ("Log eq binary'AP8='", &[1]),
            ("Log eq binary'AP8'", &[1]),
            ("Log eq binary''", &[3]),
            ("Seen sub Seen eq duration'PT0S'", &[1, 2, 4, 5, 6, 7, 8]),
        ],
    )
    .await;
}

/// The contract, section 2.5: text of any look stays text; numbers, GUIDs and dates are coerced.
#[tokio::test]
async fn literals_as_salesforce_writes_them() {
    finds(
        "salesforce",
        &[
            ("ID eq 1.0", &[1]),
            ("Crew eq 42.0", &[8]),
            ("32767 gt Crew", &[1, 3, 4, 5, 6, 8]),
            ("Berth eq '0f8fad5b-d9cb-469f-a165-70867728950e'", &[1]),
            ("Berth eq '0F8FAD5B-D9CB-469F-A165-70867728950E'", &[]),
            ("Berth ge '1'", &[3]),
            ("Berth lt 'A'", &[1, 4]),
            ("Berth eq ''", &[2, 5, 6, 7, 8]),
            ("contains(Berth,'8fad')", &[1]),
            ("Seen lt 2000-12-31T21:53:00Z", &[4, 6]),
            ("Seen ge 2024-02-29", &[1, 2, 7, 8]),
            ("Built eq 2024-02-29T00:00:00Z", &[5, 8]),
            ("startswith(Name,'A') eq false", &[2, 3, 4, 5, 6, 7, 8]),
        ],
    )
    .await;
}
