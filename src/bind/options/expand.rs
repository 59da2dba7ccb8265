//! `$expand`: navigation paths with options of their own, and recursion written out (URL Conventions,
//! section 5.1.3). How deep and how wide a request may go is bounded here.

use odata_params::ast::{
    ExpandItem, ExpandSuffix, Levels, PathSegment, PathSegmentKind, QueryOptionKind, Span,
};

use crate::bind::both;
use crate::bind::error::{Error, Reason};
use crate::bind::member::{Member, Within, is_of};
use crate::bind::options;
use crate::bind::scope::Scope;
use crate::edm::NavigationProperty;
use crate::query::{Expand, Form, Query, Shape};

/// The most levels below the entities asked for.
const MOST_LEVELS: usize = 10;

/// The most navigation properties expanded in one request, at all levels together: each is a
/// statement.
const MOST_EXPANDS: usize = 60;

/// Binds the items in the `$expand` of entities of a set, which are `depth` levels below the entities
/// asked for.
///
/// # Errors
/// Names that are no navigation properties, names that stand twice, options that have no meaning
/// where they stand, and more than the bounds allow.
pub(in crate::bind) fn bind(
    items: &[ExpandItem],
    set: usize,
    scope: &Scope<'_>,
    depth: usize,
) -> Result<Vec<Expand>, Error> {
    let entity_type = scope.model.type_of(set);
    let within = Within::entity(scope.model, entity_type, scope.derived);
    let mut found: Vec<Option<Expand>> = vec![None; entity_type.navigation.len()];
    let mut star = None;
    for item in items {
        let error = |error: Error| error.at(item.span);
        let Some(Way { navigation, of, to }) = named(item, within).map_err(error)? else {
            if star.replace(item).is_some() {
                return Err(Error::bad_request("* stands twice").at(item.span));
            }
            continue;
        };
        let name = &navigation.name;
        let place = entity_type.navigation.iter().position(|known| std::ptr::eq(known, navigation));
        let Some(slot) = place.and_then(|place| found.get_mut(place)) else { continue };
        if slot.is_some() {
            return Err(Error::bad_request(format!("'{name}' is expanded twice")).at(item.span));
        }
        let expand = one(item, (navigation, to), set, scope, depth).map_err(error)?;
        *slot = Some(Expand { of, ..expand });
    }
    if let Some(item) = star {
        // What is named takes precedence.
        let form = form_of(item.suffix);
        let levels = star_levels(item, set, scope, depth)?;
        let rest = entity_type.navigation.iter().zip(&mut found).filter(|(_, slot)| slot.is_none());
        let all_have = |navigation: &NavigationProperty| entity_type.is_a(scope.derived, navigation.of);
        for (navigation, slot) in rest.filter(|(navigation, _)| all_have(navigation)) {
            *slot = Some(all_below(navigation, form, levels, scope));
        }
    }
    let expands: Vec<Expand> = found.into_iter().flatten().collect();
    let last = items.last().map_or_else(Span::default, |item| item.span);
    check(&expands, depth).map_err(|error| error.at(last))?;
    Ok(expands)
}

/// What the path of an item says.
struct Way<'a> {
    navigation: &'a NavigationProperty,
    /// The derived type that has it.
    of: Option<usize>,
    /// The derived type that related entities have to be of.
    to: Option<usize>,
}

/// The navigation property an item names, between the types that the path is cast to; `None` for all
/// of them.
fn named<'a>(item: &ExpandItem, mut within: Within<'a>) -> Result<Option<Way<'a>>, Error> {
    let Some(mut path) = item.path.as_deref() else { return Ok(None) };
    while let [segment, rest @ ..] = path {
        let name = match &segment.kind {
            PathSegmentKind::Name { name, arguments: None } => name,
            PathSegmentKind::Value => {
                return Err(Error::not_implemented("media streams are not expanded"));
            }
            _ => return Err(Error::not_implemented("only navigation properties are expanded")),
        };
        match within.member(name) {
            Ok(Member::Navigation(navigation)) => {
                let to = cast(navigation, rest, within)?;
                return Ok(Some(Way { navigation, of: within.derived, to }));
            }
            Ok(Member::Type(inside)) => within = inside,
            Ok(Member::Primitive(_) | Member::Stream(_) | Member::Complex(..)) => {
                return Err(Error::bad_request(format!(
                    "'{name}' is a property of {}; name it in $select",
                    within.owner()
                )));
            }
            Err(error) if error.reason == Reason::NotImplemented => return Err(error),
            Err(_) => return Err(Error::bad_request(within.unknown_navigation(name))),
        }
        path = rest;
    }
    Err(Error::bad_request("a navigation property is missing behind the type"))
}

