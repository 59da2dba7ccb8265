//! What a name means where it stands: in an entity, or in a complex property of one.

use std::ops::Range;

use super::error::Error;
use crate::edm::{ComplexProperty, EntityType, NavigationProperty};

/// Where names are looked up.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    entity_type: &'a EntityType,
    /// The complex property whose properties are named.
    complex: Option<&'a ComplexProperty>,
}

/// What a name stands for.
pub(super) enum Member<'a> {
    /// A primitive property, by index in its entity type.
    Primitive(usize),
    /// A complex property, by index in its entity type: names behind it are looked up in it.
    Complex(usize, Within<'a>),
    /// A navigation property.
    Navigation(&'a NavigationProperty),
}

impl<'a> Within<'a> {
    /// In the entity itself.
    pub(super) const fn entity(entity_type: &'a EntityType) -> Self {
        Self { entity_type, complex: None }
    }

    /// In one of its complex properties, by index.
    pub(super) fn complex(entity_type: &'a EntityType, index: usize) -> Self {
        Self { entity_type, complex: entity_type.complex.get(index) }
    }

    /// What `name` stands for here.
    ///
    /// # Errors
    /// A name of nothing, with the one it was probably meant to be.
    pub(super) fn member(self, name: &str) -> Result<Member<'a>, Error> {
        let entity_type = self.entity_type;
        // A path in one segment (`Address%2FCity`) is no name.
        if !name.contains('/') {
            let path = self.path_of(name);
            if let Some(index) = entity_type.property(&path) {
                return Ok(Member::Primitive(index));
            }
            if let Some(index) = entity_type.complex(&path) {
                return Ok(Member::Complex(index, Self::complex(entity_type, index)));
            }
            if let Some(navigation) = entity_type.navigation(&path) {
                return Ok(Member::Navigation(navigation));
            }
        }
        Err(Error::bad_request(self.unknown(name)))
    }

    /// The primitive properties here and in complex properties here, by index in the entity type.
    pub(super) fn leaves(self) -> Range<usize> {
        self.complex.map_or(0..self.entity_type.properties.len(), |complex| complex.leaves.clone())
    }

    /// `Vessel`, or `'Address'`: whose names these are.
    pub(super) fn owner(self) -> String {
        self.complex.map_or_else(|| self.entity_type.name.clone(), |complex| format!("'{}'", complex.path))
    }

    fn unknown(self, name: &str) -> String {
        let owner = self.owner();
        let complex = self.entity_type.complex.iter().map(|complex| &complex.path);
        let mut paths = self.entity_type.properties.iter().map(|property| &property.name).chain(complex);
        let path = self.path_of(name);
        match paths.find(|known| known.eq_ignore_ascii_case(&path)) {
            Some(known) => {
                let known = known.rsplit('/').next().unwrap_or_default();
                format!("{owner} has no property '{name}'; names are case-sensitive: write {known}")
            }
            None => format!("{owner} has no property '{name}'"),
        }
    }

    fn path_of(self, name: &str) -> String {
        match self.complex {
            Some(complex) => format!("{}/{name}", complex.path),
            None => name.to_owned(),
        }
    }
}
