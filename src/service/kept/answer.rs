//! An answer as it is kept: its bytes once, and once compressed.

use std::io::Write;
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::service::documents::{names, tag};
use crate::service::message::{Request, Response};

/// What is smaller is not worth compressing.
const MIN_COMPRESSED: usize = 1_024;

/// An answer with all but what depends on who asks.
#[derive(Debug)]
pub(in crate::service) struct Answer {
    response: Response,
    tag: OnceLock<String>,
    gzip: OnceLock<Option<Bytes>>,
}

impl Answer {
    pub(super) const fn new(response: Response) -> Self {
        Self { response, tag: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// Whether others may be given it, too.
    pub(super) const fn is_success(&self) -> bool {
        matches!(self.response.status, 200 | 204)
    }

    /// The length of its body.
    pub(super) fn length(&self) -> usize {
        self.response.body.len()
    }

    /// The answer as it was made.
    pub(super) fn plain(&self) -> Response {
        self.response.clone()
    }

    /// The answer in the encoding the client takes, with its ETag; or that it is still the one the client
    /// has. Each encoding has an ETag of its own: they are strong (RFC 9110, section 8.8.1).
    pub(super) fn tagged(&self, request: &Request<'_>) -> Response {
        let gzip = if request.accept_encoding.is_some_and(takes_gzip) { self.gzip() } else { None };
        let tag = self.tag.get_or_init(|| tag(&self.response.body));
        let etag = if gzip.is_some() { format!("\"{tag}-gzip\"") } else { format!("\"{tag}\"") };
        let unchanged = request.if_none_match.is_some_and(|header| names(header, &etag));
        let mut answer = self.plain();
        if unchanged {
            answer.status = 304;
            answer.body = Bytes::new();
            answer.headers.retain(|(name, _)| *name != "content-type");
        } else if let Some(compressed) = gzip {
            answer.body = compressed.clone();
            answer.headers.push(("content-encoding", "gzip".to_owned()));
        } else {
            // Nobody on the way compresses what has a strong tag.
            answer.headers.push(("content-encoding", "identity".to_owned()));
        }
        answer.headers.push(("etag", etag));
        answer
    }

    fn gzip(&self) -> Option<&Bytes> {
        let body = &self.response.body;
        let compress = || {
            let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
            encoder.write_all(body).ok()?;
            encoder.finish().ok().map(Bytes::from)
        };
        self.gzip.get_or_init(|| if body.len() < MIN_COMPRESSED { None } else { compress() }).as_ref()
    }
}

/// Whether `Accept-Encoding` has gzip (RFC 9110, section 12.5.3).
fn takes_gzip(header: &str) -> bool {
    let quality = |parameters: Option<&str>| {
        let value = parameters.and_then(|text| text.trim().strip_prefix("q="));
        value.and_then(|value| value.trim().parse::<f32>().ok()).unwrap_or(1.0)
    };
    let mut named = None;
    let mut any = None;
    for entry in header.split(',') {
        let mut parts = entry.splitn(2, ';');
        let coding = parts.next().unwrap_or_default().trim();
        let quality = quality(parts.next());
        if coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip") {
            named = Some(quality);
        } else if coding == "*" {
            any = Some(quality);
        }
    }
    named.or(any).is_some_and(|quality| quality > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_taken_as_the_header_says() {
        for (header, taken) in [
            ("gzip", true),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
            ("GZIP", true),
            ("*", true),
            ("gzip;q=0, *", false),
            ("identity", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(takes_gzip(header), taken, "{header}");
        }
    }
}
