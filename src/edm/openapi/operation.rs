//! Operations: what is asked with one method at one path, and what may be answered.

use serde_json::{Value, json};

use super::Object;

/// One operation.
pub(super) struct Operation<'a> {
    /// Unique in the document, fit for a method's name.
    pub(super) id: String,
    pub(super) summary: String,
    /// The set it belongs to.
    pub(super) tag: &'a str,
    pub(super) parameters: Vec<Value>,
    /// The bodies of a good answer, by media type.
    pub(super) content: Value,
    /// Whether there may be nothing to answer with (204).
    pub(super) may_be_empty: bool,
}

impl Operation<'_> {
    /// The operation as the only one of its path, asked with GET.
    pub(super) fn get(self) -> Value {
        let mut responses = Object::new();
        responses
            .insert("200".into(), json!({ "description": "What was asked for", "content": self.content }));
        if self.may_be_empty {
            responses.insert("204".into(), json!({ "description": "There is none" }));
        }
        responses.insert("default".into(), json!({ "$ref": "#/components/responses/Error" }));
        json!({ "get": {
            "operationId": self.id,
            "summary": self.summary,
            "tags": [self.tag],
            "parameters": self.parameters,
            "responses": responses,
        }})
    }
}

/// The answer to a request that failed.
pub(super) fn error() -> Value {
    json!({
        "description": "Why there is no other answer",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
    })
}
