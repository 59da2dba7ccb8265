//! CSDL JSON: takes a model, gives the document `$metadata?$format=json` answers with. Knows the
//! notation only; what is said is decided in `annotation` and `relation`.

mod operation;

use bigdecimal::BigDecimal;
use serde_json::{Map, Value, json};

use super::Support;
use super::annotation::{self, Annotation, Expression};
use super::facet::{self, Scale};
use super::{Version, named_type, operation as operations, relation};
use crate::edm::structure::{self, Kind, Structural};
use crate::edm::{
    Declaration, DeclaredType, EntityType, Model, NavigationProperty, Property, SetKind, TypeRef,
};

type Object = Map<String, Value>;

/// The model as CSDL JSON. `support`: what requests may use.
#[must_use]
pub fn json(model: &Model, version: Version, support: Support<'_>) -> String {
    let mut schema = Object::new();
    for declared in &model.enumerations {
        let declared = declared.declaration();
        schema.insert(named_type::simple_name(model, &declared.name).to_owned(), enumeration(declared));
    }
    for definition in &model.type_definitions {
        let declared = definition.declaration();
        schema.insert(named_type::simple_name(model, &declared.name).to_owned(), type_definition(declared));
    }
    for ty in &model.entity_types {
        for kind in structure::family(ty) {
            schema.insert(kind.name.to_owned(), entity_type(model, kind, support));
        }
    }
    for ty in &model.complex_types {
        let mut object = Object::new();
        object.insert("$Kind".into(), "ComplexType".into());
        structural(&mut object, model, structure::of(model, &ty.properties, &ty.complex, None));
        schema.insert(ty.name.clone(), object.into());
    }
    operation::all(model, &mut schema);
    schema.insert(model.container.clone(), container(model, support));
    annotate(&mut schema, annotation::of_schema(model));

    let mut references = Object::new();
    for vocabulary in annotation::vocabularies(model, support) {
        references.insert(
            format!("{}.json", vocabulary.address),
            json!({ "$Include": [{ "$Namespace": vocabulary.namespace }] }),
        );
    }
    let document = json!({
        "$Version": version.as_str(),
        "$EntityContainer": qualified(model, &model.container),
        "$Reference": references,
        &model.namespace: schema,
    });
    document.to_string()
}

fn enumeration(declared: &Declaration) -> Value {
    let mut object = Object::new();
    object.insert("$Kind".into(), "EnumType".into());
    object.insert("$UnderlyingType".into(), declared.underlying.name().into());
    if declared.flags {
        object.insert("$IsFlags".into(), true.into());
    }
    for (name, value) in &declared.members {
        object.insert(name.clone(), (*value).into());
    }
    annotate(&mut object, annotation::description(declared.description.as_deref()));
    object.into()
}

fn type_definition(declared: &DeclaredType) -> Value {
    let mut object = Object::new();
    object.insert("$Kind".into(), "TypeDefinition".into());
    object.insert("$UnderlyingType".into(), declared.underlying.primitive.name().into());
    facets(&mut object, &declared.underlying);
    annotate(&mut object, annotation::description(declared.description.as_deref()));
    object.into()
}

fn entity_type(model: &Model, kind: Kind<'_>, support: Support<'_>) -> Value {
    let ty = kind.ty;
    let mut object = Object::new();
    object.insert("$Kind".into(), "EntityType".into());
    if let Some(base) = kind.base {
        object.insert("$BaseType".into(), qualified(model, base).into());
    }
    if kind.is_abstract() {
        object.insert("$Abstract".into(), true.into());
    }
    if kind.base.is_none() && ty.media.is_some() {
        object.insert("$HasStream".into(), true.into());
    }
    if kind.base.is_none() && !ty.key.is_empty() {
        let key = ty.key.iter().filter_map(|key| ty.properties.get(*key));
        let key: Vec<_> = key.map(|property| &property.name).collect();
        object.insert("$Key".into(), json!(key));
    }
    structural(&mut object, model, kind.structural(model));
    for element in kind.navigation() {
        if let Some(value) = navigation(model, ty, element, support) {
            object.insert(element.name.clone(), value);
        }
    }
    annotate(&mut object, annotation::description(kind.description));
    object.into()
}

fn structural(object: &mut Object, model: &Model, properties: Vec<Structural<'_>>) {
    for element in properties {
        match element {
            Structural::Primitive(element) => _ = object.insert(element.name.clone(), property(element)),
            Structural::Complex(element, ty) => {
                let mut value = Object::new();
                value.insert("$Type".into(), qualified(model, &ty.name).into());
                annotate(&mut value, annotation::description(element.description.as_deref()));
                object.insert(element.name().to_owned(), value.into());
            }
        }
    }
}

fn property(property: &Property) -> Value {
    let ty = &property.ty;
    let mut object = Object::new();
    // `Edm.String` is what an absent type means; it is written for readers that do not know.
    object.insert("$Type".into(), ty.name().into());
    if ty.nullable {
        object.insert("$Nullable".into(), true.into());
    }
    facets(&mut object, ty);
    if let Some(default) = &property.default {
        object.insert("$DefaultValue".into(), default_value(default));
    }
    annotate(&mut object, annotation::of_property(property));
    object.into()
}

