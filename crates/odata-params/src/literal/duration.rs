//! Durations: `'P1DT2H30M'` in, the text between the quotes out.

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};
use crate::token;

use super::number::some_digits;

/// The quoted part of `durationLiteral`, at the first quote.
pub(crate) fn quoted(i: Text<'_>) -> Parsed<'_, Literal> {
    let (start, ()) = token::quote(i)?;
    let (rest, ()) = value(start)?;
    let (end, ()) = token::quote(rest)?;
    Ok((end, Literal { kind: LiteralKind::Duration, text: start.until(rest).to_owned() }))
}

/// `durationValue`: days, and after a `T` hours, minutes and seconds, each where there is one.
pub(crate) fn value(i: Text<'_>) -> Parsed<'_, ()> {
    let start = if i.starts_with(b'-') { i.skip(1) } else { i };
    let (rest, ()) = letter(start, b'P', "'P'")?;
    let (rest, _) = part(rest, b'D', "'D'", false);
    let Ok((rest, ())) = letter(rest, b'T', "'T'") else { return Ok((rest, ())) };
    let (rest, _) = part(rest, b'H', "'H'", false);
    let (rest, _) = part(rest, b'M', "'M'", false);
    let (rest, _) = part(rest, b'S', "'S'", true);
    Ok((rest, ()))
}

/// Digits and their unit, or nothing.
fn part<'a>(i: Text<'a>, unit: u8, what: &'static str, fraction: bool) -> (Text<'a>, bool) {
    let number = || {
        let (rest, ()) = some_digits(i)?;
        let whole = if fraction && rest.starts_with(b'.') { some_digits(rest.skip(1))?.0 } else { rest };
        letter(whole, unit, what)
    };
    number().map_or((i, false), |(rest, ())| (rest, true))
}

fn letter<'a>(i: Text<'a>, letter: u8, what: &'static str) -> Parsed<'a, ()> {
    if i.byte(0).is_some_and(|b| b.eq_ignore_ascii_case(&letter)) {
        Ok((i.skip(1), ()))
    } else {
        i.miss(what)
    }
}
