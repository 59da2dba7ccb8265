//! Properties, as the author of a definition writes them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::catalog::located::{Entries, Located};
use crate::catalog::problem::Location;
use crate::edm::geo::MAX_SRID;

/// A column, published as a property; or, with properties of its own, some columns published as
/// one object.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Property")]
pub struct PropertyDefinition {
    /// The column; the property's own name unless told otherwise.
    pub column: Option<Located<String>>,
    /// In a REST service: the member of the row's object, or a JSON Pointer into it such as
    /// /address/city; the property's own name unless told otherwise.
    pub field: Option<Located<String>>,
    /// The type it is published as: one of OData's, or an enumeration or type definition of the service; of a property
    /// with properties of its own a name for their type, such as Address. Properties with the same
    /// properties may share it.
    #[serde(rename = "type")]
    #[schemars(schema_with = "super::named_type::type_names")]
    pub edm_type: Located<String>,
    /// Whether it can be null: yes unless told otherwise, never in a key.
    pub nullable: Option<Located<bool>>,
    /// The most characters of an Edm.String, or bytes of an Edm.Binary.
    pub max_length: Option<Located<u32>>,
    /// The digits of an Edm.Decimal, or the fractional digits of the seconds of a time, up to 12.
    pub precision: Option<Located<u32>>,
    /// The digits of an Edm.Decimal to the right of the point.
    pub scale: Option<Located<u32>>,
    /// The reference system of an Edm.Geography… or Edm.Geometry… value, by EPSG's number: 4326 and 0 unless
    /// told otherwise. All values of a property have the same one.
    #[serde(default)]
    #[schemars(schema_with = "srid")]
    pub srid: Option<Located<String>>,
    /// The column's type in the database's own words: decides how it is read and compared.
    pub db_type: Option<Located<String>>,
    /// What the bytes of an Edm.Stream are, for all entities: image/png. They are answered as this.
    pub media_type: Option<Located<String>>,
    /// The column that says for each entity what the bytes of an Edm.Stream are.
    pub media_type_column: Option<Located<String>>,
    /// What it holds, for people.
    pub description: Option<String>,
    /// The same at length.
    pub long_description: Option<String>,
    /// Whether the database makes its value: clients cannot write it; no unless told otherwise.
    pub computed: Option<Located<bool>>,
    /// Whether clients can write it only when they create an entity; no unless told otherwise.
    pub immutable: Option<Located<bool>>,
    /// The value that it has in entities created without one: the column's own default.
    #[serde(default)]
    #[schemars(schema_with = "scalar")]
    pub default_value: Option<Located<String>>,
    /// Whether it is published: yes unless told otherwise, except that the salesforce profile
    /// leaves out Edm.Binary, Edm.Stream and the spatial types.
    pub publish: Option<Located<bool>>,
    /// The properties of a complex property: it has no column, they have. Elsewhere in the
    /// definition they are named by their path: Address/City. For Salesforce, which knows no complex
    /// types, they are published as Address_City.
    #[serde(default)]
    pub properties: Entries<PropertyDefinition>,
}

impl PropertyDefinition {
    /// The column's name and where it was written.
    #[must_use]
    pub fn column_name<'a>(&'a self, property: &'a Located<String>) -> (&'a str, Location) {
        let column = self.column.as_ref().or(self.field.as_ref()).unwrap_or(property);
        (column, column.at)
    }
}

pub(super) fn srid(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "minimum": 0, "maximum": MAX_SRID })
}

fn scalar(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["string", "number", "boolean"] })
}
