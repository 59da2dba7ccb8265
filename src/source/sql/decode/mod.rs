//! A driver's row in, values out: what each column needs is decided once a statement, and cells
//! are lent from the driver's buffer. Knows no SQL text and no connection.

pub(super) mod iso;
mod member;
pub(super) mod mysql;
mod numeric;
pub(super) mod postgres;
mod shape;
mod span;
pub(super) mod sqlite;

use std::borrow::Cow;

use crate::catalog::{Column, Storage, Table};
use crate::edm::{PrimitiveType, ValueRef, text};
use crate::plan::Scan;
use crate::query::{Aggregation, Expr, ExprKind};
use crate::source::{Error, Row};

use super::render::form;

/// What a stored value is instead of what it should be: `text 'abc'`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misfit(pub(super) String);

/// What one column of a scan should give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The type of its values.
    pub(super) ty: PrimitiveType,
    /// The stored form of a column, `None` for a computed one.
    pub(super) form: Option<Storage>,
    /// Digits behind the point a decimal is padded to, where the database keeps no scale.
    pub(super) scale: Option<u32>,
    /// Whether it is published as the text of its values.
    printed: bool,
}

impl Wanted {
    /// What an expression should give; `column` is the one whose value it gives as it is.
    fn of(expr: &Expr, column: Option<&Column>) -> Self {
        let Some(column) = column else { return Self::computed(expr.ty) };
        let printed = column.is_printed();
        let ty = if printed { column.values } else { column.ty.primitive };
        Self { ty, form: Some(form(column)), scale: column.ty.scale, printed }
    }

    const fn computed(ty: PrimitiveType) -> Self {
        Self { ty, form: None, scale: None, printed: false }
    }

    /// Whether it is stored as text.
    const fn is_text(&self) -> bool {
        matches!(self.form, Some(Storage::Text | Storage::FixedText | Storage::AsText))
    }

    /// The least and the greatest integer of the published type.
    fn range(&self) -> (i64, i64) {
        match self.ty {
            PrimitiveType::Byte => (0, i64::from(u8::MAX)),
            PrimitiveType::SByte => (i64::from(i8::MIN), i64::from(i8::MAX)),
            PrimitiveType::Int16 => (i64::from(i16::MIN), i64::from(i16::MAX)),
            PrimitiveType::Int32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
            _ => (i64::MIN, i64::MAX),
        }
    }
}

/// How the columns of one database's rows are read.
pub(super) trait Cells: Sized + Send + Sync {
    /// The driver's row.
    type Row: sqlx::Row;

    /// Decides from what is wanted, at which places of the row, and from the types the database says
    /// it sends; the error names the wanted column's index and type.
    fn choose(wanted: &[Wanted], places: &[usize], row: &Self::Row) -> Result<Self, (usize, Misfit)>;

    /// Writes the cells that have no text in the driver's buffer to lend into `scratch`.
    fn write(&self, row: &Self::Row, scratch: &mut Scratch) -> Result<(), (usize, Misfit)>;

    /// Lends the cell at `index`.
    fn get<'r>(&self, row: &'r Self::Row, scratch: &'r Scratch, index: usize)
    -> Result<ValueRef<'r>, Misfit>;
}

/// Text made for the current row: one buffer for all rows of a statement.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    text: String,
    /// For each column that has text here, in ascending order: its index and where it ends.
    ends: Vec<(usize, usize)>,
}

impl Scratch {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Where to append the text of a column; [`Self::end`] closes it.
    fn text(&mut self) -> &mut String {
        &mut self.text
    }

    fn end(&mut self, column: usize) {
        self.ends.push((column, self.text.len()));
    }

    /// The text of a column; `None` if it is null.
    fn get(&self, column: usize) -> Option<&str> {
        let place = self.ends.binary_search_by_key(&column, |(index, _)| *index).ok()?;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end.1);
        self.text.get(start..self.ends.get(place)?.1)
    }
}

