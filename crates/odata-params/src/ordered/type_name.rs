//! Types (ABNF: `qualifiedTypeName`, `optionallyQualifiedTypeName`).

use nom::Parser;
use nom::branch::alt;

use crate::expr::call::{PRIMITIVE_TYPES, SPATIAL_TYPES};
use crate::input::{Parsed, Text};
use crate::{name, token};

/// A `qualifiedTypeName`, or else a name.
pub(crate) fn optionally_qualified(i: Text<'_>) -> Parsed<'_, ()> {
    alt((qualified, |i| name::identifier(i).map(|(rest, _)| (rest, ())))).parse(i)
}

/// A primitive type, alone or in a collection: `namespace` leaves no other.
pub(crate) fn qualified(i: Text<'_>) -> Parsed<'_, ()> {
    let collection = (token::exact("Collection", "'Collection'"), token::open_tight, primitive);
    alt((primitive, (collection, token::close_tight).map(|_| ()))).parse(i)
}

/// `primitiveTypeName`, where `Date` comes before `DateTimeOffset`.
fn primitive(i: Text<'_>) -> Parsed<'_, ()> {
    let (at, ()) = token::exact("Edm.", "a type").parse(i)?;
    if let Some(plain) = PRIMITIVE_TYPES.iter().find(|name| at.rest.starts_with(**name)) {
        return Ok((at.skip(plain.len()), ()));
    }
    let Some(family) = ["Geography", "Geometry"].into_iter().find(|name| at.rest.starts_with(name)) else {
        return at.miss("a primitive type");
    };
    let rest = at.skip(family.len());
    let shape = SPATIAL_TYPES.iter().find(|name| rest.rest.starts_with(**name));
    Ok((rest.skip(shape.map_or(0, |name| name.len())), ()))
}
