//! Aggregate expressions: `Amount with sum as Total`, `$count as N`, `Forecast from Time as F` (Data
//! Aggregation extension, section 3.2.1).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{
    AggregateFrom, AggregateItem, Expr, ExprKind, MemberPath, PathRoot, PathSegment, PathSegmentKind,
};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::{name, ordered, token};

use super::grouping::data_path;

const METHODS: [&str; 5] = ["sum", "min", "max", "average", "countdistinct"];

/// `aggregateExpr`: one item of the transformation. Only a custom aggregate may go without a name.
pub(crate) fn item(i: Text<'_>) -> Parsed<'_, AggregateItem> {
    let (rest, mut item) = unnamed(i)?;
    let is_custom = item.method.is_none() && !is_count(&item.expr);
    match super::alias(rest) {
        Ok((rest, alias)) => {
            item.alias = Some(alias);
            item.span = i.span_to(rest);
            Ok((rest, item))
        }
        Err(_) if is_custom && item.from.is_empty() => Ok((rest, item)),
        Err(miss) => Err(miss),
    }
}

/// `aggregateFunctionExpr`: in `Sales/aggregate(…)` nothing has a name.
pub(crate) fn function_item(i: Text<'_>) -> Parsed<'_, AggregateItem> {
    unnamed(i)
}

fn unnamed(i: Text<'_>) -> Parsed<'_, AggregateItem> {
    let (rest, expr) = source(i)?;
    let is_count = is_count(&expr);
    let (rest, method) = if is_count { (rest, None) } else { optional(rest, with)? };
    if method.is_none() && !matches!(expr.kind, ExprKind::Path(_)) {
        return with(rest).and_then(|(rest, _)| rest.miss("'with'"));
    }
    let is_custom = method.is_none() && !is_count;
    let mut from = Vec::new();
    let mut rest = rest;
    while let Ok((at, ())) = token::infix("from", "'from'").parse(rest) {
        let (at, clause) = from_clause(at, is_custom)?;
        from.push(clause);
        rest = at;
    }
    Ok((rest, AggregateItem { expr, method, from, alias: None, span: i.span_to(rest) }))
}

/// An expression, or a type cast as the whole path.
fn source(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.is_ordered() {
        return ordered::transform::aggregated(i);
    }
    let after = i.skip(name::dotted_length(i.rest));
    let word = i.until(after);
    if !word.contains('.') || matches!(after.byte(0), Some(b'(' | b'/' | b'\'')) {
        return expression(i);
    }
    let span = i.span_to(after);
    let kind = PathSegmentKind::Name { name: word.to_owned(), arguments: None };
    let path = MemberPath { root: PathRoot::Implicit, segments: vec![PathSegment { kind, span }] };
    Ok((after, Expr { kind: ExprKind::Path(path), span }))
}

fn from_clause(i: Text<'_>, is_custom: bool) -> Parsed<'_, AggregateFrom> {
    let (rest, properties) = separated_list1(token::comma, data_path).parse(i)?;
    let (rest, method) = if is_custom {
        optional(rest, with)?
    } else {
        with(rest).map(|(rest, method)| (rest, Some(method)))?
    };
    Ok((rest, AggregateFrom { properties, method }))
}

/// ` with sum`
fn with(i: Text<'_>) -> Parsed<'_, String> {
    let (at, ()) = token::infix("with", "'with'").parse(i)?;
    let (rest, method) = name::dotted(at)?;
    if METHODS.contains(&method) || method.contains('.') {
        Ok((rest, method.to_owned()))
    } else {
        rest.unknown_name(at, "an aggregation method")
    }
}

/// The method if `with` is there: a wrong method is an error all the same.
fn optional<'a>(
    i: Text<'a>,
    parser: impl FnOnce(Text<'a>) -> Parsed<'a, String>,
) -> Parsed<'a, Option<String>> {
    match token::infix("with", "'with'").parse(i) {
        Ok(_) => parser(i).map(|(rest, method)| (rest, Some(method))),
        Err(_) => Ok((i, None)),
    }
}

fn is_count(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Path(path)
        if matches!(path.segments.last(), Some(PathSegment { kind: PathSegmentKind::Count(_), .. })))
}
