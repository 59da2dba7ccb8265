//! Keys in, the condition that a row has one of them out: a list of values, or of tuples.

use crate::plan::Among;
use crate::query::Expr;

use super::list::{LONGEST_PADDED, array};
use crate::source::sql::dialect::Equality;
use crate::source::sql::render::{Renderer, Unsupported};
use crate::source::sql::statement::Parameter;

impl<'a> Renderer<'a> {
    /// Writes the condition that the columns equal one of the keys. A key of several columns may find
    /// a few rows too many (another letter case, trailing blanks): who reads them knows the keys.
    pub(super) fn keys(&mut self, among: &'a Among) -> Result<(), Unsupported> {
        let mut keys = Vec::with_capacity(among.keys.len());
        for key in &among.keys {
            let mut tuple = Vec::with_capacity(key.len());
            for (column, value) in among.columns.iter().zip(key) {
                tuple.extend(self.bind_equal(column, value)?);
            }
            // A value that the column cannot hold makes a key that no row has.
            if tuple.len() == among.columns.len() {
                keys.push(tuple);
            }
        }
        let first = self.parameters.len();
        match among.columns.as_slice() {
            _ if keys.is_empty() => self.sql.push_str("FALSE"),
            [column] => self.is_in_values(column, keys.into_iter().flatten().collect())?,
            columns => self.is_in_tuples(columns, keys)?,
        }
        self.keys = first..self.parameters.len();
        Ok(())
    }

    fn is_in_tuples(
        &mut self,
        columns: &'a [Expr],
        mut keys: Vec<Vec<Parameter<'a>>>,
    ) -> Result<(), Unsupported> {
        self.sql.push('(');
        for (index, column) in columns.iter().enumerate() {
            self.sql.push_str(if index > 0 { ", " } else { "(" });
            match self.equality(column)? {
                Equality::Exact => self.exact(column)?,
                Equality::Native | Equality::NativeThenExact => self.native(column)?,
            }
        }
        self.sql.push_str(") IN (");
        match self.arrays(columns, &keys)? {
            Some(arrays) => {
                self.sql.push_str("SELECT * FROM unnest");
                self.tuple(arrays);
            }
            None => {
                let width = columns.len();
                let fits = self.parameters.len() + keys.len() * width <= LONGEST_PADDED;
                if let Some(last) = keys.last().filter(|_| fits).cloned() {
                    keys.resize(keys.len().next_power_of_two(), last);
                }
                self.around(self.dialect.tuples(), |renderer| {
                    for (index, key) in keys.into_iter().enumerate() {
                        renderer.sql.push_str(if index > 0 { ", " } else { "" });
                        renderer.tuple(key);
                    }
                });
            }
        }
        self.sql.push_str("))");
        Ok(())
    }

    fn tuple(&mut self, parameters: Vec<Parameter<'a>>) {
        for (index, parameter) in parameters.into_iter().enumerate() {
            self.sql.push(if index > 0 { ',' } else { '(' });
            self.parameter(parameter);
        }
        self.sql.push(')');
    }

    /// The values column by column, where the engine has arrays of them all.
    fn arrays(
        &self,
        columns: &[Expr],
        keys: &[Vec<Parameter<'a>>],
    ) -> Result<Option<Vec<Parameter<'a>>>, Unsupported> {
        let mut arrays = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            let values = keys.iter().filter_map(|key| key.get(index).cloned()).collect();
            match array(values) {
                Ok(array) if self.dialect.any(self.form(column)?) => arrays.push(array),
                _ => return Ok(None),
            }
        }
        Ok(Some(arrays))
    }
}
