//! REST services as sources, as the author of a definition writes them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::Secret;
use crate::catalog::located::{Entries, Located};

/// A REST service that answers in JSON. `${NAME}` and `${file:path}` stand for an environment variable
/// and for a file wherever a secret may be: in baseUrl, headers and auth.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "RestSource")]
pub struct RestSourceDefinition {
    /// Where it is: https://api.example.com/v1. Nothing outside is ever asked, wherever its answers
    /// lead.
    pub base_url: Located<Secret<String>>,
    /// Headers of every request to it.
    #[serde(default)]
    pub headers: Entries<Located<Secret<String>>>,
    /// How Landbridge shows who it is; it does not unless told otherwise.
    pub auth: Option<AuthDefinition>,
    /// How long connecting may take, 1 to 60; 5 unless told otherwise.
    pub connect_timeout_seconds: Option<Located<u32>>,
    /// How long it may send nothing, 1 to 110; 15 unless told otherwise.
    pub read_timeout_seconds: Option<Located<u32>>,
    /// How long one page may take, repetitions included, 1 to 110; 30 unless told otherwise.
    pub request_timeout_seconds: Option<Located<u32>>,
    /// How often a request is repeated that it answers with 429, 502, 503 or 504, or not at all, 0 to
    /// 10; 2 unless told otherwise. Retry-After is honoured.
    pub retries: Option<Located<u32>>,
    /// The most requests at the same time, 1 to 1000; 8 unless told otherwise.
    pub max_requests: Option<Located<u32>>,
    /// The most requests begun in one second, 1 to 10000; without a bound unless told otherwise.
    pub max_requests_per_second: Option<Located<u32>>,
    /// The most bytes of one answer, 1024 to 268435456; 16777216 unless told otherwise.
    pub max_response_bytes: Option<Located<u32>>,
    /// How many rows may be read, page by page, for one entity set of one answer before no further page
    /// is asked for and the request is refused, 1 to 1000000; 10000 unless told otherwise.
    pub max_rows: Option<Located<u32>>,
}

/// How Landbridge shows a REST service who it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Auth")]
pub enum AuthDefinition {
    /// By user and password (RFC 7617).
    Basic(BasicDefinition),
    /// By a token (RFC 6750).
    Bearer(Located<Secret<String>>),
    /// By a key in a header or in a query parameter.
    ApiKey(ApiKeyDefinition),
    /// By a token it gets itself: OAuth 2.0 client credentials (RFC 6749, section 4.4).
    ClientCredentials(ClientCredentialsDefinition),
}

/// User and password.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Basic")]
pub struct BasicDefinition {
    /// The user.
    pub user: Located<Secret<String>>,
    /// The password.
    pub password: Located<Secret<String>>,
}

/// A key in one of two places.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ApiKey")]
pub struct ApiKeyDefinition {
    /// The header it is sent in.
    pub header: Option<Located<String>>,
    /// The query parameter it is sent in, if in no header.
    pub query: Option<Located<String>>,
    /// The key.
    pub value: Located<Secret<String>>,
}

/// How a token is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "ClientCredentials")]
pub struct ClientCredentialsDefinition {
    /// The token endpoint.
    pub token_url: Located<Secret<String>>,
    /// Who asks.
    pub client_id: Located<Secret<String>>,
    /// What proves it.
    pub client_secret: Located<Secret<String>>,
    /// What is asked for, in the service's own words.
    pub scope: Option<Located<String>>,
    /// Whether id and secret are sent in the body, for endpoints that take no Basic authentication; no
    /// unless told otherwise.
    #[serde(default)]
    pub in_body: bool,
}
