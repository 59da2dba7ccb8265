//! One entity set: its type, its key, its table.

use super::{Scope, named_type, property, search, service};
use crate::catalog::definition::EntitySetDefinition;
use crate::catalog::names::{default_entity_type, did_you_mean};
use crate::catalog::problem::Problems;
use crate::catalog::{Column, Engine, Entry, Leaf, Leaves, Search, Table, storage_of};
use crate::edm::{EntitySet, EntityType, Property};

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
    let place = format!("{}.entitySets.{name}", scope.place);
    if let Some(missing) = &set.value.missing {
        let message = format!("the entity set '{name}' is not published, for something is missing");
        problems.warning(missing.at, format!("{place}.missing"), message, missing.value.clone());
        return None;
    }
    let (source, engine) = source(scope, set, &place, problems);
    let mut properties = Vec::new();
    let mut columns = Vec::new();
    let leaves = Leaves::of(&set.value);
    for leaf in leaves.iter() {
        let Some(built) = property::build(scope, set, leaf, &place, problems) else { continue };
        let entry = &leaf.entry;
        let storage =
            storage_of(engine, entry.value.db_type.as_ref().map(|ty| ty.as_str()), built.declared.primitive);
        let property = scope.service.profile.published_name(&entry.name);
        let enumeration = named_type::enumeration(built.declared.primitive);
        if let Some(enumeration) = enumeration {
            let place = format!("{place}.properties.{}", *entry.name);
            named_type::check_storage(enumeration, entry, storage, &place, problems);
        }
        let column = entry.value.column_name(&entry.name).0;
        columns
            .push(Column { enumeration, ..Column::new(property.clone(), column, built.published, storage) });
        properties.push(Property {
            description: entry.value.description.clone(),
            ..Property::new(property, built.published)
        });
    }
    property::check_names(scope, set, &leaves, &place, problems);
    let key = key(scope, set, &leaves, &properties, &place, problems);
    let search = search::build(scope, set, &leaves, &properties, engine, &place, problems);
    let table_name = set.value.table.parts();
    if table_name.is_none() {
        let remedy = "write schema.name, or { schema: …, name: … } if a part has a dot in it";
        problems.error(set.value.table.at, format!("{place}.table"), "this is not one table's name", remedy);
    }
    let (schema, table) = table_name.map(|parts| (parts.schema, parts.name)).unwrap_or_default();
    Some(Built {
        entity_type: EntityType {
            description: set.value.description.clone(),
            ..EntityType::new(
                match &set.value.entity_type {
                    Some(written) => written.value.clone(),
                    None => default_entity_type(&name),
                },
                key.clone(),
                properties,
            )
        },
        entity_set: EntitySet {
            searchable: search != Search::None,
            description: set.value.description.clone(),
            ..EntitySet::new(name.clone(), type_index)
        },
        table: Table { schema, columns, key, search, ..Table::new(name, source, table) },
    })
}

/// The set's source and its product.
fn source(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    place: &str,
    problems: &mut Problems,
) -> (String, Engine) {
    if let Some(own) = &set.value.source {
        service::check_source(scope, own, &format!("{place}.source"), problems);
    }
    let Some(name) = scope.service.source_of(&set.value, &scope.definition.sources) else {
        let message = format!("the entity set '{}' has no source", *set.name);
        problems.error(set.name.at, place, message, "add source to the set or to its service");
        return (String::new(), Engine::Postgres);
    };
    // A source without a known product is an error reported by the caller: any will do.
    (name.value.clone(), scope.engines.get(&name.value).copied().unwrap_or(Engine::Postgres))
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
