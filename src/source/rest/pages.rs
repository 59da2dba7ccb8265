//! How a list goes on: what a page says goes in, the request for the next one comes out. Lists that
//! would never end are refused.

use reqwest::Url;

use super::body::Page;
use super::call::{Begin, Call};
use crate::catalog::{Paging, Resource, Size};

/// Pages without a row that may follow each other before a list counts as endless.
const MOST_EMPTY: u32 = 3;

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Where this request leads.
    Call(Call),
    /// At this address, with the headers of the list.
    Url(Url),
}

/// Why a list has no next page though it says it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// It goes on where it has been before.
    Circle,
    /// It goes on with pages without rows.
    Empty,
    /// It goes on outside the service.
    Outside,
}

/// A list on its way.
pub(super) struct Pages<'r> {
    resource: &'r Resource,
    call: Call,
    most: Option<u64>,
    /// Pages read.
    pages: u64,
    /// Rows on them.
    rows: u64,
    /// Empty pages in a row.
    empty: u32,
    /// What led to the page before.
    mark: Option<String>,
}

impl<'r> Pages<'r> {
    /// A list; `wanted` is the number of rows that are needed, if it is known.
    pub(super) fn new(resource: &'r Resource, begin: Begin, wanted: Option<u64>) -> Self {
        let Begin { mut call, most, .. } = begin;
        if let Some(Size { query, rows }) = &resource.size {
            call = call.with(query, wanted.map_or(*rows, |wanted| wanted.clamp(1, *rows)));
        }
        Self { resource, call, most, pages: 0, rows: 0, empty: 0, mark: None }
    }

    /// The first page.
    pub(super) fn first(&self) -> Call {
        match &self.resource.paging {
            Paging::Page { query, first, .. } => self.call.with(query, first),
            Paging::Offset { query, .. } => self.call.with(query, 0),
            Paging::Whole | Paging::Cursor { .. } | Paging::NextUrl { .. } | Paging::LinkHeader => {
                self.call.clone()
            }
        }
    }

    /// The page behind `page`, if there is one. `follow` gives the address a link leads to, if that
    /// belongs to the service.
    pub(super) fn next(
        &mut self,
        page: &Page<'_>,
        follow: impl Fn(&str) -> Option<Url>,
    ) -> Result<Option<Place>, Broken> {
        let rows = u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
        self.pages += 1;
        self.rows = self.rows.saturating_add(rows);
        self.empty = if rows == 0 { self.empty + 1 } else { 0 };
        let all = [self.most, page.total].into_iter().flatten().any(|all| self.rows >= all);
        let numbered = |more: Option<bool>| !all && rows > 0 && more != Some(false);
        match &self.resource.paging {
            Paging::Whole => Ok(None),
            Paging::Page { query, first, .. } => {
                let next = || Place::Call(self.call.with(query, first + self.pages));
                Ok(numbered(page.more).then(next))
            }
            Paging::Offset { query, .. } => {
                let next = || Place::Call(self.call.with(query, self.rows));
                Ok(numbered(page.more).then(next))
            }
            Paging::Cursor { query, .. } => {
                let Some(mark) = self.further(all, page.next.as_deref())? else { return Ok(None) };
                Ok(Some(Place::Call(self.call.with(query, mark))))
            }
            Paging::NextUrl { .. } | Paging::LinkHeader => {
                let Some(link) = self.further(all, page.next.as_deref())? else { return Ok(None) };
                follow(&link).map(|url| Some(Place::Url(url))).ok_or(Broken::Outside)
            }
        }
    }

    /// The mark or link of the next page, unless it is no other than the last one.
    fn further(&mut self, all: bool, next: Option<&str>) -> Result<Option<String>, Broken> {
        let Some(next) = next.filter(|next| !next.is_empty() && !all) else { return Ok(None) };
        if self.mark.as_deref() == Some(next) {
            return Err(Broken::Circle);
        }
        if self.empty >= MOST_EMPTY {
            return Err(Broken::Empty);
        }
        self.mark = Some(next.to_owned());
        Ok(self.mark.clone())
    }
}
