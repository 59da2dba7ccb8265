//! What a name means where it stands: in an entity, of whatever type of its family, or in a complex
//! property of one.

use super::error::Error;
use super::expr::logic;
use crate::catalog::Profile;
use crate::edm::{
    ComplexProperty, ComplexType, EntityType, MediaType, Model, NavigationProperty, PrimitiveType, Stream,
    Value,
};
use crate::query::{Expr, Streamed};

/// Where names are looked up.
#[derive(Clone, Copy)]
pub(super) struct Within<'a> {
    pub(super) model: &'a Model,
    entity_type: &'a EntityType,
    /// The derived type that the entity is of; `None` for the entity type itself.
    pub(super) derived: Option<usize>,
    /// The complex property whose properties are named.
    complex: Option<&'a ComplexProperty>,
}

/// What a name stands for.
pub(super) enum Member<'a> {
    /// A primitive property, by index in its entity type.
    Primitive(usize),
    /// A stream, by index in its entity type: its bytes are read on their own.
    Stream(usize),
    /// A complex property, by index in its entity type: names behind it are looked up in it.
    Complex(usize, Within<'a>),
    /// A navigation property.
    Navigation(&'a NavigationProperty),
    /// A type: names behind it are looked up in that.
    Type(Within<'a>),
}

impl<'a> Within<'a> {
    /// In an entity, of a derived type where there is one.
    pub(super) const fn entity(
        model: &'a Model,
        entity_type: &'a EntityType,
        derived: Option<usize>,
    ) -> Self {
        Self { model, entity_type, derived, complex: None }
    }

    /// In one of its complex properties, by index.
    pub(super) fn complex(self, index: usize) -> Self {
        Self { complex: self.entity_type.complex.get(index), ..self }
    }

    /// What `name` stands for here.
    ///
    /// # Errors
    /// A name of nothing, with the one it was probably meant to be.
    pub(super) fn member(self, name: &str) -> Result<Member<'a>, Error> {
        if name.contains('.') {
            return self.cast(name).map(Member::Type);
        }
        // A path in one segment (`Address%2FCity`) is no name.
        if !name.contains('/') {
            let (path, entity_type) = (self.path_of(name), self.entity_type);
            if let Some(index) = entity_type.property_of(self.derived, &path) {
                let stream = entity_type.properties.get(index).is_some_and(|found| found.stream.is_some());
                return Ok(if stream { Member::Stream(index) } else { Member::Primitive(index) });
            }
            if let Some(index) = entity_type.complex_of(self.derived, &path) {
                return Ok(Member::Complex(index, self.complex(index)));
            }
            if let Some(navigation) = entity_type.navigation_of(self.derived, &path) {
                return Ok(Member::Navigation(navigation));
            }
        }
        Err(Error::bad_request(self.unknown(name)))
    }

    /// The same place, known to be of the type with this qualified name (section 4.11).
    fn cast(self, name: &str) -> Result<Self, Error> {
        let unknown =
            || Error::not_implemented(format!("the type cast or function '{name}' is not supported"));
        let simple = self.model.simple_name(name).ok_or_else(unknown)?;
        if self.complex.is_some() {
            return self.complex_type().filter(|ty| ty.name == simple).map(|_| self).ok_or_else(unknown);
        }
        let entity_type = self.entity_type;
        let ty = entity_type.type_named(simple).ok_or_else(unknown)?;
        if entity_type.is_a(self.derived, ty) {
            return Ok(self);
        }
        if !entity_type.is_a(ty, self.derived) {
            let owner = entity_type.name_of(self.derived);
            return Err(Error::bad_request(format!("{simple} is not derived from {owner}")));
        }
        Ok(Self { derived: ty, ..self })
    }

    /// The primitive properties that entities here can have, those of derived types among them, or
    /// those in the complex property; by index in the entity type. Streams are no values of theirs.
    pub(super) fn leaves(self) -> Vec<usize> {
        let entity_type = self.entity_type;
        let Some(complex) = self.complex else {
            // Of a type there are entities of all types derived from it.
            let properties = entity_type.properties.iter().enumerate();
            return properties
                .filter(|(_, property)| self.can_have(property.of) && property.stream.is_none())
                .map(|(index, _)| index)
                .collect();
        };
        complex.leaves.clone().collect()
    }

    /// The streams that entities here can have.
    pub(super) fn streams(self) -> Vec<Streamed> {
        if self.complex.is_some() {
            return Vec::new();
        }
        let own = self.entity_type.media.iter().map(|stream| streamed(None, stream));
        let properties = self.entity_type.properties.iter().enumerate();
        let properties =
            properties.filter(|(_, property)| self.can_have(property.of)).filter_map(|(index, property)| {
                property.stream.as_ref().map(|stream| streamed(Some(index), stream))
            });
        own.chain(properties).collect()
    }

    /// Whether entities here can have what this derived type declares.
    fn can_have(self, of: Option<usize>) -> bool {
        self.entity_type.is_a(self.derived, of) || self.entity_type.is_a(of, self.derived)
    }

    /// The type of the complex property.
    pub(super) fn complex_type(self) -> Option<&'a ComplexType> {
        self.model.complex_types.get(self.complex?.complex_type)
    }

    /// `Vessel`, or `'Address'`: whose names these are.
    pub(super) fn owner(self) -> String {
        match self.complex {
            Some(complex) => format!("'{}'", complex.path),
            None => self.entity_type.name_of(self.derived).to_owned(),
        }
    }

    /// The message for a name that is no navigation property.
    pub(super) fn unknown_navigation(self, name: &str) -> String {
        let (owner, entity_type) = (self.owner(), self.entity_type);
        let same = |known: &&NavigationProperty| known.name.eq_ignore_ascii_case(name);
        match entity_type.navigation.iter().find(same) {
            Some(near) if entity_type.is_a(self.derived, near.of) => format!(
                "{owner} has no navigation property '{name}'; names are case-sensitive: write {}",
                near.name
            ),
            Some(near) => format!(
                "not every {owner} has a navigation property '{name}'; write {}.{}/{}",
                self.model.namespace,
                entity_type.name_of(near.of),
                near.name
            ),
            None => format!("{owner} has no navigation property '{name}'"),
        }
    }

    fn unknown(self, name: &str) -> String {
        let (owner, path) = (self.owner(), self.path_of(name));
        let entity_type = self.entity_type;
        let complex = entity_type.complex.iter().map(|complex| (&complex.path, complex.of));
        let properties = entity_type.properties.iter().map(|property| (&property.name, property.of));
        let mut known = properties.chain(complex);
        let near = known
            .clone()
            .find(|(known, of)| known.eq_ignore_ascii_case(&path) && entity_type.is_a(self.derived, *of));
        if let Some((near, _)) = near {
            let near = near.rsplit('/').next().unwrap_or_default();
            return format!("{owner} has no property '{name}'; names are case-sensitive: write {near}");
        }
        match known.find(|(known, of)| **known == path && entity_type.is_a(*of, self.derived)) {
            Some((_, of)) => format!(
                "not every {owner} has a property '{name}'; write {}.{}/{name}",
                self.model.namespace,
                entity_type.name_of(of)
            ),
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

fn streamed(property: Option<usize>, stream: &Stream) -> Streamed {
    let media_type = match stream.media_type {
        MediaType::Column(column) => Some(column),
        MediaType::Fixed(_) => None,
    };
    Streamed { property, media_type }
}

/// The condition that an entity is of the type `ty` of its family.
pub(super) fn is_of(entity_type: &EntityType, ty: Option<usize>) -> Expr {
    let Some(family) = entity_type.family.as_ref().filter(|_| ty.is_some()) else {
        return Expr::literal(Value::Boolean(true), PrimitiveType::Boolean);
    };
    let discriminator = Expr::property(family.discriminator, family.ty);
    let values = entity_type.discriminators(ty).into_iter();
    let values = values.map(|value| Expr::literal(value.clone(), family.ty.primitive)).collect();
    logic::in_list(discriminator, values, Profile::Standard)
}
