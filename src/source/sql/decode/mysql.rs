//! The binary row format of MySQL and MariaDB.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use sqlx::mysql::MySqlRow;
use sqlx::{Column as _, Decode, MySql, Row as _, TypeInfo as _};

use crate::catalog::Storage;
use crate::edm::geo::Spatial;
use crate::edm::{Enumeration, PrimitiveType as P, ValueRef};

use super::numeric::write_integer;
use super::{Cells, Misfit, Scratch, Wanted, in_range, member, no_column, shape, span, text_found};

/// How an integer column is laid out.
#[derive(Clone, Copy, Debug)]
enum Layout {
    /// Little-endian, of any width.
    Signed,
    /// Little-endian, of any width.
    Unsigned,
    /// `BIT(n)`: big-endian, of any width.
    Bits,
}

/// How one column is read.
#[derive(Clone, Copy, Debug)]
enum Cell {
    Boolean(Layout),
    /// An integer within a range.
    Integer(Layout, i64, i64),
    /// An integer published as a decimal, padded to a scale.
    IntegerAsDecimal(Layout, Option<u32>),
    Single,
    SingleAsDouble,
    Double,
    Decimal,
    /// A `DECIMAL` published as an integer type within a range.
    DecimalAsInteger(i64, i64),
    Text,
    /// Sent with its padding in one mode of the server's.
    FixedText,
    TextAsUuid,
    Date,
    Time,
    Timestamp,
    Binary,
    /// An integer that is a member.
    Member(Layout, Enumeration),
    /// A text that names a member.
    NamedMember(Enumeration),
    /// A `TIME`, of any number of hours.
    Span,
    /// Integers or a `DECIMAL`: seconds.
    Seconds(Layout),
    DecimalSeconds,
    /// ISO 8601 text.
    TextAsDuration,
    /// The server's own bytes.
    Shape(Spatial),
    /// Well-known text.
    TextAsShape(Spatial),
}

/// How the columns of a MySQL row are read.
pub(in crate::source::sql) struct MySqlCells(Vec<(usize, Cell)>);

impl Cells for MySqlCells {
    type Row = MySqlRow;

    fn choose(wanted: &[Wanted], places: &[usize], row: &MySqlRow) -> Result<Self, (usize, Misfit)> {
        let mut cells = Vec::with_capacity(wanted.len());
        for (index, (wanted, place)) in wanted.iter().zip(places).enumerate() {
            let column = row.columns().get(*place).ok_or_else(|| (index, no_column(index)))?;
            let name = column.type_info().name();
            let cell = cell(wanted, name).ok_or_else(|| (index, Misfit(format!("of the type {name}"))))?;
            cells.push((*place, cell));
        }
        Ok(Self(cells))
    }

    fn write(&self, row: &MySqlRow, scratch: &mut Scratch) -> Result<(), (usize, Misfit)> {
        for (index, (place, cell)) in self.0.iter().enumerate() {
            let Cell::IntegerAsDecimal(layout, scale) = *cell else { continue };
            let Some(bytes) = bytes(row, *place).map_err(|misfit| (index, misfit))? else { continue };
            let value = integer(bytes, layout).map_err(|misfit| (index, misfit))?;
            match i64::try_from(value) {
                Ok(value) => write_integer(value, scale, scratch.text()),
                Err(_) => scratch.text().push_str(itoa::Buffer::new().format(value)),
            }
            scratch.end(index);
        }
        Ok(())
    }

