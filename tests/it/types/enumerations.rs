//! Enumeration types (CSDL, section 10): literals, operators, payloads, keys.

use serde_json::json;

use super::vessels::VESSELS;
use super::{found, refused};
use crate::support::peers::encoded;
use crate::support::stage::with_staged_peers;

#[tokio::test]
async fn members_are_answered_by_name() {
    // OData JSON Format, section 7.1: the text of a value follows the rule `enumValue`.
    let anna = r#"{"@odata.context":"https://yard.example/odata/$metadata#Vessels/$entity","ID":1,"Name":"Anna","Hull":"Red","Trim":"Red","Ensign":"White","Lights":"Both","Pennants":"Both"}"#;
    let bo = r#"{"@odata.context":"https://yard.example/odata/$metadata#Vessels/$entity","ID":2,"Name":"Bo","Hull":null,"Trim":null,"Ensign":"Red","Lights":null,"Pennants":null}"#;
    let caesar = r#"{"@odata.context":"https://yard.example/odata/$metadata#Vessels/$entity","ID":3,"Name":"Cäsar","Hull":"Blue","Trim":"Green","Ensign":"Red","Lights":"0","Pennants":"0"}"#;
    let ebba = r#"{"@odata.context":"https://yard.example/odata/$metadata#Vessels/$entity","ID":5,"Name":"Ebba","Hull":"White","Trim":"White","Ensign":"Blue","Lights":"Both,White","Pennants":"Both,White"}"#;
    with_staged_peers(&VESSELS, "standard", async |peers| {
        for (address, expected) in
            [("Vessels(1)", anna), ("Vessels(2)", bo), ("Vessels(3)", caesar), ("Vessels(5)", ebba)]
        {
            assert_eq!(peers.ask(address).await.body, expected, "{address}");
        }
        // 4.7 Addressing the raw value of a property
        assert_eq!(peers.ask("Vessels(4)/Pennants/$value").await.body, "Red,White");
        assert_eq!(peers.ask("Vessels(4)/Hull").await.json()["value"], "Green");
        assert_eq!(peers.ask("Vessels(2)/Hull").await.status, 204);
        // OData JSON Format, section 4.6.3: the type, where all control information is asked for.
        let full =
            peers.ask("Vessels(4)?$select=Hull,Lights&$format=application/json;odata.metadata=full").await;
        assert_eq!(full.json()["Hull@odata.type"], "#Harbour.Colour");
        assert_eq!(full.json()["Lights@odata.type"], "#Harbour.Light");
    })
    .await;
}

