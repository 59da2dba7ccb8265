//! Resource paths: entities by key in every spelling, properties, values, counts, navigation, and
//! what is at none of them.

use serde_json::{Value, json};

use crate::support::served::{Served, with_servers};
use crate::support::variety::variety;

/// Everything encoded, as careful clients do.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn an_entity_is_found_by_its_key_in_every_spelling() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let entity = server.ok("/Things(3)").await;
            assert_eq!(
                (&entity["ID"], &entity["@odata.context"]),
                (&json!(3), &json!("http://gw.example/$metadata#Things/$entity"))
            );
            for target in [
                "/Things(ID=3)",
                "/Things(%33)",
                "/Things( 3 )",
                "/Things(@k)?@k=3",
                "/Things(ID=@k)?@k=3",
                "/Things/3",
                "/Things(3.0)",
                "/Things(3)/",
            ] {
                assert_eq!(server.ok(target).await, entity, "{} {target}", server.name);
            }
            let pair = server.ok("/Pairs(ThingID=-24,Part='q')").await;
            assert_eq!((&pair["ThingID"], &pair["Part"]), (&json!(-24), &json!("q")));
            for target in [
                "/Pairs(Part='q',ThingID=-24)",
                "/Pairs(ThingID=@t,Part=@p)?@p='q'&@t=-24",
                "/Pairs(%20ThingID=-24%20,%20Part='q'%20)",
                "/Pairs/-24/q",
            ] {
                assert_eq!(server.ok(target).await, pair, "{} {target}", server.name);
            }
            let odd = server.ok("/Pairs(ThingID=-21,Part='ü%2F''x')").await;
            assert_eq!(odd["Part"], "ü/'x");
            assert_eq!(server.ok("/Pairs/-21/ü%2F'x").await, odd, "{}", server.name);
            assert_eq!(server.ok("/Pairs/-21/%C3%BC%2F%27x").await, odd, "{}", server.name);
        }
    })
    .await;
}

#[tokio::test]
async fn keys_of_odd_characters_are_found_in_both_conventions() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for row in server.rows("/Codes").await {
                let code = row["Code"].as_str().unwrap();
                let quoted = format!("/Codes('{}')", escaped(&code.replace('\'', "''")));
                let segment = format!("/Codes/{}", escaped(code));
                for target in [&quoted, &segment] {
                    let entity = server.ok(target).await;
                    assert_eq!(
                        (&entity["Code"], &entity["Rank"]),
                        (&row["Code"], &row["Rank"]),
                        "{} {target}",
                        server.name
                    );
                    assert_eq!(server.ok(&format!("{target}/Rank")).await["value"], row["Rank"], "{target}");
                }
                // Links are the server's own spelling: they lead back.
                let full =
                    server.get_with(&quoted, &["Accept: application/json;odata.metadata=full"]).await.json();
                let id = full["@odata.id"].as_str().unwrap().strip_prefix("http://gw.example").unwrap();
                assert_eq!(server.ok(id).await["Code"], row["Code"], "{} {id}", server.name);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn properties_and_their_values_stand_alone() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let rows = server.rows("/Things?$top=12").await;
            for row in &rows {
                let id = &row["ID"];
                for (name, value) in row.as_object().unwrap() {
                    let property = server.get(&format!("/Things({id})/{name}")).await;
                    let at = format!("{} {id} {name}: {property:?}", server.name);
                    if value.is_null() {
                        assert_eq!((property.status, property.body.as_str()), (204, ""), "{at}");
                        assert_eq!(
                            server.get(&format!("/Things({id})/{name}/$value")).await.status,
                            204,
                            "{at}"
                        );
                        continue;
                    }
                    let context = format!("http://gw.example/$metadata#Things({id})/{name}");
                    assert_eq!(property.json(), json!({ "@odata.context": context, "value": value }), "{at}");
                    if name == "Bytes" {
                        continue;
                    }
                    let raw = server.get(&format!("/Things({id})/{name}/$value")).await;
                    assert_eq!(
                        (raw.status, raw.header("content-type")),
                        (200, Some("text/plain;charset=utf-8")),
                        "{at}"
                    );
                    let written = property.body.split_once("\"value\":").unwrap().1.trim_end_matches('}');
                    assert_eq!(raw.body, value.as_str().unwrap_or(written), "{at}");
                }
            }
            let bytes = rows.iter().find(|row| row["Bytes"] == "YWJj").unwrap();
            let raw = server.get(&format!("/Things({})/Bytes/$value", bytes["ID"])).await;
            assert_eq!(
                (raw.body.as_str(), raw.header("content-type")),
                ("abc", Some("application/octet-stream"))
            );
        }
    })
    .await;
}

