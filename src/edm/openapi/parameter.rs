//! Parameters: the query options all collections share, and the keys in paths.

use serde_json::{Value, json};

use super::schema::{describe, primitive};
use super::{Object, Version};
use crate::edm::{EntityType, Operation, Parameter, PrimitiveType, Property, TypeRef};

/// The query options, by the names they are referred to with.
pub(super) fn shared() -> Object {
    let text = || json!({ "type": "string" });
    let count = || json!({ "type": "integer", "format": "int64", "minimum": 0 });
    let options = [
        ("top", "The most entities to answer, over all pages", count()),
        ("skip", "How many entities to pass over", count()),
        ("count", "Whether to tell how many there are", json!({ "type": "boolean" })),
        ("filter", "Which entities: a condition such as `Name eq 'Ann'`", text()),
        ("orderby", "In which order: properties, each with `desc` behind it for descending", text()),
        ("select", "Which properties to answer, by name", text()),
        ("expand", "Which related entities to answer with each, by name", text()),
        ("search", "Which entities: words that occur in them", text()),
    ];
    let option = |(name, description, schema): (&str, &str, Value)| {
        let option = json!({ "name": format!("${name}"), "in": "query", "description": description, "schema": schema });
        (name.to_owned(), option)
    };
    options.into_iter().map(option).collect()
}

/// References to the options a collection of entities takes.
pub(super) fn of_collection(searchable: bool) -> Vec<Value> {
    let mut names = vec!["top", "skip", "count", "filter", "orderby", "select", "expand"];
    if searchable {
        names.push("search");
    }
    names.into_iter().map(reference).collect()
}

/// References to the options a single entity takes.
pub(super) fn of_entity() -> Vec<Value> {
    ["select", "expand"].into_iter().map(reference).collect()
}

/// References to the options the number of entities depends on.
pub(super) fn of_count(searchable: bool) -> Vec<Value> {
    std::iter::once("filter").chain(searchable.then_some("search")).map(reference).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

/// The key of a type as a path segment's parentheses, and its parts as parameters.
pub(super) fn key(ty: &EntityType) -> (String, Vec<Value>) {
    let properties: Vec<&Property> = ty.key.iter().filter_map(|key| ty.properties.get(*key)).collect();
    let part = |property: &&Property| {
        let value = literal(&property.name, property.ty.primitive);
        if properties.len() > 1 { format!("{}={value}", property.name) } else { value }
    };
    let predicate = properties.iter().map(part).collect::<Vec<_>>().join(",");
    let in_path =
        |property: &&Property| in_path(&property.name, &property.ty, property.description.as_deref());
    (format!("({predicate})"), properties.iter().map(in_path).collect())
}

/// The parameters of a function in their parentheses, and each for itself.
pub(super) fn of_function(function: &Operation) -> (String, Vec<Value>) {
    let part = |parameter: &Parameter| {
        format!("{}={}", parameter.name, literal(&parameter.name, parameter.ty.primitive))
    };
    let list: Vec<String> = function.parameters.iter().map(part).collect();
    let own = function.parameters.iter().map(|parameter| in_path(&parameter.name, &parameter.ty, None));
    (format!("({})", list.join(",")), own.collect())
}

/// A parameter's name in braces; what has to stand in quotes has them around.
fn literal(name: &str, ty: PrimitiveType) -> String {
    let (prefix, quote) = match ty {
        PrimitiveType::String => ("", "'"),
        PrimitiveType::Duration => ("duration", "'"),
        PrimitiveType::Binary => ("binary", "'"),
        PrimitiveType::Enumeration(declared) => (declared.name(), "'"),
        PrimitiveType::Spatial(spatial) => (spatial.family.prefix(), "'"),
        _ => ("", ""),
    };
    format!("{prefix}{quote}{{{name}}}{quote}")
}

fn in_path(name: &str, ty: &TypeRef, description: Option<&str>) -> Value {
    let mut parameter = Object::new();
    parameter.insert("name".into(), name.into());
    parameter.insert("in".into(), "path".into());
    parameter.insert("required".into(), true.into());
    describe(&mut parameter, description);
    parameter.insert("schema".into(), primitive(&ty.required(), Version::V3_0).into());
    parameter.into()
}
