//! Shapes as JSON: what a GeoJSON object of a type looks like (JSON Format, section 7.1; RFC 7946,
//! section 3.1).

use serde_json::{Value, json};

use super::Object;
use crate::edm::geo::{ShapeKind, Spatial};

/// Adds the members of a type's objects to its schema.
pub(super) fn members(schema: &mut Object, ty: Spatial) {
    let kinds: Vec<ShapeKind> = ty.kind.map_or_else(|| ShapeKind::ALL.to_vec(), |kind| vec![kind]);
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let mut properties = Object::new();
    properties.insert("type".into(), json!({ "type": "string", "enum": words }));
    match ty.kind {
        Some(ShapeKind::Collection) => _ = properties.insert("geometries".into(), geometries()),
        Some(kind) => _ = properties.insert("coordinates".into(), coordinates(kind)),
        None => {
            properties.insert("coordinates".into(), json!({ "type": "array", "items": {} }));
            properties.insert("geometries".into(), geometries());
        }
    }
    if ty.srid != ty.family.default_srid() {
        let name = json!({ "type": "object", "properties": { "name": { "type": "string" } } });
        let members = json!({ "type": { "type": "string" }, "properties": name });
        properties.insert("crs".into(), json!({ "type": "object", "properties": members }));
    }
    let member = match ty.kind {
        Some(ShapeKind::Collection) => Some("geometries"),
        Some(_) => Some("coordinates"),
        None => None,
    };
    let required: Vec<&str> = std::iter::once("type").chain(member).collect();
    schema.insert("required".into(), json!(required));
    schema.insert("properties".into(), properties.into());
}

/// Longitude, latitude and perhaps altitude, in as many lists as the shape has.
fn coordinates(kind: ShapeKind) -> Value {
    let position = json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 3 });
    let depth = match kind {
        ShapeKind::Point => 0,
        ShapeKind::LineString | ShapeKind::MultiPoint => 1,
        ShapeKind::Polygon | ShapeKind::MultiLineString => 2,
        ShapeKind::MultiPolygon | ShapeKind::Collection => 3,
    };
    (0..depth).fold(position, |items, _| json!({ "type": "array", "items": items }))
}

fn geometries() -> Value {
    json!({ "type": "array", "items": { "type": "object" } })
}