#[tokio::test]
async fn counts_are_bare_numbers() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (target, count) in [
                ("/Things/$count", "260"),
                ("/Empties/$count", "0"),
                ("/Codes/$count?$filter=Rank eq 0", "3"),
                ("/Things/$count?$filter=ID lt 0&$top=1&$skip=3&$orderby=Name", "10"),
                ("/Things(-27)/Pairs/$count", "1"),
                ("/Things(-21)/Pairs/$count?$filter=Part ne 'p'", "2"),
                ("/Things(-30)/Pairs/$count", "0"),
            ] {
                let answer = server.get(target).await;
                assert_eq!((answer.status, answer.body.as_str()), (200, count), "{} {target}", server.name);
                assert_eq!(answer.header("content-type"), Some("text/plain"), "{target}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn navigation_leads_to_one_to_many_and_beyond() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let parts = |rows: Vec<Value>| rows.iter().map(|row| row["Part"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
            assert_eq!(parts(server.rows("/Things(-21)/Pairs").await), ["p", "q", "ü/'x"], "{}", server.name);
            assert_eq!(parts(server.rows("/Things(-30)/Pairs").await), Vec::<String>::new());
            assert_eq!(parts(server.rows("/Things(-21)/Pairs?$filter=Part gt 'p'&$orderby=Part desc&$top=1").await), ["ü/'x"]);
            assert_eq!(parts(server.rows("/Things/-24/Pairs?$skip=1").await), ["q"]);
            let page = server.get_with("/Things(-21)/Pairs?$count=true", &["Prefer: maxpagesize=2"]).await.json();
            assert_eq!((page["@odata.count"].as_u64(), page["value"].as_array().unwrap().len()), (Some(3), 2));
            let next = page["@odata.nextLink"].as_str().unwrap().strip_prefix("http://gw.example").unwrap().to_owned();
            assert!(next.starts_with("/Things(-21)/Pairs?"), "{next}");
            assert_eq!(parts(server.rows(&next).await), ["ü/'x"], "{}", server.name);

            let thing = server.ok("/Pairs(ThingID=-21,Part='p')/Thing").await;
            assert_eq!((&thing["ID"], &thing["@odata.context"]), (&json!(-21), &json!("http://gw.example/$metadata#Things/$entity")));
            assert_eq!(server.ok("/Pairs/-21/p/Thing/ID").await["value"], -21);
            assert_eq!(server.get("/Pairs/-21/p/Thing/ID/$value").await.body, "-21");
            assert_eq!(parts(server.rows("/Pairs(ThingID=-21,Part='p')/Thing/Pairs").await), ["p", "q", "ü/'x"]);
            assert_eq!(server.get("/Pairs(ThingID=-21,Part='p')/Thing/Pairs/$count").await.body, "3");
            let deep = "/Pairs(ThingID=-21,Part='p')/Thing/Pairs(ThingID=-21,Part='q')/Thing/Pairs(ThingID=-21,Part='p')/Quantity";
            assert_eq!(server.ok(deep).await["value"], server.ok("/Pairs(ThingID=-21,Part='p')").await["Quantity"], "{}", server.name);
            // Of another thing: not among the related ones.
            assert_eq!(server.get("/Things(-21)/Pairs(ThingID=-24,Part='p')").await.status, 404, "{}", server.name);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_nowhere_is_not_found() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (target, status) in [
                ("/Nothing", 404),
                ("/things", 404),
                ("/Things(1)", 404),
                ("/Things(99999999999999999999)", 404),
                ("/Things/1", 404),
                ("/Things/abc", 404),
                ("/Things(3)/Nothing", 404),
                ("/Things(1)/Name", 404),
                ("/Things(1)/Name/$value", 404),
                ("/Things(1)/Pairs", 404),
                ("/Things(1)/Pairs/$count", 404),
                ("/Things(3)/Name/x", 404),
                ("/Pairs/-24", 404),
                ("/Pairs/-24/zz", 404),
                ("/Pairs(ThingID=-24,Part='zz')", 404),
                ("/Codes('zz')", 404),
                ("/Codes('PLAIN')", 404),
                ("/Codes('plain ')", 404),
                ("/Things('3')", 400),
                ("/Things(x)", 400),
                ("/Things(3,4)", 400),
                ("/Things(Name='abc')", 400),
                ("/Things(null)", 400),
                ("/Pairs(-24)", 400),
                ("/Pairs(ThingID=-24)", 400),
                ("/Pairs(ThingID=-24,ThingID=-24)", 400),
                ("/Things(@k)", 400),
                ("/Things(3)/$value", 400),
                ("/Things(3)?$top=1", 400),
                ("/Things(3)?$filter=true", 400),
                ("/Things(3)/Name?$select=ID", 400),
                ("/$all", 501),
                ("/$crossjoin(Things,Pairs)", 501),
                ("/Things/Test.Pair", 501),
                ("/Things/$each", 501),
            ] {
                let answer = server.get(target).await;
                assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
                assert!(answer.json()["error"]["message"].is_string(), "{target}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn head_and_options_work_on_every_resource() {
    with_servers(&variety(), "standard", async |servers| {
        let server = &servers[1];
        for target in [
            "/",
            "/$metadata",
            "/Things?$top=3",
            "/Things(3)",
            "/Things(3)/ID",
            "/Things(3)/ID/$value",
            "/Things/$count",
            "/Nothing",
        ] {
            let (head, get) = (server.ask("HEAD", target, &[]).await, server.get(target).await);
            assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{target}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{target}");
            assert_eq!(head.header("odata-version"), get.header("odata-version"), "{target}");
            let options = server.ask("OPTIONS", target, &[]).await;
            assert_eq!(
                (options.status, options.header("allow")),
                (204, Some("GET, HEAD, POST, OPTIONS")),
                "{target}"
            );
        }
    })
    .await;
}

/// Gets JSON with an `Accept`, whose parameters must come back as the content's type.
async fn with_accept(server: &Served, target: &str, parameters: &str) -> Value {
    let accept = format!("Accept: application/json;{parameters}");
    let answer = server.get_with(target, &[&accept]).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some(&accept["Accept: ".len()..])),
        "{target}"
    );
    answer.json()
}

#[tokio::test]
async fn metadata_is_none_minimal_or_full() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let target = "/Pairs?$filter=ThingID eq -24 and Part eq 'q'";
            let row = json!({ "ThingID": -24, "Part": "q", "Quantity": null, "Active": true });
            let context = "http://gw.example/$metadata#Pairs";
            assert_eq!(with_accept(server, target, "odata.metadata=none").await, json!({ "value": [row] }), "{}", server.name);
            let minimal = json!({ "@odata.context": context, "value": [row] });
            assert_eq!(with_accept(server, target, "odata.metadata=minimal").await, minimal, "{}", server.name);
            let full = with_accept(server, target, "odata.metadata=full").await;
            let link = "http://gw.example/Pairs(ThingID=-24,Part='q')";
            let entity = json!({
                "@odata.type": "#Test.Pair",
                "@odata.id": link,
                "@odata.editLink": link,
                "ThingID@odata.type": "#Int32",
                "ThingID": -24,
                "Part": "q",
                "Quantity@odata.type": "#Int32",
                "Quantity": null,
                "Active": true,
                "Thing@odata.associationLink": format!("{link}/Thing/$ref"),
                "Thing@odata.navigationLink": format!("{link}/Thing"),
            });
            let without_types = |value: &Value| {
                let mut value = value.clone();
                value.as_object_mut().unwrap().retain(|name, _| !name.ends_with("@odata.type") || name == "@odata.type");
                value
            };
            assert_eq!(full["@odata.context"], context);
            assert_eq!(without_types(&full["value"][0]), without_types(&entity), "{}", server.name);
            assert_eq!(server.ok("/Pairs?$filter=ThingID eq -24 and Part eq 'q'&$format=application/json;odata.metadata=full").await, full);
            assert_eq!(server.ok(&format!("{}/Thing", &link["http://gw.example".len()..])).await["ID"], -24);
        }
    })
    .await;
}

