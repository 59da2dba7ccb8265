//! Values of related rows in, subqueries out: whether there is a row, how many there are, what the
//! only one says. Rows inside a subquery have a name of their own, so that it can name those around.

use std::collections::BTreeSet;

use crate::catalog::{Column, Storage, Table};
use crate::edm::{PrimitiveType, Relation};
use crate::query::{Expr, ExprKind, Related, RelatedForm};

use super::expr::Mode;
use crate::source::sql::dialect::{Around, Equality};
use crate::source::sql::render::{Renderer, Unsupported, form};

/// The rows of one table in a statement.
#[derive(Clone, Copy)]
pub(in crate::source::sql) struct Row<'a> {
    pub(super) table: &'a Table,
    /// The number in the name they have in a subquery.
    pub(super) alias: Option<usize>,
}

/// A column of such rows.
#[derive(Clone, Copy)]
struct Place<'a> {
    row: Row<'a>,
    column: &'a Column,
}

impl<'a> Renderer<'a> {
    /// The column that an expression names, of the row at hand or of one around it.
    pub(super) fn named(&self, expr: &Expr) -> Result<Option<&'a Column>, Unsupported> {
        match expr.kind {
            ExprKind::Property(index) => self.column(index).map(Some),
            ExprKind::Outer(out, index) => Ok(Some(self.outer(out, index)?.column)),
            _ => Ok(None),
        }
    }

    /// The column whose value an expression gives as it is, that of a related row included.
    pub(super) fn stored(&self, expr: &Expr) -> Result<Option<&'a Column>, Unsupported> {
        let ExprKind::Related(_) = &expr.kind else { return self.named(expr) };
        let rows: Vec<&'a Table> = self.around.iter().map(|row| row.table).chain([self.table]).collect();
        Ok(self.tables.column(&rows, expr))
    }

    /// Writes the name of a column of a row around the row at hand.
    pub(super) fn outer_name(&mut self, out: usize, index: usize) -> Result<(), Unsupported> {
        let place = self.outer(out, index)?;
        self.place(place);
        Ok(())
    }

    /// Writes the value of related rows as the database has it.
    pub(super) fn related(&mut self, related: &'a Related) -> Result<(), Unsupported> {
        if self.joined(related)?.is_some() {
            return Ok(());
        }
        let mut end = ")";
        match &related.form {
            RelatedForm::Any => {
                let exists = self.dialect.exists();
                self.sql.push_str(exists.0);
                self.related_rows(related, true, |_| Ok(()))?;
                end = exists.1;
            }
            RelatedForm::Count => {
                self.sql.push_str("(SELECT COUNT(*)");
                self.related_rows(related, false, |_| Ok(()))?;
            }
            RelatedForm::One(value) => {
                self.sql.push_str("(SELECT ");
                let around = self.only(related)?;
                self.related_rows(related, false, |renderer| {
                    renderer.around(around, |renderer| renderer.native(value))
                })?;
            }
            RelatedForm::CountOf(value) => {
                self.sql.push_str("COALESCE((SELECT ");
                let around = self.only(related)?;
                self.related_rows(related, false, |renderer| {
                    renderer.around(around, |renderer| renderer.value(value))
                })?;
                self.sql.push_str("), 0");
            }
        }
        self.sql.push_str(end);
        Ok(())
    }

    /// What stands around the value of the one related row.
    fn only(&self, related: &Related) -> Result<Around, Unsupported> {
        Ok(if self.is_unique(&related.relation)? { Around::BARE } else { self.dialect.only() })
    }

    /// Writes what is selected, and from where. `joined`: a row may come more than once.
    fn related_rows(
        &mut self,
        related: &'a Related,
        joined: bool,
        select: impl FnOnce(&mut Self) -> Result<(), Unsupported>,
    ) -> Result<(), Unsupported> {
        let Related { from, relation, filter, search, .. } = related;
        let here = self.row(*from)?;
        let table = self.related_table(relation.target)?;
        let there = Row { table, alias: Some(self.new_alias()) };
        let outside = self.enter(there);
        self.subqueries += 1;
        select(self)?;
        self.sql.push_str(" FROM ");
        self.table_as(there);
        let mut word = " WHERE ";
        self.relation(relation, here, there, joined, &mut word)?;
        if let Some(filter) = filter {
            self.sql.push_str(std::mem::replace(&mut word, " AND "));
            self.condition(filter, Mode::WhereTrue)?;
        }
        if let Some(search) = search {
            self.sql.push_str(std::mem::replace(&mut word, " AND "));
            self.search(search)?;
        }
        self.guards(related, word)?;
        self.subqueries -= 1;
        self.leave(outside);
        Ok(())
    }

    /// Conditions that make the statement fail where a compared value is none of its column's type: nobody
    /// reads these rows.
    fn guards(&mut self, related: &'a Related, mut word: &'static str) -> Result<(), Unsupported> {
        let mut compared = BTreeSet::new();
        related.inner().for_each(|inner| {
            inner.compared(&mut |index| {
                compared.insert(index);
            });
        });
        let capabilities = self.dialect.capabilities();
        for index in compared {
            let column = self.column(index)?;
            if !capabilities.is_loose(column) {
                continue;
            }
            let named = |renderer: &mut Self, _| {
                renderer.column_name(column);
                Ok(())
            };
            let fits = self.dialect.fits(form(column), column.ty.primitive);
            let fits = fits.ok_or_else(|| Unsupported(format!("a guard of '{}'", column.property)))?;
            self.sql.push_str(std::mem::replace(&mut word, " AND "));
            self.sql.push('(');
            self.column_name(column);
            self.sql.push_str(" IS NULL OR ");
            self.expand(fits, named)?;
            self.sql.push_str(" OR ");
            self.expand(self.dialect.fail(), named)?;
            self.sql.push(')');
        }
        Ok(())
    }

    /// Makes other rows the rows at hand; gives those that were.
    pub(super) fn enter(&mut self, row: Row<'a>) -> Row<'a> {
        let outside = Row { table: self.table, alias: self.alias };
        self.around.push(outside);
        (self.table, self.alias) = (row.table, row.alias);
        outside
    }

    /// Makes the rows the rows at hand again that were before.
    pub(super) fn leave(&mut self, outside: Row<'a>) {
        self.around.pop();
        (self.table, self.alias) = (outside.table, outside.alias);
    }

    /// The condition that two rows are related.
    fn relation(
        &mut self,
        relation: &'a Relation,
        here: Row<'a>,
        there: Row<'a>,
        joined: bool,
        word: &mut &'static str,
    ) -> Result<(), Unsupported> {
        let Some(link) = &relation.through else {
            return self.pairs((here, &relation.here), (there, &relation.there), word);
        };
        let between = Row { table: self.related_table(link.table)?, alias: Some(self.new_alias()) };
        if joined {
            self.sql.push_str(", ");
            self.table_as(between);
            self.pairs((here, &relation.here), (between, &link.here), word)?;
            return self.pairs((between, &link.there), (there, &relation.there), word);
        }
        // Two rows of the link that say the same count as one.
        self.sql.push_str(std::mem::replace(word, " AND "));
        let Around(begin, end) = self.dialect.exists();
        self.sql.push_str(begin);
        self.sql.push_str(" FROM ");
        self.table_as(between);
        let mut inner = " WHERE ";
        self.pairs((here, &relation.here), (between, &link.here), &mut inner)?;
        self.pairs((between, &link.there), (there, &relation.there), &mut inner)?;
        self.sql.push_str(end);
        Ok(())
    }

    pub(super) fn pairs(
        &mut self,
        (here, from): (Row<'a>, &[usize]),
        (there, to): (Row<'a>, &[usize]),
        word: &mut &'static str,
    ) -> Result<(), Unsupported> {
        for (from, to) in from.iter().zip(to) {
            self.sql.push_str(std::mem::replace(word, " AND "));
            self.equal_places(there.place(*to)?, here.place(*from)?)?;
        }
        Ok(())
    }

    /// Writes that two columns are equal, by their indexes as far as these find no row too few. Null
    /// equals nothing.
    fn equal_places(&mut self, one: Place<'a>, other: Place<'a>) -> Result<(), Unsupported> {
        let (left, right) = (form(one.column), form(other.column));
        let numbers = is_number(one.column) && is_number(other.column);
        let as_text = one.column.ty.primitive == PrimitiveType::String && left != right;
        let equality = match (self.dialect.equality(left), self.dialect.equality(right)) {
            _ if numbers => Equality::Native,
            _ if as_text => Equality::Exact,
            (left, right) if left == right => left,
            _ => Equality::Exact,
        };
        if equality != Equality::Exact {
            self.place(one);
            self.sql.push_str(" = ");
            self.place(other);
        }
        if equality == Equality::NativeThenExact {
            self.sql.push_str(" AND ");
        }
        if equality != Equality::Native {
            self.exact_place(one, as_text);
            self.sql.push_str(" = ");
            self.exact_place(other, as_text);
        }
        if let Some(not_nan) = self.dialect.not_nan(left) {
            self.sql.push_str(" AND ");
            self.place(one);
            self.sql.push_str(not_nan);
        }
        Ok(())
    }

    fn exact_place(&mut self, place: Place<'a>, as_text: bool) {
        let form = match form(place.column) {
            Storage::Uuid if as_text => Storage::AsText,
            form => form,
        };
        let around = self.dialect.exact(form);
        self.around(around, |renderer| renderer.place(place));
    }

    fn place(&mut self, place: Place<'a>) {
        self.row_prefix(place.row);
        self.name(&place.column.name);
    }

    /// Writes `name.` of rows.
    pub(super) fn row_prefix(&mut self, row: Row<'a>) {
        match row.alias {
            Some(alias) => self.alias_name(alias),
            None => self.name(&row.table.name),
        }
        self.sql.push('.');
    }

    pub(super) fn table_as(&mut self, row: Row<'a>) {
        self.table_name(row.table);
        if let Some(alias) = row.alias {
            self.sql.push_str(" AS ");
            self.alias_name(alias);
        }
    }

    /// `r1`, or another letter if the table read has such a name.
    fn alias_name(&mut self, alias: usize) {
        let outermost = self.around.first().map_or(self.table, |row| row.table);
        let taken = outermost.name.starts_with(['r', 'R']);
        self.sql.push(if taken { 'q' } else { 'r' });
        self.sql.push_str(itoa::Buffer::new().format(alias));
    }

    pub(super) fn new_alias(&mut self) -> usize {
        self.aliases += 1;
        self.aliases
    }

    /// The rows this many further out.
    pub(super) fn row(&self, out: usize) -> Result<Row<'a>, Unsupported> {
        match out {
            0 => Some(Row { table: self.table, alias: self.alias }),
            _ => self.around.len().checked_sub(out).and_then(|place| self.around.get(place)).copied(),
        }
        .ok_or_else(|| Unsupported("a row around the outermost".to_owned()))
    }

    fn outer(&self, out: usize, index: usize) -> Result<Place<'a>, Unsupported> {
        self.row(out)?.place(index)
    }

    pub(super) fn related_table(&self, index: usize) -> Result<&'a Table, Unsupported> {
        self.tables.get(index).ok_or_else(|| Unsupported("rows of a table it does not have".to_owned()))
    }
}

impl<'a> Row<'a> {
    fn place(self, index: usize) -> Result<Place<'a>, Unsupported> {
        let column = self.table.columns.get(index);
        column
            .map(|column| Place { row: self, column })
            .ok_or_else(|| Unsupported(format!("property {index}")))
    }
}

/// An integer column, also where it is published as text: its text equals another exactly if its number
/// does.
const fn is_number(column: &Column) -> bool {
    matches!(column.storage, Storage::Integer | Storage::Unsigned)
}
