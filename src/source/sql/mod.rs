//! SQL databases as sources: a [`Scan`](crate::plan::Scan) becomes one statement.

pub mod schema;
