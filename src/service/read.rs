//! The read path on one screen: text, meaning, strategy, rows, bytes.

use std::time::Instant;

use odata_params::ODataUri;
use odata_params::ast::{QueryOptionKind, SegmentKind};

use super::error::Error;
use super::message::{Method, Request, Response, Trace};
use super::rows::Work;
use super::service::Service;
use super::skip_token::TokenError;
use super::{answer, custom_options, entity_id, expand, invoke, query_segment, related, skip_token};
use crate::bind::{self, Bound, Controls};
use crate::edm::Operation;
use crate::edm::csdl::Version;
use crate::format::negotiate::{self, Json, MetadataLevel};
use crate::format::{PageWriter, Representation, Single, SingleWriter};
use crate::plan::Plan;
use crate::query::{Position, Query, Shape};
use crate::source::Source;

/// Where the OpenAPI document is, below the service root.
const OPENAPI: &str = "openapi.json";

/// The methods of what is read.
const READS: &str = "GET, HEAD, OPTIONS";

/// The methods of `…/$query`, and of actions.
const CALLS: &str = "POST, OPTIONS";

/// The longest path and query: what a URL can hold, and what a body can hold beside it.
const MAX_LENGTH: usize = (64 + 1024) * 1024;

/// Answers one request.
///
/// # Errors
/// Every failure of every stage; the caller makes an answer of it.
pub(super) async fn read(
    service: &Service,
    request: &Request<'_>,
    trace: &mut Trace,
) -> Result<Response, Error> {
    let unfolded = query_segment::unfolded(request)?;
    let request = &match &unfolded {
        Some((path, query)) => Request { method: Method::Get, path, query, ..*request },
        None => *request,
    };
    // No OData resource: no set's name has a dot in it.
    if request.path == OPENAPI {
        check_method(request, READS)?;
        return Ok(answer::openapi(service, request, version(request)?));
    }
    let limits = match unfolded {
        Some(_) => odata_params::Limits { max_length: MAX_LENGTH, ..odata_params::Limits::default() },
        None => odata_params::Limits::default(),
    };
    let Understood { uri, version, bound } = understand(service, request, &limits, trace)?;
    match bound {
        Bound::ServiceDocument(controls) => answer::service_document(service, request, version, &controls),
        Bound::Metadata(controls) => answer::metadata(service, request, version, &controls),
        Bound::Call(invocation, controls) => {
            invoke::invoke(service, request, *invocation, (version, &controls), trace).await
        }
        Bound::Read(query, controls) => {
            trace.entity = service.catalog.model.entity_sets.get(query.set).map(|set| set.name.clone());
            let read = Read { service, request, uri: &uri, version, controls };
            read.run(*query, trace).await
        }
    }
}

/// A request with its meaning.
pub(super) struct Understood {
    pub(super) uri: ODataUri,
    pub(super) version: Version,
    pub(super) bound: Bound,
}

/// Text and meaning.
///
/// # Errors
/// What is no OData URL, or has no meaning here, or not with this method.
pub(super) fn understand(
    service: &Service,
    request: &Request<'_>,
    limits: &odata_params::Limits,
    trace: &mut Trace,
) -> Result<Understood, Error> {
    let version = version(request)?;
    let query = custom_options::without(request.query, service.catalog.profile);
    let mut uri = trace.time("parse", || ODataUri::parse_with(request.path, &query, limits))?;
    note_options(&uri, trace);
    if uri.path.segments.last().is_some_and(|last| last.kind == SegmentKind::Query) {
        check_method(request, CALLS)?;
    }
    let by_id = entity_id::resolve(&mut uri, request.root)?;
    let bound = trace.time("bind", || bind::bind(&uri, &service.environment()))?;
    check_method(request, if is_action(service, &bound) { CALLS } else { READS })?;
    if by_id {
        check_entity(&bound)?;
    }
    Ok(Understood { uri, version, bound })
}

/// The version of the answer.
fn version(request: &Request<'_>) -> Result<Version, Error> {
    Ok(negotiate::version(request.odata_max_version, Version::default())?)
}

