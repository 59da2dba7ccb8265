//! Counts of related rows that are only asked whether they are zero: a database stops at the first row
//! then, where it would count them all for each row.

use crate::edm::Value;
use crate::query::{CompareOp, Expr, ExprKind, Related, RelatedForm};

/// The same condition, with such counts as questions whether there is a row.
pub(super) fn existence(mut condition: Expr) -> Expr {
    rewrite(&mut condition);
    condition
}

fn rewrite(expr: &mut Expr) {
    if let ExprKind::Compare(op, left, right) = &mut expr.kind
        && let Some(exists) = asked(*op, left, right)
        && let ExprKind::Related(related) = &mut left.kind
    {
        related.form = RelatedForm::Any;
        let any = Expr::related(Related::clone(related));
        let (ty, nullable) = (any.ty, any.nullable);
        *expr = if exists { any } else { Expr { kind: ExprKind::Not(Box::new(any)), ty, nullable } };
    }
    if let ExprKind::Related(related) = &mut expr.kind {
        related.inner_mut().for_each(rewrite);
    }
    expr.operands_mut().into_iter().for_each(rewrite);
}

/// Whether the comparison asks if there is a row, or if there is none.
fn asked(op: CompareOp, left: &Expr, right: &Expr) -> Option<bool> {
    let ExprKind::Related(related) = &left.kind else { return None };
    if related.form != RelatedForm::Count {
        return None;
    }
    match (op, right.as_literal()?) {
        (CompareOp::Gt | CompareOp::Ne, Value::Integer(0)) | (CompareOp::Ge, Value::Integer(1)) => Some(true),
        (CompareOp::Eq | CompareOp::Le, Value::Integer(0)) | (CompareOp::Lt, Value::Integer(1)) => {
            Some(false)
        }
        _ => None,
    }
}
