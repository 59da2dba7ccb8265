//! What a user sees, tried against real databases. Servers are those of `TEST_POSTGRES_URL` and
//! `TEST_MYSQL_URL`; without them the tests that need one fail.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test they say what was expected; clippy.toml reaches only functions that are tests themselves"
)]

mod apply;
mod cache;
mod compliance;
mod compose;
mod differential;
mod expand;
mod explain;
mod fixtures;
mod geo;
mod hostile;
mod http;
mod introspect;
mod language;
mod layering;
mod metadata;
mod operations;
mod paths;
mod readme;
mod related;
mod rest;
mod salesforce;
mod shape;
mod sql;
mod support;
mod types;
