//! Paths: takes the sets of a model, gives each address that can be asked for with its operation.

use serde_json::{Value, json};

use super::operation::Operation;
use super::{Object, Version, call, parameter, schema};
use crate::edm::{EntitySet, EntityType, Model, SetKind, structure};

/// The paths of all sets: the set, its count, one entity by key, and where its ways lead; and of all
/// functions and actions.
pub(super) fn all(model: &Model, version: Version) -> Object {
    let mut paths = Object::new();
    for set in model.top_level_sets() {
        let Some(ty) = model.entity_types.get(set.entity_type) else { continue };
        if set.kind != SetKind::Singleton {
            of_set(set, &mut paths);
        }
        of_entity(model, set, ty, &mut paths);
    }
    call::all(model, version, &mut paths);
    paths
}

fn of_set(set: &EntitySet, paths: &mut Object) {
    let name = &set.name;
    let list = Operation {
        id: format!("list{name}"),
        summary: format!("Entities of {name}"),
        tag: name,
        parameters: parameter::of_collection(set.searchable),
        content: json!({ "application/json": { "schema": schema::reference(&schema::page_name(name)) } }),
        may_be_empty: false,
    };
    let count = Operation {
        id: format!("count{name}"),
        summary: format!("How many entities of {name} there are"),
        tag: name,
        parameters: parameter::of_count(set.searchable),
        content: json!({ "text/plain": { "schema": { "type": "integer", "format": "int64" } } }),
        may_be_empty: false,
    };
    paths.insert(format!("/{name}"), list.get());
    paths.insert(format!("/{name}/$count"), count.get());
}

fn of_entity(model: &Model, set: &EntitySet, ty: &EntityType, paths: &mut Object) {
    let name = &set.name;
    let (predicate, key) = match set.kind {
        SetKind::Singleton => Default::default(),
        _ => parameter::key(ty),
    };
    let path = format!("/{name}{predicate}");
    let entity = Operation {
        id: format!("get{name}"),
        summary: if key.is_empty() { name.clone() } else { format!("One entity of {name}") },
        tag: name,
        parameters: joined(&key, parameter::of_entity()),
        content: json!({ "application/json": { "schema": schema::reference(&ty.name) } }),
        may_be_empty: false,
    };
    for navigation in &ty.navigation {
        let Some(target) = model.entity_sets.get(navigation.relation.target) else { continue };
        let Some(target_type) = model.entity_types.get(target.entity_type) else { continue };
        let (verb, options, answer) = if navigation.collection {
            ("list", parameter::of_collection(target.searchable), schema::page_name(&target.name))
        } else {
            ("get", parameter::of_entity(), target_type.name.clone())
        };
        let related = Operation {
            id: format!("{verb}{name}{}", navigation.name),
            summary: format!("{} of one entity of {name}", navigation.name),
            tag: name,
            parameters: joined(&key, options),
            content: json!({ "application/json": { "schema": schema::reference(&answer) } }),
            may_be_empty: !navigation.collection,
        };
        paths.insert(format!("{path}/{}", structure::path_to(model, ty, navigation)), related.get());
    }
    let streams = ty.properties.iter().filter(|property| property.stream.is_some());
    let streams = streams.map(|property| (property.name.as_str(), property.name.as_str()));
    for (segment, id) in streams.chain(ty.media.iter().map(|_| ("$value", "Value"))) {
        let stream = Operation {
            id: format!("get{name}{id}"),
            summary: format!("The bytes of {segment} of one entity of {name}"),
            tag: name,
            parameters: key.clone(),
            content: json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } }),
            may_be_empty: true,
        };
        paths.insert(format!("{path}/{segment}"), stream.get());
    }
    paths.insert(path, entity.get());
}

fn joined(key: &[Value], options: Vec<Value>) -> Vec<Value> {
    key.iter().cloned().chain(options).collect()
}
