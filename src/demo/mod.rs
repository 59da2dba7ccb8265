//! The demo: an ERP of an invented trading house in an SQLite file. Takes nothing but a folder to
//! keep the file in, gives the file's path; knows nothing of OData or of serving.
//!
//! Marlow & Finch of Rotterdam sell kitchen, garden and workshop goods to shops in fifteen
//! countries. Every row comes from a generator with a fixed seed, so the same version of this
//! program shows everyone the same rows.

mod random;
mod cells;
mod countries;
mod wares;
mod remarks;
mod customers;
mod products;
mod orders;
mod lines;
mod invoices;
mod shipments;
mod batches;
mod file;

pub use batches::{Batch, batches};
pub use file::{Error, file, folder};

/// The tables, in an order in which they can be created and filled. Understood by SQLite and
/// PostgreSQL as it is.
pub const TABLES_SQL: &str = include_str!("tables.sql");

/// The indexes on foreign keys and on what a person would sort by; made after the tables are filled.
pub const INDEXES_SQL: &str = include_str!("indexes.sql");

/// The service definition that publishes the demo. Its source's URL is `${DEMO_DATABASE_URL}`.
pub const DEFINITION: &str = include_str!("../../metadata/demo.yaml");
