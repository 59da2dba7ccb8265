//! How answers about an entity set may be kept, as written.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::located::Located;

/// For how long answers about an entity set are kept and given again, in seconds. An answer made of
/// several sets (`$expand`, paths) is kept as the strictest of them allows. An action called through
/// Landbridge ends what is kept of its source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Cache")]
pub struct CacheDefinition {
    /// How long an answer is given without asking the database, 1 to 86400.
    pub ttl: Located<u64>,
    /// How much longer it is given, at once, while a new one is fetched; not at all unless told
    /// otherwise. Up to 86400.
    pub stale_while_revalidate: Option<Located<u64>>,
    /// How much longer it is given when the database does not answer; not at all unless told otherwise.
    /// Up to 604800, a week.
    pub stale_if_error: Option<Located<u64>>,
    /// The most bytes of an answer that is kept, 1024 to 8000000; 1000000 unless told otherwise.
    pub max_entry_bytes: Option<Located<u64>>,
    /// Whether a client that sends `Cache-Control: no-cache` gets a live answer; it does not unless told
    /// otherwise.
    #[serde(default)]
    pub client_no_cache: bool,
}
