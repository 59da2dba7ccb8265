//! The service definition as its author writes it: `metadata/*.yaml`, field by field. Holds what
//! was written and where, not whether it makes sense: `build` finds that out.
//!
//! The comments here are what an editor shows while a definition is written: they become the
//! descriptions in the JSON Schema.

mod caching;
mod derived;
mod media;
mod named_type;
mod navigation;
mod operation;
mod property;
mod resource;
mod rest;

pub use caching::CacheDefinition;
pub use derived::{DerivedDefinition, DerivedTypeDefinition};
pub use media::MediaDefinition;
pub use named_type::{EnumerationDefinition, TypeDefinitionDefinition};
pub use navigation::{NavigationDefinition, ThroughDefinition};
pub use operation::{
    ActionDefinition, BindingDefinition, FunctionDefinition, Overloads, ParameterDefinition,
    ReturnsDefinition,
};

pub use property::PropertyDefinition;
pub use resource::{
    PagingDefinition, ResourceDefinition, SentDefinition, SizeDefinition, SortDefinition, TotalDefinition,
};
pub use rest::{ApiKeyDefinition, AuthDefinition, ClientCredentialsDefinition, RestSourceDefinition};

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

use super::Profile;
use super::located::{Entries, Entry, Located};
use super::salesforce::Role;
use super::secret::Secret;

/// A Landbridge service definition: databases and REST services, and the OData services that publish them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "Landbridge service definition")]
pub struct Definition {
    /// The databases and REST services, each under a name the services refer to.
    pub sources: Entries<SourceDefinition>,
    /// The OData services, each at a path of its own.
    pub services: Vec<ServiceDefinition>,
}

/// A database, or a REST service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Source")]
pub struct SourceDefinition {
    /// Where it is: postgres://user:password@host/database, mysql://…, mariadb://…, or
    /// sqlite:path/to/file.db. Write `${NAME}` to take (a part of) it from an environment variable,
    /// `${file:/run/secrets/db}` to take it from a file. It is never printed.
    pub url: Option<Located<Secret<String>>>,
    /// The REST service, if it is no database.
    pub rest: Option<RestSourceDefinition>,
    /// The most connections held open, 1 to 1000; 10 unless told otherwise.
    pub max_connections: Option<Located<u32>>,
    /// How long a request may wait for a free connection, 1 to 60; 5 unless told otherwise.
    pub acquire_timeout_seconds: Option<Located<u32>>,
    /// How long one statement may run, 1 to 110; 30 unless told otherwise. Salesforce gives up
    /// after 120 seconds.
    pub statement_timeout_seconds: Option<Located<u32>>,
}

/// An OData service. In Salesforce: one external data source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Service")]
pub struct ServiceDefinition {
    /// The path of its root, `/` or for example `/erp`.
    pub path: Located<String>,
    /// The namespace of its types in $metadata. Part of the public API: do not change it later.
    pub namespace: Located<String>,
    /// Which rules it follows; `salesforce` unless told otherwise.
    #[serde(default)]
    pub profile: Profile,
    /// The source of its entity sets. May be left out if there is only one.
    pub source: Option<Located<String>>,
    /// How large a page of an answer may be.
    #[serde(default)]
    pub page: PageDefinition,
    /// Enumerations, each under the name that properties refer to as their type. Part of the public
    /// API: do not change names and values later.
    #[serde(default)]
    pub enumerations: Entries<EnumerationDefinition>,
    /// Type definitions, each under the name that properties refer to as their type. Some generators
    /// of clients cannot read them: declare only what is of use.
    #[serde(default)]
    pub type_definitions: Entries<TypeDefinitionDefinition>,
    /// What it publishes. In Salesforce each becomes an external object.
    #[serde(default)]
    pub entity_sets: Entries<EntitySetDefinition>,
    /// Tables and views with one row, each published as one entity under its own name; its type has
    /// that name too unless told otherwise, and it needs no key. For Salesforce, which knows entity
    /// sets only, they are left out.
    #[serde(default)]
    pub singletons: Entries<EntitySetDefinition>,
    /// What clients can have computed: SQL statements and stored procedures that only read.
    #[serde(default)]
    pub functions: Entries<Overloads<FunctionDefinition>>,
    /// What clients can have done: SQL statements and stored procedures that change data.
    #[serde(default)]
    pub actions: Entries<Overloads<ActionDefinition>>,
}

