//! The system query options, each bound at most once and each only where it has a meaning
//! (URL Conventions, section 5.1).

pub(super) mod compute;
pub(super) mod expand;
pub(super) mod select;

use std::collections::HashMap;

use odata_params::ast::{OrderByItem, QueryOption, QueryOptionKind};

use super::error::Error;
use super::names::Names;
use super::scope::Scope;
use super::{Aliases, allowed, apply, expr};
use crate::catalog::Profile;
use crate::query::{OrderBy, Query, SearchExpr, Shape};

/// The most sort keys: each is a column to the database, of which it has some hundreds.
pub(super) const MAX_SORT_KEYS: usize = 100;

/// What `$format` and `$skiptoken` say: read by `service`, not part of the query's meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controls {
    /// `$format`
    pub format: Option<String>,
    /// `$skiptoken`, still sealed.
    pub skip_token: Option<String>,
}

/// The aliases of a request by name.
pub(super) fn aliases(options: &[QueryOption]) -> Aliases<'_> {
    let mut aliases = HashMap::new();
    for option in options {
        if let QueryOptionKind::Alias { name, value } = &option.kind {
            aliases.insert(name.as_str(), value);
        }
    }
    aliases
}

/// `$format` alone, for resources that are no data.
///
/// # Errors
/// Any other system query option.
pub(super) fn only_format(options: &[QueryOption], resource: &str) -> Result<Controls, Error> {
    let mut controls = Controls::default();
    for option in options {
        match &option.kind {
            QueryOptionKind::Format(format) => controls.format = Some(format.clone()),
            kind => {
                if let Some(name) = system_name(kind) {
                    return Err(
                        Error::bad_request(format!("{name} has no meaning for {resource}")).in_option(name)
                    );
                }
            }
        }
    }
    Ok(controls)
}

/// Binds the options into `query`, which already has its set, shape and key.
///
/// # Errors
/// Every refusal names its option.
pub(super) fn bind(options: &[QueryOption], query: &mut Query, scope: &Scope<'_>) -> Result<Controls, Error> {
    if options.iter().any(|option| matches!(option.kind, QueryOptionKind::Apply(_))) {
        return apply::bind(options, query, scope);
    }
    let controls = all(options, query, scope, 0, &Error::in_option)?;
    if scope.profile == Profile::Salesforce
        && query.projected
        && let Some(filter) = &query.filter
    {
        select::echoed(filter, &mut query.select);
        query.select.sort_unstable();
    }
    Ok(controls)
}

/// Binds the options in the parentheses of the navigation property `name`, whose entities are `depth`
/// levels below those asked for.
///
/// # Errors
/// Every refusal names its option, and the navigation property.
pub(super) fn nested(
    options: &[QueryOption],
    query: &mut Query,
    scope: &Scope<'_>,
    depth: usize,
    name: &str,
) -> Result<(), Error> {
    let inside = |error: Error, option| error.inside(&format!("{name}({option})"));
    all(options, query, scope, depth, &inside).map(|_| ())
}

