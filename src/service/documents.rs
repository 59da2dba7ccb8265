//! The documents that describe a service, with their ETags: `$metadata` in its forms, written once
//! for the life of a service, and the OpenAPI document.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::catalog::Profile;
use crate::edm::csdl::{self, Support, Version};
use crate::edm::{Model, openapi};
use crate::query::{Function, Transformation};

/// Functions of `$filter` whose arguments are no plain expressions, so that they are no
/// [`Function`].
const CONVERSIONS: [&str; 4] = ["case", "cast", "isdefined", "isof"];

/// One written document.
pub(super) struct Document {
    /// Weak, because the same document may be sent compressed.
    pub(super) etag: String,
    pub(super) bytes: Bytes,
}

/// Every form of `$metadata`.
pub(super) struct Documents {
    xml_4_0: Document,
    xml_4_01: Document,
    json: Document,
}

impl Documents {
    /// In the profile for Salesforce, which never asks for `$apply`, nothing is said of it.
    pub(super) fn new(model: &Model, profile: Profile) -> Self {
        let functions: Vec<&str> = Function::TABLE.iter().map(|row| row.1).chain(CONVERSIONS).collect();
        let transformations: &[&str] = match profile {
            Profile::Salesforce => &[],
            Profile::Standard => &Transformation::NAMES,
        };
        let support = Support { functions: &functions, transformations };
        Self {
            xml_4_0: document(csdl::xml(model, Version::V4_0, support)),
            xml_4_01: document(csdl::xml(model, Version::V4_01, support)),
            // CSDL JSON came with 4.01 and is that version whatever the client's is.
            json: document(csdl::json(model, Version::V4_01, support)),
        }
    }

    pub(super) const fn xml(&self, version: Version) -> &Document {
        match version {
            Version::V4_0 => &self.xml_4_0,
            Version::V4_01 => &self.xml_4_01,
        }
    }

    pub(super) const fn json(&self) -> &Document {
        &self.json
    }
}

/// The OpenAPI document of a service at `root`.
pub(super) fn openapi(model: &Model, root: &str) -> Document {
    document(openapi::document(model, root, openapi::Version::default()))
}

impl Document {
    /// Whether an `If-None-Match` header names this document (RFC 9110, section 13.1.2).
    pub(super) fn matches(&self, if_none_match: &str) -> bool {
        names(if_none_match, &self.etag)
    }
}

/// Whether an `If-None-Match` header names an ETag, compared weakly (RFC 9110, section 8.8.3.2).
pub(super) fn names(if_none_match: &str, etag: &str) -> bool {
    let opaque = etag.trim_start_matches("W/");
    if_none_match.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == opaque)
}

fn document(text: String) -> Document {
    of_bytes(text.into_bytes())
}

/// Bytes with their ETag.
pub(super) fn of_bytes(bytes: Vec<u8>) -> Document {
    Document { etag: format!("W/\"{}\"", tag(&bytes)), bytes: bytes.into() }
}

/// What tells bytes from others, fit for an ETag.
pub(super) fn tag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    URL_SAFE_NO_PAD.encode(digest.first_chunk::<12>().map_or(&[][..], |head| head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_etag_matches_in_every_legal_spelling() {
        let document = document("x".into());
        let strong = document.etag.trim_start_matches("W/").to_owned();
        for header in [document.etag.clone(), strong.clone(), format!("\"other\", {strong}"), "*".into()] {
            assert!(document.matches(&header), "{header}");
        }
        assert!(!document.matches("\"other\""));
        assert!(!document.matches(""));
    }
}
