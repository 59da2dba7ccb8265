//! The bound on rows looked at one by one: counts them, and says what to filter on when they are
//! too many.

use std::collections::BTreeSet;

use crate::plan::{Plan, Residual, Scan};
use crate::query::{Expr, ExprKind};
use crate::source::Error;

/// Rows taken from the source so far.
pub(super) struct Examined<'p> {
    scan: &'p Scan,
    residual: &'p Residual,
    rows: u64,
    most: u64,
}

impl<'p> Examined<'p> {
    pub(super) fn new(plan: &'p Plan, residual: &'p Residual, most: u64) -> Self {
        Self { scan: &plan.scan, residual, rows: 0, most }
    }

    /// Counts one more row.
    ///
    /// # Errors
    /// [`Error::TooManyRows`] if that is one too many.
    pub(super) fn count(&mut self) -> Result<(), Error> {
        if self.rows == self.most {
            return Err(self.too_many(&format!("more than {} rows would have to be examined", self.most)));
        }
        self.rows += 1;
        Ok(())
    }

    /// The error that says why rows are looked at here and what would spare it.
    pub(super) fn too_many(&self, what: &str) -> Error {
        let reason = match (&self.residual.filter, &self.residual.search, &self.residual.order_by) {
            (Some(filter), ..) => {
                format!("the data source cannot itself check the condition on {}", self.names([filter]))
            }
            (None, Some(_), _) => "the data source cannot search".to_owned(),
            (None, None, Some(order)) => {
                let keys = order.iter().map(|key| &key.expr);
                format!("the data source cannot sort by {}", self.names(keys))
            }
            (None, None, None) => "the data source cannot page".to_owned(),
        };
        let table = &self.scan.table;
        let key: Vec<String> = table.key.iter().map(|index| self.quoted(*index)).collect();
        Error::TooManyRows(format!(
            "{}: {what}, as {reason}; add a condition it can check, such as a comparison of {}",
            table.entity_set,
            key.join(" and ")
        ))
    }

    /// The properties that expressions over columns use: `'A', 'B'`.
    fn names<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> String {
        let mut properties = BTreeSet::new();
        for expr in exprs {
            expr.properties(&mut |place| {
                if let Some(ExprKind::Property(index)) =
                    self.scan.columns.get(place).map(|column| &column.kind)
                {
                    properties.insert(*index);
                }
            });
        }
        let names: Vec<String> = properties.into_iter().map(|index| self.quoted(index)).collect();
        if names.is_empty() { "computed values".to_owned() } else { names.join(", ") }
    }

    fn quoted(&self, property: usize) -> String {
        self.scan
            .table
            .columns
            .get(property)
            .map_or_else(String::new, |column| format!("'{}'", column.property))
    }
}
