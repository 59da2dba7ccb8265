//! What a source is asked for: the only request it ever gets.

use std::sync::Arc;

use crate::catalog::Table;
use crate::edm::Value;
use crate::query::{Expr, OrderBy, SearchExpr};

/// A read of one table. Every part in it is one the source's [`Capabilities`](super::Capabilities)
/// claim to do exactly.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scan {
    /// The table.
    pub table: Arc<Table>,
    /// The expressions whose values make a row, in order.
    pub columns: Vec<Expr>,
    /// Rows for which this is true.
    pub filter: Option<Expr>,
    /// Rows that match this.
    pub search: Option<SearchExpr>,
    /// Sort keys; with `after` given they are total (the entity key is among them).
    pub order_by: Vec<OrderBy>,
    /// Only rows that sort strictly behind these values of `order_by`.
    pub after: Option<Vec<Value>>,
    /// Rows to pass over.
    pub skip: u64,
    /// The most rows to give; `None` for all.
    pub limit: Option<u64>,
    /// The arguments of the table's routine, if its rows are the result of one.
    pub arguments: Vec<Value>,
}

impl Scan {
    /// All rows of a table, in any order.
    #[must_use]
    pub const fn all(table: Arc<Table>, columns: Vec<Expr>) -> Self {
        Self {
            table,
            columns,
            filter: None,
            search: None,
            order_by: Vec::new(),
            after: None,
            skip: 0,
            limit: None,
            arguments: Vec::new(),
        }
    }
}
