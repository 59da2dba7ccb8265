//! A literal and the stored form it meets in, a parameter of that form out: with how the two
//! compare where the form cannot hold the literal. Knows no dialect and no SQL text.

use std::borrow::Cow;

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};
use chrono::{DateTime, NaiveTime, SubsecRound, TimeDelta, Timelike, Utc};
use uuid::Uuid;

use crate::catalog::Storage;
use crate::edm::Value;

use crate::source::sql::statement::Parameter;

/// A literal made a parameter. `Below` and `Above` are as good as the literal in a comparison as
/// long as `<` and `<=` are chosen rightly, because no stored value lies between the two.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::source::sql) enum Bound<'a> {
    /// The same value.
    Exact(Parameter<'a>),
    /// The greatest storable value below the literal.
    Below(Parameter<'a>),
    /// The least storable value above the literal.
    Above(Parameter<'a>),
    /// No stored value equals the literal; nothing is said about order.
    Unequal,
    /// Values of this type are not compared with this stored form.
    Unsupported,
}

/// The parameter for `value` where it meets a column stored as `storage`.
pub(in crate::source::sql) fn bound(value: &Value, storage: Storage) -> Bound<'_> {
    use Bound::{Exact, Unequal, Unsupported};
    match (value, storage) {
        (Value::Boolean(v), _) => Exact(Parameter::Boolean(*v)),
        (
            Value::Integer(v) | Value::Enumeration(v, _),
            Storage::Integer | Storage::Unsigned | Storage::Bits,
        ) => Exact(Parameter::Integer(*v)),
        (Value::Integer(v), Storage::Decimal) => Exact(Parameter::Decimal(Cow::Owned(BigDecimal::from(*v)))),
        (Value::Decimal(v), Storage::Integer) => integer(v),
        (Value::Decimal(v), Storage::Unsigned | Storage::Bits) => unsigned(v),
        (Value::Decimal(v), Storage::Decimal) => Exact(Parameter::Decimal(Cow::Borrowed(v))),
        (Value::Single(v), Storage::Single) => Exact(Parameter::Single(*v)),
        // All else with a float in it compares as Double (URL Conventions, section 5.1.1.16).
        (Value::Single(v), _) if is_number(storage) => Exact(Parameter::Double(f64::from(*v))),
        (Value::Double(v), _) if is_number(storage) => Exact(Parameter::Double(*v)),
        (Value::Integer(_) | Value::Decimal(_), Storage::Single | Storage::Double) => {
            Exact(Parameter::Double(nearest_double(value)))
        }
        (Value::String(v), Storage::Text | Storage::AsText) => Exact(Parameter::Text(Cow::Borrowed(v))),
        // Trailing blanks are no part of the stored value, so a literal with some equals none.
        (Value::String(v), Storage::FixedText) if v.ends_with(' ') => Unequal,
        (Value::String(v), Storage::FixedText) => Exact(Parameter::FixedText(Cow::Borrowed(v))),
        (Value::String(v), Storage::Uuid) => {
            canonical_uuid(v).map_or(Unequal, |id| Exact(Parameter::Uuid(id)))
        }
        (Value::String(v), Storage::Integer | Storage::Unsigned) => {
            canonical_integer(v).map_or(Unequal, |number| Exact(Parameter::Integer(number)))
        }
        (Value::Guid(v), Storage::Uuid) => Exact(Parameter::Uuid(*v)),
        (Value::Date(v), Storage::Date) => Exact(Parameter::Date(*v)),
        (Value::TimeOfDay(v), Storage::Time) => {
            let micros = v.with_nanosecond(v.nanosecond() / 1000 * 1000).unwrap_or(*v);
            floored(Parameter::Time(micros), micros == *v)
        }
        (Value::Duration(v), Storage::Integer) => integer(&seconds(*v)),
        (Value::Duration(v), Storage::Unsigned) => unsigned(&seconds(*v)),
        (Value::Duration(v), Storage::Decimal) => Exact(Parameter::Decimal(Cow::Owned(seconds(*v)))),
        (Value::Duration(v), Storage::Interval | Storage::Time) => span(*v),
        (Value::DateTimeOffset(v), Storage::Timestamp) => {
            let micros = v.trunc_subsecs(6);
            floored(Parameter::Timestamp(micros.naive_utc()), micros == *v)
        }
        (Value::DateTimeOffset(v), Storage::TimestampTz) => {
            let micros = v.trunc_subsecs(6);
            floored(Parameter::TimestampTz(micros), micros == *v)
        }
        (Value::Binary(v), Storage::Binary) => Exact(Parameter::Binary(v)),
        _ => Unsupported,
    }
}

/// The parameter for a value that meets no column.
pub(in crate::source::sql) fn natural(value: &Value) -> Option<Parameter<'_>> {
    Some(match value {
        Value::Null | Value::Duration(_) | Value::Spatial(_) => return None,
        Value::Boolean(v) => Parameter::Boolean(*v),
        Value::Integer(v) => Parameter::Integer(*v),
        Value::Single(v) => Parameter::Single(*v),
        Value::Double(v) => Parameter::Double(*v),
        Value::Decimal(v) => Parameter::Decimal(Cow::Borrowed(v)),
        Value::String(v) => Parameter::Text(Cow::Borrowed(v)),
        Value::Guid(v) => Parameter::Uuid(*v),
        Value::Date(v) => Parameter::Date(*v),
        Value::TimeOfDay(v) => Parameter::Time(*v),
        Value::DateTimeOffset(v) => Parameter::TimestampTz(*v),
        Value::Binary(v) => Parameter::Binary(v),
        Value::Enumeration(v, _) => Parameter::Integer(*v),
    })
}

