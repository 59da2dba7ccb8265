//! `eq ne gt ge lt le`, `in` and blank: two values go in, never-null truth comes out (URL
//! Conventions, sections 5.1.1.1.1 to 5.1.1.1.6 and 5.1.1.18). Knows no sort order.

use std::cmp::Ordering;

use crate::edm::Value;
use crate::query::CompareOp;
use crate::source::Error;

use super::mismatch;
use super::number::{as_decimal, as_double};

/// Null equals null and nothing else; an ordering with a null operand is false. `NaN` is unequal
/// to everything, itself included. Text compares by code point, `true` is above `false`.
pub(super) fn compare(op: CompareOp, left: &Value, right: &Value) -> Result<bool, Error> {
    if left.is_null() || right.is_null() {
        let equal = left.is_null() && right.is_null();
        return Ok(match op {
            CompareOp::Eq => equal,
            CompareOp::Ne => !equal,
            CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le => false,
        });
    }
    let order = ordering(left, right)?;
    Ok(match op {
        CompareOp::Eq => order == Some(Ordering::Equal),
        CompareOp::Ne => order != Some(Ordering::Equal),
        CompareOp::Gt => order == Some(Ordering::Greater),
        CompareOp::Ge => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        CompareOp::Lt => order == Some(Ordering::Less),
        CompareOp::Le => matches!(order, Some(Ordering::Less | Ordering::Equal)),
    })
}

/// `eq`
pub(super) fn equal(left: &Value, right: &Value) -> Result<bool, Error> {
    compare(CompareOp::Eq, left, right)
}

/// Null or the empty text: what `eq null` means for text in the `salesforce` profile.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

/// How two values that are not null compare; `None` if one is `NaN`.
fn ordering(left: &Value, right: &Value) -> Result<Option<Ordering>, Error> {
    Ok(match (left, right) {
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Guid(a), Value::Guid(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::TimeOfDay(a), Value::TimeOfDay(b)) => Some(a.cmp(b)),
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => Some(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => Some(a.cmp(b)),
        (Value::Binary(a), Value::Binary(b)) => Some(a.cmp(b)),
        (Value::Enumeration(a, _), Value::Enumeration(b, _)) => Some(a.cmp(b)),
        (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
        (Value::Decimal(a), Value::Decimal(b)) => Some(a.cmp(b)),
        _ => numbers(left, right).ok_or_else(|| mismatch("a comparison", &[left.clone(), right.clone()]))?,
    })
}

/// Numeric promotion: integers and decimals compare exactly, and all compare as `Double` as soon
/// as one is a float (section 5.1.1.18; `Single` is widened, which loses nothing, rather than the
/// other operand narrowed). `None` if one is no number.
fn numbers(left: &Value, right: &Value) -> Option<Option<Ordering>> {
    if let (Some(a), Some(b)) = (as_decimal(left), as_decimal(right)) {
        return Some(Some(a.cmp(&b)));
    }
    Some(as_double(left)?.partial_cmp(&as_double(right)?))
}
