//! The residual filter and search as one question: a row goes in, whether it stays comes out.

use crate::plan::Residual;
use crate::query::Expr;
use crate::source::{Error, Row};

use super::eval::Evaluator;
use super::search::Search;

/// What rows have to meet that the source did not check.
pub(super) struct Condition<'p> {
    /// Evaluates the filter, and sort keys for those that need them.
    pub(super) evaluator: Evaluator,
    filter: Option<&'p Expr>,
    behind: Option<&'p Expr>,
    search: Option<Search<'p>>,
}

impl<'p> Condition<'p> {
    pub(super) fn new(residual: &'p Residual, evaluator: Evaluator) -> Self {
        let search = residual.search.as_ref().map(|(expr, places)| Search::new(expr, places));
        Self { evaluator, filter: residual.filter.as_ref(), behind: None, search }
    }

    /// The same for the rows of a page, which lie behind the last one.
    pub(super) fn of_page(residual: &'p Residual, evaluator: Evaluator) -> Self {
        Self { behind: residual.behind.as_ref(), ..Self::new(residual, evaluator) }
    }

    /// Whether the filter is true for the row, not false or null, and the search matches it.
    pub(super) fn holds(&self, row: &dyn Row) -> Result<bool, Error> {
        for condition in [self.filter, self.behind].into_iter().flatten() {
            if !self.evaluator.is_true(condition, row)? {
                return Ok(false);
            }
        }
        match &self.search {
            Some(search) => search.matches(row),
            None => Ok(true),
        }
    }
}
