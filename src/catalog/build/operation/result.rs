//! What an operation gives, as the model says it and as the database gives it.

use std::sync::Arc;

use super::Written;
use crate::catalog::definition::{PropertyDefinition, ReturnsDefinition};
use crate::catalog::names::did_you_mean;
use crate::catalog::problem::Problems;
use crate::catalog::{Column, Engine, Entry, Located, NamedTypes, Search, Table, declared_type, storage_of};
use crate::edm::{Model, OperationKind, PrimitiveType, Returned, Returns, SetKind};

/// The result of an operation; without columns where it gives nothing.
pub(super) struct Result {
    pub(super) returns: Option<Returns>,
    pub(super) columns: Vec<Column>,
    pub(super) key: Vec<usize>,
    pub(super) search: Search,
    pub(super) discriminator: Option<usize>,
}

pub(super) fn build(
    written: &Written<'_>,
    model: &Model,
    tables: &[Arc<Table>],
    (source, engine): (&str, Engine),
    problems: &mut Problems,
) -> Option<Result> {
    let place = format!("{}.returns", written.place);
    let Some(returns) = written.returns else {
        return Some(Result {
            returns: None,
            columns: Vec::new(),
            key: Vec::new(),
            search: Search::None,
            discriminator: None,
        });
    };
    match (&returns.edm_type, &returns.entity_set) {
        (Some(ty), None) => value(written, returns, ty, engine, &place, problems),
        (None, Some(set)) => entity(returns, set, model, tables, source, &place, problems),
        _ => {
            let message = "this says not, or twice, what is given";
            let remedy = "write type: with a type, or entitySet: with a set";
            problems.error(written.name.at, place, message, remedy);
            None
        }
    }
}

fn value(
    written: &Written<'_>,
    returns: &ReturnsDefinition,
    edm_type: &Located<String>,
    engine: Engine,
    place: &str,
    problems: &mut Problems,
) -> Option<Result> {
    if matches!(written.kind, OperationKind::Function { composable: true }) {
        let message = "only a function that gives entities can be composable";
        problems.error(
            written.name.at,
            format!("{}.composable", written.place),
            message,
            "delete composable",
        );
    }
    let property = PropertyDefinition {
        edm_type: edm_type.clone(),
        nullable: returns.nullable,
        max_length: returns.max_length,
        precision: returns.precision,
        scale: returns.scale,
        ..PropertyDefinition::default()
    };
    let entry = Entry { name: written.name.clone(), value: property };
    let ty = declared_type(&NamedTypes::default(), &entry, false, place, problems)?;
    if matches!(ty.primitive, PrimitiveType::Duration | PrimitiveType::Stream | PrimitiveType::Spatial(_)) {
        let message = format!("an {} cannot be given", ty.primitive);
        let remedy = match ty.primitive {
            PrimitiveType::Spatial(_) => "give entities, which have shapes among their properties",
            _ => "give seconds as an Edm.Decimal",
        };
        problems.error(edm_type.at, format!("{place}.type"), message, remedy);
    }
    let column = Column::new("value", "value", ty, storage_of(engine, None, ty.primitive));
    let returns =
        Returns { kind: Returned::Value(ty), collection: returns.collection, nullable: ty.nullable };
    Some(Result {
        returns: Some(returns),
        columns: vec![column],
        key: Vec::new(),
        search: Search::None,
        discriminator: None,
    })
}

/// Checks that the entities of an operation are those of an entity set of its own.
pub(super) fn operation_set(
    name: &Located<String>,
    set: usize,
    model: &Model,
    place: &str,
    problems: &mut Problems,
) -> Option<()> {
    let message = match model.entity_sets.get(set)?.kind {
        SetKind::EntitySet => return Some(()),
        SetKind::Singleton => format!("'{}' is a singleton", **name),
        SetKind::Contained { .. } => format!("the entities of '{}' are contained in others", **name),
    };
    problems.error(name.at, place, message, "name an entity set");
    None
}

fn entity(
    returns: &ReturnsDefinition,
    set: &Located<String>,
    model: &Model,
    tables: &[Arc<Table>],
    source: &str,
    place: &str,
    problems: &mut Problems,
) -> Option<Result> {
    for (name, facet) in
        [("maxLength", &returns.max_length), ("precision", &returns.precision), ("scale", &returns.scale)]
    {
        if let Some(facet) = facet {
            let message = format!("{name} says nothing about entities");
            problems.error(facet.at, format!("{place}.{name}"), message, format!("delete {name}"));
        }
    }
    let place = format!("{place}.entitySet");
    let Some(index) = model.entity_set(set) else {
        let message = format!("there is no published entity set '{}'", **set);
        let names = model.entity_sets.iter().map(|set| set.name.as_str());
        problems.error(set.at, place, message, did_you_mean(set, names));
        return None;
    };
    operation_set(set, index, model, &place, problems)?;
    let table = tables.get(index)?;
    if table.source != source {
        let message =
            format!("the entity set '{}' lives in the source '{}', not in '{source}'", **set, table.source);
        problems.error(set.at, place, message, "run the operation in the source of its entities");
    }
    let nullable = !returns.collection && returns.nullable.is_none_or(|nullable| *nullable);
    Some(Result {
        returns: Some(Returns { kind: Returned::Entity(index), collection: returns.collection, nullable }),
        columns: table.columns.clone(),
        key: table.key.clone(),
        discriminator: table.discriminator,
        // An index is the table's, not the result's.
        search: match &table.search {
            Search::Like(columns) => Search::Like(columns.clone()),
            Search::None | Search::Index { .. } => Search::None,
        },
    })
}
