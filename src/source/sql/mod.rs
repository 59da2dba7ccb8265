//! SQL databases as sources: a [`Scan`](crate::plan::Scan) becomes one statement.

pub mod schema;

mod among;
mod bound;
mod compare;
mod decode;
mod dialect;
mod driver;
mod execution;
mod expr;
mod failure;
mod function;
mod group;
mod invocation;
mod join;
mod keys;
mod keyset;
mod list;
mod logic;
mod pool;
mod published;
mod related;
mod render;
mod routine;
mod scan;
mod search;
mod statement;

pub use pool::Settings;
pub use scan::{Asked, SqlSource, capabilities, explain, explain_call};
pub use statement::{Parameter, Statement};
