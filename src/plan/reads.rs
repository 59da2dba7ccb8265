//! What is left for `exec` of expressions over related rows: which tables are read first, and the
//! expressions with places in place of properties.

use std::sync::Arc;

use super::columns::Columns;
use super::semijoin::semijoins;
use super::split::{conjunction, conjuncts, searched};
use super::{Places, Rows, Scan, Tables};
use crate::catalog::Table;
use crate::edm::{Link, Relation};
use crate::query::{Expr, ExprKind, Related, SearchExpr};

/// Related rows that are read before any row is looked at. Where a plan refers to them,
/// [`Relation::target`] and [`Link::table`] mean a place in [`Plan::reads`](super::Plan::reads), and
/// properties mean places in the columns of the scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The index of the table.
    pub table: usize,
    /// What the source does.
    pub scan: Scan,
    /// The places of the columns the rows are found by.
    pub by: Vec<usize>,
    /// Rows for which this is true; the reads it refers to come before this one.
    pub filter: Option<Expr>,
    /// Rows that match this over the text columns at these places.
    pub search: Option<(SearchExpr, Vec<usize>)>,
}

/// The reads of a plan while it is made.
pub(super) struct Reads<'p> {
    places: &'p Places<'p>,
    reads: Vec<Read>,
}

/// The rows around an expression, with the columns that are read of them.
struct Level<'p> {
    table: &'p Table,
    columns: Columns,
}

impl<'p> Reads<'p> {
    pub(super) const fn new(places: &'p Places<'p>) -> Self {
        Self { places, reads: Vec::new() }
    }

    /// Where tables are.
    pub(super) const fn places(&self) -> &'p Places<'p> {
        self.places
    }

    /// The same expression with places in place of properties; `None` if a table is not known.
    pub(super) fn placed(&mut self, expr: &Expr, columns: &mut Columns, table: &'p Table) -> Option<Expr> {
        let mut placed = expr.clone();
        let mut levels = vec![Level { table, columns: std::mem::take(columns) }];
        let known = self.place(&mut placed, &mut levels);
        *columns = levels.pop()?.columns;
        known.map(|()| placed)
    }

    pub(super) fn into_reads(self) -> Vec<Read> {
        self.reads
    }

    fn place(&mut self, expr: &mut Expr, levels: &mut Vec<Level<'p>>) -> Option<()> {
        match &mut expr.kind {
            ExprKind::Property(index) => *index = place_of(levels, 0, *index)?,
            ExprKind::Outer(out, index) => *index = place_of(levels, *out, *index)?,
            ExprKind::Related(related) => self.related(related, levels)?,
            _ => {
                for operand in expr.operands_mut() {
                    self.place(operand, levels)?;
                }
            }
        }
        Some(())
    }

    fn related(&mut self, related: &mut Related, levels: &mut Vec<Level<'p>>) -> Option<()> {
        let target = related.relation.target;
        let (table, capabilities) = self.places.of(target)?;
        let mut here = Vec::with_capacity(related.relation.here.len());
        for index in &related.relation.here {
            here.push(place_of(levels, related.from, *index)?);
        }
        let mut columns = Columns::default();
        let there: Vec<_> =
            related.relation.there.iter().map(|index| columns.property(*index, table)).collect();
        levels.push(Level { table, columns });
        // What is asked of the related row alone is settled when it is read.
        let rows = Rows::among(table, self.places);
        let (mut pushed, mut own, mut between) = (Vec::new(), Vec::new(), Vec::new());
        for mut part in conjuncts(related.filter.take().as_ref()) {
            let alone = !part.reaches_out();
            if alone && capabilities.filter && capabilities.computes(&rows, &part) {
                // What the source compares is read too: a value that does not fit fails by name.
                let columns = &mut levels.last_mut()?.columns;
                part.properties(&mut |index| {
                    columns.property(index, table);
                });
                pushed.push(part);
                continue;
            }
            self.place(&mut part, levels)?;
            if alone { &mut own } else { &mut between }.push(part);
        }
        for value in related.inner_mut() {
            self.place(value, levels)?;
        }
        let mut columns = levels.pop()?.columns;
        let (mut asked, mut looked_for) = (related.search.take(), None);
        if !capabilities.search {
            looked_for = asked.take().map(|search| {
                let texts = searched(&table.search).iter().map(|index| columns.property(*index, table));
                (search, texts.collect())
            });
        }
        let filter = conjunction(semijoins(pushed, self.places));
        let scan = Scan {
            tables: Tables::of(&filter, self.places),
            filter,
            search: asked,
            ..Scan::all(Arc::clone(table), columns.into_exprs())
        };
        let through = match &related.relation.through {
            Some(link) => Some(self.link(link)?),
            None => None,
        };
        let by = there.clone();
        let read = Read { table: target, scan, by, filter: conjunction(own), search: looked_for };
        related.filter = conjunction(between);
        related.relation = Relation { target: self.add(read), here, there, through };
        Some(())
    }

    fn link(&mut self, link: &Link) -> Option<Link> {
        let (table, _) = self.places.of(link.table)?;
        let mut columns = Columns::default();
        let here: Vec<_> = link.here.iter().map(|index| columns.property(*index, table)).collect();
        let there = link.there.iter().map(|index| columns.property(*index, table)).collect();
        let scan = Scan::all(Arc::clone(table), columns.into_exprs());
        let by = here.clone();
        let read = Read { table: link.table, scan, by, filter: None, search: None };
        Some(Link { table: self.add(read), here, there })
    }

    /// The place of a read, which is made once.
    fn add(&mut self, read: Read) -> usize {
        let place = self.reads.iter().position(|known| *known == read);
        place.unwrap_or_else(|| {
            self.reads.push(read);
            self.reads.len() - 1
        })
    }
}

/// The place of a property of the row this many further out.
fn place_of(levels: &mut [Level<'_>], out: usize, index: usize) -> Option<usize> {
    let level = levels.len().checked_sub(out + 1)?;
    let level = levels.get_mut(level)?;
    Some(level.columns.property(index, level.table))
}
