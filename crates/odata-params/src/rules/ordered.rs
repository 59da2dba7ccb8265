//! What makes up a URL, read in order of the alternatives and in one go: nothing is split before it is
//! decoded, so what one option takes is gone for the next (see [`crate::ordered`]).

use nom::Parser;
use nom::branch::alt;
use nom::combinator::opt;
use nom::multi::{many0, separated_list1};

use crate::expr::path;
use crate::input::{Parsed, Text};
use crate::option::System;
use crate::option::nested::{self, Allowed};
use crate::ordered::member::navigation;
use crate::ordered::select;
use crate::{name, token};

use super::uri::{Options, custom_option, named_value};

/// `resourcePath`: a name is an `entitySetName`.
pub(super) fn resource_path(i: Text<'_>) -> Parsed<'_, ()> {
    if !i.starts_with(b'$') {
        return resource(i);
    }
    let query = |i| opt(token::exact("/$query", "'/$query'")).map(|_| ()).parse(i);
    let sets = separated_list1(token::comma_tight, name::identifier);
    let crossjoin =
        (token::exact("$crossjoin", "'$crossjoin'"), token::open_tight, sets, token::close_tight, query);
    let all = (token::exact("$all", "'$all'"), opt((token::slash, name::identifier)));
    alt((crossjoin.map(|_| ()), all.map(|_| ()))).parse(i)
}

/// A name and what follows it: `collectionNavigation`, which a key makes a `singleNavigation`.
fn resource(i: Text<'_>) -> Parsed<'_, ()> {
    let mut at = i;
    loop {
        let (rest, _) = name::identifier(at)?;
        let (rest, is_single) = navigation(rest)?;
        let next = match token::slash(rest) {
            Ok((next, ())) if is_single => next,
            _ => return Ok((rest, ())),
        };
        if let Some(word) = ["$ref", "$value", "$query"].into_iter().find(|word| next.rest.starts_with(word))
        {
            return Ok((next.skip(word.len()), ()));
        }
        at = next;
    }
}

/// `queryOptions` and its relatives.
pub(super) fn query_options(i: Text<'_>, allowed: Options) -> Parsed<'_, ()> {
    let (mut i, ()) = match allowed {
        Options::Query | Options::Format => query_option(i, allowed)?,
        Options::Entity | Options::EntityCast => {
            let before = |i| {
                let (rest, ()) = query_option(i, allowed)?;
                ampersand(rest)
            };
            let (i, _) = many0(before).parse(i)?;
            system(i, Allowed::Only(System::Id))?
        }
    };
    while let Ok((next, ())) = ampersand(i) {
        (i, ()) = query_option(next, allowed)?;
    }
    Ok((i, ()))
}

/// `queryOption` and its relatives.
pub(super) fn query_option(i: Text<'_>, allowed: Options) -> Parsed<'_, ()> {
    let only = |option| move |i| system(i, Allowed::Only(option));
    match allowed {
        Options::Query => alt((|i| system(i, Allowed::Everything), named_value, custom_option)).parse(i),
        Options::Format | Options::Entity => alt((only(System::Format), custom_option)).parse(i),
        Options::EntityCast => {
            alt((only(System::Format), custom_option, only(System::Expand), only(System::Select))).parse(i)
        }
    }
}

fn system(i: Text<'_>, allowed: Allowed) -> Parsed<'_, ()> {
    nested::pair(i, allowed).map(|(rest, _)| (rest, ()))
}

fn ampersand(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_escaped(0) { i.miss("'&'") } else { token::exact("&", "'&'").parse(i) }
}

/// `context`: a name is a `singletonEntity`, and `navigation` never ends, for its complex properties
/// take the navigation property too.
pub(super) fn context(i: Text<'_>) -> Parsed<'_, ()> {
    let fixed = ["Collection($ref)", "$ref", "Collection(Edm.EntityType)", "Collection(Edm.ComplexType)"];
    let (i, ()) = token::exact("#", "'#'").parse(i)?;
    if let Some(text) = fixed.into_iter().find(|text| i.rest.starts_with(text)) {
        return Ok((i.skip(text.len()), ()));
    }
    (name::identifier, opt(select_list)).map(|_| ()).parse(i)
}

/// `selectList`
fn select_list(i: Text<'_>) -> Parsed<'_, ()> {
    i.nested(|i| {
        let items = opt(separated_list1(token::comma_tight, select_item));
        (token::open_tight, items, token::close_tight).map(|_| ()).parse(i)
    })
}

/// `selectListItem`: a name is a `primitiveProperty`; only an annotation may have a list of its own.
fn select_item(i: Text<'_>) -> Parsed<'_, ()> {
    if !i.starts_with(b'@') {
        return select::item(i);
    }
    let (rest, _) = path::annotation(i)?;
    (opt(token::exact("+", "'+'")), opt(select_list)).map(|_| ()).parse(rest)
}