/// How large a page of an answer may be. A larger answer goes on behind a next link.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Page")]
pub struct PageDefinition {
    /// The most rows, 2000 unless told otherwise. Salesforce accepts no more than 2000; 200 or
    /// fewer suit Batch Apex.
    pub max_rows: Option<Located<u64>>,
    /// The most bytes, 7500000 unless told otherwise. Salesforce accepts no more than 8 MB.
    pub max_bytes: Option<Located<u64>>,
}

/// A table or view, published as an entity set or, if it has one row, as a singleton.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "EntitySet")]
pub struct EntitySetDefinition {
    /// The name of one entity's type; derived from the set's name (Customers: Customer) unless
    /// told otherwise. Part of the public API: do not change it later.
    pub entity_type: Option<Located<String>>,
    /// The source it lives in, if it is not the service's.
    pub source: Option<Located<String>>,
    /// The table or view; of a set in a REST service there is `rest` instead.
    pub table: Option<Located<TableName>>,
    /// How it is asked for in a REST service.
    pub rest: Option<ResourceDefinition>,
    /// What it holds, for people.
    pub description: Option<String>,
    /// The same at length.
    pub long_description: Option<String>,
    /// The properties that identify an entity. Mandatory: Salesforce makes its External ID of them.
    #[serde(default)]
    pub key: Vec<Located<String>>,
    /// What $search looks at. Without it $search is refused.
    pub search: Option<SearchDefinition>,
    /// The columns, each under the name it is published by. Names are part of the public API: do
    /// not change them later.
    pub properties: Entries<PropertyDefinition>,
    /// For how long answers about it are kept and given again. Without it every answer is live.
    pub cache: Option<CacheDefinition>,
    /// Whether those who ask the same at the same time share one answer, so that the database is asked
    /// once. What is kept is always shared so.
    #[serde(default)]
    pub single_flight: bool,
    /// What makes its entities media entities.
    pub media: Option<MediaDefinition>,
    /// The ways to other entity sets.
    #[serde(default)]
    pub navigation: Entries<NavigationDefinition>,
    /// Kinds of entities in this table that have more properties than all of them have. For
    /// Salesforce, which knows no derived types, all properties are published in one object.
    pub derived: Option<DerivedDefinition>,
    /// What is missing before this set can be published. A set with this line is not published;
    /// delete the line when you have supplied what it asks for.
    pub missing: Option<Located<String>>,
}

/// The name of a table or view: `customers`, `public.customers`, or in two parts where a part
/// has a dot in it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a table's name, or { schema: …, name: … }")]
pub enum TableName {
    /// `name`, or `schema.name`.
    Short(String),
    /// Both parts as they are.
    Parts(TableParts),
}

/// The name of a table or view in two parts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableParts {
    /// The schema (PostgreSQL) or database (MySQL, MariaDB).
    pub schema: Option<String>,
    /// The table or view.
    pub name: String,
}

/// What $search looks at: text properties, through an index of the database or without.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Search")]
pub struct SearchDefinition {
    /// The text properties that are searched. Without `index` they are searched for parts of words;
    /// on PostgreSQL a trigram index makes that fast:
    /// CREATE INDEX … USING gin (lower(replace(name, 'Σ', 'σ') COLLATE "und-x-icu") gin_trgm_ops).
    pub properties: Vec<Located<String>>,
    /// The full-text index to use: a tsvector column (PostgreSQL), a FULLTEXT index (MySQL,
    /// MariaDB), an FTS5 table over this table's rowid (SQLite), the query parameter that a REST
    /// service searches by, in its own way. Without one the properties are read through, which is slow
    /// on large tables.
    pub index: Option<Located<String>>,
    /// The text search configuration of a PostgreSQL index; `simple` unless told otherwise.
    pub configuration: Option<Located<String>>,
}

