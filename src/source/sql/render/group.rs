//! A scan with groups in, the clauses that only those have out. Keys are named by their places in the
//! select list: an expression with parameters, written twice, is two expressions to a database.

use crate::plan::Scan;
use crate::query::Expr;

use super::expr::Mode;
use crate::source::sql::render::{Renderer, Unsupported};

impl<'a> Renderer<'a> {
    /// Writes keys and aggregates. A key in the form it is compared in: text that a collation takes for
    /// the same makes no group.
    pub(super) fn aggregates(&mut self, columns: &'a [Expr]) -> Result<(), Unsupported> {
        for (index, expr) in columns.iter().enumerate() {
            self.sql.push_str(if index > 0 { ", " } else { "" });
            self.exact(expr)?;
        }
        Ok(())
    }

    /// Writes what makes the groups, the conditions on them and their order.
    pub(super) fn groups(&mut self, scan: &'a Scan, keys: usize) -> Result<(), Unsupported> {
        for place in 1..=keys {
            self.sql.push_str(if place == 1 { " GROUP BY " } else { ", " });
            self.sql.push_str(itoa::Buffer::new().format(place));
        }
        self.having(scan)?;
        for (index, key) in scan.order_by.iter().enumerate() {
            let place = scan.columns.iter().position(|column| *column == key.expr);
            let place = place.ok_or_else(|| Unsupported("an order of groups by no column".to_owned()))?;
            self.sql.push_str(if index == 0 { " ORDER BY " } else { ", " });
            self.sql.push_str(itoa::Buffer::new().format(place + 1));
            self.sql.push_str(if key.descending { " DESC" } else { "" });
            if key.expr.nullable {
                self.sql.push_str(self.dialect.nulls(key.descending));
            }
        }
        Ok(())
    }

    /// Writes what counts the groups, behind `SELECT COUNT(*)`.
    pub(super) fn count_groups(&mut self, scan: &'a Scan, keys: usize) -> Result<(), Unsupported> {
        self.sql.push_str(" FROM (SELECT count(*) AS n");
        self.from()?;
        self.conditions(scan, false)?;
        for (index, key) in scan.columns.iter().take(keys).enumerate() {
            self.sql.push_str(if index == 0 { " GROUP BY " } else { ", " });
            self.exact(key)?;
        }
        self.having(scan)?;
        self.sql.push_str(") AS g");
        Ok(())
    }

    fn having(&mut self, scan: &'a Scan) -> Result<(), Unsupported> {
        if let Some(having) = &scan.having {
            self.sql.push_str(" HAVING ");
            self.condition(having, Mode::WhereTrue)?;
        }
        Ok(())
    }
}
