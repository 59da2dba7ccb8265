//! Functions and actions as their author writes them.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::TableName;
use crate::catalog::located::{Entries, Located};

/// A function: a statement that only reads, called with GET.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Function")]
pub struct FunctionDefinition {
    /// What it is for, for people.
    pub description: Option<String>,
    /// What it is called on: an entity, whose key properties the statement takes as parameters, or
    /// a whole entity set. Without this it stands by itself.
    pub bind_to: Option<BindingDefinition>,
    /// What it is called with, each under its name. Part of the public API: do not change them later.
    #[serde(default)]
    pub parameters: Entries<ParameterDefinition>,
    /// What it gives.
    pub returns: ReturnsDefinition,
    /// Whether callers may go on with the result: filter, sort, page, follow its navigation. Only
    /// for entities given by sql. What is not composable is given whole, in the statement's order,
    /// up to one page.
    #[serde(default)]
    pub composable: bool,
    /// The source it runs in, if it is not the service's.
    pub source: Option<Located<String>>,
    /// The SELECT it runs. Write :Name where the parameter Name goes: it is sent as a value, never
    /// as text. Entities need all columns of their set, by name.
    pub sql: Option<Located<String>>,
    /// A stored function (PostgreSQL) or procedure (MySQL, MariaDB) to run instead; it gets the key
    /// of the binding entity and then the parameters, in the order written.
    pub procedure: Option<Located<TableName>>,
}

/// An action: a statement that changes data, called with POST. It runs in a transaction of its own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Action")]
pub struct ActionDefinition {
    /// What it is for, for people.
    pub description: Option<String>,
    /// What it is called on: an entity, whose key properties the statement takes as parameters, or
    /// a whole entity set. Without this it stands by itself.
    pub bind_to: Option<BindingDefinition>,
    /// What it is called with, each under its name. Part of the public API: do not change them later.
    #[serde(default)]
    pub parameters: Entries<ParameterDefinition>,
    /// What it gives; nothing unless told otherwise. An action on an entity that gives an entity of
    /// the same set needs no result of its statement: the entity is read again.
    pub returns: Option<ReturnsDefinition>,
    /// The source it runs in, if it is not the service's.
    pub source: Option<Located<String>>,
    /// The statement it runs. Write :Name where the parameter Name goes: it is sent as a value, never
    /// as text.
    pub sql: Option<Located<String>>,
    /// A stored procedure to run instead; it gets the key of the binding entity and then the
    /// parameters, in the order written.
    pub procedure: Option<Located<TableName>>,
}

/// What an operation is called on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "BindTo")]
pub struct BindingDefinition {
    /// The entity set.
    pub entity_set: Located<String>,
    /// The set as a whole, not one entity of it; no unless told otherwise.
    #[serde(default)]
    pub collection: bool,
}

/// A parameter of an operation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Parameter")]
pub struct ParameterDefinition {
    /// Its type.
    #[serde(rename = "type")]
    #[schemars(schema_with = "super::named_type::type_names")]
    pub edm_type: Located<String>,
    /// Whether it can be null: no unless told otherwise. A caller of an action may leave out what
    /// can be null.
    pub nullable: Option<Located<bool>>,
    /// The most characters of an Edm.String, or bytes of an Edm.Binary.
    pub max_length: Option<Located<u32>>,
    /// The digits of an Edm.Decimal, or the fractional digits of the seconds of a time.
    pub precision: Option<Located<u32>>,
    /// The digits of an Edm.Decimal to the right of the point.
    pub scale: Option<Located<u32>>,
}

/// What an operation gives: a value of a type, or an entity of a set.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Returns")]
pub struct ReturnsDefinition {
    /// The type of a value: the first column of the result.
    #[serde(rename = "type")]
    pub edm_type: Option<Located<String>>,
    /// The set of an entity: the result has the columns of the set's table.
    pub entity_set: Option<Located<String>>,
    /// Many of them: a row each; no unless told otherwise.
    #[serde(default)]
    pub collection: bool,
    /// Whether a value can be null, or a single entity missing: yes unless told otherwise.
    pub nullable: Option<Located<bool>>,
    /// The most characters of an Edm.String, or bytes of an Edm.Binary.
    pub max_length: Option<Located<u32>>,
    /// The digits of an Edm.Decimal, or the fractional digits of the seconds of a time.
    pub precision: Option<Located<u32>>,
    /// The digits of an Edm.Decimal to the right of the point.
    pub scale: Option<Located<u32>>,
}

/// One operation, or a list of overloads: operations of one name that differ in what they are
/// called on or with.
#[derive(Clone, Debug)]
pub struct Overloads<T>(Vec<T>);

impl<T> Deref for Overloads<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Overloads<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OverloadsVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Overloads<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OverloadsOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

/// Not serde's `untagged`, which forgets the lines.
struct OverloadsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OverloadsVisitor<T> {
    type Value = Overloads<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an operation, or a list of overloads")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| Overloads(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Overloads)
    }
}
