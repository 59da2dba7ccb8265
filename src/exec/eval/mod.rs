//! What an expression means, once, in Rust: an [`Expr`] and a row go in, its value comes out
//! (URL Conventions, section 5.1.1). Every SQL dialect is compared with this; it knows no source.

mod arithmetic;
mod cast;
mod compare;
mod duration;
mod geo;
mod logic;
mod math;
mod number;
mod pattern;
mod related;
mod rows;
mod temporal;
mod text;

use std::borrow::Cow;
use std::cell::Cell;

use chrono::{DateTime, Utc};

use crate::edm::Value;
use crate::query::{Expr, ExprKind, Function};
use crate::source::{Error, Row};

use super::related::Known;
use pattern::Patterns;
use rows::Rows;

pub(super) use arithmetic::average;
pub(super) use number::{decimal_to_double as nearest_double, is_bounded};
pub use temporal::{MAX_DATE_TIME, MIN_DATE_TIME};

/// Evaluates expressions for the length of one request. In them `ExprKind::Property(i)` is column
/// `i` of the row.
///
/// # Errors
/// All methods give [`Error::Evaluation`] where the standard lets the request fail (division by
/// zero, a number too large, a bad pattern), and whatever the row's own cells give.
#[derive(Debug)]
pub struct Evaluator {
    known: Known,
    patterns: Patterns,
    /// Related rows looked at so far.
    visits: Cell<u64>,
}

impl Evaluator {
    /// An evaluator for which `now()` is `now`, the same for every row of the request.
    #[must_use]
    pub fn new(now: DateTime<Utc>) -> Self {
        Self::with(Known::at(now))
    }

    /// An evaluator of expressions that may ask for related rows.
    #[must_use]
    pub fn with(known: Known) -> Self {
        Self { known, patterns: Patterns::default(), visits: Cell::new(0) }
    }

    /// The value of `expr` for `row`.
    pub fn eval(&self, expr: &Expr, row: &dyn Row) -> Result<Value, Error> {
        self.value(expr, &Rows::of(row))
    }

    /// Whether `expr` is true for `row`: a filter drops the rows for which it is false or null
    /// (section 5.1.2).
    pub fn is_true(&self, expr: &Expr, row: &dyn Row) -> Result<bool, Error> {
        Ok(self.truth(expr, &Rows::of(row))? == Some(true))
    }

    fn value(&self, expr: &Expr, rows: &Rows<'_>) -> Result<Value, Error> {
        match &expr.kind {
            ExprKind::Literal(value) => Ok(value.clone()),
            ExprKind::Property(index) => Ok(rows.row().get(*index)?.to_value()),
            ExprKind::Outer(out, index) => match rows.out(*out) {
                Some(row) => Ok(row.get(*index)?.to_value()),
                None => Err(Error::Evaluation("this expression has no row around it".to_owned())),
            },
            ExprKind::Related(related) => self.related(related, rows),
            ExprKind::And(operands) => logic::and(operands, |operand| self.truth(operand, rows)),
            ExprKind::Or(operands) => logic::or(operands, |operand| self.truth(operand, rows)),
            ExprKind::Not(operand) => Ok(logic::not(self.truth(operand, rows)?)),
            ExprKind::Compare(op, left, right) => {
                compare::compare(*op, &*self.lend(left, rows)?, &*self.lend(right, rows)?).map(Value::Boolean)
            }
            ExprKind::In(left, list) => self.is_in(&*self.lend(left, rows)?, list, rows),
            ExprKind::IsBlank(operand) => Ok(Value::Boolean(compare::is_blank(&self.value(operand, rows)?))),
            ExprKind::Arithmetic(op, left, right) => {
                arithmetic::compute(*op, self.value(left, rows)?, self.value(right, rows)?)
            }
            ExprKind::Negate(operand) => arithmetic::negate(self.value(operand, rows)?),
            ExprKind::Call(function, arguments) => self.call(*function, arguments, rows),
            ExprKind::Cast(operand) => Ok(cast::cast(self.value(operand, rows)?, expr.ty)),
            ExprKind::Case(pairs) => self.case(pairs, rows),
            ExprKind::Average(sum, count) => {
                arithmetic::average(&self.value(sum, rows)?, &self.value(count, rows)?)
            }
            ExprKind::Aggregate(method, _) => {
                Err(Error::Evaluation(format!("'{}' needs a group of rows", method.name())))
            }
        }
    }

