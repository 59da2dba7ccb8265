//! `$apply` with the options behind it, which apply to its result, made a query. What only chooses and
//! sorts entities is a query like any other.

use odata_params::ast::{PathSegmentKind, QueryOption, QueryOptionKind as K, SelectItem, SelectKind};

use super::stage::Stage;
use super::{Binder, Pipeline};
use crate::bind::error::Error;
use crate::bind::names::Names;
use crate::bind::options::{Controls, MAX_SORT_KEYS, compute, expand, is_searchable, select, system_name};
use crate::bind::scope::Scope;
use crate::query::{Apply, Expr, Named, OrderBy, Query, Shape, Structure, Transformation};

/// Binds the options of a request that has `$apply` into `query`.
///
/// # Errors
/// Every refusal names its option.
pub(in crate::bind) fn bind(
    options: &[QueryOption],
    query: &mut Query,
    scope: &Scope<'_>,
) -> Result<Controls, Error> {
    let mut controls = Controls::default();
    let mut made = None;
    for option in options {
        if let K::Apply(written) = &option.kind {
            let mut binder =
                Binder { scope: *scope, searchable: is_searchable(query, scope), steps: 0, level: 0 };
            if !matches!(query.shape, Shape::Collection | Shape::Count) {
                return Err(Error::bad_request("has no meaning for this resource").in_option("$apply"));
            }
            let entities = Stage::entities(Names::default(), scope);
            made = Some(binder.pipeline(written, entities).map_err(|error| error.in_option("$apply"))?);
        }
    }
    let Some(mut made) = made else { return Ok(controls) };
    // `$compute` defines what the others use, wherever it stands; then what is filtered is sorted.
    for rank in 0..3 {
        for option in options {
            let ranked = match &option.kind {
                K::Compute(_) => 0,
                K::Filter(_) => 1,
                _ => 2,
            };
            let Some(name) = system_name(&option.kind).filter(|_| ranked == rank) else { continue };
            one(option, query, &mut controls, &mut made, scope).map_err(|error| error.in_option(name))?;
        }
    }
    finish(options, query, made, scope)?;
    Ok(controls)
}

fn one(
    option: &QueryOption,
    query: &mut Query,
    controls: &mut Controls,
    made: &mut Pipeline,
    scope: &Scope<'_>,
) -> Result<(), Error> {
    let binder = Binder { scope: *scope, searchable: is_searchable(query, scope), steps: 0, level: 0 };
    let collection = query.shape == Shape::Collection;
    match &option.kind {
        K::Apply(_) | K::Select(_) | K::Expand(_) | K::Alias { .. } | K::Custom { .. } => {}
        K::Compute(items) => compute::bind(items, &mut made.stage.names, scope)?,
        K::Filter(condition) => {
            made.steps.push(Transformation::Filter(binder.condition(condition, &made.stage)?));
        }
        K::OrderBy(items) if collection => {
            made.steps.push(Transformation::OrderBy(binder.order_by(items, &made.stage)?));
        }
        K::Format(format) => controls.format = Some(format.clone()),
        K::Top(top) if collection => query.top = Some(*top),
        K::Skip(skip) if collection => query.skip = *skip,
        K::Count(count) if collection => query.count = *count,
        K::SkipToken(token) if collection => controls.skip_token = Some(token.clone()),
        // An order or a page changes nothing about a number.
        K::OrderBy(_) | K::Top(_) | K::Skip(_) | K::Count(_) => {}
        K::SkipToken(_) => return Err(Error::bad_request("has no meaning for this resource")),
        K::Search(_) => {
            return Err(Error::not_implemented("is not supported together with $apply"));
        }
        _ => return Err(Error::not_implemented("not supported by this service")),
    }
    Ok(())
}