impl TableName {
    /// Schema and name; `None` if the short form has more than one dot or an empty part.
    #[must_use]
    pub fn parts(&self) -> Option<TableParts> {
        let parts = match self {
            Self::Parts(parts) => parts.clone(),
            Self::Short(text) => match text.split_once('.') {
                Some((_, name)) if name.contains('.') => return None,
                Some((schema, name)) => TableParts { schema: Some(schema.to_owned()), name: name.to_owned() },
                None => TableParts { schema: None, name: text.clone() },
            },
        };
        let empty = parts.name.is_empty() || parts.schema.as_ref().is_some_and(String::is_empty);
        (!empty).then_some(parts)
    }
}

impl ServiceDefinition {
    /// Its entity sets, and behind them its singletons.
    pub fn sets(&self) -> impl Iterator<Item = &Entry<EntitySetDefinition>> {
        self.entity_sets.iter().chain(self.singletons.iter())
    }

    /// The entity set or singleton of this name.
    #[must_use]
    pub fn set(&self, name: &str) -> Option<&Entry<EntitySetDefinition>> {
        self.entity_sets.get(name).or_else(|| self.singletons.get(name))
    }

    /// Whether an entry is one of its singletons.
    #[must_use]
    pub fn is_singleton(&self, set: &Entry<EntitySetDefinition>) -> bool {
        self.singletons.iter().any(|singleton| std::ptr::eq(singleton, set))
    }

    /// Where a set stands in it: `entitySets.Customers`.
    #[must_use]
    pub fn place_of(&self, set: &Entry<EntitySetDefinition>) -> String {
        let list = if self.is_singleton(set) { "singletons" } else { "entitySets" };
        format!("{list}.{}", *set.name)
    }

    /// The set and the navigation property of it that contains the entities of the set of this name.
    #[must_use]
    pub fn container_of(
        &self,
        set: &str,
    ) -> Option<(&Entry<EntitySetDefinition>, &Entry<NavigationDefinition>)> {
        let contains =
            |way: &&Entry<NavigationDefinition>| way.value.is_containment() && *way.value.to == *set;
        self.sets().find_map(|container| Some((container, container.value.ways().find(contains)?)))
    }

    /// The source of one of its sets: the set's own, the service's, or the only one there is.
    #[must_use]
    pub fn source_of<'a>(
        &'a self,
        set: &'a EntitySetDefinition,
        sources: &'a Entries<SourceDefinition>,
    ) -> Option<&'a Located<String>> {
        let only = match &**sources {
            [only] => Some(&only.name),
            _ => None,
        };
        set.source.as_ref().or(self.source.as_ref()).or(only)
    }

    /// What a property of one of its sets is used for.
    #[must_use]
    pub fn role_of(&self, set: &Entry<EntitySetDefinition>, property: &str) -> Role {
        let is = |name: &Located<String>| **name == *property;
        let in_key = set.value.key.iter().any(is);
        let leads_on = set.value.ways().any(|navigation| navigation.value.here().any(is));
        let is_led_to = || {
            let mut ways = self.sets().flat_map(|other| other.value.ways());
            ways.any(|way| *way.value.to == *set.name && way.value.there().any(is))
        };
        if in_key || leads_on || is_led_to() { Role::Identifying } else { Role::Plain }
    }
}

impl EntitySetDefinition {
    /// Its navigation properties by the derived type that declares them, each list with its place in
    /// the set's definition.
    #[must_use]
    pub fn ways_by_type(&self) -> Vec<(Option<usize>, String, &Entries<NavigationDefinition>)> {
        let derived = self.derived.iter().flat_map(|derived| derived.types.iter()).enumerate();
        let derived = derived.map(|(index, ty)| {
            (Some(index), format!("derived.types.{}.navigation", *ty.name), &ty.value.navigation)
        });
        std::iter::once((None, "navigation".to_owned(), &self.navigation)).chain(derived).collect()
    }

    /// Its navigation properties, those of derived types among them.
    pub fn ways(&self) -> impl Iterator<Item = &Entry<NavigationDefinition>> {
        let derived = self.derived.iter().flat_map(|derived| derived.types.iter());
        self.navigation.iter().chain(derived.flat_map(|ty| ty.value.navigation.iter()))
    }
}

/// The JSON Schema of definitions (draft 2020-12), for editors.
#[must_use]
pub fn json_schema() -> Schema {
    schemars::schema_for!(Definition)
}

#[cfg(test)]
mod tests;
