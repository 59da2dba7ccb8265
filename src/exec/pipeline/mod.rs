//! `$apply` where no source does it: rows go in, all of them at once, and through the steps; the rows
//! of the result come out in their order (Data Aggregation, section 3). Bounded in rows, bytes and work.

mod aggregate;
mod collected;
mod group;
mod reach;
mod sum;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::edm::Value;
use crate::plan::{Pipeline, Plan};
use crate::query::{Expr, OrderBy, Transformation};
use crate::source::{Error, RowSink, Source};

use super::eval::Evaluator;
use super::sorted::order::SortKey;
use super::{Known, Limits};

use collected::Collected;

/// A row that several steps may hold.
type Held = Arc<Vec<Value>>;

/// How often each of the most rows may be looked at.
const VISITS: u64 = 20;

/// Pushes the rows of a pipeline's result into `sink`.
///
/// # Errors
/// [`Error::TooManyRows`] beyond `limits`, and what an expression, the source or the sink gives.
pub(super) async fn push(
    plan: &Plan,
    pipeline: &Pipeline,
    source: &dyn Source,
    limits: Limits,
    known: &Known,
    sink: &mut dyn RowSink,
) -> Result<(), Error> {
    let rows = rows(plan, pipeline, source, limits, known).await?;
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    for row in rows.iter().skip(number(pipeline.skip)).take(pipeline.limit.map_or(usize::MAX, number)) {
        if sink.row(row.as_ref())?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The number of rows of a pipeline's result.
///
/// # Errors
/// As [`push`].
pub(super) async fn count(
    plan: &Plan,
    pipeline: &Pipeline,
    source: &dyn Source,
    limits: Limits,
    known: &Known,
) -> Result<u64, Error> {
    Ok(rows(plan, pipeline, source, limits, known).await?.len() as u64)
}

fn rows<'a>(
    plan: &'a Plan,
    pipeline: &'a Pipeline,
    source: &'a dyn Source,
    limits: Limits,
    known: &'a Known,
) -> BoxFuture<'a, Result<Vec<Held>, Error>> {
    Box::pin(async move {
        let bounds = Bounds { entity_set: &plan.scan.table.entity_set, limits };
        let mut work = Work::new(bounds, known);
        let mut rows = Vec::new();
        if pipeline.parts.is_empty() {
            let mut collected = Collected::new(bounds, plan.scanned_width());
            super::checked(plan, source, limits, known, &mut collected).await?;
            rows = collected.into_rows();
        }
        for (part, known) in pipeline.parts.iter().zip(known.parts()) {
            let mut collected = Collected::new(bounds, part.plan.width() + part.plan.compute.len());
            super::rows(&part.plan, source, limits, known, &mut collected).await?;
            rows.extend(Work::new(bounds, known).taken(collected.into_rows(), &part.columns)?);
            work.check(&rows)?;
        }
        work.steps(&pipeline.steps, rows)
    })
}

/// What one request may hold.
#[derive(Clone, Copy)]
struct Bounds<'p> {
    entity_set: &'p str,
    limits: Limits,
}

impl Bounds<'_> {
    fn too_many(&self, what: &str) -> Error {
        Error::TooManyRows(format!(
            "{}: {what}, as the data source cannot do these transformations itself; begin $apply with a filter it can check",
            self.entity_set
        ))
    }
}

/// The evaluator and the bounds of one request.
struct Work<'p> {
    evaluator: Evaluator,
    bounds: Bounds<'p>,
    visits: u64,
}

impl<'p> Work<'p> {
    fn new(bounds: Bounds<'p>, known: &Known) -> Self {
        let visits = bounds.limits.max_examined_rows.saturating_mul(VISITS);
        Self { evaluator: Evaluator::with(known.clone()), bounds, visits }
    }

    fn steps(&mut self, steps: &[Transformation], mut rows: Vec<Held>) -> Result<Vec<Held>, Error> {
        for step in steps {
            self.visit(rows.len())?;
            rows = self.step(step, rows)?;
        }
        Ok(rows)
    }

    fn step(&mut self, step: &Transformation, mut rows: Vec<Held>) -> Result<Vec<Held>, Error> {
        match step {
            Transformation::Filter(condition) => {
                let mut kept = Vec::with_capacity(rows.len());
                for row in rows {
                    if self.evaluator.is_true(condition, row.as_ref())? {
                        kept.push(row);
                    }
                }
                rows = kept;
            }
            Transformation::OrderBy(keys) => rows = self.sorted(keys, rows)?,
            Transformation::Skip(number) => {
                rows.drain(..usize::try_from(*number).unwrap_or(usize::MAX).min(rows.len()));
            }
            Transformation::Top(number) => rows.truncate(usize::try_from(*number).unwrap_or(usize::MAX)),
            Transformation::Reach(reach) => {
                let reached = self.reached(reach, &rows)?;
                rows.truncate(reached);
            }
            Transformation::Group(group) => rows = self.grouped(group, rows)?,
            Transformation::Each(each) => rows = self.each(each, rows)?,
            Transformation::Concat(branches) => {
                let mut all = Vec::new();
                for branch in branches {
                    let made = self.steps(&branch.steps, rows.clone())?;
                    all.extend(self.taken(made, &branch.columns)?);
                    self.check(&all)?;
                }
                rows = all;
            }
        }
        Ok(rows)
    }

    fn sorted(&self, keys: &[OrderBy], rows: Vec<Held>) -> Result<Vec<Held>, Error> {
        let mut keyed = Vec::with_capacity(rows.len());
        for row in rows {
            let values = keys.iter().map(|key| self.evaluator.eval(&key.expr, row.as_ref()));
            keyed.push((SortKey::list(values.collect::<Result<Vec<_>, _>>()?, keys), row));
        }
        // Stable, as the standard wants it.
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(keyed.into_iter().map(|(_, row)| row).collect())
    }

    /// The values of `columns` for each row.
    fn taken(&mut self, rows: Vec<Held>, columns: &[Expr]) -> Result<Vec<Held>, Error> {
        self.visit(rows.len())?;
        let values = |row: Held| -> Result<Held, Error> {
            let values = columns.iter().map(|column| self.evaluator.eval(column, row.as_ref()));
            Ok(Arc::new(values.collect::<Result<Vec<_>, _>>()?))
        };
        rows.into_iter().map(values).collect()
    }

    fn visit(&mut self, rows: usize) -> Result<(), Error> {
        match self.visits.checked_sub(rows as u64) {
            Some(left) => {
                self.visits = left;
                Ok(())
            }
            None => Err(self.bounds.too_many("the transformations would look at too many rows too often")),
        }
    }

    fn check(&self, rows: &[Held]) -> Result<(), Error> {
        let most = self.bounds.limits.max_examined_rows;
        if rows.len() as u64 > most {
            return Err(self.bounds.too_many(&format!("more than {most} rows would have to be held")));
        }
        Ok(())
    }
}
