//! Data paths of `$apply` (ABNF: `groupingProperty`, `aggregateExpr`).

use nom::Parser;
use nom::branch::alt;

use crate::ast::{Expr, ExprKind, MemberPath, PathRoot, PathSegment, PathSegmentKind};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::{name, token};

use super::spanned;

/// `groupingProperty`: a leading name with a slash is a type, and so is every second name after it
/// that has one more behind it.
pub(crate) fn grouping_property(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, _) = name::identifier(i)?;
    let Ok((mut at, ())) = token::slash(rest) else { return Ok((rest, ())) };
    loop {
        let (property, _) = name::identifier(at)?;
        match next_property(property) {
            Some(next) => at = next,
            None => return Ok((property, ())),
        }
    }
}

/// The name after the next but one slash, or after the next where no type comes between.
fn next_property(i: Text<'_>) -> Option<Text<'_>> {
    let (at, ()) = token::slash(i).ok()?;
    let (end, _) = name::identifier(at).ok()?;
    let (at, ()) = token::slash(end).ok()?;
    name::identifier(at).ok().map(|_| at)
}

/// What is aggregated: an expression before `with`, a path that ends in `$count`, or the name of a
/// custom aggregate.
pub(crate) fn aggregated(i: Text<'_>) -> Parsed<'_, Expr> {
    let with = |i| {
        let (rest, found) = expression(i)?;
        token::infix("with", "'with'").parse(rest)?;
        Ok((rest, found))
    };
    let custom = |i| name::identifier(i).map(|(rest, _)| (rest, spanned(i, rest)));
    alt((with, count, custom)).parse(i)
}

/// `aggregateCount`
fn count(i: Text<'_>) -> Parsed<'_, Expr> {
    let mut at = i;
    while let Ok((rest, _)) = name::identifier(at) {
        (at, ()) = token::slash(rest)?;
    }
    let (rest, ()) = token::exact("$count", "'$count'").parse(at)?;
    let segments = vec![PathSegment { kind: PathSegmentKind::Count(Vec::new()), span: at.span_to(rest) }];
    let path = MemberPath { root: PathRoot::Implicit, segments };
    Ok((rest, Expr { kind: ExprKind::Path(path), span: i.span_to(rest) }))
}
