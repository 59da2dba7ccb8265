//! Functions (Protocol, section 11.5.4; URL Conventions, section 4.5.2).

use serde_json::{Value, json};

use super::harbour::with_harbours;
use crate::support::served::Served;

const ROOT: &str = "http://gw.example";

async fn ids(server: &Served, target: &str) -> Vec<i64> {
    server.values(target, "ID").await.iter().map(|id| id.as_i64().unwrap()).collect()
}

/// The overload is chosen by the names of the parameters, in any order (section 11.5.4.2).
#[tokio::test]
async fn parameters_choose_the_overload() {
    with_harbours(async |server| {
        for (target, expected) in [
            ("/Deep(Draught=3)", &[1, 2][..]),
            ("/Deep(Draught=@d)?@d=3.20", &[1, 2]),
            ("/Deep(Draught=@d)?@d=@e&@e=12.01", &[]),
            ("/Deep?Draught=12", &[2]),
            ("/Deep?@Draught=12", &[2]),
            ("/Deep()", &[1, 2, 4]),
            ("/Deep", &[1, 2, 4]),
            ("/Deep(From=1,To=12)", &[1, 2]),
            ("/Deep(To=3.2,From=1)", &[1]),
            ("/Deep(From=1,To=null)", &[1, 2]),
            ("/Deep?From=1&To=3.2", &[1]),
        ] {
            assert_eq!(ids(server, target).await, expected, "{} {target}", server.name);
        }
    })
    .await;
}

