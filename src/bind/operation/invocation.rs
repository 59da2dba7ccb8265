//! A called operation becomes a query's source of rows, or an answer of its own.

use odata_params::ast::{QueryOption, QueryOptionKind};

use crate::bind::error::Error;
use crate::bind::member::Within;
use crate::bind::names::Names;
use crate::bind::options::{bind as bind_options, only_format, system_name};
use crate::bind::path::called::Called;
use crate::bind::scope::{Budget, Scope};
use crate::bind::{Aliases, Bound, Environment, rows};
use crate::edm::Operation;
use crate::query::{Call, Invocation, Query, Shape};

/// The call, its binding read by its key.
pub(in crate::bind) fn call(called: Called, environment: &Environment<'_>) -> Result<Call, Error> {
    let Some(operation) = environment.model.operations.get(called.operation) else {
        return Err(Error::not_found("there is no such operation"));
    };
    let binding = match called.binding {
        None => None,
        Some(place) => {
            let mut query = rows(*place, environment)?;
            query.select.clone_from(&environment.model.type_of(query.set).key);
            Some(Box::new(query))
        }
    };
    let arguments = called.arguments;
    Ok(Call { operation: called.operation, table: operation.table, binding, arguments })
}

/// A call whose result is answered as it comes: only what shapes an entity, and `$format`, mean
/// something for it.
pub(in crate::bind) fn bind(
    called: Called,
    raw_value: bool,
    options: &[QueryOption],
    environment: &Environment<'_>,
    aliases: &Aliases<'_>,
) -> Result<Bound, Error> {
    let call = call(called, environment)?;
    let operation = environment.model.operations.get(call.operation);
    let name = operation.map_or("", |operation| operation.name.as_str());
    let Some(set) = operation.and_then(Operation::entity_set) else {
        let controls = only_format(options, name)?;
        return Ok(Bound::Call(Box::new(Invocation { call, entities: None, raw_value }), controls));
    };
    for option in options {
        if let Some(name_of_option) = system_name(&option.kind)
            && !matches!(option.kind, QueryOptionKind::Format(_) | QueryOptionKind::Select(_))
        {
            let message = format!("has no meaning for '{name}', which is not composable");
            return Err(Error::bad_request(message).in_option(name_of_option));
        }
    }
    let entity_type = environment.model.type_of(set);
    let collection = operation.and_then(|operation| operation.returns).is_some_and(|r| r.collection);
    let shape = if collection { Shape::Collection } else { Shape::Entity };
    let within = Within::entity(environment.model, entity_type, None);
    let mut query = Query::new(set, shape, within.leaves());
    let (names, budget) = (Names::default(), Budget::default());
    let model = (environment.model, environment.profile);
    let scope = Scope::new(model, (entity_type, None), aliases, (&names, &budget));
    let controls = bind_options(options, &mut query, &scope)?;
    Ok(Bound::Call(Box::new(Invocation { call, entities: Some(query), raw_value }), controls))
}
