//! The names of operations, and whether overloads can be told apart (CSDL, section 12.2; Protocol,
//! section 11.5.4.2).

use std::collections::BTreeSet;

use super::super::{CONTAINER, Scope};
use crate::catalog::Located;
use crate::catalog::names::illegal_identifier;
use crate::catalog::problem::Problems;
use crate::edm::{Model, Operation, Returns};

/// Checks the names of all operations of the service.
pub(super) fn check(scope: &Scope<'_>, model: &Model, problems: &mut Problems) {
    let functions = scope.service.functions.iter().map(|entry| ("functions", &entry.name));
    let actions = scope.service.actions.iter().map(|entry| ("actions", &entry.name));
    for (kind, name) in functions.chain(actions) {
        let place = format!("{}.{kind}.{}", scope.place, **name);
        check_name(model, name, &place, problems);
        if kind == "actions" && scope.service.functions.get(name).is_some() {
            let message = format!("'{}' is the name of a function too", **name);
            problems.error(name.at, &place, message, "rename one of them");
            continue;
        }
        let overloads: Vec<_> =
            model.operations.iter().filter(|operation| operation.name == **name).collect();
        for (index, overload) in overloads.iter().enumerate() {
            for earlier in overloads.iter().take(index) {
                check_pair(earlier, overload, name, &place, problems);
            }
        }
    }
}

fn check_name(model: &Model, name: &Located<String>, place: &str, problems: &mut Problems) {
    if let Some(reason) = illegal_identifier(name) {
        let remedy = "use letters, digits and underscores";
        problems.error(name.at, place, format!("the name '{}' {reason}", **name), remedy);
    }
    let other = if **name == CONTAINER {
        Some("the entity container")
    } else if model.entity_types.iter().any(|ty| ty.name == **name) {
        Some("an entity type")
    } else if is_type(model, name) {
        Some("a type")
    } else if model.entity_set(name).is_some() {
        Some("an entity set")
    } else {
        None
    };
    if let Some(other) = other {
        problems.error(
            name.at,
            place,
            format!("'{}' is the name of {other} too", **name),
            "rename one of them",
        );
    }
    let bound = model.operations.iter().filter(|operation| operation.name == **name);
    for set in bound.filter_map(|operation| operation.binding).filter(|binding| !binding.collection) {
        let entity_type = model.type_of(set.set);
        if entity_type.property(name).is_some() || entity_type.navigation(name).is_some() {
            let message = format!("{} has a property '{}' too", entity_type.name, **name);
            problems.error(name.at, place, message, "rename one of them");
        }
    }
}

/// Whether a derived, complex or named type is called so.
fn is_type(model: &Model, name: &str) -> bool {
    let families = model.entity_types.iter().filter_map(|ty| ty.family.as_ref());
    let mut derived = families.flat_map(|family| &family.types);
    let mut enumerations = model.enumerations.iter().map(|declared| declared.name());
    let mut definitions = model.type_definitions.iter().map(|definition| definition.name());
    let is = |declared: &str| declared == name || model.simple_name(declared) == Some(name);
    derived.any(|derived| derived.name == name)
        || model.complex_types.iter().any(|ty| ty.name == name)
        || enumerations.any(is)
        || definitions.any(is)
}

/// Overloads differ in what they are called on, functions otherwise in the names of their
/// parameters; on the same thing they give the same.
fn check_pair(
    one: &Operation,
    other: &Operation,
    name: &Located<String>,
    place: &str,
    problems: &mut Problems,
) {
    if one.binding != other.binding {
        return;
    }
    let names = |operation: &Operation| -> BTreeSet<String> {
        operation.parameters.iter().map(|parameter| parameter.name.clone()).collect()
    };
    if one.is_action() {
        let message = format!("two actions '{}' are called on the same", **name);
        problems.error(name.at, place, message, "rename one of them");
    } else if names(one) == names(other) {
        let message = format!("two functions '{}' have parameters of the same names", **name);
        problems.error(name.at, place, message, "rename one of them, or a parameter");
    }
    let kind =
        |operation: &Operation| operation.returns.map(|Returns { kind, collection, .. }| (kind, collection));
    if kind(one) != kind(other) {
        let message = format!("overloads of '{}' give different results", **name);
        problems.error(name.at, place, message, "let them return the same, or rename one of them");
    }
}
