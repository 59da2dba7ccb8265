//! Columns whose published values are made of what they hold: a literal in, the stored value that
//! equals it out. Members of enumerations, stored by value or by name; texts of members, durations
//! and times.

use std::borrow::Cow;

use crate::catalog::{Column, Storage};
use crate::edm::{Enumeration, Value, parse, text};

use super::bound::Bound;
use crate::source::sql::dialect::Dialect;
use crate::source::sql::render::form;
use crate::source::sql::statement::Parameter;

/// Whether literals meet the column's values by way of [`stored`].
pub(super) const fn is_made(column: &Column) -> bool {
    column.is_printed() || column.enumeration().is_some()
}

/// The parameter that equals a literal, as the column holds it.
pub(super) fn stored(dialect: &dyn Dialect, column: &Column, value: &Value) -> Bound<'static> {
    let value = match value {
        Value::String(text) if column.is_printed() => match printed(text, column) {
            Some(value) => Cow::Owned(value),
            None => return Bound::Unequal,
        },
        value => Cow::Borrowed(value),
    };
    match (value.as_ref(), column.enumeration()) {
        (Value::Enumeration(number, _), Some(declared)) => member(*number, declared, column),
        (value, _) => owned(dialect.bind(value, form(column))),
    }
}

/// The value a text is the text of; each value has one.
fn printed(written: &str, column: &Column) -> Option<Value> {
    let value = parse::value(written, column.values)?;
    let mut out = Vec::new();
    text::value(&mut out, &value.borrow());
    (out == written.as_bytes()).then_some(value)
}

fn member(number: i64, declared: Enumeration, column: &Column) -> Bound<'static> {
    if !column.holds_names() {
        return Bound::Exact(Parameter::Integer(number));
    }
    let Some(name) = declared.member(number).map(Cow::Borrowed) else { return Bound::Unequal };
    Bound::Exact(match column.storage {
        Storage::FixedText => Parameter::FixedText(name),
        _ => Parameter::Text(name),
    })
}

/// What a value that is dropped here was bound to.
fn owned(bound: Bound<'_>) -> Bound<'static> {
    let Bound::Exact(parameter) = bound else {
        return if matches!(bound, Bound::Unsupported) { Bound::Unsupported } else { Bound::Unequal };
    };
    Bound::Exact(match parameter {
        Parameter::Integer(v) => Parameter::Integer(v),
        Parameter::Unsigned(v) => Parameter::Unsigned(v),
        Parameter::Double(v) => Parameter::Double(v),
        Parameter::Decimal(v) => Parameter::Decimal(Cow::Owned(v.into_owned())),
        Parameter::Text(v) => Parameter::Text(Cow::Owned(v.into_owned())),
        Parameter::Time(v) => Parameter::Time(v),
        Parameter::Span(v) => Parameter::Span(v),
        _ => return Bound::Unsupported,
    })
}
