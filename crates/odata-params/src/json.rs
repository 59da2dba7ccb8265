//! Arrays and objects as parameter values: text in, a node that keeps the text out, its form
//! checked (ABNF, section 5). Values in them may be any expression, so this is more than JSON.

use crate::ast::{Expr, ExprKind};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::token;

/// `arrayOrObject`, at its bracket.
pub(crate) fn value(i: Text<'_>) -> Parsed<'_, Expr> {
    let (rest, ()) = i.nested(|i| if i.starts_with(b'[') { array(i) } else { object(i) })?;
    Ok((rest, Expr { kind: ExprKind::Json(i.until(rest).to_owned()), span: i.span_to(rest) }))
}

fn array(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, ()) = opening(i, b'[', "'['")?;
    if let Ok(end) = closing(at, b']', "']'") {
        return Ok(end);
    }
    let mut rest = item(at)?.0;
    while let Ok((at, ())) = token::comma(rest) {
        rest = item(at)?.0;
    }
    closing(rest, b']', "']'")
}

fn object(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, ()) = opening(i, b'{', "'{'")?;
    if let Ok(end) = closing(at, b'}', "'}'") {
        return Ok(end);
    }
    let mut rest = member(at)?.0;
    while let Ok((at, ())) = token::comma(rest) {
        rest = member(at)?.0;
    }
    closing(rest, b'}', "'}'")
}

fn member(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, ()) = string(i)?;
    let (rest, ()) = token::colon(rest)?;
    item(rest)
}

fn item(i: Text<'_>) -> Parsed<'_, ()> {
    if i.starts_with(b'"') { string(i) } else { expression(i).map(|(rest, _)| (rest, ())) }
}

/// `stringInUrl`: a string between double quotes with JSON's escapes.
pub(crate) fn string(i: Text<'_>) -> Parsed<'_, ()> {
    if !i.starts_with(b'"') {
        return i.miss("a double quote");
    }
    let mut rest = i.skip(1);
    loop {
        let plain = rest.rest.bytes().enumerate().position(|(at, byte)| ends_plain(rest, at, byte));
        rest = rest.skip(plain.unwrap_or(rest.rest.len()));
        match rest.byte(0) {
            Some(b'"') => return Ok((rest.skip(1), ())),
            Some(b'\\') => rest = escape(rest.skip(1))?.0,
            Some(_) => return rest.miss("a double quote"),
            None => return rest.miss("a double quote"),
        }
    }
}

/// Quotes, backslashes, and what the grammar allows only when encoded.
fn ends_plain(i: Text<'_>, at: usize, byte: u8) -> bool {
    matches!(byte, b'"' | b'\\')
        || (i.is_strict() && matches!(byte, b'#' | b'<' | b'>' | b'^' | b'`' | b'|') && !i.is_escaped(at))
}

fn escape(i: Text<'_>) -> Parsed<'_, ()> {
    match i.byte(0) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok((i.skip(1), ())),
        Some(b'u') if i.rest.bytes().skip(1).take(4).filter(u8::is_ascii_hexdigit).count() == 4 => {
            Ok((i.skip(5), ()))
        }
        _ => i.miss("an escape of JSON"),
    }
}

fn opening<'a>(i: Text<'a>, bracket: u8, what: &'static str) -> Parsed<'a, ()> {
    if i.starts_with(bracket) { token::blanks(i.skip(1)) } else { i.miss(what) }
}

fn closing<'a>(i: Text<'a>, bracket: u8, what: &'static str) -> Parsed<'a, ()> {
    let (rest, ()) = token::blanks(i)?;
    if rest.starts_with(bracket) { Ok((rest.skip(1), ())) } else { rest.miss(what) }
}
