//! Dates and times: `2026-05-01`, `2026-05-01T10:00:00Z`, `10:00:00.5` in, lexeme out.

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};

use super::number::some_digits;

/// `date`, or `dateTimeOffsetLiteral` where a `T` follows.
pub(crate) fn date_or_timestamp(i: Text<'_>) -> Parsed<'_, Literal> {
    let (rest, date) = date(i)?;
    if matches!(rest.byte(0), Some(b'T' | b't')) {
        if let Ok(found) = time_and_zone(i, rest) {
            return Ok(found);
        }
    } else {
        rest.note("'T'");
    }
    Ok((rest, date))
}

/// `date`
pub(crate) fn date(i: Text<'_>) -> Parsed<'_, Literal> {
    let (rest, ()) = year(i)?;
    let (rest, ()) = byte(rest, b'-', "'-'")?;
    let (rest, ()) = pair(rest, 1, 12)?;
    let (rest, ()) = byte(rest, b'-', "'-'")?;
    let (rest, ()) = pair(rest, 1, 31)?;
    Ok((rest, Literal { kind: LiteralKind::Date, text: i.until(rest).to_owned() }))
}

/// `dateTimeOffsetLiteral`
pub(crate) fn timestamp(i: Text<'_>) -> Parsed<'_, Literal> {
    let (rest, _) = date(i)?;
    time_and_zone(i, rest)
}

/// `timeOfDayLiteral`
pub(crate) fn time_of_day(i: Text<'_>) -> Parsed<'_, Literal> {
    let (rest, ()) = time(i)?;
    Ok((rest, Literal { kind: LiteralKind::TimeOfDay, text: i.until(rest).to_owned() }))
}

/// Four digits or more and a hyphen: nothing but a date starts like this.
pub(crate) fn looks_like_date(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 4 && text.as_bytes().get(digits) == Some(&b'-')
}

/// Two digits and a colon.
pub(crate) fn looks_like_time(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b':', ..] if a.is_ascii_digit() && b.is_ascii_digit())
}

fn time_and_zone<'a>(i: Text<'a>, at_t: Text<'a>) -> Parsed<'a, Literal> {
    let kind = LiteralKind::DateTimeOffset;
    if !matches!(at_t.byte(0), Some(b'T' | b't')) {
        return at_t.miss("'T'");
    }
    let (rest, ()) = time(at_t.skip(1))?;
    match rest.byte(0) {
        Some(b'Z' | b'z') => {
            let rest = rest.skip(1);
            Ok((rest, Literal { kind, text: i.until(rest).to_owned() }))
        }
        Some(b'+' | b'-') => {
            let (rest, ()) = zone(rest.skip(1))?;
            Ok((rest, Literal { kind, text: i.until(rest).to_owned() }))
        }
        // A `+` written raw in a query was read as a blank.
        Some(b' ') if !rest.is_strict() && looks_like_time(rest.skip(1).rest) => {
            let (end, ()) = zone(rest.skip(1))?;
            Ok((end, Literal { kind, text: format!("{}+{}", i.until(rest), rest.skip(1).until(end)) }))
        }
        _ => rest.miss("'Z' or an offset"),
    }
}

fn zone(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, ()) = pair(i, 0, 23)?;
    let (rest, ()) = byte(rest, b':', "':'")?;
    pair(rest, 0, 59)
}

fn time(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, ()) = pair(i, 0, 23)?;
    let (rest, ()) = byte(rest, b':', "':'")?;
    let (rest, ()) = pair(rest, 0, 59)?;
    if !rest.starts_with(b':') {
        return Ok((rest, ()));
    }
    let Ok((rest, ())) = pair(rest.skip(1), 0, 60) else { return Ok((rest, ())) };
    if !rest.starts_with(b'.') {
        return Ok((rest, ()));
    }
    match fraction(rest.skip(1)) {
        Ok(found) => Ok(found),
        Err(_) => Ok((rest, ())),
    }
}

/// `fractionalSeconds`: one to twelve digits.
fn fraction(i: Text<'_>) -> Parsed<'_, ()> {
    let digits = i.rest.bytes().take(12).take_while(u8::is_ascii_digit).count();
    if digits == 0 { i.miss("a digit") } else { Ok((i.skip(digits), ())) }
}

/// `year`: four digits, more where the first is not 0, negative before the year 0.
fn year(i: Text<'_>) -> Parsed<'_, ()> {
    let start = if i.starts_with(b'-') { i.skip(1) } else { i };
    let (rest, ()) = some_digits(start)?;
    let digits = start.until(rest).len();
    if digits < 4 {
        return rest.miss("a digit");
    }
    if start.starts_with(b'0') { Ok((start.skip(4), ())) } else { Ok((rest, ())) }
}

/// Two digits that make a number in the range, each refused where it can no longer do so.
fn pair(i: Text<'_>, lowest: u8, highest: u8) -> Parsed<'_, ()> {
    let digit = |index| i.byte(index).filter(u8::is_ascii_digit).map(|b| b - b'0');
    let Some(tens) = digit(0).map(|d| d * 10).filter(|t| *t <= highest && t + 9 >= lowest) else {
        return i.miss("a digit");
    };
    match digit(1) {
        Some(unit) if (lowest..=highest).contains(&(tens + unit)) => Ok((i.skip(2), ())),
        _ => i.skip(1).miss("a digit"),
    }
}

fn byte<'a>(i: Text<'a>, byte: u8, what: &'static str) -> Parsed<'a, ()> {
    if i.starts_with(byte) { Ok((i.skip(1), ())) } else { i.miss(what) }
}
