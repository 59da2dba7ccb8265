//! Numbers: `7`, `-1.50`, `6e23`, `INF`, `-INF`, `NaN` in, lexeme out.

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};

/// `decimalLiteral`, which every other number rule is a part of. Requests may carry the suffixes
/// older clients write (`1L`, `2.5M`, `500D`, `1F`); they say nothing the model does not know and
/// are dropped.
pub(crate) fn number(i: Text<'_>) -> Parsed<'_, Literal> {
    let digits = if matches!(i.byte(0), Some(b'-' | b'+')) { i.skip(1) } else { i };
    if let Some(rest) = special(i) {
        return Ok((rest, Literal { kind: LiteralKind::Double, text: i.until(rest).to_owned() }));
    }
    let (mut rest, ()) = some_digits(digits)?;
    let mut kind = LiteralKind::Integer;
    if rest.starts_with(b'.')
        && let Ok((next, ())) = some_digits(rest.skip(1))
    {
        kind = LiteralKind::Decimal;
        rest = next;
    }
    if matches!(rest.byte(0), Some(b'e' | b'E'))
        && let Ok((next, ())) = integer(rest.skip(1))
    {
        kind = LiteralKind::Double;
        rest = next;
    }
    let literal = Literal { kind, text: i.until(rest).to_owned() };
    Ok((without_suffix(rest), literal))
}

/// Whether a sign and a number stand here, and not the negation of an expression.
pub(crate) fn starts_signed(i: Text<'_>) -> bool {
    i.byte(1).is_some_and(|b| b.is_ascii_digit()) || special(i).is_some()
}

/// A sign, where there is one, and at least one digit.
pub(crate) fn integer(i: Text<'_>) -> Parsed<'_, ()> {
    some_digits(if matches!(i.byte(0), Some(b'-' | b'+')) { i.skip(1) } else { i })
}

/// At least one digit.
pub(crate) fn some_digits(i: Text<'_>) -> Parsed<'_, ()> {
    let digits = i.rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 { i.miss("a digit") } else { Ok((i.skip(digits), ())) }
}

/// A whole number that fits 64 bits, as `$top` and its like have.
pub(crate) fn whole(i: Text<'_>) -> Parsed<'_, u64> {
    let digits = i.rest.bytes().take_while(u8::is_ascii_digit).count();
    match i.rest.get(..digits).filter(|text| !text.is_empty()).map(str::parse) {
        Some(Ok(number)) => Ok((i.skip(digits), number)),
        Some(Err(_)) => i.miss("a number below 2^64"),
        None => i.miss("a whole number, 0 or more"),
    }
}

/// `INF`, `-INF`, `NaN`, unless a name begins with these letters.
fn special(i: Text<'_>) -> Option<Text<'_>> {
    let word = ["-INF", "INF", "NaN"].into_iter().find(|word| i.rest.starts_with(word))?;
    let rest = i.skip(word.len());
    (i.is_strict() || !rest.byte(0).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')).then_some(rest)
}

fn without_suffix(i: Text<'_>) -> Text<'_> {
    let is_suffix = matches!(i.byte(0), Some(b'L' | b'l' | b'M' | b'm' | b'D' | b'd' | b'F' | b'f'));
    let ends_there = !i.byte(1).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
    if is_suffix && ends_there && !i.is_strict() { i.skip(1) } else { i }
}
