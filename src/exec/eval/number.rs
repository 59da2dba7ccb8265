//! Numeric promotion: two numbers of any type go in, two of one type come out (URL Conventions,
//! section 5.1.1.18). Knows no operator.

use bigdecimal::BigDecimal;

use crate::edm::Value;

/// The digits a decimal may have, left and right of the point together, to be computed with.
/// Without a bound `1e999999999 add 1` would fill the memory with zeros.
pub(super) const DECIMAL_DIGITS: u64 = 10_000;

/// Two numbers of one type.
pub(super) enum Pair {
    Integers(i64, i64),
    Decimals(BigDecimal, BigDecimal),
    Singles(f32, f32),
    Doubles(f64, f64),
}

/// The rules of section 5.1.1.18 in their order; `None` if one is no number.
pub(super) fn promote(left: &Value, right: &Value) -> Option<Pair> {
    let is_double = |value: &Value| matches!(value, Value::Double(_));
    let is_single = |value: &Value| matches!(value, Value::Single(_));
    if let (Value::Integer(a), Value::Integer(b)) = (left, right) {
        return Some(Pair::Integers(*a, *b));
    }
    if is_double(left) || is_double(right) {
        return Some(Pair::Doubles(as_double(left)?, as_double(right)?));
    }
    if is_single(left) || is_single(right) {
        return Some(Pair::Singles(as_single(left)?, as_single(right)?));
    }
    Some(Pair::Decimals(as_decimal(left)?, as_decimal(right)?))
}

/// The exact decimal of an integer or decimal; `None` for all else.
pub(super) fn as_decimal(value: &Value) -> Option<BigDecimal> {
    match value {
        Value::Integer(v) => Some(BigDecimal::from(*v)),
        Value::Decimal(v) => Some(v.clone()),
        _ => None,
    }
}

/// The nearest `Double`; `None` if this is no number.
pub(super) fn as_double(value: &Value) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "promotion rounds to the nearest Double")]
        Value::Integer(v) => Some(*v as f64),
        // A decimal too large for a Double is still less than INF.
        Value::Decimal(v) => Some(decimal_to_double(v).clamp(f64::MIN, f64::MAX)),
        Value::Single(v) => Some(f64::from(*v)),
        Value::Double(v) => Some(*v),
        _ => None,
    }
}

/// Whether a decimal is short enough to compute with.
pub(in crate::exec) fn is_bounded(value: &BigDecimal) -> bool {
    let (digits, scale) = value.as_bigint_and_scale();
    // A digit takes more than three bits, so this never counts too few.
    digits.bits() / 3 + 1 + scale.unsigned_abs() <= DECIMAL_DIGITS
}

fn as_single(value: &Value) -> Option<f32> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "promotion rounds to the nearest Single")]
        Value::Integer(v) => Some(*v as f32),
        Value::Decimal(v) => Some(v.to_scientific_notation().parse().unwrap_or(f32::NAN)),
        Value::Single(v) => Some(*v),
        _ => None,
    }
}

/// The nearest `Double`, or an infinity. By way of text, as the standard library's parser always
/// rounds correctly.
pub(in crate::exec) fn decimal_to_double(value: &BigDecimal) -> f64 {
    value.to_scientific_notation().parse().unwrap_or(f64::NAN)
}
