//! Rows that belong to keys: how one statement reads the related rows of many parents.

use std::sync::Arc;

use crate::catalog::Table;
use crate::edm::Value;
use crate::query::Expr;

/// The rows of a table that belong to some of many keys; a row that belongs to two, through a link,
/// comes twice. Behind the columns of its scan each row has the values of the link's `columns`,
/// where there is a link, and what `each` adds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Among {
    /// The properties that equal the values of a key: the table's, or those of `through`.
    pub columns: Vec<Expr>,
    /// The table whose rows pair keys with rows.
    pub through: Option<Through>,
    /// The keys, distinct; no value in them is null.
    pub keys: Vec<Vec<Value>>,
    /// Which rows of each key.
    pub each: Each,
}

/// A link table in the same source as the table it leads to. Two of its rows that say the same
/// count as one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Through {
    /// The link table.
    pub table: Arc<Table>,
    /// Equal properties, of the link and of the table it leads to.
    pub pairs: Vec<(Expr, Expr)>,
}

/// Which rows of each key a source gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Each {
    /// All, in the order of the scan.
    Rows,
    /// Those of a page in the order of the scan, and, with `counted`, always the first one. Each
    /// row has its number among its key's rows, from one, and with `counted` how many these are.
    Page {
        /// Rows to pass over.
        skip: u64,
        /// The most rows.
        limit: Option<u64>,
        /// Whether rows tell the total.
        counted: bool,
    },
    /// None, but one row for each key that has rows: how many they are. The scan's columns are then
    /// no more than the key's.
    Number,
}

impl Among {
    /// How many values it adds to a row.
    #[must_use]
    pub fn width(&self) -> usize {
        let link = if self.through.is_some() { self.columns.len() } else { 0 };
        link + match self.each {
            Each::Rows => 0,
            Each::Page { counted, .. } => 1 + usize::from(counted),
            Each::Number => 1,
        }
    }
}
