//! Related rows as they come in, mixed: each goes to the keys it belongs to, and each key has a page
//! of its own.

use std::ops::ControlFlow;

use crate::edm::{Value, ValueRef};
use crate::plan::{Each, Expand};
use crate::source::{Error, Row, RowSink};

use super::keys::Keys;

/// Takes a row that belongs to the key of this number; `Break` ends the reading.
pub type Take<'t> = dyn FnMut(u32, &dyn Row) -> Result<ControlFlow<()>, Error> + Send + 't;

/// Hands rows on with the numbers of their keys.
pub(super) struct Grouped<'e> {
    pub(super) expand: &'e Expand,
    /// The keys of the rows.
    pub(super) keys: &'e Keys,
    /// Where rows are linked: for each of `keys` the numbers of the keys that lead to it.
    pub(super) links: Option<&'e [Vec<u32>]>,
    /// For each key that is asked for, how many rows it has so far.
    pub(super) seen: &'e mut [u64],
    pub(super) take: &'e mut Take<'e>,
    /// Set when no more rows are wanted.
    pub(super) ended: &'e mut bool,
    /// Room for the key of a row.
    pub(super) scratch: Vec<Value>,
}

impl Grouped<'_> {
    fn belongs(&mut self, key: u32, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let Some(seen) = usize::try_from(key).ok().and_then(|key| self.seen.get_mut(key)) else {
            return Ok(ControlFlow::Continue(()));
        };
        let scan = &self.expand.plan.scan;
        let wanted = match scan.among.as_ref().map_or(Each::Rows, |among| among.each) {
            Each::Rows => {
                *seen += 1;
                let end = self.expand.limit.map(|limit| limit.saturating_add(self.expand.skip));
                *seen > self.expand.skip && end.is_none_or(|end| *seen <= end)
            }
            Each::Number => {
                *seen = count(row.get(scan.width() - 1)?);
                false
            }
            Each::Page { counted: false, .. } => true,
            Each::Page { skip, limit, counted: true } => {
                let number = count(row.get(scan.width() - 2)?);
                *seen = count(row.get(scan.width() - 1)?);
                // The first row comes in any case, to tell the total.
                number > skip && limit.is_none_or(|limit| number <= skip.saturating_add(limit))
            }
        };
        if !wanted || self.expand.form == crate::query::Form::Count {
            return Ok(ControlFlow::Continue(()));
        }
        let taken = (self.take)(key, row)?;
        *self.ended |= taken.is_break();
        Ok(taken)
    }
}

impl RowSink for Grouped<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let Some(key) = self.keys.find(row, &self.expand.there, &mut self.scratch)? else {
            return Ok(ControlFlow::Continue(()));
        };
        let Some(links) = self.links else { return self.belongs(key, row) };
        let led_to_by = usize::try_from(key).ok().and_then(|key| links.get(key));
        for key in led_to_by.into_iter().flatten() {
            if self.belongs(*key, row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn count(value: ValueRef<'_>) -> u64 {
    match value {
        ValueRef::Integer(number) => u64::try_from(number).unwrap_or(0),
        _ => 0,
    }
}
