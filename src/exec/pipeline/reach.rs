//! `topsum`, `toppercent` and their likes: sorted rows go in, how many of the first reach the amount
//! comes out (Data Aggregation, section 3.3.1).

use std::cmp::Ordering;

use bigdecimal::{BigDecimal, Zero};

use crate::edm::Value;
use crate::query::Reach;
use crate::source::Error;

use super::{Held, Work};

impl Work<'_> {
    /// How many of the first rows together reach the amount; all where they do not. Null adds nothing.
    pub(super) fn reached(&self, reach: &Reach, rows: &[Held]) -> Result<usize, Error> {
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            values.push(number(&self.evaluator.eval(&reach.value, row.as_ref())?)?);
        }
        let total: BigDecimal = if reach.percent { values.iter().sum() } else { BigDecimal::zero() };
        let mut sum = BigDecimal::zero();
        for (taken, value) in values.iter().enumerate() {
            let enough = if reach.percent {
                let (share, wanted) = (&sum * BigDecimal::from(100), &reach.amount * &total);
                match total.cmp(&BigDecimal::zero()) {
                    Ordering::Greater => share >= wanted,
                    Ordering::Less => share <= wanted,
                    // There is no share of nothing.
                    Ordering::Equal => false,
                }
            } else {
                sum >= reach.amount
            };
            if enough {
                return Ok(taken);
            }
            sum += value;
        }
        Ok(rows.len())
    }
}

/// The exact value of a number.
fn number(value: &Value) -> Result<BigDecimal, Error> {
    let exact = match value {
        Value::Null => Some(BigDecimal::zero()),
        Value::Integer(value) => Some(BigDecimal::from(*value)),
        Value::Decimal(value) => Some(value.clone()),
        Value::Single(value) => BigDecimal::try_from(*value).ok(),
        Value::Double(value) => BigDecimal::try_from(*value).ok(),
        _ => None,
    };
    exact.ok_or_else(|| {
        Error::Evaluation("a value ranked by its share of a sum is no finite number".to_owned())
    })
}
