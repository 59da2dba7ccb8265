//! Navigation properties, as the author of a definition writes them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::TableName;
use crate::catalog::located::{Entries, Located};
use crate::catalog::problem::Location;

/// A way from an entity to others.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Navigation")]
pub struct NavigationDefinition {
    /// The entity set it leads to.
    pub to: Located<String>,
    /// Which properties are equal: those of this set to the left, those of the other to the right.
    #[serde(default)]
    pub on: Entries<Located<String>>,
    /// The table between the two sets, where neither holds the key of the other (many to many).
    pub through: Option<ThroughDefinition>,
    /// Whether it leads to many entities; no unless told otherwise.
    #[serde(default)]
    pub collection: bool,
    /// Whether a way to one entity may lead to none; yes unless told otherwise.
    pub nullable: Option<Located<bool>>,
    /// Whether the entities it leads to are parts of this one: they are no entity set of their own, but
    /// reached through this one only, and their key has to be unique only among the parts of one
    /// entity. Left out for Salesforce, which knows entity sets only.
    pub contains: Option<Located<bool>>,
}

/// A table whose rows say which entities of two sets belong together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Through")]
pub struct ThroughDefinition {
    /// The table or view. It may say the same twice.
    pub table: Located<TableName>,
    /// The source it lives in, if it is not that of this set.
    pub source: Option<Located<String>>,
    /// Which properties of this set equal which columns of the table.
    pub here: Entries<Located<String>>,
    /// Which columns of the table equal which properties of the other set.
    pub there: Entries<Located<String>>,
}

impl ThroughDefinition {
    /// Where it starts.
    #[must_use]
    pub const fn at(&self) -> Location {
        self.table.at
    }
}

impl NavigationDefinition {
    /// Whether it contains what it leads to.
    #[must_use]
    pub fn is_containment(&self) -> bool {
        self.contains.is_some_and(|contains| *contains)
    }

    /// The properties of the set it belongs to that tell what it leads to.
    pub fn here(&self) -> impl Iterator<Item = &Located<String>> {
        let link = self.through.iter().flat_map(|through| through.here.iter());
        self.on.iter().chain(link).map(|pair| &pair.name)
    }

    /// The properties of the set it leads to that are compared.
    pub fn there(&self) -> impl Iterator<Item = &Located<String>> {
        let link = self.through.iter().flat_map(|through| through.there.iter());
        self.on.iter().chain(link).map(|pair| &pair.value)
    }
}
