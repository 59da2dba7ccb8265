//! Comparisons in, SQL out: `eq ne gt ge lt le`, `in` and blank, exact and yet served by an index.

use crate::catalog::{Column, Storage};
use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr};

use super::bound::Bound;
use super::expr::{Mode, unsupported};
use super::published;
use crate::source::sql::dialect::Equality;
use crate::source::sql::render::{Renderer, Unsupported, form};
use crate::source::sql::statement::Parameter;

impl<'a> Renderer<'a> {
    /// Writes a comparison. In OData it is never null, so its exact form is never null either.
    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        left: &'a Expr,
        right: &'a Expr,
        mode: Mode,
    ) -> Result<(), Unsupported> {
        if left.as_literal().is_some() && right.as_literal().is_none() {
            return self.compare(mirrored(op), right, left, mode);
        }
        match (op, right.as_literal()) {
            (CompareOp::Eq, Some(Value::Null)) => self.is_null(left, " IS NULL)"),
            (CompareOp::Ne, Some(Value::Null)) => self.is_null(left, " IS NOT NULL)"),
            (CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le, Some(value))
                if value.is_null() || is_nan(value) =>
            {
                self.sql.push_str("FALSE");
                Ok(())
            }
            (CompareOp::Eq | CompareOp::Ne, Some(Value::Boolean(truth))) => {
                self.compare_truth(op, left, *truth, mode)
            }
            (_, Some(value)) => self.compare_value(op, left, value, mode),
            (_, None) => self.compare_operands(op, left, right, mode),
        }
    }

    fn is_null(&mut self, operand: &'a Expr, test: &str) -> Result<(), Unsupported> {
        self.sql.push('(');
        self.native(operand)?;
        self.sql.push_str(test);
        Ok(())
    }

    /// `X eq true` and its like, without comparing truth values: not every engine can, and none
    /// uses an index for it.
    fn compare_truth(
        &mut self,
        op: CompareOp,
        operand: &'a Expr,
        truth: bool,
        mode: Mode,
    ) -> Result<(), Unsupported> {
        let where_true = mode == Mode::WhereTrue || !operand.nullable;
        match (op, truth) {
            (CompareOp::Eq, true) if where_true => self.condition(operand, mode),
            (CompareOp::Eq, true) => self.tested(operand, Mode::WhereTrue, "(", " IS TRUE)"),
            (CompareOp::Eq, false) if where_true => self.tested(operand, Mode::Exact, "(NOT ", ")"),
            (CompareOp::Eq, false) => self.tested(operand, Mode::Exact, "(", " IS FALSE)"),
            (_, true) if !operand.nullable => self.tested(operand, Mode::Exact, "(NOT ", ")"),
            (_, true) => self.tested(operand, Mode::WhereTrue, "(", " IS NOT TRUE)"),
            (_, false) if !operand.nullable => self.condition(operand, mode),
            (_, false) => self.tested(operand, Mode::Exact, "(", " IS NOT FALSE)"),
        }
    }

    fn tested(
        &mut self,
        operand: &'a Expr,
        mode: Mode,
        before: &str,
        after: &str,
    ) -> Result<(), Unsupported> {
        self.sql.push_str(before);
        self.condition(operand, mode)?;
        self.sql.push_str(after);
        Ok(())
    }

    fn compare_value(
        &mut self,
        op: CompareOp,
        left: &'a Expr,
        value: &'a Value,
        mode: Mode,
    ) -> Result<(), Unsupported> {
        let test = mode == Mode::Exact && left.nullable;
        match op {
            CompareOp::Eq => {
                let bound = self.bind_equal(left, value)?;
                self.sql.push_str(if test { "(" } else { "" });
                match bound {
                    Some(parameter) => self.equal(left, parameter)?,
                    None => self.sql.push_str("FALSE"),
                }
                self.sql.push_str(if test { " IS TRUE)" } else { "" });
            }
            CompareOp::Ne => {
                let Some(parameter) = self.bind_equal(left, value)? else {
                    self.sql.push_str("TRUE");
                    return Ok(());
                };
                self.sql.push('(');
                if self.named(left)?.is_some_and(is_number_as_text) {
                    self.native(left)?
                } else {
                    self.exact(left)?
                }
                self.sql.push_str(" <> ");
                self.parameter(parameter.sortable());
                if left.nullable {
                    self.sql.push_str(" OR ");
                    self.native(left)?;
                    self.sql.push_str(" IS NULL");
                }
                self.sql.push(')');
            }
            // Engines that have `NaN` put it above all numbers, OData nowhere.
            _ if is_nan(value) => self.sql.push_str("FALSE"),
            CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le => {
                self.sql.push_str(if test { "((" } else { "(" });
                self.order_than(op, left, value)?;
                let not_nan = self.dialect.not_nan(self.form(left)?);
                if let (CompareOp::Gt | CompareOp::Ge, Some(not_nan)) = (op, not_nan) {
                    self.sql.push_str(" AND ");
                    self.native(left)?;
                    self.sql.push_str(not_nan);
                }
                self.sql.push_str(if test { ") IS TRUE)" } else { ")" });
            }
        }
        Ok(())
    }

    /// Writes `left op value` for an ordering, without parentheses; null if `left` is null.
    pub(super) fn order_than(
        &mut self,
        op: CompareOp,
        left: &'a Expr,
        value: &'a Value,
    ) -> Result<(), Unsupported> {
        let form = self.form(left)?;
        let bound = self.dialect.bind(value, form);
        // Text that is no UUID has its place among the texts of UUIDs.
        let (as_text, bound) = match (bound, value) {
            (Bound::Unequal, Value::String(_)) => (true, self.dialect.bind(value, Storage::Text)),
            (bound, _) => (false, bound),
        };
        let strict = matches!(op, CompareOp::Gt | CompareOp::Lt);
        let up = matches!(op, CompareOp::Gt | CompareOp::Ge);
        let (parameter, strict) = match bound {
            Bound::Exact(parameter) => (parameter, strict),
            // All that is above the literal is above what lies next below it.
            Bound::Below(parameter) => (parameter, up),
            Bound::Above(parameter) => (parameter, !up),
            Bound::Unequal | Bound::Unsupported => return Err(unsupported(left)),
        };
        if as_text {
            self.exact_text(left)?
        } else {
            self.exact(left)?
        }
        self.sql.push_str(match (up, strict) {
            (true, true) => " > ",
            (true, false) => " >= ",
            (false, true) => " < ",
            (false, false) => " <= ",
        });
        self.parameter(parameter.sortable());
        Ok(())
    }

    /// The parameter that equality with a literal needs; `None` if no value equals it, as none
    /// equals `NaN`.
    pub(super) fn bind_equal(
        &self,
        left: &Expr,
        value: &'a Value,
    ) -> Result<Option<Parameter<'a>>, Unsupported> {
        if is_nan(value) { Ok(None) } else { self.bind_same(left, value) }
    }

    /// The same for a place in an order, where `NaN` is what it is.
    pub(super) fn bind_same(
        &self,
        left: &Expr,
        value: &'a Value,
    ) -> Result<Option<Parameter<'a>>, Unsupported> {
        let bound = match self.named(left)? {
            Some(column) if published::is_made(column) => published::stored(self.dialect, column, value),
            Some(column) if is_number_as_text(column) => self.dialect.bind(value, column.storage),
            _ => self.dialect.bind(value, self.form(left)?),
        };
        match bound {
            Bound::Exact(parameter) => Ok(Some(parameter)),
            Bound::Below(_) | Bound::Above(_) | Bound::Unequal => Ok(None),
            Bound::Unsupported => Err(unsupported(left)),
        }
    }

    /// Writes `left = parameter`, true only for the very value; null if `left` is null.
    pub(super) fn equal(&mut self, left: &'a Expr, parameter: Parameter<'a>) -> Result<(), Unsupported> {
        self.sql.push('(');
        match self.equality(left)? {
            Equality::Native => {
                self.native(left)?;
                self.sql.push_str(" = ");
                self.parameter(parameter);
            }
            Equality::NativeThenExact => {
                self.native(left)?;
                self.sql.push_str(" = ");
                self.parameter(parameter);
                self.sql.push_str(" AND ");
                self.exact(left)?;
                self.sql.push_str(" = ");
                self.repeat();
            }
            Equality::Exact => {
                self.exact(left)?;
                self.sql.push_str(" = ");
                self.parameter(parameter);
            }
        }
        self.sql.push(')');
        Ok(())
    }

    /// How `left` is found by equality: only columns have indexes.
    pub(super) fn equality(&self, left: &Expr) -> Result<Equality, Unsupported> {
        Ok(match self.named(left)? {
            None => Equality::Exact,
            Some(column) if is_number_as_text(column) => Equality::Native,
            Some(column) => self.dialect.equality(form(column)),
        })
    }

    /// Two operands, neither a literal: `eq` and `ne` count two nulls as equal.
    fn compare_operands(
        &mut self,
        op: CompareOp,
        left: &'a Expr,
        right: &'a Expr,
        mode: Mode,
    ) -> Result<(), Unsupported> {
        let (same, different) = self.dialect.null_safe();
        let nullable = left.nullable || right.nullable;
        let both = left.nullable && right.nullable;
        let test = nullable && mode == Mode::Exact;
        let (before, operator, after) = match op {
            CompareOp::Eq if both => ("(", same, ")"),
            CompareOp::Eq if test => ("((", " = ", ") IS TRUE)"),
            CompareOp::Eq => ("(", " = ", ")"),
            CompareOp::Ne if nullable && different.is_empty() => ("(NOT ", same, ")"),
            CompareOp::Ne if nullable => ("(", different, ")"),
            CompareOp::Ne => ("(", " <> ", ")"),
            CompareOp::Gt if test => ("((", " > ", ") IS TRUE)"),
            CompareOp::Ge if test => ("((", " >= ", ") IS TRUE)"),
            CompareOp::Lt if test => ("((", " < ", ") IS TRUE)"),
            CompareOp::Le if test => ("((", " <= ", ") IS TRUE)"),
            CompareOp::Gt => ("(", " > ", ")"),
            CompareOp::Ge => ("(", " >= ", ")"),
            CompareOp::Lt => ("(", " < ", ")"),
            CompareOp::Le => ("(", " <= ", ")"),
        };
        // A UUID published as text meets text of another form as text.
        let as_text = left.ty == PrimitiveType::String && self.form(left)? != self.form(right)?;
        // To an engine with a `NaN` above all numbers, the operand that is the greater one may be it.
        let greater = if matches!(op, CompareOp::Lt | CompareOp::Le) { right } else { left };
        let not_nan = self.dialect.not_nan(self.form(greater)?);
        self.sql.push_str(if not_nan.is_some() { "(" } else { "" });
        self.sql.push_str(before);
        if as_text {
            self.exact_text(left)?
        } else {
            self.exact(left)?
        }
        self.sql.push_str(operator);
        if as_text {
            self.exact_text(right)?
        } else {
            self.exact(right)?
        }
        self.sql.push_str(after);
        if let Some(not_nan) = not_nan {
            let unequal = op == CompareOp::Ne;
            self.sql.push_str(if unequal { " OR (" } else { " AND (" });
            self.native(greater)?;
            self.sql.push_str(not_nan);
            self.sql.push_str(if unequal { ") IS FALSE)" } else { ") IS NOT FALSE)" });
        }
        Ok(())
    }

    /// Writes an operand that is published as text, as text.
    fn exact_text(&mut self, operand: &'a Expr) -> Result<(), Unsupported> {
        if self.form(operand)? != Storage::Uuid {
            return self.exact(operand);
        }
        let around = self.dialect.exact(Storage::AsText);
        self.around(around, |renderer| renderer.native(operand))
    }

    /// Null or the empty text; never null itself.
    pub(super) fn is_blank(&mut self, operand: &'a Expr) -> Result<(), Unsupported> {
        let Some(parameter) = self.bind_equal(operand, &EMPTY)? else {
            // The stored form has no empty text, so only null is left.
            return self.is_null(operand, " IS NULL)");
        };
        self.sql.push('(');
        self.native(operand)?;
        self.sql.push_str(" IS NULL OR ");
        self.equal(operand, parameter)?;
        self.sql.push(')');
        Ok(())
    }
}

static EMPTY: Value = Value::String(String::new());

const fn is_nan(value: &Value) -> bool {
    match value {
        Value::Single(number) => number.is_nan(),
        Value::Double(number) => number.is_nan(),
        _ => false,
    }
}

/// An integer column published as text: its text equals a literal exactly if its number does.
fn is_number_as_text(column: &Column) -> bool {
    column.ty.primitive == PrimitiveType::String
        && !column.is_printed()
        && matches!(column.storage, Storage::Integer | Storage::Unsigned)
}

/// The operator with its sides changed.
const fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Eq,
        CompareOp::Ne => CompareOp::Ne,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
    }
}
