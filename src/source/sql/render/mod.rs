//! A scan in, a statement out: one method per clause of a SELECT. Knows the dialect only by its
//! questions, and no database.

mod among;
pub(super) mod bound;
mod compare;
mod expr;
mod function;
mod group;
mod join;
mod keys;
mod keyset;
mod list;
mod logic;
mod published;
mod related;
pub(super) mod routine;
pub(super) mod search;

use std::ops::Range;

use crate::catalog::{Column, Storage, Table};
use crate::edm::{PrimitiveType, Value};
use crate::plan::{Scan, Tables};
use crate::query::{Expr, ExprKind, OrderBy};

use self::expr::Mode;
use self::join::Join;
use self::related::Row;
use super::dialect::{Around, Dialect};
use super::statement::{Parameter, Statement};

/// A part of a scan that the dialect's capabilities do not cover: `plan` should not have let it
/// through.
#[derive(Debug, thiserror::Error)]
#[error("the dialect cannot write {0}")]
pub(super) struct Unsupported(pub(super) String);

/// The statement that reads the rows of `scan`.
pub(super) fn select<'a>(dialect: &'a dyn Dialect, scan: &'a Scan) -> Result<Statement<'a>, Unsupported> {
    let mut renderer = Renderer::new(dialect, scan);
    let keys = scan.columns.iter().take(scan.group.unwrap_or(0));
    renderer.join_for(keys.chain(scan.order_by.iter().map(|key| &key.expr)))?;
    if let Some(among) = &scan.among {
        renderer.among(scan, among)?;
        return Ok(renderer.finish());
    }
    renderer.sql.push_str("SELECT ");
    match scan.group {
        Some(_) => renderer.aggregates(&scan.columns)?,
        None => renderer.columns(&scan.columns)?,
    }
    renderer.from()?;
    renderer.conditions(scan, true)?;
    match scan.group {
        Some(keys) => renderer.groups(scan, keys)?,
        None => renderer.order(scan)?,
    }
    renderer.limit(scan);
    Ok(renderer.finish())
}

/// The statement that counts the rows of `scan`.
pub(super) fn count<'a>(dialect: &'a dyn Dialect, scan: &'a Scan) -> Result<Statement<'a>, Unsupported> {
    if scan.among.is_some() {
        return Err(Unsupported("a count of rows by keys".to_owned()));
    }
    let mut renderer = Renderer::new(dialect, scan);
    renderer.sql.push_str("SELECT COUNT(*)");
    if let Some(keys) = scan.group {
        renderer.join_for(scan.columns.iter().take(keys))?;
        renderer.count_groups(scan, keys)?;
    } else {
        renderer.from()?;
        renderer.conditions(scan, false)?;
    }
    Ok(renderer.finish())
}

