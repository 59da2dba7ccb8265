//! Segments of member paths after a slash: a name with or without parentheses, `$count`,
//! `any(x:…)`, an annotation, or the text of a key.

use nom::Parser;

use crate::ast::{LambdaOp, PathSegment, PathSegmentKind};
use crate::input::{Parsed, Text};
use crate::option::nested;
use crate::{apply, name, token};

use super::arguments::{self, Values};
use super::{expression, path};

/// All segments from the slash at `i` on, appended to `found`.
pub(crate) fn segments<'a>(i: Text<'a>, found: &mut Vec<PathSegment>) -> Parsed<'a, ()> {
    let mut rest = i;
    while rest.starts_with(b'/') {
        let at = rest.skip(1);
        let (next, segment) = match found.as_slice() {
            // A key needs a collection before it, so it follows neither `$it` nor a leading type.
            [] => member(at)?,
            [PathSegment { kind: PathSegmentKind::Name { name, arguments: None }, .. }]
                if name.contains('.') =>
            {
                member(at)?
            }
            [.., PathSegment { kind: PathSegmentKind::Annotation(_), .. }] => segment(at)?,
            _ => segment_or_key(at)?,
        };
        found.push(segment);
        rest = next;
    }
    Ok((rest, ()))
}

/// A segment that must say something by itself: not a type alone.
fn member(i: Text<'_>) -> Parsed<'_, PathSegment> {
    let (rest, found) = segment(i)?;
    match &found.kind {
        PathSegmentKind::Name { name, arguments: None } if name.contains('.') && !rest.starts_with(b'/') => {
            rest.miss("'/'")
        }
        _ => Ok((rest, found)),
    }
}

/// A segment, or else the text of a key: `keyPathSegments` allow nearly everything.
fn segment_or_key(i: Text<'_>) -> Parsed<'_, PathSegment> {
    let structured = segment(i);
    let is_final = match &structured {
        Err(nom::Err::Error(_)) => !i.is_strict() && key_length(i) == 0,
        Err(_) => true,
        // To the letter, a name with more glued to it is a key altogether.
        Ok((rest, _)) => !i.is_strict() || rest.starts_with(b'(') || key_length(*rest) == 0,
    };
    if is_final {
        return structured;
    }
    let rest = i.skip(key_length(i));
    let kind = PathSegmentKind::Key(i.until(rest).to_owned());
    Ok((rest, PathSegment { kind, span: i.span_to(rest) }))
}

/// The bytes of key text at `i`. By the grammar these are all characters a path segment may have;
/// in requests only what a key looks like that is no name: digits, a GUID, a date.
fn key_length(i: Text<'_>) -> usize {
    if !i.is_strict() {
        let starts = i.first().is_some_and(|c| c.is_ascii_digit() || c == '-');
        let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b':');
        return if starts { i.rest.bytes().take_while(part).count() } else { 0 };
    }
    let inside = !i.is_outermost();
    let mut open = 0usize;
    for (at, byte) in i.rest.bytes().enumerate() {
        let fits = match byte {
            b'(' => {
                open += 1;
                true
            }
            b')' if open > 0 => {
                open -= 1;
                true
            }
            b',' | b')' | b';' | b':' => !inside || open > 0,
            _ => is_segment_byte(byte) || i.is_escaped(at),
        };
        if !fits {
            return at;
        }
    }
    i.rest.len()
}

/// Characters a path segment may have unencoded.
fn is_segment_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'*+=@".contains(&byte)
}

