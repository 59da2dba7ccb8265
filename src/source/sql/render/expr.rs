//! Expressions in, SQL out: conditions, in the two ways a condition can matter, and operands.

use crate::catalog::Storage;
use crate::edm::{PrimitiveType, Value};
use crate::query::{Aggregation, ArithmeticOp, Expr, ExprKind, RelatedForm};

use super::bound::natural;
use crate::source::sql::dialect::Around;
use crate::source::sql::render::{Renderer, Unsupported, form};

/// Which differences between truth values a condition has to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// True or not true: `WHERE` treats null as false, so `col = ?` will do.
    WhereTrue,
    /// The value OData gives, null where it gives null: under `not`, in comparisons with truth
    /// values, as a value.
    Exact,
}

impl<'a> Renderer<'a> {
    /// Writes a Boolean expression as a condition.
    pub(super) fn condition(&mut self, expr: &'a Expr, mode: Mode) -> Result<(), Unsupported> {
        match &expr.kind {
            ExprKind::Literal(Value::Boolean(truth)) => {
                self.sql.push_str(if *truth { "TRUE" } else { "FALSE" });
            }
            ExprKind::Literal(Value::Null) => self.sql.push_str("NULL"),
            ExprKind::Related(related) if !matches!(related.form, RelatedForm::One(_)) => {
                self.related(related)?;
            }
            ExprKind::Property(_) | ExprKind::Outer(..) | ExprKind::Related(_) => self.value(expr)?,
            ExprKind::And(list) => self.all(list, mode)?,
            ExprKind::Or(list) => self.any(list, mode)?,
            ExprKind::Not(operand) => {
                self.sql.push_str("(NOT ");
                self.condition(operand, Mode::Exact)?;
                self.sql.push(')');
            }
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right, mode)?,
            ExprKind::In(left, list) => {
                let members: Vec<_> = list.iter().collect();
                self.is_in(left, &members, mode)?;
            }
            ExprKind::IsBlank(operand) => self.is_blank(operand)?,
            ExprKind::Call(function, arguments) => self.call(*function, arguments)?,
            ExprKind::Case(pairs) => self.case(pairs)?,
            _ => return Err(unsupported(expr)),
        }
        Ok(())
    }

    fn case(&mut self, pairs: &'a [(Expr, Expr)]) -> Result<(), Unsupported> {
        self.sql.push_str("(CASE");
        for (condition, value) in pairs {
            self.sql.push_str(" WHEN ");
            self.condition(condition, Mode::WhereTrue)?;
            self.sql.push_str(" THEN ");
            self.value(value)?;
        }
        self.sql.push_str(" END)");
        Ok(())
    }

    /// Writes an operand as the column itself: what an index is on.
    pub(super) fn native(&mut self, expr: &'a Expr) -> Result<(), Unsupported> {
        match &expr.kind {
            ExprKind::Property(index) => {
                let column = self.column(*index)?;
                self.column_name(column);
                Ok(())
            }
            ExprKind::Outer(out, index) => self.outer_name(*out, *index),
            ExprKind::Related(related) => self.related(related),
            _ => self.value(expr),
        }
    }

    /// Writes an operand so that it compares and sorts as OData has it.
    pub(super) fn exact(&mut self, expr: &'a Expr) -> Result<(), Unsupported> {
        let around = self.dialect.exact(self.form(expr)?);
        match self.stored(expr)? {
            Some(_) => self.around(around, |renderer| renderer.native(expr)),
            _ if expr.ty == PrimitiveType::String => self.around(around, |renderer| renderer.value(expr)),
            _ => self.value(expr),
        }
    }

    /// Writes an operand as a value: text in a form that functions take.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Result<(), Unsupported> {
        if let Some(column) = self.stored(expr)? {
            let around = match expr.ty {
                PrimitiveType::String => self.dialect.text(form(column)),
                PrimitiveType::Boolean => self.dialect.exact(Storage::Boolean),
                PrimitiveType::Decimal if column.storage != Storage::Decimal => {
                    self.dialect.decimal_operand()
                }
                _ => Around::BARE,
            };
            return self.around(around, |renderer| renderer.native(expr));
        }
        match &expr.kind {
            ExprKind::Literal(value) => {
                let parameter = natural(value).ok_or_else(|| unsupported(expr))?;
                // A text has a collation even where no column gives it one.
                let around = match value {
                    Value::String(_) => self.dialect.text(Storage::Text),
                    _ => Around::BARE,
                };
                self.around(around, |renderer| renderer.parameter(parameter));
                Ok(())
            }
            ExprKind::Related(related) => self.related(related),
            ExprKind::Call(function, arguments) => self.call(*function, arguments),
            ExprKind::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, expr.ty),
            ExprKind::Negate(operand) => {
                self.sql.push_str("(- ");
                self.number(operand, expr.ty)?;
                self.sql.push(')');
                Ok(())
            }
            ExprKind::Cast(operand) => {
                let template = self.dialect.cast(operand.ty, expr.ty).ok_or_else(|| unsupported(expr))?;
                self.template(template, std::slice::from_ref(operand.as_ref()))
            }
            ExprKind::Case(pairs) => self.case(pairs),
            ExprKind::Aggregate(_, None) => {
                self.sql.push_str("count(*)");
                Ok(())
            }
            ExprKind::Aggregate(Aggregation::Misfit, Some(operand)) => {
                let fits = self.dialect.fits(self.form(operand)?, operand.ty);
                let fits = fits.ok_or_else(|| unsupported(expr))?;
                self.sql.push_str("max(CASE WHEN ");
                self.expand(fits, |renderer, _| renderer.native(operand))?;
                self.sql.push_str(" THEN NULL ELSE ");
                self.native(operand)?;
                self.sql.push_str(" END)");
                Ok(())
            }
            ExprKind::Aggregate(method, Some(operand)) => {
                let template = self.dialect.aggregate(*method, operand.ty);
                self.expand(template, |renderer, _| renderer.exact(operand))
            }
            _ if expr.ty == PrimitiveType::Boolean => self.condition(expr, Mode::Exact),
            _ => Err(unsupported(expr)),
        }
    }

    fn arithmetic(
        &mut self,
        op: ArithmeticOp,
        left: &'a Expr,
        right: &'a Expr,
        ty: PrimitiveType,
    ) -> Result<(), Unsupported> {
        let operator = match op {
            ArithmeticOp::Add => " + ",
            ArithmeticOp::Sub => " - ",
            ArithmeticOp::Mul => " * ",
            ArithmeticOp::Mod => " % ",
            ArithmeticOp::Div if ty.is_integer() => self.dialect.integer_division(),
            ArithmeticOp::Div | ArithmeticOp::DivBy => {
                return Err(Unsupported("a division of decimals".to_owned()));
            }
        };
        self.sql.push('(');
        self.number(left, ty)?;
        self.sql.push_str(operator);
        self.number(right, ty)?;
        self.sql.push(')');
        Ok(())
    }

    /// An operand of arithmetic; integers are computed in 64 bits.
    fn number(&mut self, expr: &'a Expr, ty: PrimitiveType) -> Result<(), Unsupported> {
        let property = self.stored(expr)?.is_some();
        let around = if ty.is_integer() && property { self.dialect.integer_operand() } else { Around::BARE };
        self.around(around, |renderer| renderer.value(expr))
    }

    /// How the database has to treat the value of an expression.
    pub(super) fn form(&self, expr: &Expr) -> Result<Storage, Unsupported> {
        if let Some(column) = self.stored(expr)? {
            return Ok(form(column));
        }
        Ok(match expr.ty {
            PrimitiveType::Boolean => Storage::Boolean,
            PrimitiveType::Single => Storage::Single,
            PrimitiveType::Double => Storage::Double,
            PrimitiveType::Decimal => Storage::Decimal,
            PrimitiveType::String => Storage::Text,
            PrimitiveType::Guid => Storage::Uuid,
            PrimitiveType::Date => Storage::Date,
            PrimitiveType::TimeOfDay => Storage::Time,
            PrimitiveType::DateTimeOffset => Storage::TimestampTz,
            PrimitiveType::Binary => Storage::Binary,
            ty if ty.is_integer() => Storage::Integer,
            _ => return Err(unsupported(expr)),
        })
    }
}

/// The error for an expression no dialect writes.
pub(super) fn unsupported(expr: &Expr) -> Unsupported {
    let what = match &expr.kind {
        ExprKind::Literal(_) => "a literal",
        ExprKind::Property(_) | ExprKind::Outer(..) => "a property",
        ExprKind::Related(_) => "related rows",
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) => "a condition",
        ExprKind::Compare(..) | ExprKind::In(..) | ExprKind::IsBlank(_) => "a comparison",
        ExprKind::Arithmetic(..) | ExprKind::Negate(_) => "arithmetic",
        ExprKind::Call(function, _) => return Unsupported(format!("'{}'", function.name())),
        ExprKind::Cast(_) => "a cast",
        ExprKind::Case(_) => "'case'",
        ExprKind::Aggregate(..) | ExprKind::Average(..) => "an aggregate",
    };
    Unsupported(format!("{what} of type {}", expr.ty))
}
