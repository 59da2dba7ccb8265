//! `and`, `or`, `not`, `has`: truth values or flags go in, a truth value comes out; null is
//! "unknown" (URL Conventions, sections 5.1.1.1.7 to 5.1.1.1.10).

use crate::edm::Value;
use crate::query::Expr;
use crate::source::Error;

use super::mismatch;

/// The truth value of a Boolean: `None` for null.
pub(super) fn truth(value: &Value) -> Result<Option<bool>, Error> {
    match value {
        Value::Boolean(truth) => Ok(Some(*truth)),
        Value::Null => Ok(None),
        other => Err(mismatch("a condition", std::slice::from_ref(other))),
    }
}

/// True if all are, false if one is, else null. Operands are taken from left to right up to the
/// first that is false, so that `N ne 0 and 10 div N gt 2` never divides by zero.
pub(super) fn and(
    operands: &[Expr],
    truth: impl Fn(&Expr) -> Result<Option<bool>, Error>,
) -> Result<Value, Error> {
    until(false, operands, truth)
}

/// False if all are, true if one is, else null; stops at the first that is true.
pub(super) fn or(
    operands: &[Expr],
    truth: impl Fn(&Expr) -> Result<Option<bool>, Error>,
) -> Result<Value, Error> {
    until(true, operands, truth)
}

/// The other truth value; null stays null.
pub(super) fn not(truth: Option<bool>) -> Value {
    truth.map_or(Value::Null, |truth| Value::Boolean(!truth))
}

/// Whether all flags of the second operand are set in the first; neither is null.
pub(super) fn has(operands: &[Value]) -> Result<Value, Error> {
    match operands {
        [Value::Enumeration(value, _), Value::Enumeration(flags, _)] => {
            Ok(Value::Boolean(value & flags == *flags))
        }
        _ => Err(mismatch("has", operands)),
    }
}

/// The first operand that is `decisive` decides; else null if one is null, else the opposite.
fn until(
    decisive: bool,
    operands: &[Expr],
    truth: impl Fn(&Expr) -> Result<Option<bool>, Error>,
) -> Result<Value, Error> {
    let mut unknown = false;
    for operand in operands {
        match truth(operand)? {
            Some(truth) if truth == decisive => return Ok(Value::Boolean(decisive)),
            Some(_) => {}
            None => unknown = true,
        }
    }
    Ok(if unknown { Value::Null } else { Value::Boolean(!decisive) })
}
