//! Rows whose compared columns are read before they pass: a value that does not fit its declared
//! type fails by name, even where nobody selected it.

use std::ops::ControlFlow;

use crate::source::{Error, Row, RowSink};

/// Reads `places` of every row, then hands the row on.
pub(super) struct Checked<'p> {
    pub(super) places: &'p [usize],
    pub(super) sink: &'p mut dyn RowSink,
}

impl RowSink for Checked<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        for place in self.places {
            row.get(*place)?;
        }
        self.sink.row(row)
    }
}
