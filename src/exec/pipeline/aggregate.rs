//! The aggregation methods: the values of a group go in, one value comes out (Data Aggregation, section
//! 3.2.1). Nulls are no values, and the order of the values means nothing.

use std::cmp::Ordering;

use bigdecimal::{BigDecimal, Zero};

use crate::edm::{TypeRef, Value};
use crate::query::{Aggregate, Aggregation, Expr};
use crate::source::Error;

use super::sum::Sum;
use super::{Held, Work};
use crate::exec::sorted::order::SortKey;

impl Work<'_> {
    /// The value of an aggregate expression for the rows of a group.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, rows: &[Held]) -> Result<Value, Error> {
        self.from(aggregate, aggregate.from.len(), rows)
    }

    /// With the first `clauses` of its `from` clauses: the last of them groups first.
    fn from(&mut self, aggregate: &Aggregate, clauses: usize, rows: &[Held]) -> Result<Value, Error> {
        let method = clauses.checked_sub(1).and_then(|last| aggregate.from.get(last));
        let Some(from) = method else {
            let ty = aggregate.from.first().map_or(aggregate.ty, |first| first.ty);
            let Some(operand) = &aggregate.operand else {
                return Ok(Value::Decimal(BigDecimal::from(rows.len() as u64)));
            };
            let firsts;
            let rows = if aggregate.once.is_empty() {
                rows
            } else {
                firsts = self.firsts(aggregate, rows)?;
                &firsts
            };
            let values = rows.iter().map(|row| self.evaluator.eval(&operand.expr, row.as_ref()));
            return combined(aggregate.method, ty, values.collect::<Result<Vec<_>, _>>()?);
        };
        let exprs: Vec<&Expr> = from.keys.iter().collect();
        let mut values = Vec::new();
        for run in self.runs(&exprs, rows.to_vec())? {
            values.push(self.from(aggregate, clauses - 1, &run.rows)?);
        }
        let ty = aggregate.from.get(clauses).map_or(aggregate.ty, |next| next.ty);
        combined(from.method, ty, values)
    }

    /// One of the rows that count once.
    fn firsts(&mut self, aggregate: &Aggregate, rows: &[Held]) -> Result<Vec<Held>, Error> {
        let exprs: Vec<&Expr> = aggregate.once.iter().collect();
        let runs = self.runs(&exprs, rows.to_vec())?;
        Ok(runs.into_iter().filter_map(|run| run.rows.into_iter().next()).collect())
    }
}

/// What a method makes of values, as `ty`.
fn combined(method: Aggregation, ty: TypeRef, mut values: Vec<Value>) -> Result<Value, Error> {
    values.retain(|value| !value.is_null());
    match method {
        Aggregation::Count => Ok(Value::Decimal(BigDecimal::from(values.len() as u64))),
        Aggregation::CountDistinct => {
            let mut keys: Vec<SortKey> = values.into_iter().map(SortKey::ascending).collect();
            keys.sort_unstable();
            keys.dedup();
            Ok(Value::Decimal(BigDecimal::from(keys.len() as u64)))
        }
        // The values were read one by one: they fit.
        Aggregation::Misfit => Ok(Value::Null),
        Aggregation::Min => Ok(extreme(values, Ordering::Less, ty)),
        Aggregation::Max => Ok(extreme(values, Ordering::Greater, ty)),
        Aggregation::Sum => Sum::of(&values)?.total(ty),
        Aggregation::Average => Sum::of(&values)?.average(values.len()),
    }
}

/// The value that compares as `wanted` with all others. Equal ones may be written in different ways.
fn extreme(values: Vec<Value>, wanted: Ordering, ty: TypeRef) -> Value {
    let keys: Vec<SortKey> = values.into_iter().map(SortKey::ascending).collect();
    let best = match wanted {
        Ordering::Less => keys.iter().min(),
        _ => keys.iter().max(),
    };
    let Some(best) = best else { return Value::Null };
    let same: Vec<Value> = keys.iter().filter(|key| *key == best).cloned().map(SortKey::into_value).collect();
    canonical(same.iter(), ty.scale)
}

/// One value for values that are equal, whichever of them came first: the decimal with the most digits
/// behind the point, and zero without a sign.
pub(super) fn canonical<'v>(values: impl Iterator<Item = &'v Value>, scale: Option<u32>) -> Value {
    let mut longest: Option<&Value> = None;
    for value in values {
        let longer = match (longest, value) {
            (Some(Value::Decimal(known)), Value::Decimal(value)) => {
                value.fractional_digit_count() > known.fractional_digit_count()
            }
            (known, _) => known.is_none(),
        };
        if longer {
            longest = Some(value);
        }
    }
    match longest.cloned().unwrap_or(Value::Null) {
        Value::Decimal(value) => Value::Decimal(padded(value, scale)),
        Value::Double(value) => Value::Double(if value.is_zero() { 0.0 } else { value }),
        Value::Single(value) => Value::Single(if value.is_zero() { 0.0 } else { value }),
        value => value,
    }
}

/// With zeros behind the point up to the scale of its type.
pub(super) fn padded(value: BigDecimal, scale: Option<u32>) -> BigDecimal {
    let scale = i64::from(scale.unwrap_or(0));
    if value.fractional_digit_count() < scale { value.with_scale(scale) } else { value }
}
