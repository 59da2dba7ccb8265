//! Strings and enumeration values: quoted text in, content out.

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};
use crate::name;
use crate::token;

use super::number;

/// `stringLiteral`: two quotes stand for one.
pub(crate) fn string(i: Text<'_>) -> Parsed<'_, Literal> {
    let (rest, text) = quoted_text(i, token::is_pchar)?;
    Ok((rest, Literal { kind: LiteralKind::String, text }))
}

/// `enumLiteral` with its type: `Fleet.Rig'Sloop,Cutter'`, at the quote.
pub(crate) fn enumeration<'a>(at_quote: Text<'a>, type_name: &str) -> Parsed<'a, Literal> {
    let (start, ()) = token::quote(at_quote)?;
    let (rest, ()) = members(start)?;
    let (end, ()) = token::quote(rest)?;
    Ok((end, Literal { kind: LiteralKind::Enum(type_name.to_owned()), text: start.until(rest).to_owned() }))
}

/// Names or numbers, separated by commas without blanks.
pub(crate) fn members(i: Text<'_>) -> Parsed<'_, ()> {
    let (mut rest, ()) = member(i)?;
    loop {
        if !rest.starts_with(b',') {
            rest.note("','");
            return Ok((rest, ()));
        }
        match member(rest.skip(1)) {
            Ok((next, ())) => rest = next,
            Err(_) => return Ok((rest, ())),
        }
    }
}

fn member(i: Text<'_>) -> Parsed<'_, ()> {
    match i.byte(0) {
        Some(b'-' | b'+' | b'0'..=b'9') => number::integer(i),
        _ => name::identifier(i).map(|(rest, _)| (rest, ())),
    }
}

/// Text between quotes; to the letter, of characters that are encoded or fit.
pub(crate) fn quoted_text(i: Text<'_>, fits: impl Fn(u8) -> bool) -> Parsed<'_, String> {
    let (start, ()) = token::quote(i)?;
    let mut text = String::new();
    let mut rest = start;
    loop {
        let length = rest.rest.find('\'').unwrap_or(rest.rest.len());
        let end = rest.skip(length);
        if let Some(at) = misfit(rest, length, &fits) {
            return rest.skip(at).miss("a quote");
        }
        if end.rest.is_empty() {
            return end.miss("a quote");
        }
        text.push_str(rest.until(end));
        rest = end.skip(1);
        if !rest.starts_with(b'\'') {
            return Ok((rest, text));
        }
        text.push('\'');
        rest = rest.skip(1);
    }
}

/// The first of `length` bytes that the grammar allows in strings only when encoded.
fn misfit(i: Text<'_>, length: usize, fits: impl Fn(u8) -> bool) -> Option<usize> {
    if !i.is_strict() {
        return None;
    }
    i.rest.bytes().take(length).enumerate().position(|(at, byte)| !fits(byte) && !i.is_escaped(at))
}
