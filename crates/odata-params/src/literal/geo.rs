//! Spatial values: well-known text with its SRID between quotes in, the text between the quotes
//! out. Only the form is checked; rings are not walked.

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};
use crate::token;

use super::number::number;

/// The quoted part of a geography or geometry literal, at the first quote.
pub(crate) fn quoted(i: Text<'_>, kind: LiteralKind) -> Parsed<'_, Literal> {
    shaped(i, kind, None)
}

/// The same, where the rule allows one shape only.
pub(crate) fn shaped<'a>(i: Text<'a>, kind: LiteralKind, shape: Option<&str>) -> Parsed<'a, Literal> {
    let (start, ()) = token::quote(i)?;
    let (rest, ()) = full(start, shape)?;
    let (end, ()) = token::quote(rest)?;
    Ok((end, Literal { kind, text: start.until(rest).to_owned() }))
}

/// `SRID=4326;Point(1 2)`
pub(crate) fn full<'a>(i: Text<'a>, only: Option<&str>) -> Parsed<'a, ()> {
    let (i, ()) = token::word("SRID", "'SRID'").parse(i)?;
    let (i, ()) = token::equals(i)?;
    let digits = i.rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return i.miss("a digit");
    }
    let (i, ()) = byte(i.skip(digits), b';', "';'")?;
    shape(i, only)
}

const SHAPES: [&str; 7] =
    ["GeometryCollection", "LineString", "MultiPoint", "MultiLineString", "MultiPolygon", "Point", "Polygon"];

fn shape<'a>(i: Text<'a>, only: Option<&str>) -> Parsed<'a, ()> {
    let starts = |name: &&str| i.rest.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name));
    let Some(name) = SHAPES.into_iter().find(starts).filter(|name| only.is_none_or(|only| only == *name))
    else {
        return i.miss("a shape");
    };
    let after = i.skip(name.len());
    match name {
        "Point" => point(after),
        "LineString" => line(after),
        "Polygon" => polygon(after),
        // The grammar writes these with their parenthesis as one word.
        _ if !after.starts_with(b'(') => i.miss("a shape"),
        "MultiPoint" => parts(after.skip(1), true, point),
        "MultiLineString" => parts(after.skip(1), true, line),
        "MultiPolygon" => parts(after.skip(1), true, polygon),
        _ => parts(after.skip(1), false, |i| i.nested(|i| shape(i, None))),
    }
}

fn point(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = byte(i, b'(', "'('")?;
    let (i, ()) = position(i)?;
    byte(i, b')', "')'")
}

fn line(i: Text<'_>) -> Parsed<'_, ()> {
    positions(i, 2)
}

fn polygon(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = byte(i, b'(', "'('")?;
    parts(i, false, |i| positions(i, 1))
}

fn positions(i: Text<'_>, least: usize) -> Parsed<'_, ()> {
    let (i, ()) = byte(i, b'(', "'('")?;
    let (i, points) = separated_list1(|i| byte(i, b',', "','"), position).parse(i)?;
    if points.len() < least {
        return i.miss("','");
    }
    byte(i, b')', "')'")
}

fn parts<'a>(i: Text<'a>, or_none: bool, part: impl Fn(Text<'a>) -> Parsed<'a, ()>) -> Parsed<'a, ()> {
    if or_none && i.starts_with(b')') {
        return Ok((i.skip(1), ()));
    }
    let (i, _) = separated_list1(|i| byte(i, b',', "','"), part).parse(i)?;
    byte(i, b')', "')'")
}

/// Two to four numbers: longitude, latitude, altitude, measure.
fn position(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, _) = number(i)?;
    let (i, ()) = byte(i, b' ', "a blank")?;
    let (mut i, _) = number(i)?;
    for _ in 0..2 {
        let Ok((next, _)) = byte(i, b' ', "a blank").and_then(|(i, ())| number(i)) else { break };
        i = next;
    }
    Ok((i, ()))
}

fn byte<'a>(i: Text<'a>, byte: u8, what: &'static str) -> Parsed<'a, ()> {
    if i.starts_with(byte) { Ok((i.skip(1), ())) } else { i.miss(what) }
}
