//! Arrays and objects as parameter values: text in, their members out (ABNF, section 5). Values in
//! them may be any expression, so this is more than JSON.

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{Expr, ExprKind, JsonItem, JsonNode};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::token;

/// `arrayOrObject` as an operand, which keeps the text.
pub(crate) fn value(i: Text<'_>) -> Parsed<'_, Expr> {
    let (rest, _) = node(i)?;
    Ok((rest, Expr { kind: ExprKind::Json(i.until(rest).to_owned()), span: i.span_to(rest) }))
}

/// `arrayOrObject`, at its bracket.
pub(crate) fn node(i: Text<'_>) -> Parsed<'_, JsonNode> {
    i.nested(|i| match i.byte(0) {
        Some(b'[') => {
            let (rest, items) = members(i.skip(1), b']', "']'", item)?;
            Ok((rest, JsonNode::Array(items)))
        }
        Some(b'{') => {
            let (rest, items) = members(i.skip(1), b'}', "'}'", member)?;
            Ok((rest, JsonNode::Object(items)))
        }
        _ => i.miss("'[' or '{'"),
    })
}

/// What stands between the brackets, and the closing one.
fn members<'a, T>(
    i: Text<'a>,
    bracket: u8,
    what: &'static str,
    one: impl Fn(Text<'a>) -> Parsed<'a, T>,
) -> Parsed<'a, Vec<T>> {
    let (at, ()) = token::blanks(i)?;
    if at.starts_with(bracket) {
        return Ok((at.skip(1), Vec::new()));
    }
    at.note(what);
    let (rest, found) = separated_list1(token::comma, one).parse(at)?;
    let (rest, ()) = token::blanks(rest)?;
    if rest.starts_with(bracket) { Ok((rest.skip(1), found)) } else { rest.miss(what) }
}

fn member(i: Text<'_>) -> Parsed<'_, (String, JsonItem)> {
    let (rest, name) = string(i)?;
    let (rest, ()) = token::colon(rest)?;
    let (rest, value) = item(rest)?;
    Ok((rest, (name, value)))
}

fn item(i: Text<'_>) -> Parsed<'_, JsonItem> {
    if i.starts_with(b'"') {
        return string(i).map(|(rest, text)| (rest, JsonItem::String(text)));
    }
    expression(i).map(|(rest, found)| (rest, JsonItem::Expr(found)))
}

/// `stringInUrl`: a string between double quotes, JSON's escapes undone.
pub(crate) fn string(i: Text<'_>) -> Parsed<'_, String> {
    if !i.starts_with(b'"') {
        return i.miss("a double quote");
    }
    let mut text = String::new();
    let mut rest = i.skip(1);
    loop {
        let plain = rest.rest.bytes().enumerate().position(|(at, byte)| ends_plain(rest, at, byte));
        let end = rest.skip(plain.unwrap_or(rest.rest.len()));
        text.push_str(rest.until(end));
        match end.byte(0) {
            Some(b'"') => return Ok((end.skip(1), text)),
            Some(b'\\') => {
                let (next, c) = escape(end.skip(1))?;
                text.push(c);
                rest = next;
            }
            _ => return end.miss("a double quote"),
        }
    }
}

/// Quotes, backslashes, and what the grammar allows only when encoded.
fn ends_plain(i: Text<'_>, at: usize, byte: u8) -> bool {
    matches!(byte, b'"' | b'\\')
        || (i.is_strict()
            && matches!(byte, b'#' | b'&' | b'<' | b'>' | b'^' | b'`' | b'|')
            && !i.is_escaped(at))
}

/// What follows a backslash.
fn escape(i: Text<'_>) -> Parsed<'_, char> {
    let c = match i.byte(0) {
        Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(i),
        _ => return i.miss("an escape of JSON"),
    };
    Ok((i.skip(1), c))
}

/// `uXXXX`, two of them for what UTF-16 needs two for. Half a pair alone stands for no character.
fn unicode(i: Text<'_>) -> Parsed<'_, char> {
    let unit = |i: Text<'_>| {
        let digits = i.rest.get(1..5).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(i) else { return i.miss("an escape of JSON") };
    let after = i.skip(5);
    let second = if after.rest.starts_with("\\u") { unit(after.skip(1)) } else { None };
    if let Some(Ok(c)) = char::decode_utf16([first]).next() {
        return Ok((after, c));
    }
    match second.and_then(|second| char::decode_utf16([first, second]).next()) {
        Some(Ok(c)) => Ok((after.skip(6), c)),
        _ => Ok((after, char::REPLACEMENT_CHARACTER)),
    }
}