/// A value as a payload would have it (CSDL JSON, section 7.2.7).
fn default_value(default: &crate::edm::Value) -> Value {
    use crate::edm::Value as V;
    match default {
        V::Boolean(value) => (*value).into(),
        V::Integer(value) => (*value).into(),
        V::Double(value) if value.is_finite() => (*value).into(),
        // A number where that loses nothing.
        V::Decimal(value) => match facet::default_text(default).parse::<f64>() {
            Ok(number) if number.to_string().parse().is_ok_and(|same: BigDecimal| same == *value) => {
                number.into()
            }
            _ => facet::default_text(default).into(),
        },
        other => facet::default_text(other).into(),
    }
}

fn facets(object: &mut Object, ty: &TypeRef) {
    if let Some(length) = facet::max_length(ty) {
        object.insert("$MaxLength".into(), length.into());
    }
    if let Some(digits) = facet::precision(ty) {
        object.insert("$Precision".into(), digits.into());
    }
    match facet::scale(ty) {
        Some(Scale::Digits(digits)) => _ = object.insert("$Scale".into(), digits.into()),
        Some(Scale::Variable) => _ = object.insert("$Scale".into(), "variable".into()),
        None => {}
    }
    // A text, as it may be "variable".
    if let Some(srid) = facet::srid(ty) {
        object.insert("$SRID".into(), srid.to_string().into());
    }
}

fn navigation(
    model: &Model,
    ty: &EntityType,
    navigation: &NavigationProperty,
    support: Support<'_>,
) -> Option<Value> {
    let target = relation::target(model, navigation)?;
    let mut object = Object::new();
    object.insert("$Kind".into(), "NavigationProperty".into());
    if navigation.collection {
        object.insert("$Collection".into(), true.into());
    }
    object.insert("$Type".into(), qualified(model, &target.name).into());
    if !navigation.collection && navigation.nullable {
        object.insert("$Nullable".into(), true.into());
    }
    if navigation.contains {
        object.insert("$ContainsTarget".into(), true.into());
    }
    if let Some(partner) = relation::partner(model, ty, navigation) {
        object.insert("$Partner".into(), partner.name.clone().into());
    }
    let constraint = relation::constraint(model, ty, navigation);
    if !constraint.is_empty() {
        let pairs: Object =
            constraint.into_iter().map(|(here, there)| (here.to_owned(), there.into())).collect();
        object.insert("$ReferentialConstraint".into(), pairs.into());
    }
    annotate(&mut object, annotation::of_contained(model, navigation, support));
    Some(object.into())
}

fn container(model: &Model, support: Support<'_>) -> Value {
    let mut object = Object::new();
    object.insert("$Kind".into(), "EntityContainer".into());
    for set in model.top_level_sets() {
        let Some(ty) = model.entity_types.get(set.entity_type) else { continue };
        let mut element = Object::new();
        if set.kind != SetKind::Singleton {
            element.insert("$Collection".into(), true.into());
        }
        element.insert("$Type".into(), qualified(model, &ty.name).into());
        let bindings: Object =
            structure::bindings(model, ty).into_iter().map(|(path, target)| (path, target.into())).collect();
        if !bindings.is_empty() {
            element.insert("$NavigationPropertyBinding".into(), bindings.into());
        }
        annotate(&mut element, annotation::of_set(model, set, ty, support));
        object.insert(set.name.clone(), element.into());
    }
    for import in operations::imports(model) {
        object.insert(import.operation.name.clone(), operation::import(model, &import));
    }
    annotate(&mut object, annotation::of_container(support));
    object.into()
}

fn annotate<'a>(object: &mut Object, list: impl IntoIterator<Item = Annotation<'a>>) {
    for annotation in list {
        object.insert(format!("@{}", annotation.term), expression(annotation.value));
    }
}

fn expression(value: Expression<'_>) -> Value {
    match value {
        Expression::Bool(value) => value.into(),
        Expression::String(text) | Expression::Member(_, text) => text.into(),
        Expression::Strings(texts) => texts.into(),
        Expression::Properties(paths) => paths.into(),
        Expression::Record(members) => {
            members.into_iter().map(|(name, value)| (name.to_owned(), expression(value))).collect()
        }
    }
}

fn qualified(model: &Model, name: &str) -> String {
    format!("{}.{name}", model.namespace)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{SUPPORT, library};
    use super::*;

    #[test]
    fn the_whole_document() {
        let document: Value = serde_json::from_str(&json(&library(), Version::V4_01, SUPPORT)).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
    }

    #[test]
    fn the_version_is_the_only_difference() {
        let (old, new) = (
            json(&library(), Version::V4_0, Support::default()),
            json(&library(), Version::V4_01, Support::default()),
        );
        assert_eq!(old.replace(r#""$Version":"4.0""#, r#""$Version":"4.01""#), new);
    }
}
