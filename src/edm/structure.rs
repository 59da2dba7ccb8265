//! What stands in a structured type: takes its flat properties, gives them as the documents list
//! them, the complex ones in place of what is in them.

use super::{ComplexProperty, ComplexType, EntityType, Model, NavigationProperty, Property};

/// A structural property as a document lists it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::edm) enum Structural<'a> {
    /// A property with a primitive type.
    Primitive(&'a Property),
    /// A property with a complex type.
    Complex(&'a ComplexProperty, &'a ComplexType),
}

/// The properties of a type in order; of a family those that its derived type `of` declares, or those
/// that all have.
pub(in crate::edm) fn of<'a>(
    model: &'a Model,
    properties: &'a [Property],
    complex: &'a [ComplexProperty],
    of: Option<usize>,
) -> Vec<Structural<'a>> {
    let mut list = Vec::new();
    let mut next = 0;
    while let Some(property) = properties.get(next) {
        if property.of != of {
            next += 1;
            continue;
        }
        let outermost =
            |complex: &&ComplexProperty| complex.leaves.start == next && !complex.path.contains('/');
        let found = complex
            .iter()
            .find(outermost)
            .and_then(|complex| Some((complex, model.complex_types.get(complex.complex_type)?)));
        match found {
            Some((complex, ty)) => {
                list.push(Structural::Complex(complex, ty));
                next = complex.leaves.end.max(next + 1);
            }
            None => {
                list.push(Structural::Primitive(property));
                next += 1;
            }
        }
    }
    list
}

/// The entity type and the types derived from it, as documents list them.
pub(in crate::edm) fn family(ty: &EntityType) -> impl Iterator<Item = Kind<'_>> {
    let base = Kind { ty, of: None, name: &ty.name, base: None, description: ty.description.as_deref() };
    let types = ty.family.iter().flat_map(|family| family.types.iter());
    let derived = types.enumerate().map(|(index, derived)| Kind {
        ty,
        of: Some(index),
        name: &derived.name,
        base: Some(ty.name_of(derived.base)),
        description: derived.description.as_deref(),
    });
    std::iter::once(base).chain(derived)
}

/// A type of a family.
#[derive(Clone, Copy, Debug)]
pub(in crate::edm) struct Kind<'a> {
    /// The entity type with the properties of all.
    pub(in crate::edm) ty: &'a EntityType,
    /// Which of the derived types it is; `None` for the entity type itself.
    pub(in crate::edm) of: Option<usize>,
    pub(in crate::edm) name: &'a str,
    /// The type it is derived from.
    pub(in crate::edm) base: Option<&'a str>,
    pub(in crate::edm) description: Option<&'a str>,
}

impl<'a> Kind<'a> {
    /// The properties it declares.
    pub(in crate::edm) fn structural(self, model: &'a Model) -> Vec<Structural<'a>> {
        of(model, &self.ty.properties, &self.ty.complex, self.of)
    }

    /// The navigation properties it declares.
    pub(in crate::edm) fn navigation(self) -> impl Iterator<Item = &'a NavigationProperty> {
        self.ty.navigation.iter().filter(move |navigation| navigation.of == self.of)
    }

    /// Whether no entity is of exactly this type.
    pub(in crate::edm) fn is_abstract(self) -> bool {
        self.ty.is_abstract(self.of)
    }
}

/// The path to a navigation property from an entity of the set: cast to the type that declares it.
#[must_use]
pub fn path_to(model: &Model, ty: &EntityType, navigation: &NavigationProperty) -> String {
    match navigation.of {
        None => navigation.name.clone(),
        of => format!("{}.{}/{}", model.namespace, ty.name_of(of), navigation.name),
    }
}

/// The targets of the navigation properties of a set's entities, and of those they contain, by path
/// (CSDL, section 13.4); contained entities need none.
pub(in crate::edm) fn bindings(model: &Model, ty: &EntityType) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for navigation in &ty.navigation {
        let path = path_to(model, ty, navigation);
        let Some(target) = model.entity_sets.get(navigation.relation.target) else { continue };
        if !navigation.contains {
            found.push((path, target.name.clone()));
        } else if let Some(contained) = model.entity_types.get(target.entity_type) {
            let within = bindings(model, contained).into_iter();
            found.extend(within.map(|(rest, target)| (format!("{path}/{rest}"), target)));
        }
    }
    found
}
