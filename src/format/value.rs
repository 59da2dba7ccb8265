//! Primitive values that belong to no entity, as functions and actions give them (JSON Format,
//! sections 11 and 12): takes rows of one value, gives the body. Knows no operation but its name.

use std::ops::ControlFlow;

use super::encode::{Encode, describe, encode_as};
use super::escape;
use super::negotiate::{Json, MetadataLevel};
use crate::edm::{PrimitiveType, TypeRef, ValueRef, text};
use crate::source::{Error, Row, RowSink};

/// What values are asked for and how.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// Whose result they are, for messages.
    pub operation: &'a str,
    /// Their type.
    pub ty: TypeRef,
    /// Many of them.
    pub collection: bool,
    /// The bare value.
    pub raw: bool,
    /// The service root as the client sees it.
    pub root: &'a str,
    /// The JSON asked for.
    pub json: Json,
    /// The most values.
    pub max_rows: u64,
    /// The most bytes of the body.
    pub max_bytes: usize,
}

/// Writes them.
pub struct ValueWriter<'a> {
    values: Values<'a>,
    encode: Encode,
    body: Vec<u8>,
    rows: u64,
    null: bool,
}

impl Values<'_> {
    /// The media type of the answer.
    #[must_use]
    pub const fn content_type(&self) -> &'static str {
        match (self.raw, self.ty.primitive) {
            (true, PrimitiveType::Binary) => "application/octet-stream",
            (true, _) => "text/plain;charset=utf-8",
            (false, _) => self.json.content_type(),
        }
    }
}

impl<'a> ValueWriter<'a> {
    /// No value yet.
    #[must_use]
    pub fn new(values: Values<'a>) -> Self {
        let primitive = values.ty.primitive;
        let mut body = Vec::new();
        if !values.raw {
            body.push(b'{');
            let name =
                if values.collection { format!("Collection({primitive})") } else { primitive.to_string() };
            if values.json.metadata != MetadataLevel::None {
                body.extend_from_slice(b"\"@odata.context\":");
                escape::string(&mut body, &format!("{}/$metadata#{name}", values.root));
                body.push(b',');
            }
            if values.json.metadata == MetadataLevel::Full {
                body.extend_from_slice(b"\"@odata.type\":");
                escape::string(&mut body, &format!("#{}", name.replacen("Edm.", "", 1)));
                body.push(b',');
            }
            body.extend_from_slice(if values.collection { b"\"value\":[" } else { b"\"value\":" });
        }
        let encode = encode_as(primitive, values.json.ieee754_compatible);
        Self { values, encode, body, rows: 0, null: false }
    }

    /// How many there were.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The body; `None` if a single value is null or there is none (Protocol, section 11.5.4).
    ///
    /// # Errors
    /// [`Error::Value`] if it must not be.
    pub fn finish(mut self) -> Result<Option<Vec<u8>>, Error> {
        if self.values.collection {
            self.body.extend_from_slice(b"]}");
            return Ok(Some(self.body));
        }
        if self.rows == 0 || self.null {
            return if self.values.ty.nullable { Ok(None) } else { Err(self.misfit("null".to_owned())) };
        }
        if !self.values.raw {
            self.body.push(b'}');
        }
        Ok(Some(self.body))
    }

    fn misfit(&self, found: String) -> Error {
        Error::Value {
            entity_set: self.values.operation.to_owned(),
            property: "value".to_owned(),
            row: format!("number {}", self.rows),
            found,
            expected: self.values.ty.primitive.name().to_owned(),
        }
    }
}

