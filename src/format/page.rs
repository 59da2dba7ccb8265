//! A page of entities: takes rows, gives the collection's JSON (JSON Format, section 12) and, if
//! there are more rows than the page may hold, where the next one starts. Knows no `$skiptoken`.

use std::ops::ControlFlow;

use super::negotiate::MetadataLevel;
use super::row::RowEncoder;
use super::{Representation, context, escape};
use crate::edm::{Value, ValueRef};
use crate::source::{Error, Row, RowSink};

/// Writes one page. It ends at `max_rows` rows or before the row that would pass `max_bytes`,
/// whichever comes first; it learns that there is more only from a row it does not take, so the
/// scan must be able to give one row more than `max_rows`.
pub struct PageWriter {
    encoder: RowEncoder,
    body: Vec<u8>,
    /// Where the count goes: it may be known only after the rows.
    count_at: usize,
    max_rows: u64,
    max_bytes: usize,
    rows: u64,
    more: bool,
    /// Places of the sort keys in a row, and their values in the last row written.
    position: Vec<usize>,
    last: Vec<Value>,
}

impl PageWriter {
    /// A page without rows yet.
    ///
    /// `max_bytes` bounds everything up to the last row; the count and the next link come on top.
    #[must_use]
    pub fn new(representation: &Representation<'_>, max_rows: u64, max_bytes: usize) -> Self {
        let mut body = Vec::with_capacity(FIRST_CAPACITY.min(max_bytes));
        body.push(b'{');
        if representation.json.metadata != MetadataLevel::None {
            body.extend_from_slice(b"\"@odata.context\":");
            escape::string(&mut body, &context::of_rows(representation, b""));
            body.push(b',');
        }
        let count_at = body.len();
        body.extend_from_slice(b"\"value\":[");
        let position = representation.plan.position.clone();
        let last = vec![Value::Null; position.len()];
        let encoder = RowEncoder::new(representation);
        Self { encoder, body, count_at, max_rows, max_bytes, rows: 0, more: false, position, last }
    }

    /// Rows written.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// If there is a row behind the last one written: the values of that last row's sort keys, at
    /// the places `plan.position` names. `None` on the last page, however full it is.
    #[must_use]
    pub fn more(&self) -> Option<&[Value]> {
        (self.more && self.rows > 0).then_some(&self.last)
    }

    /// The whole body. `count`: the number of rows of the whole result, if it was asked for;
    /// `next_link`: the absolute URL of the next page, where [`PageWriter::more`] says there is one.
    #[must_use]
    pub fn finish(mut self, count: Option<u64>, next_link: Option<&str>) -> Vec<u8> {
        self.body.push(b']');
        if let Some(url) = next_link {
            self.body.extend_from_slice(b",\"@odata.nextLink\":");
            escape::string(&mut self.body, url);
        }
        self.body.push(b'}');
        if let Some(count) = count {
            let member = format!("\"@odata.count\":{count},");
            self.body.splice(self.count_at..self.count_at, member.into_bytes());
        }
        self.body
    }

    fn remember(&mut self, row: &dyn Row) -> Result<(), Error> {
        for (place, kept) in self.position.iter().zip(&mut self.last) {
            match (row.get(*place)?, kept) {
                (ValueRef::String(text), Value::String(kept)) => text.as_ref().clone_into(kept),
                (value, kept) => *kept = value.to_value(),
            }
        }
        Ok(())
    }
}

impl RowSink for PageWriter {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        if self.rows == self.max_rows {
            self.more = true;
            return Ok(ControlFlow::Break(()));
        }
        let start = self.body.len();
        if self.rows > 0 {
            self.body.push(b',');
        }
        self.encoder.entity(&mut self.body, row)?;
        if self.body.len() > self.max_bytes {
            if self.rows == 0 {
                return Err(self.encoder.too_large(row, self.max_bytes));
            }
            self.body.truncate(start);
            self.more = true;
            return Ok(ControlFlow::Break(()));
        }
        self.rows += 1;
        self.remember(row)?;
        Ok(ControlFlow::Continue(()))
    }
}

/// Room for a handful of rows without growing.
const FIRST_CAPACITY: usize = 8 * 1024;
