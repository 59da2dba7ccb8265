//! How a list goes on, and how many rows it has.

use super::Around;
use crate::catalog::definition::{PagingDefinition, ResourceDefinition, SizeDefinition, TotalDefinition};
use crate::catalog::problem::Problems;
use crate::catalog::{Located, Paging, Pointer, Size, Total};

/// The most rows of one page.
const MOST_ROWS: u32 = 100_000;

/// The style of paging, and the size of pages.
pub(super) fn build(
    around: &Around<'_>,
    written: &ResourceDefinition,
    problems: &mut Problems,
) -> (Paging, Option<Size>) {
    let name = |written: &Located<String>, problems: &mut Problems| {
        around.name(Some(written), "paging", problems).unwrap_or_default()
    };
    let more = |written: &Option<Located<String>>, problems: &mut Problems| {
        written.as_ref().map(|more| around.pointer(Some(more), "paging.more", problems))
    };
    let next = |written: &Located<String>, problems: &mut Problems| -> Pointer {
        around.pointer(Some(written), "paging.next", problems)
    };
    let (paging, written) = match &written.paging {
        None => return (Paging::Whole, None),
        Some(PagingDefinition::Page(page)) => {
            let (query, more) = (name(&page.query, problems), more(&page.more, problems));
            (Paging::Page { query, first: page.first.unwrap_or(1).into(), more }, &page.size)
        }
        Some(PagingDefinition::Offset(page)) => {
            let (query, more) = (name(&page.query, problems), more(&page.more, problems));
            (Paging::Offset { query, more }, &page.size)
        }
        Some(PagingDefinition::Cursor(page)) => {
            let (query, next) = (name(&page.query, problems), next(&page.next, problems));
            (Paging::Cursor { query, next }, &page.size)
        }
        Some(PagingDefinition::NextUrl(page)) => {
            (Paging::NextUrl { next: next(&page.next, problems) }, &page.size)
        }
        Some(PagingDefinition::LinkHeader(page)) => (Paging::LinkHeader, &page.size),
    };
    (paging, written.as_ref().map(|written| size(around, written, problems)))
}

fn size(around: &Around<'_>, written: &SizeDefinition, problems: &mut Problems) -> Size {
    let rows = *written.rows;
    if !(1..=MOST_ROWS).contains(&rows) {
        let message = format!("rows is {rows}");
        let place = format!("{}.paging.size.rows", around.place);
        problems.error(written.rows.at, place, message, format!("write 1 to {MOST_ROWS}"));
    }
    let query = around.name(Some(&written.query), "paging.size", problems).unwrap_or_default();
    Size { query, rows: rows.into() }
}

/// Where the total is.
pub(super) fn total(
    around: &Around<'_>,
    written: &ResourceDefinition,
    problems: &mut Problems,
) -> Option<Total> {
    Some(match written.total.as_ref()? {
        TotalDefinition::Body(pointer) => Total::Body(around.pointer(Some(pointer), "total", problems)),
        TotalDefinition::Header(name) => Total::Header(name.value.clone()),
    })
}
