//! Function calls: the canonical functions by name and number of arguments, `case`, `cast`, `isof`,
//! and calls of the service's own functions (URL Conventions, section 5.1.1).

use crate::ast::{Argument, Expr, ExprKind, MemberPath, PathRoot, PathSegment, PathSegmentKind};
use crate::input::{Parsed, Text};
use crate::{name, ordered, token};

use super::{arguments, expression, path};

/// Canonical functions with the least and the most arguments they take. Names are matched in any
/// letter case, as OData 4.01 asks.
const CANONICAL: [(&str, u8, u8); 35] = [
    ("contains", 2, 2),
    ("startswith", 2, 2),
    ("endswith", 2, 2),
    ("concat", 2, 2),
    ("indexof", 2, 2),
    ("length", 1, 1),
    ("substring", 2, 3),
    ("tolower", 1, 1),
    ("toupper", 1, 1),
    ("trim", 1, 1),
    ("matchespattern", 2, 2),
    ("hassubset", 2, 2),
    ("hassubsequence", 2, 2),
    ("year", 1, 1),
    ("month", 1, 1),
    ("day", 1, 1),
    ("hour", 1, 1),
    ("minute", 1, 1),
    ("second", 1, 1),
    ("fractionalseconds", 1, 1),
    ("totalseconds", 1, 1),
    ("totaloffsetminutes", 1, 1),
    ("date", 1, 1),
    ("time", 1, 1),
    ("now", 0, 0),
    ("mindatetime", 0, 0),
    ("maxdatetime", 0, 0),
    ("round", 1, 1),
    ("floor", 1, 1),
    ("ceiling", 1, 1),
    ("geo.distance", 2, 2),
    ("geo.length", 1, 1),
    ("geo.intersects", 2, 2),
    // Data Aggregation extension
    ("isdefined", 1, 1),
    ("aggregation.rollupnode", 0, 0),
];

/// Primitive types without their namespace, spatial ones apart.
pub(crate) const PRIMITIVE_TYPES: [&str; 17] = [
    "Binary",
    "Boolean",
    "Byte",
    "Date",
    "DateTimeOffset",
    "Decimal",
    "Double",
    "Duration",
    "Guid",
    "Int16",
    "Int32",
    "Int64",
    "SByte",
    "Single",
    "Stream",
    "String",
    "TimeOfDay",
];

/// What follows `Geography` and `Geometry` in the names of concrete types.
pub(crate) const SPATIAL_TYPES: [&str; 7] =
    ["Collection", "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon"];

/// A name with its parenthesis next: a call, or a path that begins with a key or a function.
pub(crate) fn call_or_path<'a>(i: Text<'a>, at_open: Text<'a>, word: &str) -> Parsed<'a, Expr> {
    // `length(x=1)` can only be a function of the service's own.
    if arguments::is_named(at_open) {
        return path::named(i, at_open, word);
    }
    if word.eq_ignore_ascii_case("not") {
        return at_open.miss("a blank");
    }
    defined(i, at_open, word).unwrap_or_else(|| path::named(i, at_open, word))
}

/// A call of a function that OData defines; `None` where it defines none of that name.
pub(crate) fn defined<'a>(i: Text<'a>, at_open: Text<'a>, word: &str) -> Option<Parsed<'a, Expr>> {
    let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
    if is("case") {
        return Some(case(i, at_open));
    }
    if is("cast") || is("isof") {
        return Some(type_call(i, at_open, word));
    }
    let (_, least, most) = CANONICAL.iter().find(|(known, ..)| is(known))?;
    Some(positional(at_open, *least, *most).map(|(rest, arguments)| {
        let kind = ExprKind::Call { name: word.to_owned(), arguments };
        (rest, Expr { kind, span: i.span_to(rest) })
    }))
}

