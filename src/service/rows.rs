//! The database's part of a page: its rows, and beside them the total where it is asked for.

use std::pin::pin;
use std::time::Duration;

use chrono::Utc;
use futures_util::future::try_join;
use tokio::time::timeout;

use super::error::Error;
use super::service::Service;
use crate::exec;
use crate::format::PageWriter;
use crate::plan::Plan;
use crate::query::Query;
use crate::source::{RowSink, Source};

/// How long the page runs alone. A page that is complete by then and holds all rows there are
/// tells the total itself and saves the second statement; Salesforce asks for a total with every
/// record page.
const HEAD_START: Duration = Duration::from_millis(3);

/// Runs the plan into `sink`.
pub(super) async fn all(
    service: &Service,
    plan: &Plan,
    source: &dyn Source,
    sink: &mut dyn RowSink,
) -> Result<(), Error> {
    Ok(exec::rows(plan, source, service.limits, Utc::now(), sink).await?)
}

/// The number of rows.
pub(super) async fn count(service: &Service, plan: &Plan, source: &dyn Source) -> Result<u64, Error> {
    Ok(exec::count(plan, source, service.limits, Utc::now()).await?)
}

/// Runs the plan into `writer`; gives the total, if the query asks for it.
pub(super) async fn page(
    service: &Service,
    query: &Query,
    plan: &Plan,
    source: &dyn Source,
    writer: &mut PageWriter,
) -> Result<Option<u64>, Error> {
    if !plan.count {
        // `$top=0`: no row can come, so none is asked for.
        if plan.page_rows > 0 {
            all(service, plan, source, writer).await?;
        }
        return Ok(None);
    }
    if plan.page_rows == 0 {
        return count(service, plan, source).await.map(Some);
    }
    {
        let mut rows = pin!(all(service, plan, source, writer));
        match timeout(HEAD_START, &mut rows).await {
            Ok(done) => done?,
            Err(_) => return Ok(Some(try_join(rows, count(service, plan, source)).await?.1)),
        }
    }
    match total_of(query, plan, writer) {
        Some(total) => Ok(Some(total)),
        None => count(service, plan, source).await.map(Some),
    }
}

/// The total, where the page alone tells it: a first page that came to the end of the rows.
fn total_of(query: &Query, plan: &Plan, writer: &PageWriter) -> Option<u64> {
    let rows = writer.rows();
    let at_the_end = rows < plan.page_rows && writer.more().is_none();
    let not_behind_it = rows > 0 || query.skip == 0;
    (query.after.is_none() && at_the_end && not_behind_it).then(|| query.skip.saturating_add(rows))
}