/// Behind a composable function everything is possible that is behind a set.
#[tokio::test]
async fn paths_and_options_go_on_behind_a_composable_function() {
    with_harbours(async |server| {
        for (target, expected) in [
            ("/Deep()?$filter=Draught lt 12", &[1, 4][..]),
            ("/Deep()?$orderby=Name desc", &[2, 1, 4]),
            ("/Deep()?$orderby=Draught desc&$skip=1&$top=1", &[1]),
            ("/Deep()?$search=ann", &[1]),
            ("/Deep()?$filter=Berth/Depth gt 4", &[1]),
            ("/Deep()?$orderby=Berth/Name desc,ID desc", &[1, 4, 2]),
            ("/Deep(Draught=1)/$filter(ID gt 1)", &[2]),
            ("/Youngest(Before=2010-01-01)/Berth/Vessels?$filter=Berth/Vessels/any(v:v/ID gt 0)", &[1]),
            ("/Deep(From=0,To=null)?$filter=contains(Name,'ä')", &[2]),
            ("/Deep()?$filter=ID in (1,2,3)&$orderby=ID desc", &[2, 1]),
        ] {
            assert_eq!(ids(server, target).await, expected, "{} {target}", server.name);
        }
        let page = server.ok("/Deep()?$count=true&$top=1&$select=Name").await;
        assert_eq!(
            page,
            json!({
                "@odata.context": format!("{ROOT}/$metadata#Vessels(Name)"),
                "@odata.count": 3,
                "value": [{ "Name": "Anna" }],
            })
        );
        let berths = server.rows("/Deep()?$expand=Berth($select=Name)&$select=ID&$orderby=ID").await;
        assert_eq!(berths[0], json!({ "ID": 1, "Berth": { "Name": "Kai Ä" } }), "{}", server.name);
        assert_eq!(berths[1], json!({ "ID": 2, "Berth": null }));
        for (target, expected) in [
            ("/Deep(From=0,To=null)?$apply=aggregate(Draught with sum as Sum)", json!([{ "Sum": 15.21 }])),
            ("/Deep(Draught=3)?$apply=filter(ID gt 1)/aggregate($count as N)", json!([{ "N": 1 }])),
            (
                "/Deep()?$apply=concat(topcount(1,Draught)/aggregate($count as N),aggregate($count as N))",
                json!([{ "N": 1 }, { "N": 3 }]),
            ),
            ("/Vessels(1)/Others()?$compute=ID add 1 as Next&$select=Next&$top=1", json!([{ "Next": 3 }])),
        ] {
            let target = format!("{target}&$format=json;odata.metadata=none");
            assert_eq!(json!(server.rows(&target).await), expected, "{} {target}", server.name);
        }
        assert_eq!(server.get("/Deep(Draught=1)/$count").await.body, "2");
        assert_eq!(server.get("/Deep(Draught=1)/$count?$filter=ID eq 2").await.body, "1");
        assert_eq!(server.ok("/Deep()/2/Name").await["value"], "Bärbel");
        assert_eq!(server.get("/Deep()/3").await.status, 404, "it is none of these");
        assert_eq!(server.rows("/Deep()/$ref").await.len(), 3);
        assert_eq!(server.ok("/Deep()/1/Berth").await["ID"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_composable_result_comes_in_pages() {
    with_harbours(async |server| {
        let mut link = "/Deep(From=@f,To=null)?@f=0&$orderby=Name desc".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = server.get_with(&link, &["Prefer: maxpagesize=1"]).await.json();
            seen.extend(page["value"].as_array().unwrap().iter().map(|row| row["ID"].clone()));
            let Some(next) = page["@odata.nextLink"].as_str() else { break };
            link = next.strip_prefix(ROOT).unwrap().to_owned();
        }
        assert_eq!(seen, [json!(2), json!(1), json!(4)], "{}", server.name);
        // The token belongs to these arguments.
        let foreign = server.get(&link.replace("@f=0", "@f=1")).await;
        assert_eq!(foreign.status, 400, "{}", foreign.body);
    })
    .await;
}

#[tokio::test]
async fn a_single_entity_may_be_missing() {
    with_harbours(async |server| {
        let oldest = server.ok("/Oldest()").await;
        assert_eq!(oldest["@odata.context"], format!("{ROOT}/$metadata#Vessels/$entity"));
        assert_eq!(oldest["Name"], "Bärbel", "{}", server.name);
        assert_eq!(
            server.ok("/Oldest()/Name").await["@odata.context"],
            format!("{ROOT}/$metadata#Vessels(2)/Name")
        );
        assert_eq!(server.get("/Oldest()/Draught/$value").await.body, "12.00");
        assert_eq!(server.ok("/Oldest()?$select=ID").await["ID"], 2);
        assert_eq!(server.get("/Oldest()/Berth").await.status, 204);
        assert_eq!(server.ok("/Youngest(Before=2010-01-01)").await["ID"], 1);
        assert_eq!(server.ok("/Youngest(Before=2010-01-01)/Berth").await["Name"], "Kai Ä");
        // Not nullable, so nothing is 404 (section 11.5.4.1).
        assert_eq!(server.get("/Youngest(Before=1900-01-01)").await.status, 404);
        let gone = server.post("/Vessels(1)/Harbour.Scrap", "application/json", "").await;
        assert_eq!(gone.status, 204, "{}", gone.body);
    })
    .await;
}

/// As it comes: in the order of the statement, whatever the order of its columns.
#[tokio::test]
async fn what_is_not_composable_is_given_whole() {
    with_harbours(async |server| {
        let vessels = server.rows("/Vessels").await;
        let alphabet = server.ok("/Alphabet()").await;
        assert_eq!(alphabet["@odata.context"], format!("{ROOT}/$metadata#Vessels"));
        let order: Vec<Value> = [3, 2, 1, 4].iter().map(|id| vessels[id - 1].clone()).collect();
        assert_eq!(alphabet["value"], json!(order), "{}", server.name);
        let names = server.ok("/Alphabet?$select=Name,ID&$format=json;odata.metadata=none").await;
        assert_eq!(names["value"][0], json!({ "ID": 3, "Name": "O'Hara" }));

        let sum = server.ok("/DraughtSum()").await;
        assert_eq!(sum, json!({ "@odata.context": format!("{ROOT}/$metadata#Edm.Decimal"), "value": 15.21 }));
        let value = server.get("/DraughtSum()/$value").await;
        assert_eq!(
            (value.body.as_str(), value.header("content-type")),
            ("15.21", Some("text/plain;charset=utf-8"))
        );
        let quoted =
            server.get_with("/DraughtSum", &["Accept: application/json;IEEE754Compatible=true"]).await;
        assert_eq!(quoted.json()["value"], "15.21");

        let names = server.ok("/Names(Least='A')").await;
        assert_eq!(
            names,
            json!({
                "@odata.context": format!("{ROOT}/$metadata#Collection(Edm.String)"),
                "value": ["O'Hara", "Bärbel", "Anna"],
            })
        );
        assert_eq!(server.ok("/Names(Least='Z')").await["value"], json!([]));

        for (target, status, words) in [
            (
                "/Alphabet()?$filter=ID eq 1",
                400,
                "$filter: has no meaning for 'Alphabet', which is not composable",
            ),
            ("/Alphabet()?$top=1", 400, "$top: has no meaning"),
            ("/Alphabet()/$count", 400, "'Alphabet()' is not composable: '$count' cannot follow it"),
            ("/Alphabet()/1", 400, "not composable"),
            ("/DraughtSum()?$select=ID", 400, "$select has no meaning for DraughtSum"),
            ("/Names(Least='A')/$value", 400, "not composable"),
            ("/DraughtSum()?$format=xml", 415, "xml"),
        ] {
            let answer = server.get(target).await;
            assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
            assert!(answer.body.contains(words), "{target}: {}", answer.body);
        }
    })
    .await;
}

/// Section 11.5.1: the name is appended to what it is called on, qualified or not.
#[tokio::test]
async fn bound_functions_are_called_on_their_entity() {
    with_harbours(async |server| {
        for (target, expected) in [
            ("/Vessels(1)/Harbour.Fits(Depth=4)", json!(true)),
            ("/Vessels(1)/Fits(Depth=3.19)", json!(false)),
            ("/Vessels/1/Harbour.Fits?Depth=4", json!(true)),
            ("/Vessels(1)/Harbour.Fits(Depth=@d)?@d=3.2", json!(true)),
            ("/Berths(1)/Vessels(1)/Harbour.Fits(Depth=4)", json!(true)),
            ("/Oldest()/Harbour.Fits(Depth=4)", json!(false)),
            ("/Deep()/1/Harbour.Fits(Depth=4)", json!(true)),
            ("/Vessels/Harbour.Longest()", json!("Bärbel")),
            ("/Vessels/Harbour.Longest", json!("Bärbel")),
            ("/Vessels/Longest()", json!("Bärbel")),
            ("/Vessels/Longest", json!("Bärbel")),
            ("/Calls(Vessel='a%2Fb%20''c',No=1)/Harbour.Remarked()", json!("🚢")),
        ] {
            assert_eq!(server.ok(target).await["value"], expected, "{} {target}", server.name);
        }
        assert_eq!(server.get("/Vessels(3)/Harbour.Fits(Depth=4)").await.status, 204, "null");
        assert_eq!(server.get("/Calls(Vessel='Anna',No=2)/Remark/Harbour.Remarked()").await.status, 404);
        assert_eq!(ids(server, "/Vessels(2)/Harbour.Others()?$orderby=ID desc").await, [4, 3, 1]);
        assert_eq!(server.get("/Vessels(2)/Others/$count").await.body, "3");
        assert_eq!(ids(server, "/Vessels(2)/Others()/1/Others()").await, [2, 3, 4]);
        assert_eq!(server.ok("/Vessels(2)/Others()/1/Berth/Name").await["value"], "Kai Ä");
        for (target, status, words) in [
            ("/Vessels(99)/Harbour.Fits(Depth=4)", 404, "there is no Vessel with this key"),
            ("/Vessels(1)/Berth/Harbour.Fits(Depth=4)", 501, "'Harbour.Fits'"),
            ("/Vessels(1)/Harbour.Longest()", 501, "'Harbour.Longest'"),
            ("/Vessels(1)/Longest()", 404, "Vessel has no property 'Longest'"),
            ("/Vessels/Harbour.Fits(Depth=4)", 501, "Harbour.Fits"),
            ("/Vessels/$filter(ID gt 1)/Harbour.Longest()", 501, "on the whole of Vessels only"),
            ("/Berths(1)/Vessels/Harbour.Longest()", 501, "can be called on the whole of Vessels only"),
            ("/Fits(Depth=4)", 404, "there is no entity set 'Fits'"),
            ("/Harbour.Deep()", 404, "there is no entity set 'Harbour.Deep'"),
            ("/Vessels(1)/Harbour.Fits", 400, "parameters are missing: write Fits(Depth=…)"),
            ("/Vessels?$filter=Harbour.Fits(Depth=4)", 501, "Harbour.Fits"),
        ] {
            let answer = server.get(target).await;
            assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
            assert!(answer.body.contains(words), "{target}: {}", answer.body);
        }
    })
    .await;
}

#[tokio::test]
async fn parameters_that_do_not_fit_are_named() {
    with_harbours(async |server| {
        for (target, words) in [
            ("/Deep(draught=3)", "no overload with the parameters draught: write Deep(Draught=…) or Deep() or Deep(From=…,To=…)"),
            ("/Deep(From=1)", "no overload with the parameters From"),
            ("/Deep(From=1,To=2,Draught=3)", "no overload"),
            ("/Deep(3)", "parameters are named"),
            ("/Deep(Draught=1,Draught=2)", "'Draught' is given twice"),
            ("/Deep?Draught=1&@Draught=2", "'Draught' is given twice"),
            ("/Deep(Draught='3')", "the parameter 'Draught': '3' is no Edm.Decimal"),
            ("/Deep(Draught=null)", "'Draught' cannot be null"),
            ("/Deep(Draught=1.234)", "'Draught' has more than 2 fractional digits"),
            ("/Deep(Draught=1234)", "'Draught' has more digits than 5 in all allow"),
            ("/Deep(Draught=@d)", "the parameter alias @d has no value"),
            ("/Deep(Draught=@d)?@d=1 add 2", "expressions are not supported"),
            ("/Deep?Draught=1 add 2", "expressions are not supported"),
            ("/Deep?Draught=)", "the parameter 'Draught'"),
            ("/Names(Least='123456789012345678901')", "'Least' has more than 20 characters"),
            ("/Short(V=32768)", "'V' is no Edm.Int16"),
            ("/Short(V=1.5)", "'V' is no Edm.Int16"),
            ("/Int(V=2147483648)", "'V' is no Edm.Int32"),
            ("/Long(V=9223372036854775808)", "'V' is no Edm.Int64"),
            ("/Double(V=NaN)", "'V' has to be a finite number"),
            ("/Double(V=INF)", "'V' has to be a finite number"),
            ("/Double(V=1e999)", "no Edm.Double"),
            ("/Date(V=2023-02-29)", "no Edm.Date"),
            ("/Date(V=-0001-01-01)", "'V' has to lie in the years 1 to 9999"),
            ("/Time(V=12:00:00.1234567)", "'V' has more than 6 fractional digits of a second"),
            ("/Instant(V=2024-02-29T12:00:00.0000001Z)", "fractional digits of a second"),
            ("/Guid(V=1)", "no Edm.Guid"),
        ] {
            let answer = server.get(target).await;
            assert_eq!(answer.status, 400, "{} {target}: {}", server.name, answer.body);
            assert!(answer.body.contains(words), "{target}: {}", answer.body);
        }
    })
    .await;
}

/// What is sent as a value comes back as it was, whatever it looks like.
#[tokio::test]
async fn arguments_are_values_on_every_database() {
    with_harbours(async |server| {
        for (function, literal, expected) in [
            ("Short", "-32768", json!(-32768)),
            ("Int", "2147483647", json!(2147483647)),
            ("Long", "-9223372036854775808", json!(i64::MIN)),
            ("Double", "1.5e-7", json!(1.5e-7)),
            ("Decimal", "-12.5", json!(-12.5)),
            ("Date", "2024-02-29", json!("2024-02-29")),
            ("Time", "23:59:59.5", json!("23:59:59.500")),
            ("Instant", "2024-02-29T23:30:00.123456+01:30", json!("2024-02-29T22:00:00.123456Z")),
            ("Guid", "0F8FAD5B-D9CB-469F-A165-70867728950E", json!("0f8fad5b-d9cb-469f-a165-70867728950e")),
            ("Bytes", "binary'AP8n'", json!("AP8n")),
            ("Text", "''", json!("")),
        ] {
            let answer = server.ok(&format!("/{function}(V={literal})")).await;
            assert_eq!(answer["value"], expected, "{} {function}", server.name);
            let null = server.get(&format!("/{function}(V=null)")).await;
            assert_eq!((null.status, null.body.as_str()), (204, ""), "{} {function}", server.name);
        }
    })
    .await;
}

#[tokio::test]
async fn hostile_texts_are_texts() {
    with_harbours(async |server| {
        let long = "x".repeat(20_000);
        for text in [
            "'; DROP TABLE vessels; --",
            "\\'; DROP TABLE vessels; #",
            ":V",
            ":ID",
            "$1",
            "?",
            "%s {0} {text}",
            "\"`[]",
            "/* ",
            "-- ",
            "ü🚢\u{202e}\r\n\t",
            long.as_str(),
        ] {
            let encoded: String = text.replace('\'', "''").bytes().map(|b| format!("%{b:02X}")).collect();
            let answer = server.get(&format!("/Text(V='{encoded}')")).await;
            assert_eq!(answer.status, 200, "{} {text}: {}", server.name, answer.body);
            assert_eq!(answer.json()["value"], text, "{}", server.name);
            let answer = server.get(&format!("/Text?V='{encoded}'")).await;
            assert_eq!(answer.json()["value"], text, "{}", server.name);
        }
        let nul = server.get("/Text(V='a%00b')").await;
        match server.name {
            "postgres" => assert_eq!(nul.status, 400, "{}", nul.body),
            _ => assert_eq!(nul.json()["value"], "a\0b"),
        }
        assert_eq!(server.rows("/Vessels").await.len(), 4);
    })
    .await;
}

/// A function cannot write, even if its author thought otherwise.
#[tokio::test]
async fn a_function_that_writes_fails_and_writes_nothing() {
    with_harbours(async |server| {
        let answer = server.get("/Sly()").await;
        assert_eq!(answer.status, 502, "{}: {}", server.name, answer.body);
        assert!(!answer.body.contains("INSERT"), "{}", answer.body);
        assert_eq!(server.rows("/Calls").await.len(), 3, "{}", server.name);
    })
    .await;
}

#[tokio::test]
async fn stored_functions_and_procedures_are_called() {
    with_harbours(async |server| {
        if server.name == "sqlite" {
            return;
        }
        assert_eq!(ids(server, "/LyingAt(Berth=1,Least=3)").await, [1], "{}", server.name);
        assert_eq!(ids(server, "/LyingAt(Least=4,Berth=1)").await, [0; 0], "{}", server.name);
        let left = server.post("/Vessels(1)/Harbour.Leave", "application/json", "").await;
        assert_eq!(left.status, 200, "{}: {}", server.name, left.body);
        assert_eq!(left.json()["BerthID"], Value::Null);
        assert_eq!(ids(server, "/LyingAt(Berth=1,Least=3)").await, [0; 0], "{}", server.name);
    })
    .await;
}

#[tokio::test]
async fn functions_are_called_with_get_only() {
    with_harbours(async |server| {
        for target in ["/DraughtSum()", "/Deep()", "/Vessels(1)/Harbour.Fits(Depth=1)", "/Vessels"] {
            let answer = server.post(target, "application/json", "{}").await;
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, Some("GET, HEAD, OPTIONS")),
                "{target}"
            );
        }
        let posted = server.post("/Deep/$query", "text/plain", "Draught=3&$filter=ID%20eq%201").await;
        assert_eq!(posted.json()["value"][0]["ID"], 1, "{}", posted.body);
        let head = server.ask("HEAD", "/DraughtSum()", &[]).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
    })
    .await;
}
