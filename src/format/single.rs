//! One entity, one property or one raw value: takes a row, gives the body, and tells if there was
//! a second row. Knows no page and no status.

use std::ops::ControlFlow;

use super::level::Level;
use super::negotiate::MetadataLevel;
use super::{Representation, context, escape};
use crate::edm::{MediaType, ValueRef, text};
use crate::query::Shape;
use crate::source::{Error, Row, RowSink};

/// Writes the answer to a query for one thing: an entity, or a property of one.
pub struct SingleWriter<'a> {
    representation: Representation<'a>,
    level: Level,
    /// The derived type of the entity.
    ty: Option<usize>,
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
    /// A stream: its media type and its bytes.
    Stream(String, Vec<u8>),
    /// More than one row, so the key of the definition is none.
    Several,
}

impl<'a> SingleWriter<'a> {
    /// Nothing found yet. `max_bytes`: most bytes of the body; a larger one is an error.
    #[must_use]
    pub fn new(representation: &Representation<'a>, max_bytes: usize) -> Self {
        let level = Level::new(representation);
        Self { representation: *representation, level, ty: None, max_bytes, found: Single::Missing }
    }

    /// The entity, to be filled with what is expanded of it.
    pub const fn level_mut(&mut self) -> &mut Level {
        &mut self.level
    }

    /// Puts an entity and what is expanded of it together. Without `$expand` there is nothing to do.
    ///
    /// # Errors
    /// [`Error::RowTooLarge`] if that is larger than a body may be.
    pub fn assemble(&mut self) -> Result<(), Error> {
        if self.level.rows() > 0 && matches!(self.found, Single::Body(_)) {
            let mut body = b"{".to_vec();
            self.context(&mut body, b"", self.ty);
            self.level.write_members(&mut body, 0, b"", self.max_bytes);
            body.push(b'}');
            if body.len() > self.max_bytes {
                return Err(self.level.too_much(&format!("{} bytes", self.max_bytes)));
            }
            self.found = Single::Body(body);
        }
        Ok(())
    }

    /// What was found.
    #[must_use]
    pub fn finish(self) -> Single {
        self.found
    }

    fn entity(&mut self, row: &dyn Row) -> Result<Single, Error> {
        self.ty = self.level.encoder.type_of(row)?;
        if self.level.is_expanded() {
            self.level.push(row)?;
            return Ok(Single::Body(Vec::new()));
        }
        let mut body = b"{".to_vec();
        self.context(&mut body, b"", self.ty);
        self.level.encoder.members(&mut body, row)?;
        // `$select` can leave nothing but links.
        body.pop_if(|last| *last == b',');
        body.push(b'}');
        Ok(Single::Body(body))
    }

    fn property(&self, row: &dyn Row) -> Result<Single, Error> {
        let mut body = b"{".to_vec();
        if self.representation.json.metadata != MetadataLevel::None {
            self.context(&mut body, &self.level.encoder.key(row)?, None);
        }
        if self.level.encoder.value(&mut body, row)? {
            body.push(b'}');
            return Ok(Single::Body(body));
        }
        Ok(Single::Null)
    }

    fn complex(&self, row: &dyn Row) -> Result<Single, Error> {
        let mut body = b"{".to_vec();
        if self.representation.json.metadata != MetadataLevel::None {
            self.context(&mut body, &self.level.encoder.key(row)?, None);
        }
        self.level.encoder.complex(&mut body, row)?;
        body.push(b'}');
        Ok(Single::Body(body))
    }

    fn raw_value(&self, row: &dyn Row) -> Result<Single, Error> {
        let mut body = Vec::new();
        match &self.level.encoder.cell(row)? {
            ValueRef::Null => return Ok(Single::Null),
            ValueRef::Binary(bytes) => body.extend_from_slice(bytes),
            other => text::value(&mut body, other),
        }
        Ok(Single::Body(body))
    }

