//! Operands that begin with a name, `$` or `@` (ABNF: `commonExpr` without its operators).

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::multi::separated_list0;

use crate::ast::{Expr, ExprKind};
use crate::expr::{call, parameter_value};
use crate::input::{Parsed, Text};
use crate::{literal, name, token};

use super::member::{annotated, collection, member, navigation};
use super::spanned;

/// An operand that begins with a name.
pub(crate) fn word(i: Text<'_>) -> Parsed<'_, Expr> {
    alt((literal, read(function), defined, read(member))).parse(i)
}

fn literal(i: Text<'_>) -> Parsed<'_, Expr> {
    let (rest, found) = literal::primitive(i)?;
    Ok((rest, Expr { kind: ExprKind::Literal(found), span: i.span_to(rest) }))
}

/// The same for `$` and `@`.
pub(crate) fn rooted(i: Text<'_>) -> Parsed<'_, Expr> {
    read(|i| {
        if i.starts_with(b'@') {
            return annotated(i);
        }
        let these = (token::exact("$these", "'$these'"), collection).map(|_| ());
        alt((root, variable("$it"), variable("$this"), these)).parse(i)
    })
    .parse(i)
}

fn read<'a>(
    parser: impl Fn(Text<'a>) -> Parsed<'a, ()>,
) -> impl Parser<Text<'a>, Output = Expr, Error = crate::input::Miss> {
    move |i| parser(i).map(|(rest, ())| (rest, spanned(i, rest)))
}

/// `rootExpr`: every name is an entity set's.
fn root(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, ()) = token::exact("$root/", "'$root/'").parse(i)?;
    name::identifier(at)?;
    member(at)
}

/// `inscopeVariableExpr [ "/" memberExpr ]`
fn variable<'a>(name: &'static str) -> impl Fn(Text<'a>) -> Parsed<'a, ()> {
    move |i| {
        let (rest, ()) = token::exact(name, "an operand").parse(i)?;
        opt((token::slash, member)).map(|_| ()).parse(rest)
    }
}

/// `functionExpr`: any name with parentheses that are empty or begin with a parameter's name.
pub(crate) fn function(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, _) = name::identifier(i)?;
    let (at, ()) = token::open(at)?;
    let (rest, _) = separated_list0(token::comma, parameter).parse(at)?;
    let (rest, ()) = token::close(rest)?;
    let (rest, is_single) = navigation(rest)?;
    match rest.byte(0) {
        Some(b'/') if is_single => opt((token::slash, member)).map(|_| ()).parse(rest),
        _ => Ok((rest, ())),
    }
}

/// `functionExprParameter`
fn parameter(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, _) = name::identifier(i)?;
    let (rest, ()) = token::equals(rest)?;
    if rest.starts_with(b'@') {
        return name::identifier(rest.skip(1)).map(|(rest, _)| (rest, ()));
    }
    parameter_value(rest).map(|(rest, _)| (rest, ()))
}

/// A call of a function OData defines: a `methodCallExpr`, `castExpr` or `isofExpr`.
pub(crate) fn defined(i: Text<'_>) -> Parsed<'_, Expr> {
    let at_open = i.skip(name::dotted_length(i.rest));
    let word = i.until(at_open);
    // `geo.` is part of a name; other dots are for namespaces.
    let is_qualified = word.contains('.') && !word.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("geo."));
    if !at_open.starts_with(b'(') || is_qualified {
        return i.miss("a function OData defines");
    }
    call::defined(i, at_open, word).unwrap_or_else(|| i.miss("a function OData defines"))
}
