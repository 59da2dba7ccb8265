//! Functions and actions: each statement is given to its database to be prepared, which does not run
//! it; what the database says of it goes into the problems.

use std::sync::Arc;

use super::words;
use crate::catalog::definition::{Overloads, ServiceDefinition, TableName};
use crate::catalog::{Catalog, Located, Location, Problem, Problems};
use crate::cli::compose;
use crate::config::Loaded;
use crate::edm::{Operation, Value};
use crate::plan::Scan;
use crate::query::Expr;
use crate::source::Error;
use crate::source::sql::SqlSource;

/// Where an overload was written.
struct Place {
    at: Location,
    path: String,
}

/// Has every operation of every service checked. A database that does not answer is another's problem.
pub(super) async fn check_all(loaded: &Loaded) -> Vec<Problem> {
    let mut problems = Problems::default();
    for source in &loaded.sources {
        // What cannot be connected to has been told already.
        let Ok(database) = compose::source(source) else { continue };
        for (index, (catalog, service)) in loaded.catalogs.iter().zip(&loaded.definition.services).enumerate()
        {
            for (operation, place) in catalog.model.operations.iter().zip(places(service, index)) {
                let is_here =
                    catalog.tables.get(operation.table).is_some_and(|table| table.source == source.name);
                if is_here {
                    check(catalog, operation, &database, &place, &mut problems).await;
                }
            }
        }
    }
    problems.into_sorted()
}

/// The overloads in the order they are built in.
fn places(service: &ServiceDefinition, index: usize) -> Vec<Place> {
    let mut places = Vec::new();
    for entry in service.functions.iter() {
        let path = format!("services[{index}].functions.{}", *entry.name);
        add(&mut places, &path, &entry.value, |overload| (&overload.sql, &overload.procedure));
    }
    for entry in service.actions.iter() {
        let path = format!("services[{index}].actions.{}", *entry.name);
        add(&mut places, &path, &entry.value, |overload| (&overload.sql, &overload.procedure));
    }
    places
}

fn add<T>(
    places: &mut Vec<Place>,
    path: &str,
    overloads: &Overloads<T>,
    runs: impl Fn(&T) -> (&Option<Located<String>>, &Option<Located<TableName>>),
) {
    for overload in overloads.iter() {
        let (at, word) = match runs(overload) {
            (Some(sql), _) => (sql.at, "sql"),
            (None, procedure) => (procedure.as_ref().map_or_else(Location::default, |p| p.at), "procedure"),
        };
        places.push(Place { at, path: format!("{path}.{word}") });
    }
}

async fn check(
    catalog: &Catalog,
    operation: &Operation,
    database: &SqlSource,
    place: &Place,
    problems: &mut Problems,
) {
    let Some(table) = catalog.tables.get(operation.table) else { return };
    let Some(routine) = table.routine() else { return };
    let columns = table.columns.iter().enumerate();
    let scan = Scan {
        arguments: vec![Value::Null; routine.arguments.len()],
        ..Scan::all(
            Arc::clone(table),
            columns.map(|(index, column)| Expr::property(index, column.ty)).collect(),
        )
    };
    let name = &operation.name;
    match database.prepare(&scan, operation.is_composable()).await {
        Ok(found) => {
            // A procedure's columns are known only when it runs.
            let is_told = !found.is_empty() && !operation.is_composable() && operation.entity_set().is_some();
            for column in table.columns.iter().filter(|_| is_told) {
                if !found.iter().any(|found| found.eq_ignore_ascii_case(&column.name)) {
                    let message = format!("the statement of '{name}' gives no column '{}'", column.name);
                    let remedy = format!("the property '{}' is read from it", column.property);
                    problems.error(place.at, &place.path, message, remedy);
                }
            }
        }
        Err(Error::Unavailable { .. } | Error::Busy { .. }) => {}
        Err(error) => {
            let words = words(&error);
            // Behind it is the statement, which its author knows.
            let said = words.split_once("; ").map_or(words.as_str(), |(said, _)| said);
            let message = format!("the database does not take the statement of '{name}': {said}");
            let remedy = "try the statement in the database, with values in place of the parameters";
            problems.error(place.at, &place.path, message, remedy);
        }
    }
}