#[tokio::test]
async fn long_numbers_are_text_for_clients_that_ask() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let target = "/Things?$filter=Large eq 9007199254740993&$select=ID,Large,Amount,Whole,Ratio&$top=1&$count=true";
            let plain = server.get(target).await;
            assert!(plain.body.contains("\"Large\":9007199254740993"), "{}: {}", server.name, plain.body);
            let compatible = with_accept(server, target, "odata.metadata=minimal;IEEE754Compatible=true").await;
            let row = &compatible["value"][0];
            assert_eq!(row["Large"], "9007199254740993", "{}", server.name);
            assert!(row["Amount"].is_string() || row["Amount"].is_null());
            assert!(row["ID"].is_i64() && !row["Whole"].is_string() && !row["Ratio"].is_string(), "{row}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_preferred_page_size_is_applied_and_said() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (prefer, applied, rows) in [
                ("odata.maxpagesize=7", Some("odata.maxpagesize=7"), 7),
                ("maxpagesize=7", Some("maxpagesize=7"), 7),
                ("return=minimal, maxpagesize=7, respond-async", Some("maxpagesize=7"), 7),
                ("odata.maxpagesize=100000", None, 260),
                ("odata.maxpagesize=0", None, 260),
                ("odata.maxpagesize=x", None, 260),
                ("respond-async", None, 260),
            ] {
                let answer = server.get_with("/Things?$select=ID", &[&format!("Prefer: {prefer}")]).await;
                let page = answer.json();
                assert_eq!(page["value"].as_array().unwrap().len(), rows, "{} {prefer}", server.name);
                assert_eq!(page.get("@odata.nextLink").is_some(), rows < 260, "{prefer}");
                if let Some(applied) = applied {
                    assert_eq!(answer.header("preference-applied"), Some(applied), "{prefer}");
                }
            }
        }
    })
    .await;
}
