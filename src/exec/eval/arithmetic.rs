//! `add sub mul div divby mod` and negation: numbers or durations go in, one comes out (URL
//! Conventions, section 5.1.1.2). Integers never wrap; knows no functions.

use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::{BigDecimal, Zero};

use crate::edm::Value;
use crate::query::ArithmeticOp;
use crate::source::Error;

use super::number::{DECIMAL_DIGITS, Pair, is_bounded, promote};
use super::{duration, mismatch};

/// Digits behind the point that an average may have more than its values.
const AVERAGE_DIGITS: u32 = 10;

/// Applies an operator; null if an operand is null.
///
/// Integers are computed in 64 bits. Decimals are exact; a quotient that does not end is rounded
/// at 100 significant digits (its scale is the service's to choose, section 5.1.1.2.5).
pub(super) fn compute(op: ArithmeticOp, left: Value, right: Value) -> Result<Value, Error> {
    if left.is_null() || right.is_null() {
        return Ok(Value::Null);
    }
    match promote(&left, &right) {
        // Section 5.1.1.2.5: `divby` promotes integers to decimals.
        Some(Pair::Integers(a, b)) if op == ArithmeticOp::DivBy => decimals(op, &a.into(), &b.into()),
        Some(Pair::Integers(a, b)) => integers(op, a, b),
        Some(Pair::Decimals(a, b)) => decimals(op, &a, &b),
        Some(Pair::Singles(a, b)) => singles(op, a, b),
        Some(Pair::Doubles(a, b)) => doubles(op, a, b),
        None => duration::compute(op, left, right),
    }
}

/// Changes the sign of a number or duration.
pub(super) fn negate(value: Value) -> Result<Value, Error> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Integer(v) => v.checked_neg().map(Value::Integer).ok_or_else(|| overflow("-")),
        Value::Decimal(v) => Ok(Value::Decimal(-v)),
        Value::Single(v) => Ok(Value::Single(-v)),
        Value::Double(v) => Ok(Value::Double(-v)),
        Value::Duration(v) => Ok(Value::Duration(-v)),
        other => Err(mismatch("-", &[other])),
    }
}

/// The average of `count` values with this sum, null for none. That of decimals has up to
/// [`AVERAGE_DIGITS`] digits behind the point more than the values have; what ends earlier does so.
pub(in crate::exec) fn average(sum: &Value, count: &Value) -> Result<Value, Error> {
    if sum.is_null() {
        return Ok(Value::Null);
    }
    match promote(sum, count) {
        Some(Pair::Integers(sum, count)) => Ok(Value::Decimal(ratio(&sum.into(), &count.into()))),
        Some(Pair::Decimals(sum, count)) if !count.is_zero() => Ok(Value::Decimal(ratio(&sum, &count))),
        Some(Pair::Doubles(sum, count)) => Ok(Value::Double(sum / count)),
        _ => Err(mismatch("average", &[sum.clone(), count.clone()])),
    }
}

fn ratio(sum: &BigDecimal, count: &BigDecimal) -> BigDecimal {
    let (digits, scale) = sum.as_bigint_and_scale();
    let (count, _) = count.with_scale(0).into_bigint_and_scale();
    let tenfold = digits.into_owned() * BigInt::from(10).pow(AVERAGE_DIGITS);
    // Half a count more, and the quotient cut is the quotient rounded.
    let twice = tenfold * 2_u8;
    let rounded = match twice.sign() {
        Sign::Minus => (twice - &count) / (count * 2_u8),
        _ => (twice + &count) / (count * 2_u8),
    };
    let rounded = BigDecimal::new(rounded, scale + i64::from(AVERAGE_DIGITS));
    let (_, shortest) = rounded.normalized().into_bigint_and_scale();
    rounded.with_scale(shortest.max(scale))
}

pub(super) fn division_by_zero(op: ArithmeticOp) -> Error {
    Error::Evaluation(format!(
        "division by zero: the right side of '{}' is zero in at least one row; exclude such rows, as in 'X ne 0 and Y {} X gt 1'",
        op.name(),
        op.name(),
    ))
}

fn integers(op: ArithmeticOp, a: i64, b: i64) -> Result<Value, Error> {
    let result = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Sub => a.checked_sub(b),
        ArithmeticOp::Mul => a.checked_mul(b),
        _ if b == 0 => return Err(division_by_zero(op)),
        ArithmeticOp::Div | ArithmeticOp::DivBy => a.checked_div(b),
        // The remainder of the one quotient that overflows is zero.
        ArithmeticOp::Mod => Some(a.wrapping_rem(b)),
    };
    result.map(Value::Integer).ok_or_else(|| overflow(op.name()))
}

fn decimals(op: ArithmeticOp, a: &BigDecimal, b: &BigDecimal) -> Result<Value, Error> {
    if !is_bounded(a) || !is_bounded(b) {
        return Err(Error::Evaluation(format!(
            "'{}' is limited to decimals of {DECIMAL_DIGITS} digits",
            op.name()
        )));
    }
    Ok(Value::Decimal(match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Sub => a - b,
        ArithmeticOp::Mul => a * b,
        // Only `divby` has an answer for zero; without an infinite decimal it is a Double.
        ArithmeticOp::DivBy if b.is_zero() => return Ok(Value::Double(infinite(a))),
        _ if b.is_zero() => return Err(division_by_zero(op)),
        ArithmeticOp::Div | ArithmeticOp::DivBy => a / b,
        ArithmeticOp::Mod => a % b,
    }))
}

fn singles(op: ArithmeticOp, a: f32, b: f32) -> Result<Value, Error> {
    Ok(Value::Single(match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Sub => a - b,
        ArithmeticOp::Mul => a * b,
        ArithmeticOp::Div | ArithmeticOp::DivBy => a / b,
        ArithmeticOp::Mod if b == 0.0 => return Err(division_by_zero(op)),
        ArithmeticOp::Mod => a % b,
    }))
}

fn doubles(op: ArithmeticOp, a: f64, b: f64) -> Result<Value, Error> {
    Ok(Value::Double(match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Sub => a - b,
        ArithmeticOp::Mul => a * b,
        ArithmeticOp::Div | ArithmeticOp::DivBy => a / b,
        ArithmeticOp::Mod if b == 0.0 => return Err(division_by_zero(op)),
        ArithmeticOp::Mod => a % b,
    }))
}

/// What `a divby 0` is: decided by the sign of `a` (section 5.1.1.2.5).
fn infinite(a: &BigDecimal) -> f64 {
    match a.cmp(&BigDecimal::zero()) {
        std::cmp::Ordering::Less => f64::NEG_INFINITY,
        std::cmp::Ordering::Equal => f64::NAN,
        std::cmp::Ordering::Greater => f64::INFINITY,
    }
}

fn overflow(operation: &str) -> Error {
    Error::Evaluation(format!(
        "the result of '{operation}' does not fit into 64 bits in at least one row; compute with decimals, as in 'cast(X,Edm.Decimal) mul Y'"
    ))
}
