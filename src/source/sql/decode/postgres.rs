//! PostgreSQL's binary row format.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use sqlx::postgres::{PgRow, PgValueRef};
use sqlx::{Column as _, Row as _, TypeInfo as _};
use uuid::Uuid;

use crate::catalog::Storage;
use crate::edm::geo::Spatial;
use crate::edm::{Enumeration, PrimitiveType as P, ValueRef};

use super::numeric::{write_integer, write_numeric};
use super::{Cells, Misfit, Scratch, Wanted, in_range, member, no_column, shape, span, text_found};

/// How one column is read.
#[derive(Clone, Copy, Debug)]
enum Cell {
    Boolean,
    /// `int2`, `int4`, `int8`: an integer within a range.
    Integer(i64, i64),
    /// An integer published as a decimal, padded to a scale.
    IntegerAsDecimal(Option<u32>),
    Single,
    SingleAsDouble,
    Double,
    Decimal,
    /// A `numeric` published as an integer type within a range.
    DecimalAsInteger(i64, i64),
    Text,
    FixedText,
    TextAsUuid,
    Uuid,
    UuidAsText,
    Date,
    Time,
    /// With or without zone: both are microseconds of UTC.
    Timestamp,
    Binary,
    /// An integer that is a member.
    Member(Enumeration),
    /// A text that names a member.
    NamedMember(Enumeration),
    Interval,
    /// Integers or a `numeric`: seconds.
    Seconds,
    DecimalSeconds,
    /// ISO 8601 text.
    TextAsDuration,
    /// PostGIS's bytes.
    Shape(Spatial),
    /// Well-known text.
    TextAsShape(Spatial),
}

/// How the columns of a PostgreSQL row are read.
pub(in crate::source::sql) struct PostgresCells(Vec<(usize, Cell)>);

impl Cells for PostgresCells {
    type Row = PgRow;

    fn choose(wanted: &[Wanted], places: &[usize], row: &PgRow) -> Result<Self, (usize, Misfit)> {
        let mut cells = Vec::with_capacity(wanted.len());
        for (index, (wanted, place)) in wanted.iter().zip(places).enumerate() {
            let column = row.columns().get(*place).ok_or_else(|| (index, no_column(index)))?;
            let name = column.type_info().name();
            let cell = cell(wanted, name).ok_or_else(|| (index, Misfit(format!("of the type {name}"))))?;
            cells.push((*place, cell));
        }
        Ok(Self(cells))
    }

    fn write(&self, row: &PgRow, scratch: &mut Scratch) -> Result<(), (usize, Misfit)> {
        for (index, (place, cell)) in self.0.iter().enumerate() {
            if !matches!(cell, Cell::Decimal | Cell::IntegerAsDecimal(_) | Cell::UuidAsText) {
                continue;
            }
            let Some(bytes) = bytes(row, *place).map_err(|misfit| (index, misfit))? else { continue };
            let written = match cell {
                Cell::Decimal => write_numeric(bytes, scratch.text()),
                Cell::IntegerAsDecimal(scale) => {
                    integer(bytes).map(|value| write_integer(value, *scale, scratch.text()))
                }
                _ => uuid(bytes).map(|id| {
                    let mut buffer = Uuid::encode_buffer();
                    scratch.text().push_str(id.hyphenated().encode_lower(&mut buffer));
                }),
            };
            written.map_err(|misfit| (index, misfit))?;
            scratch.end(index);
        }
        Ok(())
    }

