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
    /// The bodies of a good answer, by media type; null if there is no such.
    pub(super) content: Value,
    /// Whether there may be nothing to answer with (204).
    pub(super) may_be_empty: bool,
}

impl Operation<'_> {
    /// The operation as the only one of its path, asked with GET.
    pub(super) fn get(self) -> Value {
        json!({ "get": self.described() })
    }

    /// The operation as the only one of its path, asked with POST and a body, if it takes one.
    pub(super) fn post(self, body: Option<Value>) -> Value {
        let mut described = self.described();
        described.extend(body.map(|body| ("requestBody".to_owned(), body)));
        json!({ "post": described })
    }

    fn described(self) -> Object {
        let mut responses = Object::new();
        if !self.content.is_null() {
            let good = json!({ "description": "What was asked for", "content": self.content });
            responses.insert("200".into(), good);
        }
        if self.may_be_empty {
            let nothing = if self.content.is_null() { "It is done" } else { "There is none" };
            responses.insert("204".into(), json!({ "description": nothing }));
        }
        responses.insert("default".into(), json!({ "$ref": "#/components/responses/Error" }));
        let mut described = Object::new();
        described.insert("operationId".into(), self.id.into());
        described.insert("summary".into(), self.summary.into());
        described.insert("tags".into(), json!([self.tag]));
        described.insert("parameters".into(), self.parameters.into());
        described.insert("responses".into(), responses.into());
        described
    }
}

/// The answer to a request that failed.
pub(super) fn error() -> Value {
    json!({
        "description": "Why there is no other answer",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
    })
}
