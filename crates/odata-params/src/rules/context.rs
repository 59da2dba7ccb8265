//! Context URLs, which follow `$metadata` after a `#` (ABNF, section 3): a fragment in, whether it is
//! one out. Names are unconstrained, so an entity set cannot be told from a type by its looks.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::{many0, separated_list1};

use crate::expr::arguments::{self, Values};
use crate::input::{Parsed, Text};
use crate::ordered::member;
use crate::{name, token};

/// `context`, with its `#`.
pub(super) fn context(i: Text<'_>) -> Parsed<'_, ()> {
    let (i, ()) = token::exact("#", "'#'").parse(i)?;
    let fixed = ["Collection($ref)", "$ref", "Collection(Edm.EntityType)", "Collection(Edm.ComplexType)"];
    if let Some(found) = fixed.into_iter().find(|text| i.rest == *text) {
        return Ok((i.skip(found.len()), ()));
    }
    // `Collection(Ns.Type)`
    if i.rest.starts_with("Collection(") {
        let (i, _) = name::dotted(i.skip("Collection(".len()))?;
        let (i, ()) = token::close_tight(i)?;
        return select_list(i);
    }
    let (mut i, _) = name::dotted(i)?;
    loop {
        if let Ok((next, _)) = arguments::arguments(i, i, Values::Literals) {
            i = next;
        }
        let Ok((next, ())) = token::slash(i) else { break };
        // All that follows may be a key written as segments, which leaves a property to be named.
        member::key_segments(i).note("'/'");
        if next.starts_with(b'$') {
            break;
        }
        i = name::dotted(next)?.0;
    }
    let (i, ()) = select_list(i)?;
    let (i, _) = opt(last).parse(i)?;
    Ok((i, ()))
}

fn last(i: Text<'_>) -> Parsed<'_, ()> {
    const WORDS: [&str; 5] = ["/$entity", "/$delta", "/$deletedEntity", "/$link", "/$deletedLink"];
    let longest = WORDS.into_iter().filter(|word| i.rest.starts_with(word)).max_by_key(|word| word.len());
    match longest {
        Some(word) => Ok((i.skip(word.len()), ())),
        None => i.miss("'/$entity' or '/$delta'"),
    }
}

/// `selectList`, or nothing.
fn select_list(i: Text<'_>) -> Parsed<'_, ()> {
    if !i.starts_with(b'(') {
        i.note("'('");
        return Ok((i, ()));
    }
    i.nested(|i| {
        let (i, ()) = token::open_tight(i)?;
        if let Ok(end) = token::close_tight(i) {
            return Ok(end);
        }
        let (i, _) = separated_list1(token::comma_tight, item).parse(i)?;
        token::close_tight(i)
    })
}

fn item(i: Text<'_>) -> Parsed<'_, ()> {
    if i.starts_with(b'*') {
        return Ok((i.skip(1), ()));
    }
    let (i, ()) = step(i)?;
    let (i, _) = many0((token::slash, step)).parse(i)?;
    if i.rest.starts_with(".*") {
        return Ok((i.skip(2), ()));
    }
    let i = if i.starts_with(b'+') { i.skip(1) } else { i };
    select_list(i)
}

fn step(i: Text<'_>) -> Parsed<'_, ()> {
    let i = if i.starts_with(b'@') { i.skip(1) } else { i };
    let (i, _) = name::dotted(i)?;
    if i.starts_with(b'#') { name::identifier(i.skip(1)).map(|(i, _)| (i, ())) } else { Ok((i, ())) }
}
