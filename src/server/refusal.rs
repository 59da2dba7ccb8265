//! Requests that no service gets to see: why, with which status, in which words.

use std::time::Duration;

use super::limits::{MAX_BODY, MAX_TARGET};
use crate::format;
use crate::service::Response;

/// Why the server itself turns a request down. `Display` is fit for an end user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// The request target is over the limit.
    #[error(
        "the request URL is longer than {MAX_TARGET} bytes; ask with fewer values at a time, such as a shorter IN list"
    )]
    UriTooLong,
    /// Header fields are too many or too long.
    #[error("the header fields of the request are too many or too long")]
    HeadTooLarge,
    /// The head of the request did not arrive in time.
    #[error("the request did not arrive in time")]
    Slow,
    /// What arrived is no HTTP request.
    #[error(
        "this is no well-formed HTTP request; check that blanks and other special characters in the URL are percent-encoded"
    )]
    Malformed,
    /// No service has such a path.
    #[error("there is no service at this path; check the service root URL")]
    NotFound,
    /// The body is over the limit.
    #[error("the body of the request is longer than {MAX_BODY} bytes")]
    BodyTooLarge,
    /// The body is compressed.
    #[error("the body of the request is encoded as '{0}'; send it as it is")]
    BodyEncoding(String),
    /// The body broke off.
    #[error("the body of the request did not arrive whole")]
    BodyCut,
    /// A method OData does not know.
    #[error("the method {0} is not implemented")]
    MethodUnknown(String),
    /// The header that tells the URL of the service is missing or malformed.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// As many requests as possible are in work, and none ended while this one waited.
    #[error("the server is busy at the moment; try again in a few seconds")]
    Busy,
    /// The answer took too long.
    #[error("the answer took longer than {} s; ask for less, such as by a filter on an indexed property", .0.as_secs_f64())]
    Deadline(Duration),
}

impl Refusal {
    fn status_and_code(&self) -> (u16, &'static str) {
        match self {
            Self::Header(_) => (400, "InvalidHeader"),
            Self::Malformed | Self::BodyCut => (400, "MalformedRequest"),
            Self::NotFound => (404, "NotFound"),
            Self::Slow => (408, "Timeout"),
            Self::BodyTooLarge => (413, "BodyTooLarge"),
            Self::BodyEncoding(_) => (415, "UnsupportedMediaType"),
            Self::UriTooLong => (414, "UriTooLong"),
            Self::HeadTooLarge => (431, "HeadTooLarge"),
            Self::MethodUnknown(_) => (501, "NotImplemented"),
            Self::Busy => (503, "Busy"),
            Self::Deadline(_) => (504, "Timeout"),
        }
    }

    /// The answer, an OData error (JSON Format, section 21) that names the request's id.
    pub(super) fn answer(&self, request_id: &str) -> Response {
        let (status, code) = self.status_and_code();
        let mut headers = vec![
            ("content-type", "application/json;odata.metadata=minimal".to_owned()),
            ("odata-version", "4.0".to_owned()),
        ];
        if matches!(self, Self::Busy) {
            headers.push(("retry-after", "5".to_owned()));
        }
        let mut response = Response {
            status,
            headers,
            body: format::error(code, &self.to_string(), None, request_id).into(),
            ..Response::default()
        };
        response.trace.detail = Some(self.to_string());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_an_odata_error_with_the_request_id() {
        for (refusal, status, code, words) in [
            (Refusal::UriTooLong, 414, "UriTooLong", "65534 bytes"),
            (Refusal::HeadTooLarge, 431, "HeadTooLarge", "header fields"),
            (Refusal::Slow, 408, "Timeout", "in time"),
            (Refusal::Malformed, 400, "MalformedRequest", "no well-formed"),
            (Refusal::NotFound, 404, "NotFound", "no service"),
            (Refusal::BodyTooLarge, 413, "BodyTooLarge", "1048576 bytes"),
            (Refusal::BodyEncoding("gzip".into()), 415, "UnsupportedMediaType", "'gzip'"),
            (Refusal::BodyCut, 400, "MalformedRequest", "whole"),
            (Refusal::MethodUnknown("BREW".into()), 501, "NotImplemented", "BREW"),
            (Refusal::Header("Host"), 400, "InvalidHeader", "Host"),
            (Refusal::Busy, 503, "Busy", "busy"),
            (Refusal::Deadline(Duration::from_secs(100)), 504, "Timeout", "100 s"),
        ] {
            let response = refusal.answer("r-1");
            let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
            assert_eq!(response.status, status);
            assert_eq!(body["error"]["code"], code);
            let message = body["error"]["message"].as_str().unwrap();
            assert!(message.contains(words) && message.ends_with("(request id r-1)"), "{message}");
        }
    }

    #[test]
    fn headers_say_what_to_do_next() {
        let headers = |refusal: Refusal| refusal.answer("r").headers;
        assert!(headers(Refusal::Busy).contains(&("retry-after", "5".into())));
        assert!(!headers(Refusal::Slow).iter().any(|(name, _)| *name == "retry-after"));
    }
}
