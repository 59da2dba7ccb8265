//! The types a service declares by name, as their author writes them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::catalog::located::{Entries, Located};
use crate::edm::PrimitiveType;

/// An enumeration: names for the values of a column.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Enumeration")]
pub struct EnumerationDefinition {
    /// The integer type of its values; Edm.Int32 unless told otherwise.
    #[schemars(schema_with = "integer_types")]
    pub underlying_type: Option<Located<String>>,
    /// Whether a value may be several members at once; no unless told otherwise.
    #[serde(default)]
    pub flags: bool,
    /// What it holds, for people.
    pub description: Option<String>,
    /// The members, each with its value. A column holds the values (a column of integers), or the
    /// names (a column of texts, or of the database's own enumeration).
    pub members: Entries<Located<i64>>,
}

/// A type definition: a name for a primitive type and its facets. Values are those of that type.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "TypeDefinition")]
pub struct TypeDefinitionDefinition {
    /// The primitive type.
    #[schemars(schema_with = "primitive_types")]
    pub underlying_type: Located<String>,
    /// The most characters of an Edm.String, or bytes of an Edm.Binary.
    pub max_length: Option<Located<u32>>,
    /// The digits of an Edm.Decimal, or the fractional digits of the seconds of a time, up to 12.
    pub precision: Option<Located<u32>>,
    /// The digits of an Edm.Decimal to the right of the point.
    pub scale: Option<Located<u32>>,
    /// The reference system of an Edm.Geography… or Edm.Geometry… type, by EPSG's number: 4326 and 0 unless told
    /// otherwise.
    #[serde(default)]
    #[schemars(schema_with = "super::property::srid")]
    pub srid: Option<Located<String>>,
    /// What it means, for people.
    pub description: Option<String>,
}

/// The schema of a property's type: one of OData's, or one the service declares.
pub(super) fn type_names(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = PrimitiveType::names().collect();
    json_schema!({ "type": "string", "anyOf": [{ "enum": names }, { "not": { "pattern": "^Edm\\." } }] })
}

fn primitive_types(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = PrimitiveType::names().collect();
    json_schema!({ "type": "string", "enum": names })
}

fn integer_types(_: &mut SchemaGenerator) -> Schema {
    let integers = PrimitiveType::ALL.into_iter().filter(|ty| ty.is_integer());
    json_schema!({ "type": "string", "enum": integers.map(PrimitiveType::name).collect::<Vec<_>>() })
}
