//! The total order of `$orderby`: two values go in, which sorts first comes out (URL Conventions,
//! section 5.1.5). Unlike the comparison operators it has a place for null and `NaN`.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;

use crate::edm::Value;
use crate::edm::geo::Position;
use crate::query::OrderBy;

/// A value with the direction it sorts in. A list of these compares as `$orderby` says.
#[derive(Clone, Debug)]
pub(in crate::exec) struct SortKey {
    value: Value,
    descending: bool,
}

impl SortKey {
    /// One key for each value and the sort key it belongs to.
    pub(in crate::exec) fn list(values: impl IntoIterator<Item = Value>, order_by: &[OrderBy]) -> Vec<Self> {
        values
            .into_iter()
            .zip(order_by)
            .map(|(value, by)| Self { value, descending: by.descending })
            .collect()
    }

    /// A key that sorts upward.
    pub(in crate::exec) const fn ascending(value: Value) -> Self {
        Self { value, descending: false }
    }

    pub(in crate::exec) const fn value(&self) -> &Value {
        &self.value
    }

    pub(in crate::exec) fn into_value(self) -> Value {
        self.value
    }

    /// The bytes this takes.
    pub(in crate::exec) fn size(&self) -> usize {
        size(&self.value)
    }
}

/// The bytes a value takes, its heap memory included.
pub(in crate::exec) fn size(value: &Value) -> usize {
    let heap = match value {
        Value::String(text) => text.len(),
        Value::Binary(bytes) => bytes.len(),
        Value::Spatial(value) => value.shape.size().saturating_mul(size_of::<Position>()),
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
        (Value::Enumeration(a, _), Value::Enumeration(b, _)) => a.cmp(b),
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
        Value::Enumeration(..) => 10,
        Value::Spatial(_) => 11,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_value_has_its_place() {
        let decimal = |text: &str| Value::Decimal(text.parse().unwrap());
        let ascending = [
            Value::Null,
            Value::Boolean(false),
            Value::Boolean(true),
            Value::Double(f64::NEG_INFINITY),
            decimal("-1e400"),
            Value::Integer(i64::MIN),
            Value::Double(-1.5),
            Value::Single(-0.5),
            decimal("0.1"),
            // As a Double, 0.1 is a little more, and as a Single more again.
            Value::Double(0.1),
            Value::Single(0.1),
            Value::Double(9_007_199_254_740_992.0),
            Value::Integer(9_007_199_254_740_993),
            decimal("9007199254740993.5"),
            Value::Double(f64::INFINITY),
            Value::Double(f64::NAN),
            Value::String(String::new()),
            Value::String("A".to_owned()),
            Value::String("a".to_owned()),
            Value::String("\u{FFFD}".to_owned()),
            Value::String("\u{1F600}".to_owned()),
            Value::Guid(Uuid::nil()),
            Value::Date(NaiveDate::MIN),
            Value::TimeOfDay(NaiveTime::MIN),
            Value::DateTimeOffset(DateTime::UNIX_EPOCH),
            Value::Duration(TimeDelta::zero()),
            Value::Binary(vec![0]),
            Value::Binary(vec![0, 0]),
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(compare(a, b), i.cmp(&j), "{a:?} and {b:?}");
            }
        }
        for (a, b) in [
            (Value::Double(0.0), Value::Double(-0.0)),
            (Value::Integer(0), Value::Double(-0.0)),
            (decimal("1.50"), decimal("1.5")),
            (Value::Single(f32::NAN), Value::Double(-f64::NAN)),
        ] {
            assert_eq!(compare(&a, &b), Ordering::Equal, "{a:?} and {b:?}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Boolean),
            (-3_i64..4).prop_map(Value::Integer),
            any::<i64>().prop_map(Value::Integer),
            any::<f64>().prop_map(Value::Double),
            any::<f32>().prop_map(Value::Single),
            Just(Value::Double(f64::NAN)),
            (any::<i64>(), -3_i64..4).prop_map(|(v, s)| Value::Decimal(BigDecimal::new(v.into(), s))),
            "[ab]{0,2}".prop_map(Value::String),
        ]
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in any_value(), b in any_value(), c in any_value()) {
            prop_assert_eq!(compare(&a, &a), Ordering::Equal);
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
