//! Punctuation, keywords and blanks: text in, nothing but the rest out (ABNF, section 9).

use nom::Parser;
use nom::bytes::complete::{tag, tag_no_case, take_while};

use crate::input::{Miss, Parsed, Text};

/// A fixed text in exactly these letters; `what` names it in errors.
pub(crate) fn exact<'a>(
    text: &'static str,
    what: &'static str,
) -> impl Parser<Text<'a>, Output = (), Error = Miss> {
    move |i: Text<'a>| match tag::<_, _, Miss>(text).parse(i) {
        Ok((rest, _)) => Ok((rest, ())),
        Err(_) => i.miss(what),
    }
}

/// A fixed text in any letter case; `what` names it in errors.
pub(crate) fn word<'a>(
    text: &'static str,
    what: &'static str,
) -> impl Parser<Text<'a>, Output = (), Error = Miss> {
    move |i: Text<'a>| match tag_no_case::<_, _, Miss>(text).parse(i) {
        Ok((rest, _)) => Ok((rest, ())),
        Err(_) => i.miss(what),
    }
}

fn one<'a>(i: Text<'a>, byte: u8, what: &'static str) -> Parsed<'a, ()> {
    if i.starts_with(byte) { Ok((i.skip(1), ())) } else { i.miss(what) }
}

/// `(` and blanks after it.
pub(crate) fn open(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = one(i, b'(', "'('")?;
    blanks(i)
}

/// Blanks and `)`.
pub(crate) fn close(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = blanks(i)?;
    one(i, b')', "')'")
}

/// `(` where the grammar allows no blanks after it; requests may have them all the same.
pub(crate) fn open_tight(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = one(i, b'(', "'('")?;
    loose_blanks(i)
}

/// `)` where the grammar allows no blanks before it; requests may have them all the same.
pub(crate) fn close_tight(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = loose_blanks(i)?;
    one(i, b')', "')'")
}

/// A comma with blanks around it.
pub(crate) fn comma(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = blanks(i)?;
    let (i, ()) = one(i, b',', "','")?;
    blanks(i)
}

/// A comma where the grammar allows no blanks; requests may have them all the same.
pub(crate) fn comma_tight(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = loose_blanks(i)?;
    let (i, ()) = one(i, b',', "','")?;
    loose_blanks(i)
}

/// A semicolon between nested options.
pub(crate) fn semicolon(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = loose_blanks(i)?;
    let (i, ()) = one(i, b';', "';'")?;
    loose_blanks(i)
}

/// A colon with blanks around it.
pub(crate) fn colon(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = blanks(i)?;
    let (i, ()) = one(i, b':', "':'")?;
    blanks(i)
}

/// `=`
pub(crate) fn equals(i: Text<'_>) -> Parsed<'_, ()> {
    one(i, b'=', "'='")
}

/// `/`, which encoded is no separator.
pub(crate) fn slash(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_escaped(0) { i.miss("'/'") } else { one(i, b'/', "'/'") }
}

/// `'`
pub(crate) fn quote(i: Text<'_>) -> Parsed<'_, ()> {
    one(i, b'\'', "a quote")
}

/// Any number of blanks (BWS).
pub(crate) fn blanks(i: Text<'_>) -> Parsed<'_, ()> {
    if !i.byte(0).is_some_and(is_blank) {
        return Ok((i, ()));
    }
    take_while(|c| matches!(c, ' ' | '\t')).map(|_| ()).parse(i)
}

/// At least one blank (RWS).
pub(crate) fn blank(i: Text<'_>) -> Parsed<'_, ()> {
    blank_before(i, "a blank")
}

/// At least one blank; where there is none, what is missed is `what` would come after it.
pub(crate) fn blank_before<'a>(i: Text<'a>, what: &'static str) -> Parsed<'a, ()> {
    if i.byte(0).is_some_and(is_blank) { blanks(i) } else { i.miss(what) }
}

/// Blanks where the grammar has none: skipped in requests.
pub(crate) fn loose_blanks(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_strict() { Ok((i, ())) } else { blanks(i) }
}

/// A keyword with blanks on both sides: ` as `. Strictly in these letters.
pub(crate) fn infix<'a>(
    text: &'static str,
    what: &'static str,
) -> impl Parser<Text<'a>, Output = (), Error = Miss> {
    move |i: Text<'a>| {
        let (i, ()) = blank_before(i, what)?;
        let (i, ()) = exact(text, what).parse(i)?;
        blank(i)
    }
}

/// The end of the text.
pub(crate) fn end(i: Text<'_>) -> Parsed<'_, ()> {
    if i.rest.is_empty() { Ok((i, ())) } else { i.miss("the end") }
}

/// `pchar`, without percent-encoded ones: what a path segment may hold.
pub(crate) fn is_pchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}

/// `qchar-no-AMP`, without percent-encoded ones: what the value of a query option may hold.
pub(crate) fn is_qchar(byte: u8) -> bool {
    matches!(byte, b'/' | b'?') || (is_pchar(byte) && byte != b'&')
}

/// The place behind all `qchar-no-AMP`: what the value of an option may hold. In requests the value has
/// been cut out already and holds what it holds.
pub(crate) fn value(i: Text<'_>) -> Text<'_> {
    if !i.is_strict() {
        return i.skip(i.rest.len());
    }
    let fits = |(at, byte): (usize, u8)| is_qchar(byte) || i.is_escaped(at);
    let rest = i.skip(i.rest.bytes().enumerate().take_while(|found| fits(*found)).count());
    rest.note("a character of a value");
    rest
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
