//! What Salesforce Connect sends, answered as it needs it: over HTTP, from every database.

mod echo;
mod errors;
mod paging;
mod spellings;
mod vectors;

use serde_json::Value;

use crate::support::acceptance::acceptance;
use crate::support::fixture::Fixture;
use crate::support::variety::variety;

/// The named tables of the acceptance fixture.
fn tables(sets: &[&str]) -> Fixture {
    let tables = acceptance().tables.into_iter().filter(|table| sets.contains(&table.set));
    Fixture { tables: tables.collect() }
}

/// One table of the variety fixture, without its navigation properties.
fn variety_of(set: &str) -> Fixture {
    let mut table = variety().tables.into_iter().find(|table| table.set == set).unwrap();
    table.navigation.clear();
    Fixture { tables: vec![table] }
}

/// The member names of a row, in their order.
fn members(row: &Value) -> Vec<&str> {
    row.as_object().unwrap().keys().map(String::as_str).collect()
}
