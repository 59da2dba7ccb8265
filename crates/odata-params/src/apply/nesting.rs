//! `nest`, `addnested`, `join` and `outerjoin`: transformations that shape the result (Data
//! Aggregation extension, sections 3.4 and 3.5).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{NestItem, PathSegment, PathSegmentKind, TransformationKind as Kind};
use crate::expr::path;
use crate::input::{Parsed, Text};
use crate::token;

use super::grouping::loose_path;
use super::{alias, pipeline};

/// What stands in the parentheses.
pub(crate) fn content<'a>(i: Text<'a>, name: &str) -> Parsed<'a, Kind> {
    match name {
        "nest" => items(i).map(|(rest, items)| (rest, Kind::Nest(items))),
        "addnested" => {
            let (at, path) = loose_path(i)?;
            let (at, ()) = token::comma(at)?;
            let (rest, items) = items(at)?;
            Ok((rest, Kind::AddNested { path, items }))
        }
        _ => join(i, name == "outerjoin"),
    }
}

fn items(i: Text<'_>) -> Parsed<'_, Vec<NestItem>> {
    separated_list1(token::comma, |i| {
        let (at, pipeline) = pipeline(i)?;
        let (rest, alias) = alias(at)?;
        Ok((rest, NestItem { pipeline, alias }))
    })
    .parse(i)
}

fn join(i: Text<'_>, outer: bool) -> Parsed<'_, Kind> {
    let (at, path) = if i.starts_with(b'@') {
        let (rest, text) = path::annotation(i)?;
        let kind = PathSegmentKind::Annotation(text.to_owned());
        (rest, vec![PathSegment { kind, span: i.span_to(rest) }])
    } else {
        loose_path(i)?
    };
    let (rest, alias) = alias(at)?;
    let (rest, then) = match token::comma(rest) {
        Ok((at, ())) => pipeline(at)?,
        Err(_) => (rest, Vec::new()),
    };
    Ok((rest, Kind::Join { outer, path, alias, then }))
}
