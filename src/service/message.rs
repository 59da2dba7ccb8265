//! What goes into a service and what comes out of it: plain text and bytes.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;

/// What a request does with its resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method<'a> {
    /// GET or HEAD: reads.
    #[default]
    Get,
    /// POST: runs an action, or reads with the query options in the body.
    Post,
    /// Another method that is known, but that no resource here has.
    Other(&'a str),
}

/// What a client asks, as far as it decides the answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// Its method.
    pub method: Method<'a>,
    /// Raw path below the service root, with or without leading slash.
    pub path: &'a str,
    /// Raw query text without `?`.
    pub query: &'a str,
    /// The service root as the client sees it, absolute, without trailing slash.
    pub root: &'a str,
    /// `Accept`
    pub accept: Option<&'a str>,
    /// `Prefer`, several headers joined with commas.
    pub prefer: Option<&'a str>,
    /// `OData-MaxVersion`
    pub odata_max_version: Option<&'a str>,
    /// `If-None-Match`
    pub if_none_match: Option<&'a str>,
    /// `Accept-Encoding`
    pub accept_encoding: Option<&'a str>,
    /// `Cache-Control`
    pub cache_control: Option<&'a str>,
    /// `Content-Type`
    pub content_type: Option<&'a str>,
    /// The body of a POST; its length is bounded by whoever received it.
    pub body: &'a [u8],
    /// The request's id, named in error messages.
    pub request_id: &'a str,
}

/// An answer, ready to be sent.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case, with `content-type`, `odata-version`, `etag`, `retry-after` …
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for 204 and 304.
    pub body: Bytes,
    /// What the access log and `Server-Timing` say about it.
    pub trace: Trace,
}

/// What happened, in the vocabulary of Salesforce's event log type `ExternalODataCallout`.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Time of each stage that ran, in the order they ran: `parse`, `bind`, `plan`, `database`,
    /// `encode`.
    pub stages: Vec<(&'static str, Duration)>,
    /// Entity set.
    pub entity: Option<String>,
    /// `$filter` as written.
    pub filter: Option<String>,
    /// `$orderby` as written.
    pub orderby: Option<String>,
    /// `$top`
    pub limit: Option<u64>,
    /// `$skip`
    pub offset: Option<u64>,
    /// Rows answered.
    pub rows: u64,
    /// Whether a next link was given.
    pub next_link: bool,
    /// What the cache did, where answers may be kept or shared: `hit`, `stale`, `spare`, `joined` or `miss`.
    pub cache: Option<&'static str>,
    /// For failures: what the log should say; holds driver messages, never secrets.
    pub detail: Option<String>,
}

impl fmt::Display for Method<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Other(name) => name,
        })
    }
}

impl Trace {
    /// Runs one stage and notes how long it took.
    pub(super) fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        self.stages.push((stage, started.elapsed()));
        result
    }
}