/// Binds options; `named` names the option in a refusal.
fn all(
    options: &[QueryOption],
    query: &mut Query,
    scope: &Scope<'_>,
    depth: usize,
    named: &dyn Fn(Error, &'static str) -> Error,
) -> Result<Controls, Error> {
    let mut controls = Controls::default();
    let names = computed(options, query, scope).map_err(|error| named(error, "$compute"))?;
    let scope = &scope.naming(&names);
    query.compute = names.named().to_vec();
    for option in options {
        let Some(name) = system_name(&option.kind) else { continue };
        one(option, query, &mut controls, scope, depth).map_err(|error| named(error, name))?;
    }
    Ok(controls)
}

/// What `$compute` defines: the other options use it, wherever it stands.
fn computed(options: &[QueryOption], query: &Query, scope: &Scope<'_>) -> Result<Names, Error> {
    let mut names = Names::default();
    for option in options {
        if let QueryOptionKind::Compute(items) = &option.kind
            && !matches!(query.shape, Shape::Property(_) | Shape::RawValue(_) | Shape::Media(_))
        {
            compute::bind(items, &mut names, scope)?;
        }
    }
    Ok(names)
}

fn one(
    option: &QueryOption,
    query: &mut Query,
    controls: &mut Controls,
    scope: &Scope<'_>,
    depth: usize,
) -> Result<(), Error> {
    use QueryOptionKind as K;
    let collection = query.shape == Shape::Collection;
    let rows = collection || query.shape == Shape::Count;
    let entity = matches!(query.shape, Shape::Entity | Shape::RelatedEntity);
    let structured = entity || matches!(query.shape, Shape::Complex(_));
    match &option.kind {
        K::Select(_) | K::Expand(_) | K::Compute(_) | K::Apply(_) if query.references => {
            return Err(Error::bad_request("has no meaning for references to entities"));
        }
        K::Id(_) => return Err(Error::bad_request("has a meaning for $entity only")),
        K::Format(format) => controls.format = Some(format.clone()),
        K::Filter(condition) if rows => {
            query.filter = Some(allowed::filterable(expr::bind_condition(condition, scope)?, scope)?)
        }
        K::Search(search) if rows => query.search = Some(searched(search, is_searchable(query, scope))?),
        K::OrderBy(items) if collection => query.order_by = order_by(items, scope)?,
        K::Select(items) if collection || structured => {
            let within = match query.shape {
                Shape::Complex(index) => scope.within().complex(index),
                _ => scope.within(),
            };
            let selected = select::bind(items, within, scope)?;
            if selected.is_empty() {
                return Err(Error::bad_request("no property is selected"));
            }
            query.select = selected.properties;
            query.compute = selected.computed;
            query.linked = selected.navigation;
            query.streams = selected.streams;
            query.projected = true;
        }
        K::Expand(items) if collection || entity => {
            query.expand = expand::bind(items, query.set, scope, depth)?;
        }
        // As it is expanded: see there.
        K::Levels(_) if collection || entity => {}
        K::Compute(_) if rows || entity => {}
        K::Top(top) if collection => query.top = Some(*top),
        K::Skip(skip) if collection => query.skip = *skip,
        K::Count(count) if collection => query.count = *count,
        K::SkipToken(token) if collection => controls.skip_token = Some(token.clone()),
        // A sort order, a page or a total beside the bare number changes nothing about it
        // (Protocol, section 11.2.10).
        K::OrderBy(_) | K::Top(_) | K::Skip(_) | K::Count(_) | K::Select(_) | K::Expand(_)
            if query.shape == Shape::Count => {}
        K::Filter(_)
        | K::Search(_)
        | K::OrderBy(_)
        | K::Select(_)
        | K::Expand(_)
        | K::Compute(_)
        | K::Top(_)
        | K::Skip(_)
        | K::Count(_)
        | K::SkipToken(_) => {
            return Err(Error::bad_request("has no meaning for this resource"));
        }
        K::Alias { .. } | K::Custom { .. } => {}
        _ => return Err(Error::not_implemented("not supported by this service")),
    }
    Ok(())
}

/// Sort keys whose properties may all be sorted by; behind `$apply` there are no such rules.
///
/// # Errors
/// One that may not, by name, and too many.
pub(super) fn order_by(items: &[OrderByItem], scope: &Scope<'_>) -> Result<Vec<OrderBy>, Error> {
    if items.len() > MAX_SORT_KEYS {
        return Err(Error::bad_request(format!("no more than {MAX_SORT_KEYS} sort keys are supported")));
    }
    let mut keys = Vec::with_capacity(items.len());
    for item in items {
        let bound = expr::bind(&item.expr, scope)?;
        let expr = allowed::sortable(bound, scope).map_err(|error| error.at(item.expr.span))?;
        keys.push(OrderBy { expr, descending: item.descending, tie_break: false });
    }
    Ok(keys)
}

/// Whether the rows of a query can be searched: those of its set, or those a function gives.
pub(super) fn is_searchable(query: &Query, scope: &Scope<'_>) -> bool {
    match &query.call {
        Some(call) => scope.model.operations.get(call.operation).is_some_and(|function| function.searchable),
        None => is_searchable_set(query.set, scope),
    }
}

/// Whether the entities of a set can be searched.
pub(super) fn is_searchable_set(set: usize, scope: &Scope<'_>) -> bool {
    scope.model.entity_sets.get(set).is_some_and(|set| set.searchable)
}

/// A search of a set that has one.
///
/// # Errors
/// Sets without, and what no database can look for.
pub(super) fn searched(search: &SearchExpr, searchable: bool) -> Result<SearchExpr, Error> {
    if !searchable {
        return Err(Error::not_implemented(
            "this entity set has no search; name searchable properties in the service definition",
        ));
    }
    // To `LIKE` in SQLite it is the end of the term; PostgreSQL has no such text.
    if has_nul(search) {
        return Err(Error::bad_request("the character U+0000 cannot be searched for"));
    }
    Ok(search.clone())
}

fn has_nul(search: &SearchExpr) -> bool {
    match search {
        SearchExpr::Word(term) | SearchExpr::Phrase(term) => term.contains('\0'),
        SearchExpr::Not(operand) => has_nul(operand),
        SearchExpr::And(left, right) | SearchExpr::Or(left, right) => has_nul(left) || has_nul(right),
    }
}

/// The name of a system query option, `None` for aliases and custom options.
#[must_use]
pub fn system_name(kind: &QueryOptionKind) -> Option<&'static str> {
    use QueryOptionKind as K;
    Some(match kind {
        K::Filter(_) => "$filter",
        K::OrderBy(_) => "$orderby",
        K::Select(_) => "$select",
        K::Expand(_) => "$expand",
        K::Compute(_) => "$compute",
        K::Apply(_) => "$apply",
        K::Search(_) => "$search",
        K::Top(_) => "$top",
        K::Skip(_) => "$skip",
        K::Count(_) => "$count",
        K::Index(_) => "$index",
        K::Levels(_) => "$levels",
        K::Format(_) => "$format",
        K::SkipToken(_) => "$skiptoken",
        K::DeltaToken(_) => "$deltatoken",
        K::Id(_) => "$id",
        K::SchemaVersion(_) => "$schemaversion",
        K::Temporal { .. } => "$at, $from or $to",
        K::Alias { .. } | K::Custom { .. } => return None,
    })
}
