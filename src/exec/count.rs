//! The number of rows: a plan and its source go in, a number comes out. The source counts where
//! it can check every condition.

use std::ops::ControlFlow;

use crate::plan::Plan;
use crate::source::{Error, Row, RowSink, Source};

use super::condition::Condition;
use super::eval::Evaluator;
use super::examined::Examined;
use super::{Known, Limits, unpaged};

/// The number of rows that meet the conditions of `plan`; position, skip and limit do not count
/// (Protocol, section 11.2.6.5). `known`
/// is what expressions ask for besides their row.
///
/// # Errors
/// As [`rows`](super::rows).
pub async fn count(plan: &Plan, source: &dyn Source, limits: Limits, known: &Known) -> Result<u64, Error> {
    if let Some(pipeline) = &plan.pipeline {
        return super::pipeline::count(plan, pipeline, source, limits, known).await;
    }
    let residual = match &plan.residual {
        Some(residual) if residual.filter.is_some() || residual.search.is_some() => residual,
        _ => return source.count(&plan.scan).await,
    };
    let condition = Condition::new(residual, Evaluator::with(known.clone()));
    let examined = Examined::new(plan, residual, limits.max_examined_rows);
    let mut counted = Counted { condition, examined, rows: 0 };
    source.scan(&unpaged(&plan.scan), &mut counted).await?;
    Ok(counted.rows)
}

/// Counts the rows that meet a condition.
struct Counted<'p> {
    condition: Condition<'p>,
    examined: Examined<'p>,
    rows: u64,
}

impl RowSink for Counted<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        self.examined.count()?;
        if self.condition.holds(row)? {
            self.rows += 1;
        }
        Ok(ControlFlow::Continue(()))
    }
}