    fn get<'r>(&self, row: &'r PgRow, scratch: &'r Scratch, index: usize) -> Result<ValueRef<'r>, Misfit> {
        let (place, cell) = self.0.get(index).ok_or_else(|| no_column(index))?;
        let Some(bytes) = bytes(row, *place)? else { return Ok(ValueRef::Null) };
        let written = || Cow::Borrowed(scratch.get(index).unwrap_or(""));
        Ok(match *cell {
            Cell::Boolean => ValueRef::Boolean(bytes != [0]),
            Cell::Integer(least, greatest) => return in_range(integer(bytes)?, (least, greatest)),
            Cell::IntegerAsDecimal(_) | Cell::Decimal => ValueRef::Decimal(written()),
            Cell::Single => ValueRef::Single(f32::from_be_bytes(array(bytes)?)),
            Cell::SingleAsDouble => ValueRef::Double(f64::from(f32::from_be_bytes(array(bytes)?))),
            Cell::Double => ValueRef::Double(f64::from_be_bytes(array(bytes)?)),
            Cell::DecimalAsInteger(least, greatest) => {
                let mut digits = String::new();
                write_numeric(bytes, &mut digits)?;
                let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
                return match whole.parse() {
                    Ok(whole) if fraction.bytes().all(|digit| digit == b'0') => {
                        in_range(whole, (least, greatest))
                    }
                    _ => Err(Misfit(format!("the number {digits}"))),
                };
            }
            Cell::Text => ValueRef::String(Cow::Borrowed(text(bytes)?)),
            Cell::FixedText => ValueRef::String(Cow::Borrowed(text(bytes)?.trim_end_matches(' '))),
            Cell::TextAsUuid => {
                let text = text(bytes)?;
                ValueRef::Guid(text.trim_end_matches(' ').parse().map_err(|_| text_found(text))?)
            }
            Cell::Uuid => ValueRef::Guid(uuid(bytes)?),
            Cell::UuidAsText => ValueRef::String(written()),
            Cell::Date => ValueRef::Date(date(i32::from_be_bytes(array(bytes)?))?),
            Cell::Time => ValueRef::TimeOfDay(time(i64::from_be_bytes(array(bytes)?))?),
            Cell::Timestamp => ValueRef::DateTimeOffset(timestamp(i64::from_be_bytes(array(bytes)?))?),
            Cell::Binary => ValueRef::Binary(bytes),
            Cell::Member(declared) => return member::of_value(integer(bytes)?, declared),
            // Padding is no part of a name.
            Cell::NamedMember(declared) => {
                return member::of_names(text(bytes)?.trim_end_matches(' '), declared);
            }
            Cell::Interval => return interval(bytes),
            Cell::Seconds => return span::of_seconds(integer(bytes)?),
            Cell::DecimalSeconds => {
                let mut digits = String::new();
                write_numeric(bytes, &mut digits)?;
                return span::of_decimal(&digits);
            }
            Cell::TextAsDuration => return span::of_text(text(bytes)?.trim_end_matches(' ')),
            Cell::Shape(ty) => return shape::of_ewkb(bytes, ty),
            Cell::TextAsShape(ty) => return shape::of_text(text(bytes)?, ty),
        })
    }
}

/// The way to read a column of the type named `name`; `None` if it does not fit what is declared.
fn cell(wanted: &Wanted, name: &str) -> Option<Cell> {
    let (least, greatest) = wanted.range();
    Some(match (name, wanted.ty) {
        ("BOOL", P::Boolean) => Cell::Boolean,
        ("INT2" | "INT4" | "INT8", ty) if ty.is_integer() => Cell::Integer(least, greatest),
        ("INT2" | "INT4" | "INT8", P::Decimal) => Cell::IntegerAsDecimal(wanted.scale),
        ("FLOAT4", P::Single) => Cell::Single,
        ("FLOAT4", P::Double) => Cell::SingleAsDouble,
        ("FLOAT8", P::Double) => Cell::Double,
        ("NUMERIC", P::Decimal) => Cell::Decimal,
        ("NUMERIC", ty) if ty.is_integer() => Cell::DecimalAsInteger(least, greatest),
        // Padded and other text compare by different rules, so the definition has to know which.
        ("CHAR", P::String) if matches!(wanted.form, Some(Storage::FixedText) | None) => Cell::FixedText,
        ("TEXT" | "VARCHAR" | "NAME" | "UNKNOWN", P::String) if wanted.form != Some(Storage::FixedText) => {
            Cell::Text
        }
        ("TEXT" | "VARCHAR" | "CHAR", P::Guid) => Cell::TextAsUuid,
        ("UUID", P::Guid) => Cell::Uuid,
        ("UUID", P::String) => Cell::UuidAsText,
        ("DATE", P::Date) => Cell::Date,
        ("TIME", P::TimeOfDay) => Cell::Time,
        ("TIMESTAMP" | "TIMESTAMPTZ", P::DateTimeOffset) => Cell::Timestamp,
        ("BYTEA", P::Binary) => Cell::Binary,
        ("INT2" | "INT4" | "INT8", P::Enumeration(declared)) => Cell::Member(declared),
        ("TEXT" | "VARCHAR" | "CHAR" | "NAME", P::Enumeration(declared)) => Cell::NamedMember(declared),
        ("INTERVAL", P::Duration) => Cell::Interval,
        ("INT2" | "INT4" | "INT8", P::Duration) => Cell::Seconds,
        ("NUMERIC", P::Duration) => Cell::DecimalSeconds,
        ("TEXT" | "VARCHAR" | "CHAR", P::Duration) => Cell::TextAsDuration,
        ("BYTEA", P::Spatial(ty)) => Cell::Shape(ty),
        ("TEXT" | "VARCHAR" | "CHAR", P::Spatial(ty)) => Cell::TextAsShape(ty),
        _ => return None,
    })
}

