//! The paths of functions and actions: takes the operations of a model, gives the address each is
//! called at, with what and for what.

use serde_json::{Value, json};

use super::operation::Operation as Described;
use super::{Object, Version, parameter, schema};
use crate::edm::{Model, Operation, Returned, Returns};

/// The paths of all operations.
pub(super) fn all(model: &Model, version: Version, paths: &mut Object) {
    for operation in &model.operations {
        let (path, described) = one(model, operation, version);
        let item =
            if operation.is_action() { described.post(body(operation, version)) } else { described.get() };
        paths.insert(path, item);
    }
}

fn one<'a>(model: &'a Model, operation: &'a Operation, version: Version) -> (String, Described<'a>) {
    let mut path = String::from("/");
    let mut id = String::from("call");
    let mut parameters = Vec::new();
    let binding = operation.binding.and_then(|binding| Some((binding, model.entity_sets.get(binding.set)?)));
    if let Some((binding, set)) = binding {
        path.push_str(&set.name);
        id.push_str(&set.name);
        if !binding.collection {
            let (predicate, key) = parameter::key(model.type_of(binding.set));
            path.push_str(&predicate);
            parameters.extend(key);
        }
        path.push_str(&format!("/{}.", model.namespace));
    }
    path.push_str(&operation.name);
    id.push_str(&operation.name);
    if !operation.is_action() {
        let (list, own) = parameter::of_function(operation);
        path.push_str(&list);
        parameters.extend(own);
        operation.parameters.iter().for_each(|parameter| id.push_str(&parameter.name));
    }
    if operation.is_composable() {
        let many = operation.returns.is_some_and(|returns| returns.collection);
        let searchable = operation.searchable;
        parameters.extend(if many { parameter::of_collection(searchable) } else { parameter::of_entity() });
    }
    let kind = if operation.is_action() { "action" } else { "function" };
    let described = Described {
        id,
        summary: operation.description.clone().unwrap_or_else(|| format!("The {kind} {}", operation.name)),
        tag: binding.map_or(&operation.name, |(_, set)| &set.name),
        parameters,
        content: content(model, operation, version),
        may_be_empty: operation.returns.is_none_or(|returns| returns.nullable && !returns.collection),
    };
    (path, described)
}

/// The parameters of an action, as the members of an object.
fn body(operation: &Operation, version: Version) -> Option<Value> {
    if operation.parameters.is_empty() {
        return None;
    }
    let required: Vec<&str> = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.ty.nullable)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let properties: Object = operation
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), schema::primitive(&parameter.ty, version).into()))
        .collect();
    let mut object = Object::new();
    object.insert("type".into(), "object".into());
    if !required.is_empty() {
        object.insert("required".into(), required.clone().into());
    }
    object.insert("properties".into(), properties.into());
    Some(json!({
        "required": !required.is_empty(),
        "content": { "application/json": { "schema": object } },
    }))
}

/// The bodies of a good answer; none for an action that gives nothing.
fn content(model: &Model, operation: &Operation, version: Version) -> Value {
    let Some(Returns { kind, collection, .. }) = operation.returns else { return Value::Null };
    let schema = match kind {
        Returned::Entity(set) if collection => {
            schema::reference(&schema::page_name(model.entity_sets.get(set).map_or("", |set| &set.name)))
        }
        Returned::Entity(set) => schema::reference(&model.type_of(set).name),
        Returned::Value(ty) => {
            let one = Value::from(schema::primitive(&ty, version));
            let value = if collection { json!({ "type": "array", "items": one }) } else { one };
            json!({ "type": "object", "required": ["value"], "properties": { "value": value } })
        }
    };
    json!({ "application/json": { "schema": schema } })
}
