//! `and` and `or` in, SQL out, in a shape that no engine finds too deep and that does not change with
//! the number of values asked for.

use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr, ExprKind};

use super::expr::Mode;
use crate::source::sql::render::{Renderer, Unsupported};

/// Above this, an `AND` or `OR` is split into halves: SQLite limits the depth of expressions to
/// 1,000 and takes a chain for a depth.
pub(super) const LONGEST_CHAIN: usize = 200;

/// An operand of `AND` or `OR`.
enum Operand<'a> {
    Condition(&'a Expr),
    /// A property and the literals it may equal.
    OneOf(&'a Expr, Vec<&'a Expr>),
}

impl<'a> Renderer<'a> {
    /// Writes a conjunction.
    pub(super) fn all(&mut self, list: &'a [Expr], mode: Mode) -> Result<(), Unsupported> {
        let operands: Vec<_> = list.iter().map(Operand::Condition).collect();
        self.chain(&operands, " AND ", mode)
    }

    /// Writes a disjunction. Values asked of the same property are put together as for `in`: that
    /// is how Salesforce asks for a list of records, and one array is one statement, however long.
    pub(super) fn any(&mut self, list: &'a [Expr], mode: Mode) -> Result<(), Unsupported> {
        let mut operands: Vec<Operand<'a>> = Vec::with_capacity(list.len());
        for operand in list {
            let Some((property, value)) = asks(operand) else {
                operands.push(Operand::Condition(operand));
                continue;
            };
            let known = operands.iter_mut().find_map(|known| match known {
                Operand::OneOf(left, values) if left.kind == property.kind => Some(values),
                _ => None,
            });
            match known {
                Some(values) => values.push(value),
                None => operands.push(Operand::OneOf(property, vec![value])),
            }
        }
        self.chain(&operands, " OR ", mode)
    }

    fn chain(&mut self, operands: &[Operand<'a>], word: &str, mode: Mode) -> Result<(), Unsupported> {
        self.sql.push('(');
        if operands.len() > LONGEST_CHAIN {
            let (first, second) = operands.split_at(operands.len() / 2);
            self.chain(first, word, mode)?;
            self.sql.push_str(word);
            self.chain(second, word, mode)?;
        } else {
            for (index, operand) in operands.iter().enumerate() {
                self.sql.push_str(if index > 0 { word } else { "" });
                self.operand(operand, mode)?;
            }
        }
        self.sql.push(')');
        Ok(())
    }

    fn operand(&mut self, operand: &Operand<'a>, mode: Mode) -> Result<(), Unsupported> {
        match operand {
            Operand::Condition(condition) => self.condition(condition, mode),
            Operand::OneOf(property, values) => match values.as_slice() {
                [value] => self.compare(CompareOp::Eq, property, value, mode),
                values => self.is_in(property, values, mode),
            },
        }
    }
}

/// The property and the literal of `property eq literal`.
fn asks(expr: &Expr) -> Option<(&Expr, &Expr)> {
    let ExprKind::Compare(CompareOp::Eq, left, right) = &expr.kind else { return None };
    let (property, value) = if left.as_literal().is_some() { (right, left) } else { (left, right) };
    let asks = matches!(property.kind, ExprKind::Property(_))
        && property.ty != PrimitiveType::Boolean
        && value.as_literal().is_some_and(|value| !matches!(value, Value::Null));
    asks.then_some((property, value))
}
