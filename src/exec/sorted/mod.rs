//! Rows that have to be sorted here: rows go in as they come, the ones of the page come out in
//! order. Holds no more rows than skip and limit need.

pub(super) mod order;

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use crate::edm::Value;
use crate::plan::Residual;
use crate::query::OrderBy;
use crate::source::{Error, Row, RowSink};

use super::condition::Condition;
use super::examined::Examined;

pub(super) use order::{SortKey, size};

/// Keeps the first `skip + limit` rows behind `after`, in a heap with the last of them on top.
pub(super) struct Sorted<'p> {
    condition: Condition<'p>,
    examined: Examined<'p>,
    order_by: &'p [OrderBy],
    after: Option<Vec<SortKey>>,
    skip: u64,
    most_rows: Option<u64>,
    most_bytes: usize,
    width: usize,
    arrived: u64,
    bytes: usize,
    kept: BinaryHeap<Kept>,
}

/// A row that may be on the page. Rows compare by their sort keys, equal ones by arrival.
struct Kept {
    keys: Vec<SortKey>,
    arrival: u64,
    cells: Vec<Value>,
    bytes: usize,
}

impl<'p> Sorted<'p> {
    /// `width` is the number of columns of a row; `most_bytes` bounds what is held.
    pub(super) fn new(
        condition: Condition<'p>,
        examined: Examined<'p>,
        residual: &Residual,
        order_by: &'p [OrderBy],
        width: usize,
        most_bytes: usize,
    ) -> Self {
        let after = residual.after.as_ref().map(|values| SortKey::list(values.iter().cloned(), order_by));
        Self {
            condition,
            examined,
            order_by,
            after,
            skip: residual.skip,
            most_rows: residual.limit.map(|limit| limit.saturating_add(residual.skip)),
            most_bytes,
            width,
            arrived: 0,
            bytes: 0,
            kept: BinaryHeap::new(),
        }
    }

    /// Pushes the rows kept, in order, the skipped ones left out. The values of the sort keys come
    /// behind the columns: the end of a page is told by them.
    pub(super) fn push_into(self, sink: &mut dyn RowSink) -> Result<(), Error> {
        let skip = usize::try_from(self.skip).unwrap_or(usize::MAX);
        for mut kept in self.kept.into_sorted_vec().into_iter().skip(skip) {
            kept.cells.extend(kept.keys.into_iter().map(SortKey::into_value));
            if sink.row(&kept.cells)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.most_rows.is_some_and(|most| self.kept.len() as u64 >= most)
    }

    fn keep(&mut self, kept: Kept) -> Result<(), Error> {
        self.bytes += kept.bytes;
        self.kept.push(kept);
        if self.most_rows.is_some_and(|most| self.kept.len() as u64 > most)
            && let Some(dropped) = self.kept.pop()
        {
            self.bytes -= dropped.bytes;
        }
        if self.bytes > self.most_bytes {
            let what = format!("more than {} MB of rows would have to be sorted", self.most_bytes >> 20);
            return Err(self.examined.too_many(&what));
        }
        Ok(())
    }
}

impl RowSink for Sorted<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        self.examined.count()?;
        if !self.condition.holds(row)? {
            return Ok(ControlFlow::Continue(()));
        }
        let mut values = Vec::with_capacity(self.order_by.len());
        for key in self.order_by {
            values.push(self.condition.evaluator.eval(&key.expr, row)?);
        }
        let keys = SortKey::list(values, self.order_by);
        if self.after.as_ref().is_some_and(|after| keys <= *after) {
            return Ok(ControlFlow::Continue(()));
        }
        // What would be dropped again at once is not even read. An equal row came earlier.
        if self.is_full() && self.kept.peek().is_some_and(|last| keys >= last.keys) {
            return Ok(ControlFlow::Continue(()));
        }
        let mut cells = Vec::with_capacity(self.width);
        for index in 0..self.width {
            cells.push(row.get(index)?.to_value());
        }
        let bytes = keys.iter().map(SortKey::size).chain(cells.iter().map(order::size)).sum();
        let arrival = self.arrived;
        self.arrived += 1;
        self.keep(Kept { keys, arrival, cells, bytes })?;
        Ok(ControlFlow::Continue(()))
    }
}

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> Ordering {
        self.keys.cmp(&other.keys).then(self.arrival.cmp(&other.arrival))
    }
}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Kept {}
