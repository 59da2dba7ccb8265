//! Keys by which rows belong together: cells go in, the number of their key comes out. Equal keys of
//! different types have one number, as a decimal 1.0 equals the integer 1.

use std::collections::HashMap;

use crate::edm::Value;
use crate::source::{Error, Row};

/// Distinct keys, numbered in the order in which they came.
#[derive(Debug, Default)]
pub struct Keys {
    list: Vec<Vec<Value>>,
    numbers: HashMap<Vec<Value>, u32>,
}

impl Keys {
    /// The keys by their numbers.
    #[must_use]
    pub fn list(&self) -> &[Vec<Value>] {
        &self.list
    }

    /// The number of the key that the cells at `places` make, new or known; `None` if one of them is
    /// null, which belongs to nothing.
    ///
    /// # Errors
    /// What the row gives.
    pub fn add(&mut self, row: &dyn Row, places: &[usize]) -> Result<Option<u32>, Error> {
        let mut key = Vec::with_capacity(places.len());
        if !read(row, places, &mut key)? {
            return Ok(None);
        }
        if let Some(number) = self.numbers.get(&key) {
            return Ok(Some(*number));
        }
        let number = u32::try_from(self.list.len())
            .map_err(|_| Error::TooManyRows("there are too many rows to expand".to_owned()))?;
        self.list.push(key.clone());
        self.numbers.insert(key, number);
        Ok(Some(number))
    }

    /// The number of the key that the cells at `places` make, if it is known. `scratch` is filled
    /// with the key.
    ///
    /// # Errors
    /// What the row gives.
    pub(super) fn find(
        &self,
        row: &dyn Row,
        places: &[usize],
        scratch: &mut Vec<Value>,
    ) -> Result<Option<u32>, Error> {
        let whole = read(row, places, scratch)?;
        Ok(if whole { self.numbers.get(scratch.as_slice()).copied() } else { None })
    }

    /// Forgets all keys from `number` on.
    pub fn truncate(&mut self, number: usize) {
        for key in self.list.drain(number.min(self.list.len())..) {
            self.numbers.remove(&key);
        }
    }
}

/// Reads a key; `false` if it equals no other.
fn read(row: &dyn Row, places: &[usize], key: &mut Vec<Value>) -> Result<bool, Error> {
    key.clear();
    for place in places {
        match row.get(*place)?.to_value().canonical() {
            Some(value) => key.push(value),
            None => return Ok(false),
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_one_key() {
        let decimal = |text: &str| Value::Decimal(text.parse().unwrap());
        let groups = [
            vec![Value::Integer(1), decimal("1"), decimal("1.000")],
            vec![Value::Integer(100), decimal("100.0"), decimal("1e2")],
            vec![decimal("1.5"), decimal("1.50")],
            vec![decimal("99999999999999999999"), decimal("99999999999999999999.0")],
            vec![Value::Double(0.0), Value::Double(-0.0)],
            vec![Value::String("a".into())],
            vec![Value::String("A".into())],
            vec![Value::String("a ".into())],
        ];
        let mut keys = Keys::default();
        for (number, group) in (0..).zip(&groups) {
            for value in group {
                assert_eq!(keys.add(&vec![value.clone()], &[0]).unwrap(), Some(number), "{value:?}");
            }
        }
        assert_eq!(keys.list().len(), groups.len());
        for nothing in [Value::Null, Value::Double(f64::NAN), Value::Single(f32::NAN)] {
            assert_eq!(keys.add(&vec![Value::Integer(1), nothing], &[0, 1]).unwrap(), None);
        }
    }

    #[test]
    fn forgotten_keys_are_new_again() {
        let mut keys = Keys::default();
        let add = |keys: &mut Keys, value| keys.add(&vec![Value::Integer(value)], &[0]).unwrap();
        assert_eq!([add(&mut keys, 7), add(&mut keys, 8), add(&mut keys, 7)], [Some(0), Some(1), Some(0)]);
        keys.truncate(1);
        assert_eq!([add(&mut keys, 9), add(&mut keys, 8), add(&mut keys, 7)], [Some(1), Some(2), Some(0)]);
    }
}
