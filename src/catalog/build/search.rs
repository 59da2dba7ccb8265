//! What `$search` looks at in a set.

use super::Scope;
use crate::catalog::definition::EntitySetDefinition;
use crate::catalog::names::did_you_mean;
use crate::catalog::problem::Problems;
use crate::catalog::{Engine, Entry, Kind, Leaves, Search};
use crate::edm::{PrimitiveType, Property};

/// Builds the set's search.
pub(super) fn build(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    leaves: &Leaves,
    properties: &[Property],
    kind: Kind,
    set_place: &str,
    problems: &mut Problems,
) -> Search {
    let Some(search) = &set.value.search else { return Search::None };
    let place = format!("{set_place}.search");
    if search.properties.is_empty() {
        let remedy = "name the text properties to search, or delete search";
        problems.error(set.name.at, format!("{place}.properties"), "search looks at no property", remedy);
        return Search::None;
    }
    let is_text =
        |ty: &str| scope.types.find(ty).is_some_and(|found| found.primitive == PrimitiveType::String);
    let mut columns = Vec::new();
    for name in &search.properties {
        let place = format!("{place}.properties");
        let Some(leaf) = leaves.get(name) else {
            let remedy = did_you_mean(name, leaves.names());
            problems.error(name.at, place, format!("there is no property '{}'", **name), remedy);
            continue;
        };
        let published = scope.service.profile.published_name(name);
        if !is_text(&leaf.entry.value.edm_type) {
            let message = format!("'{}' is no text but {}", **name, *leaf.entry.value.edm_type);
            problems.error(name.at, place, message, "only Edm.String can be searched");
        } else if let Some(index) = properties.iter().position(|property| property.name == published) {
            columns.push(index);
        } else {
            let message = format!("'{}' is not published", **name);
            problems.error(name.at, place, message, "search what is published");
        }
    }
    let configured = search.configuration.as_ref();
    if let Some(configuration) =
        configured.filter(|_| search.index.is_none() || kind != Kind::Database(Engine::Postgres))
    {
        let message = "a text search configuration belongs to an index of PostgreSQL";
        problems.error(configuration.at, format!("{place}.configuration"), message, "delete configuration");
    }
    match &search.index {
        None => Search::Like(columns),
        Some(index) => Search::Index {
            name: index.value.clone(),
            columns,
            configuration: configured.map_or_else(|| "simple".to_owned(), |name| name.value.clone()),
        },
    }
}
