//! Resources of REST services: each list is asked for its first row, so that what the definition says of
//! paths, members and types is tried once before anybody else does.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::words;
use crate::catalog::definition::{EntitySetDefinition, ServiceDefinition};
use crate::catalog::{Catalog, Entry, Location, Problem, Problems, Resource, Table};
use crate::config::Loaded;
use crate::plan::Scan;
use crate::query::Expr;
use crate::source::rest::RestSource;
use crate::source::{Error, Row, RowSink, Source};

/// Asks for the first row of every list that can be asked for without a condition.
pub(super) async fn check_all(loaded: &Loaded) -> Vec<Problem> {
    let mut problems = Problems::default();
    for settings in &loaded.rest {
        let source = match RestSource::new(settings.clone()) {
            Ok(source) => source,
            Err(error) => {
                let place = format!("sources.{}.rest", settings.name);
                problems.error(Location::default(), place, words(&error), "");
                continue;
            }
        };
        for (index, (catalog, service)) in loaded.catalogs.iter().zip(&loaded.definition.services).enumerate()
        {
            for (table, set) in lists(catalog, service, &settings.name) {
                let place = format!("services[{index}].{}.rest.list", service.place_of(set));
                check(table, set, &source, place, &mut problems).await;
            }
        }
    }
    problems.into_sorted()
}

/// The tables of a service that are lists of this source, with their definitions.
fn lists<'a>(
    catalog: &'a Catalog,
    service: &'a ServiceDefinition,
    source: &'a str,
) -> impl Iterator<Item = (&'a Arc<Table>, &'a Entry<EntitySetDefinition>)> {
    let free = |resource: &Resource| resource.required().next().is_none();
    let here = move |table: &&Arc<Table>| table.source == source && table.resource().is_some_and(free);
    catalog.tables.iter().filter(here).filter_map(|table| Some((table, service.set(&table.entity_set)?)))
}

async fn check(
    table: &Arc<Table>,
    set: &Entry<EntitySetDefinition>,
    source: &RestSource,
    place: String,
    problems: &mut Problems,
) {
    let columns = table.columns.iter().enumerate();
    let columns = columns.map(|(index, column)| Expr::property(index, column.ty)).collect();
    let scan = Scan { limit: Some(1), ..Scan::all(Arc::clone(table), columns) };
    let Err(error) = source.scan(&scan, &mut Every(scan.width())).await else { return };
    let at = set.value.rest.as_ref().map(|rest| rest.list.at).unwrap_or_default();
    match error {
        error @ Error::Value { .. } => problems.error(at, place, error.to_string(), ""),
        error => {
            let message = format!("'{}' cannot be read: {}", table.entity_set, words(&error));
            problems.error(at, place, message, "check baseUrl, auth and list, or pass --offline");
        }
    }
}

/// Reads every value of a row.
struct Every(usize);

impl RowSink for Every {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        for place in 0..self.0 {
            row.get(place)?;
        }
        Ok(ControlFlow::Break(()))
    }
}
