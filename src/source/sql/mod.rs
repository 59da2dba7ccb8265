//! SQL databases as sources: a [`Scan`](crate::plan::Scan) becomes one statement.

pub mod schema;

mod decode;
mod dialect;
mod driver;
mod execution;
mod failure;
mod invocation;
mod pool;
mod render;
mod scan;
mod statement;

pub use pool::Settings;
pub use scan::{Asked, SqlSource, capabilities, explain, explain_call};
pub use statement::{Parameter, Statement};
