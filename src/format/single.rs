//! One entity, one property or one raw value: takes at most one row, gives the body. Knows no
//! page and no status.

use std::ops::ControlFlow;

use super::negotiate::MetadataLevel;
use super::row::RowEncoder;
use super::{Representation, context, escape};
use crate::edm::{ValueRef, text};
use crate::query::Shape;
use crate::source::{Error, Row, RowSink};

/// Writes the answer to a query for one thing: an entity, or a property of one.
pub struct SingleWriter<'a> {
    representation: Representation<'a>,
    encoder: RowEncoder,
    max_bytes: usize,
    found: Single,
}

/// What there was to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Single {
    /// No row.
    Missing,
    /// A property that is null: answered without content (Protocol, section 11.2.4).
    Null,
    /// The body.
    Body(Vec<u8>),
}

impl<'a> SingleWriter<'a> {
    /// Nothing found yet. `max_bytes`: most bytes of the body; a larger one is an error.
    #[must_use]
    pub fn new(representation: &Representation<'a>, max_bytes: usize) -> Self {
        let encoder = RowEncoder::new(representation);
        Self { representation: *representation, encoder, max_bytes, found: Single::Missing }
    }

    /// What was found.
    #[must_use]
    pub fn finish(self) -> Single {
        self.found
    }

    fn entity(&self, row: &dyn Row) -> Result<Single, Error> {
        let mut body = b"{".to_vec();
        self.context(&mut body, b"");
        self.encoder.members(&mut body, row)?;
        body.push(b'}');
        Ok(Single::Body(body))
    }

    fn property(&self, row: &dyn Row) -> Result<Single, Error> {
        let mut body = b"{".to_vec();
        if self.representation.json.metadata != MetadataLevel::None {
            self.context(&mut body, &self.encoder.key(row)?);
        }
        if self.encoder.value(&mut body, row)? {
            body.push(b'}');
            return Ok(Single::Body(body));
        }
        Ok(Single::Null)
    }

    fn raw_value(&self, row: &dyn Row) -> Result<Single, Error> {
        let mut body = Vec::new();
        match &self.encoder.cell(row)? {
            ValueRef::Null => return Ok(Single::Null),
            ValueRef::Binary(bytes) => body.extend_from_slice(bytes),
            other => text::value(&mut body, other),
        }
        Ok(Single::Body(body))
    }

    fn context(&self, body: &mut Vec<u8>, key: &[u8]) {
        if self.representation.json.metadata == MetadataLevel::None {
            return;
        }
        body.extend_from_slice(b"\"@odata.context\":");
        escape::string(body, &context::of_rows(&self.representation, key));
        body.push(b',');
    }
}

impl RowSink for SingleWriter<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        self.found = match self.representation.query.shape {
            Shape::Property(_) => self.property(row)?,
            Shape::RawValue(_) => self.raw_value(row)?,
            Shape::Entity | Shape::RelatedEntity | Shape::Collection | Shape::Count => self.entity(row)?,
        };
        if matches!(&self.found, Single::Body(body) if body.len() > self.max_bytes) {
            return Err(self.encoder.too_large(row, self.max_bytes));
        }
        Ok(ControlFlow::Break(()))
    }
}