/// A read of rows, bound.
struct Read<'a> {
    service: &'a Service,
    request: &'a Request<'a>,
    uri: &'a ODataUri,
    version: Version,
    controls: Controls,
}

impl Read<'_> {
    async fn run(&self, mut query: Query, trace: &mut Trace) -> Result<Response, Error> {
        let json = json(query.shape, &self.controls, self.request)?;
        if json.metadata == MetadataLevel::Full {
            query.tell_all();
        }
        self.go_on(&mut query)?;
        related::resolve(self.service, &mut query).await?;
        let source = self.service.source(query.table())?;
        let max_rows = page_rows(self.service, self.request);
        let plan = trace.time("plan", || self.service.plan(&query, max_rows))?;
        check_position(&query, &plan)?;
        let representation = Representation {
            model: &self.service.catalog.model,
            query: &query,
            plan: &plan,
            root: self.request.root,
            json,
            version: self.version,
            expanded: false,
        };
        match query.shape {
            Shape::Collection => self.page(&representation, source, trace).await,
            Shape::Count => self.count(&plan, source, trace).await,
            _ => self.single(&representation, source, trace).await,
        }
    }

    async fn page(
        &self,
        representation: &Representation<'_>,
        source: &dyn Source,
        trace: &mut Trace,
    ) -> Result<Response, Error> {
        let Representation { query, plan, .. } = *representation;
        let mut writer = PageWriter::new(representation, plan.page_rows, self.service.catalog.max_page_bytes);
        let started = Instant::now();
        let work = Work::new(self.service, plan, source);
        let count = match work.page(query, &mut writer).await {
            Ok(count) => expand::page(self.service, plan, work, &mut writer).await.map(|()| count),
            Err(error) => Err(error),
        };
        trace.stages.push(("database", started.elapsed()));
        let count = count?;
        trace.rows = writer.rows();
        let next_link = self.next_link(query, &writer)?;
        trace.next_link = next_link.is_some();
        let body = trace.time("encode", || writer.finish(count, next_link.as_deref()));
        let mut answer = answer::body(representation.content_type(), self.version, body);
        let preferred = negotiate::max_page_size(self.request.prefer);
        answer.headers.extend(preferred.map(|size| ("preference-applied", size.applied())));
        Ok(answer)
    }

    async fn single(
        &self,
        representation: &Representation<'_>,
        source: &dyn Source,
        trace: &mut Trace,
    ) -> Result<Response, Error> {
        let Representation { query, plan, .. } = *representation;
        let mut writer = SingleWriter::new(representation, self.service.catalog.max_page_bytes);
        let started = Instant::now();
        let work = Work::new(self.service, plan, source);
        let done = match work.rows(&mut writer).await {
            Ok(()) => expand::single(self.service, plan, work, &mut writer).await,
            Err(error) => Err(error),
        };
        trace.stages.push(("database", started.elapsed()));
        done?;
        match writer.finish() {
            Single::Body(body) => {
                trace.rows = 1;
                Ok(answer::body(representation.content_type(), self.version, body))
            }
            Single::Stream(media_type, bytes) => {
                trace.rows = 1;
                Ok(answer::stream(self.request, self.version, &media_type, bytes))
            }
            Single::Null => Ok(answer::no_content(self.version)),
            Single::Missing if query.shape == Shape::RelatedEntity => Ok(answer::no_content(self.version)),
            Single::Missing => Err(self.service.not_found(query)),
            Single::Several => Err(self.service.several(query.set)),
        }
    }

    async fn count(&self, plan: &Plan, source: &dyn Source, trace: &mut Trace) -> Result<Response, Error> {
        let started = Instant::now();
        let count = Work::new(self.service, plan, source).count().await;
        trace.stages.push(("database", started.elapsed()));
        Ok(answer::body("text/plain", self.version, crate::format::count(count?)))
    }

    /// Puts the position of the `$skiptoken` into the query.
    fn go_on(&self, query: &mut Query) -> Result<(), Error> {
        let Some(token) = &self.controls.skip_token else { return Ok(()) };
        let fingerprint = skip_token::fingerprint(self.service.path(), self.uri);
        query.after = Some(self.service.token_key.open(&fingerprint, token)?);
        Ok(())
    }

    /// The address of the next page, if there is one.
    fn next_link(&self, query: &Query, writer: &PageWriter) -> Result<Option<String>, Error> {
        let Some(keys) = writer.more() else { return Ok(None) };
        let delivered = query.after.as_ref().map_or(0, |after| after.delivered) + writer.rows();
        let position = Position { keys: keys.to_vec(), delivered };
        let fingerprint = skip_token::fingerprint(self.service.path(), self.uri);
        let token = self.service.token_key.seal(&fingerprint, &position)?;
        answer::next_link(self.request, &token).map(Some)
    }
}

