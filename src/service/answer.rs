//! Answers put together: status, headers, body. One function for each kind of resource, one for
//! every failure.

use bytes::Bytes;

use super::documents::{self, Document};
use super::error::Error;
use super::message::{Request, Response, Trace};
use super::service::Service;
use crate::bind::Controls;
use crate::edm::csdl::Version;
use crate::format::negotiate::{self, Csdl};

/// An answer with a body.
pub(super) fn body(content_type: &str, version: Version, body: impl Into<Bytes>) -> Response {
    let headers =
        vec![("content-type", content_type.to_owned()), ("odata-version", version.as_str().to_owned())];
    Response { status: 200, headers, body: body.into(), ..Response::default() }
}

/// The answer that there is nothing: a null property, a relation to nobody.
pub(super) fn no_content(version: Version) -> Response {
    let headers = vec![("odata-version", version.as_str().to_owned())];
    Response { status: 204, headers, ..Response::default() }
}

/// `GET /`
pub(super) fn service_document(
    service: &Service,
    request: &Request<'_>,
    version: Version,
    controls: &Controls,
) -> Result<Response, Error> {
    let json = negotiate::json(controls.format.as_deref(), request.accept)?;
    let document = crate::format::service(&service.catalog.model, request.root, json.metadata);
    Ok(body(json.content_type(), version, document))
}

/// `GET /$metadata`
pub(super) fn metadata(
    service: &Service,
    request: &Request<'_>,
    version: Version,
    controls: &Controls,
) -> Result<Response, Error> {
    let notation = negotiate::csdl(controls.format.as_deref(), request.accept)?;
    let document = match notation {
        Csdl::Xml => service.documents.xml(version),
        Csdl::Json => service.documents.json(),
    };
    Ok(described(request, version, notation.content_type(), document))
}

/// `GET /openapi.json`
pub(super) fn openapi(service: &Service, request: &Request<'_>, version: Version) -> Response {
    let document = documents::openapi(&service.catalog.model, request.root);
    described(request, version, "application/json", &document)
}

/// A document, or that it is still the one the client has.
fn described(request: &Request<'_>, version: Version, content_type: &str, document: &Document) -> Response {
    let unchanged = request.if_none_match.is_some_and(|header| document.matches(header));
    let mut answer = if unchanged {
        Response { status: 304, ..no_content(version) }
    } else {
        body(content_type, version, document.bytes.clone())
    };
    answer.headers.push(("etag", document.etag.clone()));
    answer
}

/// The bytes of a stream. Who fetches them with a browser is shown what can hold no scripts, and may keep
/// the rest: stored by many, it would run as the service's own.
pub(super) fn stream(request: &Request<'_>, version: Version, media_type: &str, bytes: Vec<u8>) -> Response {
    let document = documents::of_bytes(bytes);
    let unchanged = request.if_none_match.is_some_and(|header| document.matches(header));
    let mut answer = if unchanged {
        Response { status: 304, ..no_content(version) }
    } else {
        body(media_type, version, document.bytes)
    };
    answer.headers.push(("etag", document.etag));
    if !crate::format::is_inline(media_type) {
        answer.headers.push(("content-disposition", "attachment".to_owned()));
    }
    answer
}

/// The answer to a request that failed, with what is known of it.
pub(super) fn failed(error: &Error, request: &Request<'_>, trace: Trace) -> Response {
    let trace = Trace { detail: Some(error.detail()), ..trace };
    Response { trace, ..failure(error, request) }
}

/// What a failure is answered with.
fn failure(error: &Error, request: &Request<'_>) -> Response {
    let message = error.message();
    let document =
        crate::format::error(error.code(), &message, error.target().as_deref(), request.request_id);
    let mut headers = vec![
        ("content-type", "application/json;odata.metadata=minimal".to_owned()),
        ("odata-version", Version::default().as_str().to_owned()),
    ];
    headers.extend(error.allowed().map(|methods| ("allow", methods.to_owned())));
    headers.extend(error.retry_after().map(|seconds| ("retry-after", seconds.to_string())));
    Response { status: error.status(), headers, body: document.into(), ..Response::default() }
}

/// The longest path and query of a link: servers take no longer ones, this one included.
const MAX_LINK: usize = 65_000;

/// The request's own URL with another `$skiptoken`: absolute, because Salesforce takes it as it is.
///
/// # Errors
/// [`Error::LinkTooLong`]
pub(super) fn next_link(request: &Request<'_>, token: &str) -> Result<String, Error> {
    let path = request.path.trim_start_matches('/');
    let mut link = format!("{}/{path}?", request.root);
    for option in request.query.split('&').filter(|option| !option.is_empty()) {
        let name = option.split('=').next().unwrap_or_default().to_ascii_lowercase();
        if !matches!(name.as_str(), "$skiptoken" | "%24skiptoken" | "skiptoken") {
            link.push_str(option);
            link.push('&');
        }
    }
    link.push_str("$skiptoken=");
    link.push_str(token);
    if link.len() - request.root.len() > MAX_LINK { Err(Error::LinkTooLong) } else { Ok(link) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_next_link_keeps_every_other_option_as_it_was_written() {
        let request = Request {
            path: "/Boats",
            query: "&$top=5&%24skiptoken=old&$filter=Name%20eq%20'a+b'&&custom=1",
            root: "https://yard.example/odata",
            ..Request::default()
        };
        assert_eq!(
            next_link(&request, "new").unwrap(),
            "https://yard.example/odata/Boats?$top=5&$filter=Name%20eq%20'a+b'&custom=1&$skiptoken=new"
        );
    }
}
