//! A link table read by itself: keys go in, the keys that they lead to come out, each pair once.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::edm::Value;
use crate::exec::Known;
use crate::plan::{Linked, Plan};
use crate::source::{Error, Row, RowSink, Source};

use super::keys::Keys;
use super::{Run, with_keys};

/// The keys that others lead to.
#[derive(Default)]
pub(super) struct Links {
    pub(super) keys: Keys,
    /// For each of them, the numbers of those that lead to it.
    pub(super) from: Vec<Vec<u32>>,
}

/// Reads what `linked` says of `keys`.
pub(super) async fn read(
    linked: &Linked,
    keys: &Keys,
    source: &dyn Source,
    run: Run,
) -> Result<Links, Error> {
    let mut pairs = Pairs {
        linked,
        from: keys,
        links: Links::default(),
        known: HashSet::new(),
        rows: 0,
        most: run.limits.max_examined_rows,
        scratch: Vec::new(),
    };
    for part in with_keys(&linked.scan, keys.list(), linked.most_keys) {
        let plan = Plan::of(part, Vec::new());
        crate::exec::rows(&plan, source, run.limits, &Known::at(run.now), &mut pairs).await?;
    }
    Ok(pairs.links)
}

struct Pairs<'p> {
    linked: &'p Linked,
    from: &'p Keys,
    links: Links,
    known: HashSet<(u32, u32)>,
    rows: u64,
    most: u64,
    scratch: Vec<Value>,
}

impl RowSink for Pairs<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        if self.rows == self.most {
            return Err(Error::TooManyRows(format!(
                "{}: more than {} rows would have to be examined; expand fewer entities",
                self.linked.scan.table.entity_set, self.most
            )));
        }
        self.rows += 1;
        let Some(from) = self.from.find(row, &self.linked.here, &mut self.scratch)? else {
            return Ok(ControlFlow::Continue(()));
        };
        let Some(to) = self.links.keys.add(row, &self.linked.there)? else {
            return Ok(ControlFlow::Continue(()));
        };
        self.links.from.resize_with(self.links.keys.list().len(), Vec::new);
        if self.known.insert((from, to))
            && let Some(list) = usize::try_from(to).ok().and_then(|to| self.links.from.get_mut(to))
        {
            list.push(from);
        }
        Ok(ControlFlow::Continue(()))
    }
}
