//! Paths of `$expand` (ABNF: `expandPath`, without what follows it).

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;

use crate::input::{Parsed, Text};
use crate::option::select;
use crate::{name, token};

/// `*` or `$value`, else a `navigationProperty`, whose slash can only be a type's.
pub(crate) fn path(i: Text<'_>) -> Parsed<'_, ()> {
    let property = (select::segment, opt((token::slash, name::identifier))).map(|_| ());
    alt((token::word("$value", "'$value'"), token::exact("*", "'*'"), property)).parse(i)
}
