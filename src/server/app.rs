//! One HTTP request from head to answer: what is asked goes to the service it is for, or is
//! refused before.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, http};

use super::access_log::Line;
use super::base_url::BaseUrl;
use super::body::Body;
use super::current::Current;
use super::forwarded::{self, TrustedProxy};
use super::head::{joined, respond};
use super::limits::{Permit, Places};
use super::refusal::Refusal;
use super::route::{Route, route};
use super::{health, request_id};
use crate::service::{Method, Request, Response, Service};

/// The methods there are.
pub(super) const ALLOWED: &str = "GET, HEAD, POST, OPTIONS";

/// What all requests of a server share.
pub(super) struct Shared {
    pub(super) current: Current,
    pub(super) base_url: Option<BaseUrl>,
    pub(super) trusted_proxies: Vec<TrustedProxy>,
    pub(super) places: Places,
}

/// Answers any request, and logs it unless it is a health check: those would drown all else.
pub(super) async fn handle(
    request: HttpRequest,
    payload: Payload,
    shared: Data<Shared>,
) -> HttpResponse<Body> {
    let arrival = Instant::now();
    let given_id = joined(request.headers(), "x-request-id");
    let id = request_id::of(given_id.as_deref());
    let snapshot = shared.current.snapshot();
    let services = snapshot.services.iter().map(|service| (service.path(), service));
    let target = match route(services, request.uri().path()) {
        Some(Route::Alive) => return respond(health::alive(), &id, arrival.elapsed(), None),
        Some(Route::Ready) => {
            return respond(health::ready(&snapshot).await, &id, arrival.elapsed(), None);
        }
        Some(Route::Service { service, rest }) => Some((service, rest)),
        None => None,
    };
    let line = Line::begin(&request, &id, arrival);
    let (answer, permit) = match answer(&request, payload, target, &shared, &id).await {
        Ok(answer) => answer,
        Err(refusal) => (refusal.answer(&id), None),
    };
    line.end(&answer);
    respond(answer, &id, arrival.elapsed(), permit)
}

/// The answer of the service, or of the server where no service is asked.
async fn answer(
    request: &HttpRequest,
    payload: Payload,
    target: Option<(&Arc<Service>, &str)>,
    shared: &Shared,
    id: &str,
) -> Result<(Response, Option<Permit>), Refusal> {
    if request.method() == http::Method::OPTIONS {
        return Ok((options(), None));
    }
    let (service, path) = target.ok_or(Refusal::NotFound)?;
    let method = method(request.method())?;
    let root = base_url(request, shared)?.service_root(service.path());
    let header = |name| joined(request.headers(), name);
    let (accept, prefer) = (header("accept"), header("prefer"));
    let (max_version, none_match) = (header("odata-maxversion"), header("if-none-match"));
    let (accept_encoding, cache_control) = (header("accept-encoding"), header("cache-control"));
    // Held until the answer is made: it bounds the bodies in memory.
    let received = match method {
        Method::Post => Some(shared.places.receive(payload, header("content-encoding").as_deref()).await?),
        _ => None,
    };
    let content_type = header("content-type");
    let work = service.answer(Request {
        method,
        content_type: content_type.as_deref(),
        body: received.as_ref().map_or(&[], |received| &received.bytes),
        path,
        query: request.uri().query().unwrap_or_default(),
        root: &root,
        accept: accept.as_deref(),
        prefer: prefer.as_deref(),
        odata_max_version: max_version.as_deref(),
        if_none_match: none_match.as_deref(),
        accept_encoding: accept_encoding.as_deref(),
        cache_control: cache_control.as_deref(),
        request_id: id,
    });
    let (answer, permit) = shared.places.run(work).await?;
    Ok((answer, Some(permit)))
}

fn options() -> Response {
    Response { status: 204, headers: vec![("allow", ALLOWED.to_owned())], ..Response::default() }
}

/// The method as a service knows it: those of OData, and TRACE, which HTTP has and no resource here
/// (RFC 9110, section 9.1); all others are unknown.
fn method(method: &http::Method) -> Result<Method<'_>, Refusal> {
    match method.as_str() {
        "GET" | "HEAD" => Ok(Method::Get),
        "POST" => Ok(Method::Post),
        name @ ("PUT" | "PATCH" | "MERGE" | "DELETE" | "TRACE") => Ok(Method::Other(name)),
        _ => Err(Refusal::MethodUnknown(method.to_string())),
    }
}

/// The URL the client knows the server by: as configured, else as the request says.
fn base_url(request: &HttpRequest, shared: &Shared) -> Result<BaseUrl, Refusal> {
    if let Some(configured) = &shared.base_url {
        return Ok(configured.clone());
    }
    let peer = request.peer_addr().map(|peer| peer.ip());
    let is_trusted = peer.is_some_and(|peer| shared.trusted_proxies.iter().any(|p| p.contains(peer)));
    let header = |name| joined(request.headers(), name);
    let host = match request.uri().authority() {
        Some(authority) => Some(Cow::Borrowed(authority.as_str())),
        None => header("host"),
    };
    let (forwarded, proto) = (header("forwarded"), header("x-forwarded-proto"));
    let (forwarded_host, port) = (header("x-forwarded-host"), header("x-forwarded-port"));
    let prefix = header("x-forwarded-prefix");
    let headers = forwarded::Headers {
        host: host.as_deref(),
        forwarded: forwarded.as_deref(),
        proto: proto.as_deref(),
        forwarded_host: forwarded_host.as_deref(),
        port: port.as_deref(),
        prefix: prefix.as_deref(),
    };
    forwarded::base_url(headers, is_trusted).map_err(|malformed| Refusal::Header(malformed.0))
}