/// The page size: the service's, or less if the client prefers less.
pub(super) fn page_rows(service: &Service, request: &Request<'_>) -> u64 {
    let most = service.catalog.max_page_rows;
    negotiate::max_page_size(request.prefer).map_or(most, |size| size.rows.min(most))
}

/// The JSON to answer with; plain text is not negotiated.
///
/// # Errors
/// The client accepts no JSON that is written.
pub(super) fn json(shape: Shape, controls: &Controls, request: &Request<'_>) -> Result<Json, Error> {
    match shape {
        Shape::Count | Shape::RawValue(_) | Shape::Media(_) => Ok(Json::default()),
        _ => Ok(negotiate::json(controls.format.as_deref(), request.accept)?),
    }
}

/// Refuses a method that is none of `allowed`.
fn check_method(request: &Request<'_>, allowed: &'static str) -> Result<(), Error> {
    let method = request.method.to_string();
    if allowed.split(", ").any(|name| name == method) {
        return Ok(());
    }
    Err(Error::Method { method, allowed })
}

fn is_action(service: &Service, bound: &Bound) -> bool {
    let Bound::Call(invocation, _) = bound else { return false };
    let operation = service.catalog.model.operations.get(invocation.call.operation);
    operation.is_some_and(Operation::is_action)
}

/// Refuses an entity-id that leads to something else (Protocol, section 11.2.9).
fn check_entity(bound: &Bound) -> Result<(), Error> {
    match bound {
        Bound::Read(query, _) if matches!(query.shape, Shape::Entity | Shape::RelatedEntity) => Ok(()),
        _ => Err(bind::Error::bad_request("this does not lead to one entity").in_option("$id").into()),
    }
}

/// A token sealed before a reload may be of an order that is no more.
fn check_position(query: &Query, plan: &Plan) -> Result<(), Error> {
    let Some(position) = &query.after else { return Ok(()) };
    // What `$apply` makes has no key: its pages go on by the number of rows delivered.
    if query.apply.is_some() {
        return if position.keys.is_empty() { Ok(()) } else { Err(TokenError::Foreign.into()) };
    }
    let sorted = plan.residual.as_ref().and_then(|left| Some((left.order_by.as_ref()?, left.after.as_ref())));
    let (order, after) = sorted.unwrap_or((&plan.scan.order_by, plan.scan.after.as_ref()));
    // Where it is part of the conditions, it is the position as it came.
    let after = after.map_or(position.keys.as_slice(), Vec::as_slice);
    let fits = after.len() == order.len()
        && after.iter().zip(order).all(|(value, key)| value.compares_with(key.expr.ty));
    if fits { Ok(()) } else { Err(TokenError::Foreign.into()) }
}

/// What the access log says of the options, as they were written.
fn note_options(uri: &ODataUri, trace: &mut Trace) {
    for option in &uri.options {
        match &option.kind {
            QueryOptionKind::Filter(_) => trace.filter = Some(option.text.trim().to_owned()),
            QueryOptionKind::OrderBy(_) => trace.orderby = Some(option.text.trim().to_owned()),
            QueryOptionKind::Top(top) => trace.limit = Some(*top),
            QueryOptionKind::Skip(skip) => trace.offset = Some(*skip),
            _ => {}
        }
    }
}
