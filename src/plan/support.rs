//! Whether a source computes an expression exactly as OData means it.

use super::Capabilities;
use crate::edm::{PrimitiveType, Value};
use crate::query::{ArithmeticOp, Expr, ExprKind, OrderBy};

/// Whether a condition can be pushed.
pub(super) fn condition(expr: &Expr, capabilities: &Capabilities) -> bool {
    capabilities.filter && expression(expr, capabilities)
}

/// Whether the whole order can be pushed.
pub(super) fn order(keys: &[OrderBy], capabilities: &Capabilities) -> bool {
    capabilities.order_and_page && keys.iter().all(|key| expression(&key.expr, capabilities))
}

fn expression(expr: &Expr, capabilities: &Capabilities) -> bool {
    let by_itself = match &expr.kind {
        ExprKind::Literal(_)
        | ExprKind::Property(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Not(_)
        | ExprKind::In(..)
        | ExprKind::IsBlank(_) => true,
        ExprKind::Compare(_, left, right) => same_number_form(left.ty, right.ty),
        ExprKind::Call(function, _) => capabilities.functions.contains(function),
        ExprKind::Arithmetic(op, _, right) => arithmetic(expr.ty, *op, right, capabilities),
        ExprKind::Negate(_) => arithmetic_type(expr.ty, capabilities),
        ExprKind::Cast(_) | ExprKind::Case(_) => false,
    };
    by_itself && expr.operands().into_iter().all(|operand| expression(operand, capabilities))
}

/// Databases differ in how they compare a float with an exact number.
fn same_number_form(left: PrimitiveType, right: PrimitiveType) -> bool {
    let float = |ty| matches!(ty, PrimitiveType::Single | PrimitiveType::Double);
    !left.is_numeric() || !right.is_numeric() || left == right || (!float(left) && !float(right))
}

fn arithmetic_type(ty: PrimitiveType, capabilities: &Capabilities) -> bool {
    match ty {
        PrimitiveType::Int64 => capabilities.integer_arithmetic,
        PrimitiveType::Decimal => capabilities.decimal_arithmetic,
        _ => false,
    }
}

/// Division is pushed only by a literal other than zero: databases disagree on the rest.
fn arithmetic(ty: PrimitiveType, op: ArithmeticOp, right: &Expr, capabilities: &Capabilities) -> bool {
    let divisor_is_safe = match right.as_literal() {
        Some(Value::Integer(divisor)) => *divisor != 0,
        _ => false,
    };
    let exact = match op {
        ArithmeticOp::Add | ArithmeticOp::Sub | ArithmeticOp::Mul => true,
        ArithmeticOp::Div | ArithmeticOp::Mod => ty == PrimitiveType::Int64 && divisor_is_safe,
        ArithmeticOp::DivBy => false,
    };
    exact && arithmetic_type(ty, capabilities)
}
