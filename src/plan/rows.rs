//! The rows an expression is over: one table's, and those around it, as far as planning has to know.

use super::capabilities::is_exact;
use super::tables::column;
use super::{Capabilities, Places};
use crate::catalog::{Column, Table};
use crate::edm::{Link, PrimitiveType, Relation};
use crate::query::{Expr, ExprKind, Related};

/// The row at hand, by its table, and the rows around it.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    /// Outermost first.
    tables: Vec<&'a Table>,
    /// Where related rows are; without them there are none.
    places: Option<&'a Places<'a>>,
}

impl<'a> Rows<'a> {
    /// Rows of one table, related to none.
    #[must_use]
    pub fn of(table: &'a Table) -> Self {
        Self { tables: vec![table], places: None }
    }

    /// Rows of one table among others.
    #[must_use]
    pub fn among(table: &'a Table, places: &'a Places<'a>) -> Self {
        Self { tables: vec![table], places: Some(places) }
    }

    /// The column whose value an expression gives as it is.
    pub(super) fn column(&self, expr: &Expr) -> Option<&'a Column> {
        column(&self.tables, expr, &|index| self.table(index))
    }

    fn table(&self, index: usize) -> Option<&'a Table> {
        Some(&**self.places?.of(index)?.0)
    }

    fn out(&self, out: usize) -> Option<&'a Table> {
        self.tables.get(self.tables.len().checked_sub(out + 1)?).copied()
    }

    fn inside(&self, table: &'a Table) -> Self {
        Self { tables: self.tables.iter().copied().chain([table]).collect(), places: self.places }
    }
}

impl Capabilities {
    /// Whether it reads the related rows in the same statement, exactly as `exec` would.
    pub(super) fn relates(&self, rows: &Rows<'_>, related: &Related) -> bool {
        self.relates_in(rows, related).unwrap_or(false)
    }

    /// `None` where a table or column is not known.
    fn relates_in(&self, rows: &Rows<'_>, related: &Related) -> Option<bool> {
        let here = rows.out(related.from)?;
        let there = rows.table(related.relation.target)?;
        let inside = rows.inside(there);
        Some(
            self.filter
                && there.source == here.source
                && self.joins(rows, here, there, &related.relation)?
                && (related.search.is_none() || self.search)
                && related.inner().all(|inner| self.computes(&inside, inner))
                && related.inner().all(|inner| self.vouches(there, inner)),
        )
    }

    /// Whether it compares the columns of a relation.
    fn joins(&self, rows: &Rows<'_>, here: &Table, there: &Table, relation: &Relation) -> Option<bool> {
        let Some(Link { table, here: from, there: to }) = &relation.through else {
            return self.all_equal(here, &relation.here, there, &relation.there);
        };
        let link = rows.table(*table)?;
        Some(
            link.source == here.source
                && self.all_equal(here, &relation.here, link, from)?
                && self.all_equal(link, to, there, &relation.there)?,
        )
    }

    fn all_equal(&self, here: &Table, from: &[usize], there: &Table, to: &[usize]) -> Option<bool> {
        for (from, to) in from.iter().zip(to) {
            let (one, other) = (here.columns.get(*from)?, there.columns.get(*to)?);
            let same = one.ty.primitive == other.ty.primitive
                || is_exact(one.ty.primitive) && is_exact(other.ty.primitive);
            if !(same
                && is_plain(one)
                && is_plain(other)
                && self.computes_with(one)
                && self.computes_with(other))
            {
                return Some(false);
            }
        }
        Some(from.len() == to.len())
    }

    /// Whether no value compared in related rows may be one its type has no value for, unnoticed:
    /// nobody reads those rows, so that none would fail by name.
    fn vouches(&self, there: &Table, inner: &Expr) -> bool {
        let mut vouches = true;
        inner.compared(&mut |index| {
            let column = there.columns.get(index);
            vouches &= column.is_some_and(|column| self.guards(column) || !self.is_loose(column));
        });
        vouches
    }
}

impl Capabilities {
    /// Whether no value of a related row that an expression uses may be one its type has no value for.
    pub(super) fn trusts(&self, rows: &Rows<'_>, expr: &Expr) -> bool {
        let ExprKind::Related(related) = &expr.kind else {
            return expr.operands().into_iter().all(|operand| self.trusts(rows, operand));
        };
        let Some(there) = rows.table(related.relation.target) else { return false };
        let inside = rows.inside(there);
        related.inner().all(|inner| {
            let mut firm = true;
            inner.properties(&mut |index| {
                firm &= there.columns.get(index).is_some_and(|column| !self.is_loose(column));
            });
            firm && self.trusts(&inside, inner)
        })
    }
}

/// Whether two such columns of one type hold equal values in one form.
const fn is_plain(column: &Column) -> bool {
    column.enumeration().is_none()
        && !column.is_printed()
        && !matches!(column.ty.primitive, PrimitiveType::Duration)
}