#[tokio::test]
async fn literals_and_operators() {
    with_staged_peers(&VESSELS, "standard", async |peers| {
        for (filter, expected) in [
            // 5.1.1.14.1 Primitive Literals: with and, in 4.01, without the type's name, by name and
            // by number.
            ("Hull eq Harbour.Colour'Red'", &[1][..]),
            ("Hull eq 'Red'", &[1]),
            ("'Red' eq Hull", &[1]),
            ("Hull eq Harbour.Colour'1'", &[1]),
            ("Hull eq '-3'", &[3]),
            ("Trim eq Harbour.Colour'Green'", &[3]),
            ("Trim eq '2'", &[3]),
            ("Ensign eq 'Red'", &[2, 3]),
            ("Lights eq Harbour.Light'Red,White'", &[4]),
            ("Lights eq 'White,Red'", &[4]),
            ("Lights eq 'Red,8'", &[4]),
            ("Lights eq '0'", &[3]),
            ("Pennants eq Harbour.Light'Both'", &[1]),
            ("Pennants eq '0'", &[3]),
            ("Hull eq @c&@c=Harbour.Colour'Blue'", &[3]),
            // 5.1.1.1.1 and 5.1.1.1.2: null equals null only.
            ("Hull eq null", &[2]),
            ("Hull ne null", &[1, 3, 4, 5]),
            ("Hull ne 'Red'", &[2, 3, 4, 5]),
            ("Trim ne 'Red'", &[2, 3, 4, 5]),
            ("Ensign ne 'Red'", &[1, 4, 5]),
            ("Hull eq Trim", &[1, 2, 5]),
            ("Hull ne Ensign", &[1, 2, 3, 5]),
            ("Hull ne Ensign and Ensign ne 'White'", &[2, 3, 5]),
            // 5.1.1.1.3 to 6: members compare by their values, however they are stored.
            ("Hull gt Harbour.Colour'White'", &[1, 4]),
            ("Hull ge 'White'", &[1, 4, 5]),
            ("Hull lt 'Red'", &[3, 5]),
            ("Hull le '-3'", &[3]),
            ("Trim gt 'White'", &[1, 3]),
            ("Ensign lt 'Red'", &[1, 5]),
            ("'Red' gt Ensign", &[1, 5]),
            ("not (Hull lt 'Red')", &[1, 2, 4]),
            // 5.1.1.1.11 In
            ("Hull in ('Red',Harbour.Colour'Blue')", &[1, 3]),
            ("Hull in ('Red',null)", &[1, 2]),
            ("Trim in ('Red','2')", &[1, 3]),
            ("Ensign in ('White','Blue')", &[1, 5]),
            ("Hull eq 'Red' or Hull eq 'Blue' or Hull eq 'Green'", &[1, 3, 4]),
            // 5.1.1.1.10 Has
            ("Lights has Harbour.Light'Red'", &[1, 4, 5]),
            ("Lights has 'White'", &[4, 5]),
            ("Lights has 'Both'", &[1, 5]),
            ("Lights has 'Red,White'", &[4, 5]),
            ("Lights has '0'", &[1, 3, 4, 5]),
            ("not (Lights has 'Red')", &[3]),
            ("(Lights has 'Red') eq null", &[2]),
            ("Pennants has 'White'", &[4, 5]),
            // 5.1.1.10.1 Cast, rules 2, 3, 9 and 10
            ("cast(Hull,Edm.String) eq 'Red'", &[1]),
            ("cast(Lights,Edm.String) eq 'Red,White'", &[4]),
            ("startswith(cast(Trim,Edm.String),'G')", &[3]),
            ("cast(Hull,Edm.Int32) lt 0", &[3]),
            ("cast(Hull,Edm.Byte) eq null", &[2, 3]),
            ("cast(ID,Harbour.Colour) eq 'Green'", &[2]),
            ("cast(ID,Harbour.Colour) eq null", &[3, 4, 5]),
            ("cast(ID,Harbour.Light) has 'Both'", &[3]),
            ("cast(Name,Harbour.Colour) eq null", &[1, 2, 3, 4, 5]),
            ("cast('Blue',Harbour.Colour) eq Hull", &[3]),
            ("cast(Hull,Harbour.Light) eq null", &[1, 2, 3, 4, 5]),
            // 5.1.1.10.2 Isof
            ("isof(Hull,Harbour.Colour)", &[1, 3, 4, 5]),
            ("isof(Hull,Edm.Int16)", &[]),
            ("isof(Hull,Harbour.Light)", &[]),
            ("case(Hull eq 'Red':Trim,true:Ensign) eq 'Red'", &[1, 2, 3]),
        ] {
            let found = match filter.split_once('&') {
                None => found(peers, "Vessels", filter).await,
                Some((filter, alias)) => {
                    let address = format!("Vessels?$select=ID&$filter={}&{alias}", encoded(filter));
                    peers.ask(&address).await.rows().iter().map(|row| row["ID"].as_i64().unwrap()).collect()
                }
            };
            assert_eq!(found, expected, "{filter}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_has_no_meaning_is_refused() {
    with_staged_peers(&VESSELS, "standard", async |peers| {
        for filter in [
            "Hull eq 'Rot'",
            "Hull eq Harbour.Colour'red'",
            "Hull eq Harbour.Light'Red'",
            "Hull eq Harbour.Color'Red'",
            "Hull eq 'Red,Blue'",
            "Hull eq '9'",
            "Hull eq 1",
            "Hull eq true",
            "Hull eq Lights",
            "Lights eq '4'",
            "Lights eq '-1'",
            "Hull has 'Red'",
            "Name has 'Red'",
            "Hull add 1 eq 2",
            "-Hull eq 2",
            "contains(Hull,'e')",
            "cast(Hull,Harbour.Rig) eq null",
            "Hull",
        ] {
            assert_eq!(
                refused(peers, "Vessels", filter).await,
                (400, "\"InvalidRequest\"".into()),
                "{filter}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn members_sort_by_value() {
    with_staged_peers(&VESSELS, "standard", async |peers| {
        for (order, expected) in [
            // 5.1.5: null is lowest.
            ("Hull", [2, 3, 5, 1, 4]),
            ("Hull desc", [4, 1, 5, 3, 2]),
            ("Trim", [2, 4, 5, 1, 3]),
            ("Ensign desc,ID desc", [4, 3, 2, 1, 5]),
            ("Lights", [2, 3, 1, 4, 5]),
            ("Pennants desc", [5, 4, 1, 3, 2]),
            ("Lights has 'White',ID", [2, 1, 3, 4, 5]),
        ] {
            let address = format!("Vessels?$select=ID&$orderby={}", encoded(order));
            let ids: Vec<_> =
                peers.ask_pages(&address, 2).await.iter().map(|row| row["ID"].as_i64().unwrap()).collect();
            assert_eq!(ids, expected, "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn keys_may_be_members() {
    with_staged_peers(&VESSELS, "standard", async |peers| {
        // 4.3.1 Canonical URL and 4.3.6 Key as segment
        for (address, vessel) in [
            ("Moorings(Side=Harbour.Colour'Red',No=2)", json!(3)),
            ("Moorings(Side='White',No=7)", json!(5)),
            ("Moorings(Side=Harbour.Colour'-3',No=1)", json!(null)),
            ("Moorings/Red/1", json!(1)),
        ] {
            assert_eq!(peers.ask(address).await.json()["VesselID"], vessel, "{address}");
        }
        assert_eq!(peers.ask("Moorings(Side='Rot',No=1)").await.status, 400);
        assert_eq!(peers.ask("Moorings/Rot/1").await.status, 404);
        assert_eq!(peers.ask("Pennants(Harbour.Colour'Red')").await.json()["Meaning"], "stop");
        assert_eq!(peers.ask("Pennants/Blue/Meaning").await.status, 204);
        assert_eq!(peers.ask("Moorings(Side='Red',No=2)/Pennant").await.json()["Meaning"], "stop");
        let full = peers.ask("Moorings?$top=1&$format=application/json;odata.metadata=full").await.rows();
        assert_eq!(
            full[0]["@odata.id"],
            "https://yard.example/odata/Moorings(Side=Harbour.Colour'Blue',No=1)"
        );
        let pages = peers.ask_pages("Moorings?$select=Side,No", 1).await;
        let sides: Vec<_> = pages.iter().map(|row| row["Side"].as_str().unwrap().to_owned()).collect();
        assert_eq!(sides, ["Blue", "White", "Red", "Red"]);
        let pages = peers.ask_pages("Pennants", 1).await;
        let colours: Vec<_> = pages.iter().map(|row| row["Colour"].as_str().unwrap().to_owned()).collect();
        assert_eq!(colours, ["Blue", "Red", "Green"]);
    })
    .await;
}

/// Salesforce has no enumerations: they are published as text, and filtered as text.
#[tokio::test]
async fn salesforce_is_given_text() {
    with_staged_peers(&VESSELS, "salesforce", async |peers| {
        for (filter, expected) in [
            ("Hull eq 'Red'", &[1][..]),
            ("Hull eq 'Rot'", &[]),
            ("Hull ne 'Red'", &[2, 3, 4, 5]),
            ("Hull eq ''", &[2]),
            ("Hull eq null", &[2]),
            ("Trim eq null", &[2]),
            ("Hull eq 'Red' or Hull eq 'Blue'", &[1, 3]),
            ("Hull gt 'Green'", &[1, 5]),
            ("Trim gt 'Green'", &[1, 5]),
            ("Ensign lt 'Green'", &[5]),
            ("contains(Hull,'e')", &[1, 3, 4, 5]),
            ("startswith(Trim,'Gr')", &[3]),
            ("Hull eq Trim", &[1, 2, 5]),
            ("Lights eq 'Red,White'", &[4]),
            ("Lights eq 'White,Red'", &[]),
            ("Lights eq '0'", &[3]),
            ("Pennants eq 'Red,White'", &[4]),
            ("contains(Lights,'White')", &[4, 5]),
            ("tolower(Ensign) eq 'red'", &[2, 3]),
        ] {
            assert_eq!(found(peers, "Vessels", filter).await, expected, "{filter}");
        }
        for (order, expected) in [("Hull", [2, 3, 4, 1, 5]), ("Trim desc", [5, 1, 3, 4, 2])] {
            let address = format!("Vessels?$select=ID&$orderby={}", encoded(order));
            let ids: Vec<_> =
                peers.ask_pages(&address, 2).await.iter().map(|row| row["ID"].as_i64().unwrap()).collect();
            assert_eq!(ids, expected, "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn members_are_grouped_and_followed() {
    with_staged_peers(&VESSELS, "standard", async |peers| {
        for (address, expected) in [
            (
                "Vessels?$apply=groupby((Ensign),aggregate($count as N))&$orderby=Ensign",
                json!([
                    { "Ensign": "Blue", "N": 1 },
                    { "Ensign": "White", "N": 1 },
                    { "Ensign": "Red", "N": 2 },
                    { "Ensign": "Green", "N": 1 },
                ]),
            ),
            (
                "Vessels?$apply=filter(Hull ge 'White')/groupby((Hull,Trim))&$orderby=Hull",
                json!([
                    { "Hull": "White", "Trim": "White" },
                    { "Hull": "Red", "Trim": "Red" },
                    { "Hull": "Green", "Trim": "Blue" },
                ]),
            ),
            (
                "Vessels?$apply=aggregate(Hull with max as Greatest,Hull with countdistinct as Number)",
                json!([{ "Greatest": "Green", "Number": 4 }]),
            ),
            (
                "Moorings?$expand=Pennant($select=Meaning),Vessel($select=Lights)&$select=No&$orderby=Side,No",
                json!([
                    { "No": 1, "Pennant": { "Meaning": null }, "Vessel": null },
                    { "No": 7, "Pennant": null, "Vessel": { "Lights": "Both,White" } },
                    { "No": 1, "Pennant": { "Meaning": "stop" }, "Vessel": { "Lights": "Both" } },
                    { "No": 2, "Pennant": { "Meaning": "stop" }, "Vessel": { "Lights": "0" } },
                ]),
            ),
        ] {
            let address = address.replace(' ', "%20");
            let rows = peers.ask(&address).await;
            assert_eq!(rows.status, 200, "{address}: {}", rows.body);
            let mut rows = rows.json()["value"].clone();
            for row in rows.as_array_mut().unwrap() {
                row.as_object_mut().unwrap().retain(|name, _| !name.contains('@'));
            }
            assert_eq!(rows, expected, "{address}");
        }
    })
    .await;
}