fn finish(
    options: &[QueryOption],
    query: &mut Query,
    made: Pipeline,
    scope: &Scope<'_>,
) -> Result<(), Error> {
    let Pipeline { search, steps, stage } = made;
    let (conditions, steps) = conditions_first(steps);
    query.filter = (!conditions.is_empty()).then(|| Expr::all(conditions));
    query.search = search;
    let selected = options.iter().find_map(|option| match &option.kind {
        K::Select(items) if query.shape == Shape::Collection => Some(items),
        _ => None,
    });
    query.projected = selected.is_some();
    let expanded = options.iter().find_map(|option| match &option.kind {
        K::Expand(items) if query.shape == Shape::Collection => Some(items),
        _ => None,
    });
    if !stage.is_result()
        && let Some(order_by) = orders_only(&steps)
    {
        if order_by.len() > MAX_SORT_KEYS {
            let most = format!("no more than {MAX_SORT_KEYS} sort keys are supported");
            return Err(Error::bad_request(most).in_option("$apply"));
        }
        query.order_by = order_by;
        query.compute = stage.names.named().to_vec();
        if let Some(items) = selected {
            let scope = scope.naming(&stage.names);
            let chosen =
                select::bind(items, scope.within(), &scope).map_err(|error| error.in_option("$select"))?;
            query.select = chosen.properties;
            query.compute = chosen.computed;
            query.linked = chosen.navigation;
        }
        if let Some(items) = expanded {
            let scope = scope.naming(&stage.names);
            let bound = expand::bind(items, query.set, &scope, 0);
            query.expand = bound.map_err(|error| error.in_option("$expand"))?;
        }
        return Ok(());
    }
    if expanded.is_some() {
        let refused = "is supported behind an $apply that does no more than filter and sort";
        return Err(Error::not_implemented(refused).in_option("$expand"));
    }
    let (columns, structures) = stage.columns(scope);
    if scope.entity_type.family.is_some() && structures.iter().any(|structure| structure.entity) {
        let refused = "on entities of several types is supported where it does no more than filter and sort";
        return Err(Error::not_implemented(refused).in_option("$apply"));
    }
    let chosen = match selected {
        Some(items) => chosen(items, &columns).map_err(|error| error.in_option("$select"))?,
        None => vec![true; columns.len()],
    };
    query.projected |= !structures.iter().all(|structure| structure.entity);
    let order = neighbours(&columns, &chosen);
    let in_order = |structure: &Structure| Structure {
        present: order.iter().map(|place| structure.present.get(*place).copied().unwrap_or(false)).collect(),
        entity: structure.entity,
    };
    query.select = Vec::new();
    query.apply = Some(Apply {
        steps,
        structures: structures.iter().map(in_order).collect(),
        columns: order.iter().filter_map(|place| columns.get(*place).cloned()).collect(),
        structure_at: stage.structure_at,
        key: if structures.iter().any(|structure| structure.entity) { stage.key } else { Vec::new() },
    });
    Ok(())
}

/// The conditions that may come before all else, as only sorts stand before them, and the other steps.
fn conditions_first(steps: Vec<Transformation>) -> (Vec<Expr>, Vec<Transformation>) {
    let mut conditions = Vec::new();
    let mut rest: Vec<Transformation> = Vec::with_capacity(steps.len());
    for step in steps {
        match step {
            Transformation::Filter(condition)
                if rest.iter().all(|step| matches!(step, Transformation::OrderBy(_))) =>
            {
                conditions.push(condition);
            }
            step => rest.push(step),
        }
    }
    (conditions, rest)
}

/// The keys of sorts one after the other, the last sort first; `None` where there are other steps.
fn orders_only(steps: &[Transformation]) -> Option<Vec<OrderBy>> {
    let sorts = steps.iter().rev().map(|step| match step {
        Transformation::OrderBy(keys) => Some(keys.clone()),
        _ => None,
    });
    sorts.collect::<Option<Vec<_>>>().map(|sorts| sorts.into_iter().flatten().collect())
}

/// Which columns `$select` names: by their paths, or by the name of the object they are in.
fn chosen(items: &[SelectItem], columns: &[Named]) -> Result<Vec<bool>, Error> {
    let mut chosen = vec![false; columns.len()];
    for item in items {
        let refused = || {
            Error::not_implemented("only names and paths of them are supported in $select behind $apply")
                .at(item.span)
        };
        if !item.options.is_empty() {
            return Err(refused());
        }
        let path = match &item.kind {
            SelectKind::All => Vec::new(),
            SelectKind::AllOperations(_) => continue,
            SelectKind::Path(path) => path
                .iter()
                .map(|segment| match &segment.kind {
                    PathSegmentKind::Name { name, arguments: None } => Ok(name.as_str()),
                    _ => Err(refused()),
                })
                .collect::<Result<Vec<_>, _>>()?,
        };
        let mut found = false;
        for (column, chosen) in columns.iter().zip(&mut chosen) {
            if column.path.len() >= path.len() && column.path.iter().zip(&path).all(|(own, name)| own == name)
            {
                *chosen = true;
                found = true;
            }
        }
        if !found {
            return Err(Names::of_result(columns.to_vec()).unknown(&path.join("/")).at(item.span));
        }
    }
    Ok(chosen)
}

/// The chosen columns, those of one object beside each other.
fn neighbours(columns: &[Named], chosen: &[bool]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..columns.len()).filter(|at| chosen.get(*at) == Some(&true)).collect();
    // For each object around a column: the first column in it.
    let ranks = |place: &usize| -> Vec<usize> {
        let path = columns.get(*place).map_or(&[][..], |column| column.path.as_slice());
        (1..=path.len())
            .map(|length| {
                let object = path.get(..length);
                columns.iter().position(|column| column.path.get(..length) == object).unwrap_or(*place)
            })
            .collect()
    };
    places.sort_by_cached_key(ranks);
    places
}
