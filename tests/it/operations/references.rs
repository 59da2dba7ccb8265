//! References to entities (URL Conventions, section 4.4; Protocol, section 11.2.8; JSON Format,
//! section 14) and the way back (`$entity`: Protocol, section 11.2.9).

use serde_json::{Value, json};

use crate::support::served::{encoded, with_servers};
use crate::support::variety::variety;

const ROOT: &str = "http://gw.example";

#[tokio::test]
async fn references_are_ids_alone() {
    with_servers(&variety(), "standard", async |servers| {
        let mut answers: Vec<Value> = Vec::new();
        for server in servers {
            let all =
                server.ok("/Things/$ref?$filter=ID le 6 and ID ge 0&$orderby=ID desc&$count=true").await;
            assert_eq!(
                all,
                json!({
                    "@odata.context": format!("{ROOT}/$metadata#Collection($ref)"),
                    "@odata.count": 3,
                    "value": [
                        { "@odata.id": format!("{ROOT}/Things(6)") },
                        { "@odata.id": format!("{ROOT}/Things(3)") },
                        { "@odata.id": format!("{ROOT}/Things(0)") },
                    ],
                }),
                "{}",
                server.name
            );
            let one = server.ok("/Things(3)/$ref").await;
            let id = format!("{ROOT}/Things(3)");
            assert_eq!(one, json!({ "@odata.context": format!("{ROOT}/$metadata#$ref"), "@odata.id": id }));
            let bare = server.ok("/Things(3)/$ref?$format=json;odata.metadata=none").await;
            assert_eq!(bare, json!({ "@odata.id": id }), "an id is no metadata: it is the data");
            let full = server.get_with("/Things(3)/$ref", &["Accept: application/json;odata.metadata=full"]);
            assert_eq!(full.await.json(), one);
            // Keys of two parts and of any characters.
            answers.push(server.ok("/Pairs/$ref").await);
            answers.push(server.ok("/Codes/$ref?$orderby=Code").await);
        }
        for (one, other) in answers.iter().zip(&answers[2..]) {
            assert_eq!(one, other);
        }
    })
    .await;
}

#[tokio::test]
async fn related_entities_have_references() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let related = server.rows("/Things(-21)/Pairs/$ref").await;
            let listed = server.rows("/Pairs/$ref?$filter=ThingID eq -21").await;
            assert_eq!((&related, related.len()), (&listed, 3), "{}", server.name);
            let thing = server.ok("/Pairs(ThingID=-21,Part='p')/Thing/$ref").await;
            assert_eq!(thing["@odata.id"], format!("{ROOT}/Things(-21)"));
            let missing = server.get("/Things(4711)/$ref").await;
            assert_eq!(missing.status, 404, "{missing:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn references_come_in_pages() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let whole = server.rows("/Codes/$ref").await;
            let first = server.get_with("/Codes/$ref", &["Prefer: maxpagesize=2"]).await.json();
            let next = first["@odata.nextLink"].as_str().unwrap();
            let rest = server.rows(next.strip_prefix(ROOT).unwrap()).await;
            let pages = [first["value"].as_array().unwrap().clone(), rest].concat();
            assert_eq!(pages, whole, "{}", server.name);
        }
    })
    .await;
}

#[tokio::test]
async fn what_means_nothing_for_references_is_refused_by_name() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (target, status, words) in [
                ("/Things/$ref?$select=ID", 400, "$select: has no meaning for references"),
                ("/Things/$ref?$expand=Pairs", 400, "$expand: has no meaning for references"),
                ("/Things(3)/ID/$ref", 400, "$ref cannot stand here"),
                ("/Things/$count/$ref", 400, "the end of the path"),
                ("/Things/$ref/$count", 400, "the end of the path"),
                ("/$ref", 400, "a segment OData defines"),
            ] {
                let answer = server.get(target).await;
                assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
                assert!(answer.body.contains(words), "{target}: {}", answer.body);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_entity_id_leads_to_its_entity() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let entity = server.ok("/Things(3)").await;
            for target in [
                "/$entity?$id=Things(3)".to_owned(),
                format!("/$entity?$id={ROOT}/Things(3)"),
                "/$entity?$id=Things%283%29".to_owned(),
                "/$entity?$id=Things/3".to_owned(),
            ] {
                assert_eq!(server.ok(&target).await, entity, "{} {target}", server.name);
            }
            let selected = server.ok("/$entity?$id=Things(3)&$select=ID").await;
            assert_eq!(selected, server.ok("/Things(3)?$select=ID").await);
            for target in ["/Codes/$ref", "/Pairs/$ref"] {
                for reference in server.rows(target).await {
                    let id = reference["@odata.id"].as_str().unwrap();
                    let by_path = server.ok(id.strip_prefix(ROOT).unwrap()).await;
                    // The id is a URL itself: in a query it is encoded once more.
                    let target = format!("/$entity?$id={}", id.replace('%', "%25"));
                    assert_eq!(server.ok(&encoded(&target)).await, by_path, "{} {id}", server.name);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_entity_id_is_refused() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (target, status, words) in [
                ("/$entity", 400, "$entity needs the option $id"),
                ("/$entity?$id=Things", 400, "$id: this does not lead to one entity"),
                ("/$entity?$id=Things(3)/ID", 400, "$id: this does not lead to one entity"),
                ("/$entity?$id=/Things(3)", 400, "$id: this is no address within the service"),
                ("/$entity?$id=Thinks(3)", 404, "there is no entity set 'Thinks'"),
                ("/$entity?$id=Things(4711)", 404, "there is no Thing with this key"),
                ("/$entity?$id=http://other.example/Things(3)", 400, "no address within the service"),
                ("/$entity?$id=Things(3)&$filter=ID eq 3", 400, "$filter: has no meaning"),
                ("/$entity/Test.Thing/Name?$id=Things(3)", 400, "'Test.Thing' cannot follow $entity"),
                ("/Things(3)?$id=Things(3)", 400, "$id: has a meaning for $entity only"),
                ("/$all", 501, "$all is not supported"),
                ("/$crossjoin(Things,Pairs)", 501, "$crossjoin(Things,Pairs) is not supported"),
                ("/$batch", 501, "$batch is not supported"),
                ("/Things/$each", 501, "$each is not supported"),
            ] {
                let answer = server.get(target).await;
                assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
                assert!(answer.body.contains(words), "{target}: {}", answer.body);
            }
        }
    })
    .await;
}
