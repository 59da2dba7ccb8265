//! Content of the parentheses after a name that is no canonical function: a key predicate or the
//! arguments of a service's function (ABNF: `keyPredicate`, `functionExprParameters`).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{Argument, Expr, ExprKind, LiteralKind};
use crate::input::{Parsed, Text};
use crate::{literal, name, token};

use super::expression;

const UNKNOWN: &str = "a function OData defines";

/// Whose parentheses these are, and so what may stand as a named value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// In expressions: any expression.
    Expressions,
    /// The same after a qualified name, which can only be a service's own function or type.
    Qualified,
    /// In the resource path: literals and parameter aliases.
    Literals,
}

/// `()`, `(1)`, `(@key)`, `(A=1,B=@b)`, at the parenthesis; `name` is where the name before it begins.
pub(crate) fn arguments<'a>(name: Text<'a>, i: Text<'a>, values: Values) -> Parsed<'a, Vec<Argument>> {
    let (at, ()) = token::open(i)?;
    if is_named(i) {
        return named(at, values);
    }
    if at.starts_with(b')') {
        return Ok((at.skip(1), Vec::new()));
    }
    let after_name = at.skip(name::identifier_length(at.rest));
    let is_name = after_name.offset() > at.offset() && !at.is_escaped(0);
    if values == Values::Expressions && !can_be_key(at) && (is_name || at.starts_with(b'[')) {
        return i.unknown_name(name, UNKNOWN);
    }
    if is_name {
        after_name.note("'='");
    }
    // Without blanks, as `simpleKey` has it.
    let (at, ()) = token::open_tight(i)?;
    let (rest, value) = key_value(at)?;
    if values == Values::Expressions && !i.is_strict() && rest.rest.trim_start().starts_with(',') {
        // A key has one value without a name; several are what functions have.
        return i.unknown_name(name, UNKNOWN);
    }
    let (end, ()) = token::close_tight(rest)?;
    Ok((end, vec![Argument { name: None, span: value.span, value }]))
}

/// Whether the first thing in the parentheses at `i` is `name=`.
pub(crate) fn is_named(i: Text<'_>) -> bool {
    let inside = i.rest.get(1..).unwrap_or_default().trim_start_matches([' ', '\t']);
    let length = name::identifier_length(inside);
    length > 0 && inside.as_bytes().get(length) == Some(&b'=')
}

fn named(i: Text<'_>, values: Values) -> Parsed<'_, Vec<Argument>> {
    let (i, found) = separated_list1(token::comma, |i| one_named(i, values)).parse(i)?;
    let (end, ()) = token::close(i)?;
    Ok((end, found))
}

/// `name=value`
pub(crate) fn one_named(i: Text<'_>, values: Values) -> Parsed<'_, Argument> {
    let (rest, name) = name::identifier(i)?;
    let (rest, ()) = token::equals(rest)?;
    let (rest, value) = match values {
        Values::Expressions | Values::Qualified => expression(rest)?,
        Values::Literals => literal_or_alias(rest)?,
    };
    Ok((rest, Argument { name: Some(name.to_owned()), value, span: i.span_to(rest) }))
}

fn key_value(i: Text<'_>) -> Parsed<'_, Expr> {
    let (rest, found) = literal_or_alias(i)?;
    match &found.kind {
        ExprKind::Literal(literal)
            if matches!(
                literal.kind,
                LiteralKind::Null | LiteralKind::Binary | LiteralKind::Geography | LiteralKind::Geometry
            ) =>
        {
            i.miss("a key")
        }
        _ => Ok((rest, found)),
    }
}

fn literal_or_alias(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.starts_with(b'@') {
        let (rest, name) = name::identifier(i.skip(1))?;
        return Ok((rest, Expr { kind: ExprKind::Alias(name.to_owned()), span: i.span_to(rest) }));
    }
    let (rest, literal) = literal::primitive(i)?;
    Ok((rest, Expr { kind: ExprKind::Literal(literal), span: i.span_to(rest) }))
}

impl Values {
    /// In an expression after `name`.
    pub(crate) fn after(name: &str) -> Self {
        if name.contains('.') { Self::Qualified } else { Self::Expressions }
    }
}

/// Whether a literal or an alias may start here. Anything else behind a name's parenthesis means
/// that the name was taken for a function and is none.
fn can_be_key(i: Text<'_>) -> bool {
    match i.byte(0) {
        Some(b'\'' | b'@' | b'-' | b'+' | b'0'..=b'9') | None => true,
        _ => {
            let after = i.skip(name::dotted_length(i.rest));
            literal::looks_like_guid(i.rest)
                || after.starts_with(b'\'')
                || literal::keyword(i.until(after)).is_some()
        }
    }
}