impl RowSink for ValueWriter<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let value = row.get(0)?;
        let operation = self.values.operation;
        let most = if self.values.collection { self.values.max_rows } else { 1 };
        if self.rows == most {
            return Err(Error::TooManyRows(format!(
                "'{operation}' gives more than {most} values, and they cannot be paged; ask for less"
            )));
        }
        if self.rows > 0 {
            self.body.push(b',');
        }
        self.rows += 1;
        let is_null = matches!(value, ValueRef::Null);
        if is_null && self.values.collection && !self.values.ty.nullable {
            return Err(self.misfit("null".to_owned()));
        }
        self.null = is_null;
        match (&value, self.values.raw) {
            (ValueRef::Null, true) => {}
            (ValueRef::Binary(bytes), true) => self.body.extend_from_slice(bytes),
            (value, true) => text::value(&mut self.body, value),
            (value, false) => {
                if !(self.encode)(&mut self.body, value) {
                    return Err(self.misfit(describe(value)));
                }
            }
        }
        if self.body.len() > self.values.max_bytes {
            return Err(Error::RowTooLarge(format!(
                "the result of '{operation}' is larger than the {} bytes an answer may have",
                self.values.max_bytes
            )));
        }
        Ok(ControlFlow::Continue(()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::ROOT;
    use super::*;
    use crate::edm::Value;

    const FULL: Json = Json { metadata: MetadataLevel::Full, ieee754_compatible: true };
    const NONE: Json = Json { metadata: MetadataLevel::None, ieee754_compatible: false };

    fn written(
        ty: TypeRef,
        collection: bool,
        raw: bool,
        json: Json,
        rows: &[Value],
    ) -> Result<String, String> {
        let values =
            Values { operation: "Sum", ty, collection, raw, root: ROOT, json, max_rows: 2, max_bytes: 200 };
        let mut writer = ValueWriter::new(values);
        for row in rows {
            let _ = writer.row(&vec![row.clone()]).map_err(|error| error.to_string())?;
        }
        let body = writer.finish().map_err(|error| error.to_string())?;
        Ok(body.map_or("nothing".to_owned(), |body| String::from_utf8(body).unwrap()))
    }

    #[test]
    fn values_byte_for_byte() {
        let decimal = TypeRef::of(PrimitiveType::Decimal);
        let (one, none) = (Value::Decimal("12.50".parse().unwrap()), Value::Null);
        let context = "https://gw.example/svc/$metadata";
        for (collection, raw, json, rows, expected) in [
            (
                false,
                false,
                Json::default(),
                std::slice::from_ref(&one),
                format!(r#"{{"@odata.context":"{context}#Edm.Decimal","value":12.50}}"#),
            ),
            (false, false, NONE, std::slice::from_ref(&one), r#"{"value":12.50}"#.to_owned()),
            (
                false,
                false,
                FULL,
                std::slice::from_ref(&one),
                format!(
                    r##"{{"@odata.context":"{context}#Edm.Decimal","@odata.type":"#Decimal","value":"12.50"}}"##
                ),
            ),
            (
                true,
                false,
                Json::default(),
                &[one.clone(), none.clone()],
                format!(r#"{{"@odata.context":"{context}#Collection(Edm.Decimal)","value":[12.50,null]}}"#),
            ),
            (true, false, NONE, &[], r#"{"value":[]}"#.to_owned()),
            (false, true, FULL, std::slice::from_ref(&one), "12.50".to_owned()),
            (false, false, NONE, std::slice::from_ref(&none), "nothing".to_owned()),
            (false, true, NONE, std::slice::from_ref(&none), "nothing".to_owned()),
            (false, false, NONE, &[], "nothing".to_owned()),
        ] {
            assert_eq!(written(decimal, collection, raw, json, rows), Ok(expected));
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let required = TypeRef::of(PrimitiveType::String).required();
        let text = Value::String("x".repeat(90));
        for (collection, rows, words) in [
            (false, &[Value::Null][..], "is null, which is no Edm.String"),
            (true, &[Value::Null], "is null, which is no Edm.String"),
            (false, &[], "is null, which is no Edm.String"),
            (false, &[text.clone(), text.clone()], "'Sum' gives more than 1 values"),
            (true, &[text.clone(), text.clone(), text.clone()], "200 bytes"),
            (true, &vec![Value::String(String::new()); 3], "'Sum' gives more than 2 values"),
            (false, &[Value::Integer(1)], "is the integer '1', which is no Edm.String"),
        ] {
            let error = written(required, collection, false, Json::default(), rows).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
