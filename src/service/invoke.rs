//! Functions that are not composable, and actions: what they give is answered as it comes, whole.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use super::error::Error;
use super::message::{Method, Request, Response, Trace};
use super::rows::Work;
use super::service::Service;
use super::{answer, related};
use crate::bind::{self, Controls};
use crate::edm::csdl::Version;
use crate::edm::{Operation, Returned, Returns};
use crate::format::negotiate::{self, Content, Json, content};
use crate::format::{PageWriter, Representation, Single, SingleWriter, ValueWriter, Values};
use crate::plan::Scan;
use crate::query::{Expr, Invocation, Query, Shape};
use crate::source::{self, Row, RowSink};

/// Calls a function or action and answers its result (Protocol, section 11.5).
///
/// # Errors
/// Parameters that do not fit, an entity that is not there, and what the database says.
pub(super) async fn invoke(
    service: &Service,
    request: &Request<'_>,
    invocation: Invocation,
    (version, controls): (Version, &Controls),
    trace: &mut Trace,
) -> Result<Response, Error> {
    let Invocation { mut call, entities, raw_value } = invocation;
    let Some(operation) = service.catalog.model.operations.get(call.operation) else {
        return Err(bind::Error::not_found("there is no such operation").into());
    };
    trace.entity = Some(operation.name.clone());
    // Held until the answer is made: what was read before is not given to anybody after it.
    let source = service.catalog.tables.get(call.table).filter(|_| operation.is_action());
    let _changing = source.map(|table| service.keeper.changes.begin(&table.source));
    // Before anything is done: an answer that nobody can read is no reason to do it.
    let json = match raw_value {
        true => Json::default(),
        false => negotiate::json(controls.format.as_deref(), request.accept)?,
    };
    if operation.is_action() {
        call.arguments = parameters(request, operation)?;
    }
    let binding = related::call_on(service, &mut call).await?;
    let called = Called { service, request, operation, version, json };
    let started = Instant::now();
    let answer = match (operation.returns, entities) {
        (Some(Returns { kind: Returned::Entity(_), collection, nullable }), Some(query)) => {
            let query = Query { call: Some(call), ..query };
            called.entities(query, (collection, nullable), binding, trace).await
        }
        (returns, _) => {
            let Some(table) = service.catalog.tables.get(call.table) else {
                return Err(bind::Error::not_found("there is no such operation").into());
            };
            let column = |(index, column): (usize, &crate::catalog::Column)| Expr::property(index, column.ty);
            let columns = table.columns.iter().enumerate().map(column).collect();
            let scan = Scan { arguments: call.arguments, ..Scan::all(Arc::clone(table), columns) };
            called.value(&scan, call.table, returns, raw_value, trace).await
        }
    };
    trace.stages.push(("database", started.elapsed()));
    answer
}

/// The parameters in the body of an action.
fn parameters(request: &Request<'_>, operation: &Operation) -> Result<Vec<crate::edm::Value>, Error> {
    let ieee754_compatible = match (request.content_type.map(content), request.body) {
        (Some(Some(Content::Json { ieee754_compatible })), _) => ieee754_compatible,
        // Without parameters there is nothing to be of a type.
        (_, []) if request.method == Method::Post => false,
        _ => {
            let message = "the parameters of an action are sent with 'Content-Type: application/json'";
            return Err(Error::MediaType(message.to_owned()));
        }
    };
    Ok(bind::parameters(operation, request.body, ieee754_compatible)?)
}

/// A call about to be made.
struct Called<'a> {
    service: &'a Service,
    request: &'a Request<'a>,
    operation: &'a Operation,
    version: Version,
    json: Json,
}

