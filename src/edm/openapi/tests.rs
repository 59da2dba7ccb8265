//! The documents of the sample model: the whole one, and what holds for every one.

use std::collections::HashSet;

use super::*;
use crate::edm::csdl::sample::{lending, library};

fn documents() -> [Value; 3] {
    [(Version::V3_0, library()), (Version::V3_1, library()), (Version::V3_0, lending())]
        .map(|(version, model)| serde_json::from_str(&document(&model, "/library", version)).unwrap())
}

#[test]
fn the_whole_document() {
    let [old, new, _] = documents();
    insta::assert_snapshot!(serde_json::to_string_pretty(&new).unwrap());
    let nullable = &old["components"]["schemas"]["Member"]["properties"]["Name"];
    assert_eq!(nullable["type"], "string");
    assert_eq!(nullable["nullable"], true);
}

#[test]
fn every_reference_leads_somewhere() {
    fn follow(document: &Value, value: &Value) {
        match value {
            Value::Object(object) => {
                if let Some(target) = object.get("$ref") {
                    let pointer = target.as_str().unwrap().trim_start_matches('#');
                    assert!(document.pointer(pointer).is_some(), "{target}");
                }
                object.values().for_each(|value| follow(document, value));
            }
            Value::Array(list) => list.iter().for_each(|value| follow(document, value)),
            _ => {}
        }
    }
    for document in documents() {
        follow(&document, &document);
    }
}

#[test]
fn operations_have_unique_names_and_their_path_s_parameters() {
    for document in documents() {
        let mut names = HashSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let operation = item.get("get").unwrap_or(&item["post"]);
            assert!(names.insert(operation["operationId"].clone()), "{path}");
            for name in path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()) {
                let parameters = operation["parameters"].as_array().unwrap();
                let is_it = |parameter: &&Value| parameter["name"] == name && parameter["in"] == "path";
                assert_eq!(parameters.iter().filter(is_it).count(), 1, "{path}");
            }
        }
        assert!(!names.is_empty());
    }
}

#[test]
fn functions_and_actions_have_paths() {
    let [.., document] = documents();
    let paths = document["paths"].as_object().unwrap();
    let is_called =
        |path: &&String| ["Late", "Debt", "Names", "Fine", "Close"].iter().any(|name| path.contains(name));
    let called: Object = paths
        .iter()
        .filter(|(path, _)| is_called(path))
        .map(|(path, item)| (path.clone(), item.clone()))
        .collect();
    insta::assert_snapshot!("operations", serde_json::to_string_pretty(&called).unwrap());
}
