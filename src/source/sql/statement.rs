//! A finished statement: SQL text and the values that travel beside it. Only the renderer makes
//! one, so no text of a client's can become SQL.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, Utc};
use uuid::Uuid;

use crate::edm::text;

/// SQL text with its parameters, in the order of their numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement<'a> {
    sql: String,
    parameters: Vec<Parameter<'a>>,
    keys: Range<usize>,
}

impl<'a> Statement<'a> {
    /// For the renderer alone.
    pub(super) const fn new(sql: String, parameters: Vec<Parameter<'a>>, keys: Range<usize>) -> Self {
        Self { sql, parameters, keys }
    }

    /// The SQL text. It depends on the query's shape, never on a value of it.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The values of its placeholders.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter<'a>] {
        &self.parameters
    }

    /// Which of the values are those of keys.
    #[must_use]
    pub const fn keys(&self) -> &Range<usize> {
        &self.keys
    }

    /// The text and the values, apart.
    pub(super) fn into_parts(self) -> (String, Vec<Parameter<'a>>) {
        (self.sql, self.parameters)
    }
}

/// A value in the form it is sent in.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are the forms")]
pub enum Parameter<'a> {
    /// No value; what gives it a type stands around it.
    Null,
    Boolean(bool),
    Integer(i64),
    /// An integer over 63 bits.
    Unsigned(u64),
    Single(f32),
    Double(f64),
    Decimal(Cow<'a, BigDecimal>),
    Text(Cow<'a, str>),
    /// Text compared as `CHAR(n)`: trailing blanks do not count.
    FixedText(Cow<'a, str>),
    Uuid(Uuid),
    Date(NaiveDate),
    Time(NaiveTime),
    /// A span of time, in whole microseconds.
    Span(TimeDelta),
    /// Date and time without a zone.
    Timestamp(NaiveDateTime),
    /// An instant.
    TimestampTz(DateTime<Utc>),
    Binary(&'a [u8]),
    /// An array of integers, for engines that have such.
    Integers(Vec<i64>),
    /// An array of texts.
    Texts(Vec<Cow<'a, str>>),
    /// An array of texts compared as `CHAR(n)`.
    FixedTexts(Vec<Cow<'a, str>>),
    /// An array of UUIDs.
    Uuids(Vec<Uuid>),
}

impl Parameter<'_> {
    /// The same value for an ordering: the exact form of blank-padded text is text.
    pub(super) fn sortable(self) -> Self {
        match self {
            Self::FixedText(text) => Self::Text(text),
            other => other,
        }
    }
}

/// For `landbridge explain`: text in quotes, all else as OData writes it.
impl fmt::Display for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(v) => write!(f, "{v}"),
            Self::Integer(v) => write!(f, "{v}"),
            Self::Unsigned(v) => write!(f, "{v}"),
            Self::Single(v) => write!(f, "{v}"),
            Self::Double(v) => write!(f, "{v}"),
            Self::Decimal(v) => f.write_str(&v.to_plain_string()),
            Self::Text(v) | Self::FixedText(v) => quoted(f, v),
            Self::Uuid(v) => write!(f, "{v}"),
            Self::Date(v) => write!(f, "{v}"),
            Self::Time(v) => write!(f, "{v}"),
            Self::Span(v) => {
                let mut text = Vec::new();
                text::duration(&mut text, *v);
                f.write_str(&String::from_utf8_lossy(&text))
            }
            Self::Timestamp(v) => write!(f, "{}", v.format("%Y-%m-%dT%H:%M:%S%.f")),
            Self::TimestampTz(v) => f.write_str(&v.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Binary(v) => write!(f, "{} bytes", v.len()),
            Self::Integers(v) => list(f, v, |f, item| write!(f, "{item}")),
            Self::Texts(v) | Self::FixedTexts(v) => list(f, v, |f, item| quoted(f, item)),
            Self::Uuids(v) => list(f, v, |f, item| write!(f, "{item}")),
        }
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "'{}'", text.replace('\'', "''"))
}

fn list<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    one: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_str("[")?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        one(f, item)?;
    }
    f.write_str("]")
}
