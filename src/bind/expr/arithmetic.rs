//! Arithmetic: which operand types go together and what comes of them (URL Conventions,
//! sections 5.1.1.2 and 5.1.1.16).

use crate::bind::error::Error;
use crate::edm::PrimitiveType;
use crate::query::{ArithmeticOp, Expr, ExprKind};

/// `-x`
///
/// # Errors
/// Operands that are neither numbers nor durations.
pub(super) fn negate(operand: Expr) -> Result<Expr, Error> {
    if !operand.ty.is_numeric() && operand.ty != PrimitiveType::Duration {
        return Err(Error::bad_request(format!("{} cannot be negated", operand.ty)));
    }
    let ty = if operand.ty.is_integer() { PrimitiveType::Int64 } else { operand.ty };
    Ok(Expr { ty, nullable: operand.nullable, kind: ExprKind::Negate(Box::new(operand)) })
}

/// `a op b`
///
/// # Errors
/// Types the operator is not defined for.
pub(super) fn binary(op: ArithmeticOp, left: Expr, right: Expr) -> Result<Expr, Error> {
    let ty = result(op, left.ty, right.ty).ok_or_else(|| {
        Error::bad_request(format!("'{}' is not defined for {} and {}", op.name(), left.ty, right.ty))
    })?;
    // A null literal operand has no type of its own; the result is null whatever it is.
    let nullable = left.nullable || right.nullable;
    Ok(Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), ty, nullable })
}

fn result(op: ArithmeticOp, left: PrimitiveType, right: PrimitiveType) -> Option<PrimitiveType> {
    use ArithmeticOp as O;
    use PrimitiveType as P;
    match (op, left, right) {
        (_, a, b) if a.is_numeric() && b.is_numeric() => Some(numeric(op, a, b)),
        (O::Add | O::Sub, P::DateTimeOffset, P::Duration) => Some(P::DateTimeOffset),
        (O::Add | O::Sub, P::Date, P::Duration) => Some(P::Date),
        (O::Add, P::Duration, P::DateTimeOffset) => Some(P::DateTimeOffset),
        (O::Add, P::Duration, P::Date) => Some(P::Date),
        (O::Add | O::Sub, P::Duration, P::Duration)
        | (O::Sub, P::DateTimeOffset, P::DateTimeOffset)
        | (O::Sub, P::Date, P::Date) => Some(P::Duration),
        (O::Mul, P::Duration, b) if b.is_numeric() => Some(P::Duration),
        (O::Mul, a, P::Duration) if a.is_numeric() => Some(P::Duration),
        (O::Div | O::DivBy, P::Duration, b) if b.is_numeric() => Some(P::Duration),
        _ => None,
    }
}

/// Integers are computed in 64 bits, so that no sum of two properties overflows unseen.
fn numeric(op: ArithmeticOp, left: PrimitiveType, right: PrimitiveType) -> PrimitiveType {
    use PrimitiveType as P;
    if matches!(left, P::Single | P::Double) || matches!(right, P::Single | P::Double) {
        P::Double
    } else if op == ArithmeticOp::DivBy || left == P::Decimal || right == P::Decimal {
        P::Decimal
    } else {
        P::Int64
    }
}
