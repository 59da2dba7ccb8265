//! Functions and actions, when all sets of the service are known: each adds an operation to the
//! model and a table, its result, to the catalog.

mod call;
mod names;
mod result;
mod routine;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Scope, service};
use crate::catalog::definition::{
    ActionDefinition, BindingDefinition, FunctionDefinition, ParameterDefinition, ReturnsDefinition,
    TableName,
};
use crate::catalog::problem::Problems;
use crate::catalog::{Engine, Entries, Kind, Located, Origin, Search, Table};
use crate::edm::{Model, Operation, OperationKind};

/// An overload of a function or action, as it was written.
#[derive(Clone, Copy)]
struct Written<'a> {
    name: &'a Located<String>,
    /// `services[0].functions.VesselsNear`
    place: &'a str,
    kind: OperationKind,
    description: Option<&'a str>,
    bind_to: Option<&'a BindingDefinition>,
    parameters: &'a Entries<ParameterDefinition>,
    returns: Option<&'a ReturnsDefinition>,
    source: Option<&'a Located<String>>,
    sql: Option<&'a Located<String>>,
    procedure: Option<&'a Located<TableName>>,
}

/// Adds all operations of the service.
pub(super) fn add(
    scope: &Scope<'_>,
    model: &mut Model,
    tables: &mut Vec<Arc<Table>>,
    problems: &mut Problems,
) {
    for entry in scope.service.functions.iter() {
        let name = &entry.name;
        let place = format!("{}.functions.{}", scope.place, **name);
        for overload in entry.value.iter() {
            add_one(scope, &Written::function(name, &place, overload), model, tables, problems);
        }
    }
    for entry in scope.service.actions.iter() {
        let name = &entry.name;
        let place = format!("{}.actions.{}", scope.place, **name);
        for overload in entry.value.iter() {
            add_one(scope, &Written::action(name, &place, overload), model, tables, problems);
        }
    }
    names::check(scope, model, problems);
}

impl<'a> Written<'a> {
    fn function(name: &'a Located<String>, place: &'a str, overload: &'a FunctionDefinition) -> Self {
        Self {
            name,
            place,
            kind: OperationKind::Function { composable: overload.composable },
            description: overload.description.as_deref(),
            bind_to: overload.bind_to.as_ref(),
            parameters: &overload.parameters,
            returns: Some(&overload.returns),
            source: overload.source.as_ref(),
            sql: overload.sql.as_ref(),
            procedure: overload.procedure.as_ref(),
        }
    }

    fn action(name: &'a Located<String>, place: &'a str, overload: &'a ActionDefinition) -> Self {
        Self {
            name,
            place,
            kind: OperationKind::Action,
            description: overload.description.as_deref(),
            bind_to: overload.bind_to.as_ref(),
            parameters: &overload.parameters,
            returns: overload.returns.as_ref(),
            source: overload.source.as_ref(),
            sql: overload.sql.as_ref(),
            procedure: overload.procedure.as_ref(),
        }
    }

    /// `function` or `action`, for messages.
    const fn word(&self) -> &'static str {
        match self.kind {
            OperationKind::Function { .. } => "function",
            OperationKind::Action => "action",
        }
    }
}

fn add_one(
    scope: &Scope<'_>,
    written: &Written<'_>,
    model: &mut Model,
    tables: &mut Vec<Arc<Table>>,
    problems: &mut Problems,
) {
    let Some((source, engine)) = source(scope, written, problems) else { return };
    let Some(call) = call::build(scope, written, model, problems) else { return };
    let Some(result) = result::build(written, model, tables, (&source, engine), problems) else { return };
    let Some(routine) = routine::build(written, &call, engine, problems) else { return };
    model.operations.push(Operation {
        name: written.name.value.clone(),
        kind: written.kind,
        binding: call.binding,
        parameters: call.parameters,
        returns: result.returns,
        table: tables.len(),
        searchable: result.search != Search::None,
        description: written.description.map(str::to_owned),
    });
    let name = written.name.value.as_str();
    tables.push(Arc::new(Table {
        columns: result.columns,
        key: result.key,
        search: result.search,
        discriminator: result.discriminator,
        origin: Origin::Routine(routine),
        ..Table::new(name, source, name)
    }));
}

/// The operation's source and its product.
fn source(scope: &Scope<'_>, written: &Written<'_>, problems: &mut Problems) -> Option<(String, Engine)> {
    if let Some(own) = written.source {
        service::check_source(scope, own, &format!("{}.source", written.place), problems);
        scope.definition.sources.get(own)?;
    }
    let only = match &*scope.definition.sources {
        [only] => Some(&only.name),
        _ => None,
    };
    let Some(name) = written.source.or(scope.service.source.as_ref()).or(only) else {
        let message = format!("the {} '{}' has no source", written.word(), **written.name);
        let remedy = "add source to it or to its service";
        problems.error(written.name.at, written.place, message, remedy);
        return None;
    };
    match scope.kind_of(name) {
        Kind::Database(engine) => Some((name.value.clone(), engine)),
        Kind::Rest => {
            let message = format!("'{}' is a REST service, which runs no statement", **name);
            problems.error(name.at, written.place, message, "name a database as source");
            None
        }
    }
}
