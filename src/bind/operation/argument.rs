//! Values of parameters: of the declared type, within its facets, and such that every database
//! holds them exactly.

use chrono::{Datelike as _, Timelike as _};
use odata_params::ast::{self, ExprKind};

use crate::bind::Aliases;
use crate::bind::error::Error;
use crate::bind::expr::literal;
use crate::edm::{PrimitiveType, TypeRef, Value};

/// Aliases may name other aliases; a chain longer than this is a circle.
const MAX_ALIAS_DEPTH: usize = 8;

/// The value of a parameter given in the URL: a literal, or an alias of one.
///
/// # Errors
/// Anything else, and values that do not fit `ty`.
pub(super) fn in_url(
    name: &str,
    expr: &ast::Expr,
    ty: &TypeRef,
    aliases: &Aliases<'_>,
) -> Result<Value, Error> {
    let mut current = expr;
    for _ in 0..MAX_ALIAS_DEPTH {
        let ExprKind::Alias(alias) = &current.kind else { break };
        current = aliases.get(alias.as_str()).copied().ok_or_else(|| {
            Error::bad_request(format!(
                "the parameter alias @{alias} has no value; add @{alias}=… to the request"
            ))
        })?;
    }
    let ExprKind::Literal(written) = &current.kind else {
        return Err(Error::bad_request(format!(
            "the parameter '{name}' needs a literal or an alias of one; expressions are not supported"
        )));
    };
    let value = literal::coerce(written, ty.primitive)
        .map_err(|error| Error { message: format!("the parameter '{name}': {error}"), ..error })?;
    checked(name, value, ty)
}

/// The same value, if it fits `ty`.
///
/// # Errors
/// Says what does not fit.
pub(super) fn checked(name: &str, value: Value, ty: &TypeRef) -> Result<Value, Error> {
    match misfit(&value, ty) {
        None => Ok(value),
        Some(reason) => Err(Error::bad_request(format!("the parameter '{name}' {reason}"))),
    }
}

fn misfit(value: &Value, ty: &TypeRef) -> Option<String> {
    use PrimitiveType as P;
    let primitive = ty.primitive;
    let fits = match value {
        Value::Null if ty.nullable => return None,
        Value::Null => return Some("cannot be null".to_owned()),
        Value::Boolean(_) => primitive == P::Boolean,
        Value::Integer(v) => primitive.is_integer() && primitive.holds(*v),
        Value::Decimal(_) => primitive == P::Decimal,
        Value::Single(_) => primitive == P::Single,
        Value::Double(_) => primitive == P::Double,
        other => other.compares_with(primitive),
    };
    if !fits {
        return Some(format!("is no {primitive}"));
    }
    let too_long = |length: usize, unit: &str| {
        let most = ty.max_length.and_then(|most| usize::try_from(most).ok())?;
        (length > most).then(|| format!("has more than {most} {unit}"))
    };
    match value {
        Value::String(v) => too_long(v.chars().count(), "characters"),
        Value::Binary(v) => too_long(v.len(), "bytes"),
        // Databases have no such numbers, or store something else for them.
        Value::Single(v) if !v.is_finite() => Some("has to be a finite number".to_owned()),
        Value::Double(v) if !v.is_finite() => Some("has to be a finite number".to_owned()),
        Value::Decimal(v) => {
            let plain = v.normalized();
            let scale = plain.fractional_digit_count().max(0).unsigned_abs();
            // Zeros before the point are digits too: 100 has three.
            let whole = i64::try_from(plain.digits()).unwrap_or(i64::MAX) - plain.fractional_digit_count();
            let whole = whole.max(0).unsigned_abs();
            match (ty.precision.map(u64::from), ty.scale.map(u64::from)) {
                (_, Some(most)) if scale > most => Some(format!("has more than {most} fractional digits")),
                (Some(precision), most) if whole > precision.saturating_sub(most.unwrap_or(scale)) => {
                    Some(format!("has more digits than {precision} in all allow"))
                }
                _ => None,
            }
        }
        Value::TimeOfDay(v) => fraction(v.nanosecond(), ty),
        Value::Date(v) => year(v.year()),
        Value::DateTimeOffset(v) => year(v.year()).or_else(|| fraction(v.nanosecond(), ty)),
        _ => None,
    }
}

/// Every database has these years, and not every one has others.
fn year(year: i32) -> Option<String> {
    (!(1..=9999).contains(&year)).then(|| "has to lie in the years 1 to 9999".to_owned())
}

fn fraction(nanoseconds: u32, ty: &TypeRef) -> Option<String> {
    // Databases keep microseconds.
    let digits = ty.precision.map_or(6, |digits| digits.min(6));
    let unit = 10u32.pow(9 - digits);
    (!nanoseconds.is_multiple_of(unit))
        .then(|| format!("has more than {digits} fractional digits of a second"))
}
