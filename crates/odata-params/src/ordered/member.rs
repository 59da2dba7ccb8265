//! Member paths (ABNF: `memberExpr`, `collectionNavigationExpr`, `annotationExpr`).

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::multi::separated_list1;

use crate::ast::{LiteralKind, PathSegmentKind};
use crate::expr::{path, segment};
use crate::input::{Parsed, Text};
use crate::{literal, name, token};

use super::operand;

/// `memberExpr`: a name is an `entityColNavigationProperty` with a `collectionNavigationExpr`.
pub(crate) fn member(i: Text<'_>) -> Parsed<'_, ()> {
    let mut at = i;
    loop {
        if at.starts_with(b'@') {
            return annotated(at);
        }
        let (rest, _) = name::identifier(at)?;
        let (rest, is_single) = navigation(rest)?;
        match token::slash(rest) {
            Ok((next, ())) if is_single && begins_member(next) => at = next,
            _ => return Ok((rest, ())),
        }
    }
}

fn begins_member(i: Text<'_>) -> bool {
    i.starts_with(b'@') || name::identifier_length(i.rest) > 0
}

/// What may follow a collection, if it does; says whether that was a key, which leaves one entity.
pub(crate) fn navigation(i: Text<'_>) -> Parsed<'_, bool> {
    match i.byte(0) {
        Some(b'/') if !i.is_escaped(0) => Ok((key_segments(i), false)),
        Some(b'(') => match key(i) {
            Err(nom::Err::Error(_)) => Ok((i, false)),
            found => found.map(|(rest, ())| (rest, true)),
        },
        _ => Ok((i, false)),
    }
}

/// `keyPathSegments`: all that may stand in a path.
pub(crate) fn key_segments(i: Text<'_>) -> Text<'_> {
    let fits = |(at, byte): (usize, u8)| token::is_pchar(byte) || byte == b'/' || i.is_escaped(at);
    let length = i.rest.bytes().enumerate().take_while(|found| fits(*found)).count();
    let rest = i.skip(length);
    rest.note("a character of a segment");
    rest
}

/// `keyPredicate`
pub(crate) fn key_predicate(i: Text<'_>) -> Parsed<'_, ()> {
    if i.starts_with(b'/') { Ok((key_segments(i), ())) } else { key(i) }
}

/// `simpleKey` or `compoundKey`.
fn key(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, ()) = token::open_tight(i)?;
    let pair = |i| {
        let (rest, _) = name::identifier(i)?;
        let (rest, ()) = token::equals(rest)?;
        key_value(rest)
    };
    let pairs = separated_list1(token::comma_tight, pair).map(|_| ());
    alt(((key_value, token::close_tight).map(|_| ()), (pairs, token::close_tight).map(|_| ()))).parse(at)
}

fn key_value(i: Text<'_>) -> Parsed<'_, ()> {
    if i.starts_with(b'@') {
        return name::identifier(i.skip(1)).map(|(rest, _)| (rest, ()));
    }
    let (rest, found) = literal::primitive(i)?;
    match found.kind {
        LiteralKind::Null | LiteralKind::Binary | LiteralKind::Geography | LiteralKind::Geometry => {
            i.miss("a key")
        }
        _ => Ok((rest, ())),
    }
}

/// `annotationExpr`, which may be an alias too.
pub(crate) fn annotated(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, _) = path::annotation(i)?;
    if !rest.starts_with(b'/') {
        return Ok((rest, ()));
    }
    rest.nested(|i| {
        // The slash of a `primitivePathExpr` may stand alone.
        let single = |i| member(token::slash(i)?.0);
        alt((collection, single, token::slash)).parse(i)
    })
}

fn deeper<'a>(i: Text<'a>, parser: fn(Text<'a>) -> Parsed<'a, ()>) -> Parsed<'a, ()> {
    i.nested(parser)
}

/// `collectionPathExpr`
pub(crate) fn collection(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, ()) = token::slash(i)?;
    match at.byte(0) {
        Some(b'@') => annotated(at),
        Some(b'$') => {
            let (rest, found) = segment::segment(at)?;
            match found.kind {
                PathSegmentKind::Count(_) => Ok((rest, ())),
                PathSegmentKind::Filter(_) => opt(|i| deeper(i, collection)).map(|_| ()).parse(rest),
                _ => at.miss("'$count' or '$filter'"),
            }
        }
        _ => {
            let lambda = |i| segment::lambda(i).map(|(rest, _)| (rest, ()));
            let aggregate = |i| segment::aggregate(i).map(|(rest, _)| (rest, ()));
            alt((lambda, operand::function, aggregate)).parse(at)
        }
    }
}
