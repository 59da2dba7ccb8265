//! `$expand`: the levels below the rows of an answer, each read in one go for all rows above it.

use std::ops::ControlFlow;

use futures_util::future::BoxFuture;

use super::error::Error;
use super::rows::Work;
use super::service::Service;
use crate::exec::expand::{Sources, related};
use crate::format::{Level, PageWriter, SingleWriter};
use crate::plan::{self, Plan};

/// Fills the page. If that is too much, the page ends earlier.
pub(super) async fn page(
    service: &Service,
    plan: &Plan,
    work: Work<'_>,
    writer: &mut PageWriter,
) -> Result<(), Error> {
    if !plan.expands.is_empty() {
        while let Some(limit) = fill(service, plan, work, writer.level_mut()).await? {
            if !writer.halve() {
                return Err(writer.level_mut().too_much(&limit).into());
            }
        }
    }
    Ok(writer.assemble()?)
}

/// Fills the one entity.
pub(super) async fn single(
    service: &Service,
    plan: &Plan,
    work: Work<'_>,
    writer: &mut SingleWriter<'_>,
) -> Result<(), Error> {
    if let Some(limit) = fill(service, plan, work, writer.level_mut()).await? {
        return Err(writer.level_mut().too_much(&limit).into());
    }
    Ok(writer.assemble()?)
}

/// Reads all levels below `level`; gives the limit that they are over.
async fn fill(
    service: &Service,
    plan: &Plan,
    work: Work<'_>,
    level: &mut Level,
) -> Result<Option<String>, Error> {
    let most_rows = work.run().limits.max_expanded_rows;
    let most_bytes = service.catalog.max_page_bytes;
    let mut left = Left { rows: most_rows, bytes: most_bytes.saturating_sub(level.size()), exceeded: None };
    fill_level(service, plan, work, level, &mut left).await?;
    Ok(left.exceeded.map(|limit| match limit {
        Limit::Rows => format!("{most_rows} entities"),
        Limit::Bytes => format!("{most_bytes} bytes"),
    }))
}

/// What may still be read for one answer.
struct Left {
    rows: u64,
    bytes: usize,
    exceeded: Option<Limit>,
}

#[derive(Clone, Copy)]
enum Limit {
    Rows,
    Bytes,
}

impl Left {
    /// Takes a row of some bytes off; `Break` if that is too much.
    fn spend(&mut self, bytes: usize) -> ControlFlow<()> {
        match (self.rows.checked_sub(1), self.bytes.checked_sub(bytes)) {
            (Some(rows), Some(bytes)) => (self.rows, self.bytes) = (rows, bytes),
            (None, _) => self.exceeded = Some(Limit::Rows),
            (_, None) => self.exceeded = Some(Limit::Bytes),
        }
        if self.exceeded.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn fill_level<'a>(
    service: &'a Service,
    plan: &'a Plan,
    work: Work<'a>,
    level: &'a mut Level,
    left: &'a mut Left,
) -> BoxFuture<'a, Result<(), Error>> {
    Box::pin(async move {
        for (expand, slot) in plan.expands.iter().zip(level.slots_mut()) {
            let single = slot.is_single();
            let mut several = false;
            let (keys, children) = slot.parts();
            let mut take = |key: u32, row: &dyn crate::source::Row| {
                let before = children.level_mut().size();
                several |= children.push(key, row)? > 1 && single;
                let spent = left.spend(children.level_mut().size() - before);
                Ok(if several { ControlFlow::Break(()) } else { spent })
            };
            let sources = sources(service, expand)?;
            let counts = related(expand, keys, sources, work.run(), &mut take).await?;
            if several {
                return Err(service.several(expand.table));
            }
            children.count(counts);
            if left.exceeded.is_some() {
                return Ok(());
            }
            fill_level(service, &expand.plan, work, children.level_mut(), left).await?;
            if left.exceeded.is_some() {
                return Ok(());
            }
        }
        Ok(())
    })
}

fn sources<'a>(service: &'a Service, expand: &plan::Expand) -> Result<Sources<'a>, Error> {
    let link = match &expand.link {
        Some(linked) => Some(service.source(linked.table)?),
        None => None,
    };
    Ok(Sources { target: service.source(expand.table)?, link, tables: &service.sources })
}
