//! The total order of `$orderby`: two values go in, which sorts first comes out (URL Conventions,
//! section 5.1.5). Unlike the comparison operators it has a place for null and `NaN`.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;

use crate::edm::Value;
use crate::query::OrderBy;

/// A value with the direction it sorts in. A list of these compares as `$orderby` says.
#[derive(Clone, Debug)]
pub(super) struct SortKey {
    value: Value,
    descending: bool,
}

impl SortKey {
    /// One key for each value and the sort key it belongs to.
    pub(super) fn list(values: impl IntoIterator<Item = Value>, order_by: &[OrderBy]) -> Vec<Self> {
        values
            .into_iter()
            .zip(order_by)
            .map(|(value, by)| Self { value, descending: by.descending })
            .collect()
    }

    /// The bytes this takes.
    pub(super) fn size(&self) -> usize {
        size(&self.value)
    }
}

/// The bytes a value takes, its heap memory included.
pub(super) fn size(value: &Value) -> usize {
    let heap = match value {
        Value::String(text) => text.len(),
        Value::Binary(bytes) => bytes.len(),
        // Four bits hold any decimal digit.
        Value::Decimal(decimal) => usize::try_from(decimal.digits() / 2).unwrap_or(usize::MAX),
        _ => 0,
    };
    size_of::<Value>().saturating_add(heap)
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = compare(&self.value, &other.value);
        if self.descending { order.reverse() } else { order }
    }
}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SortKey {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SortKey {}

/// Ascending: null lowest, `false` before `true`, text by code point, `NaN` behind `INF`.
fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Single(a), Value::Single(b)) => doubles(f64::from(*a), f64::from(*b)),
        (Value::Double(a), Value::Double(b)) => doubles(*a, *b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Guid(a), Value::Guid(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::TimeOfDay(a), Value::TimeOfDay(b)) => a.cmp(b),
        (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Binary(a), Value::Binary(b)) => a.cmp(b),
        _ => match (Number::of(left), Number::of(right)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => rank(left).cmp(&rank(right)),
        },
    }
}

fn doubles(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// A number of any type, by its exact value: promotion to `Double` would not be transitive.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Number {
    MinusInfinity,
    Finite(BigDecimal),
    Infinity,
    NaN,
}

impl Number {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(v) => Some(Self::Finite((*v).into())),
            Value::Decimal(v) => Some(Self::Finite(v.clone())),
            Value::Single(v) => Some(Self::of_double(f64::from(*v))),
            Value::Double(v) => Some(Self::of_double(*v)),
            _ => None,
        }
    }

    fn of_double(value: f64) -> Self {
        match BigDecimal::try_from(value) {
            Ok(finite) => Self::Finite(finite),
            Err(_) if value.is_nan() => Self::NaN,
            Err(_) if value > 0.0 => Self::Infinity,
            Err(_) => Self::MinusInfinity,
        }
    }
}

/// Values of different types never meet in one sort key; should they, the order is still total.
const fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Boolean(_) => 1,
        Value::Integer(_) | Value::Single(_) | Value::Double(_) | Value::Decimal(_) => 2,
        Value::String(_) => 3,
        Value::Guid(_) => 4,
        Value::Date(_) => 5,
        Value::TimeOfDay(_) => 6,
        Value::DateTimeOffset(_) => 7,
        Value::Duration(_) => 8,
        Value::Binary(_) => 9,
    }
}