/// One segment.
pub(crate) fn segment(i: Text<'_>) -> Parsed<'_, PathSegment> {
    let (rest, kind) = match i.byte(0) {
        Some(b'$') => system(i)?,
        Some(b'@') => {
            let (rest, text) = path::annotation(i)?;
            (rest, PathSegmentKind::Annotation(text.to_owned()))
        }
        _ => named(i)?,
    };
    Ok((rest, PathSegment { kind, span: i.span_to(rest) }))
}

fn system(i: Text<'_>) -> Parsed<'_, PathSegmentKind> {
    if let Some(rest) = i.rest.strip_prefix("$count") {
        let at = i.skip(i.rest.len() - rest.len());
        if !at.starts_with(b'(') {
            at.note("'('");
            return Ok((at, PathSegmentKind::Count(Vec::new())));
        }
        let (rest, options) = nested::options(at, nested::Allowed::Count)?;
        return Ok((rest, PathSegmentKind::Count(options)));
    }
    if i.rest.starts_with("$filter") {
        let (at, ()) = token::open_tight(i.skip("$filter".len()))?;
        let (at, condition) = expression(at)?;
        let (rest, ()) = token::close_tight(at)?;
        return Ok((rest, PathSegmentKind::Filter(Box::new(condition))));
    }
    for (word, kind) in [("$ref", PathSegmentKind::Ref), ("$value", PathSegmentKind::Value)] {
        if i.rest.starts_with(word) {
            return Ok((i.skip(word.len()), kind));
        }
    }
    i.miss("a path segment")
}

fn named(i: Text<'_>) -> Parsed<'_, PathSegmentKind> {
    let length = name::dotted_length(i.rest);
    if length == 0 {
        return i.miss("a path segment");
    }
    let (at, name) = name::dotted(i)?;
    if !at.starts_with(b'(') {
        return Ok((at, PathSegmentKind::Name { name: name.to_owned(), arguments: None }));
    }
    if name == "aggregate" && !arguments::is_named(at) {
        return aggregate(i);
    }
    if is_lambda(at, name) {
        return lambda(i);
    }
    let (rest, found) = arguments::arguments(i, at, Values::after(name))?;
    Ok((rest, PathSegmentKind::Name { name: name.to_owned(), arguments: Some(found) }))
}

/// `aggregate(…)` on a collection.
pub(crate) fn aggregate(i: Text<'_>) -> Parsed<'_, PathSegmentKind> {
    let (at, ()) = token::exact("aggregate", "'aggregate'").parse(i)?;
    let (rest, ()) = token::open(at)?;
    let (rest, item) = rest.nested(apply::aggregate::function_item)?;
    let (rest, ()) = token::close(rest)?;
    Ok((rest, PathSegmentKind::Aggregate(Box::new(item))))
}

/// `any()`, or `any`/`all` with a variable and a colon.
fn is_lambda(at: Text<'_>, name: &str) -> bool {
    let is_any = name.eq_ignore_ascii_case("any");
    if !is_any && !name.eq_ignore_ascii_case("all") {
        return false;
    }
    let inside = at.rest.get(1..).unwrap_or_default().trim_start_matches([' ', '\t']);
    let variable = name::identifier_length(inside);
    let after = inside.get(variable..).unwrap_or_default().trim_start_matches([' ', '\t']);
    (variable > 0 && (after.starts_with(':') || !(at.is_strict() || after.starts_with('='))))
        || (is_any && inside.starts_with(')'))
}

/// `anyExpr`, `allExpr`
pub(crate) fn lambda(i: Text<'_>) -> Parsed<'_, PathSegmentKind> {
    let is_any = i.rest.get(..3).is_some_and(|text| text.eq_ignore_ascii_case("any"));
    let operator = if is_any { LambdaOp::Any } else { LambdaOp::All };
    let (at, ()) = token::word(if is_any { "any" } else { "all" }, "'any' or 'all'").parse(i)?;
    let (at, ()) = token::open(at)?;
    if is_any && let Ok((rest, ())) = token::close(at) {
        return Ok((rest, PathSegmentKind::Lambda { operator, variable: None, predicate: None }));
    }
    let (at, variable) = name::identifier(at)?;
    let (at, ()) = token::colon(at)?;
    let (at, predicate) = expression(at)?;
    let (rest, ()) = token::close(at)?;
    let variable = Some(variable.to_owned());
    Ok((rest, PathSegmentKind::Lambda { operator, variable, predicate: Some(Box::new(predicate)) }))
}