    fn get<'r>(&self, row: &'r MySqlRow, scratch: &'r Scratch, index: usize) -> Result<ValueRef<'r>, Misfit> {
        let (place, cell) = self.0.get(index).ok_or_else(|| no_column(index))?;
        let Some(bytes) = bytes(row, *place)? else { return Ok(ValueRef::Null) };
        Ok(match *cell {
            Cell::Boolean(layout) => ValueRef::Boolean(integer(bytes, layout)? != 0),
            Cell::Integer(layout, least, greatest) => {
                return in_range(small(bytes, layout)?, (least, greatest));
            }
            Cell::IntegerAsDecimal(..) => ValueRef::Decimal(Cow::Borrowed(scratch.get(index).unwrap_or(""))),
            Cell::Single => ValueRef::Single(f32::from_le_bytes(array(bytes)?)),
            Cell::SingleAsDouble => ValueRef::Double(f64::from(f32::from_le_bytes(array(bytes)?))),
            Cell::Double => ValueRef::Double(f64::from_le_bytes(array(bytes)?)),
            Cell::Decimal => ValueRef::Decimal(decimal(text(bytes)?)),
            Cell::DecimalAsInteger(least, greatest) => {
                let text = text(bytes)?;
                let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
                return match whole.parse() {
                    Ok(whole) if fraction.bytes().all(|digit| digit == b'0') => {
                        in_range(whole, (least, greatest))
                    }
                    _ => Err(Misfit(format!("the number {text}"))),
                };
            }
            Cell::Text => ValueRef::String(Cow::Borrowed(text(bytes)?)),
            Cell::FixedText => ValueRef::String(Cow::Borrowed(text(bytes)?.trim_end_matches(' '))),
            Cell::TextAsUuid => {
                let text = text(bytes)?;
                ValueRef::Guid(text.parse().map_err(|_| text_found(text))?)
            }
            Cell::Date => ValueRef::Date(date(unframed(bytes)?)?),
            Cell::Time => ValueRef::TimeOfDay(time(unframed(bytes)?)?),
            Cell::Timestamp => ValueRef::DateTimeOffset(timestamp(unframed(bytes)?)?),
            Cell::Binary => ValueRef::Binary(bytes),
            Cell::Member(layout, declared) => return member::of_value(small(bytes, layout)?, declared),
            Cell::NamedMember(declared) => {
                return member::of_names(text(bytes)?.trim_end_matches(' '), declared);
            }
            Cell::Span => return time_span(unframed(bytes)?),
            Cell::Seconds(layout) => return span::of_seconds(small(bytes, layout)?),
            Cell::DecimalSeconds => return span::of_decimal(text(bytes)?),
            Cell::TextAsDuration => return span::of_text(text(bytes)?.trim_end_matches(' ')),
            Cell::Shape(ty) => return shape::of_prefixed(bytes, ty),
            Cell::TextAsShape(ty) => return shape::of_text(text(bytes)?, ty),
        })
    }
}

/// A row of a plan: all its columns that are text or numbers, in order.
pub(in crate::source::sql) fn line(row: &MySqlRow) -> String {
    let mut parts = Vec::new();
    for column in row.columns() {
        let Ok(Some(bytes)) = bytes(row, column.ordinal()) else { continue };
        let cell = match column.type_info().name() {
            "INT" | "BIGINT" | "INT UNSIGNED" | "BIGINT UNSIGNED" => {
                integer(bytes, Layout::Unsigned).map(|number| number.to_string())
            }
            "DOUBLE" => array(bytes).map(|bytes| f64::from_le_bytes(bytes).to_string()),
            _ => text(bytes).map(str::to_owned),
        };
        parts.push(format!("{}={}", column.name(), cell.unwrap_or_default()));
    }
    parts.join(" ")
}

