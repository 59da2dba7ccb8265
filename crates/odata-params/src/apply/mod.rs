//! `$apply`: a pipeline of transformations in, their tree out (Data Aggregation extension,
//! section 3, and its ABNF).

pub(crate) mod aggregate;
pub(crate) mod grouping;
pub(crate) mod hierarchy;
pub(crate) mod nesting;

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{ComputeItem, RankKind, Transformation, TransformationKind as Kind};
use crate::expr::arguments::{self, Values};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::literal::number;
use crate::option::{orderby, search};
use crate::{name, token};

const RANKS: [(&str, RankKind); 6] = [
    ("topcount", RankKind::TopCount),
    ("topsum", RankKind::TopSum),
    ("toppercent", RankKind::TopPercent),
    ("bottomcount", RankKind::BottomCount),
    ("bottomsum", RankKind::BottomSum),
    ("bottompercent", RankKind::BottomPercent),
];

/// Transformations other than the ranking ones.
const NAMES: [&str; 17] = [
    "filter",
    "groupby",
    "aggregate",
    "compute",
    "concat",
    "identity",
    "search",
    "orderby",
    "top",
    "skip",
    "nest",
    "addnested",
    "join",
    "outerjoin",
    "ancestors",
    "descendants",
    "traverse",
];

/// `applyExpr`: transformations with slashes between them.
pub(crate) fn pipeline(i: Text<'_>) -> Parsed<'_, Vec<Transformation>> {
    i.nested(|i| separated_list1(token::slash, transformation).parse(i))
}

/// Whether a transformation's name, and not an expression, begins here.
pub(crate) fn starts_transformation(i: Text<'_>) -> bool {
    let after = i.skip(name::dotted_length(i.rest));
    let name = i.until(after);
    name == "identity" || (after.starts_with(b'(') && (is_known(name) || name.contains('.')))
}

fn is_known(name: &str) -> bool {
    NAMES.contains(&name) || RANKS.iter().any(|(rank, _)| *rank == name)
}

/// `applyTrafo`
pub(crate) fn transformation(i: Text<'_>) -> Parsed<'_, Transformation> {
    let (at, name) = name::dotted(i)?;
    let (rest, kind) = if name == "identity" {
        (at, Kind::Identity)
    } else if name.contains('.') {
        custom(at)?
    } else if !is_known(name) {
        return at.unknown_name(i, "a transformation");
    } else if let Some((_, kind)) = RANKS.iter().find(|(rank, _)| *rank == name) {
        let (at, ()) = token::open(at)?;
        let (at, amount) = expression(at)?;
        let (at, ()) = token::comma(at)?;
        let (at, value) = expression(at)?;
        let (rest, ()) = token::close(at)?;
        (rest, Kind::Rank { kind: *kind, amount, value })
    } else if name == "orderby" {
        // The one transformation without blanks inside its parentheses.
        let (at, ()) = token::open_tight(at)?;
        let (at, items) = separated_list1(token::comma, orderby::item).parse(at)?;
        let (rest, ()) = token::close_tight(at)?;
        (rest, Kind::OrderBy(items))
    } else {
        let (at, ()) = token::open(at)?;
        let (at, kind) = content(at, name)?;
        let (rest, ()) = token::close(at)?;
        (rest, kind)
    };
    Ok((rest, Transformation { name: name.to_owned(), kind, span: i.span_to(rest) }))
}

fn content<'a>(i: Text<'a>, name: &str) -> Parsed<'a, Kind> {
    match name {
        "filter" => expression(i).map(|(rest, condition)| (rest, Kind::Filter(condition))),
        "search" => search::search(i).map(|(rest, words)| (rest, Kind::Search(words))),
        "top" => number::whole(i).map(|(rest, number)| (rest, Kind::Top(number))),
        "skip" => number::whole(i).map(|(rest, number)| (rest, Kind::Skip(number))),
        "compute" => separated_list1(token::comma, compute_item).map(Kind::Compute).parse(i),
        "aggregate" => separated_list1(token::comma, aggregate::item).map(Kind::Aggregate).parse(i),
        "groupby" => grouping::content(i),
        "concat" => concat(i),
        "nest" | "addnested" | "join" | "outerjoin" => nesting::content(i, name),
        _ => hierarchy::content(i, name),
    }
}

fn compute_item(i: Text<'_>) -> Parsed<'_, ComputeItem> {
    let (rest, expr) = expression(i)?;
    let (rest, alias) = alias(rest)?;
    Ok((rest, ComputeItem { expr, alias }))
}

/// `asAlias`
pub(crate) fn alias(i: Text<'_>) -> Parsed<'_, String> {
    let (rest, ()) = token::infix("as", "'as'").parse(i)?;
    name::identifier(rest).map(|(rest, alias)| (rest, alias.to_owned()))
}

fn concat(i: Text<'_>) -> Parsed<'_, Kind> {
    let (rest, pipelines) = separated_list1(token::comma, pipeline).parse(i)?;
    if pipelines.len() < 2 { rest.miss("','") } else { Ok((rest, Kind::Concat(pipelines))) }
}

fn custom(at: Text<'_>) -> Parsed<'_, Kind> {
    if !at.starts_with(b'(') {
        return at.miss("'('");
    }
    arguments::arguments(at, at, Values::Qualified).map(|(rest, found)| (rest, Kind::Custom(found)))
}
