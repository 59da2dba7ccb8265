//! The tables that the related rows of a scan are in.

use std::sync::Arc;

use super::Places;
use crate::catalog::{Column, Table};
use crate::query::{Expr, ExprKind, RelatedForm};

/// Tables by their index in the catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tables(Vec<(usize, Arc<Table>)>);

impl Tables {
    /// No table.
    pub const NONE: Self = Self(Vec::new());

    /// Those that `exprs` lead to.
    pub(super) fn of<'e>(exprs: impl IntoIterator<Item = &'e Expr>, places: &Places<'_>) -> Self {
        let mut tables = Self::NONE;
        exprs.into_iter().for_each(|expr| tables.collect(expr, places));
        tables
    }

    fn collect(&mut self, expr: &Expr, places: &Places<'_>) {
        if let ExprKind::Related(related) = &expr.kind {
            self.add(related.relation.target, places);
            if let Some(link) = &related.relation.through {
                self.add(link.table, places);
            }
            related.inner().for_each(|inner| self.collect(inner, places));
        }
        expr.operands().into_iter().for_each(|operand| self.collect(operand, places));
    }

    fn add(&mut self, index: usize, places: &Places<'_>) {
        if self.get(index).is_none() {
            self.0.extend(places.of(index).map(|(table, _)| (index, Arc::clone(table))));
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A table.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Table> {
        self.0.iter().find(|known| known.0 == index).map(|known| &*known.1)
    }

    /// The column whose value an expression gives as it is, its own or that of a related row;
    /// `rows` are the tables of the rows around, the one at hand last.
    #[must_use]
    pub fn column<'t>(&'t self, rows: &[&'t Table], expr: &Expr) -> Option<&'t Column> {
        column(rows, expr, &|index| self.get(index))
    }
}

/// As [`Tables::column`].
pub(super) fn column<'t>(
    rows: &[&'t Table],
    expr: &Expr,
    table: &dyn Fn(usize) -> Option<&'t Table>,
) -> Option<&'t Column> {
    match &expr.kind {
        ExprKind::Property(index) => rows.last()?.columns.get(*index),
        ExprKind::Outer(out, index) => rows.get(rows.len().checked_sub(out + 1)?)?.columns.get(*index),
        ExprKind::Related(related) => match &related.form {
            RelatedForm::One(value) => {
                let inner: Vec<&'t Table> =
                    rows.iter().copied().chain([table(related.relation.target)?]).collect();
                column(&inner, value, table)
            }
            _ => None,
        },
        _ => None,
    }
}
