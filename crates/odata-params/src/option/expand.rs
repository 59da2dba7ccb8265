//! `$expand`: navigation paths with options of their own (URL Conventions, section 5.1.2).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{ExpandItem, ExpandSuffix, PathSegment, PathSegmentKind};
use crate::input::{Parsed, Text};
use crate::{ordered, token};

use super::nested::{self, Allowed};
use super::select;

/// One or more items.
/// `expandItem`
pub(crate) fn items(i: Text<'_>) -> Parsed<'_, Vec<ExpandItem>> {
    separated_list1(token::comma_tight, item).parse(i)
}

pub(crate) fn item(i: Text<'_>) -> Parsed<'_, ExpandItem> {
    let (mut rest, path) = path(i)?;
    let is_star = path.last().is_some_and(is_star);
    if let [PathSegment { kind: PathSegmentKind::Name { name, .. }, .. }] = path.as_slice()
        && name.contains('.')
    {
        return rest.miss("'/'");
    }
    let mut suffix = ExpandSuffix::None;
    if rest.rest.starts_with("/$ref") {
        (suffix, rest) = (ExpandSuffix::Ref, rest.skip("/$ref".len()));
    } else if rest.rest.starts_with("/$count") && !is_star {
        (suffix, rest) = (ExpandSuffix::Count, rest.skip("/$count".len()));
    } else if rest.starts_with(b'/') {
        return rest.skip(1).miss("a name, '$ref' or '$count'");
    } else {
        rest.note("'/'");
    }
    let mut options = Vec::new();
    if rest.starts_with(b'(') {
        let allowed = match suffix {
            ExpandSuffix::None if is_star => Allowed::Star,
            ExpandSuffix::None => Allowed::Expand,
            ExpandSuffix::Ref if is_star => return rest.miss("','"),
            ExpandSuffix::Ref => Allowed::Ref,
            ExpandSuffix::Count => Allowed::Count,
        };
        (rest, options) = nested::options(rest, allowed)?;
    } else {
        rest.note("'('");
    }
    let path = if is_star && path.len() == 1 { None } else { Some(path) };
    Ok((rest, ExpandItem { path, suffix, options, span: i.span_to(rest) }))
}

/// Names with slashes between them; the last may be `*`, or `$value` for a media stream.
fn path(i: Text<'_>) -> Parsed<'_, Vec<PathSegment>> {
    let mut segments = Vec::new();
    let mut at = i;
    if i.is_ordered() {
        let (rest, ()) = ordered::expand::path(i)?;
        return Ok((rest, segments));
    }
    loop {
        let (rest, segment) = segment(at)?;
        let is_last = !matches!(
            &segment.kind,
            PathSegmentKind::Name { name, .. } if name != "*"
        ) && !matches!(segment.kind, PathSegmentKind::Annotation(_));
        segments.push(segment);
        let is_system = rest.byte(1) == Some(b'$') && !rest.rest.starts_with("/$value");
        if is_last || !rest.starts_with(b'/') || is_system {
            return Ok((rest, segments));
        }
        at = rest.skip(1);
    }
}

fn segment(i: Text<'_>) -> Parsed<'_, PathSegment> {
    for (word, kind) in [
        ("*", PathSegmentKind::Name { name: "*".to_owned(), arguments: None }),
        ("$value", PathSegmentKind::Value),
    ] {
        if i.rest.starts_with(word) {
            let rest = i.skip(word.len());
            return Ok((rest, PathSegment { kind, span: i.span_to(rest) }));
        }
    }
    select::segment(i)
}

fn is_star(segment: &PathSegment) -> bool {
    matches!(&segment.kind, PathSegmentKind::Name { name, .. } if name == "*")
}