    /// As [`eval`](Self::eval), without copying literals: an `in` may have hundreds of them.
    fn lend<'e>(&self, expr: &'e Expr, rows: &Rows<'_>) -> Result<Cow<'e, Value>, Error> {
        match expr.as_literal() {
            Some(literal) => Ok(Cow::Borrowed(literal)),
            None => self.value(expr, rows).map(Cow::Owned),
        }
    }

    fn truth(&self, expr: &Expr, rows: &Rows<'_>) -> Result<Option<bool>, Error> {
        logic::truth(&self.value(expr, rows)?)
    }

    fn is_in(&self, value: &Value, list: &[Expr], rows: &Rows<'_>) -> Result<Value, Error> {
        for member in list {
            if compare::equal(value, &*self.lend(member, rows)?)? {
                return Ok(Value::Boolean(true));
            }
        }
        Ok(Value::Boolean(false))
    }

    fn case(&self, pairs: &[(Expr, Expr)], rows: &Rows<'_>) -> Result<Value, Error> {
        for (condition, result) in pairs {
            if self.truth(condition, rows)? == Some(true) {
                return self.value(result, rows);
            }
        }
        Ok(Value::Null)
    }

    fn call(&self, function: Function, arguments: &[Expr], rows: &Rows<'_>) -> Result<Value, Error> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let value = self.value(argument, rows)?;
            // Section 5.1.1.4: a canonical function with a null argument is null.
            if value.is_null() {
                return Ok(Value::Null);
            }
            values.push(value);
        }
        use Function as F;
        match function {
            F::Concat
            | F::Contains
            | F::EndsWith
            | F::IndexOf
            | F::Length
            | F::StartsWith
            | F::Substring
            | F::ToLower
            | F::ToUpper
            | F::Trim => text::call(function, &values),
            F::MatchesPattern => self.patterns.call(&values),
            F::Now => Ok(Value::DateTimeOffset(self.known.now())),
            F::Date
            | F::Day
            | F::FractionalSeconds
            | F::Hour
            | F::MaxDateTime
            | F::MinDateTime
            | F::Minute
            | F::Month
            | F::Second
            | F::Time
            | F::TotalOffsetMinutes
            | F::TotalSeconds
            | F::Year => temporal::call(function, &values),
            F::Ceiling | F::Floor | F::Round => math::call(function, &values),
            F::Has => logic::has(&values),
            F::GeoDistance | F::GeoIntersects | F::GeoLength => geo::call(function, &values),
        }
    }
}

/// The error for operands `bind` should never have let through, named by what they are.
fn mismatch(operation: &str, operands: &[Value]) -> Error {
    let types: Vec<&str> = operands.iter().map(type_name).collect();
    Error::Evaluation(format!("'{operation}' cannot be applied to {}", types.join(" and ")))
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Boolean(_) => "Edm.Boolean",
        Value::Integer(_) => "an integer",
        Value::Single(_) => "Edm.Single",
        Value::Double(_) => "Edm.Double",
        Value::Decimal(_) => "Edm.Decimal",
        Value::String(_) => "Edm.String",
        Value::Guid(_) => "Edm.Guid",
        Value::Date(_) => "Edm.Date",
        Value::TimeOfDay(_) => "Edm.TimeOfDay",
        Value::DateTimeOffset(_) => "Edm.DateTimeOffset",
        Value::Duration(_) => "Edm.Duration",
        Value::Binary(_) => "Edm.Binary",
        Value::Enumeration(_, declared) => declared.name(),
        Value::Spatial(v) => v.ty().name(),
    }
}

#[cfg(test)]
mod tests;
