//! A row of JSON in, values out: what each column needs is decided once a scan, texts without escapes
//! are lent from the answer, numbers keep their digits.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bigdecimal::ToPrimitive as _;
use serde_json::value::RawValue;

use super::json::Picker;
use crate::catalog::{Pointer, Table};
use crate::edm::{PrimitiveType, ValueRef, parse, text};
use crate::plan::Scan;
use crate::query::ExprKind;
use crate::source::{Error, Row};

/// The most characters of a stored text in a message.
const PREVIEW: usize = 40;

/// What the rows of one scan are.
pub(super) struct Shape<'s> {
    table: &'s Table,
    scan: &'s Scan,
    wanted: Vec<Wanted<'s>>,
    picker: Picker,
}

/// What one column should give.
struct Wanted<'s> {
    property: &'s str,
    /// The type it is published as.
    ty: PrimitiveType,
    /// The type of its values.
    values: PrimitiveType,
    nullable: bool,
    /// Digits behind the point a decimal is padded to.
    scale: u32,
}

impl<'s> Shape<'s> {
    /// `None` if a column is no property: planning makes no such scan.
    pub(super) fn of(scan: &'s Scan) -> Option<Self> {
        let table = &*scan.table;
        let mut wanted = Vec::with_capacity(scan.columns.len());
        let mut pointers = Vec::with_capacity(scan.columns.len());
        for expr in &scan.columns {
            let ExprKind::Property(index) = expr.kind else { return None };
            let column = table.columns.get(index)?;
            pointers.push(Pointer::of_field(&column.name));
            wanted.push(Wanted {
                property: &column.property,
                ty: column.ty.primitive,
                values: column.values,
                nullable: column.ty.nullable,
                scale: column.ty.scale.unwrap_or(0),
            });
        }
        Some(Self { table, scan, wanted, picker: Picker::new(&pointers) })
    }

    /// The cells of a row; the error says what it is instead of an object.
    pub(super) fn row<'r>(&'r self, json: &'r RawValue) -> Result<JsonRow<'r>, Error> {
        let misfit = |found: String| Error::Value {
            entity_set: self.table.entity_set.clone(),
            property: self.wanted.first().map_or("", |wanted| wanted.property).to_owned(),
            row: "(?)".to_owned(),
            found,
            expected: "object with such a member".to_owned(),
        };
        if !json.get().starts_with('{') {
            return Err(misfit(found(json.get())));
        }
        let cells = self.picker.pick(json.get()).map_err(|_| misfit("in something else".to_owned()))?;
        let mut row = JsonRow { shape: self, cells, bytes: Vec::new() };
        for (place, wanted) in self.wanted.iter().enumerate() {
            if wanted.ty == PrimitiveType::Binary {
                let bytes = row.cell(place).map(binary).transpose();
                row.bytes.push((place, bytes.map_err(|found| row.misfit(place, found))?));
            }
        }
        Ok(row)
    }
}

/// A row of an answer, lent to a sink.
pub(super) struct JsonRow<'r> {
    shape: &'r Shape<'r>,
    cells: Vec<Option<&'r RawValue>>,
    /// The values of columns of bytes, by their places.
    bytes: Vec<(usize, Option<Vec<u8>>)>,
}

impl<'r> JsonRow<'r> {
    /// The JSON of a cell, if there is some and it is not null.
    fn cell(&self, index: usize) -> Option<&'r str> {
        self.cells.get(index).copied().flatten().map(RawValue::get).filter(|json| *json != "null")
    }

    fn misfit(&self, index: usize, found: String) -> Error {
        let wanted = self.shape.wanted.get(index);
        Error::Value {
            entity_set: self.shape.table.entity_set.clone(),
            property: wanted.map_or("", |wanted| wanted.property).to_owned(),
            row: self.key_text(),
            found,
            expected: wanted.map_or("", |wanted| wanted.values.name()).to_owned(),
        }
    }

    /// `(42)`, as far as the scan has the key among its columns.
    fn key_text(&self) -> String {
        let part = |property: &usize| {
            let is_it = |kind: &ExprKind| matches!(kind, ExprKind::Property(index) if index == property);
            let place = self.shape.scan.columns.iter().position(|expr| is_it(&expr.kind));
            let json = place.and_then(|place| self.cell(place));
            match json.map(unescaped) {
                Some(Ok(text)) => format!("'{}'", preview(&text)),
                Some(Err(json))
                    if json.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']) =>
                {
                    preview(json)
                }
                _ => "?".to_owned(),
            }
        };
        let parts: Vec<String> = self.shape.table.key.iter().map(part).collect();
        format!("({})", parts.join(","))
    }
}