/// The way to read a column of the type named `name`; `None` if it does not fit what is declared.
fn cell(wanted: &Wanted, name: &str) -> Option<Cell> {
    let (least, greatest) = wanted.range();
    let layout = match name {
        // The driver's word for `TINYINT(1)`, signed or not.
        "BOOLEAN" if wanted.form == Some(Storage::Unsigned) => Some(Layout::Unsigned),
        "BOOLEAN" | "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => Some(Layout::Signed),
        "TINYINT UNSIGNED" | "SMALLINT UNSIGNED" | "MEDIUMINT UNSIGNED" | "INT UNSIGNED"
        | "BIGINT UNSIGNED" | "YEAR" => Some(Layout::Unsigned),
        "BIT" => Some(Layout::Bits),
        _ => None,
    };
    if let Some(layout) = layout {
        return match wanted.ty {
            P::Boolean if matches!(wanted.form, Some(Storage::Boolean) | None) => Some(Cell::Boolean(layout)),
            P::Decimal => Some(Cell::IntegerAsDecimal(layout, wanted.scale)),
            P::Enumeration(declared) => Some(Cell::Member(layout, declared)),
            P::Duration => Some(Cell::Seconds(layout)),
            ty if ty.is_integer() => Some(Cell::Integer(layout, least, greatest)),
            _ => None,
        };
    }
    // Text of a binary collation is called by the names of bytes, so for text all of them will do.
    let bytes = matches!(
        name,
        "CHAR"
            | "VARCHAR"
            | "TINYTEXT"
            | "TEXT"
            | "MEDIUMTEXT"
            | "LONGTEXT"
            | "BINARY"
            | "VARBINARY"
            | "TINYBLOB"
            | "BLOB"
            | "MEDIUMBLOB"
            | "LONGBLOB"
    );
    Some(match (name, wanted.ty) {
        ("FLOAT", P::Single) => Cell::Single,
        ("FLOAT", P::Double) => Cell::SingleAsDouble,
        ("DOUBLE", P::Double) => Cell::Double,
        ("DECIMAL", P::Decimal) => Cell::Decimal,
        ("DECIMAL", ty) if ty.is_integer() => Cell::DecimalAsInteger(least, greatest),
        ("ENUM" | "SET" | "JSON", P::String) => Cell::Text,
        (_, P::String) if bytes && wanted.form == Some(Storage::FixedText) => Cell::FixedText,
        (_, P::String) if bytes => Cell::Text,
        (_, P::Guid) if bytes => Cell::TextAsUuid,
        (_, P::Binary) if bytes || name == "GEOMETRY" => Cell::Binary,
        ("ENUM" | "SET", P::Enumeration(declared)) => Cell::NamedMember(declared),
        (_, P::Enumeration(declared)) if bytes => Cell::NamedMember(declared),
        ("TIME", P::Duration) => Cell::Span,
        ("DECIMAL", P::Duration) => Cell::DecimalSeconds,
        (_, P::Duration) if bytes => Cell::TextAsDuration,
        ("GEOMETRY", P::Spatial(ty)) => Cell::Shape(ty),
        (_, P::Spatial(ty)) if bytes => Cell::TextAsShape(ty),
        ("DATE", P::Date) => Cell::Date,
        ("TIME", P::TimeOfDay) => Cell::Time,
        ("DATETIME" | "TIMESTAMP", P::DateTimeOffset) => Cell::Timestamp,
        _ => return None,
    })
}

fn bytes(row: &MySqlRow, index: usize) -> Result<Option<&[u8]>, Misfit> {
    let value = row.try_get_raw(index).map_err(|_| no_column(index))?;
    // Not `is_null`: the driver takes zero dates for nulls. Its only error here is a real null.
    Ok(<&[u8] as Decode<MySql>>::decode(value).ok())
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Misfit> {
    bytes.try_into().map_err(|_| Misfit(format!("{} bytes", bytes.len())))
}

fn integer(bytes: &[u8], layout: Layout) -> Result<i128, Misfit> {
    if bytes.len() > 8 {
        return Err(Misfit(format!("{} bytes", bytes.len())));
    }
    let widen = |number: u64, byte: &u8| (number << 8) | u64::from(*byte);
    let number = match layout {
        Layout::Bits => bytes.iter().fold(0, widen),
        Layout::Signed | Layout::Unsigned => bytes.iter().rev().fold(0, widen),
    };
    let negative = matches!(layout, Layout::Signed) && bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    let number = i128::from(number);
    Ok(if negative { number - (1_i128 << (8 * bytes.len())) } else { number })
}

/// An integer of 64 bits.
fn small(bytes: &[u8], layout: Layout) -> Result<i64, Misfit> {
    let value = integer(bytes, layout)?;
    i64::try_from(value).map_err(|_| Misfit(format!("the number {value}")))
}

fn text(bytes: &[u8]) -> Result<&str, Misfit> {
    std::str::from_utf8(bytes).map_err(|_| Misfit("text that is not UTF-8".to_owned()))
}

/// The digits as sent, but for the zeros in front that `ZEROFILL` adds.
fn decimal(text: &str) -> Cow<'_, str> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let filled = whole.len() > 1 && whole.starts_with('0');
    Cow::Borrowed(if filled {
        let zeros = whole.bytes().take(whole.len() - 1).take_while(|digit| *digit == b'0').count();
        text.get(zeros..).unwrap_or(text)
    } else {
        text
    })
}

