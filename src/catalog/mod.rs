//! The service definition made usable: for every entity set of the [`Model`] where it lives.

pub mod definition;
mod build;
mod caching;
mod engine;
mod leaf;
mod located;
mod named_types;
mod names;
mod problem;
mod routine;
pub mod salesforce;
mod resource;
mod secret;
mod storage;
mod table;
mod template;
mod types;

pub use build::build;
pub use caching::{Caching, Keeping};
pub use engine::{Engine, Kind};
pub use leaf::{Leaf, Leaves};
pub use located::{Entries, Entry, Located};
pub use named_types::NamedTypes;
pub use names::nearest;
pub use problem::{Location, Problem, Problems, Severity};
pub use resource::{
    Comparison, Filter, Paging, Path, PathPiece, Pointer, Resource, Size, Sort, Target, Total,
};
pub use routine::{Body, Piece, Routine};
pub use secret::Secret;
pub use storage::{edm_type_of, storage_of};
pub use table::{Column, Origin, Search, Storage, Table};
pub use types::declared_type;

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::edm::Model;

/// One service of a definition.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// URL path the service root is at: `/` or `/erp`, no trailing slash otherwise.
    pub path: String,
    /// What it publishes.
    pub model: Model,
    /// Where each entity set lives, at the set's index in the model; behind these the link tables.
    pub tables: Vec<Arc<Table>>,
    /// How answers about each entity set may be kept, at the set's index.
    pub caching: Vec<Caching>,
    /// Which rules it follows.
    pub profile: Profile,
    /// Most rows in one page.
    pub max_page_rows: u64,
    /// Most bytes of one page.
    pub max_page_bytes: usize,
}

/// The two sets of rules a service can follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// What Salesforce Connect needs: blank text equals null, `eq`-filtered properties are
    /// answered even if `$select` leaves them out, only types Salesforce can sync.
    #[default]
    Salesforce,
    /// OData 4.01 to the letter.
    Standard,
}

impl Profile {
    /// The name a property is published by, from its path in the definition: Salesforce has no
    /// objects within objects.
    #[must_use]
    pub fn published_name(self, path: &str) -> String {
        match self {
            Self::Salesforce => path.replace('/', "_"),
            Self::Standard => path.to_owned(),
        }
    }
}
