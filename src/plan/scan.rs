//! What a source is asked for: the only request it ever gets.

use std::sync::Arc;

use super::{Among, Tables};
use crate::catalog::{Column, Table};
use crate::edm::Value;
use crate::query::{Expr, OrderBy, SearchExpr};

/// A read of one table. Every part in it is one the source's [`Capabilities`](super::Capabilities)
/// claim to do exactly.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scan {
    /// The table.
    pub table: Arc<Table>,
    /// The tables of related rows.
    pub tables: Tables,
    /// The expressions whose values make a row, in order.
    pub columns: Vec<Expr>,
    /// Rows for which this is true.
    pub filter: Option<Expr>,
    /// Rows that belong to some keys.
    pub among: Option<Among>,
    /// Rows that match this.
    pub search: Option<SearchExpr>,
    /// Of how many columns, the first ones, the values make a group: one row for each. The other
    /// columns are aggregates. With none of them all rows are one group, even no rows.
    pub group: Option<usize>,
    /// Groups for which this is true; its operands are aggregates.
    pub having: Option<Expr>,
    /// Sort keys; with `after` given they are total (the entity key is among them).
    pub order_by: Vec<OrderBy>,
    /// Only rows that sort strictly behind these values of `order_by`.
    pub after: Option<Vec<Value>>,
    /// What such a position says of the rows behind it, for sources that are told it like any other
    /// condition.
    pub behind: Option<Expr>,
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
            tables: Tables::NONE,
            columns,
            filter: None,
            among: None,
            search: None,
            group: None,
            having: None,
            order_by: Vec::new(),
            after: None,
            behind: None,
            skip: 0,
            limit: None,
            arguments: Vec::new(),
        }
    }

    /// How many values a row has: those of the columns, and behind them what [`Among`] adds.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len() + self.among.as_ref().map_or(0, Among::width)
    }

    /// The column whose value an expression over the table gives as it is.
    #[must_use]
    pub fn column(&self, expr: &Expr) -> Option<&Column> {
        self.tables.column(&[&*self.table], expr)
    }
}