/// A duration's seconds, exactly.
pub(in crate::source::sql) fn seconds(duration: TimeDelta) -> BigDecimal {
    let nanoseconds = BigDecimal::new(duration.subsec_nanos().into(), 9);
    (BigDecimal::from(duration.num_seconds()) + nanoseconds).normalized()
}

/// A duration in the whole microseconds that databases hold.
fn span(duration: TimeDelta) -> Bound<'static> {
    let below = i64::from(duration.subsec_nanos().rem_euclid(1_000));
    let floor = duration - TimeDelta::nanoseconds(below);
    floored(Parameter::Span(floor), below == 0)
}

/// A UUID written as databases print it: lower case, with hyphens.
pub(super) fn canonical_uuid(text: &str) -> Option<Uuid> {
    let id: Uuid = text.parse().ok()?;
    let mut buffer = Uuid::encode_buffer();
    (id.hyphenated().encode_lower(&mut buffer) == text).then_some(id)
}

fn canonical_integer(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (itoa::Buffer::new().format(number) == text).then_some(number)
}

const fn is_number(storage: Storage) -> bool {
    matches!(
        storage,
        Storage::Integer
            | Storage::Unsigned
            | Storage::Bits
            | Storage::Decimal
            | Storage::Single
            | Storage::Double
    )
}

fn floored(parameter: Parameter<'_>, exact: bool) -> Bound<'_> {
    if exact { Bound::Exact(parameter) } else { Bound::Below(parameter) }
}

/// A decimal that meets integers.
pub(in crate::source::sql) fn integer(value: &BigDecimal) -> Bound<'static> {
    let Some(floor) = floor(value) else { return out_of_range(value, i64::MIN, i64::MAX) };
    match floor.to_i64() {
        Some(whole) => floored(Parameter::Integer(whole), floor == *value),
        None => out_of_range(value, i64::MIN, i64::MAX),
    }
}

fn unsigned(value: &BigDecimal) -> Bound<'static> {
    match floor(value).map(|floor| (floor.to_u64(), floor == *value)) {
        Some((Some(whole), exact)) => match i64::try_from(whole) {
            Ok(whole) => floored(Parameter::Integer(whole), exact),
            Err(_) => floored(Parameter::Unsigned(whole), exact),
        },
        _ if value.sign() == bigdecimal::num_bigint::Sign::Minus => Bound::Above(Parameter::Integer(0)),
        _ => Bound::Below(Parameter::Unsigned(u64::MAX)),
    }
}

