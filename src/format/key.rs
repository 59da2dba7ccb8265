//! Key predicates and the URLs they stand in: takes a row, gives `(42)` or `(A=1,B='x')` (URL
//! Conventions, section 4.3.1). Knows no JSON.

use super::Representation;
use crate::edm::{EntityType, Value, ValueRef, text};
use crate::query::ExprKind;
use crate::source::{Error, Row};

/// How the key of a row is written.
pub(super) struct KeyPredicate {
    entity_set: String,
    /// Whether there is none in addresses.
    keyless: bool,
    /// Name and place in the row of each key property; `None` where the plan does not read one.
    parts: Option<Vec<(String, usize)>>,
}

impl KeyPredicate {
    pub(super) fn of(representation: &Representation<'_>) -> Self {
        let ty = representation.entity_type();
        let plan = representation.plan;
        let columns = &plan.scan.columns;
        let part = |(nth, key): (usize, &usize)| {
            let place = match &plan.key {
                Some(places) => places.get(nth).copied()?,
                None => columns.iter().position(|column| column.kind == ExprKind::Property(*key))?,
            };
            Some((ty.properties.get(*key)?.name.clone(), place))
        };
        let parts = ty.key.iter().enumerate().map(part).collect();
        let keyless = representation.is_keyless();
        Self { entity_set: representation.set_name().to_owned(), keyless, parts }
    }

    /// The predicate as a person reads it, `None` where the row cannot give it.
    pub(super) fn readable(&self, row: &dyn Row) -> Option<String> {
        let mut out = Vec::new();
        self.raw(&mut out, row).ok()?;
        String::from_utf8(out).ok()
    }

    /// The predicate as it stands in a URL.
    pub(super) fn encoded(&self, row: &dyn Row) -> Result<Vec<u8>, Error> {
        let mut raw = Vec::new();
        if self.keyless {
            return Ok(raw);
        }
        self.raw(&mut raw, row)?;
        let mut out = Vec::with_capacity(raw.len());
        percent_encode(&mut out, &raw);
        Ok(out)
    }

    fn raw(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        let Some(parts) = &self.parts else {
            return Err(Error::Evaluation(format!(
                "the key of '{}' is not among the values read",
                self.entity_set
            )));
        };
        out.push(b'(');
        for (index, (name, place)) in parts.iter().enumerate() {
            part(out, (index, parts.len()), name, &row.get(*place)?);
        }
        out.push(b')');
        Ok(())
    }
}

/// Appends the encoded key predicate of an entity with this key; nothing for no key.
pub(super) fn of_values(out: &mut Vec<u8>, ty: &EntityType, key: &[Value]) {
    if key.is_empty() {
        return;
    }
    let mut raw = vec![b'('];
    let names = ty.key.iter().filter_map(|key| ty.properties.get(*key));
    for (index, (property, value)) in names.zip(key).enumerate() {
        part(&mut raw, (index, key.len()), &property.name, &value.borrow());
    }
    raw.push(b')');
    percent_encode(out, &raw);
}

/// Appends one part of a key predicate; the name is written where there are several.
fn part(out: &mut Vec<u8>, (index, of): (usize, usize), name: &str, value: &ValueRef<'_>) {
    if index > 0 {
        out.push(b',');
    }
    if of > 1 {
        out.extend_from_slice(name.as_bytes());
        out.push(b'=');
    }
    literal(out, value);
}

/// Appends a path with its segments percent-encoded.
pub(super) fn encode_path(out: &mut Vec<u8>, path: &str) {
    for (index, name) in path.split('/').enumerate() {
        if index > 0 {
            out.push(b'/');
        }
        percent_encode(out, name.as_bytes());
    }
}

/// Appends `bytes` with everything percent-encoded that a path segment or a careless reader of it
/// (`+`, `&`, `;`) could take for something else.
pub(super) fn percent_encode(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(*byte),
            b'\'' | b'(' | b')' | b',' | b'=' | b':' | b'$' | b'@' | b'!' | b'*' => out.push(*byte),
            _ => out.extend_from_slice(&[b'%', hexadecimal(byte >> 4), hexadecimal(byte & 0x0f)]),
        }
    }
}

/// Appends a value as a literal of the URL syntax.
fn literal(out: &mut Vec<u8>, value: &ValueRef<'_>) {
    let prefix: &[u8] = match value {
        ValueRef::String(text) => {
            out.push(b'\'');
            out.extend_from_slice(text.replace('\'', "''").as_bytes());
            out.push(b'\'');
            return;
        }
        ValueRef::Duration(_) => b"duration",
        ValueRef::Binary(_) => b"binary",
        ValueRef::Enumeration(_, declared) => declared.name().as_bytes(),
        ValueRef::Spatial(v) => v.family.prefix().as_bytes(),
        ValueRef::Null => return out.extend_from_slice(b"null"),
        other => return text::value(out, other),
    };
    out.extend_from_slice(prefix);
    out.push(b'\'');
    text::value(out, value);
    out.push(b'\'');
}

const fn hexadecimal(digit: u8) -> u8 {
    match digit {
        0..=9 => b'0' + digit,
        _ => b'A' + digit - 10,
    }
}
