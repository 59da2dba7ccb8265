//! Functions and actions in CSDL JSON.

use serde_json::Value;

use super::{Object, annotate, facets, qualified};
use crate::edm::csdl::annotation;
use crate::edm::csdl::operation::{self, Import, Typed};
use crate::edm::{Model, Operation};

/// All overloads of each name, as members of the schema.
pub(super) fn all(model: &Model, schema: &mut Object) {
    for operation in &model.operations {
        let overloads = schema.entry(operation.name.clone()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = overloads {
            list.push(one(model, operation));
        }
    }
}

fn one(model: &Model, operation: &Operation) -> Value {
    let mut object = Object::new();
    object.insert("$Kind".into(), kind(operation).into());
    if operation.binding.is_some() {
        object.insert("$IsBound".into(), true.into());
    }
    if operation.is_composable() {
        object.insert("$IsComposable".into(), true.into());
    }
    let parameters: Vec<Value> = operation::parameters(model, operation)
        .into_iter()
        .map(|(name, typed)| described(Some(name), &typed))
        .collect();
    if !parameters.is_empty() {
        object.insert("$Parameter".into(), parameters.into());
    }
    if let Some(typed) = operation::returned(model, operation) {
        object.insert("$ReturnType".into(), described(None, &typed));
    }
    annotate(&mut object, annotation::description(operation.description.as_deref()));
    object.into()
}

pub(super) fn import(model: &Model, import: &Import<'_>) -> Value {
    let kind = kind(import.operation);
    let mut object = Object::new();
    object.insert("$Kind".into(), format!("{kind}Import").into());
    object.insert(format!("${kind}"), qualified(model, &import.operation.name).into());
    if let Some(set) = import.entity_set {
        object.insert("$EntitySet".into(), set.into());
    }
    if import.included {
        object.insert("$IncludeInServiceDocument".into(), true.into());
    }
    object.into()
}

fn described(name: Option<&str>, typed: &Typed<'_>) -> Value {
    let mut object = Object::new();
    if let Some(name) = name {
        object.insert("$Name".into(), name.into());
    }
    if typed.collection {
        object.insert("$Collection".into(), true.into());
    }
    object.insert("$Type".into(), typed.ty.clone().into());
    if typed.nullable {
        object.insert("$Nullable".into(), true.into());
    }
    if let Some(ty) = typed.facets {
        facets(&mut object, ty);
    }
    object.into()
}

const fn kind(operation: &Operation) -> &'static str {
    if operation.is_action() { "Action" } else { "Function" }
}
