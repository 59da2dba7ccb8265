//! Rows of a source, all of them held, within the bounds.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::source::{Error, Row, RowSink};

use super::{Bounds, Held};
use crate::exec::sorted::order::size;

/// Takes every row.
pub(super) struct Collected<'p> {
    bounds: Bounds<'p>,
    width: usize,
    rows: Vec<Held>,
    bytes: usize,
}

impl<'p> Collected<'p> {
    /// `width`: the number of values in a row.
    pub(super) const fn new(bounds: Bounds<'p>, width: usize) -> Self {
        Self { bounds, width, rows: Vec::new(), bytes: 0 }
    }

    pub(super) fn into_rows(self) -> Vec<Held> {
        self.rows
    }
}

impl RowSink for Collected<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let limits = &self.bounds.limits;
        if self.rows.len() as u64 == limits.max_examined_rows {
            let what = format!("more than {} rows would have to be held", limits.max_examined_rows);
            return Err(self.bounds.too_many(&what));
        }
        let mut values = Vec::with_capacity(self.width);
        for index in 0..self.width {
            values.push(row.get(index)?.to_value());
        }
        self.bytes += values.iter().map(size).sum::<usize>();
        if self.bytes > limits.max_sorted_bytes {
            let what =
                format!("more than {} MB of rows would have to be held", limits.max_sorted_bytes >> 20);
            return Err(self.bounds.too_many(&what));
        }
        self.rows.push(Arc::new(values));
        Ok(ControlFlow::Continue(()))
    }
}
