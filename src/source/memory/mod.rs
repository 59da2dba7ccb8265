//! Tables held in memory: a [`Scan`] of plain properties goes in, every row comes out. Claims no
//! capability, so that `exec` computes everything asked of it; knows no filter and no order.

use std::collections::HashMap;

use futures_util::future::BoxFuture;

use crate::edm::{Value, ValueRef};
use crate::plan::{Capabilities, Scan};
use crate::query::{Expr, ExprKind};

use super::{Error, Row, RowSink, Source};

/// A source whose tables are lists of rows. Good for a small table that never changes, and, as
/// `exec` does all the work on it, the measure the SQL sources are compared with.
#[derive(Clone, Debug, Default)]
pub struct MemorySource {
    name: String,
    tables: HashMap<String, Vec<Vec<Value>>>,
}

impl MemorySource {
    /// An empty source; `name` is its name in the definition.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), tables: HashMap::new() }
    }

    /// Adds the rows of an entity set: in each row one value a property, at the property's index.
    /// Replaces rows given before for the same set.
    #[must_use]
    pub fn with_table(mut self, entity_set: impl Into<String>, rows: Vec<Vec<Value>>) -> Self {
        self.tables.insert(entity_set.into(), rows);
        self
    }

    fn table(&self, scan: &Scan) -> Result<&[Vec<Value>], Error> {
        let chosen = scan.filter.is_some() || scan.search.is_some() || scan.among.is_some();
        if chosen || scan.group.is_some() {
            return Err(self.refuse("a memory source neither filters nor groups"));
        }
        match self.tables.get(&scan.table.entity_set) {
            Some(rows) => Ok(rows),
            None => Err(self.refuse(&format!("no table for the entity set '{}'", scan.table.entity_set))),
        }
    }

    /// The property index of each column of the scan.
    fn places(&self, scan: &Scan) -> Result<Vec<usize>, Error> {
        if !scan.order_by.is_empty() || scan.after.is_some() || scan.skip > 0 || scan.limit.is_some() {
            return Err(self.refuse("a memory source does not order or page"));
        }
        let place = |column: &Expr| match column.kind {
            ExprKind::Property(index) => Ok(index),
            _ => Err(self.refuse("a memory source does not compute")),
        };
        scan.columns.iter().map(place).collect()
    }

    fn refuse(&self, detail: &str) -> Error {
        Error::Statement { source_name: self.name.clone(), detail: detail.to_owned() }
    }
}

impl Source for MemorySource {
    fn capabilities(&self) -> &Capabilities {
        &Capabilities::NONE
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let places = self.places(scan)?;
            for cells in self.table(scan)? {
                if sink.row(&StoredRow { cells, places: &places })?.is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        Box::pin(async move { Ok(self.table(scan)?.len() as u64) })
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }
}

/// A stored row, seen through the columns of a scan.
struct StoredRow<'a> {
    cells: &'a [Value],
    places: &'a [usize],
}

impl Row for StoredRow<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        let cell = self.places.get(index).and_then(|place| self.cells.get(*place));
        cell.map(Value::borrow).ok_or_else(|| super::missing_column(index))
    }
}

#[cfg(test)]
mod tests;
