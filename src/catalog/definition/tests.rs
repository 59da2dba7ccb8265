//! The definitions that ship, against the JSON Schema that editors are given.

use jsonschema::Validator;
use serde_json::Value;

use super::*;

const EXAMPLE: &str = include_str!("../../../metadata/example.yaml");

fn validator() -> Validator {
    jsonschema::draft202012::new(&serde_json::to_value(json_schema()).unwrap()).unwrap()
}

fn complaints(text: &str) -> Vec<String> {
    let value: Value = serde_saphyr::from_str(text).unwrap();
    validator().iter_errors(&value).map(|error| error.to_string()).collect()
}

#[test]
fn shipped_definitions_are_valid_to_the_schema() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/metadata");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(complaints(&text), [""; 0], "{}", path.display());
            serde_saphyr::from_str::<Definition>(&text).unwrap();
            seen += 1;
        }
    }
    assert!(seen > 0, "no definition in {folder}");
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    for (written, spoilt) in [
        ("path: /\n", "pth: /\n"),
        ("namespace: Example.Erp", "namespace: [Example]"),
        ("profile: standard", "profile: sales"),
        ("maxRows: 2000", "maxRows: many"),
        ("maxRows: 2000", "maxRows: -1"),
        ("maxConnections: 20", "password: secret"),
        ("table: public.customers", "table: { schema: public }"),
        ("table: prices", "table: 1.5"),
        ("scale: 2", "digits: 2"),
        ("    key: [OrderID]", "    key: OrderID"),
        ("collection: true", "many: true"),
        ("to: Orders, ", ""),
        ("composable: true", "composable: yes please"),
        ("bindTo: { entitySet: Customers }", "bindTo: Customers"),
        ("procedure: public.ship_order", "run: public.ship_order"),
        ("        returns: { entitySet: Orders, collection: true }\n", ""),
    ] {
        assert!(EXAMPLE.contains(written), "{written}");
        let text = EXAMPLE.replacen(written, spoilt, 1);
        assert!(!complaints(&text).is_empty(), "the schema accepts {spoilt}");
        if spoilt != "table: 1.5" {
            assert!(serde_saphyr::from_str::<Definition>(&text).is_err(), "the reader accepts {spoilt}");
        }
    }
    // What the schema knows better than the reader, which leaves it to the catalog's builder.
    assert!(!complaints(&EXAMPLE.replacen("Edm.Int32", "Edm.Int3", 1)).is_empty());
}

#[test]
fn everything_in_the_schema_is_explained() {
    fn unexplained(path: &str, schema: &Value, found: &mut Vec<String>) {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if property.get("description").is_none() {
                found.push(format!("{path}.{name}"));
            }
        }
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            unexplained(name, definition, found);
        }
    }
    let mut found = Vec::new();
    unexplained("Definition", &serde_json::to_value(json_schema()).unwrap(), &mut found);
    assert_eq!(found, [""; 0]);
}
