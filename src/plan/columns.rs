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

    /// The same expression with places in place of properties.
    pub(super) fn placed(&mut self, expr: &Expr, table: &Table) -> Expr {
        let mut placed = expr.clone();
        self.place_all(&mut placed, table);
        placed
    }

    fn place_all(&mut self, expr: &mut Expr, table: &Table) {
        match &mut expr.kind {
            ExprKind::Literal(_) => {}
            ExprKind::Property(index) => *index = self.property(*index, table),
            ExprKind::And(list) | ExprKind::Or(list) | ExprKind::Call(_, list) => {
                list.iter_mut().for_each(|operand| self.place_all(operand, table));
            }
            ExprKind::Not(one) | ExprKind::IsBlank(one) | ExprKind::Negate(one) | ExprKind::Cast(one) => {
                self.place_all(one, table);
            }
            ExprKind::Compare(_, left, right) | ExprKind::Arithmetic(_, left, right) => {
                self.place_all(left, table);
                self.place_all(right, table);
            }
            ExprKind::In(left, _) => self.place_all(left, table),
            ExprKind::Case(pairs) => {
                for (when, then) in pairs {
                    self.place_all(when, table);
                    self.place_all(then, table);
                }
            }
        }
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
