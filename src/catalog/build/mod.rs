//! From what was written to what can be served: a [`Definition`] becomes one [`Catalog`] a
//! service, or the list of everything that is wrong with it. Opens no database.

mod caching;
mod columns;
mod complex;
mod containment;
mod derived;
mod entity_set;
mod link;
mod named_type;
mod navigation;
mod operation;
mod property;
mod resource;
mod search;
mod service;
mod stored;
mod stream;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::definition::{Definition, EntitySetDefinition, ServiceDefinition};
use super::names::default_entity_type;
use super::problem::{Location, Problem, Problems};
use super::{Catalog, Engine, Entry, Kind, NamedTypes, Profile};
use crate::edm::{EntityType, Model};

/// The name of the entity container.
const CONTAINER: &str = "Container";

/// Builds the catalogs of all services. `engines` tells the product behind each source that is a
/// database; one that is not in it is a problem the caller has reported.
///
/// # Errors
/// Every problem there is, if one of them is an error; otherwise the warnings come with the
/// catalogs.
pub fn build(
    definition: &Definition,
    engines: &BTreeMap<String, Engine>,
) -> Result<(Vec<Catalog>, Vec<Problem>), Vec<Problem>> {
    let mut problems = Problems::default();
    if definition.services.is_empty() {
        problems.error(Location::default(), "services", "there is no service", "add one to the list");
    }
    let catalogs: Vec<_> = definition
        .services
        .iter()
        .enumerate()
        .map(|(index, service)| {
            let place = format!("services[{index}]");
            let types = NamedTypes::of(service, &place, &mut problems);
            let scope = Scope { definition, service, types: &types, engines, place: &place };
            service::check(&scope, &mut problems);
            catalog(&scope, &mut problems)
        })
        .collect();
    service::check_paths(&definition.services, &mut problems);
    if problems.has_errors() { Err(problems.into_sorted()) } else { Ok((catalogs, problems.into_sorted())) }
}

/// What the parts of a service are built with.
#[derive(Clone, Copy)]
struct Scope<'a> {
    definition: &'a Definition,
    service: &'a ServiceDefinition,
    types: &'a NamedTypes,
    engines: &'a BTreeMap<String, Engine>,
    /// `services[0]`
    place: &'a str,
}

impl Scope<'_> {
    /// What the source of this name is. A database without a known product is an error reported by the
    /// caller: any will do.
    fn kind_of(&self, source: &str) -> Kind {
        let written = self.definition.sources.get(source);
        if written.is_some_and(|source| source.value.rest.is_some()) {
            return Kind::Rest;
        }
        Kind::Database(self.engines.get(source).copied().unwrap_or(Engine::Postgres))
    }

    /// Where a set stands in the definition: `services[0].entitySets.Customers`.
    fn place_of(&self, set: &Entry<EntitySetDefinition>) -> String {
        format!("{}.{}", self.place, self.service.place_of(set))
    }

    /// The name of the type of a set's entities.
    fn type_name(&self, set: &Entry<EntitySetDefinition>) -> String {
        match &set.value.entity_type {
            Some(written) => written.value.clone(),
            None if self.service.is_singleton(set) => set.name.value.clone(),
            None => default_entity_type(&set.name),
        }
    }
}

fn catalog(scope: &Scope<'_>, problems: &mut Problems) -> Catalog {
    let service = scope.service;
    let mut model = Model::new(service.namespace.value.as_str(), CONTAINER);
    // Salesforce knows none of them: there every enumeration is published as text, and a type
    // definition as what it stands for.
    if service.profile == Profile::Standard {
        model.enumerations.clone_from(&scope.types.enumerations);
        model.type_definitions.clone_from(&scope.types.definitions);
    }
    let mut tables = Vec::new();
    let mut caching = Vec::new();
    let mut complex_types = complex::ComplexTypes::default();
    for set in service.sets() {
        if let Some(built) = entity_set::build(scope, set, model.entity_types.len(), problems) {
            let complex = complex_types.of_set(scope, set, &built.entity_type.properties, problems);
            model.entity_types.push(EntityType { complex, ..built.entity_type });
            model.entity_sets.push(built.entity_set);
            tables.push(Arc::new(built.table));
            caching.push(caching::caching(scope, set, problems));
        }
    }
    let (complex_types, written) = complex_types.into_parts();
    model.complex_types = complex_types;
    service::check_names(scope, &written, problems);
    named_type::check_names(scope, &model, problems);
    let links = navigation::add(scope, &mut model, &tables, problems);
    tables.extend(links.into_iter().map(Arc::new));
    operation::add(scope, &mut model, &mut tables, problems);
    let (max_page_rows, max_page_bytes) = service::page(service);
    Catalog {
        path: service.path.value.clone(),
        model,
        tables,
        caching,
        profile: service.profile,
        max_page_rows,
        max_page_bytes,
    }
}