impl Row for JsonRow<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        let wanted = self.shape.wanted.get(index).ok_or_else(|| crate::source::missing_column(index))?;
        let Some(json) = self.cell(index) else {
            if wanted.nullable {
                return Ok(ValueRef::Null);
            }
            let there = self.cells.get(index).is_some_and(Option::is_some);
            return Err(self.misfit(index, if there { "null" } else { "missing" }.to_owned()));
        };
        if wanted.ty == PrimitiveType::Binary {
            let bytes = self.bytes.iter().find(|(place, _)| *place == index);
            let bytes = bytes.and_then(|(_, bytes)| bytes.as_deref());
            return Ok(bytes.map_or(ValueRef::Null, ValueRef::Binary));
        }
        let value = decode(json, wanted.values, wanted.scale);
        let value = value.ok_or_else(|| self.misfit(index, found(json)))?;
        // What is published as text is made of its values here.
        if wanted.ty == PrimitiveType::String && wanted.values != PrimitiveType::String {
            let mut out = Vec::new();
            text::value(&mut out, &value);
            return Ok(ValueRef::String(String::from_utf8_lossy(&out).into_owned().into()));
        }
        Ok(value)
    }
}

/// The value of type `ty` that a JSON text stands for (JSON Format, section 7.1). Numbers may be written
/// as strings, as many services write those of 64 bits; an instant without a zone is one of UTC.
fn decode(json: &str, ty: PrimitiveType, scale: u32) -> Option<ValueRef<'_>> {
    use PrimitiveType as P;
    let literal = || match unescaped(json) {
        Ok(text) => text,
        Err(json) => Cow::Borrowed(json),
    };
    let string = || unescaped(json).ok();
    match ty {
        P::Boolean => match json {
            "true" => Some(ValueRef::Boolean(true)),
            "false" => Some(ValueRef::Boolean(false)),
            _ => None,
        },
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => {
            integer(&literal()).filter(|value| ty.holds(*value)).map(ValueRef::Integer)
        }
        P::Decimal => decimal(literal(), scale).map(ValueRef::Decimal),
        P::Single | P::Double => match parse::value(&literal(), ty)? {
            crate::edm::Value::Single(value) => Some(ValueRef::Single(value)),
            crate::edm::Value::Double(value) => Some(ValueRef::Double(value)),
            _ => None,
        },
        P::String => string().map(ValueRef::String),
        P::Guid => parse::guid(&string()?).map(ValueRef::Guid),
        P::Date => parse::date(&string()?).map(ValueRef::Date),
        P::TimeOfDay => parse::time_of_day(&string()?).map(ValueRef::TimeOfDay),
        P::DateTimeOffset => {
            let text = string()?;
            let instant = parse::date_time_offset(&text);
            instant.or_else(|| parse::date_time_offset(&format!("{text}Z"))).map(ValueRef::DateTimeOffset)
        }
        P::Duration => parse::duration(&string()?).map(ValueRef::Duration),
        P::Enumeration(declared) => {
            declared.parse(&literal()).map(|value| ValueRef::Enumeration(value, declared))
        }
        P::Spatial(declared) => declared.of_text(&string()?).ok().map(Arc::new).map(ValueRef::Spatial),
        P::Binary | P::Stream => None,
    }
}

/// The content of a JSON string; anything else as it is.
fn unescaped(json: &str) -> Result<Cow<'_, str>, &str> {
    let inside = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).ok_or(json)?;
    if inside.contains('\\') {
        return serde_json::from_str::<String>(json).map(Cow::Owned).map_err(|_| json);
    }
    Ok(Cow::Borrowed(inside))
}

/// A whole number, however it is written.
fn integer(text: &str) -> Option<i64> {
    parse::integer(text).or_else(|| {
        let decimal = parse::decimal(text).filter(bigdecimal::BigDecimal::is_integer)?;
        decimal.to_i64()
    })
}

