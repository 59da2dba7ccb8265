//! `groupby`: the grouping elements with rollups, and what is applied to each group (Data
//! Aggregation extension, section 3.2.3).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{GroupByItem, PathSegment, PathSegmentKind, TransformationKind};
use crate::input::{Parsed, Text};
use crate::{name, ordered, token};

use super::{hierarchy, pipeline};

/// What stands in the parentheses of `groupby`.
pub(crate) fn content(i: Text<'_>) -> Parsed<'_, TransformationKind> {
    let (at, ()) = token::open(i)?;
    let (at, items) = separated_list1(token::comma, element).parse(at)?;
    let (rest, ()) = token::close(at)?;
    let (rest, then) = match token::comma(rest) {
        Ok((at, ())) => pipeline(at)?,
        Err(_) => (rest, Vec::new()),
    };
    Ok((rest, TransformationKind::GroupBy { items, then }))
}

fn element(i: Text<'_>) -> Parsed<'_, GroupByItem> {
    // In order of the alternatives a word before a parenthesis is a property's name.
    if i.is_ordered() {
        return data_path(i).map(|(rest, path)| (rest, GroupByItem::Path(path)));
    }
    if i.rest.starts_with("rollup(") {
        let (at, ()) = token::open(i.skip("rollup".len()))?;
        let (at, paths) = separated_list1(token::comma, data_path).parse(at)?;
        let (rest, ()) = token::close(at)?;
        return Ok((rest, GroupByItem::Rollup(paths)));
    }
    if i.rest.starts_with("rolluprecursive(") {
        let (at, ()) = token::open(i.skip("rolluprecursive".len()))?;
        let (at, hierarchy) = hierarchy::reference(at)?;
        let (at, then) = match token::comma(at) {
            Ok((at, ())) => pipeline(at)?,
            Err(_) => (at, Vec::new()),
        };
        let (rest, ()) = token::close(at)?;
        return Ok((rest, GroupByItem::RollupRecursive { hierarchy, then }));
    }
    data_path(i).map(|(rest, path)| (rest, GroupByItem::Path(path)))
}

/// A path of names and type casts that ends in a name.
pub(crate) fn data_path(i: Text<'_>) -> Parsed<'_, Vec<PathSegment>> {
    if i.is_ordered() {
        return ordered::transform::grouping_property(i).map(|(rest, ())| (rest, Vec::new()));
    }
    let (rest, path) = loose_path(i)?;
    match path.last() {
        Some(PathSegment { kind: PathSegmentKind::Name { name, .. }, .. }) if name.contains('.') => {
            rest.miss("'/'")
        }
        _ => Ok((rest, path)),
    }
}

/// A path of names and type casts.
pub(crate) fn loose_path(i: Text<'_>) -> Parsed<'_, Vec<PathSegment>> {
    let (rest, path) = separated_list1(token::slash, |i| {
        let (rest, name) = name::dotted(i)?;
        let kind = PathSegmentKind::Name { name: name.to_owned(), arguments: None };
        Ok((rest, PathSegment { kind, span: i.span_to(rest) }))
    })
    .parse(i)?;
    Ok((rest, path))
}
