//! A literal's lexeme becomes a value of the type it meets: `5.0` for an integer property is the
//! integer 5, `2024-05-01` for a `DateTimeOffset` is midnight UTC.

use std::borrow::Cow;

use bigdecimal::{BigDecimal, ToPrimitive};
use chrono::NaiveTime;
use odata_params::ast::{Literal, LiteralKind};

use super::spatial;
use crate::bind::error::Error;
use crate::edm::geo::Family;
use crate::edm::{Enumeration, Model, PrimitiveType, Value, parse};

/// The most digits of a number, left and right of the point together: databases take no more than
/// some ten thousand.
const MAX_DIGITS: u64 = 10_000;

/// The most members a message lists.
const SHOWN_MEMBERS: usize = 12;

/// The value of a literal by its own form, where nothing says which type it should have.
///
/// # Errors
/// Refuses enumerations that are not declared, shapes that are none, and values out of range.
pub(super) fn natural(literal: &Literal, model: &Model) -> Result<(Value, PrimitiveType), Error> {
    use PrimitiveType as P;
    let ty = match &literal.kind {
        LiteralKind::Null => return Ok((Value::Null, P::String)),
        LiteralKind::Boolean => P::Boolean,
        LiteralKind::Integer => match literal.text.parse::<i64>() {
            Ok(n) if i32::try_from(n).is_ok() => P::Int32,
            Ok(_) => P::Int64,
            Err(_) => P::Decimal,
        },
        LiteralKind::Decimal => P::Decimal,
        LiteralKind::Double => P::Double,
        LiteralKind::String => P::String,
        LiteralKind::Guid => P::Guid,
        LiteralKind::Date => P::Date,
        LiteralKind::DateTimeOffset => P::DateTimeOffset,
        LiteralKind::TimeOfDay => P::TimeOfDay,
        LiteralKind::Duration => P::Duration,
        LiteralKind::Binary => P::Binary,
        LiteralKind::Enum(name) => match model.enumeration(name) {
            Some(declared) => P::Enumeration(declared),
            None => {
                return Err(Error::bad_request(format!("the service has no enumeration type '{name}'")));
            }
        },
        LiteralKind::Geography => return spatial::natural(literal, Family::Geography),
        LiteralKind::Geometry => return spatial::natural(literal, Family::Geometry),
    };
    Ok((coerce(literal, ty)?, ty))
}

/// The value of a literal as `ty`, the type of the property or operand it is compared with.
///
/// Quoted and unquoted forms are both taken for GUIDs and dates, and numbers may carry a decimal
/// part where the property has none, because Salesforce writes them so.
///
/// # Errors
/// Says which form the type needs. A number that is exact only as a decimal stays one.
pub(in crate::bind) fn coerce(literal: &Literal, ty: PrimitiveType) -> Result<Value, Error> {
    use LiteralKind as L;
    use PrimitiveType as P;
    let text = literal.text.as_str();
    let value = match (&literal.kind, ty) {
        (L::Null, _) => Some(Value::Null),
        (_, P::Spatial(spatial)) => return spatial::literal(literal, spatial),
        (L::Boolean, P::Boolean) => Some(Value::Boolean(text.eq_ignore_ascii_case("true"))),
        (L::String, P::Boolean) => match text {
            "true" => Some(Value::Boolean(true)),
            "false" => Some(Value::Boolean(false)),
            _ => None,
        },
        (L::Integer | L::Decimal | L::Double, _) if ty.is_numeric() => number(text, ty),
        (L::Guid | L::String, P::Guid) => parse::guid(text).map(Value::Guid),
        (L::Guid | L::Date | L::DateTimeOffset | L::TimeOfDay | L::String, P::String) => {
            Some(Value::String(text.to_owned()))
        }
        (L::Date | L::String, P::Date) => parse::date(text).map(Value::Date),
        (L::DateTimeOffset | L::String, P::DateTimeOffset) if text.contains(['T', 't']) => {
            parse::date_time_offset(text).map(Value::DateTimeOffset)
        }
        (L::Date | L::String, P::DateTimeOffset) => {
            parse::date(text).map(|day| Value::DateTimeOffset(day.and_time(NaiveTime::MIN).and_utc()))
        }
        (L::TimeOfDay | L::String, P::TimeOfDay) => parse::time_of_day(text).map(Value::TimeOfDay),
        (L::Duration | L::String, P::Duration) => parse::duration(text).map(Value::Duration),
        (L::Binary | L::String, P::Binary) => parse::binary(text).map(Value::Binary),
        (L::Enum(name), P::Enumeration(declared)) if name == declared.name() => parse::value(text, ty),
        (L::String, P::Enumeration(_)) => parse::value(text, ty),
        _ => None,
    };
    value.ok_or_else(|| Error::bad_request(format!("'{text}' is no {ty}; write {}", form(ty))))
}

/// A key value written as a path segment: the text is read as the key property's type needs.
///
/// # Errors
/// As [`coerce`].
pub(super) fn from_segment(text: &str, ty: PrimitiveType) -> Result<Value, Error> {
    let kind = if ty.is_numeric() { LiteralKind::Double } else { LiteralKind::String };
    coerce(&Literal { kind, text: text.to_owned() }, ty)
}

