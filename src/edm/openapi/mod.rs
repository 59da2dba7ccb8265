//! The model as an OpenAPI document: takes a [`Model`], gives the paths, parameters and schemas a
//! generator of clients needs (after the OASIS note "OData to OpenAPI Mapping 1.0"). Knows no
//! request and no database.

mod call;
mod geojson;
mod operation;
mod parameter;
mod path;
mod schema;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::Model;

type Object = Map<String, Value>;

/// The version of the OpenAPI specification a document follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// 3.0.3: what Salesforce External Services read.
    V3_0,
    /// 3.1.0, whose schemas are JSON Schema.
    #[default]
    V3_1,
}

impl Version {
    const fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }
}

/// The document, indented for people. `root`: where the service is, absolute or relative to where the document is read.
#[must_use]
pub fn document(model: &Model, root: &str, version: Version) -> String {
    let document = json!({
        "openapi": version.as_str(),
        "info": {
            "title": model.namespace,
            "version": "1",
            "description": "An OData 4.01 service. Options beginning with $ are OData's: `$filter=Name eq 'Ann'`, `$orderby=Name desc`, `$select=Name`.",
        },
        "servers": [{ "url": root }],
        "tags": model.top_level_sets().map(tag).collect::<Vec<_>>(),
        "paths": path::all(model, version),
        "components": {
            "schemas": schema::all(model, version),
            "parameters": parameter::shared(),
            "responses": { "Error": operation::error() },
        },
    });
    format!("{document:#}\n")
}

fn tag(set: &super::EntitySet) -> Value {
    let mut tag = Object::new();
    tag.insert("name".into(), set.name.clone().into());
    if let Some(description) = &set.description {
        tag.insert("description".into(), description.clone().into());
    }
    tag.into()
}