/// The type that a path is cast to behind its navigation property (section 5.1.3).
fn cast(
    navigation: &NavigationProperty,
    rest: &[PathSegment],
    within: Within<'_>,
) -> Result<Option<usize>, Error> {
    let target = within.model.type_of(navigation.relation.target);
    let name = match rest {
        [] => return Ok(None),
        [PathSegment { kind: PathSegmentKind::Name { name, arguments: None }, .. }] if name.contains('.') => {
            name
        }
        _ => {
            let name = &navigation.name;
            return Err(Error::bad_request(format!(
                "paths end with the first navigation property; write {name}($expand=…)"
            )));
        }
    };
    match Within::entity(within.model, target, None).member(name)? {
        Member::Type(inside) => Ok(inside.derived),
        _ => Ok(None),
    }
}

/// One navigation property, cast to a type where there is one, with its options.
fn one(
    item: &ExpandItem,
    (navigation, to): (&NavigationProperty, Option<usize>),
    set: usize,
    scope: &Scope<'_>,
    depth: usize,
) -> Result<Expand, Error> {
    let name = &navigation.name;
    let whole = whole(navigation, to, form_of(item.suffix), scope);
    if whole.form == Form::Count && !navigation.collection {
        return Err(Error::bad_request(format!("'{name}' leads to one entity and has no /$count")));
    }
    let expand = options_of(item, whole, to, scope, depth)?;
    let levels = item.options.iter().find_map(|option| match option.kind {
        QueryOptionKind::Levels(levels) => Some(levels),
        _ => None,
    });
    let most = (MOST_LEVELS - depth.min(MOST_LEVELS)).saturating_sub(height(&expand.query.expand));
    let levels = match levels {
        None | Some(Levels::Number(1)) => return Ok(expand),
        Some(Levels::Number(levels)) => usize::try_from(levels).unwrap_or(usize::MAX),
        Some(Levels::Max) => most.min(MOST_EXPANDS / size(&expand)).max(1),
    };
    let same_type = std::ptr::eq(scope.model.type_of(set), scope.model.type_of(navigation.relation.target));
    if !same_type {
        return Err(Error::bad_request(format!(
            "$levels needs a navigation property that leads to its own type, which '{name}' does not"
        )));
    }
    if expand.query.expand.iter().any(|inner| inner.name == *name) {
        return Err(Error::bad_request(format!(
            "'{name}' is expanded twice: by $levels, and by the $expand inside"
        )));
    }
    if levels > most || levels.saturating_mul(size(&expand)) > MOST_EXPANDS {
        return Err(too_many());
    }
    Ok(repeated(expand, levels))
}

/// The same expand inside itself, so that there are `levels` of it.
fn repeated(expand: Expand, levels: usize) -> Expand {
    let mut all = expand.clone();
    for _ in 1..levels {
        let mut around = Expand { recursive: true, ..expand.clone() };
        around.query.expand.push(all);
        all = around;
    }
    all
}

/// Everything a navigation property leads to, or what of it is of a derived type, before options.
fn whole(navigation: &NavigationProperty, to: Option<usize>, form: Form, scope: &Scope<'_>) -> Expand {
    let target = navigation.relation.target;
    let shape = if navigation.collection { Shape::Collection } else { Shape::RelatedEntity };
    let entity_type = scope.model.type_of(target);
    let within = Within::entity(scope.model, entity_type, to);
    let (select, streams) = match form {
        Form::Entities => (within.leaves(), within.streams()),
        Form::References | Form::Count => (Vec::new(), Vec::new()),
    };
    Expand {
        name: navigation.name.clone(),
        relation: navigation.relation.clone(),
        collection: navigation.collection,
        form,
        query: Query {
            references: form == Form::References,
            streams,
            filter: to.map(|_| is_of(entity_type, to)),
            ..Query::new(target, shape, select)
        },
        recursive: false,
        of: None,
    }
}

