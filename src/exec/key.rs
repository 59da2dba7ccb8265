//! What relates rows: values that equal each other as `eq` says are one key, whatever their types.

use crate::edm::Value;

/// The values of the columns of a relation; equal ones have equal keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(Vec<Value>);

impl Key {
    /// The key of values; `None` if one is null or `NaN`, which relate to nothing.
    pub(super) fn of<E>(values: impl Iterator<Item = Result<Value, E>>) -> Result<Option<Self>, E> {
        let mut parts = Vec::new();
        for value in values {
            match value?.canonical() {
                Some(part) => parts.push(part),
                None => return Ok(None),
            }
        }
        Ok(Some(Self(parts)))
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn key(value: Value) -> Option<Key> {
        Key::of([Ok::<_, Infallible>(value)].into_iter()).unwrap()
    }

    #[test]
    fn equal_values_of_different_types_are_one_key() {
        let decimal = |text: &str| key(Value::Decimal(text.parse().unwrap()));
        assert_eq!(decimal("7.00"), key(Value::Integer(7)));
        assert_eq!(decimal("-0.0"), key(Value::Integer(0)));
        assert_eq!(decimal("7.50"), decimal("7.5"));
        assert_ne!(decimal("7.50"), key(Value::Integer(7)));
        assert_eq!(key(Value::Double(-0.0)), key(Value::Single(0.0)));
        assert_ne!(key(Value::String("a".into())), key(Value::String("a ".into())));
    }

    #[test]
    fn null_and_no_number_relate_to_nothing() {
        assert_eq!(key(Value::Null), None);
        assert_eq!(key(Value::Double(f64::NAN)), None);
    }
}
