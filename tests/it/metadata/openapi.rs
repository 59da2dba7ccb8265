//! The OpenAPI document says what is so: every address in it is answered, with what its schema says.

use serde_json::{Value, json};

use crate::support::served::{Served, with_servers};
use crate::support::variety::variety;

#[tokio::test]
async fn every_address_of_the_document_answers_what_it_says() {
    for profile in ["standard", "salesforce"] {
        with_servers(&variety(), profile, async |servers| {
            for server in servers {
                check(server).await;
            }
        })
        .await;
    }
}

async fn check(server: &Served) {
    let document = server.ok("/openapi.json").await;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"], json!([{ "url": format!("http://{}", Served::HOST) }]));
    let paths = document["paths"].as_object().unwrap();
    for (path, item) in paths {
        let operation = &item["get"];
        let answered = &operation["responses"]["200"]["content"];
        let Some(address) = filled_in(server, path).await else { continue };
        let answer = server.get(&address).await;
        let at = format!("{} {address}", server.name);
        if answer.status == 204 {
            assert!(operation["responses"]["204"].is_object(), "{at}");
            continue;
        }
        assert_eq!(answer.status, 200, "{at}");
        let media_type = answer.header("content-type").unwrap().split(';').next().unwrap();
        let schema = &answered[media_type]["schema"];
        assert!(schema.is_object(), "{at}: {media_type} is not in the document");
        let instance = if media_type == "text/plain" { answer.body.parse().unwrap() } else { answer.json() };
        let mut root = schema.clone();
        root["components"] = document["components"].clone();
        let validator = jsonschema::options().should_validate_formats(true).build(&root).unwrap();
        let wrong: Vec<_> = validator.iter_errors(&instance).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{at}: {wrong:?}");
    }
    assert!(paths.len() > 4, "the document lost its paths");
}

/// The path with the key of the first entity of its set in place of the parameters; `None` if the
/// set is empty.
async fn filled_in(server: &Served, path: &str) -> Option<String> {
    let Some((set, _)) = path.split_once('(') else { return Some(path.to_owned()) };
    let first = server.ok(&format!("{set}?$top=1")).await;
    let entity = first["value"].get(0)?.as_object()?;
    let mut filled = path.to_owned();
    for (name, value) in entity {
        let text = match value {
            Value::String(text) => text.replace('\'', "''"),
            other => other.to_string(),
        };
        filled = filled.replace(&format!("{{{name}}}"), &text);
    }
    assert!(!filled.contains('{'), "{filled}");
    Some(filled)
}

#[tokio::test]
async fn the_document_is_sent_once_to_who_has_it() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let first = server.get("/openapi.json").await;
            assert_eq!((first.status, first.header("content-type")), (200, Some("application/json")));
            let etag = format!("If-None-Match: {}", first.header("etag").unwrap());
            let again = server.get_with("/openapi.json", &[&etag]).await;
            assert_eq!((again.status, again.body.as_str()), (304, ""));
        }
    })
    .await;
}
