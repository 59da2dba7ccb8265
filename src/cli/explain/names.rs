//! What names mean in expressions: those of the model, those of a scan's tables, and those behind the
//! places that are left to be worked on here.

use crate::catalog::{Catalog, Table};
use crate::plan::{Plan, Scan};
use crate::query::{Name, Text};

/// A name of the model, where `set` is read.
pub(super) fn model(catalog: &Catalog, set: usize, name: Name) -> String {
    let model = &catalog.model;
    let property = |set: usize, index: usize| {
        let column = catalog.tables.get(set).and_then(|table| table.columns.get(index));
        column.map_or("?", |column| column.property.as_str()).to_owned()
    };
    match name {
        Name::Property(index) => property(set, index),
        Name::Target(target) => model.entity_sets.get(target).map_or("?", |set| set.name.as_str()).to_owned(),
        Name::TargetProperty(target, index) => property(target, index),
    }
}

/// A name in an expression of a scan.
pub(super) fn scan(scan: &Scan, name: Name) -> String {
    let property = |table: Option<&Table>, index: usize| {
        let column = table.and_then(|table| table.columns.get(index));
        column.map_or("?", |column| column.property.as_str()).to_owned()
    };
    match name {
        Name::Property(index) => property(Some(&scan.table), index),
        Name::Target(target) => {
            scan.tables.get(target).map_or("?", |table| table.entity_set.as_str()).to_owned()
        }
        Name::TargetProperty(target, index) => property(scan.tables.get(target), index),
    }
}

/// A name in an expression over the rows of a scan, where properties are places and targets reads.
pub(super) fn place(plan: &Plan, rows: &Scan, name: Name) -> String {
    let column = |rows: &Scan, place: usize| match rows.columns.get(place) {
        Some(expr) => Text { expr, name: |name| scan(rows, name) }.to_string(),
        None => "?".to_owned(),
    };
    let read = |place: usize| plan.reads.get(place).map(|read| &read.scan);
    match name {
        Name::Property(place) => column(rows, place),
        Name::Target(target) => read(target).map_or("?", |scan| scan.table.entity_set.as_str()).to_owned(),
        Name::TargetProperty(target, place) => {
            read(target).map_or_else(|| "?".to_owned(), |scan| column(scan, place))
        }
    }
}
