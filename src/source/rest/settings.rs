//! What it takes to ask a REST service.

use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};

use super::Base;
use crate::catalog::Secret;

/// A REST service with its secrets and bounds.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its name in the definition.
    pub name: String,
    /// Where it is.
    pub base: Base,
    /// Headers of every request.
    pub headers: Vec<(String, Secret<String>)>,
    /// How it is shown who asks.
    pub auth: Auth,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long it may send nothing.
    pub read_timeout: Duration,
    /// How long one page may take, repetitions and waiting for a turn included.
    pub request_timeout: Duration,
    /// How often a request is repeated.
    pub retries: u32,
    /// The most requests at the same time.
    pub max_requests: usize,
    /// The most requests begun in one second.
    pub max_requests_per_second: Option<u32>,
    /// The most bytes of one answer, after decompression.
    pub max_response_bytes: usize,
    /// How many rows may be read for one scan before no further page is asked for.
    pub max_rows: u64,
}

impl Settings {
    /// A service at `base` that asks nobody who they are, with the bounds a definition has unless told
    /// otherwise.
    #[must_use]
    pub fn new(name: impl Into<String>, base: Base) -> Self {
        Self {
            name: name.into(),
            base,
            headers: Vec::new(),
            auth: Auth::None,
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(15),
            request_timeout: Duration::from_secs(30),
            retries: 2,
            max_requests: 8,
            max_requests_per_second: None,
            max_response_bytes: 16 << 20,
            max_rows: 10_000,
        }
    }
}

/// How it is shown who asks.
#[derive(Clone, Debug)]
pub enum Auth {
    /// Not at all.
    None,
    /// By user and password (RFC 7617).
    Basic {
        /// The user.
        user: Secret<String>,
        /// The password.
        password: Secret<String>,
    },
    /// By a token (RFC 6750).
    Bearer(Secret<String>),
    /// By a key in a header.
    Header {
        /// The header's name.
        name: String,
        /// The key.
        value: Secret<String>,
    },
    /// By a key in a query parameter.
    Query {
        /// The parameter's name.
        name: String,
        /// The key.
        value: Secret<String>,
    },
    /// By a token that has to be asked for.
    ClientCredentials(ClientCredentials),
}

/// OAuth 2.0 client credentials (RFC 6749, section 4.4).
#[derive(Clone, Debug)]
pub struct ClientCredentials {
    /// The token endpoint.
    pub token_url: Base,
    /// Who asks.
    pub client_id: Secret<String>,
    /// What proves it.
    pub client_secret: Secret<String>,
    /// What is asked for.
    pub scope: Option<String>,
    /// Whether id and secret are sent in the body instead of by Basic authentication.
    pub in_body: bool,
}

/// Whether a header can have this name and value.
#[must_use]
pub fn is_header(name: &str, value: &str) -> bool {
    HeaderName::from_bytes(name.as_bytes()).is_ok() && HeaderValue::from_str(value).is_ok()
}
