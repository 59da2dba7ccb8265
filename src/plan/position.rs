//! The end of the last page as a condition on the rows behind it, for sources that sort but cannot be
//! told where to go on.

use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr, ExprKind, OrderBy};

/// The conditions that a row sorts strictly behind `keys`: the first key does, or it is equal and the
/// others do. Where there are others, a source may know at least the condition on the first one.
pub(super) fn behind(keys: &[Value], order_by: &[OrderBy]) -> Vec<Expr> {
    let mut pairs = keys.iter().zip(order_by).rev();
    let Some((value, key)) = pairs.next() else { return Vec::new() };
    let mut condition = further(value, key);
    for (value, key) in pairs {
        let tied = Expr::all(vec![compare(CompareOp::Eq, value, key), condition]);
        condition = boolean(ExprKind::Or(vec![further(value, key), tied]));
    }
    let at_least = match (keys, order_by) {
        ([value, _, ..], [key, ..]) if !value.is_null() && !key.expr.nullable => {
            Some(compare(if key.descending { CompareOp::Le } else { CompareOp::Ge }, value, key))
        }
        _ => None,
    };
    at_least.into_iter().chain([condition]).collect()
}

/// The condition that one key sorts strictly behind `value`; nulls sort lowest.
fn further(value: &Value, key: &OrderBy) -> Expr {
    match (value.is_null(), key.descending) {
        (true, false) => compare(CompareOp::Ne, &Value::Null, key),
        // Nothing sorts behind the last of all values.
        (true, true) => Expr::literal(Value::Boolean(false), PrimitiveType::Boolean),
        (false, false) => compare(CompareOp::Gt, value, key),
        (false, true) if key.expr.nullable => boolean(ExprKind::Or(vec![
            compare(CompareOp::Lt, value, key),
            compare(CompareOp::Eq, &Value::Null, key),
        ])),
        (false, true) => compare(CompareOp::Lt, value, key),
    }
}

fn compare(op: CompareOp, value: &Value, key: &OrderBy) -> Expr {
    let literal = Expr::literal(value.clone(), key.expr.ty);
    boolean(ExprKind::Compare(op, Box::new(key.expr.clone()), Box::new(literal)))
}

const fn boolean(kind: ExprKind) -> Expr {
    Expr { kind, ty: PrimitiveType::Boolean, nullable: false }
}
