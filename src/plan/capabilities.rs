//! What a source can do, as data: `plan` reads it, dialects and sources declare it.

use crate::query::Function;

/// What a source does exactly as OData defines it. All else is done by `exec`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Comparisons, `in`, and, or, not over properties and literals.
    pub filter: bool,
    /// `ORDER BY` on what it can compute, keyset conditions, skip and limit.
    pub order_and_page: bool,
    /// `$search` as the table's [`Search`](crate::catalog::Search) says.
    pub search: bool,
    /// Functions it computes with the same results as `exec::eval`.
    pub functions: &'static [Function],
    /// Arithmetic on integers (`div` and `mod` only by literals other than zero).
    pub integer_arithmetic: bool,
    /// Exact arithmetic on decimals, likewise.
    pub decimal_arithmetic: bool,
}

impl Capabilities {
    /// Nothing: the source only lists its rows.
    pub const NONE: Self = Self {
        filter: false,
        order_and_page: false,
        search: false,
        functions: &[],
        integer_arithmetic: false,
        decimal_arithmetic: false,
    };
}
