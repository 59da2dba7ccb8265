//! Complex properties: where primitive properties stand in objects, and the types these objects
//! have. Properties may share a type by name if they hold the same.

use std::collections::HashMap;

use super::{CONTAINER, Scope};
use crate::catalog::definition::{EntitySetDefinition, PropertyDefinition};
use crate::catalog::names::illegal_identifier;
use crate::catalog::problem::{Location, Problems};
use crate::catalog::{Entries, Entry, Profile};
use crate::edm::{ComplexProperty, ComplexType, Property};

/// The complex types of a service while its sets are built.
#[derive(Default)]
pub(super) struct ComplexTypes {
    built: Vec<ComplexType>,
    /// Where the first property of each type was written.
    first: HashMap<String, Location>,
}

impl ComplexTypes {
    /// The complex properties of a set whose published primitive properties are `properties`, each
    /// before those within it. None for Salesforce, which would not sync them.
    pub(super) fn of_set(
        &mut self,
        scope: &Scope<'_>,
        set: &Entry<EntitySetDefinition>,
        properties: &[Property],
        problems: &mut Problems,
    ) -> Vec<ComplexProperty> {
        let around = scope.place_of(set);
        let place = format!("{around}.properties");
        let derived = set.value.derived.iter().flat_map(|derived| derived.types.iter()).enumerate();
        let derived = derived.map(|(index, ty)| {
            let place = format!("{around}.derived.types.{}.properties", *ty.name);
            (&ty.value.properties, Some(index), place)
        });
        let mut found = Vec::new();
        for (entries, of, place) in std::iter::once((&set.value.properties, None, place)).chain(derived) {
            check(entries, &place, problems);
            if scope.service.profile == Profile::Standard {
                found.extend(self.within(entries, of, "", properties, &place, problems));
            }
        }
        found
    }

    /// The types, in the order of their first use, and where each was first written.
    pub(super) fn into_parts(self) -> (Vec<ComplexType>, HashMap<String, Location>) {
        (self.built, self.first)
    }

    fn within(
        &mut self,
        entries: &Entries<PropertyDefinition>,
        of: Option<usize>,
        around: &str,
        properties: &[Property],
        place: &str,
        problems: &mut Problems,
    ) -> Vec<ComplexProperty> {
        let mut found = Vec::new();
        for entry in entries.iter().filter(|entry| entry.value.is_complex()) {
            let path = format!("{around}{}", *entry.name);
            let inside = format!("{path}/");
            let is_inside = |property: &Property| property.of == of && property.name.starts_with(&inside);
            // None is left if none of them is published.
            let Some(start) = properties.iter().position(is_inside) else { continue };
            let leaves = properties.get(start..).unwrap_or_default();
            let leaves = leaves.iter().take_while(|property| is_inside(property)).count();
            let leaves = start..start + leaves;
            let place = format!("{place}.{}", *entry.name);
            let deeper = self.within(
                &entry.value.properties,
                of,
                &inside,
                properties,
                &format!("{place}.properties"),
                problems,
            );
            let ty = ComplexType {
                name: entry.value.edm_type.value.clone(),
                properties: properties
                    .get(leaves.clone())
                    .unwrap_or_default()
                    .iter()
                    .map(|property| {
                        let name = property.name.strip_prefix(&inside).unwrap_or(&property.name);
                        Property { name: name.to_owned(), of: None, ..property.clone() }
                    })
                    .collect(),
                complex: deeper
                    .iter()
                    .map(|complex| ComplexProperty {
                        path: complex.path.strip_prefix(&inside).unwrap_or(&complex.path).to_owned(),
                        leaves: complex.leaves.start - start..complex.leaves.end - start,
                        of: None,
                        ..complex.clone()
                    })
                    .collect(),
            };
            let description = entry.value.description.clone();
            let complex_type = self.index_of(ty, entry, &place, problems);
            found.push(ComplexProperty { path, complex_type, of, leaves, description });
            found.extend(deeper);
        }
        found
    }

    /// The index of a type, which is added if its name is new.
    fn index_of(
        &mut self,
        ty: ComplexType,
        entry: &Entry<PropertyDefinition>,
        place: &str,
        problems: &mut Problems,
    ) -> usize {
        let at = entry.value.edm_type.at;
        let Some(index) = self.built.iter().position(|known| known.name == ty.name) else {
            self.first.insert(ty.name.clone(), at);
            self.built.push(ty);
            return self.built.len() - 1;
        };
        if let Some(known) = self.built.get(index).filter(|known| !same(known, &ty)) {
            let line = self.first.get(&known.name).map_or(0, |at| at.line);
            let message =
                format!("'{}' has other properties than the {} in line {line}", *entry.name, known.name);
            problems.error(
                at,
                format!("{place}.type"),
                message,
                "give it another type, or the same properties",
            );
        }
        index
    }
}

/// Whether two types hold the same, whatever is said of it for people.
fn same(one: &ComplexType, other: &ComplexType) -> bool {
    let property = |property: &Property| {
        let Property { name, ty, computed, immutable, default, .. } = property.clone();
        (name, ty, computed, immutable, default)
    };
    let complex =
        |complex: &ComplexProperty| (complex.path.clone(), complex.complex_type, complex.leaves.clone());
    one.properties.iter().map(property).eq(other.properties.iter().map(property))
        && one.complex.iter().map(complex).eq(other.complex.iter().map(complex))
}

/// Checks what is written beside the properties of complex properties.
fn check(entries: &Entries<PropertyDefinition>, around: &str, problems: &mut Problems) {
    for entry in entries.iter().filter(|entry| entry.value.is_complex()) {
        let place = format!("{around}.{}", *entry.name);
        let ty = &entry.value.edm_type;
        if let Some(reason) = illegal_identifier(ty) {
            let message =
                format!("'{}' has properties, and the name of its type, '{}', {reason}", *entry.name, **ty);
            problems.error(
                ty.at,
                format!("{place}.type"),
                message,
                "write a name of your own, such as Address",
            );
        }
        if **ty == CONTAINER {
            let message = format!("'{CONTAINER}' is the name of the entity container");
            problems.error(ty.at, format!("{place}.type"), message, "give the type another name");
        }
        for (word, at) in meaningless(&entry.value) {
            let message = format!("'{}' has properties, and no column of its own for {word}", *entry.name);
            problems.error(at, format!("{place}.{word}"), message, format!("delete {word}"));
        }
        check(&entry.value.properties, &format!("{place}.properties"), problems);
    }
}

/// What only a property with a column can have.
fn meaningless(property: &PropertyDefinition) -> Vec<(&'static str, Location)> {
    [
        ("column", property.column.as_ref().map(|column| column.at)),
        ("nullable", property.nullable.map(|nullable| nullable.at)),
        ("maxLength", property.max_length.map(|facet| facet.at)),
        ("precision", property.precision.map(|facet| facet.at)),
        ("scale", property.scale.map(|facet| facet.at)),
        ("srid", property.srid.as_ref().map(|facet| facet.at)),
        ("dbType", property.db_type.as_ref().map(|db_type| db_type.at)),
        ("computed", property.computed.map(|computed| computed.at)),
        ("immutable", property.immutable.map(|immutable| immutable.at)),
        ("defaultValue", property.default_value.as_ref().map(|default| default.at)),
    ]
    .into_iter()
    .filter_map(|(word, at)| Some((word, at?)))
    .collect()
}