impl Called<'_> {
    /// A value, values, or nothing.
    async fn value(
        &self,
        scan: &Scan,
        table: usize,
        returns: Option<Returns>,
        raw: bool,
        trace: &mut Trace,
    ) -> Result<Response, Error> {
        let source = self.service.source(table)?;
        let Some(Returns { kind: Returned::Value(ty), collection, .. }) = returns else {
            source.call(scan, &mut Nothing).await?;
            return Ok(answer::no_content(self.version));
        };
        let values = Values {
            operation: &self.operation.name,
            ty,
            collection,
            raw,
            root: self.request.root,
            json: self.json,
            max_rows: self.service.catalog.max_page_rows,
            max_bytes: self.service.catalog.max_page_bytes,
        };
        let mut writer = ValueWriter::new(values);
        source.call(scan, &mut writer).await?;
        trace.rows = writer.rows();
        Ok(match writer.finish()? {
            Some(body) => answer::body(values.content_type(), self.version, body),
            None => answer::no_content(self.version),
        })
    }

    /// An entity, or entities. `binding` finds the one it was called on.
    async fn entities(
        &self,
        query: Query,
        (collection, nullable): (bool, bool),
        binding: Option<Expr>,
        trace: &mut Trace,
    ) -> Result<Response, Error> {
        let catalog = &self.service.catalog;
        let source = self.service.source(query.table())?;
        let plan = self.service.plan(&query, catalog.max_page_rows)?;
        let representation = Representation {
            model: &catalog.model,
            query: &query,
            plan: &plan,
            root: self.request.root,
            json: self.json,
            version: self.version,
            expanded: false,
        };
        let content_type = representation.content_type();
        let operation = self.operation.name.as_str();
        if collection {
            let most = catalog.max_page_rows;
            let mut writer = PageWriter::new(&representation, most, catalog.max_page_bytes);
            source.call(&plan.scan, &mut Whole { operation, most, sink: &mut writer }).await?;
            trace.rows = writer.rows();
            return Ok(answer::body(content_type, self.version, writer.finish(None, None)));
        }
        let mut writer = SingleWriter::new(&representation, catalog.max_page_bytes);
        source.call(&plan.scan, &mut Whole { operation, most: 1, sink: &mut writer }).await?;
        let found = match (writer.finish(), binding) {
            (Single::Missing, Some(key)) if self.gives_what_it_was_called_on() => {
                self.again(&query, key).await?
            }
            (found, _) => found,
        };
        match found {
            Single::Body(body) => {
                trace.rows = 1;
                Ok(answer::body(content_type, self.version, body))
            }
            Single::Stream(media_type, bytes) => {
                Ok(answer::stream(self.request, self.version, &media_type, bytes))
            }
            Single::Several => Err(self.service.several(query.set)),
            Single::Missing | Single::Null if nullable => Ok(answer::no_content(self.version)),
            Single::Missing | Single::Null => Err(self.service.no_entity(query.set)),
        }
    }

    /// Whether an entity the statement does not give is that which it was called on.
    fn gives_what_it_was_called_on(&self) -> bool {
        let on = self.operation.binding.filter(|binding| !binding.collection).map(|binding| binding.set);
        self.operation.is_action() && on.is_some() && on == self.operation.entity_set()
    }

    /// Reads an entity as it is now.
    async fn again(&self, query: &Query, key: Expr) -> Result<Single, Error> {
        let query = Query { call: None, shape: Shape::Entity, filter: Some(key), ..query.clone() };
        let plan = self.service.plan(&query, 1)?;
        let representation = Representation {
            model: &self.service.catalog.model,
            query: &query,
            plan: &plan,
            root: self.request.root,
            json: self.json,
            version: self.version,
            expanded: false,
        };
        let mut writer = SingleWriter::new(&representation, self.service.catalog.max_page_bytes);
        Work::new(self.service, &plan, self.service.source(query.table())?).rows(&mut writer).await?;
        Ok(writer.finish())
    }
}

/// Takes no notice of any row.
struct Nothing;

impl RowSink for Nothing {
    fn row(&mut self, _: &dyn Row) -> Result<ControlFlow<()>, source::Error> {
        Ok(ControlFlow::Continue(()))
    }
}

/// Lends rows on, all of which have to be taken: a result that is cut would be a wrong one.
struct Whole<'a> {
    operation: &'a str,
    most: u64,
    sink: &'a mut dyn RowSink,
}

impl RowSink for Whole<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, source::Error> {
        if self.sink.row(row)?.is_continue() {
            return Ok(ControlFlow::Continue(()));
        }
        let (operation, most) = (self.operation, self.most);
        Err(source::Error::TooManyRows(format!(
            "'{operation}' gives more than the {most} rows, or the bytes, of one answer, and its result cannot be paged; ask for less"
        )))
    }
}
