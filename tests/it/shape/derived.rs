//! Derived types: what each entity shows, casts in paths, conditions and selections. Sections are
//! those of OData 4.01, Part 2: URL Conventions, unless another document is named.

use serde_json::json;

use super::harbour::vessels;
use super::{gives, refuses};
use crate::support::peers::{Peers, encoded, with_peers};

#[tokio::test]
async fn an_entity_shows_its_type_and_what_that_has() {
    with_peers(&vessels(), "standard", async |peers| {
        gives(
            peers,
            &[
                // JSON Format, section 4.6.3: a type derived from that of the set is told.
                (
                    "Vessels",
                    concat!(
                        r#"{"@odata.context":"~Vessels","value":[{"ID":1,"Name":"Ilse","Built":"1912-02-29"},"#,
                        r##"{"@odata.type":"#Test.Tug","ID":2,"Name":"Bugsier 5","Built":"1999-12-31","Power":2400,"Winch":"Kühn"},"##,
                        r##"{"@odata.type":"#Test.HarbourTug","ID":3,"Name":"Stier","Built":null,"Power":-1,"Winch":null,"Radius":12.50},"##,
                        r##"{"@odata.type":"#Test.Ferry","ID":4,"Name":"Övelgönne","Built":null,"Seats":250,"Route":{"From":"Neumühlen","To":"Finkenwerder"}},"##,
                        r##"{"@odata.type":"#Test.Ferry","ID":5,"Name":"Kira","Built":"2024-02-29","Seats":null,"Route":{"From":null,"To":""}},"##,
                        r##"{"@odata.type":"#Test.Tug","ID":6,"Name":"Anna","Built":null,"Power":null,"Winch":""}]}"##,
                    ),
                ),
                // Protocol, sections 10.5 and 10.6: casts stand in the context URL.
                ("Vessels(1)", r#"{"@odata.context":"~Vessels/$entity","ID":1,"Name":"Ilse","Built":"1912-02-29"}"#),
                (
                    "Vessels(4)?$select=Name,Test.Ferry/Seats",
                    r##"{"@odata.context":"~Vessels/Test.Ferry(Name,Seats)/$entity","@odata.type":"#Test.Ferry","Name":"Övelgönne","Seats":250}"##,
                ),
                (
                    "Vessels/Test.Tug?$select=Power",
                    r##"{"@odata.context":"~Vessels/Test.Tug(Power)","value":[{"Power":2400},{"@odata.type":"#Test.HarbourTug","Power":-1},{"Power":null}]}"##,
                ),
                // 4.11 Addressing Derived Types
                (
                    "Vessels(3)/Test.Tug?$select=ID",
                    r##"{"@odata.context":"~Vessels/Test.HarbourTug(ID)/$entity","@odata.type":"#Test.HarbourTug","ID":3}"##,
                ),
                ("Vessels/Test.Tug(2)/Power", r#"{"@odata.context":"~Vessels(2)/Test.Tug/Power","value":2400}"#),
                ("Vessels(2)/Test.Tug/Power/$value", "2400"),
                ("Vessels/Test.Tug/2/Name", r#"{"@odata.context":"~Vessels(2)/Name","value":"Bugsier 5"}"#),
                (
                    "Vessels(4)/Test.Ferry/Route",
                    r#"{"@odata.context":"~Vessels(4)/Test.Ferry/Route","From":"Neumühlen","To":"Finkenwerder"}"#,
                ),
                ("Vessels(5)/Test.Ferry/Route/To/$value", ""),
                ("Vessels/Test.HarbourTug/Test.HarbourTug(3)/Test.Tug/Winch", ""),
                ("Vessels/Test.Tug/$count", "3"),
                ("Vessels/Test.HarbourTug/$count", "1"),
                ("Vessels/Test.Vessel/$count", "6"),
                ("Vessels/Test.Tug/$count?$filter=Power gt 0", "1"),
                ("Vessels(2)/Test.Tug/Crew/$count", "2"),
                ("Vessels(2)/Hands(1)/Vessel/Test.Tug/Winch/$value", "Kühn"),
                (
                    "$entity/Test.Tug?$id=Vessels(2)&$select=Power",
                    r#"{"@odata.context":"~Vessels/Test.Tug(Power)/$entity","Power":2400}"#,
                ),
            ],
        )
        .await;
        refuses(
            peers,
            &[
                ("Vessels(1)/Test.Tug", 404, "NotFound"),
                ("Vessels/Test.Ferry(2)", 404, "NotFound"),
                ("Vessels(4)/Test.Tug/Power", 404, "NotFound"),
                ("Vessels(2)/Power", 404, "NotFound"),
                ("Vessels/Test.Tug/Test.Ferry", 404, "NotFound"),
                ("Vessels(2)/Crew", 404, "NotFound"),
                ("Hands(5)/Vessel/Test.Tug", 404, "NotFound"),
                ("Vessels/Test.Nothing", 501, "NotImplemented"),
                ("Vessels(2)/Test.Tug(2)", 400, "InvalidRequest"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn all_metadata_has_links_cast_to_the_type() {
    with_peers(&vessels(), "standard", async |peers| {
        let full = "$format=application/json;odata.metadata=full";
        // JSON Format, section 4.6.8
        let tug = peers.ask(&format!("Vessels(2)?$select=Name&{full}")).await.json();
        let at = "https://yard.example/odata/Vessels(2)";
        assert_eq!(
            tug,
            json!({
                "@odata.context": "https://yard.example/odata/$metadata#Vessels/Test.Tug(Name)/$entity",
                "@odata.type": "#Test.Tug",
                "@odata.id": at,
                "@odata.editLink": format!("{at}/Test.Tug"),
                "Name": "Bugsier 5",
                "Hands@odata.associationLink": format!("{at}/Test.Tug/Hands/$ref"),
                "Hands@odata.navigationLink": format!("{at}/Test.Tug/Hands"),
                "Crew@odata.associationLink": format!("{at}/Test.Tug/Crew/$ref"),
                "Crew@odata.navigationLink": format!("{at}/Test.Tug/Crew"),
            })
        );
        let rows = peers
            .ask(&format!("Vessels?$filter=ID in (1,5)&$select=Test.Ferry/Route/To&{full}"))
            .await
            .rows();
        assert_eq!(rows[0]["@odata.type"], "#Test.Vessel");
        assert_eq!(rows[0]["@odata.editLink"], "https://yard.example/odata/Vessels(1)");
        assert_eq!(rows[0].get("Crew@odata.navigationLink"), None);
        assert_eq!(rows[1]["Route"], json!({ "@odata.type": "#Test.Route", "To": "" }));
        let none = peers.ask("Vessels(2)?$format=application/json;odata.metadata=none&$select=Name").await;
        assert_eq!(none.body, r#"{"Name":"Bugsier 5"}"#);
    })
    .await;
}

#[tokio::test]
async fn conditions_lead_along_relations_of_types() {
    with_peers(&vessels(), "standard", async |peers| {
        finds(
            peers,
            &[
                // 5.1.1.13: what derived types lead to is nothing in others.
                ("$filter=Test.Tug/Crew/any(c:c/Name eq 'Ida')", &[2]),
                ("$filter=Test.Tug/Crew/any()", &[2, 3]),
                ("$filter=Hands/any()", &[2, 3, 4]),
                ("$filter=Test.HarbourTug/Hands/$count eq 0 and isof(Test.Tug)", &[2, 6]),
                ("$orderby=Test.Tug/Crew/$count desc,ID", &[2, 3, 1, 4, 5, 6]),
                ("$filter=Hands/any(h:isof(h/Vessel,Test.Tug) and isof(Test.Tug))", &[2, 3]),
            ],
        )
        .await;
        for (filter, expected) in [
            ("Vessel/Test.Tug/Power gt 0", &[1, 2][..]),
            ("Vessel/Test.Tug/Power eq null", &[4, 5]),
            ("Vessel/Test.Ferry/Route/To eq 'Finkenwerder'", &[5]),
            // 5.1.1.10.2: null is of no type.
            ("isof(Vessel,Test.Tug)", &[1, 2, 3]),
            ("not isof(Vessel,Test.HarbourTug)", &[1, 2, 4, 5]),
            ("isof(Vessel,Test.Vessel)", &[1, 2, 3, 5]),
        ] {
            let address = format!("Hands?$select=No&$filter={}", encoded(filter));
            let rows = peers.ask(&address).await.rows();
            let found: Vec<_> = rows.iter().map(|row| row["No"].as_i64().unwrap()).collect();
            assert_eq!(found, expected, "{filter}");
        }
        refuses(
            peers,
            &[
                ("Vessels?$filter=Crew/any()", 400, "InvalidRequest"),
                ("Vessels?$filter=isof(Hands,Test.Hand)", 400, "InvalidRequest"),
            ],
        )
        .await;
    })
    .await;
}

async fn finds(peers: &Peers, options: &[(&str, &[i64])]) {
    for (options, expected) in options {
        let rows = peers.ask(&format!("Vessels?$select=ID&{options}")).await.rows();
        let ids: Vec<_> = rows.iter().map(|row| row["ID"].as_i64().unwrap()).collect();
        assert_eq!(ids, *expected, "{options}");
    }
}

#[tokio::test]
async fn conditions_and_orders_look_at_types() {
    with_peers(&vessels(), "standard", async |peers| {
        finds(
            peers,
            &[
                // 5.1.1.10.2 isof
                ("$filter=isof(Test.Tug)", &[2, 3, 6]),
                ("$filter=isof($it,Test.HarbourTug)", &[3]),
                ("$filter=isof(Test.Vessel)", &[1, 2, 3, 4, 5, 6]),
                ("$filter=not isof(Test.Tug) and Name ne 'Kira'", &[1, 4]),
                ("$filter=isof(Test.Hand)", &[]),
                // 5.1.1.15: a property of a derived type is null in entities of others, whatever their
                // rows hold.
                ("$filter=Test.Tug/Power gt -2", &[2, 3]),
                ("$filter=Test.Tug/Power eq null", &[1, 4, 5, 6]),
                ("$filter=Test.Tug/Power ne null", &[2, 3]),
                ("$filter=Test.Tug/Power ne 2400", &[1, 3, 4, 5, 6]),
                ("$filter=not(Test.Tug/Power ne 2400)", &[2]),
                ("$filter=not(Test.Tug/Power gt 0)", &[1, 3, 4, 5, 6]),
                ("$filter=Test.Tug/Power in (9999,2400)", &[2]),
                ("$filter=Test.Tug/Power in (9999,null)", &[1, 4, 5, 6]),
                ("$filter=0 gt Test.Tug/Power", &[3]),
                ("$filter=Test.Tug/Winch eq ''", &[6]),
                ("$filter=contains(Test.Tug/Winch,'h')", &[2]),
                ("$filter=contains(Test.Tug/Winch,'r') ne true", &[1, 2, 3, 4, 5, 6]),
                ("$filter=length(Test.Tug/Winch) add Test.Tug/Power eq 2404", &[2]),
                ("$filter=Test.Tug/Power eq Test.Tug/Power and Test.HarbourTug/Radius gt 12", &[3]),
                ("$filter=Test.Ferry/Route/From eq null", &[1, 2, 3, 5, 6]),
                ("$filter=Test.Ferry/Seats gt 100 or Test.Tug/Power gt 100", &[2, 4]),
                ("$filter=Test.Tug/Test.HarbourTug/Radius eq 12.5", &[3]),
                ("$filter=$it/Test.Tug/Name eq 'Stier'", &[3]),
                ("$filter=case(isof(Test.Tug):Test.Tug/Power,true:0) lt 0", &[3]),
                ("$filter=isof(Test.Ferry/Route,Test.Route)", &[1, 2, 3, 4, 5, 6]),
                // 5.1.6: null sorts lowest.
                ("$orderby=Test.Tug/Power desc,ID", &[2, 3, 1, 4, 5, 6]),
                ("$orderby=Test.Ferry/Route/To desc,Test.Tug/Winch,ID desc", &[4, 5, 3, 1, 6, 2]),
            ],
        )
        .await;
        let tugs = |options: &str| format!("Vessels/Test.Tug?$select=ID&{options}");
        for (options, expected) in [
            ("$filter=Power gt 0", &[2][..]),
            ("$filter=Power eq null", &[6]),
            ("$filter=Test.HarbourTug/Radius eq null", &[2, 6]),
            ("$orderby=Power desc", &[2, 3, 6]),
        ] {
            let rows = peers.ask(&tugs(options)).await.rows();
            assert_eq!(
                rows.iter().map(|row| row["ID"].as_i64().unwrap()).collect::<Vec<_>>(),
                expected,
                "{options}"
            );
        }
        let rows = peers.ask_pages("Vessels?$orderby=Test.Tug/Power desc", 2).await;
        assert_eq!(
            rows.iter().map(|row| row["ID"].as_i64().unwrap()).collect::<Vec<_>>(),
            [2, 3, 1, 4, 5, 6]
        );
        refuses(
            peers,
            &[
                ("Vessels?$filter=Power gt 0", 400, "InvalidRequest"),
                ("Vessels?$filter=Test.Tug/Seats gt 0", 400, "InvalidRequest"),
                ("Vessels/Test.Ferry?$filter=Test.Tug/Power gt 0", 400, "InvalidRequest"),
                ("Vessels?$filter=isof(Test.Nothing)", 400, "InvalidRequest"),
                ("Vessels?$filter=Test.Tug eq null", 400, "MalformedRequest"),
                ("Vessels?$filter=Kind eq 'tug'", 400, "InvalidRequest"),
                ("Vessels?$filter=cast($it,Test.Tug) eq null", 501, "NotImplemented"),
                ("Vessels?$select=Power", 400, "InvalidRequest"),
                ("Vessels?$select=Test.Tug", 400, "InvalidRequest"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn selections_name_properties_of_derived_types() {
    with_peers(&vessels(), "standard", async |peers| {
        gives(
            peers,
            &[(
                "Vessels?$select=Test.Tug/Power,Test.Ferry/Route/To,Name&$filter=ID in (1,2,4)",
                concat!(
                    r#"{"@odata.context":"~Vessels(Name,Test.Tug/Power,Test.Ferry/Route/To)","value":[{"Name":"Ilse"},"#,
                    r##"{"@odata.type":"#Test.Tug","Name":"Bugsier 5","Power":2400},"##,
                    r##"{"@odata.type":"#Test.Ferry","Name":"Övelgönne","Route":{"To":"Finkenwerder"}}]}"##,
                ),
            )],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn entities_of_derived_types_are_expanded_and_have_expands_of_their_own() {
    with_peers(&vessels(), "standard", async |peers| {
        gives(
            peers,
            &[
                // 5.1.3: what is expanded of a derived type is not there in others.
                (
                    "Vessels?$expand=Test.Tug/Crew($select=Name)&$select=ID&$filter=ID in (1,2,6)",
                    concat!(
                        r#"{"@odata.context":"~Vessels(ID,Test.Tug/Crew(Name))","value":[{"ID":1},"#,
                        r##"{"@odata.type":"#Test.Tug","ID":2,"Crew":[{"Name":"Ida"},{"Name":"Jo"}]},"##,
                        r##"{"@odata.type":"#Test.Tug","ID":6,"Crew":[]}]}"##,
                    ),
                ),
                (
                    "Vessels/Test.HarbourTug?$expand=Crew($select=No)&$select=Radius",
                    r#"{"@odata.context":"~Vessels/Test.HarbourTug(Radius,Crew(No))","value":[{"Radius":12.50,"Crew":[{"No":3}]}]}"#,
                ),
                (
                    "Vessels(2)?$expand=Test.Tug/Crew($count=true;$top=1;$select=No)&$select=Name",
                    r##"{"@odata.context":"~Vessels/Test.Tug(Name,Crew(No))/$entity","@odata.type":"#Test.Tug","Name":"Bugsier 5","Crew@odata.count":2,"Crew":[{"No":1}]}"##,
                ),
                (
                    "Vessels(1)?$expand=Test.Tug/Crew&$select=Name",
                    r#"{"@odata.context":"~Vessels(Name)/$entity","Name":"Ilse"}"#,
                ),
                // A related entity shows its own type.
                (
                    "Hands?$expand=Vessel($select=Name,Test.Ferry/Seats)&$select=No&$filter=No in (2,4,5)",
                    concat!(
                        r#"{"@odata.context":"~Hands(No,Vessel(Name,Test.Ferry/Seats))","value":["#,
                        r##"{"No":2,"Vessel":{"@odata.type":"#Test.Tug","Name":"Bugsier 5"}},{"No":4,"Vessel":null},"##,
                        r##"{"No":5,"Vessel":{"@odata.type":"#Test.Ferry","Name":"Övelgönne","Seats":250}}]}"##,
                    ),
                ),
            ],
        )
        .await;
        refuses(
            peers,
            &[
                ("Vessels?$expand=Crew", 400, "InvalidRequest"),
                ("Vessels?$expand=Test.Ferry/Crew", 400, "InvalidRequest"),
                ("Vessels?$expand=Test.Tug/Power", 400, "InvalidRequest"),
                ("Vessels?$apply=concat(identity,aggregate($count as N))", 501, "NotImplemented"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_row_of_no_type_is_an_error_by_name() {
    let mut harbour = vessels();
    harbour.tables[0].rows[3][1] = landbridge::edm::Value::String("raft".to_owned());
    with_peers(&harbour, "standard", async |peers| {
        refuses(
            peers,
            &[
                ("Vessels", 502, "UnexpectedValue"),
                ("Vessels(4)", 502, "UnexpectedValue"),
                ("Hands(5)/Vessel", 502, "UnexpectedValue"),
            ],
        )
        .await;
        let others = encoded("ID ne 4");
        assert_eq!(peers.ask(&format!("Vessels?$filter={others}")).await.rows().len(), 5);
        assert_eq!(peers.ask("Vessels/Test.Tug").await.rows().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn salesforce_gets_one_object_of_all_properties() {
    with_peers(&vessels(), "salesforce", async |peers| {
        gives(
            peers,
            &[(
                "Vessels(2)",
                r#"{"@odata.context":"~Vessels/$entity","ID":2,"Name":"Bugsier 5","Built":"1999-12-31","Power":2400,"Winch":"Kühn","Radius":null,"Seats":7,"Route_From":null,"Route_To":null}"#,
            )],
        )
        .await;
        finds(peers, &[("$filter=Power gt 2000", &[1, 2])]).await;
    })
    .await;
}