/// Applies the options of an item.
fn options_of(
    item: &ExpandItem,
    mut expand: Expand,
    to: Option<usize>,
    scope: &Scope<'_>,
    depth: usize,
) -> Result<Expand, Error> {
    let set = expand.query.set;
    let mut aliases = scope.aliases.clone();
    aliases.extend(options::aliases(&item.options));
    let scope = scope.expanding((scope.model.type_of(set), to), &aliases);
    let of_type = expand.query.filter.take();
    options::nested(&item.options, &mut expand.query, &scope, depth + 1, &expand.name)?;
    expand.query.filter = both(of_type, expand.query.filter.take());
    Ok(expand)
}

/// How many levels `*` goes down.
fn star_levels(item: &ExpandItem, set: usize, scope: &Scope<'_>, depth: usize) -> Result<usize, Error> {
    let most = MOST_LEVELS.saturating_sub(depth);
    let fits = |levels: usize| star_size(set, levels, scope) <= MOST_EXPANDS;
    let levels = item.options.iter().find_map(|option| match option.kind {
        QueryOptionKind::Levels(levels) => Some(levels),
        _ => None,
    });
    match levels {
        None => Ok(1),
        Some(Levels::Number(levels)) => {
            let levels = usize::try_from(levels).unwrap_or(usize::MAX);
            if levels > most || !fits(levels) { Err(too_many().at(item.span)) } else { Ok(levels) }
        }
        Some(Levels::Max) => Ok((1..=most).take_while(|levels| fits(*levels)).last().unwrap_or(1)),
    }
}

/// The number of navigation properties that `*` expands at so many levels, counted no further than
/// the bound.
fn star_size(set: usize, levels: usize, scope: &Scope<'_>) -> usize {
    let mut number = 0_usize;
    for navigation in of_all(set, scope) {
        number += 1;
        if levels > 1 && number <= MOST_EXPANDS {
            number = number.saturating_add(star_size(navigation.relation.target, levels - 1, scope));
        }
    }
    number
}

/// A navigation property with all that is below it.
fn all_below(navigation: &NavigationProperty, form: Form, levels: usize, scope: &Scope<'_>) -> Expand {
    let mut expand = whole(navigation, None, form, scope);
    if levels > 1 {
        let below = of_all(navigation.relation.target, scope);
        expand.query.expand = below.map(|below| all_below(below, form, levels - 1, scope)).collect();
    }
    expand
}

/// The navigation properties that all entities of a set have.
fn of_all<'a>(set: usize, scope: &Scope<'a>) -> impl Iterator<Item = &'a NavigationProperty> {
    scope.model.type_of(set).navigation.iter().filter(|navigation| navigation.of.is_none())
}

const fn form_of(suffix: ExpandSuffix) -> Form {
    match suffix {
        ExpandSuffix::None => Form::Entities,
        ExpandSuffix::Ref => Form::References,
        ExpandSuffix::Count => Form::Count,
    }
}

fn check(expands: &[Expand], depth: usize) -> Result<(), Error> {
    let size: usize = expands.iter().map(size).sum();
    if size > MOST_EXPANDS || depth + height(expands) > MOST_LEVELS { Err(too_many()) } else { Ok(()) }
}

fn size(expand: &Expand) -> usize {
    1 + expand.query.expand.iter().map(size).sum::<usize>()
}

fn height(expands: &[Expand]) -> usize {
    expands.iter().map(|expand| 1 + height(&expand.query.expand)).max().unwrap_or(0)
}

fn too_many() -> Error {
    Error::bad_request(format!(
        "no more than {MOST_LEVELS} levels and {MOST_EXPANDS} navigation properties are expanded in one request"
    ))
}