fn number(text: &str, ty: PrimitiveType) -> Option<Value> {
    use PrimitiveType as P;
    if matches!(text, "INF" | "-INF" | "NaN") {
        let double = match text {
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            _ => f64::NAN,
        };
        // An integer or decimal is compared with infinity as a double: never equal, always less.
        return Some(if ty == P::Single { Value::Single(double as f32) } else { Value::Double(double) });
    }
    // A huge exponent would make a decimal of a gigabyte.
    let exponent = text.split_once(['e', 'E']).and_then(|(_, e)| e.parse::<i32>().ok()).unwrap_or(0);
    if ty == P::Single
        && let Some(single) = text.parse().ok().filter(|v: &f32| v.is_finite())
    {
        return Some(Value::Single(single));
    }
    // What is too large for a Single is compared with one as a Double.
    if matches!(ty, P::Single | P::Double) || exponent.unsigned_abs() > 400 {
        return text.parse().ok().filter(|v: &f64| v.is_finite()).map(Value::Double);
    }
    let exact: BigDecimal = text.parse().ok()?;
    if exact.digits().saturating_add(exact.fractional_digit_count().unsigned_abs()) > MAX_DIGITS {
        return None;
    }
    if ty.is_integer()
        && exact.is_integer()
        && let Some(integer) = exact.to_i64()
    {
        return Some(Value::Integer(integer));
    }
    Some(Value::Decimal(exact))
}

/// How a literal of a type is written.
fn form(ty: PrimitiveType) -> Cow<'static, str> {
    match ty {
        PrimitiveType::Enumeration(declared) => Cow::Owned(members(declared)),
        ty => Cow::Borrowed(example(ty)),
    }
}

/// The members of an enumeration, or some of many.
fn members(declared: Enumeration) -> String {
    let members = &declared.declaration().members;
    let mut names: Vec<_> = members.iter().take(SHOWN_MEMBERS).map(|(name, _)| format!("'{name}'")).collect();
    if members.len() > SHOWN_MEMBERS {
        names.push("…".to_owned());
    }
    names.join(" or ")
}

const fn example(ty: PrimitiveType) -> &'static str {
    use PrimitiveType as P;
    match ty {
        P::Boolean => "true or false",
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => "a number such as 42",
        P::Decimal => "a number such as 12.50",
        P::Single | P::Double => "a number such as 1.5e3, INF or NaN",
        P::String => "text in single quotes, such as 'Acme'",
        P::Guid => "a GUID such as 0f8fad5b-d9cb-469f-a165-70867728950e",
        P::Date => "a date such as 2024-05-31",
        P::TimeOfDay => "a time such as 13:20:00",
        P::DateTimeOffset => "an instant such as 2024-05-31T13:20:00Z",
        P::Duration => "a duration such as duration'P1DT2H'",
        P::Binary => "bytes such as binary'T0RhdGE'",
        P::Enumeration(_) => "a member",
        P::Stream => "nothing: a stream is no value",
        P::Spatial(_) => "a shape such as geography'SRID=4326;Point(4.5 51.9)'",
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};

    use super::*;

    fn of(kind: LiteralKind, text: &str, ty: PrimitiveType) -> Option<Value> {
        coerce(&Literal { kind, text: text.to_owned() }, ty).ok()
    }

    #[test]
    fn numbers_take_the_type_they_meet() {
        use LiteralKind as L;
        use PrimitiveType as P;
        let decimal = |text: &str| Some(Value::Decimal(text.parse().unwrap()));
        assert_eq!(of(L::Decimal, "5.0", P::Int32), Some(Value::Integer(5)));
        assert_eq!(of(L::Decimal, "5.5", P::Int32), decimal("5.5"));
        assert_eq!(of(L::Integer, "99999999999999999999", P::Int64), decimal("99999999999999999999"));
        assert_eq!(of(L::Integer, "7", P::Decimal), decimal("7"));
        assert_eq!(of(L::Decimal, "0.1", P::Single), Some(Value::Single(0.1)));
        assert_eq!(of(L::Double, "1e300", P::Single), Some(Value::Double(1e300)));
        assert_eq!(of(L::Double, "1e3", P::Int16), Some(Value::Integer(1000)));
        assert_eq!(of(L::Double, "NaN", P::Decimal), Some(Value::Double(f64::NAN)));
        assert_eq!(of(L::String, "7", P::Int32), None);
        assert_eq!(of(L::Integer, "7", P::String), None);
    }

    #[test]
    fn a_huge_exponent_makes_no_huge_decimal() {
        assert_eq!(of(LiteralKind::Double, "1e999999999", PrimitiveType::Decimal), None);
    }

    #[test]
    fn temporal_values_are_read_exactly() {
        use LiteralKind as L;
        use PrimitiveType as P;
        let instant = |text: &str| of(L::DateTimeOffset, text, P::DateTimeOffset);
        assert_eq!(instant("2024-02-29T23:30:00+01:30"), instant("2024-02-29T22:00:00Z"));
        assert_eq!(of(L::Date, "2024-02-29", P::DateTimeOffset), instant("2024-02-29T00:00:00Z"));
        assert_eq!(instant("2023-02-29T00:00:00Z"), None);
        assert_eq!(of(L::String, "2024-5-1", P::Date), None);
        assert_eq!(
            of(L::Date, "-0044-03-15", P::Date),
            Some(Value::Date(NaiveDate::from_ymd_opt(-44, 3, 15).unwrap()))
        );
        assert_eq!(
            of(L::Duration, "-P1DT2H3M4.5S", P::Duration),
            Some(Value::Duration(-TimeDelta::milliseconds(93_784_500)))
        );
        assert_eq!(of(L::Duration, "P", P::Duration), None);
    }
}
