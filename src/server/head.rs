//! The HTTP head around an answer: header fields in as text, the service's answer with its fields
//! and the server's own out. Knows nothing of what the answer says.

use std::borrow::Cow;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::body::Body;
use super::limits::Permit;
use crate::service::{Response, Trace};

/// A request header as text, several of a name joined with commas; `None` without it, or if it is
/// not ASCII.
pub(super) fn joined<'h>(headers: &'h HeaderMap, name: &str) -> Option<Cow<'h, str>> {
    let mut values = headers.get_all(name).filter_map(|value| value.to_str().ok());
    let first = Cow::Borrowed(values.next()?);
    Some(values.fold(first, |list, value| Cow::Owned(format!("{list}, {value}"))))
}

/// The HTTP response for an answer: its own header fields, and those every answer has.
pub(super) fn respond(
    answer: Response,
    request_id: &str,
    total: Duration,
    permit: Option<Permit>,
) -> HttpResponse<Body> {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let is_tagged = answer.headers.iter().any(|(name, _)| *name == "etag");
    // What has no tag cannot be checked for being current, and rows are nobody's to keep.
    let cache_control = if is_tagged { "private, no-cache" } else { "no-store" };
    let timing = server_timing(&answer.trace, total);
    let every = [
        ("odata-version", "4.0"),
        ("cache-control", cache_control),
        ("vary", "Accept, Accept-Encoding, Prefer, OData-MaxVersion"),
        ("x-content-type-options", "nosniff"),
        ("x-request-id", request_id),
        ("server-timing", &timing),
    ];
    let mut response = HttpResponse::with_body(status, Body::new(answer.status, answer.body, permit));
    let own = answer.headers.iter().map(|(name, value)| (*name, value.as_str()));
    // The answer's own fields come last, so that they win.
    for (name, value) in every.into_iter().chain(own) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// `Server-Timing` (W3C): the stages in the order they ran, in milliseconds, and the whole.
fn server_timing(trace: &Trace, total: Duration) -> String {
    let stages = trace.stages.iter().copied().chain([("total", total)]);
    let metrics: Vec<_> =
        stages.map(|(name, time)| format!("{name};dur={:.3}", time.as_secs_f64() * 1e3)).collect();
    metrics.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header<'r>(response: &'r HttpResponse<Body>, name: &str) -> Option<&'r str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    #[test]
    fn every_answer_has_the_servers_fields() {
        let mut answer = Response { status: 200, ..Response::default() };
        answer.headers.push(("content-type", "application/json".into()));
        answer.trace.stages.push(("parse", Duration::from_micros(1500)));
        let response = respond(answer, "id-1", Duration::from_millis(3), None);
        for (name, value) in [
            ("content-type", "application/json"),
            ("odata-version", "4.0"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-request-id", "id-1"),
            ("server-timing", "parse;dur=1.500, total;dur=3.000"),
        ] {
            assert_eq!(header(&response, name), Some(value), "{name}");
        }
    }

    #[test]
    fn the_services_own_fields_win() {
        let mut answer = Response { status: 304, ..Response::default() };
        answer.headers.push(("etag", "W/\"1\"".into()));
        answer.headers.push(("odata-version", "4.01".into()));
        let response = respond(answer, "id", Duration::ZERO, None);
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header(&response, "odata-version"), Some("4.01"));
        assert_eq!(header(&response, "cache-control"), Some("private, no-cache"));
        assert_eq!(response.headers().get_all("odata-version").count(), 1);
    }

    #[test]
    fn what_cannot_be_a_header_is_left_out() {
        let mut answer = Response { status: 1000, ..Response::default() };
        answer.headers.push(("x-broken", "a\r\nset-cookie: b".into()));
        let response = respond(answer, "id", Duration::ZERO, None);
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(header(&response, "x-broken"), None);
        assert_eq!(header(&response, "set-cookie"), None);
    }

    #[test]
    fn repeated_request_headers_are_one_list() {
        let mut headers = HeaderMap::new();
        assert_eq!(joined(&headers, "prefer"), None);
        let name = HeaderName::from_static("prefer");
        headers.append(name.clone(), HeaderValue::from_static("odata.maxpagesize=5"));
        assert_eq!(joined(&headers, "prefer").unwrap(), "odata.maxpagesize=5");
        headers.append(name, HeaderValue::from_static("respond-async"));
        assert_eq!(joined(&headers, "prefer").unwrap(), "odata.maxpagesize=5, respond-async");
    }
}
