//! `$orderby`: expressions with their direction (URL Conventions, section 5.1.5).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::OrderByItem;
use crate::expr::expression;
use crate::input::{Parsed, Text};
use crate::token;

/// One or more items.
pub(crate) fn items(i: Text<'_>) -> Parsed<'_, Vec<OrderByItem>> {
    separated_list1(token::comma_tight, item).parse(i)
}

/// An expression, and `asc` or `desc` after a blank.
pub(crate) fn item(i: Text<'_>) -> Parsed<'_, OrderByItem> {
    let (rest, expr) = expression(i)?;
    for (word, descending) in [("asc", false), ("desc", true)] {
        let keyword = token::blank_before(rest, "'asc' or 'desc'")
            .and_then(|(at, ())| token::word(word, "'asc' or 'desc'").parse(at));
        if let Ok((rest, ())) = keyword {
            return Ok((rest, OrderByItem { expr, descending }));
        }
    }
    Ok((rest, OrderByItem { expr, descending: false }))
}
