//! One segment of a resource path: a reserved word, a name with or without parentheses, or text that
//! can only be a key.

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{Segment, SegmentKind};
use crate::expr::arguments::{self, Values};
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::{name, token};

use super::follow::Follow;

/// The whole of `i`, where `follow` says what came before.
pub(crate) fn segment(i: Text<'_>, follow: Follow, may_be_text: bool) -> Parsed<'_, Segment> {
    let is_free = follow == Follow::Anything;
    let parsed = structured(i, follow).and_then(|(rest, kind)| token::end(rest).map(|_| kind));
    let kind = match parsed {
        Ok(kind) => kind,
        Err(error) => {
            if !is_free || !may_be_text || !is_segment_text(i) {
                return Err(error);
            }
            SegmentKind::Text
        }
    };
    let end = i.skip(i.rest.len());
    Ok((end, Segment { text: i.rest.to_owned(), kind, span: i.span_to(end) }))
}

fn structured(i: Text<'_>, follow: Follow) -> Parsed<'_, SegmentKind> {
    if i.starts_with(b'$') {
        return reserved(i, follow);
    }
    let (rest, name) =
        if follow == Follow::Start && i.is_strict() { name::identifier(i)? } else { name::dotted(i)? };
    if !rest.starts_with(b'(') {
        rest.note("'('");
        return Ok((rest, SegmentKind::Name { name: name.to_owned(), arguments: None }));
    }
    let (rest, arguments) = arguments::arguments(i, rest, Values::Literals)?;
    Ok((rest, SegmentKind::Name { name: name.to_owned(), arguments: Some(arguments) }))
}

fn reserved(i: Text<'_>, follow: Follow) -> Parsed<'_, SegmentKind> {
    const CROSSJOIN: &str = "$crossjoin";
    const FILTER: &str = "$filter";
    let is_start = follow == Follow::Start;
    if is_start && i.rest.starts_with(CROSSJOIN) {
        let (at, ()) = token::open_tight(i.skip(CROSSJOIN.len()))?;
        let (at, sets) = separated_list1(token::comma_tight, name::identifier).parse(at)?;
        let (rest, ()) = token::close_tight(at)?;
        return Ok((rest, SegmentKind::CrossJoin(sets.into_iter().map(str::to_owned).collect())));
    }
    if follow == Follow::Anything && i.rest.starts_with(FILTER) {
        let (at, ()) = token::open_tight(i.skip(FILTER.len()))?;
        let (at, condition) = expression(at)?;
        let (rest, ()) = token::close_tight(at)?;
        return Ok((rest, SegmentKind::Filter(condition)));
    }
    let kind = match (i.rest, follow) {
        ("$metadata", Follow::Start) => SegmentKind::Metadata,
        ("$batch", Follow::Start) => SegmentKind::Batch,
        ("$all", Follow::Start) => SegmentKind::All,
        ("$entity", Follow::Start) => SegmentKind::Entity,
        ("$query", Follow::Anything | Follow::Single | Follow::Query) => SegmentKind::Query,
        ("$count" | "$each", Follow::Single) if i.is_strict() => return i.miss("a property"),
        ("$count", Follow::Anything | Follow::Single) => SegmentKind::Count,
        ("$each", Follow::Anything) => SegmentKind::Each,
        ("$ref", Follow::Anything | Follow::Single) => SegmentKind::Ref,
        ("$value", Follow::Anything | Follow::Single) => SegmentKind::Value,
        _ => return i.miss("a segment OData defines"),
    };
    Ok((i.skip(i.rest.len()), kind))
}

/// Whether the characters are those a segment may have unencoded.
fn is_segment_text(i: Text<'_>) -> bool {
    let refused = |b: u8| {
        matches!(b, b'"' | b'<' | b'>' | b'[' | b'\\' | b']' | b'^' | b'`' | b'{' | b'|' | b'}' | b' ')
    };
    if !i.is_strict() {
        return true;
    }
    match i.rest.bytes().enumerate().find(|(at, b)| refused(*b) && !i.is_escaped(*at)) {
        Some((at, _)) => {
            i.skip(at).note("a character of a segment");
            false
        }
        None => true,
    }
}
