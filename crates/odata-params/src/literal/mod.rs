//! Primitive literals: text in, kind and lexeme out (ABNF, section 7). Which literal it can be is
//! decided by its first bytes, so nothing is parsed twice.

pub(crate) mod binary;
pub(crate) mod duration;
pub(crate) mod geo;
pub(crate) mod number;
pub(crate) mod quoted;
pub(crate) mod temporal;

use nom::Parser;
use nom::branch::alt;

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};
use crate::name;

/// `primitiveLiteral`
pub(crate) fn primitive(i: Text<'_>) -> Parsed<'_, Literal> {
    match i.byte(0) {
        Some(b'\'') => quoted::string(i),
        Some(b'0'..=b'9') => from_digit(i),
        Some(b'-' | b'+') => from_sign(i),
        Some(byte) if byte == b'_' || byte.is_ascii_alphabetic() || !byte.is_ascii() => from_letter(i),
        _ => i.miss("a literal"),
    }
}

fn from_digit(i: Text<'_>) -> Parsed<'_, Literal> {
    if i.is_strict() {
        let digits = i.rest.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
        i.skip(digits).note("a hexadecimal digit");
    }
    // What looks like one of these and is none may still be a number, though what follows will
    // hardly make sense: the furthest place reached is remembered.
    if looks_like_guid(i.rest)
        && let Ok(found) = guid(i)
    {
        return Ok(found);
    }
    if temporal::looks_like_date(i.rest)
        && let Ok(found) = temporal::date_or_timestamp(i)
    {
        return Ok(found);
    }
    if temporal::looks_like_time(i.rest)
        && let Ok(found) = temporal::time_of_day(i)
    {
        return Ok(found);
    }
    number::number(i)
}

fn from_sign(i: Text<'_>) -> Parsed<'_, Literal> {
    if i.starts_with(b'-')
        && temporal::looks_like_date(i.skip(1).rest)
        && let Ok(found) = temporal::date_or_timestamp(i)
    {
        return Ok(found);
    }
    number::number(i)
}

fn from_letter(i: Text<'_>) -> Parsed<'_, Literal> {
    // Literals come before names, and end where they end.
    if i.is_ordered()
        && let Ok(found) = alt((null, boolean, number::number)).parse(i)
    {
        return Ok(found);
    }
    if looks_like_guid(i.rest) {
        return guid(i);
    }
    let (rest, word) = name::dotted(i)?;
    if rest.starts_with(b'\'') {
        return prefixed(rest, word);
    }
    match keyword(word) {
        Some(kind) => Ok((rest, Literal { kind, text: word.to_owned() })),
        None => i.miss("a literal"),
    }
}

/// The literals that are words.
pub(crate) fn keyword(word: &str) -> Option<LiteralKind> {
    match word {
        "null" => Some(LiteralKind::Null),
        "INF" | "NaN" => Some(LiteralKind::Double),
        _ if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") => {
            Some(LiteralKind::Boolean)
        }
        _ => None,
    }
}

/// A word followed by a quote: `duration'P1D'`, `Fleet.Rig'Sloop'`.
pub(crate) fn prefixed<'a>(at_quote: Text<'a>, word: &str) -> Parsed<'a, Literal> {
    let is = |prefix: &str| word.eq_ignore_ascii_case(prefix);
    if is("duration") {
        duration::quoted(at_quote)
    } else if is("binary") {
        binary::quoted(at_quote)
    } else if is("geography") {
        geo::quoted(at_quote, LiteralKind::Geography)
    } else if is("geometry") {
        geo::quoted(at_quote, LiteralKind::Geometry)
    } else if word.contains('.') {
        quoted::enumeration(at_quote, word)
    } else {
        at_quote.miss("an operator")
    }
}

/// `null`, in small letters only.
pub(crate) fn null(i: Text<'_>) -> Parsed<'_, Literal> {
    match i.rest.strip_prefix("null") {
        Some(_) => Ok((i.skip(4), Literal { kind: LiteralKind::Null, text: "null".to_owned() })),
        None => i.miss("null"),
    }
}

/// `true` or `false` in any letter case.
pub(crate) fn boolean(i: Text<'_>) -> Parsed<'_, Literal> {
    for word in ["true", "false"] {
        if let Some(text) = i.rest.get(..word.len()).filter(|text| text.eq_ignore_ascii_case(word)) {
            return Ok((i.skip(word.len()), Literal { kind: LiteralKind::Boolean, text: text.to_owned() }));
        }
    }
    i.miss("true or false")
}

/// `guid`: 8-4-4-4-12 hexadecimal digits.
pub(crate) fn guid(i: Text<'_>) -> Parsed<'_, Literal> {
    let mut rest = i;
    for (index, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if index > 0 {
            if !rest.starts_with(b'-') {
                return rest.miss("'-'");
            }
            rest = rest.skip(1);
        }
        let digits = rest.rest.bytes().take(length).take_while(u8::is_ascii_hexdigit).count();
        rest = rest.skip(digits);
        if digits < length {
            return rest.miss("a hexadecimal digit");
        }
    }
    Ok((rest, Literal { kind: LiteralKind::Guid, text: i.until(rest).to_owned() }))
}

/// Eight hexadecimal digits and a hyphen; where the hyphen's second successor is one too, it is a
/// date far in the future.
pub(crate) fn looks_like_guid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.get(8) == Some(&b'-')
        && bytes.get(11) != Some(&b'-')
        && bytes.iter().take(8).all(u8::is_ascii_hexdigit)
}
