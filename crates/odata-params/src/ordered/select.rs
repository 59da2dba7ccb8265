//! Items of `$select` (ABNF: `selectItem`).

use nom::Parser;
use nom::branch::alt;

use crate::expr::path;
use crate::input::{Parsed, Text};
use crate::{name, token};

/// `*`, `Ns.*`, a `primitiveProperty` or a `primitiveAnnotationInQuery`.
pub(crate) fn item(i: Text<'_>) -> Parsed<'_, ()> {
    let property = |i| name::identifier(i).map(|(rest, _)| (rest, ()));
    let annotation = |i| path::annotation(i).map(|(rest, _)| (rest, ()));
    alt((token::exact("*", "'*'"), operations, property, annotation)).parse(i)
}

/// `allOperationsInSchema`: the one place where a namespace ends before its dot.
pub(crate) fn operations(i: Text<'_>) -> Parsed<'_, ()> {
    let at = i.skip(name::dotted_length(i.rest));
    if at.offset() > i.offset() { token::exact(".*", "'.*'").parse(at) } else { i.miss("a namespace") }
}
