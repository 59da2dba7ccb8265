//! Arithmetic with points in time: dates, timestamps and durations go in, one comes out (URL
//! Conventions, sections 5.1.1.2.1 to 5.1.1.2.5). Durations are exact to the nanosecond.

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive, Zero};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::edm::Value;
use crate::query::ArithmeticOp;
use crate::source::Error;

use super::number::{as_decimal, is_bounded};
use super::{arithmetic, mismatch};

const NANOSECONDS: i128 = 1_000_000_000;

/// Applies an operator to operands of which at least one is no number.
pub(super) fn compute(op: ArithmeticOp, left: Value, right: Value) -> Result<Value, Error> {
    use ArithmeticOp as Op;
    let result = match (op, &left, &right) {
        (Op::Add, Value::DateTimeOffset(a), Value::Duration(b))
        | (Op::Add, Value::Duration(b), Value::DateTimeOffset(a)) => {
            a.checked_add_signed(*b).map(Value::DateTimeOffset)
        }
        (Op::Sub, Value::DateTimeOffset(a), Value::Duration(b)) => {
            a.checked_sub_signed(*b).map(Value::DateTimeOffset)
        }
        (Op::Sub, Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => {
            Some(Value::Duration(a.signed_duration_since(*b)))
        }
        (Op::Add, Value::Date(a), Value::Duration(b)) | (Op::Add, Value::Duration(b), Value::Date(a)) => {
            shift(*a, *b)
        }
        (Op::Sub, Value::Date(a), Value::Duration(b)) => shift(*a, -*b),
        (Op::Sub, Value::Date(a), Value::Date(b)) => Some(Value::Duration(a.signed_duration_since(*b))),
        (Op::Add, Value::Duration(a), Value::Duration(b)) => a.checked_add(b).map(Value::Duration),
        (Op::Sub, Value::Duration(a), Value::Duration(b)) => a.checked_sub(b).map(Value::Duration),
        (Op::Mul, Value::Duration(duration), factor) | (Op::Mul, factor, Value::Duration(duration)) => {
            let factor = exact(factor).ok_or_else(|| mismatch("mul", &[left.clone(), right.clone()]))?;
            scaled(*duration, |nanoseconds| nanoseconds * factor)
        }
        (Op::Div | Op::DivBy, Value::Duration(duration), divisor) => {
            let divisor =
                exact(divisor).ok_or_else(|| mismatch(op.name(), &[left.clone(), right.clone()]))?;
            if divisor.is_zero() {
                return Err(arithmetic::division_by_zero(op));
            }
            scaled(*duration, |nanoseconds| nanoseconds / divisor)
        }
        _ => return Err(mismatch(op.name(), &[left, right])),
    };
    result.ok_or_else(|| {
        Error::Evaluation(format!("the result of '{}' is out of range in at least one row", op.name()))
    })
}

/// The length of a duration in nanoseconds.
pub(super) fn nanoseconds(duration: TimeDelta) -> i128 {
    i128::from(duration.num_seconds()) * NANOSECONDS + i128::from(duration.subsec_nanos())
}

/// The duration of this length; `None` if it is out of range.
pub(super) fn of_nanoseconds(nanoseconds: i128) -> Option<TimeDelta> {
    let seconds = i64::try_from(nanoseconds.div_euclid(NANOSECONDS)).ok()?;
    TimeDelta::new(seconds, u32::try_from(nanoseconds.rem_euclid(NANOSECONDS)).ok()?)
}

/// A date moved as midnight of that day and cut to its date again: a positive part of a day
/// changes nothing, a negative one leads to the day before.
fn shift(date: NaiveDate, by: TimeDelta) -> Option<Value> {
    Some(Value::Date(date.and_time(NaiveTime::MIN).checked_add_signed(by)?.date()))
}

/// A finite number as an exact decimal.
fn exact(number: &Value) -> Option<BigDecimal> {
    match number {
        Value::Single(v) => BigDecimal::try_from(*v).ok(),
        Value::Double(v) => BigDecimal::try_from(*v).ok(),
        other => as_decimal(other).filter(is_bounded),
    }
}

/// A duration changed as a number of nanoseconds, rounded to a whole number of them.
fn scaled(duration: TimeDelta, change: impl FnOnce(BigDecimal) -> BigDecimal) -> Option<Value> {
    let result = change(BigDecimal::from(nanoseconds(duration)));
    let whole = result.with_scale_round(0, RoundingMode::HalfUp).to_i128()?;
    of_nanoseconds(whole).map(Value::Duration)
}
