//! Options whose value is a number, a word or opaque text: `$top`, `$skip`, `$count`, `$index`,
//! `$levels`, `$format`, `$skiptoken` and their like.

use crate::ast::{Levels, LiteralKind, QueryOptionKind};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::literal::{self, number};
use crate::token;

use super::System;

/// The value of an option without a grammar of its own.
pub(crate) fn value(i: Text<'_>, system: System) -> Parsed<'_, QueryOptionKind> {
    match system {
        System::Top => number::whole(i).map(|(rest, number)| (rest, QueryOptionKind::Top(number))),
        System::Skip => number::whole(i).map(|(rest, number)| (rest, QueryOptionKind::Skip(number))),
        System::Count => {
            let (rest, found) = literal::boolean(i)?;
            let value = found.kind == LiteralKind::Boolean && found.text.eq_ignore_ascii_case("true");
            Ok((rest, QueryOptionKind::Count(value)))
        }
        System::Index => index(i),
        System::Levels => levels(i),
        System::Format => opaque(i, format_length, QueryOptionKind::Format),
        System::SchemaVersion => opaque(i, version_length, QueryOptionKind::SchemaVersion),
        System::SkipToken => opaque(i, |i| Ok(i.until(token::value(i)).len()), QueryOptionKind::SkipToken),
        System::DeltaToken => opaque(i, |i| Ok(i.until(token::value(i)).len()), QueryOptionKind::DeltaToken),
        System::Id => opaque(i, |i| Ok(i.until(token::value(i)).len()), QueryOptionKind::Id),
        _ => {
            let (rest, _) = expression(i)?;
            let (name, value) = (system.name().to_owned(), i.until(rest).to_owned());
            Ok((rest, QueryOptionKind::Temporal { name, value }))
        }
    }
}

fn index(i: Text<'_>) -> Parsed<'_, QueryOptionKind> {
    let digits = if i.starts_with(b'-') { i.skip(1) } else { i };
    let (rest, ()) = number::some_digits(digits)?;
    match i.until(rest).parse() {
        Ok(index) => Ok((rest, QueryOptionKind::Index(index))),
        Err(_) => i.miss("a whole number of 64 bits"),
    }
}

/// A positive number without leading zeros, or `max`.
fn levels(i: Text<'_>) -> Parsed<'_, QueryOptionKind> {
    if i.rest.get(..3).is_some_and(|text| text.eq_ignore_ascii_case("max")) {
        return Ok((i.skip(3), QueryOptionKind::Levels(Levels::Max)));
    }
    if !matches!(i.byte(0), Some(b'1'..=b'9')) {
        return i.miss("a positive number or 'max'");
    }
    let (rest, ()) = number::some_digits(i)?;
    match i.until(rest).parse() {
        Ok(number) => Ok((rest, QueryOptionKind::Levels(Levels::Number(number)))),
        Err(_) => i.miss("a number below 2^32"),
    }
}

/// Text that is kept as it is.
fn opaque<'a>(
    i: Text<'a>,
    length: impl FnOnce(Text<'a>) -> Result<usize, (Text<'a>, &'static str)>,
    kind: impl FnOnce(String) -> QueryOptionKind,
) -> Parsed<'a, QueryOptionKind> {
    match length(i) {
        Ok(0) => i.miss("a value"),
        Ok(length) => {
            let rest = i.skip(length);
            Ok((rest, kind(i.until(rest).to_owned())))
        }
        Err((at, what)) => at.miss(what),
    }
}

/// `atom`, `json`, `xml` or a media type. To the letter only a media type has parameters; clients write
/// `json;odata.metadata=full` as well.
fn format_length(i: Text<'_>) -> Result<usize, (Text<'_>, &'static str)> {
    const KNOWN: [&str; 3] = ["atom", "json", "xml"];
    let starts = |word: &&str| i.rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if i.is_ordered()
        && let Some(word) = KNOWN.iter().find(|word| starts(word))
    {
        return Ok(word.len());
    }
    let first = segment_length(i);
    let rest = i.skip(first);
    let subtype = if rest.starts_with(b'/') { segment_length(rest.skip(1)) } else { 0 };
    let all = i.until(rest);
    let word = if i.is_strict() { all } else { all.split(';').next().unwrap_or_default().trim_end() };
    match (first, subtype) {
        _ if subtype == 0 && KNOWN.iter().any(|known| word.eq_ignore_ascii_case(known)) => Ok(first),
        (0, _) => Err((i, "'json', 'xml' or a media type")),
        (_, 0) => Err((rest, "'/' and a subtype")),
        _ => Ok(first + 1 + subtype),
    }
}

fn segment_length(i: Text<'_>) -> usize {
    let fits = |(at, byte): (usize, u8)| match byte {
        b'/' | b'?' | b'#' => i.is_escaped(at),
        _ => !i.is_strict() || token::is_pchar(byte) || i.is_escaped(at),
    };
    i.rest.bytes().enumerate().take_while(|found| fits(*found)).count()
}

/// `*` or unreserved characters.
fn version_length(i: Text<'_>) -> Result<usize, (Text<'_>, &'static str)> {
    if i.starts_with(b'*') {
        return Ok(1);
    }
    let unreserved = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    Ok(i.rest.bytes().take_while(unreserved).count())
}
