//! `cast` and implicit promotion: a value and a type go in, the value in that type comes out, or
//! null where it cannot be (URL Conventions, section 5.1.1.10.1). Never fails.

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};

use crate::edm::{Enumeration, PrimitiveType, Value, parse, text};

use super::number::{decimal_to_double, is_bounded};

/// Rules 1 to 5 and 9 to 11 of the section. Numbers are rounded to the nearest, a half away from zero;
/// a float becomes the decimal with its shortest digits, so that `cast(0.1,Edm.Decimal)` is 0.1.
pub(super) fn cast(value: Value, ty: PrimitiveType) -> Value {
    let result = match (&value, ty) {
        (Value::Null, _) => None,
        (Value::String(_), PrimitiveType::String) => return value,
        (Value::String(text), _) => parse::value(text, ty),
        (_, PrimitiveType::String) => Some(Value::String(print(&value))),
        (Value::Integer(v), PrimitiveType::Decimal) => Some(Value::Decimal((*v).into())),
        (Value::Integer(v), PrimitiveType::Double) => Some(Value::Double(round_to_double(*v))),
        (Value::Integer(v), PrimitiveType::Single) => Some(Value::Single(round_to_single(*v))),
        (Value::Integer(v), _) if ty.is_integer() => ty.holds(*v).then_some(Value::Integer(*v)),
        (Value::Integer(v), PrimitiveType::Enumeration(declared)) => of_integer(*v, declared),
        (Value::Enumeration(v, _), _) if ty.is_integer() => ty.holds(*v).then_some(Value::Integer(*v)),
        (Value::Single(v), _) if ty.is_numeric() => of_float(f64::from(*v), &print(&value), ty),
        (Value::Double(v), _) if ty.is_numeric() => of_float(*v, &print(&value), ty),
        (Value::Decimal(v), _) if ty.is_numeric() => of_decimal(v, ty),
        _ if is_of(&value, ty) => return value,
        _ => None,
    };
    result.unwrap_or(Value::Null)
}

/// The member of this value; flags may be any integer of their underlying type.
fn of_integer(value: i64, declared: Enumeration) -> Option<Value> {
    let declaration = declared.declaration();
    let legal = if declaration.flags { declaration.underlying.holds(value) } else { declared.holds(value) };
    legal.then_some(Value::Enumeration(value, declared))
}

/// `text` is the float's shortest decimal form; infinities and `NaN` are of float types only.
fn of_float(value: f64, text: &str, ty: PrimitiveType) -> Option<Value> {
    match ty {
        PrimitiveType::Double => Some(Value::Double(value)),
        #[expect(clippy::cast_possible_truncation, reason = "rounds; what overflows is sorted out after")]
        PrimitiveType::Single => {
            Some(value as f32).filter(|single| single.is_finite() || !value.is_finite()).map(Value::Single)
        }
        _ if value.is_finite() => of_decimal(&text.parse().ok()?, ty),
        _ => None,
    }
}

fn of_decimal(value: &BigDecimal, ty: PrimitiveType) -> Option<Value> {
    match ty {
        PrimitiveType::Decimal => Some(Value::Decimal(value.clone())),
        PrimitiveType::Double => Some(decimal_to_double(value)).filter(|v| v.is_finite()).map(Value::Double),
        PrimitiveType::Single => {
            let single: f32 = value.to_scientific_notation().parse().ok()?;
            single.is_finite().then_some(Value::Single(single))
        }
        _ if is_bounded(value) => {
            let whole = value.with_scale_round(0, RoundingMode::HalfUp).to_i64()?;
            ty.holds(whole).then_some(Value::Integer(whole))
        }
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "the cast rounds to the nearest")]
fn round_to_double(value: i64) -> f64 {
    value as f64
}

#[expect(clippy::cast_precision_loss, reason = "the cast rounds to the nearest")]
fn round_to_single(value: i64) -> f32 {
    value as f32
}

/// The text form of a value that is not null; it is always UTF-8.
fn print(value: &Value) -> String {
    let mut out = Vec::new();
    text::value(&mut out, &value.borrow());
    String::from_utf8(out).unwrap_or_default()
}

/// Whether a value that is no number has this type already.
fn is_of(value: &Value, ty: PrimitiveType) -> bool {
    matches!(
        (value, ty),
        (Value::Boolean(_), PrimitiveType::Boolean)
            | (Value::Guid(_), PrimitiveType::Guid)
            | (Value::Date(_), PrimitiveType::Date)
            | (Value::TimeOfDay(_), PrimitiveType::TimeOfDay)
            | (Value::DateTimeOffset(_), PrimitiveType::DateTimeOffset)
            | (Value::Duration(_), PrimitiveType::Duration)
            | (Value::Binary(_), PrimitiveType::Binary)
    ) || matches!(value, Value::Enumeration(..)) && value.compares_with(ty)
        || matches!((value, ty), (Value::Spatial(value), PrimitiveType::Spatial(ty)) if ty.holds(value))
}