fn out_of_range(value: &BigDecimal, least: i64, greatest: i64) -> Bound<'static> {
    if value.sign() == bigdecimal::num_bigint::Sign::Minus {
        Bound::Above(Parameter::Integer(least))
    } else {
        Bound::Below(Parameter::Integer(greatest))
    }
}

/// The greatest integer not above `value`; `None` if it certainly has more than 64 bits, so that
/// `1e999999999` is not written out.
fn floor(value: &BigDecimal) -> Option<BigDecimal> {
    let (digits, scale) = value.as_bigint_and_scale();
    if scale < -20 || digits.bits() > 4096 {
        return None;
    }
    Some(value.with_scale_round(0, RoundingMode::Floor))
}

/// The nearest `Double` of a number; a decimal too large for one is still less than infinity.
pub(super) fn nearest_double(value: &Value) -> f64 {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "promotion rounds to the nearest Double")]
        Value::Integer(v) => *v as f64,
        Value::Decimal(v) => decimal_to_double(v),
        _ => f64::NAN,
    }
}

/// The `Double` nearest to a decimal, by way of text: the standard library's parser rounds
/// correctly.
pub(in crate::source::sql) fn decimal_to_double(value: &BigDecimal) -> f64 {
    value.to_scientific_notation().parse().unwrap_or(f64::NAN).clamp(f64::MIN, f64::MAX)
}

/// `HH:MM:SS` with as many digits of a fraction as needed.
pub(in crate::source::sql) fn time_text(time: NaiveTime) -> String {
    time.format("%H:%M:%S%.f").to_string()
}

/// `YYYY-MM-DDTHH:MM:SSZ` with as many digits of a fraction as needed.
pub(in crate::source::sql) fn instant_text(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Value {
        Value::Decimal(text.parse().unwrap())
    }

    #[test]
    fn a_literal_the_form_cannot_hold_is_bracketed() {
        use Bound::{Above, Below, Exact, Unequal};
        let cases = [
            (decimal("5.0"), Storage::Integer, Exact(Parameter::Integer(5))),
            (decimal("5.5"), Storage::Integer, Below(Parameter::Integer(5))),
            (decimal("-5.5"), Storage::Integer, Below(Parameter::Integer(-6))),
            (decimal("1e30"), Storage::Integer, Below(Parameter::Integer(i64::MAX))),
            (decimal("-1e999999999"), Storage::Integer, Above(Parameter::Integer(i64::MIN))),
            (decimal("18446744073709551615"), Storage::Unsigned, Exact(Parameter::Unsigned(u64::MAX))),
            (decimal("18446744073709551615.5"), Storage::Unsigned, Below(Parameter::Unsigned(u64::MAX))),
            (decimal("-1"), Storage::Unsigned, Above(Parameter::Integer(0))),
            (Value::String("a ".into()), Storage::FixedText, Unequal),
            (Value::String("7".into()), Storage::Integer, Exact(Parameter::Integer(7))),
            (Value::String("07".into()), Storage::Integer, Unequal),
            (Value::String("X".into()), Storage::Uuid, Unequal),
            (Value::String("018F4BB1-0000-7000-8000-000000000001".into()), Storage::Uuid, Unequal),
            (Value::Integer(1), Storage::Double, Exact(Parameter::Double(1.0))),
            (Value::Integer(1), Storage::Date, Bound::Unsupported),
        ];
        for (value, storage, expected) in cases {
            assert_eq!(bound(&value, storage), expected, "{value:?} {storage:?}");
        }
    }

    #[test]
    fn nanoseconds_are_floored_to_what_databases_hold() {
        let at: DateTime<Utc> = "2024-02-29T12:30:00.1234567Z".parse().unwrap();
        let floor: DateTime<Utc> = "2024-02-29T12:30:00.123456Z".parse().unwrap();
        let value = Value::DateTimeOffset(at);
        assert_eq!(bound(&value, Storage::TimestampTz), Bound::Below(Parameter::TimestampTz(floor)));
        assert_eq!(instant_text(floor), "2024-02-29T12:30:00.123456Z");
        assert_eq!(instant_text("2024-02-29T12:30:00Z".parse().unwrap()), "2024-02-29T12:30:00Z");
    }
}
