//! Streams: bytes in a column, as their author describes them.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::located::Located;

/// What makes entities media entities: bytes that each of them stands for. For Salesforce, which reads
/// none, it is left out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Media")]
pub struct MediaDefinition {
    /// The column of the bytes.
    pub column: Located<String>,
    /// What the bytes are, for all entities: image/png. They are answered as this.
    pub media_type: Option<Located<String>>,
    /// The column that says for each entity what its bytes are.
    pub media_type_column: Option<Located<String>>,
}