/// What the rows of one scan are, for every engine.
pub(super) struct Shape<'s> {
    table: &'s Table,
    scan: &'s Scan,
    wanted: Vec<Wanted>,
    /// Places of the columns that are published as the text of their values.
    printed: Vec<usize>,
    /// Where each wanted column is in the rows of the statement.
    places: Vec<usize>,
}

impl<'s> Shape<'s> {
    pub(super) fn of(scan: &'s Scan) -> Self {
        let table = &*scan.table;
        // The key of a group is sent in the form it is compared in.
        let bare =
            |wanted: Wanted| if scan.group.is_some() { Wanted { form: None, ..wanted } } else { wanted };
        let wanted = scan.columns.iter().map(|expr| bare(Wanted::of(expr, scan.column(subject(expr)))));
        let added = scan.among.iter().flat_map(|among| {
            let link = among.through.as_ref().map(|through| &*through.table);
            let keys = link.into_iter().flat_map(|link| {
                among.columns.iter().map(move |column| Wanted::of(column, property(column, link)))
            });
            let numbers = std::iter::repeat(Wanted::computed(PrimitiveType::Int64));
            let width = among.width();
            keys.chain(numbers).take(width)
        });
        let wanted: Vec<Wanted> = wanted.chain(added).collect();
        let places = (0..wanted.len()).collect();
        let printed = wanted.iter().enumerate().filter(|(_, wanted)| wanted.printed).map(|(place, _)| place);
        Self { table, scan, printed: printed.collect(), wanted, places }
    }

    /// The same for a statement that was not written for the scan: its columns have their names, but
    /// any order. A single value of a type is the first column, whatever its name.
    ///
    /// The error is the name of a column that is not there.
    pub(super) fn found(mut self, names: &[&str]) -> Result<Self, String> {
        if self.table.key.is_empty() {
            return Ok(self);
        }
        for (expr, place) in self.scan.columns.iter().zip(&mut self.places) {
            let ExprKind::Property(index) = expr.kind else { continue };
            let Some(column) = self.table.columns.get(index) else { continue };
            let exact = names.iter().position(|name| *name == column.name);
            let similar = || names.iter().position(|name| name.eq_ignore_ascii_case(&column.name));
            *place = exact.or_else(similar).ok_or_else(|| column.name.clone())?;
        }
        Ok(self)
    }

    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    pub(super) fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Writes the texts of a row's printed columns, behind those its own decoder has written.
    fn print<C: Cells>(&self, cells: &C, row: &C::Row, scratch: &mut Scratch) -> Result<(), (usize, Misfit)> {
        for place in &self.printed {
            let value = cells.get(row, scratch, *place).map_err(|misfit| (*place, misfit))?.to_value();
            if value.is_null() {
                continue;
            }
            let mut text = Vec::new();
            text::value(&mut text, &value.borrow());
            scratch.text().push_str(&String::from_utf8_lossy(&text));
            scratch.end(self.wanted.len() + place);
        }
        Ok(())
    }

    /// The error for a cell that does not fit; `key` reads a cell of the same row.
    pub(super) fn misfit<'r>(
        &self,
        index: usize,
        misfit: Misfit,
        key: impl Fn(usize) -> Option<ValueRef<'r>>,
    ) -> Error {
        let column = self.scan.columns.get(index).and_then(|expr| self.scan.column(subject(expr)));
        let property = column.map(|column| column.property.clone());
        Error::Value {
            entity_set: self.table.entity_set.clone(),
            property: property.unwrap_or_else(|| "a computed value".to_owned()),
            row: self.key_text(key),
            found: misfit.0,
            expected: self.wanted.get(index).map_or("", |wanted| wanted.ty.name()).to_owned(),
        }
    }

    /// What is wrong with a column of the live table, for the log.
    pub(super) fn column_text(&self, index: usize, found: &Misfit) -> String {
        let name = self.scan.columns.get(index).and_then(|expr| self.scan.column(subject(expr)));
        let name = name.map_or("a computed value", |column| column.name.as_str());
        let expected = self.wanted.get(index).map_or("", |wanted| wanted.ty.name());
        let (table, found) = (&self.table.name, &found.0);
        format!("column '{name}' of '{table}' is {found}, which cannot be read as {expected}")
    }

    /// `(42)`, as far as the scan has the key among its columns.
    fn key_text<'r>(&self, cell: impl Fn(usize) -> Option<ValueRef<'r>>) -> String {
        let part = |property: &usize| {
            let place = self
                .scan
                .columns
                .iter()
                .position(|expr| matches!(expr.kind, ExprKind::Property(index) if index == *property));
            match place.and_then(&cell) {
                Some(ValueRef::Integer(v)) => v.to_string(),
                Some(ValueRef::String(v)) => format!("'{}'", preview(&v)),
                Some(ValueRef::Guid(v)) => v.to_string(),
                Some(ValueRef::Date(v)) => v.to_string(),
                Some(ValueRef::DateTimeOffset(v)) => v.to_rfc3339(),
                Some(ValueRef::Decimal(v)) => v.into_owned(),
                Some(ValueRef::Enumeration(v, declared)) => format!("'{}'", declared.text(v)),
                _ => "?".to_owned(),
            }
        };
        let parts: Vec<String> = self.table.key.iter().map(part).collect();
        format!("({})", parts.join(","))
    }
}

