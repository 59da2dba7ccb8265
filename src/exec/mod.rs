//! Runs a [`Plan`]: a plan and its source go in, rows in the order asked for come out. What the
//! source cannot do is done here by [`eval`]; knows neither requests nor formats.

pub mod eval;
pub mod expand;

mod checked;
mod computed;
mod condition;
mod count;
mod examined;
mod filtered;
mod in_order;
mod key;
mod pipeline;
mod related;
mod search;
mod sorted;

use crate::plan::{Plan, Scan};
use crate::source::{Error, RowSink, Source};

pub use count::count;
pub use related::Known;

use checked::Checked;
use computed::Computed;
use condition::Condition;
use eval::Evaluator;
use examined::Examined;
use filtered::Filtered;
use sorted::Sorted;

/// What a request may cost where the source leaves work to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most rows taken from the source to be examined one by one.
    pub max_examined_rows: u64,
    /// The most bytes of rows held to be sorted, and of related rows held.
    pub max_sorted_bytes: usize,
    /// The most related rows that expressions look at, each as often as it is.
    pub max_related_visits: u64,
    /// The most related entities that come with the rows of one page, at all levels together.
    pub max_expanded_rows: u64,
}

impl Default for Limits {
    /// 100,000 rows, 64 MiB, 5,000,000 related rows.
    fn default() -> Self {
        Self {
            max_examined_rows: 100_000,
            max_sorted_bytes: 64 << 20,
            max_related_visits: 5_000_000,
            max_expanded_rows: 100_000,
        }
    }
}

/// Pushes the rows of `plan` into `sink`: the columns of its scan, behind them, where rows are
/// sorted here, the values of the sort keys, and last what is computed of each. `known`
/// is what expressions ask for besides their row.
///
/// Where nothing is residual the source pushes into `sink` itself. Where only conditions are, each
/// row is lent on as it comes. Only sorting holds rows: as many as `$skip` and the page need.
///
/// # Errors
/// [`Error::TooManyRows`] beyond `limits`, [`Error::Evaluation`] where an expression fails for a
/// row, and what the source or the sink gives.
pub async fn rows(
    plan: &Plan,
    source: &dyn Source,
    limits: Limits,
    known: &Known,
    sink: &mut dyn RowSink,
) -> Result<(), Error> {
    if plan.compute.is_empty() {
        return uncomputed(plan, source, limits, known, sink).await;
    }
    let evaluator = Evaluator::with(known.clone());
    let mut computed = Computed { exprs: &plan.compute, base: plan.width(), evaluator, sink };
    uncomputed(plan, source, limits, known, &mut computed).await
}

async fn uncomputed(
    plan: &Plan,
    source: &dyn Source,
    limits: Limits,
    known: &Known,
    sink: &mut dyn RowSink,
) -> Result<(), Error> {
    match &plan.pipeline {
        Some(pipeline) => pipeline::push(plan, pipeline, source, limits, known, sink).await,
        None => checked(plan, source, limits, known, sink).await,
    }
}

/// As far as it is no pipeline and nothing is computed behind it.
async fn checked(
    plan: &Plan,
    source: &dyn Source,
    limits: Limits,
    known: &Known,
    sink: &mut dyn RowSink,
) -> Result<(), Error> {
    if plan.checked.is_empty() {
        return unchecked(plan, source, limits, known, sink).await;
    }
    let mut checked = Checked { places: &plan.checked, sink };
    unchecked(plan, source, limits, known, &mut checked).await
}

async fn unchecked(
    plan: &Plan,
    source: &dyn Source,
    limits: Limits,
    known: &Known,
    sink: &mut dyn RowSink,
) -> Result<(), Error> {
    let Some(residual) = &plan.residual else {
        return in_order::scan(source, &plan.scan, sink).await;
    };
    if residual.limit == Some(0) {
        return Ok(());
    }
    let condition = Condition::of_page(residual, Evaluator::with(known.clone()));
    let examined = Examined::new(plan, residual, limits.max_examined_rows);
    let order_by = residual.order_by.as_deref().unwrap_or_default();
    if residual.after.as_ref().is_some_and(|after| after.len() != order_by.len()) {
        return Err(Error::Evaluation("the position does not belong to this order".to_owned()));
    }
    if order_by.is_empty() {
        let mut filtered = Filtered::new(condition, examined, residual, sink);
        return in_order::scan(source, &plan.scan, &mut filtered).await;
    }
    let width = plan.scan.width();
    let mut sorted = Sorted::new(condition, examined, residual, order_by, width, limits.max_sorted_bytes);
    source.scan(&plan.scan, &mut sorted).await?;
    sorted.push_into(sink)
}

/// The scan without order, position, skip and limit: all rows a count has to look at.
fn unpaged(scan: &Scan) -> Scan {
    Scan { order_by: Vec::new(), after: None, behind: None, skip: 0, limit: None, ..scan.clone() }
}

#[cfg(test)]
mod tests;
