//! Derived types, as the author of a definition writes them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::{NavigationDefinition, PropertyDefinition};
use crate::catalog::located::{Entries, Located};

/// Kinds of entities in one table: types derived from the set's entity type.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Derived")]
pub struct DerivedDefinition {
    /// The property of this set whose value tells of which type an entity is. With publish: false
    /// clients see the type only.
    pub discriminator: Located<String>,
    /// Its values in entities of no derived type. Without any there are no such entities, and the
    /// set's entity type is abstract.
    #[serde(default)]
    #[schemars(schema_with = "scalars")]
    pub values: Vec<Located<String>>,
    /// The derived types. Their names are part of the public API: do not change them later.
    pub types: Entries<DerivedTypeDefinition>,
}

/// A type derived from the set's entity type, or from another one derived from it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "DerivedType")]
pub struct DerivedTypeDefinition {
    /// The derived type that this one is derived from, if it is not the set's entity type.
    pub base: Option<Located<String>>,
    /// The discriminator's values in entities of this type. A type without any is abstract: all its
    /// entities are of types derived from it.
    #[serde(default)]
    #[schemars(schema_with = "scalars")]
    pub values: Vec<Located<String>>,
    /// What entities of this type are, for people.
    pub description: Option<String>,
    /// The columns that only these entities have values in.
    #[serde(default)]
    pub properties: Entries<PropertyDefinition>,
    /// The ways from these entities to other entity sets.
    #[serde(default)]
    pub navigation: Entries<NavigationDefinition>,
}

fn scalars(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "type": ["string", "integer", "boolean"] } })
}
