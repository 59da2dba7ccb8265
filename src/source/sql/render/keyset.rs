//! The end of the last page in, the condition for the rows behind it out (keyset paging): page
//! 10,000 costs what page 1 costs.

use crate::catalog::Storage;
use crate::edm::Value;
use crate::query::{CompareOp, OrderBy};

use super::bound::Bound;
use crate::source::sql::render::{Renderer, Unsupported};

impl<'a> Renderer<'a> {
    /// Writes the condition for rows that sort strictly behind `position`. Nulls are lowest.
    pub(super) fn after(&mut self, keys: &'a [OrderBy], position: &'a [Value]) -> Result<(), Unsupported> {
        if keys.len() != position.len() || keys.is_empty() {
            return Err(Unsupported("a position that is not of this order".to_owned()));
        }
        if keys.len() > 1 && self.dialect.row_values() && self.compares_as_row(keys, position)? {
            return self.after_row(keys, position);
        }
        self.after_nested(keys, position)
    }

    /// Whether `(a, b) > (?, ?)` says the same: all ascending, nothing null, every value one that
    /// the columns can hold.
    fn compares_as_row(&self, keys: &[OrderBy], position: &[Value]) -> Result<bool, Unsupported> {
        for (key, value) in keys.iter().zip(position) {
            let holds = || Ok(matches!(self.dialect.bind(value, self.form(&key.expr)?), Bound::Exact(_)));
            if key.descending || key.expr.nullable || value.is_null() || !holds()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn after_row(&mut self, keys: &'a [OrderBy], position: &'a [Value]) -> Result<(), Unsupported> {
        self.sql.push('(');
        for (index, key) in keys.iter().enumerate() {
            self.sql.push_str(if index == 0 { "(" } else { ", " });
            self.sort_key(key)?;
        }
        self.sql.push_str(") > ");
        for (index, (key, value)) in keys.iter().zip(position).enumerate() {
            self.sql.push_str(if index == 0 { "(" } else { ", " });
            if let Bound::Exact(parameter) = self.dialect.bind(value, self.form(&key.expr)?) {
                self.parameter(parameter.sortable());
            }
        }
        self.sql.push_str("))");
        Ok(())
    }

    /// `(a >= ? AND (a > ? OR (a = ? AND …)))`: the first condition is implied by the second, but
    /// it is the one an index can begin at.
    fn after_nested(&mut self, keys: &'a [OrderBy], position: &'a [Value]) -> Result<(), Unsupported> {
        let ([key, keys @ ..], [value, position @ ..]) = (keys, position) else {
            self.sql.push_str("FALSE");
            return Ok(());
        };
        if keys.is_empty() {
            return self.behind(key, value);
        }
        self.sql.push('(');
        self.not_before(key, value)?;
        self.sql.push('(');
        self.behind(key, value)?;
        self.sql.push_str(" OR (");
        self.same(key, value)?;
        self.sql.push_str(" AND ");
        self.after_nested(keys, position)?;
        self.sql.push_str(")))");
        Ok(())
    }

    /// Strictly behind in the order of one key.
    fn behind(&mut self, key: &'a OrderBy, value: &'a Value) -> Result<(), Unsupported> {
        if value.is_null() {
            if key.descending {
                self.sql.push_str("FALSE");
                return Ok(());
            }
            self.sql.push('(');
            self.native(&key.expr)?;
            self.sql.push_str(" IS NOT NULL)");
            return Ok(());
        }
        self.sql.push('(');
        self.beyond(if key.descending { CompareOp::Lt } else { CompareOp::Gt }, key, value)?;
        self.or_null(key)?;
        self.sql.push(')');
        Ok(())
    }

    /// Writes what is sorted by.
    pub(super) fn sort_key(&mut self, key: &'a OrderBy) -> Result<(), Unsupported> {
        if self.sorts_by_index(key)? { self.native(&key.expr) } else { self.exact(&key.expr) }
    }

    /// Whether a key nobody asked for sorts as its index does, whatever the collation: by code point
    /// the index of most text keys is of no use.
    fn sorts_by_index(&self, key: &OrderBy) -> Result<bool, Unsupported> {
        Ok(key.tie_break && self.dialect.collations_are_total() && self.form(&key.expr)? == Storage::Text)
    }

    /// `key > ?` in the order it is sorted in.
    fn beyond(&mut self, op: CompareOp, key: &'a OrderBy, value: &'a Value) -> Result<(), Unsupported> {
        if !self.sorts_by_index(key)? {
            return self.order_than(op, &key.expr, value);
        }
        let Bound::Exact(parameter) = self.dialect.bind(value, Storage::Text) else {
            return Err(Unsupported("a position that is no text".to_owned()));
        };
        self.native(&key.expr)?;
        self.sql.push_str(match op {
            CompareOp::Gt => " > ",
            CompareOp::Ge => " >= ",
            CompareOp::Lt => " < ",
            _ => " <= ",
        });
        self.parameter(parameter);
        Ok(())
    }

    /// Behind or the same, followed by ` AND `; nothing where that says nothing.
    fn not_before(&mut self, key: &'a OrderBy, value: &'a Value) -> Result<(), Unsupported> {
        match (value.is_null(), key.descending) {
            (true, false) => return Ok(()),
            (true, true) => self.same(key, value)?,
            (false, _) => {
                self.sql.push('(');
                self.beyond(if key.descending { CompareOp::Le } else { CompareOp::Ge }, key, value)?;
                self.or_null(key)?;
                self.sql.push(')');
            }
        }
        self.sql.push_str(" AND ");
        Ok(())
    }

    /// In descending order nulls come last.
    fn or_null(&mut self, key: &'a OrderBy) -> Result<(), Unsupported> {
        if key.descending && key.expr.nullable {
            self.sql.push_str(" OR ");
            self.native(&key.expr)?;
            self.sql.push_str(" IS NULL");
        }
        Ok(())
    }

    fn same(&mut self, key: &'a OrderBy, value: &'a Value) -> Result<(), Unsupported> {
        if value.is_null() {
            self.sql.push('(');
            self.native(&key.expr)?;
            self.sql.push_str(" IS NULL)");
            return Ok(());
        }
        match self.bind_same(&key.expr, value)? {
            Some(parameter) => self.equal(&key.expr, parameter),
            None => {
                self.sql.push_str("FALSE");
                Ok(())
            }
        }
    }
}