    fn stream(&self, property: Option<usize>, row: &dyn Row) -> Result<Single, Error> {
        let stream = match property {
            Some(index) => self.representation.property(index).and_then(|property| property.stream.as_ref()),
            None => self.representation.entity_type().media.as_ref(),
        };
        let fixed = match stream.map(|stream| &stream.media_type) {
            Some(MediaType::Fixed(fixed)) => fixed.as_str(),
            _ => MediaType::UNKNOWN,
        };
        let stream = self.level.encoder.stream(row, fixed)?;
        Ok(stream.map_or(Single::Null, |(media_type, bytes)| Single::Stream(media_type, bytes)))
    }

    fn context(&self, body: &mut Vec<u8>, key: &[u8], ty: Option<usize>) {
        if self.representation.json.metadata == MetadataLevel::None {
            return;
        }
        body.extend_from_slice(b"\"@odata.context\":");
        escape::string(body, &context::of_rows(&self.representation, key, ty));
        body.push(b',');
    }
}

impl RowSink for SingleWriter<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        if self.found != Single::Missing {
            self.found = Single::Several;
            return Ok(ControlFlow::Break(()));
        }
        self.found = match self.representation.query.shape {
            Shape::Property(_) => self.property(row)?,
            Shape::Complex(_) => self.complex(row)?,
            Shape::RawValue(_) => self.raw_value(row)?,
            Shape::Media(property) => self.stream(property, row)?,
            Shape::Entity | Shape::RelatedEntity | Shape::Collection | Shape::Count => self.entity(row)?,
        };
        if matches!(&self.found, Single::Body(body) if body.len() > self.max_bytes) {
            return Err(self.level.encoder.too_large(row, self.max_bytes));
        }
        Ok(ControlFlow::Continue(()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::negotiate::Json;
    use super::super::sample::{Asked, baker, bakery, loaf};
    use super::*;
    use crate::edm::Value;

    fn write(
        set: usize,
        shape: Shape,
        select: &[usize],
        json: Json,
        entity: Option<&[Value]>,
    ) -> (String, Single) {
        let model = bakery();
        let asked =
            Asked::new(&model, set, shape, select, select.len() < 3 && matches!(shape, Shape::Entity));
        let representation = asked.representation(&model, json);
        let mut writer = SingleWriter::new(&representation, 2_000);
        if let Some(entity) = entity {
            assert!(writer.row(&asked.row(entity)).unwrap().is_continue());
        }
        (representation.content_type().to_owned(), writer.finish())
    }

    fn body(text: &str) -> Single {
        Single::Body(text.as_bytes().to_vec())
    }

    const MINIMAL: Json = Json { metadata: MetadataLevel::Minimal, ieee754_compatible: false };
    const NONE: Json = Json { metadata: MetadataLevel::None, ieee754_compatible: false };
    const FULL: Json = Json { metadata: MetadataLevel::Full, ieee754_compatible: true };

    #[test]
    fn entities_byte_for_byte() {
        let ann = baker(1, "Ann");
        let cases = [
            (
                Shape::Entity,
                &[0, 1, 2][..],
                MINIMAL,
                r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers/$entity","No":1,"Name":"Ann","Debt":12.50}"#,
            ),
            (
                Shape::Entity,
                &[1],
                MINIMAL,
                r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers(Name)/$entity","Name":"Ann"}"#,
            ),
            (
                Shape::RelatedEntity,
                &[0, 1, 4],
                MINIMAL,
                r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers/$entity","No":1,"Name":"Ann","Photo":null}"#,
            ),
            (Shape::Entity, &[1], NONE, r#"{"Name":"Ann"}"#),
            (
                Shape::Entity,
                &[2],
                FULL,
                r##"{"@odata.context":"https://gw.example/svc/$metadata#Bakers(Debt)/$entity","@odata.type":"#Bakery.Baker","@odata.id":"https://gw.example/svc/Bakers(1)","@odata.editLink":"https://gw.example/svc/Bakers(1)","Debt@odata.type":"#Decimal","Debt":"12.50","Loaf@odata.associationLink":"https://gw.example/svc/Bakers(1)/Loaf/$ref","Loaf@odata.navigationLink":"https://gw.example/svc/Bakers(1)/Loaf","Chef@odata.associationLink":"https://gw.example/svc/Bakers(1)/Chef/$ref","Chef@odata.navigationLink":"https://gw.example/svc/Bakers(1)/Chef"}"##,
            ),
        ];
        for (shape, select, json, expected) in cases {
            assert_eq!(
                write(0, shape, select, json, Some(&ann)),
                (json.content_type().to_owned(), body(expected))
            );
            assert_eq!(write(0, shape, select, json, None).1, Single::Missing);
        }
    }

    #[test]
    fn properties_byte_for_byte() {
        let (ann, rye) = (baker(1, "Ann"), loaf(7, "Rye / 'x'"));
        let cases = [
            (
                0,
                &ann,
                1,
                MINIMAL,
                body(r#"{"@odata.context":"https://gw.example/svc/$metadata#Bakers(1)/Name","value":"Ann"}"#),
            ),
            (0, &ann, 2, NONE, body(r#"{"value":12.50}"#)),
            (
                0,
                &ann,
                2,
                FULL,
                body(
                    r##"{"@odata.context":"https://gw.example/svc/$metadata#Bakers(1)/Debt","@odata.type":"#Decimal","value":"12.50"}"##,
                ),
            ),
            (0, &ann, 4, MINIMAL, Single::Null),
            (
                1,
                &rye,
                2,
                MINIMAL,
                body(
                    r#"{"@odata.context":"https://gw.example/svc/$metadata#Loaves(Baker=7,Kind='Rye%20%2F%20''x''')/Baked","value":"1970-01-01T00:00:00Z"}"#,
                ),
            ),
        ];
        for (set, entity, property, json, expected) in cases {
            let (content_type, found) =
                write(set, Shape::Property(property), &[property], json, Some(entity));
            assert_eq!((content_type.as_str(), found), (json.content_type(), expected));
        }
    }

    #[test]
    fn raw_values_byte_for_byte() {
        let mut ann = baker(1, "Ann \"é\"\n");
        let text = "text/plain;charset=utf-8";
        for (property, media, expected) in [
            (0, text, body("1")),
            (1, text, body("Ann \"é\"\n")),
            (2, text, body("12.50")),
            (4, "application/octet-stream", Single::Null),
        ] {
            let found = write(0, Shape::RawValue(property), &[property], FULL, Some(&ann));
            assert_eq!(found, (media.to_owned(), expected));
        }
        ann[4] = Value::Binary(vec![0, 255, b'"']);
        let found = write(0, Shape::RawValue(4), &[4], MINIMAL, Some(&ann));
        assert_eq!(found.1, Single::Body(vec![0, 255, b'"']));
    }

    #[test]
    fn a_second_row_is_told() {
        let model = bakery();
        for shape in [Shape::Entity, Shape::RelatedEntity, Shape::Property(4), Shape::RawValue(1)] {
            let asked = Asked::new(&model, 0, shape, &[0, 1, 4], false);
            let mut writer = SingleWriter::new(&asked.representation(&model, MINIMAL), 2_000);
            assert!(writer.row(&asked.row(&baker(1, "Ann"))).unwrap().is_continue());
            assert!(writer.row(&asked.row(&baker(1, "Jo"))).unwrap().is_break());
            assert_eq!(writer.finish(), Single::Several, "{shape:?}");
        }
    }

    #[test]
    fn what_is_too_large_is_named() {
        let model = bakery();
        let mut ann = baker(1, "Ann");
        ann[4] = Value::Binary(vec![0; 100]);
        for (shape, expected) in [
            (
                Shape::Entity,
                "Bakers: the row (1) alone is larger than the 99 bytes an answer may have; leave out 'Photo' with $select",
            ),
            (
                Shape::Property(4),
                "Bakers: 'Photo' of the row (1) is larger than the 99 bytes an answer may have",
            ),
            (
                Shape::RawValue(4),
                "Bakers: 'Photo' of the row (1) is larger than the 99 bytes an answer may have",
            ),
        ] {
            let asked = Asked::new(&model, 0, shape, &[0, 1, 2, 3, 4], false);
            let mut writer = SingleWriter::new(&asked.representation(&model, MINIMAL), 99);
            assert_eq!(writer.row(&asked.row(&ann)).unwrap_err().to_string(), expected);
        }
    }
}
