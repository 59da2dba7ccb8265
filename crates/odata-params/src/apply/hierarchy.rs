//! `ancestors`, `descendants` and `traverse`: transformations over recursive hierarchies (Data
//! Aggregation extension, section 6).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{Direction, Hierarchy, TransformationKind as Kind, Traversal};
use crate::expr::path;
use crate::input::{Parsed, Text};
use crate::literal::number;
use crate::option::orderby;
use crate::{name, token};

use super::grouping::data_path;
use super::{pipeline, starts_transformation};

/// What stands in the parentheses.
pub(crate) fn content<'a>(i: Text<'a>, name: &str) -> Parsed<'a, Kind> {
    match name {
        "ancestors" => relatives(i, Direction::Ancestors),
        "descendants" => relatives(i, Direction::Descendants),
        _ => traverse(i),
    }
}

/// `recHierReference`: the nodes, the hierarchy's qualifier, the path to a node's identifier.
pub(crate) fn reference(i: Text<'_>) -> Parsed<'_, Hierarchy> {
    if !i.rest.starts_with("$root/") {
        return i.miss("a path from $root");
    }
    let (at, nodes) = i.nested(path::rooted)?;
    let (at, ()) = token::comma(at)?;
    let (at, qualifier) = name::identifier(at)?;
    let (at, ()) = token::comma(at)?;
    let (rest, node) = data_path(at)?;
    Ok((rest, Hierarchy { nodes, qualifier: qualifier.to_owned(), node }))
}

fn relatives(i: Text<'_>, direction: Direction) -> Parsed<'_, Kind> {
    let (at, hierarchy) = reference(i)?;
    let (at, ()) = token::comma(at)?;
    let (mut rest, start) = pipeline(at)?;
    let mut max_distance = None;
    if let Ok((at, number)) = token::comma(rest).and_then(|(at, ())| number::whole(at)) {
        (rest, max_distance) = (at, Some(number));
    }
    let mut keep_start = false;
    let keep = token::comma(rest).and_then(|(at, ())| token::exact("keep start", "'keep start'").parse(at));
    if let Ok((at, ())) = keep {
        (rest, keep_start) = (at, true);
    }
    Ok((rest, Kind::Relatives { direction, hierarchy, start, max_distance, keep_start }))
}

fn traverse(i: Text<'_>) -> Parsed<'_, Kind> {
    let (at, hierarchy) = reference(i)?;
    let (at, ()) = token::comma(at)?;
    let (mut rest, order) = match token::exact("preorder", "'preorder'").parse(at) {
        Ok((rest, ())) => (rest, Traversal::Preorder),
        Err(_) => {
            let (rest, ()) = token::exact("postorder", "'postorder'").parse(at)?;
            (rest, Traversal::Postorder)
        }
    };
    let mut start = Vec::new();
    if let Ok((at, ())) = token::comma(rest)
        && starts_transformation(at)
    {
        (rest, start) = pipeline(at)?;
    }
    let mut order_by = Vec::new();
    if let Ok((at, ())) = token::comma(rest) {
        (rest, order_by) = separated_list1(token::comma, orderby::item).parse(at)?;
    }
    Ok((rest, Kind::Traverse { hierarchy, order, start, order_by }))
}
