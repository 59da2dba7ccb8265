//! The related entities of many rows: keys go in, the rows that belong to each come out, in one
//! statement, or in a few where the keys are more than one statement takes.

mod grouped;
mod keys;
mod linked;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use grouped::Take;
pub use keys::Keys;

use grouped::Grouped;
use linked::Links;

use super::{Known, Limits};
use crate::edm::Value;
use crate::plan::{Among, Expand, Plan, Scan};
use crate::query::Form;
use crate::source::{Error, Source};

/// The bounds of a request, and what `now()` is in it.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// What it may cost.
    pub limits: Limits,
    /// What `now()` says.
    pub now: DateTime<Utc>,
}

/// The sources of related entities.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// That of the entities.
    pub target: &'s dyn Source,
    /// That of the link table, where it is read by itself.
    pub link: Option<&'s dyn Source>,
    /// That of each table, at the table's index: expressions may ask for any.
    pub tables: &'s [Arc<dyn Source>],
}

/// Gives the rows that belong to `keys` to `take`, those of each key in their order; gives how many
/// rows each key has, skipped ones included, where that is asked for.
///
/// # Errors
/// As [`rows`](super::rows), and what `take` gives.
pub async fn related(
    expand: &Expand,
    keys: &Keys,
    sources: Sources<'_>,
    run: Run,
    take: &mut Take<'_>,
) -> Result<Vec<u64>, Error> {
    let mut seen = vec![0; keys.list().len()];
    let nothing = expand.limit == Some(0) && !expand.counted && expand.form != Form::Count;
    if keys.list().is_empty() || nothing {
        return Ok(seen);
    }
    let links = match (&expand.link, sources.link) {
        (Some(linked), Some(source)) => Some(linked::read(linked, keys, source, run).await?),
        _ => None,
    };
    let by = links.as_ref().map_or(keys, |links| &links.keys);
    let mut ended = false;
    let scan = &expand.plan.scan;
    // Rows of one key must come in their order, which only one statement sees to where several keys
    // lead to a row.
    if links.is_some() && scan.among.is_some() && by.list().len() > expand.most_keys {
        return Err(Error::TooManyRows(format!(
            "{}: more than {} entities are linked; expand fewer entities, or filter them",
            scan.table.entity_set, expand.most_keys
        )));
    }
    if by.list().is_empty() {
        return Ok(seen);
    }
    let known = Known::of(&expand.plan, sources.tables, run.limits, run.now).await?;
    for part in with_keys(scan, by.list(), expand.most_keys) {
        let plan = Plan {
            scan: part,
            residual: expand.plan.residual.clone(),
            checked: expand.plan.checked.clone(),
            compute: expand.plan.compute.clone(),
            ..Plan::of(Scan::all(scan.table.clone(), Vec::new()), Vec::new())
        };
        let mut grouped = Grouped {
            expand,
            keys: by,
            links: links.as_ref().map(|Links { from, .. }| from.as_slice()),
            seen: &mut seen,
            take: &mut *take,
            ended: &mut ended,
            scratch: Vec::with_capacity(expand.there.len()),
        };
        super::rows(&plan, sources.target, run.limits, &known, &mut grouped).await?;
        if ended {
            break;
        }
    }
    Ok(seen)
}

/// The scan with its keys filled in, `most` of them at a time; as it is where it has none.
fn with_keys<'s>(scan: &'s Scan, keys: &'s [Vec<Value>], most: usize) -> impl Iterator<Item = Scan> + 's {
    let size = if scan.among.is_some() { most.max(1) } else { usize::MAX };
    keys.chunks(size).map(|keys| {
        let among = scan.among.as_ref().map(|among| Among { keys: keys.to_vec(), ..among.clone() });
        Scan { among, ..scan.clone() }
    })
}
