//! Values of the rows that belong to a row: what `any`, `all`, `$count` and paths through navigation
//! properties become (URL Conventions, sections 5.1.1.10, 5.1.1.13 and 5.1.1.15).

use super::SearchExpr;
use super::expr::Expr;
use crate::edm::Relation;

/// A value made of the rows that belong to a row. In `filter` and `form` the related row is the row
/// at hand, and [`ExprKind::Outer`](super::ExprKind::Outer) names the rows around it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// How many rows further out the relation starts: 0 for the row at hand.
    pub from: usize,
    /// Which rows belong to it. Without pairs these are all rows of the target.
    pub relation: Relation,
    /// Which of them.
    pub filter: Option<Expr>,
    /// Full-text condition on them.
    pub search: Option<SearchExpr>,
    /// What is made of them.
    pub form: RelatedForm,
}

/// What is made of related rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RelatedForm {
    /// Whether there is one. `all` is "not any that does not".
    Any,
    /// How many there are.
    Count,
    /// The value of an expression for the one row there is; null if there is none.
    One(Expr),
    /// The same for a number of rows further on, which is zero if there is none.
    CountOf(Expr),
}

impl Related {
    /// The rows that belong to the row at hand by `relation`.
    #[must_use]
    pub const fn new(from: usize, relation: Relation, form: RelatedForm) -> Self {
        Self { from, relation, filter: None, search: None, form }
    }

    /// The value that is asked of a related row, if one is.
    #[must_use]
    pub const fn value(&self) -> Option<&Expr> {
        match &self.form {
            RelatedForm::Any | RelatedForm::Count => None,
            RelatedForm::One(value) | RelatedForm::CountOf(value) => Some(value),
        }
    }

    /// The expressions over the related row.
    pub fn inner(&self) -> impl Iterator<Item = &Expr> {
        self.filter.iter().chain(self.value())
    }

    /// The expressions over the related row, to be changed.
    pub fn inner_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        let value = match &mut self.form {
            RelatedForm::Any | RelatedForm::Count => None,
            RelatedForm::One(value) | RelatedForm::CountOf(value) => Some(value),
        };
        self.filter.iter_mut().chain(value)
    }
}
