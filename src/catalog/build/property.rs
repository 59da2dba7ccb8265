//! One property: the type it declares, the type it is published as, its name.

use std::collections::HashMap;

use super::Scope;
use crate::catalog::definition::{EntitySetDefinition, NavigationDefinition, PropertyDefinition};
use crate::catalog::located::Entries;
use crate::catalog::names::illegal_identifier;
use crate::catalog::problem::Problems;
use crate::catalog::salesforce::{self, Conversion, MAX_PROPERTY_NAME, illegal_name};
use crate::catalog::{Entry, Leaf, Leaves, Located, Profile, declared_type};
use crate::edm::{PrimitiveType, TypeRef, Value, parse};

/// A published property's types.
pub(super) struct Built {
    /// As the database has it.
    pub(super) declared: TypeRef,
    /// As clients see it; `None` if they do not.
    pub(super) published: Option<TypeRef>,
    /// What it is where nothing else was said.
    pub(super) default: Option<Value>,
}

/// Builds a property, `None` if its type is unknown.
pub(super) fn build(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    leaf: &Leaf,
    set_place: &str,
    problems: &mut Problems,
) -> Option<Built> {
    let entry = &leaf.entry;
    let place = format!("{set_place}.{}", leaf.place);
    let in_key = leaf.of.is_none() && set.value.key.iter().any(|key| **key == *entry.name);
    let declared = declared_type(scope.types, entry, in_key, &place, problems)?;
    if in_key && !may_be_key(declared.primitive) {
        let message = format!("{} cannot be part of a key", declared.primitive);
        let remedy = "choose another key, or a view that shows it as text";
        problems.error(entry.value.edm_type.at, format!("{place}.type"), message, remedy);
    }
    let publish = entry.value.publish.map(|publish| *publish);
    let published = match scope.service.profile {
        Profile::Standard => (publish != Some(false)).then_some(declared),
        Profile::Salesforce => {
            // A field of all entities, most of which may have no value in it.
            let declared = TypeRef { nullable: declared.nullable || leaf.of.is_some(), ..declared };
            match salesforce::convert(declared, scope.service.role_of(set, &entry.name), publish) {
                Conversion::Published { ty, .. } => Some(ty),
                Conversion::LeftOut(_) => None,
            }
        }
    };
    Some(Built { declared, published, default: written(entry, declared, &place, problems) })
}

/// What is said of writing a property; gives its default value.
fn written(
    entry: &Entry<PropertyDefinition>,
    declared: TypeRef,
    place: &str,
    problems: &mut Problems,
) -> Option<Value> {
    let PropertyDefinition { computed, immutable, default_value, .. } = &entry.value;
    if let (Some(Located { value: true, .. }), Some(Located { value: true, at })) = (computed, immutable) {
        let message = format!("'{}' is computed, so that nobody writes it", *entry.name);
        problems.error(*at, format!("{place}.immutable"), message, "delete immutable, or computed");
    }
    let default = default_value.as_ref()?;
    let place = format!("{place}.defaultValue");
    if computed.is_some_and(|computed| *computed) {
        let message = format!("'{}' is computed, so that it has no default value", *entry.name);
        problems.error(default.at, place, message, "delete defaultValue, or computed");
        return None;
    }
    let value = parse::value(default, declared.primitive);
    let too_long = matches!(&value, Some(Value::String(text))
        if declared.max_length.is_some_and(|most| text.chars().count() > most as usize));
    if value.is_none() || too_long {
        let ty = declared.primitive;
        let message = match declared.max_length.filter(|_| too_long) {
            Some(most) => format!("'{}' is longer than {most} characters", **default),
            None => format!("'{}' is no {ty}", **default),
        };
        problems.error(default.at, place, message, "write a value that the column can hold");
        return None;
    }
    value
}

/// Checks the names of a set's published properties and navigation properties.
pub(super) fn check_names(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    leaves: &Leaves,
    set_place: &str,
    problems: &mut Problems,
) {
    check_identifiers(&set.value.properties, &format!("{set_place}.properties"), problems);
    for ty in set.value.derived.iter().flat_map(|derived| derived.types.iter()) {
        let place = format!("{set_place}.derived.types.{}", *ty.name);
        check_identifiers(&ty.value.properties, &format!("{place}.properties"), problems);
        check_ways(&ty.value.properties, &ty.value.navigation, &place, problems);
    }
    if scope.service.profile == Profile::Salesforce {
        check_fields(leaves, set_place, problems);
    }
    check_ways(&set.value.properties, &set.value.navigation, set_place, problems);
}

/// Every navigation property has a name of its own.
fn check_ways(
    properties: &Entries<PropertyDefinition>,
    navigation: &Entries<NavigationDefinition>,
    around: &str,
    problems: &mut Problems,
) {
    for entry in navigation.iter() {
        let (name, at) = (entry.name.as_str(), entry.name.at);
        let place = format!("{around}.navigation.{name}");
        if let Some(reason) = illegal_identifier(name) {
            let remedy = "use letters, digits and underscores";
            problems.error(at, &place, format!("the name '{name}' {reason}"), remedy);
        }
        if properties.get(name).is_some_and(|property| !hidden(&property.value)) {
            let message = format!("'{name}' is a property and a navigation property");
            problems.error(at, &place, message, "rename one of them");
        }
    }
}

/// Every published name is a simple identifier, every column has a name.
fn check_identifiers(properties: &Entries<PropertyDefinition>, around: &str, problems: &mut Problems) {
    for entry in properties.iter().filter(|entry| !hidden(&entry.value)) {
        let name = entry.name.as_str();
        let place = format!("{around}.{name}");
        if let Some(reason) = illegal_identifier(name) {
            let remedy = "use letters, digits and underscores, and say column: for the column's name";
            problems.error(entry.name.at, &place, format!("the name '{name}' {reason}"), remedy);
        }
        check_identifiers(&entry.value.properties, &format!("{place}.properties"), problems);
        let (column, at) = entry.value.column_name(&entry.name);
        if column.is_empty() {
            problems.error(
                at,
                format!("{place}.column"),
                "the column has no name",
                "write the column's name",
            );
        }
    }
}

/// Every published column is a field whose name Salesforce takes and tells from the others.
fn check_fields(leaves: &Leaves, set_place: &str, problems: &mut Problems) {
    let mut fields = HashMap::new();
    for leaf in leaves.iter().filter(|leaf| !hidden(&leaf.entry.value)) {
        let at = leaf.entry.name.at;
        let name = Profile::Salesforce.published_name(&leaf.entry.name);
        let place = format!("{set_place}.{}", leaf.place);
        // What is no identifier has been told.
        let identifier = illegal_identifier(&name).is_none();
        if let Some(reason) = illegal_name(&name, MAX_PROPERTY_NAME).filter(|_| identifier) {
            let remedy = "use at most 37 letters, digits and single underscores between them";
            problems.error(at, &place, format!("the name '{name}' {reason} for Salesforce"), remedy);
        }
        if let Some(other) = fields.insert(name.to_lowercase(), name.clone()) {
            let message = format!("Salesforce cannot tell '{name}' from '{other}'");
            problems.error(at, &place, message, "rename one of them");
        }
    }
}

fn hidden(property: &PropertyDefinition) -> bool {
    property.publish.is_some_and(|publish| !*publish)
}

/// CSDL, section 6.5.
const fn may_be_key(primitive: PrimitiveType) -> bool {
    !matches!(
        primitive,
        PrimitiveType::Binary
            | PrimitiveType::Stream
            | PrimitiveType::Single
            | PrimitiveType::Double
            | PrimitiveType::Spatial(_)
    )
}
