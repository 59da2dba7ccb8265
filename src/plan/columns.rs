//! The columns of a scan while it is planned: each expression once, found again by its place.

use crate::catalog::Table;
use crate::query::{Expr, ExprKind};

#[derive(Default)]
pub(super) struct Columns {
    exprs: Vec<Expr>,
}

impl Columns {
    /// The place of a property, added if it is not there yet.
    pub(super) fn property(&mut self, index: usize, table: &Table) -> usize {
        let place =
            self.exprs.iter().position(|expr| matches!(expr.kind, ExprKind::Property(p) if p == index));
        place.unwrap_or_else(|| {
            self.exprs.extend(property(index, table));
            self.exprs.len().saturating_sub(1)
        })
    }

    /// The place of an expression, added if it is not there yet.
    pub(super) fn expression(&mut self, expr: &Expr) -> usize {
        let place = self.exprs.iter().position(|known| known == expr);
        place.unwrap_or_else(|| {
            self.exprs.push(expr.clone());
            self.exprs.len() - 1
        })
    }

    /// The expression at a place.
    pub(super) fn get(&self, place: usize) -> Option<&Expr> {
        self.exprs.get(place)
    }

    pub(super) fn len(&self) -> usize {
        self.exprs.len()
    }

    pub(super) fn into_exprs(self) -> Vec<Expr> {
        self.exprs
    }
}

/// A property as an expression.
pub(super) fn property(index: usize, table: &Table) -> Option<Expr> {
    Some(Expr::property(index, table.columns.get(index)?.ty))
}