fn positional(i: Text<'_>, least: u8, most: u8) -> Parsed<'_, Vec<Argument>> {
    let (mut i, ()) = token::open(i)?;
    let mut found = Vec::with_capacity(usize::from(most));
    for index in 0..most {
        if index > 0 {
            match token::comma(i) {
                Ok((next, ())) => i = next,
                Err(_) if index >= least => break,
                Err(miss) => return Err(miss),
            }
        }
        let (next, value) = expression(i)?;
        found.push(unnamed(value));
        i = next;
    }
    let (i, ()) = token::close(i)?;
    Ok((i, found))
}

/// `case(condition:value,…)`
fn case<'a>(i: Text<'a>, at_open: Text<'a>) -> Parsed<'a, Expr> {
    let (mut rest, ()) = token::open(at_open)?;
    let mut branches = Vec::new();
    loop {
        let (next, condition) = expression(rest)?;
        let (next, ()) = token::colon(next)?;
        let (next, value) = expression(next)?;
        branches.push((condition, value));
        match token::comma(next) {
            Ok((next, ())) => rest = next,
            Err(_) => {
                let (end, ()) = token::close(next)?;
                return Ok((end, Expr { kind: ExprKind::Case(branches), span: i.span_to(end) }));
            }
        }
    }
}

/// `cast(x,Type)`, `cast(Type)`, `isof(x,Type)`, `isof(Type)`: the type becomes the last argument, a
/// path of one segment.
pub(crate) fn type_call<'a>(i: Text<'a>, at_open: Text<'a>, word: &str) -> Parsed<'a, Expr> {
    let (rest, ()) = token::open(at_open)?;
    let mut arguments = Vec::with_capacity(2);
    let only_type =
        type_name(rest).and_then(|(next, found)| token::close(next).map(|(end, ())| (end, found)));
    let end = match only_type {
        Ok((end, found)) => {
            arguments.push(unnamed(found));
            end
        }
        Err(_) => {
            let (next, value) = expression(rest)?;
            let (next, ()) = token::comma(next)?;
            let (next, found) = type_name(next)?;
            let (end, ()) = token::close(next)?;
            arguments.push(unnamed(value));
            arguments.push(unnamed(found));
            end
        }
    };
    let kind = ExprKind::Call { name: word.to_owned(), arguments };
    Ok((end, Expr { kind, span: i.span_to(end) }))
}

/// `optionallyQualifiedTypeName`, as a path of one segment: `Edm.String`, `Collection(Fleet.Boat)`.
pub(crate) fn type_name(i: Text<'_>) -> Parsed<'_, Expr> {
    const COLLECTION: &str = "Collection(";
    if i.is_ordered() {
        let (rest, ()) = ordered::type_name::optionally_qualified(i)?;
        return Ok((rest, type_path(i, rest)));
    }
    let inner = if i.rest.starts_with(COLLECTION) { i.skip(COLLECTION.len()) } else { i };
    let (mut rest, found) = name::dotted(inner)?;
    if found.strip_prefix("Edm.").is_some_and(|primitive| !is_primitive(primitive)) {
        return inner.skip("Edm.".len()).miss("a primitive type");
    }
    if inner.rest.len() != i.rest.len() {
        (rest, ()) = token::close_tight(rest)?;
    }
    Ok((rest, type_path(i, rest)))
}

fn type_path<'a>(i: Text<'a>, rest: Text<'a>) -> Expr {
    let kind = PathSegmentKind::Name { name: i.until(rest).to_owned(), arguments: None };
    let segments = vec![PathSegment { kind, span: i.span_to(rest) }];
    let path = MemberPath { root: PathRoot::Implicit, segments };
    Expr { kind: ExprKind::Path(path), span: i.span_to(rest) }
}

/// `primitiveTypeName` without its namespace.
fn is_primitive(name: &str) -> bool {
    // Abstract types can be asked for though no rule lists them (CSDL, section 3.3).
    const ABSTRACT: [&str; 3] = ["PrimitiveType", "ComplexType", "EntityType"];
    let is_spatial = |shape: &str| shape.is_empty() || SPATIAL_TYPES.contains(&shape);
    PRIMITIVE_TYPES.contains(&name)
        || ABSTRACT.contains(&name)
        || ["Geography", "Geometry"].iter().any(|family| name.strip_prefix(family).is_some_and(is_spatial))
}

fn unnamed(value: Expr) -> Argument {
    Argument { name: None, span: value.span, value }
}
