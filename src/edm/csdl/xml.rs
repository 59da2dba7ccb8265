//! CSDL XML: takes a model, gives the document `$metadata` answers with by default. Knows the
//! notation only; what is said is decided in `annotation` and `relation`.

mod operation;

use std::io;

use super::Support;
use super::annotation;
use super::facet;
use super::markup::Document;
use super::{Version, named_type, operation as operations, relation};
use crate::edm::structure::{self, Kind, Structural};
use crate::edm::{
    ComplexType, Declaration, DeclaredType, EntityType, Model, NavigationProperty, Property, SetKind,
};

/// The model as CSDL XML. `support`: what requests may use.
#[must_use]
pub fn xml(model: &Model, version: Version, support: Support<'_>) -> String {
    let mut document = Document::new();
    // This cannot fail: a `Vec` takes every byte.
    let _: io::Result<()> = document.edmx(model, version, support);
    document.into_text()
}

impl Document {
    fn edmx(&mut self, model: &Model, version: Version, support: Support<'_>) -> io::Result<()> {
        self.declaration()?;
        self.open(
            "edmx:Edmx",
            &[("Version", version.as_str()), ("xmlns:edmx", "http://docs.oasis-open.org/odata/ns/edmx")],
        )?;
        for vocabulary in annotation::vocabularies(model, support) {
            self.open("edmx:Reference", &[("Uri", &format!("{}.xml", vocabulary.address))])?;
            self.empty("edmx:Include", &[("Namespace", vocabulary.namespace)])?;
            self.close("edmx:Reference")?;
        }
        self.open("edmx:DataServices", &[])?;
        self.open(
            "Schema",
            &[("Namespace", &model.namespace), ("xmlns", "http://docs.oasis-open.org/odata/ns/edm")],
        )?;
        for declared in &model.enumerations {
            self.enumeration(model, declared.declaration())?;
        }
        for definition in &model.type_definitions {
            self.type_definition(model, definition.declaration())?;
        }
        for ty in &model.entity_types {
            structure::family(ty).try_for_each(|kind| self.entity_type(model, kind, support))?;
        }
        for ty in &model.complex_types {
            self.complex_type(model, ty)?;
        }
        for operation in &model.operations {
            self.operation(model, operation)?;
        }
        self.container(model, support)?;
        self.annotations(annotation::of_schema(model))?;
        self.close("Schema")?;
        self.close("edmx:DataServices")?;
        self.close("edmx:Edmx")
    }

    fn enumeration(&mut self, model: &Model, declared: &Declaration) -> io::Result<()> {
        let mut attributes = vec![
            ("Name", named_type::simple_name(model, &declared.name)),
            ("UnderlyingType", declared.underlying.name()),
        ];
        if declared.flags {
            attributes.push(("IsFlags", "true"));
        }
        self.open("EnumType", &attributes)?;
        for (name, value) in &declared.members {
            self.empty("Member", &[("Name", name), ("Value", &value.to_string())])?;
        }
        self.annotations(annotation::description(declared.description.as_deref()))?;
        self.close("EnumType")
    }

    fn type_definition(&mut self, model: &Model, declared: &DeclaredType) -> io::Result<()> {
        let facets = facet::texts(&declared.underlying);
        let mut attributes = vec![
            ("Name", named_type::simple_name(model, &declared.name)),
            ("UnderlyingType", declared.underlying.primitive.name()),
        ];
        attributes.extend(facets.iter().map(|(name, value)| (*name, value.as_str())));
        let description = annotation::description(declared.description.as_deref());
        self.annotated("TypeDefinition", &attributes, description)
    }

    fn entity_type(&mut self, model: &Model, kind: Kind<'_>, support: Support<'_>) -> io::Result<()> {
        let ty = kind.ty;
        let base = kind.base.map(|base| format!("{}.{base}", model.namespace));
        let mut attributes = vec![("Name", kind.name)];
        attributes.extend(base.iter().map(|base| ("BaseType", base.as_str())));
        if kind.is_abstract() {
            attributes.push(("Abstract", "true"));
        }
        if kind.base.is_none() && ty.media.is_some() {
            attributes.push(("HasStream", "true"));
        }
        self.open("EntityType", &attributes)?;
        if kind.base.is_none() && !ty.key.is_empty() {
            self.open("Key", &[])?;
            for property in ty.key.iter().filter_map(|key| ty.properties.get(*key)) {
                self.empty("PropertyRef", &[("Name", &property.name)])?;
            }
            self.close("Key")?;
        }
        self.structural(model, kind.structural(model))?;
        for navigation in kind.navigation() {
            self.navigation(model, ty, navigation, support)?;
        }
        self.annotations(annotation::description(kind.description))?;
        self.close("EntityType")
    }

    fn complex_type(&mut self, model: &Model, ty: &ComplexType) -> io::Result<()> {
        self.open("ComplexType", &[("Name", &ty.name)])?;
        self.structural(model, structure::of(model, &ty.properties, &ty.complex, None))?;
        self.close("ComplexType")
    }

    fn structural(&mut self, model: &Model, properties: Vec<Structural<'_>>) -> io::Result<()> {
        for property in properties {
            match property {
                Structural::Primitive(property) => self.property(property)?,
                Structural::Complex(property, ty) => {
                    let qualified = format!("{}.{}", model.namespace, ty.name);
                    let attributes =
                        [("Name", property.name()), ("Type", qualified.as_str()), ("Nullable", "false")];
                    let description = annotation::description(property.description.as_deref());
                    self.annotated("Property", &attributes, description)?;
                }
            }
        }
        Ok(())
    }

