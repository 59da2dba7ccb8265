//! Short ways to write the values that make up a row.

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime};

use crate::edm::Value;

/// Text.
pub(super) fn text(value: impl Into<String>) -> Value {
    Value::String(value.into())
}

/// An integer.
pub(super) fn integer(value: impl Into<i64>) -> Value {
    Value::Integer(value.into())
}

/// Hundredths: an amount in cents, a percentage.
pub(super) fn cents(value: impl Into<i64>) -> Value {
    Value::Decimal(BigDecimal::new(value.into().into(), 2))
}

/// Thousandths: grams as kilograms.
pub(super) fn grams(value: impl Into<i64>) -> Value {
    Value::Decimal(BigDecimal::new(value.into().into(), 3))
}

/// A date.
pub(super) const fn date(value: NaiveDate) -> Value {
    Value::Date(value)
}

/// An instant, given in UTC.
pub(super) const fn instant(value: NaiveDateTime) -> Value {
    Value::DateTimeOffset(value.and_utc())
}

/// The value, or null.
pub(super) fn or_null<T>(value: Option<T>, cell: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, cell)
}