/// Writes one statement.
pub(super) struct Renderer<'a> {
    pub(super) dialect: &'a dyn Dialect,
    pub(super) table: &'a Table,
    /// Those of the table's routine, if it has one.
    pub(super) arguments: &'a [Value],
    pub(super) sql: String,
    pub(super) parameters: Vec<Parameter<'a>>,
    /// Which of the parameters are values of keys.
    pub(super) keys: Range<usize>,
    /// Whether the table is named with its columns.
    pub(super) qualified: bool,
    /// The tables of related rows.
    pub(super) tables: &'a Tables,
    /// The number in the name that the table's rows have in a subquery.
    pub(super) alias: Option<usize>,
    /// The rows around those of the table, outermost first.
    pub(super) around: Vec<Row<'a>>,
    /// Names given so far.
    pub(super) aliases: usize,
    /// How many subqueries deep this is.
    pub(super) subqueries: usize,
    /// Rows joined to those of the table.
    pub(super) joins: Vec<Join<'a>>,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(dialect: &'a dyn Dialect, scan: &'a Scan) -> Self {
        Self {
            dialect,
            table: &scan.table,
            arguments: &scan.arguments,
            sql: String::with_capacity(160 + 24 * scan.columns.len()),
            parameters: Vec::with_capacity(4),
            keys: 0..0,
            qualified: !scan.tables.is_empty(),
            tables: &scan.tables,
            alias: None,
            around: Vec::new(),
            aliases: 0,
            subqueries: 0,
            joins: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Statement<'a> {
        Statement::new(self.sql, self.parameters, self.keys)
    }

    fn columns(&mut self, columns: &'a [Expr]) -> Result<(), Unsupported> {
        if columns.is_empty() {
            self.sql.push('1');
        }
        for (index, expr) in columns.iter().enumerate() {
            if index > 0 {
                self.sql.push_str(", ");
            }
            self.read(expr)?;
        }
        Ok(())
    }

    /// Writes an expression so that its value can be read.
    pub(super) fn read(&mut self, expr: &'a Expr) -> Result<(), Unsupported> {
        let Some(column) = self.stored(expr)? else { return self.value(expr) };
        let around = self.dialect.read(form(column));
        self.around(around, |renderer| renderer.native(expr))
    }

    pub(super) fn from(&mut self) -> Result<(), Unsupported> {
        self.only_from()?;
        self.joins()
    }

    /// The same without what is joined to the table.
    pub(super) fn only_from(&mut self) -> Result<(), Unsupported> {
        self.sql.push_str(" FROM ");
        let table = self.table;
        match table.routine() {
            Some(routine) => {
                self.derived(routine)?;
                self.name(&table.name);
            }
            None => self.table_name(table),
        }
        Ok(())
    }

    pub(super) fn table_name(&mut self, table: &Table) {
        if let Some(schema) = &table.schema {
            self.name(schema);
            self.sql.push('.');
        }
        self.name(&table.name);
    }

    /// The filter, the search, the keys, and, for a page, where it begins.
    pub(super) fn conditions(&mut self, scan: &'a Scan, page: bool) -> Result<(), Unsupported> {
        let mut word = " WHERE ";
        if let Some(filter) = &scan.filter {
            self.sql.push_str(std::mem::replace(&mut word, " AND "));
            self.condition(filter, Mode::WhereTrue)?;
        }
        if let Some(search) = &scan.search {
            self.sql.push_str(std::mem::replace(&mut word, " AND "));
            self.search(search)?;
        }
        if let Some(among) = scan.among.as_ref().filter(|among| among.through.is_none()) {
            self.sql.push_str(std::mem::replace(&mut word, " AND "));
            self.keys(among)?;
        }
        if let Some(position) = scan.after.as_ref().filter(|_| page) {
            self.sql.push_str(word);
            self.after(&scan.order_by, position)?;
        }
        Ok(())
    }

    pub(super) fn order(&mut self, scan: &'a Scan) -> Result<(), Unsupported> {
        // A bare name in an `ORDER BY` may mean a computed column, named by the engine: PostgreSQL
        // calls `"id"::int8` and `lower("x")` "id" and "lower".
        self.qualified |= scan.columns.iter().any(|column| !matches!(column.kind, ExprKind::Property(_)));
        self.sort_keys(&scan.order_by)
    }

    /// ` ORDER BY …`; nothing without keys.
    pub(super) fn sort_keys(&mut self, keys: &'a [OrderBy]) -> Result<(), Unsupported> {
        for (index, key) in keys.iter().enumerate() {
            self.sql.push_str(if index == 0 { " ORDER BY " } else { ", " });
            self.sort_key(key)?;
            if key.descending {
                self.sql.push_str(" DESC");
            }
            // Said of a column that cannot be null it would keep the index from being used.
            if key.expr.nullable {
                self.sql.push_str(self.dialect.nulls(key.descending));
            }
        }
        Ok(())
    }

    fn limit(&mut self, scan: &Scan) {
        let integer = |value: u64| Parameter::Integer(i64::try_from(value).unwrap_or(i64::MAX));
        match scan.limit {
            Some(limit) => {
                self.sql.push_str(" LIMIT ");
                self.parameter(integer(limit));
            }
            None if scan.skip > 0 => {
                self.sql.push_str(" LIMIT ");
                self.sql.push_str(self.dialect.unlimited());
            }
            None => {}
        }
        if scan.skip > 0 {
            self.sql.push_str(" OFFSET ");
            self.parameter(integer(scan.skip));
        }
    }

    /// Writes a quoted identifier.
    pub(super) fn name(&mut self, name: &str) {
        let quote = self.dialect.quote();
        self.sql.push(quote);
        for letter in name.chars() {
            if letter == quote {
                self.sql.push(quote);
            }
            self.sql.push(letter);
        }
        self.sql.push(quote);
    }

    /// Writes the name of the table's rows and a point, where columns need it.
    pub(super) fn prefix(&mut self) {
        if self.qualified || self.alias.is_some() {
            self.row_prefix(Row { table: self.table, alias: self.alias });
        }
    }

    /// Writes the name of a column of the table.
    pub(super) fn column_name(&mut self, column: &Column) {
        self.prefix();
        self.name(&column.name);
    }

    /// Writes a placeholder for a value.
    pub(super) fn parameter(&mut self, parameter: Parameter<'a>) {
        self.dialect.placeholder(&mut self.sql, self.parameters.len() + 1, &parameter);
        self.parameters.push(parameter);
    }

    /// Writes a placeholder for the parameter pushed last once more.
    pub(super) fn repeat(&mut self) {
        let Some(last) = self.parameters.last().cloned() else { return };
        if self.dialect.numbered() {
            self.dialect.placeholder(&mut self.sql, self.parameters.len(), &last);
        } else {
            self.parameter(last);
        }
    }

    /// Writes something between two fixed texts.
    pub(super) fn around<T>(&mut self, around: Around, write: impl FnOnce(&mut Self) -> T) -> T {
        self.sql.push_str(around.0);
        let result = write(self);
        self.sql.push_str(around.1);
        result
    }

    /// The column behind a property.
    pub(super) fn column(&self, index: usize) -> Result<&'a Column, Unsupported> {
        let table = self.table;
        table.columns.get(index).ok_or_else(|| Unsupported(format!("property {index}")))
    }
}

/// How the database has to treat a column: as it is stored, or as its own text form where another
/// stored form is published as text. UUIDs stay what they are, as their text sorts as they do.
pub(super) fn form(column: &Column) -> Storage {
    match column.storage {
        Storage::Text | Storage::FixedText | Storage::Uuid => column.storage,
        // The text that is published is made here, not there.
        _ if column.is_printed() => column.storage,
        _ if column.ty.primitive == PrimitiveType::String => Storage::AsText,
        storage => storage,
    }
}
