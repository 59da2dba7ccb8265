//! Rows of one read, held and found by key: rows come in from the source, a bounded table of them
//! goes out.

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::edm::Value;
use crate::plan::Read;
use crate::source::{Error, Row, RowSink};

use super::super::Limits;
use super::super::eval::Evaluator;
use super::super::key::Key;
use super::super::search::Search;
use super::super::sorted::size;
use super::Known;

/// Rows held in memory.
#[derive(Debug)]
pub(in crate::exec) struct Lookup {
    /// What they are rows of, for messages.
    entity_set: String,
    rows: Vec<Vec<Value>>,
    by_key: HashMap<Key, Vec<usize>>,
}

impl Lookup {
    /// The places of the rows with this key.
    pub(in crate::exec) fn find(&self, key: &Key) -> &[usize] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// A row.
    pub(in crate::exec) fn row(&self, place: usize) -> Option<&Vec<Value>> {
        self.rows.get(place)
    }

    pub(in crate::exec) fn entity_set(&self) -> &str {
        &self.entity_set
    }
}

/// Takes the rows of one read.
pub(super) struct Reading<'p> {
    read: &'p Read,
    evaluator: Evaluator,
    search: Option<Search<'p>>,
    limits: Limits,
    /// Rows and bytes taken, those of the reads before included.
    used: (u64, usize),
    lookup: Lookup,
}

impl<'p> Reading<'p> {
    pub(super) fn new(read: &'p Read, known: &Known, limits: Limits, used: (u64, usize)) -> Self {
        let lookup = Lookup {
            entity_set: read.scan.table.entity_set.clone(),
            rows: Vec::new(),
            by_key: HashMap::new(),
        };
        let search = read.search.as_ref().map(|(expr, places)| Search::new(expr, places));
        Self { read, evaluator: Evaluator::with(known.clone()), search, limits, used, lookup }
    }

    pub(super) const fn used(&self) -> (u64, usize) {
        self.used
    }

    pub(super) fn into_lookup(self) -> Lookup {
        self.lookup
    }

    fn too_many(&self, what: &str) -> Error {
        Error::TooManyRows(format!(
            "{what} of related entities, of {} among others, would have to be held, as the data source cannot \
             itself check the condition on them; ask for it in a way it can, or for fewer of them",
            self.lookup.entity_set
        ))
    }

    fn keep(&mut self, row: &dyn Row) -> Result<(), Error> {
        let key = Key::of(self.read.by.iter().map(|place| row.get(*place).map(|value| value.to_value())))?;
        let Some(key) = key else { return Ok(()) };
        let width = self.read.scan.columns.len();
        let cells = (0..width).map(|place| row.get(place).map(|value| value.to_value()));
        let cells = cells.collect::<Result<Vec<_>, _>>()?;
        self.used.1 += cells.iter().map(size).sum::<usize>() + size_of::<Vec<Value>>() + size_of::<usize>();
        if self.used.1 > self.limits.max_sorted_bytes {
            return Err(self.too_many(&format!("more than {} MB", self.limits.max_sorted_bytes >> 20)));
        }
        self.lookup.by_key.entry(key).or_default().push(self.lookup.rows.len());
        self.lookup.rows.push(cells);
        Ok(())
    }
}

impl RowSink for Reading<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        if self.used.0 == self.limits.max_examined_rows {
            return Err(self.too_many(&format!("more than {} rows", self.limits.max_examined_rows)));
        }
        self.used.0 += 1;
        if let Some(filter) = &self.read.filter
            && !self.evaluator.is_true(filter, row)?
        {
            return Ok(ControlFlow::Continue(()));
        }
        if let Some(search) = &self.search
            && !search.matches(row)?
        {
            return Ok(ControlFlow::Continue(()));
        }
        self.keep(row)?;
        Ok(ControlFlow::Continue(()))
    }
}