/// A decimal in plain notation with its own digits, padded to its scale.
fn decimal(text: Cow<'_, str>, scale: u32) -> Option<Cow<'_, str>> {
    let number = parse::decimal(&text)?;
    let plain = if text.contains(['e', 'E']) { Cow::Owned(number.to_plain_string()) } else { text };
    let digits = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    // A scale past what anybody declares is no reason to fill the memory.
    let missing = usize::try_from(scale.min(1000)).unwrap_or(0).saturating_sub(digits);
    if missing == 0 {
        return Some(plain);
    }
    let point = if digits == 0 { "." } else { "" };
    Some(format!("{plain}{point}{}", "0".repeat(missing)).into())
}

/// Bytes in base64 or base64url; the error says what is there instead.
fn binary(json: &str) -> Result<Vec<u8>, String> {
    let misfit = || found(json);
    let text = unescaped(json).map_err(|_| misfit())?;
    let text = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    STANDARD_NO_PAD.decode(text).map_err(|_| misfit())
}

/// What a JSON text is, for a message.
fn found(json: &str) -> String {
    match (unescaped(json), json.bytes().next()) {
        (Ok(text), _) => format!("text '{}'", preview(&text)),
        (_, Some(b'{')) => "an object".to_owned(),
        (_, Some(b'[')) => "a list".to_owned(),
        (_, Some(b't' | b'f' | b'n')) => preview(json),
        _ => format!("the number {}", preview(json)),
    }
}

/// The beginning of a text in one line.
fn preview(text: &str) -> String {
    let mut chars = text.chars();
    let clean = chars.by_ref().take(PREVIEW).map(|c| if c.is_control() { ' ' } else { c });
    let mut preview: String = clean.collect();
    if chars.next().is_some() {
        preview.push('…');
    }
    preview
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_from_json() {
        use PrimitiveType as P;
        let anywhere = P::Spatial(crate::edm::geo::Spatial::ALL[0]);
        for (json, ty, expected) in [
            ("true", P::Boolean, Some("true")),
            ("1", P::Boolean, None),
            ("\"true\"", P::Boolean, None),
            ("9007199254740993", P::Int64, Some("9007199254740993")),
            ("\"9007199254740993\"", P::Int64, Some("9007199254740993")),
            ("5.0", P::Int32, Some("5")),
            ("5e2", P::Int32, Some("500")),
            ("5.5", P::Int32, None),
            ("2147483648", P::Int32, None),
            ("12.5", P::Decimal, Some("12.50")),
            ("12.500", P::Decimal, Some("12.500")),
            ("7", P::Decimal, Some("7.00")),
            ("1.25e3", P::Decimal, Some("1250.00")),
            ("\"12.50\"", P::Decimal, Some("12.50")),
            ("\"twelve\"", P::Decimal, None),
            ("1e999999999", P::Decimal, None),
            ("0.1", P::Double, Some("0.1")),
            ("1e400", P::Double, None),
            ("\"a\\u00e9\"", P::String, Some("aé")),
            ("\"\"", P::String, Some("")),
            ("5", P::String, None),
            ("{}", P::String, None),
            (
                "\"0F8FAD5B-d9cb-469f-a165-70867728950e\"",
                P::Guid,
                Some("0f8fad5b-d9cb-469f-a165-70867728950e"),
            ),
            ("\"2024-02-29\"", P::Date, Some("2024-02-29")),
            ("\"2023-02-29\"", P::Date, None),
            ("\"12:00:00\"", P::TimeOfDay, Some("12:00:00")),
            ("\"2024-02-29T12:30:45+01:00\"", P::DateTimeOffset, Some("2024-02-29T11:30:45Z")),
            ("\"2024-02-29T12:30:45\"", P::DateTimeOffset, Some("2024-02-29T12:30:45Z")),
            ("1709209845", P::DateTimeOffset, None),
            ("\"PT1H\"", P::Duration, Some("PT1H")),
            ("\"POINT(4.5 52)\"", anywhere, Some("SRID=4326;Point(4.5 52.0)")),
            ("\"LINESTRING(1 2,3)\"", anywhere, None),
            ("{}", anywhere, None),
        ] {
            let text = decode(json, ty, 2).map(|value| {
                let mut out = Vec::new();
                text::value(&mut out, &value);
                String::from_utf8(out).unwrap()
            });
            assert_eq!(text.as_deref(), expected, "{json} as {ty}");
        }
    }

    #[test]
    fn bytes_in_both_alphabets() {
        for json in ["\"AP-_\"", "\"AP+/\"", "\"AA==\"", "\"AA\""] {
            assert!(binary(json).is_ok(), "{json}");
        }
        assert_eq!(binary("\"?\""), Err("text '?'".to_owned()));
        assert_eq!(binary("5"), Err("the number 5".to_owned()));
    }

    #[test]
    fn what_is_found_is_told_in_short() {
        for (json, expected) in [
            ("\"abc\"", "text 'abc'"),
            ("1.5", "the number 1.5"),
            ("{\"a\":1}", "an object"),
            ("[1]", "a list"),
            ("true", "true"),
        ] {
            assert_eq!(found(json), expected);
        }
    }
}
