//! Work that needs all rows at once: what `$apply` asks and no source does.

use crate::query::{Expr, Transformation};

use super::Plan;

/// Steps over rows that are all held. `ExprKind::Property(place)` in the first of them means a place in
/// `scan.columns`, or in the rows of the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// Where the rows come from, one part behind the other; the plan's own scan where there is none.
    pub parts: Vec<Part>,
    /// What is done with them, in this order.
    pub steps: Vec<Transformation>,
    /// Rows of the result to pass over.
    pub skip: u64,
    /// The most rows of it to give.
    pub limit: Option<u64>,
    /// The number of values in a row of the result.
    pub width: usize,
}

/// Rows made by a plan of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How they are made.
    pub plan: Plan,
    /// What is taken of each, over places.
    pub columns: Vec<Expr>,
}

/// What the rows of one structure have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Whether it has the member at this place of [`Plan::output`].
    pub present: Vec<bool>,
    /// Whether these are entities, with ids and links.
    pub entity: bool,
}
