//! The text form of values, as in payloads: a value goes in, its literal comes out, and back (ABNF
//! rules `booleanValue` to `timeOfDayValue`). What `cast` to and from `Edm.String` means.

mod temporal;

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use bigdecimal::BigDecimal;

use crate::edm::{PrimitiveType, Value};

use super::number::is_bounded;

/// The literal of a value that is not null.
pub(super) fn print(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Boolean(v) => v.to_string(),
        Value::Integer(v) => v.to_string(),
        Value::Single(v) if v.is_finite() => zmij::Buffer::new().format_finite(*v).to_owned(),
        Value::Double(v) if v.is_finite() => zmij::Buffer::new().format_finite(*v).to_owned(),
        Value::Single(v) => not_finite(f64::from(*v)),
        Value::Double(v) => not_finite(*v),
        Value::Decimal(v) => v.to_plain_string(),
        Value::String(v) => v.clone(),
        Value::Guid(v) => v.hyphenated().to_string(),
        Value::Date(v) => temporal::print_date(*v),
        Value::TimeOfDay(v) => temporal::print_time(*v),
        Value::DateTimeOffset(v) => temporal::print_instant(*v),
        Value::Duration(v) => temporal::print_duration(*v),
        Value::Binary(v) => URL_SAFE.encode(v),
    }
}

/// The value of a literal of type `ty`; `None` if the text is none.
pub(super) fn parse(text: &str, ty: PrimitiveType) -> Option<Value> {
    match ty {
        PrimitiveType::Boolean if text.eq_ignore_ascii_case("true") => Some(Value::Boolean(true)),
        PrimitiveType::Boolean if text.eq_ignore_ascii_case("false") => Some(Value::Boolean(false)),
        PrimitiveType::Boolean => None,
        PrimitiveType::Byte
        | PrimitiveType::SByte
        | PrimitiveType::Int16
        | PrimitiveType::Int32
        | PrimitiveType::Int64 => is_integer(text).then(|| text.parse().ok().map(Value::Integer))?,
        PrimitiveType::Decimal => parse_decimal(text).map(Value::Decimal),
        PrimitiveType::Single => parse_double(text, f32::is_finite).map(Value::Single),
        PrimitiveType::Double => parse_double(text, f64::is_finite).map(Value::Double),
        PrimitiveType::String => Some(Value::String(text.to_owned())),
        // The one form of 36 characters is the one with hyphens.
        PrimitiveType::Guid if text.len() == 36 => text.parse().ok().map(Value::Guid),
        PrimitiveType::Guid => None,
        PrimitiveType::Date => temporal::parse_date(text).map(Value::Date),
        PrimitiveType::TimeOfDay => temporal::parse_time(text).map(Value::TimeOfDay),
        PrimitiveType::DateTimeOffset => temporal::parse_instant(text).map(Value::DateTimeOffset),
        PrimitiveType::Duration => temporal::parse_duration(text).map(Value::Duration),
        PrimitiveType::Binary => URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok().map(Value::Binary),
    }
}

fn not_finite(value: f64) -> String {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "INF"
    } else {
        "-INF"
    }
    .to_owned()
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[sign] digits [. digits] [e [sign] digits]`
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_integer(whole) && fraction.is_none_or(is_digits) && exponent.is_none_or(is_integer)
}

fn parse_decimal(text: &str) -> Option<BigDecimal> {
    let value: BigDecimal = is_decimal(text).then(|| text.parse().ok())??;
    is_bounded(&value).then_some(value)
}

/// A number too large for the type is no value of it, only `INF` is infinite.
fn parse_double<F: FromStr + From<f32> + Copy>(text: &str, is_finite: impl Fn(F) -> bool) -> Option<F> {
    match text {
        "INF" => Some(F::from(f32::INFINITY)),
        "-INF" => Some(F::from(f32::NEG_INFINITY)),
        "NaN" => Some(F::from(f32::NAN)),
        _ if is_decimal(text) => text.parse().ok().filter(|value| is_finite(*value)),
        _ => None,
    }
}
