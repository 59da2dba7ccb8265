//! Groups: rows go in, those with the same keys together come out, in the order of the keys. Null is a
//! key like any other, text is the same by code point, numbers by value.

use std::sync::Arc;

use crate::edm::Value;
use crate::query::{Each, Expr, Group, Named};
use crate::source::Error;

use super::aggregate::canonical;
use super::{Held, Work};
use crate::exec::sorted::order::SortKey;

impl Work<'_> {
    /// One row for each group.
    pub(super) fn grouped(&mut self, group: &Group, rows: Vec<Held>) -> Result<Vec<Held>, Error> {
        if group.keys.is_empty() {
            return Ok(vec![Arc::new(self.aggregates(group, &rows)?)]);
        }
        let mut made = Vec::new();
        for (mut values, rows) in self.groups(&group.keys, rows)? {
            values.extend(self.aggregates(group, &rows)?);
            made.push(Arc::new(values));
        }
        Ok(made)
    }

    /// The rows that the steps make of each group, behind its keys.
    pub(super) fn each(&mut self, each: &Each, rows: Vec<Held>) -> Result<Vec<Held>, Error> {
        let mut all = Vec::new();
        for (keys, rows) in self.groups(&each.keys, rows)? {
            let made = self.steps(&each.steps, rows)?;
            for row in self.taken(made, &each.columns)? {
                let mut values = keys.clone();
                values.extend(Arc::unwrap_or_clone(row));
                all.push(Arc::new(values));
            }
            self.check(&all)?;
        }
        Ok(all)
    }

    fn aggregates(&mut self, group: &Group, rows: &[Held]) -> Result<Vec<Value>, Error> {
        let mut values = Vec::with_capacity(group.aggregates.len());
        for aggregate in &group.aggregates {
            self.visit(rows.len())?;
            values.push(self.aggregate(aggregate, rows)?);
        }
        Ok(values)
    }

    /// Groups by keys, whose values are written alike in all rows.
    fn groups(&mut self, keys: &[Named], rows: Vec<Held>) -> Result<Vec<Keyed>, Error> {
        let exprs: Vec<&Expr> = keys.iter().map(|key| &key.expr).collect();
        let mut groups = Vec::new();
        for run in self.runs(&exprs, rows)? {
            let value = |(place, key): (usize, &Named)| {
                let values = run.keys.iter().filter_map(|keys| keys.get(place)).map(SortKey::value);
                canonical(values, key.ty.scale)
            };
            groups.push((keys.iter().enumerate().map(value).collect(), run.rows));
        }
        Ok(groups)
    }

    /// Rows with the same values of `exprs` together, in the order of these.
    pub(super) fn runs(&mut self, exprs: &[&Expr], rows: Vec<Held>) -> Result<Vec<Run>, Error> {
        self.visit(rows.len())?;
        let mut keyed = Vec::with_capacity(rows.len());
        for row in rows {
            let mut keys = Vec::with_capacity(exprs.len());
            for expr in exprs {
                keys.push(SortKey::ascending(self.evaluator.eval(expr, row.as_ref())?));
            }
            keyed.push((keys, row));
        }
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut runs: Vec<Run> = Vec::new();
        for (keys, row) in keyed {
            match runs.last_mut() {
                Some(run) if run.keys.last() == Some(&keys) => run.take(keys, row),
                _ => runs.push(Run { rows: vec![row], keys: vec![keys] }),
            }
        }
        Ok(runs)
    }
}

/// The values of a group's keys, and its rows.
type Keyed = (Vec<Value>, Vec<Held>);

/// Rows with the same values of keys.
pub(super) struct Run {
    pub(super) rows: Vec<Held>,
    /// The values in each.
    keys: Vec<Vec<SortKey>>,
}

impl Run {
    fn take(&mut self, keys: Vec<SortKey>, row: Held) {
        self.keys.push(keys);
        self.rows.push(row);
    }
}
