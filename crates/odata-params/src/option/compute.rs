//! `$compute`: expressions with the names of the properties they become (URL Conventions,
//! section 5.1.3).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::ComputeItem;
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::{name, token};

/// One or more items.
/// `computeItem`
pub(crate) fn items(i: Text<'_>) -> Parsed<'_, Vec<ComputeItem>> {
    separated_list1(token::comma_tight, item).parse(i)
}

pub(crate) fn item(i: Text<'_>) -> Parsed<'_, ComputeItem> {
    let (rest, expr) = expression(i)?;
    let (rest, ()) = token::blank_before(rest, "'as'")?;
    let (rest, ()) = token::word("as", "'as'").parse(rest)?;
    let (rest, ()) = token::blank(rest)?;
    let (rest, alias) = name::identifier(rest)?;
    Ok((rest, ComputeItem { expr, alias: alias.to_owned() }))
}
