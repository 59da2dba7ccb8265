//! Operands: what stands between operators. The first bytes decide what it is.

use crate::ast::{Expr, ExprKind, Literal, LiteralKind};
use crate::input::{Parsed, Text};
use crate::{json, literal, name, ordered, token};

use super::{call, expression, path};

/// A literal, a path, a call, a JSON value or an expression in parentheses.
pub(crate) fn operand(i: Text<'_>) -> Parsed<'_, Expr> {
    match i.byte(0) {
        Some(b'(') => parenthesised(i),
        Some(b'[' | b'{') => json::value(i),
        Some(b'\'' | b'0'..=b'9' | b'-' | b'+') => constant(i),
        Some(b'$') => path::rooted(i),
        Some(b'@') => path::annotated(i),
        // The grammar allows blanks before an array or object, and only there.
        Some(b' ' | b'\t') => {
            let (at, ()) = token::blanks(i)?;
            if matches!(at.byte(0), Some(b'[' | b'{')) { json::value(at) } else { at.miss("'['") }
        }
        Some(byte) if byte == b'_' || byte.is_ascii_alphabetic() || !byte.is_ascii() => word(i),
        _ => i.miss("an operand"),
    }
}

/// `parenExpr`. The tree keeps no parentheses: its shape says what they said.
fn parenthesised(i: Text<'_>) -> Parsed<'_, Expr> {
    let (i, ()) = token::open(i)?;
    let (i, inner) = expression(i)?;
    let (i, ()) = token::close(i)?;
    Ok((i, inner))
}

/// A literal that can be nothing else.
fn constant(i: Text<'_>) -> Parsed<'_, Expr> {
    let (rest, literal) = literal::primitive(i)?;
    Ok((rest, Expr { kind: ExprKind::Literal(literal), span: i.span_to(rest) }))
}

/// What starts with a letter: a keyword, a prefixed literal, a call, or a path.
fn word(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.is_ordered() {
        return ordered::operand::word(i);
    }
    if literal::looks_like_guid(i.rest) {
        return constant(i);
    }
    let (rest, word) = name::dotted(i)?;
    match rest.byte(0) {
        Some(b'\'') => {
            let (rest, literal) = literal::prefixed(rest, word)?;
            Ok((rest, Expr { kind: ExprKind::Literal(literal), span: i.span_to(rest) }))
        }
        Some(b'(') => call::call_or_path(i, rest, word),
        Some(b'/') => path::named(i, rest, word),
        _ => match literal::keyword(word) {
            Some(kind) => {
                let literal = Literal { kind, text: word.to_owned() };
                Ok((rest, Expr { kind: ExprKind::Literal(literal), span: i.span_to(rest) }))
            }
            None => path::named(i, rest, word),
        },
    }
}

/// The right operand of `has`: an enumeration value (URL Conventions, section 5.1.1.1.9).
pub(crate) fn flags(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.starts_with(b'@') && !i.is_strict() {
        return path::annotated(i);
    }
    if !i.starts_with(b'\'') {
        if name::dotted_length(i.rest) == 0 {
            return i.miss("an enumeration value");
        }
        let (rest, word) = name::dotted(i)?;
        if !word.contains('.') || !rest.starts_with(b'\'') {
            return rest.miss("an enumeration value");
        }
    }
    let (rest, found) = constant(i)?;
    match &found.kind {
        ExprKind::Literal(Literal { kind: LiteralKind::Enum(_) | LiteralKind::String, .. }) => {
            Ok((rest, found))
        }
        _ => i.miss("an enumeration value"),
    }
}
