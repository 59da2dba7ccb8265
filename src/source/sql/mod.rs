//! SQL databases as sources: a [`Scan`](crate::plan::Scan) becomes one statement.

pub mod schema;

mod bound;
mod compare;
mod decode;
mod dialect;
mod expr;
mod function;
mod keyset;
mod list;
mod render;
mod search;
mod statement;

pub use statement::{Parameter, Statement};