    fn property(&mut self, property: &Property) -> io::Result<()> {
        let ty = &property.ty;
        let facets = facet::texts(ty);
        let mut attributes = vec![("Name", property.name.as_str()), ("Type", ty.name())];
        attributes.extend(facets.iter().map(|(name, value)| (*name, value.as_str())));
        if !ty.nullable {
            attributes.push(("Nullable", "false"));
        }
        let default = property.default.as_ref().map(facet::default_text);
        attributes.extend(default.iter().map(|default| ("DefaultValue", default.as_str())));
        self.annotated("Property", &attributes, annotation::of_property(property))
    }

    fn navigation(
        &mut self,
        model: &Model,
        ty: &EntityType,
        navigation: &NavigationProperty,
        support: Support<'_>,
    ) -> io::Result<()> {
        let Some(target) = relation::target(model, navigation) else { return Ok(()) };
        let target = format!("{}.{}", model.namespace, target.name);
        let target = if navigation.collection { format!("Collection({target})") } else { target };

        let mut attributes = vec![("Name", navigation.name.as_str()), ("Type", target.as_str())];
        if !navigation.collection && !navigation.nullable {
            attributes.push(("Nullable", "false"));
        }
        let partner = relation::partner(model, ty, navigation);
        attributes.extend(partner.map(|partner| ("Partner", partner.name.as_str())));

        if navigation.contains {
            attributes.push(("ContainsTarget", "true"));
        }
        let constraint = relation::constraint(model, ty, navigation);
        let annotations = annotation::of_contained(model, navigation, support);
        if constraint.is_empty() && annotations.is_empty() {
            return self.empty("NavigationProperty", &attributes);
        }
        self.open("NavigationProperty", &attributes)?;
        for (here, there) in constraint {
            self.empty("ReferentialConstraint", &[("Property", here), ("ReferencedProperty", there)])?;
        }
        self.annotations(annotations)?;
        self.close("NavigationProperty")
    }

    fn container(&mut self, model: &Model, support: Support<'_>) -> io::Result<()> {
        self.open("EntityContainer", &[("Name", &model.container)])?;
        for set in model.top_level_sets() {
            let Some(ty) = model.entity_types.get(set.entity_type) else { continue };
            let qualified = format!("{}.{}", model.namespace, ty.name);
            let (element, type_attribute) = match set.kind {
                SetKind::Singleton => ("Singleton", "Type"),
                _ => ("EntitySet", "EntityType"),
            };
            self.open(element, &[("Name", &set.name), (type_attribute, &qualified)])?;
            for (path, target) in structure::bindings(model, ty) {
                self.empty("NavigationPropertyBinding", &[("Path", &path), ("Target", &target)])?;
            }
            self.annotations(annotation::of_set(model, set, ty, support))?;
            self.close(element)?;
        }
        for import in operations::imports(model) {
            self.import(model, &import)?;
        }
        self.annotations(annotation::of_container(support))?;
        self.close("EntityContainer")
    }
}

#[cfg(test)]
mod tests {
    use quick_xml::events::Event;

    use super::super::markup::attribute_text;
    use super::super::sample::{SUPPORT, library};
    use super::*;

    #[test]
    fn the_whole_document() {
        insta::assert_snapshot!(xml(&library(), Version::V4_0, SUPPORT));
    }

    #[test]
    fn the_version_is_the_only_difference() {
        let (old, new) = (
            xml(&library(), Version::V4_0, Support::default()),
            xml(&library(), Version::V4_01, Support::default()),
        );
        assert_eq!(old.replace("<edmx:Edmx Version=\"4.0\"", "<edmx:Edmx Version=\"4.01\""), new);
        assert_eq!(xml(&library(), Version::V4_01, Support::default()), new, "the same bytes every time");
    }

    #[test]
    fn a_model_without_descriptions_refers_to_one_vocabulary() {
        let mut model = library();
        model.entity_sets[0].description = None;
        for ty in &mut model.entity_types {
            ty.description = None;
            let derived = ty.family.iter_mut().flat_map(|family| &mut family.types);
            derived.for_each(|derived| derived.description = None);
            ty.complex.iter_mut().for_each(|complex| complex.description = None);
            for property in &mut ty.properties {
                *property =
                    Property { of: property.of, ..Property::new(property.name.as_str(), property.ty) };
            }
        }
        let document = xml(&model, Version::V4_0, Support { transformations: &[], ..SUPPORT });
        assert_eq!(document.matches("<edmx:Reference").count(), 1);
        assert!(!document.contains("Org.OData.Core"), "{document}");
    }

    #[test]
    fn texts_survive_a_parser() {
        for text in ["<&>\"'", "two\nlines\r\n\tindented", "Größe ∞ 🦀", " blanks ", ""] {
            let mut model = library();
            model.entity_types[0].description = Some(text.into());
            let document = xml(&model, Version::V4_0, Support::default());
            let mut reader = quick_xml::Reader::from_str(&document);
            let found = std::iter::from_fn(|| match reader.read_event().unwrap() {
                Event::Eof => None,
                event => Some(event.into_owned()),
            })
            .filter_map(|event| match event {
                Event::Empty(tag) => Some(tag),
                _ => None,
            })
            .flat_map(|tag| {
                let values = tag.attributes().map(|attribute| {
                    attribute
                        .unwrap()
                        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                        .unwrap()
                        .into_owned()
                });
                values.collect::<Vec<_>>()
            })
            .any(|value| value == text);
            assert!(found, "{text:?} in {document}");
        }
        assert_eq!(attribute_text("a\u{0}b\u{1f}c\u{fffe}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
    }
}