/// What a column of a scan is about: an extreme, or a misfit, is one of the values of its operand.
const fn subject(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Aggregate(Aggregation::Min | Aggregation::Max | Aggregation::Misfit, Some(operand)) => {
            operand
        }
        _ => expr,
    }
}

/// The column of a property.
fn property<'t>(expr: &Expr, table: &'t Table) -> Option<&'t Column> {
    match expr.kind {
        ExprKind::Property(index) => table.columns.get(index),
        _ => None,
    }
}

/// A row of a statement, lent to a sink.
pub(super) struct Lent<'r, C: Cells> {
    pub(super) cells: &'r C,
    pub(super) row: &'r C::Row,
    pub(super) scratch: &'r Scratch,
    pub(super) shape: &'r Shape<'r>,
}

impl<'r, C: Cells> Lent<'r, C> {
    /// Makes the row ready: text that the driver does not hold is written into `scratch`.
    pub(super) fn new(
        cells: &'r C,
        row: &'r C::Row,
        scratch: &'r mut Scratch,
        shape: &'r Shape<'r>,
    ) -> Result<Self, Error> {
        scratch.clear();
        let written = cells.write(row, scratch).and_then(|()| shape.print(cells, row, scratch));
        let lent = Self { cells, row, scratch, shape };
        match written {
            Ok(()) => Ok(lent),
            Err((index, misfit)) => Err(lent.misfit(index, misfit)),
        }
    }

    fn misfit(&self, index: usize, misfit: Misfit) -> Error {
        self.shape.misfit(index, misfit, |place| self.cells.get(self.row, self.scratch, place).ok())
    }
}

impl<C: Cells> Row for Lent<'_, C> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        let Shape { printed, wanted, .. } = self.shape;
        if !printed.is_empty() && printed.contains(&index) {
            let text = self.scratch.get(wanted.len() + index);
            return Ok(text.map_or(ValueRef::Null, |text| ValueRef::String(Cow::Borrowed(text))));
        }
        self.cells.get(self.row, self.scratch, index).map_err(|misfit| self.misfit(index, misfit))
    }
}

/// The beginning of a stored text, for a message.
fn preview(text: &str) -> String {
    let mut letters = text.chars();
    let mut preview: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() {
        preview.push('…');
    }
    preview
}

/// `text '…'`, for a message.
fn text_found(text: &str) -> Misfit {
    Misfit(format!("text '{}'", preview(text)))
}

/// The integer, if it lies in the range.
fn in_range(value: i64, (least, greatest): (i64, i64)) -> Result<ValueRef<'static>, Misfit> {
    if (least..=greatest).contains(&value) {
        return Ok(ValueRef::Integer(value));
    }
    Err(Misfit(format!("the number {value}")))
}

/// The error for a place that the statement has no column for.
fn no_column(index: usize) -> Misfit {
    Misfit(format!("not among the columns read (column {index})"))
}