fn bytes(row: &PgRow, index: usize) -> Result<Option<&[u8]>, Misfit> {
    let value: PgValueRef<'_> = row.try_get_raw(index).map_err(|_| no_column(index))?;
    // The driver's only error here is that there is a null.
    Ok(value.as_bytes().ok())
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Misfit> {
    bytes.try_into().map_err(|_| Misfit(format!("{} bytes", bytes.len())))
}

fn integer(bytes: &[u8]) -> Result<i64, Misfit> {
    match *bytes {
        [a, b] => Ok(i64::from(i16::from_be_bytes([a, b]))),
        [a, b, c, d] => Ok(i64::from(i32::from_be_bytes([a, b, c, d]))),
        _ => Ok(i64::from_be_bytes(array(bytes)?)),
    }
}

fn uuid(bytes: &[u8]) -> Result<Uuid, Misfit> {
    Ok(Uuid::from_bytes(array(bytes)?))
}

fn text(bytes: &[u8]) -> Result<&str, Misfit> {
    std::str::from_utf8(bytes).map_err(|_| Misfit("text that is not UTF-8".to_owned()))
}

/// Days since 2000-01-01, whose least and greatest numbers stand for the infinities.
fn date(days: i32) -> Result<NaiveDate, Misfit> {
    match days {
        i32::MAX => Err(Misfit("infinity".to_owned())),
        i32::MIN => Err(Misfit("-infinity".to_owned())),
        _ => NaiveDate::from_ymd_opt(2000, 1, 1)
            .and_then(|epoch| epoch.checked_add_signed(TimeDelta::try_days(i64::from(days))?))
            .ok_or_else(|| Misfit(format!("a date {days} days from 2000-01-01"))),
    }
}

/// Microseconds, days, months; a month is no span of time.
fn interval(bytes: &[u8]) -> Result<ValueRef<'static>, Misfit> {
    let (Some((microseconds, rest)), true) = (bytes.split_first_chunk(), bytes.len() == 16) else {
        return Err(Misfit(format!("{} bytes", bytes.len())));
    };
    let microseconds = i64::from_be_bytes(*microseconds);
    let [d1, d2, d3, d4, m1, m2, m3, m4] = array(rest)?;
    let (days, months) = (i32::from_be_bytes([d1, d2, d3, d4]), i32::from_be_bytes([m1, m2, m3, m4]));
    match (microseconds, days, months) {
        (i64::MAX, i32::MAX, i32::MAX) => return Err(Misfit("infinity".to_owned())),
        (i64::MIN, i32::MIN, i32::MIN) => return Err(Misfit("-infinity".to_owned())),
        (_, _, 0) => {}
        _ => return Err(Misfit(format!("an interval with {months} months, whose length is not known"))),
    }
    let length = i128::from(days) * 86_400_000_000 + i128::from(microseconds);
    span::of_microseconds(length).ok_or_else(|| Misfit(format!("an interval of {days} days")))
}

/// Microseconds of the day; PostgreSQL has a 24:00:00.
fn time(microseconds: i64) -> Result<NaiveTime, Misfit> {
    let seconds = u32::try_from(microseconds / 1_000_000).ok();
    let rest = u32::try_from(microseconds % 1_000_000).ok();
    seconds
        .zip(rest)
        .and_then(|(seconds, rest)| NaiveTime::from_num_seconds_from_midnight_opt(seconds, rest * 1000))
        .ok_or_else(|| Misfit("the time 24:00:00".to_owned()))
}

/// Microseconds since 2000-01-01T00:00:00Z.
fn timestamp(microseconds: i64) -> Result<DateTime<chrono::Utc>, Misfit> {
    const EPOCH: i64 = 946_684_800_000_000;
    match microseconds {
        i64::MAX => Err(Misfit("infinity".to_owned())),
        i64::MIN => Err(Misfit("-infinity".to_owned())),
        _ => microseconds
            .checked_add(EPOCH)
            .and_then(DateTime::from_timestamp_micros)
            .ok_or_else(|| Misfit(format!("a time {microseconds} microseconds from the year 2000"))),
    }
}
