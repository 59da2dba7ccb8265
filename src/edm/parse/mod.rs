//! Values from their text form, the way back from [`text`](super::text): a literal without its
//! quotes and a type go in, a value or nothing comes out (ABNF, the `…Value` rules). Takes all the
//! grammar allows and nothing else; knows no syntax around it.

mod temporal;

use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bigdecimal::BigDecimal;
use uuid::Uuid;

use super::{PrimitiveType, Value};

pub use temporal::{date, date_time_offset, duration, time_of_day};

/// The largest power of ten a decimal literal may name. Without a bound `1e999999999` would be a
/// gigabyte of zeros as soon as it is computed with or printed.
const EXPONENT: u32 = 400;

/// The value of type `ty` that `text` stands for; `None` if it stands for none.
#[must_use]
pub fn value(text: &str, ty: PrimitiveType) -> Option<Value> {
    match ty {
        PrimitiveType::Boolean => boolean(text).map(Value::Boolean),
        PrimitiveType::Byte
        | PrimitiveType::SByte
        | PrimitiveType::Int16
        | PrimitiveType::Int32
        | PrimitiveType::Int64 => integer(text).filter(|v| ty.holds(*v)).map(Value::Integer),
        PrimitiveType::Decimal => decimal(text).map(Value::Decimal),
        PrimitiveType::Single => float(text, f32::is_finite).map(Value::Single),
        PrimitiveType::Double => float(text, f64::is_finite).map(Value::Double),
        PrimitiveType::String => Some(Value::String(text.to_owned())),
        PrimitiveType::Guid => guid(text).map(Value::Guid),
        PrimitiveType::Date => date(text).map(Value::Date),
        PrimitiveType::TimeOfDay => time_of_day(text).map(Value::TimeOfDay),
        PrimitiveType::DateTimeOffset => date_time_offset(text).map(Value::DateTimeOffset),
        PrimitiveType::Duration => duration(text).map(Value::Duration),
        PrimitiveType::Binary => binary(text).map(Value::Binary),
        // No text stands for a stream.
        PrimitiveType::Stream => None,
        PrimitiveType::Enumeration(declared) => declared.parse(text).map(|v| Value::Enumeration(v, declared)),
        PrimitiveType::Spatial(spatial) => spatial.of_text(text).ok().map(|v| Value::Spatial(Arc::new(v))),
    }
}

/// `true` or `false`, in any letter case.
#[must_use]
pub fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        return Some(true);
    }
    text.eq_ignore_ascii_case("false").then_some(false)
}

/// `[sign]digits`, of 64 bits.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    if is_integer(text) { text.parse().ok() } else { None }
}

/// `[sign]digits[.digits][e[sign]digits]`, exact, with an exponent of 400 at most.
#[must_use]
pub fn decimal(text: &str) -> Option<BigDecimal> {
    let exponent = match text.split_once(['e', 'E']) {
        Some((_, exponent)) => exponent.parse::<i32>().ok()?,
        None => 0,
    };
    if !is_decimal(text) || exponent.unsigned_abs() > EXPONENT {
        return None;
    }
    text.parse().ok()
}

/// Eight, four, four, four and twelve hexadecimal digits with hyphens between.
#[must_use]
pub fn guid(text: &str) -> Option<Uuid> {
    // Of the forms the crate reads, only this one has 36 characters.
    if text.len() == 36 { text.parse().ok() } else { None }
}

/// base64url, padding optional.
#[must_use]
pub fn binary(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// As [`decimal`], or `INF`, `-INF`, `NaN`. A number too large for the type is none of it.
fn float<F: FromStr + From<f32> + Copy>(text: &str, is_finite: impl Fn(F) -> bool) -> Option<F> {
    match text {
        "INF" => Some(F::from(f32::INFINITY)),
        "-INF" => Some(F::from(f32::NEG_INFINITY)),
        "NaN" => Some(F::from(f32::NAN)),
        _ if is_decimal(text) => text.parse().ok().filter(|value| is_finite(*value)),
        _ => None,
    }
}

fn is_integer(text: &str) -> bool {
    is_digits(text.strip_prefix(['-', '+']).unwrap_or(text))
}

fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    is_integer(whole) && fraction.is_none_or(is_digits) && exponent.is_none_or(is_integer)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