/// A temporal value without the length in front of it.
fn unframed(bytes: &[u8]) -> Result<&[u8], Misfit> {
    bytes.split_first().map(|(_, rest)| rest).ok_or_else(|| Misfit("0 bytes".to_owned()))
}

/// Year, month, day; nothing at all for the zero date.
fn date(bytes: &[u8]) -> Result<NaiveDate, Misfit> {
    let &[y1, y2, month, day, ..] = bytes else {
        return Err(Misfit("the zero date 0000-00-00".to_owned()));
    };
    let year = u16::from_le_bytes([y1, y2]);
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .ok_or_else(|| Misfit(format!("the zero date {year:04}-{month:02}-{day:02}")))
}

/// Sign, days, and the clock.
type Parts<'a> = (u8, u32, &'a [u8]);

/// The parts of a `TIME`; nothing at all for midnight.
fn signed(bytes: &[u8]) -> Result<Option<Parts<'_>>, Misfit> {
    match *bytes {
        [] => Ok(None),
        [sign, a, b, c, d, ref clock @ ..] => Ok(Some((sign, u32::from_le_bytes([a, b, c, d]), clock))),
        _ => Err(Misfit(format!("{} bytes", bytes.len()))),
    }
}

/// A `TIME` that is a span of time.
fn time_span(bytes: &[u8]) -> Result<ValueRef<'static>, Misfit> {
    let Some((sign, days, clock)) = signed(bytes)? else { return Ok(ValueRef::Duration(TimeDelta::zero())) };
    let length = TimeDelta::days(days.into()) + (clock_time(clock)? - NaiveTime::MIN);
    Ok(ValueRef::Duration(if sign == 0 { length } else { -length }))
}

/// A `TIME` that is a time of day.
fn time(bytes: &[u8]) -> Result<NaiveTime, Misfit> {
    let Some((sign, days, clock)) = signed(bytes)? else { return Ok(NaiveTime::MIN) };
    if sign == 0 && days == 0 {
        return clock_time(clock);
    }
    let hour = u64::from(days) * 24 + clock.first().map_or(0, |hour| u64::from(*hour));
    Err(Misfit(format!("the time span of {}{hour} hours", if sign == 0 { "" } else { "-" })))
}

fn timestamp(bytes: &[u8]) -> Result<DateTime<Utc>, Misfit> {
    let day = date(bytes)?;
    let time = match bytes.get(4..) {
        Some([]) | None => NaiveTime::MIN,
        Some(clock) => clock_time(clock)?,
    };
    Ok(NaiveDateTime::new(day, time).and_utc())
}

/// Hour, minute, second and, unless zero, microseconds.
fn clock_time(bytes: &[u8]) -> Result<NaiveTime, Misfit> {
    let (hour, minute, second, micros) = match *bytes {
        [hour, minute, second] => (hour, minute, second, 0),
        [hour, minute, second, a, b, c, d] => (hour, minute, second, u32::from_le_bytes([a, b, c, d])),
        _ => return Err(Misfit(format!("{} bytes", bytes.len()))),
    };
    NaiveTime::from_hms_micro_opt(u32::from(hour), u32::from(minute), u32::from(second), micros)
        .ok_or_else(|| Misfit(format!("the time {hour:02}:{minute:02}:{second:02}")))
}
