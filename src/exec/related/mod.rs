//! Related rows for expressions that leave the row: read before any row is looked at, then found by
//! the columns that relate them (URL Conventions, sections 5.1.1.13 and 5.1.1.15).

mod lookup;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::plan::{Plan, Read};
use crate::source::{Error, Source};

use super::Limits;

pub(super) use lookup::Lookup;

use lookup::Reading;

/// What expressions can ask for besides their row.
#[derive(Clone, Debug)]
pub struct Known {
    now: DateTime<Utc>,
    /// The related rows, at the place of their read.
    related: Vec<Arc<Lookup>>,
    /// The same for the plans that the rows of a pipeline come from.
    parts: Arc<Vec<Known>>,
    most_visits: u64,
}

impl Known {
    /// Nothing but the instant: what `now()` says.
    #[must_use]
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now,
            related: Vec::new(),
            parts: Arc::default(),
            most_visits: Limits::default().max_related_visits,
        }
    }

    /// What the expressions of `plan` ask for; `sources` holds the source of each table, at the table's
    /// index.
    ///
    /// # Errors
    /// [`Error::TooManyRows`] beyond `limits`, and what the sources give.
    pub async fn of(
        plan: &Plan,
        sources: &[Arc<dyn Source>],
        limits: Limits,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut known = Self { most_visits: limits.max_related_visits, ..Self::at(now) };
        let (mut rows, mut bytes) = (0, 0);
        for read in &plan.reads {
            let mut reading = Reading::new(read, &known, limits, (rows, bytes));
            source(read, sources)?.scan(&read.scan, &mut reading).await?;
            (rows, bytes) = reading.used();
            let lookup = Arc::new(reading.into_lookup());
            // Those behind it may ask for this one.
            known.related.push(lookup);
        }
        let parts = plan.pipeline.iter().flat_map(|pipeline| &pipeline.parts);
        let mut known_parts = Vec::new();
        for part in parts {
            known_parts.push(Box::pin(Self::of(&part.plan, sources, limits, now)).await?);
        }
        known.parts = Arc::new(known_parts);
        Ok(known)
    }

    /// What the parts of a pipeline ask for.
    pub(super) fn parts(&self) -> &[Self] {
        &self.parts
    }

    /// What `now()` says.
    pub(super) const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The rows of a read.
    pub(super) fn related(&self, place: usize) -> Option<&Lookup> {
        self.related.get(place).map(AsRef::as_ref)
    }

    /// The most related rows an expression looks at, for all rows together.
    pub(super) const fn most_visits(&self) -> u64 {
        self.most_visits
    }
}

fn source<'s>(read: &Read, sources: &'s [Arc<dyn Source>]) -> Result<&'s dyn Source, Error> {
    sources.get(read.table).map(AsRef::as_ref).ok_or_else(|| Error::Statement {
        source_name: read.scan.table.source.clone(),
        detail: format!("no source for the related rows of {}", read.scan.table.entity_set),
    })
}
