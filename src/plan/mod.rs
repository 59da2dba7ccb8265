//! From what is asked to who does it: splits a query into a [`Scan`] for the source and work
//! left for `exec`. Knows capabilities as data, no live source.

mod capabilities;
mod scan;

pub use capabilities::Capabilities;
pub use scan::Scan;

use crate::query::{Expr, OrderBy, SearchExpr};

/// How a query is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What the source does.
    pub scan: Scan,
    /// For each property answered: its index in the model's type and its place in `scan.columns`.
    pub output: Vec<(usize, usize)>,
    /// For each sort key (the entity key included): its place in `scan.columns`.
    pub position: Vec<usize>,
    /// What is left for `exec`; `None` where the source does it all.
    pub residual: Option<Residual>,
    /// What the source counts if a count was asked for and nothing is residual.
    pub count: bool,
}

/// Work the source cannot do. Expressions in it refer to places in `scan.columns`
/// (`ExprKind::Property(place)`), not to properties of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residual {
    /// Rows for which this is true.
    pub filter: Option<Expr>,
    /// Rows that match this over the text columns at these places.
    pub search: Option<(SearchExpr, Vec<usize>)>,
    /// The total order to sort by, where the source did not; positions, skip and limit then are
    /// `exec`'s too.
    pub order_by: Option<Vec<OrderBy>>,
    /// Rows at or before this position are left out.
    pub after: Option<Vec<crate::edm::Value>>,
    /// Rows to pass over.
    pub skip: u64,
    /// The most rows to give.
    pub limit: Option<u64>,
}
