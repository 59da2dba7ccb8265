//! One entity set: its type, its key, its table.

use super::columns::Columns;
use super::{Scope, containment, derived, property, resource, search, service, stream};
use crate::catalog::definition::EntitySetDefinition;
use crate::catalog::names::did_you_mean;
use crate::catalog::problem::Problems;
use crate::catalog::{Engine, Entry, Kind, Leaf, Leaves, Origin, Search, Table};
use crate::edm::{EntitySet, EntityType, Property, SetKind};

/// What a set adds to the catalog; its navigation properties come when all sets are known.
pub(super) struct Built {
    pub(super) entity_type: EntityType,
    pub(super) entity_set: EntitySet,
    pub(super) table: Table,
}

/// Builds a set, `None` if the definition says that something is missing; `type_index` is the
/// place its type will have in the model. With an error among the problems the result is not fit
/// to be served, only to go on looking for problems.
pub(super) fn build(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    type_index: usize,
    problems: &mut Problems,
) -> Option<Built> {
    let name = set.name.value.clone();
    let place = scope.place_of(set);
    if let Some(missing) = &set.value.missing {
        let message = format!("the entity set '{name}' is not published, for something is missing");
        problems.warning(missing.at, format!("{place}.missing"), message, missing.value.clone());
        return None;
    }
    if containment::is_left_out(scope, set, problems) {
        return None;
    }
    let (source, kind) = source(scope, set, &place, problems);
    let leaves = Leaves::of(&set.value);
    let mut built = Columns::build(scope, set, &leaves, kind, &place, problems);
    let media = match kind {
        Kind::Database(engine) => {
            let of = (engine, scope.service.profile);
            stream::add(set, &leaves, of, &mut built, &place, problems)
        }
        Kind::Rest => None,
    };
    let Columns { properties, columns } = built;
    property::check_names(scope, set, &leaves, &place, problems);
    let key = key(scope, set, &leaves, &properties, &place, problems);
    let search = search::build(scope, set, &leaves, &properties, kind, &place, problems);
    let (schema, table) = table(set, kind, &place, problems);
    let resource = resource::build(scope, set, kind, (&columns, &key), &place, problems);
    let (table, origin) = match (&set.value.rest, resource) {
        (Some(written), Some(resource)) => (written.list.value.clone(), Origin::Resource(Box::new(resource))),
        _ => (table, Origin::Table),
    };
    let singleton = scope.service.is_singleton(set);
    if let Some(written) = set.value.search.as_ref().filter(|_| singleton) {
        let at = written.properties.first().map_or(set.name.at, |name| name.at);
        let message = format!("'{name}' is one entity, and there is nothing to search");
        problems.error(at, format!("{place}.search"), message, "delete search");
    }
    let entity_type = scope.type_name(set);
    let family = derived::family(scope, set, &entity_type, &leaves, &columns, problems);
    let discriminator = family.as_ref().map(|family| family.discriminator);
    Some(Built {
        entity_type: EntityType {
            media,
            family,
            description: set.value.description.clone(),
            ..EntityType::new(entity_type, key.clone(), properties)
        },
        entity_set: EntitySet {
            kind: if singleton { SetKind::Singleton } else { SetKind::EntitySet },
            searchable: search != Search::None,
            description: set.value.description.clone(),
            long_description: set.value.long_description.clone(),
            ..EntitySet::new(name.clone(), type_index)
        },
        table: Table {
            schema,
            columns,
            key,
            search,
            discriminator,
            origin,
            ..Table::new(name, source, table)
        },
    })
}

/// Schema and name of the set's table in a database.
fn table(
    set: &Entry<EntitySetDefinition>,
    kind: Kind,
    place: &str,
    problems: &mut Problems,
) -> (Option<String>, String) {
    let place = format!("{place}.table");
    match (&set.value.table, kind) {
        (None, Kind::Rest) => return (None, String::new()),
        (Some(written), Kind::Rest) => {
            let message = "its source is a REST service, which has no tables";
            problems.error(written.at, place, message, "delete table, and say rest: { list: /path }");
        }
        (None, Kind::Database(_)) => {
            let message = format!("the entity set '{}' has no table", *set.name);
            problems.error(set.name.at, place, message, "add table: name of the table or view");
        }
        (Some(written), Kind::Database(_)) => match written.parts() {
            Some(parts) => return (parts.schema, parts.name),
            None => {
                let remedy = "write schema.name, or { schema: …, name: … } if a part has a dot in it";
                problems.error(written.at, place, "this is not one table's name", remedy);
            }
        },
    }
    (None, String::new())
}

/// The set's source and what that is.
fn source(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    place: &str,
    problems: &mut Problems,
) -> (String, Kind) {
    if let Some(own) = &set.value.source {
        service::check_source(scope, own, &format!("{place}.source"), problems);
    }
    let Some(name) = scope.service.source_of(&set.value, &scope.definition.sources) else {
        let message = format!("the entity set '{}' has no source", *set.name);
        problems.error(set.name.at, place, message, "add source to the set or to its service");
        return (String::new(), Kind::Database(Engine::Postgres));
    };
    (name.value.clone(), scope.kind_of(name))
}

fn key(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    leaves: &Leaves,
    properties: &[Property],
    place: &str,
    problems: &mut Problems,
) -> Vec<usize> {
    let place = format!("{place}.key");
    if set.value.key.is_empty() && scope.service.is_singleton(set) {
        return Vec::new();
    }
    if set.value.key.is_empty() {
        let message = format!("the entity set '{}' has no key", *set.name);
        problems.error(set.name.at, place, message, "add key: [names of the properties that identify a row]");
        return Vec::new();
    }
    let mut key = Vec::new();
    for name in &set.value.key {
        // CSDL, section 6.5: a path in a key needs an alias, which OData 4.0 clients do not know.
        if name.contains('/') || set.value.properties.get(name).is_some_and(|entry| entry.value.is_complex())
        {
            let message = format!("'{}' cannot be part of a key", **name);
            let remedy = "publish the column as a property outside the complex property";
            problems.error(name.at, &place, message, remedy);
            continue;
        }
        let Some(Leaf { entry, .. }) = leaves.get(name) else {
            let remedy = did_you_mean(name, leaves.names());
            problems.error(name.at, &place, format!("there is no property '{}'", **name), remedy);
            continue;
        };
        if let Some(nullable) = entry.value.nullable.filter(|nullable| **nullable) {
            let message = format!("the key property '{}' is nullable", **name);
            problems.error(nullable.at, &place, message, "delete nullable, or choose another key");
        }
        // A property that could not be built has its problem already, unless it is left out.
        let Some(index) = properties.iter().position(|property| property.name == **name) else {
            if scope.types.find(&entry.value.edm_type).is_some() {
                let message = format!("the key property '{}' is not published", **name);
                problems.error(name.at, &place, message, "choose another key, or publish it");
            }
            continue;
        };
        if key.contains(&index) {
            let message = format!("the key names '{}' twice", **name);
            problems.error(name.at, &place, message, "delete one of them");
            continue;
        }
        key.push(index);
    }
    key
}
