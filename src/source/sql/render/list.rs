//! `in` in, SQL out: an array where the engine has such, else a list of a few possible lengths, so
//! that a thousand lengths of list do not make a thousand prepared statements.

use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr};

use super::expr::Mode;
use crate::source::sql::dialect::Equality;
use crate::source::sql::render::{Renderer, Unsupported};
use crate::source::sql::statement::Parameter;

/// A statement of more parameters is not padded: engines limit them to some ten thousands.
pub(super) const LONGEST_PADDED: usize = 4096;

impl<'a> Renderer<'a> {
    /// Writes `left in (…)`; as `eq`, it is never null in its exact form.
    pub(super) fn is_in(&mut self, left: &'a Expr, list: &[&'a Expr], mode: Mode) -> Result<(), Unsupported> {
        let mut null = false;
        let mut parameters = Vec::with_capacity(list.len());
        for member in list {
            match member.as_literal() {
                Some(Value::Null) => null = true,
                Some(value) => parameters.extend(self.bind_equal(left, value)?),
                None => return Err(Unsupported("a list of expressions".to_owned())),
            }
        }
        let test = mode == Mode::Exact && left.nullable && !null;
        self.sql.push_str(if test { "((" } else { "(" });
        if null {
            self.native(left)?;
            self.sql.push_str(" IS NULL OR ");
        }
        match parameters.len() {
            0 => self.sql.push_str("FALSE"),
            _ if left.ty == PrimitiveType::Boolean => self.is_in_truths(left, list)?,
            _ => self.is_in_values(left, parameters)?,
        }
        // With null in the list nothing else is left to be unknown: `x IS NULL OR …`.
        self.sql.push_str(if test { ") IS TRUE)" } else { ")" });
        Ok(())
    }

    /// Writes that `left` is one of some values, of which there is one.
    pub(super) fn is_in_values(
        &mut self,
        left: &'a Expr,
        parameters: Vec<Parameter<'a>>,
    ) -> Result<(), Unsupported> {
        let parameters = if self.dialect.any(self.form(left)?) {
            match array(parameters) {
                Ok(array) => {
                    let native = self.equality(left)? == Equality::Native;
                    if native {
                        self.native(left)?
                    } else {
                        self.exact(left)?
                    }
                    self.sql.push_str(" = ANY(");
                    self.parameter(array);
                    self.sql.push(')');
                    return Ok(());
                }
                Err(parameters) => self.padded(parameters),
            }
        } else {
            self.padded(parameters)
        };
        match self.equality(left)? {
            Equality::Native => {
                self.native(left)?;
                self.members(parameters);
            }
            Equality::Exact => {
                self.exact(left)?;
                self.members(parameters);
            }
            Equality::NativeThenExact => {
                let first = self.parameters.len();
                self.native(left)?;
                self.members(parameters.clone());
                self.sql.push_str(" AND ");
                self.exact(left)?;
                if self.dialect.numbered() { self.same_members(first) } else { self.members(parameters) }
            }
        }
        Ok(())
    }

    /// Repeats the last parameter up to the next power of two.
    fn padded(&self, mut parameters: Vec<Parameter<'a>>) -> Vec<Parameter<'a>> {
        let fits = self.parameters.len() + parameters.len() <= LONGEST_PADDED;
        if let Some(last) = parameters.last().filter(|_| fits).cloned() {
            parameters.resize(parameters.len().next_power_of_two(), last);
        }
        parameters
    }

    fn members(&mut self, parameters: Vec<Parameter<'a>>) {
        self.sql.push_str(" IN (");
        for (index, parameter) in parameters.into_iter().enumerate() {
            if index > 0 {
                self.sql.push_str(", ");
            }
            self.parameter(parameter);
        }
        self.sql.push(')');
    }

    /// Writes the list of parameters from `first` on once more.
    fn same_members(&mut self, first: usize) {
        self.sql.push_str(" IN (");
        for (index, parameter) in self.parameters.iter().enumerate().skip(first) {
            if index > first {
                self.sql.push_str(", ");
            }
            self.dialect.placeholder(&mut self.sql, index + 1, parameter);
        }
        self.sql.push(')');
    }

    fn is_in_truths(&mut self, left: &'a Expr, list: &[&'a Expr]) -> Result<(), Unsupported> {
        let mut word = "";
        for member in list.iter().filter(|member| !member.nullable) {
            self.sql.push_str(std::mem::replace(&mut word, " OR "));
            self.compare(CompareOp::Eq, left, member, Mode::Exact)?;
        }
        Ok(())
    }
}

/// One array parameter, or the parameters back if they are of a type without one.
pub(super) fn array(parameters: Vec<Parameter<'_>>) -> Result<Parameter<'_>, Vec<Parameter<'_>>> {
    macro_rules! collect {
        ($one:ident, $many:ident) => {{
            let all: Option<Vec<_>> = parameters
                .iter()
                .map(|parameter| match parameter {
                    Parameter::$one(value) => Some(value.clone()),
                    _ => None,
                })
                .collect();
            all.map(Parameter::$many)
        }};
    }
    let array = match parameters.first() {
        Some(Parameter::Integer(_)) => collect!(Integer, Integers),
        Some(Parameter::Text(_)) => collect!(Text, Texts),
        Some(Parameter::FixedText(_)) => collect!(FixedText, FixedTexts),
        Some(Parameter::Uuid(_)) => collect!(Uuid, Uuids),
        _ => None,
    };
    array.ok_or(parameters)
}
