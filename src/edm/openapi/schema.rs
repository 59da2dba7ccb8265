//! Schemas: takes types, gives what their JSON looks like (JSON Format, section 7). The two
//! versions differ in how null is said and in the names of encodings.

use serde_json::{Value, json};

use super::{Object, Version, geojson};
use crate::edm::structure::{self, Kind, Structural};
use crate::edm::{Declaration, Model, NavigationProperty, PrimitiveType, SetKind, TypeRef};

/// The schemas of all types, of pages of each set's entities, and of errors.
pub(super) fn all(model: &Model, version: Version) -> Object {
    let mut schemas = Object::new();
    for ty in &model.entity_types {
        for kind in structure::family(ty) {
            schemas.insert(kind.name.to_owned(), entity(model, kind, version));
        }
    }
    for ty in &model.complex_types {
        let properties = structural(structure::of(model, &ty.properties, &ty.complex, None), version);
        schemas.insert(ty.name.clone(), json!({ "type": "object", "properties": properties }));
    }
    for set in &model.entity_sets {
        let Some(ty) = model.entity_types.get(set.entity_type) else { continue };
        if set.kind == SetKind::Singleton {
            continue;
        }
        schemas.insert(page_name(&set.name), page(&ty.name));
    }
    schemas.insert(
        "Error".into(),
        json!({
            "type": "object",
            "required": ["error"],
            "properties": { "error": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "code": { "type": "string" },
                    "message": { "type": "string" },
                    "target": { "type": "string" },
                },
            }},
        }),
    );
    schemas
}

/// A reference to a schema by name.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The name of the schema of a page of a set's entities. A dot keeps it apart from all types.
pub(super) fn page_name(set: &str) -> String {
    format!("{set}.Page")
}

fn page(entity_type: &str) -> Value {
    json!({
        "type": "object",
        "required": ["value"],
        "properties": {
            "@odata.count": { "type": "integer", "format": "int64", "description": "All there are, with $count=true" },
            "value": { "type": "array", "items": reference(entity_type) },
            "@odata.nextLink": { "type": "string", "description": "Where the next page is; absent on the last" },
        },
    })
}

fn entity(model: &Model, kind: Kind<'_>, version: Version) -> Value {
    let mut properties = structural(kind.structural(model), version);
    for navigation in kind.navigation() {
        properties.extend(related(model, navigation).map(|schema| (navigation.name.clone(), schema)));
    }
    // Nothing is required: $select leaves properties out.
    let mut schema = Object::new();
    if let Some(base) = kind.base {
        schema.insert("allOf".into(), json!([reference(base)]));
    }
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    describe(&mut schema, kind.description);
    schema.into()
}

/// The properties of an entity or complex type.
fn structural(properties: Vec<Structural<'_>>, version: Version) -> Object {
    let mut schemas = Object::new();
    for property in properties {
        match property {
            // Read on its own.
            Structural::Primitive(property) if property.stream.is_some() => {}
            Structural::Primitive(property) => {
                let mut schema = primitive(&property.ty, version);
                describe(&mut schema, property.description.as_deref());
                if property.computed {
                    schema.insert("readOnly".into(), true.into());
                }
                schemas.insert(property.name.clone(), schema.into());
            }
            Structural::Complex(property, ty) => {
                schemas.insert(property.name().to_owned(), reference(&ty.name));
            }
        }
    }
    schemas
}

/// What stands in an entity where a navigation property was expanded.
fn related(model: &Model, navigation: &NavigationProperty) -> Option<Value> {
    let set = model.entity_sets.get(navigation.relation.target)?;
    let target = reference(&model.entity_types.get(set.entity_type)?.name);
    let schema = if navigation.collection { json!({ "type": "array", "items": target }) } else { target };
    Some(schema)
}

/// The schema of a primitive value, null included where it is legal.
pub(super) fn primitive(ty: &TypeRef, version: Version) -> Object {
    let (name, format) = name_and_format(ty.primitive, version);
    let mut schema = Object::new();
    match version {
        Version::V3_1 if ty.nullable => schema.insert("type".into(), json!([name, "null"])),
        _ => schema.insert("type".into(), name.into()),
    };
    if version == Version::V3_0 && ty.nullable {
        schema.insert("nullable".into(), true.into());
    }
    if let Some((key, value)) = format {
        schema.insert(key.into(), value.into());
    }
    if let Some(length) = ty.max_length.filter(|_| ty.primitive == PrimitiveType::String) {
        schema.insert("maxLength".into(), length.into());
    }
    if let PrimitiveType::Enumeration(declared) = ty.primitive {
        members(&mut schema, declared.declaration(), ty.nullable);
    }
    if let PrimitiveType::Spatial(spatial) = ty.primitive {
        geojson::members(&mut schema, spatial);
    }
    if let Some((least, most)) = range(ty.primitive) {
        schema.insert("minimum".into(), least.into());
        schema.insert("maximum".into(), most.into());
    }
    schema
}

/// The texts an enumeration's values have, where each is one member.
fn members(schema: &mut Object, declared: &Declaration, nullable: bool) {
    describe(schema, declared.description.as_deref());
    if declared.flags {
        return;
    }
    let names = declared.members.iter().map(|(name, _)| Value::from(name.as_str()));
    let null = nullable.then_some(Value::Null);
    schema.insert("enum".into(), names.chain(null).collect());
}

const fn name_and_format(
    ty: PrimitiveType,
    version: Version,
) -> (&'static str, Option<(&'static str, &'static str)>) {
    use PrimitiveType as P;
    match ty {
        P::Boolean => ("boolean", None),
        P::Byte | P::SByte | P::Int16 | P::Int32 => ("integer", Some(("format", "int32"))),
        P::Int64 => ("integer", Some(("format", "int64"))),
        P::Single => ("number", Some(("format", "float"))),
        P::Double => ("number", Some(("format", "double"))),
        P::Decimal => ("number", Some(("format", "decimal"))),
        P::String => ("string", None),
        P::Guid => ("string", Some(("format", "uuid"))),
        P::Date => ("string", Some(("format", "date"))),
        // The format "time" of JSON Schema wants a zone.
        P::TimeOfDay => ("string", Some(("pattern", "^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?$"))),
        P::DateTimeOffset => ("string", Some(("format", "date-time"))),
        P::Duration => ("string", Some(("format", "duration"))),
        P::Binary => match version {
            Version::V3_0 => ("string", Some(("format", "base64url"))),
            Version::V3_1 => ("string", Some(("contentEncoding", "base64url"))),
        },
        P::Enumeration(_) | P::Stream => ("string", None),
        P::Spatial(_) => ("object", None),
    }
}

/// The bounds of the integers that are smaller than their format.
const fn range(ty: PrimitiveType) -> Option<(i64, i64)> {
    match ty {
        PrimitiveType::Byte => Some((0, 255)),
        PrimitiveType::SByte => Some((-128, 127)),
        PrimitiveType::Int16 => Some((-32_768, 32_767)),
        _ => None,
    }
}

/// Adds a description, if there is one.
pub(super) fn describe(schema: &mut Object, description: Option<&str>) {
    if let Some(text) = description {
        schema.insert("description".into(), text.into());
    }
}
