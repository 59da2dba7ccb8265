//! The database's part of a page: its rows, and beside them the total where it is asked for.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::try_join;
use tokio::time::timeout;

use super::error::Error;
use super::service::Service;
use crate::exec::expand::Run;
use crate::exec::{self, Known, Limits};
use crate::format::PageWriter;
use crate::plan::Plan;
use crate::query::Query;
use crate::source::{RowSink, Source};

/// How long the page runs alone. A page that is complete by then and holds all rows there are
/// tells the total itself and saves the second statement; Salesforce asks for a total with every
/// record page.
const HEAD_START: Duration = Duration::from_millis(3);

/// One plan on its source, at one instant: page and total agree on what `now()` is.
#[derive(Clone, Copy)]
pub(super) struct Work<'a> {
    plan: &'a Plan,
    source: &'a dyn Source,
    limits: Limits,
    sources: &'a [Arc<dyn Source>],
    now: DateTime<Utc>,
}

impl<'a> Work<'a> {
    pub(super) fn new(service: &'a Service, plan: &'a Plan, source: &'a dyn Source) -> Self {
        Self { plan, source, limits: service.limits, sources: &service.sources, now: Utc::now() }
    }

    /// The same bounds and the same instant for what is expanded.
    pub(super) const fn run(self) -> Run {
        Run { limits: self.limits, now: self.now }
    }

    /// Runs the plan into `sink`.
    pub(super) async fn rows(self, sink: &mut dyn RowSink) -> Result<(), Error> {
        let known = self.known().await?;
        Ok(exec::rows(self.plan, self.source, self.limits, &known, sink).await?)
    }

    /// The number of rows.
    pub(super) async fn count(self) -> Result<u64, Error> {
        let known = self.known().await?;
        Ok(exec::count(self.plan, self.source, self.limits, &known).await?)
    }

    /// What the plan's expressions ask for besides their row.
    async fn known(self) -> Result<Known, Error> {
        Ok(Known::of(self.plan, self.sources, self.limits, self.now).await?)
    }

    /// Runs the plan into `writer`; gives the total, if the query asks for it.
    pub(super) async fn page(self, query: &Query, writer: &mut PageWriter) -> Result<Option<u64>, Error> {
        // `$top=0`: no row can come, so none is asked for.
        let empty = self.plan.page_rows == 0;
        if !self.plan.count {
            if !empty {
                self.rows(writer).await?;
            }
            return Ok(None);
        }
        if empty {
            return self.count().await.map(Some);
        }
        {
            let mut rows = pin!(self.rows(writer));
            match timeout(HEAD_START, &mut rows).await {
                Ok(done) => done?,
                Err(_) => return Ok(Some(try_join(rows, self.count()).await?.1)),
            }
        }
        match total_of(query, self.plan, writer) {
            Some(total) => Ok(Some(total)),
            None => self.count().await.map(Some),
        }
    }
}

/// The total, where the page alone tells it: a first page that came to the end of the rows.
fn total_of(query: &Query, plan: &Plan, writer: &PageWriter) -> Option<u64> {
    let rows = writer.rows();
    let at_the_end = rows < plan.page_rows && writer.more().is_none();
    let not_behind_it = rows > 0 || query.skip == 0;
    (query.after.is_none() && at_the_end && not_behind_it).then(|| query.skip.saturating_add(rows))
}
