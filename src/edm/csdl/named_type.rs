//! The names of declared types as each place of a document has them. Knows no notation.

use crate::edm::Model;

/// The name of a type within the model's schema.
pub(super) fn simple_name<'a>(model: &Model, name: &'a str) -> &'a str {
    name.strip_prefix(&model.namespace).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use crate::edm::csdl::{Support, Version, json, xml};
    use crate::edm::{
        Declaration, DeclaredType, EntitySet, EntityType, Enumeration, MediaType, Model, PrimitiveType,
        Property, Stream, TypeDefinition, TypeRef,
    };

    /// Vessels with properties of every declared type.
    fn harbour() -> Model {
        let enumeration = |name: &str, underlying, flags, members: &[(&str, i64)], description| {
            Enumeration::new(Declaration {
                name: format!("Old.Harbour.{name}"),
                underlying,
                flags,
                members: members.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
                description,
            })
        };
        let colour = enumeration(
            "Colour",
            PrimitiveType::Int16,
            false,
            &[("Blue", -3), ("Red", 1), ("Crimson", 1)],
            Some("What paint has".to_owned()),
        );
        let light = enumeration("Light", PrimitiveType::Int64, true, &[("Red", 1), ("Last", 1 << 62)], None);
        let property =
            |name: &str, declared| Property::new(name, TypeRef::of(PrimitiveType::Enumeration(declared)));
        let key = Property::new("Side", TypeRef::of(PrimitiveType::Enumeration(colour)).required());
        let weight = TypeDefinition::new(DeclaredType {
            name: "Old.Harbour.Weight".into(),
            underlying: TypeRef { precision: Some(8), scale: Some(3), ..TypeRef::of(PrimitiveType::Decimal) },
            description: Some("In tons".into()),
        });
        let code = TypeDefinition::new(DeclaredType {
            name: "Old.Harbour.Code".into(),
            underlying: TypeRef::of(PrimitiveType::String),
            description: None,
        });
        let mut properties = vec![key, property("Hull", colour), property("Lights", light)];
        properties.push(Property::new("Cargo", weight.type_ref()));
        properties.push(Property::new("Flag", TypeRef { max_length: Some(2), ..code.type_ref() }.required()));
        let stream = Stream { content: 5, media_type: MediaType::Column(6) };
        properties.push(Property {
            stream: Some(stream.clone()),
            filterable: false,
            sortable: false,
            ..Property::new("Portrait", TypeRef::of(PrimitiveType::Stream))
        });
        let vessel = EntityType::new("Vessel", vec![0], properties);
        Model {
            entity_types: vec![EntityType { media: Some(stream), ..vessel }],
            entity_sets: vec![EntitySet::new("Vessels", 0)],
            enumerations: vec![colour, light],
            type_definitions: vec![weight, code],
            ..Model::new("Old.Harbour", "Container")
        }
    }

    #[test]
    fn the_whole_document() {
        insta::assert_snapshot!("named_types_xml", xml(&harbour(), Version::V4_0, Support::default()));
        let document: serde_json::Value =
            serde_json::from_str(&json(&harbour(), Version::V4_01, Support::default())).unwrap();
        insta::assert_snapshot!("named_types_json", serde_json::to_string_pretty(&document).unwrap());
    }
}
