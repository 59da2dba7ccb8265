//! Types derived from an entity type (CSDL, section 6.2), all with rows in one table: what each
//! adds, and how a row tells which it is of.
//!
//! The entity type keeps the properties of all of them in one flat list. Where a type of the family
//! is meant, `None` is the entity type itself and `Some` an index in [`Family::types`].

use super::model::{EntityType, NavigationProperty};
use super::types::TypeRef;
use super::value::Value;

/// An entity type's derived types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The column that tells of which type a row is, among those of the table: a property's, or one
    /// behind those of all properties.
    pub discriminator: usize,
    /// The discriminator's type.
    pub ty: TypeRef,
    /// The discriminator's values in rows of the entity type itself; without any it is abstract.
    pub values: Vec<Value>,
    /// The derived types, at any depth.
    pub types: Vec<DerivedType>,
}

/// A derived type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedType {
    /// Its simple name.
    pub name: String,
    /// The type it is derived from directly.
    pub base: Option<usize>,
    /// The discriminator's values in its rows; without any it is abstract.
    pub values: Vec<Value>,
    /// `Core.Description`.
    pub description: Option<String>,
}

impl EntityType {
    /// The name of a type of the family.
    #[must_use]
    pub fn name_of(&self, ty: Option<usize>) -> &str {
        let derived = ty.and_then(|ty| self.family.as_ref()?.types.get(ty));
        derived.map_or(&self.name, |derived| &derived.name)
    }

    /// The type of the family with this name.
    #[must_use]
    pub fn type_named(&self, name: &str) -> Option<Option<usize>> {
        if self.name == name {
            return Some(None);
        }
        self.family.as_ref()?.types.iter().position(|derived| derived.name == name).map(Some)
    }

    /// Whether `ty` is `base` or derived from it, so that it has what `base` declares.
    #[must_use]
    pub fn is_a(&self, mut ty: Option<usize>, base: Option<usize>) -> bool {
        // Each step leads nearer to the entity type: there are no more steps than types.
        for _ in 0..=self.family.as_ref().map_or(0, |family| family.types.len()) {
            if ty == base {
                return true;
            }
            ty = ty.and_then(|ty| self.family.as_ref()?.types.get(ty)?.base);
        }
        base.is_none()
    }

    /// Whether no row is of exactly this type.
    #[must_use]
    pub fn is_abstract(&self, ty: Option<usize>) -> bool {
        self.family.as_ref().is_some_and(|family| family.values(ty).is_empty())
    }

    /// The values of the discriminator in rows of `ty` and of the types derived from it.
    #[must_use]
    pub fn discriminators(&self, ty: Option<usize>) -> Vec<&Value> {
        let Some(family) = &self.family else { return Vec::new() };
        let all = std::iter::once(None).chain((0..family.types.len()).map(Some));
        all.filter(|candidate| self.is_a(*candidate, ty))
            .flat_map(|candidate| family.values(candidate))
            .collect()
    }

    /// The index of a primitive property that `ty` has, by path.
    #[must_use]
    pub fn property_of(&self, ty: Option<usize>, path: &str) -> Option<usize> {
        self.properties.iter().position(|property| property.name == path && self.is_a(ty, property.of))
    }

    /// The index of a complex property that `ty` has, by path.
    #[must_use]
    pub fn complex_of(&self, ty: Option<usize>, path: &str) -> Option<usize> {
        self.complex.iter().position(|complex| complex.path == path && self.is_a(ty, complex.of))
    }

    /// The navigation property of this name that `ty` has.
    #[must_use]
    pub fn navigation_of(&self, ty: Option<usize>, name: &str) -> Option<&NavigationProperty> {
        self.navigation.iter().find(|navigation| navigation.name == name && self.is_a(ty, navigation.of))
    }
}

impl Family {
    /// The values of the discriminator in rows of exactly this type.
    #[must_use]
    pub fn values(&self, ty: Option<usize>) -> &[Value] {
        match ty {
            None => &self.values,
            Some(ty) => self.types.get(ty).map_or(&[], |derived| &derived.values),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edm::{PrimitiveType, Property};

    /// Vessel ← Tug ← HarbourTug, Vessel ← Ferry.
    fn vessel() -> EntityType {
        let ty = TypeRef::of(PrimitiveType::String);
        let derived = |name: &str, base, values: &[&str]| DerivedType {
            name: name.into(),
            base,
            values: values.iter().map(|value| Value::String((*value).into())).collect(),
            description: None,
        };
        let property = |name: &str, of| Property { of, ..Property::new(name, ty) };
        EntityType {
            family: Some(Family {
                discriminator: 3,
                ty,
                values: Vec::new(),
                types: vec![
                    derived("Tug", None, &["tug"]),
                    derived("HarbourTug", Some(0), &["harbour", "port"]),
                    derived("Ferry", None, &["ferry"]),
                ],
            }),
            ..EntityType::new(
                "Vessel",
                vec![0],
                vec![property("Name", None), property("Load", Some(0)), property("Load", Some(2))],
            )
        }
    }

    #[test]
    fn a_type_has_what_its_bases_declare() {
        let vessel = vessel();
        for (ty, name, expected) in [
            (None, "Name", Some(0)),
            (None, "Load", None),
            (Some(0), "Load", Some(1)),
            (Some(1), "Load", Some(1)),
            (Some(2), "Load", Some(2)),
            (Some(1), "Name", Some(0)),
        ] {
            assert_eq!(vessel.property_of(ty, name), expected, "{ty:?} {name}");
        }
        assert_eq!(vessel.property("Load"), None, "of no type that every entity is of");
    }

    #[test]
    fn discriminators_are_those_of_all_types_derived() {
        let vessel = vessel();
        let text = |ty| {
            vessel.discriminators(ty).iter().map(|value| format!("{value:?}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(text(Some(0)), r#"String("tug") String("harbour") String("port")"#);
        assert_eq!(text(Some(2)), r#"String("ferry")"#);
        assert_eq!(vessel.discriminators(None).len(), 4);
        assert!(vessel.is_abstract(None) && !vessel.is_abstract(Some(1)));
        assert_eq!((vessel.type_named("Tug"), vessel.type_named("Vessel")), (Some(Some(0)), Some(None)));
    }
}
