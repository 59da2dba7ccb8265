//! Rows that pass through: each row of the source is checked and lent on, none is kept.

use std::ops::ControlFlow;

use crate::plan::Residual;
use crate::source::{Error, Row, RowSink};

use super::condition::Condition;
use super::examined::Examined;

/// Hands on the rows that meet a condition, after `skip` of them and up to `limit`.
pub(super) struct Filtered<'p> {
    condition: Condition<'p>,
    examined: Examined<'p>,
    skip: u64,
    limit: Option<u64>,
    sink: &'p mut dyn RowSink,
}

impl<'p> Filtered<'p> {
    /// `residual.limit` is not zero.
    pub(super) fn new(
        condition: Condition<'p>,
        examined: Examined<'p>,
        residual: &Residual,
        sink: &'p mut dyn RowSink,
    ) -> Self {
        Self { condition, examined, skip: residual.skip, limit: residual.limit, sink }
    }
}

impl RowSink for Filtered<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        self.examined.count()?;
        if !self.condition.holds(row)? {
            return Ok(ControlFlow::Continue(()));
        }
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(ControlFlow::Continue(()));
        }
        if self.sink.row(row)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        // Ends with the last row wanted, not with the first one too many.
        self.limit = self.limit.map(|limit| limit.saturating_sub(1));
        Ok(if self.limit == Some(0) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}
