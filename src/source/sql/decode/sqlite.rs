//! SQLite's rows, in which every cell has a type of its own, whatever its column declares.

use std::borrow::Cow;

use sqlx::sqlite::{SqliteRow, SqliteValueRef};
use sqlx::{Decode, Row as _, Sqlite, TypeInfo as _, ValueRef as _};

use crate::catalog::Storage;
use crate::edm::{PrimitiveType as P, ValueRef};

use super::numeric::{write_float, write_integer};
use super::{Cells, Misfit, Scratch, Wanted, in_range, iso, member, no_column, shape, span, text_found};

/// How the columns of a SQLite row are read.
pub(in crate::source::sql) struct SqliteCells(Vec<(usize, Wanted)>);

/// What a cell holds.
enum Stored<'r> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'r str),
    Blob(&'r [u8]),
}

impl Cells for SqliteCells {
    type Row = SqliteRow;

    fn choose(wanted: &[Wanted], places: &[usize], _row: &SqliteRow) -> Result<Self, (usize, Misfit)> {
        Ok(Self(places.iter().copied().zip(wanted.iter().copied()).collect()))
    }

    fn write(&self, row: &SqliteRow, scratch: &mut Scratch) -> Result<(), (usize, Misfit)> {
        for (index, (place, wanted)) in self.0.iter().enumerate() {
            if wanted.ty != P::Decimal {
                continue;
            }
            match stored(row, *place).map_err(|misfit| (index, misfit))? {
                Stored::Null => continue,
                Stored::Integer(value) => write_integer(value, wanted.scale, scratch.text()),
                Stored::Real(value) => {
                    write_float(value, wanted.scale, scratch.text()).map_err(|misfit| (index, misfit))?
                }
                other => return Err((index, found(&other))),
            }
            scratch.end(index);
        }
        Ok(())
    }

    fn get<'r>(
        &self,
        row: &'r SqliteRow,
        scratch: &'r Scratch,
        index: usize,
    ) -> Result<ValueRef<'r>, Misfit> {
        let (place, wanted) = self.0.get(index).ok_or_else(|| no_column(index))?;
        Ok(match (wanted.ty, stored(row, *place)?) {
            (_, Stored::Null) => ValueRef::Null,
            (P::Boolean, Stored::Integer(value @ (0 | 1))) => ValueRef::Boolean(value == 1),
            (ty, Stored::Integer(value)) if ty.is_integer() => return in_range(value, wanted.range()),
            (P::Single, Stored::Real(value)) => ValueRef::Single(exact_single(value)?),
            (P::Double, Stored::Real(value)) => ValueRef::Double(value),
            (P::Double, Stored::Integer(value)) => ValueRef::Double(exact_double(value)?),
            (P::Decimal, Stored::Integer(_) | Stored::Real(_)) => {
                ValueRef::Decimal(Cow::Borrowed(scratch.get(index).unwrap_or("")))
            }
            (P::String, Stored::Text(text)) => ValueRef::String(Cow::Borrowed(text)),
            (P::Guid, Stored::Text(text)) => ValueRef::Guid(text.parse().map_err(|_| text_found(text))?),
            (P::Date, Stored::Text(text)) => ValueRef::Date(iso::date(text).ok_or_else(|| text_found(text))?),
            (P::TimeOfDay, Stored::Text(text)) => {
                ValueRef::TimeOfDay(iso::time(text).ok_or_else(|| text_found(text))?)
            }
            (P::DateTimeOffset, Stored::Text(text)) => {
                ValueRef::DateTimeOffset(iso::instant(text).ok_or_else(|| text_found(text))?)
            }
            (P::Binary, Stored::Blob(bytes)) => ValueRef::Binary(bytes),
            // What is not stored as the column says is not compared as such either.
            (P::Enumeration(declared), Stored::Integer(value)) if !wanted.is_text() => {
                return member::of_value(value, declared);
            }
            (P::Enumeration(declared), Stored::Text(names)) if wanted.is_text() => {
                return member::of_names(names, declared);
            }
            (P::Duration, Stored::Integer(seconds)) if !wanted.is_text() => return span::of_seconds(seconds),
            (P::Duration, Stored::Real(seconds)) if wanted.form == Some(Storage::Decimal) => {
                let mut digits = String::new();
                write_float(seconds, None, &mut digits)?;
                return span::of_decimal(&digits);
            }
            (P::Duration, Stored::Text(text)) if wanted.is_text() => return span::of_text(text),
            (P::Spatial(ty), Stored::Text(text)) => return shape::of_text(text, ty),
            (_, other) => return Err(found(&other)),
        })
    }
}

fn stored(row: &SqliteRow, index: usize) -> Result<Stored<'_>, Misfit> {
    let value: SqliteValueRef<'_> = row.try_get_raw(index).map_err(|_| no_column(index))?;
    if value.is_null() {
        return Ok(Stored::Null);
    }
    // The driver names a value by its own type, not its column's, as long as it is not null.
    let kind = Kind::of(value.type_info().name());
    let damaged = |_| Misfit("a damaged value".to_owned());
    Ok(match kind {
        Kind::Integer => Stored::Integer(Decode::<Sqlite>::decode(value).map_err(damaged)?),
        Kind::Real => Stored::Real(Decode::<Sqlite>::decode(value).map_err(damaged)?),
        Kind::Text => {
            let text = Decode::<Sqlite>::decode(value);
            Stored::Text(text.map_err(|_| Misfit("text that is not UTF-8".to_owned()))?)
        }
        Kind::Blob => Stored::Blob(Decode::<Sqlite>::decode(value).map_err(damaged)?),
    })
}

/// The type of a cell that is not null.
enum Kind {
    Integer,
    Real,
    Text,
    Blob,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "INTEGER" => Self::Integer,
            "REAL" => Self::Real,
            "TEXT" => Self::Text,
            _ => Self::Blob,
        }
    }
}

fn found(stored: &Stored<'_>) -> Misfit {
    match stored {
        Stored::Null => Misfit("null".to_owned()),
        Stored::Integer(value) => Misfit(format!("the number {value}")),
        Stored::Real(value) => Misfit(format!("the number {value}")),
        Stored::Text(text) => text_found(text),
        Stored::Blob(bytes) => Misfit(format!("{} bytes", bytes.len())),
    }
}

/// The 4-byte float of an 8-byte one that has one.
fn exact_single(value: f64) -> Result<f32, Misfit> {
    #[expect(clippy::cast_possible_truncation, reason = "what is not the same number is sorted out after")]
    let single = value as f32;
    if f64::from(single) == value { Ok(single) } else { Err(Misfit(format!("the number {value}"))) }
}

/// The float of an integer that has one.
fn exact_double(value: i64) -> Result<f64, Misfit> {
    #[expect(clippy::cast_precision_loss, reason = "the magnitude is checked beside it")]
    let double = value as f64;
    if value.unsigned_abs() <= 1 << 53 { Ok(double) } else { Err(Misfit(format!("the number {value}"))) }
}
