//! The row at hand and the rows around it.

use crate::source::Row;

/// A row and, where it is a related one, the row it was reached from.
#[derive(Clone, Copy)]
pub(super) struct Rows<'r> {
    row: &'r dyn Row,
    around: Option<&'r Rows<'r>>,
}

impl<'r> Rows<'r> {
    pub(super) const fn of(row: &'r dyn Row) -> Self {
        Self { row, around: None }
    }

    /// With a related row as the row at hand.
    pub(super) const fn inside(&'r self, row: &'r dyn Row) -> Self {
        Self { row, around: Some(self) }
    }

    /// The row at hand.
    pub(super) const fn row(&self) -> &'r dyn Row {
        self.row
    }

    /// The row this many further out.
    pub(super) fn out(&self, out: usize) -> Option<&'r dyn Row> {
        match out {
            0 => Some(self.row),
            _ => self.around?.out(out - 1),
        }
    }
}
