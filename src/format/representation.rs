//! What all rows of one answer have in common: the input of the writers. Knows no row.

use super::key;
use super::negotiate::Json;
use crate::edm::csdl::Version;
use crate::edm::{ComplexProperty, EntityType, MediaType, Model, PrimitiveType, Property, SetKind, path_to};
use crate::plan::{self, Plan};
use crate::query::{Container, Expand, Query, Shape};

/// An answer before its first row.
#[derive(Clone, Copy, Debug)]
pub struct Representation<'a> {
    /// The model the query is bound to.
    pub model: &'a Model,
    /// The query.
    pub query: &'a Query,
    /// How its rows are laid out. Property shapes and full metadata need the key's columns among
    /// those scanned.
    pub plan: &'a Plan,
    /// The service root as the client sees it, absolute, without trailing slash.
    pub root: &'a str,
    /// The JSON asked for.
    pub json: Json,
    /// The version the client can read.
    pub version: Version,
    /// Whether the rows are expanded: what contains one, if anything does, is the row it belongs to.
    pub expanded: bool,
}

/// Stands in texts for the address of the entity that contains a row, until that is known. JSON has no
/// such byte.
pub(super) const CONTAINER: u8 = 1;

impl<'a> Representation<'a> {
    /// The media type of the answer.
    #[must_use]
    pub fn content_type(&self) -> &'static str {
        let is_binary = |property| {
            self.property(property).is_some_and(|property| property.ty.primitive == PrimitiveType::Binary)
        };
        match self.query.shape {
            Shape::Count => "text/plain",
            Shape::RawValue(property) if is_binary(property) => "application/octet-stream",
            Shape::RawValue(_) => "text/plain;charset=utf-8",
            // Told by the row.
            Shape::Media(_) => MediaType::UNKNOWN,
            Shape::Collection
            | Shape::Entity
            | Shape::RelatedEntity
            | Shape::Property(_)
            | Shape::Complex(_) => self.json.content_type(),
        }
    }

    /// What the rows of an expanded navigation property have in common.
    pub(super) const fn expanded(&self, expand: &'a Expand, plan: &'a plan::Expand) -> Self {
        Self { query: &expand.query, plan: &plan.plan, expanded: true, ..*self }
    }

    /// The name of the entity set the rows are from.
    pub(super) fn set_name(&self) -> &'a str {
        self.model.entity_sets.get(self.query.set).map_or("", |set| &set.name)
    }

    /// Where the entities are below the service root, as it stands in a URL: `Orders`,
    /// `Orders(1)/Items`. Of expanded entities that are contained it begins with [`CONTAINER`]. `None`
    /// for other contained entities whose container is not known.
    pub(super) fn address(&self) -> Option<Vec<u8>> {
        let kind = self.model.entity_sets.get(self.query.set)?.kind;
        if let (SetKind::Contained { within, navigation }, true) = (kind, self.expanded) {
            let container = self.model.type_of(within);
            let path = path_to(self.model, container, container.navigation.get(navigation)?);
            let mut address = vec![CONTAINER, b'/'];
            key::encode_path(&mut address, &path);
            return Some(address);
        }
        address_of(self.model, self.query.set, self.query.container.as_ref())
    }

    /// Whether the set is a singleton, whose name is the context of its entity (Protocol, section 10.4).
    pub(super) fn is_singleton(&self) -> bool {
        let set = self.model.entity_sets.get(self.query.set);
        set.is_some_and(|set| set.kind == SetKind::Singleton)
    }

    /// Whether the address alone is that of the entity, which needs no key: a singleton, or the one
    /// behind a single-valued containment navigation property.
    pub(super) fn is_keyless(&self) -> bool {
        match self.model.entity_sets.get(self.query.set).map(|set| set.kind) {
            Some(SetKind::Singleton) => true,
            Some(SetKind::Contained { within, navigation }) => {
                let navigation = self.model.type_of(within).navigation.get(navigation);
                navigation.is_some_and(|navigation| !navigation.collection)
            }
            _ => false,
        }
    }

    pub(super) fn entity_type(&self) -> &'a EntityType {
        self.model.type_of(self.query.set)
    }

    /// The complex property that is answered, where one is.
    pub(super) fn complex(&self) -> Option<&'a ComplexProperty> {
        match self.query.shape {
            Shape::Complex(index) => self.entity_type().complex.get(index),
            _ => None,
        }
    }

    /// Whether entities are answered, or one.
    pub(super) const fn is_entity(&self) -> bool {
        matches!(self.query.shape, Shape::Collection | Shape::Entity | Shape::RelatedEntity)
    }

    /// The types of the family that are `of` or derived from it; `None` where all are.
    pub(super) fn types_of(&self, of: Option<usize>) -> Option<Vec<Option<usize>>> {
        let ty = self.entity_type();
        let family = ty.family.as_ref().filter(|_| of.is_some())?;
        Some((0..family.types.len()).map(Some).filter(|candidate| ty.is_a(*candidate, of)).collect())
    }

    /// The qualified name of a type of the family.
    pub(super) fn qualified(&self, ty: Option<usize>) -> String {
        format!("{}.{}", self.model.namespace, self.entity_type().name_of(ty))
    }

    /// The qualified name of the type of the complex property at a path in entities of a type.
    pub(super) fn complex_type(&self, ty: Option<usize>, path: &str) -> Option<String> {
        let entity_type = self.entity_type();
        let complex = entity_type.complex.get(entity_type.complex_of(ty, path)?)?;
        let ty = self.model.complex_types.get(complex.complex_type)?;
        Some(format!("{}.{}", self.model.namespace, ty.name))
    }

    pub(super) fn property(&self, index: usize) -> Option<&'a Property> {
        self.entity_type().properties.get(index)
    }
}

fn address_of(model: &Model, set: usize, container: Option<&Container>) -> Option<Vec<u8>> {
    let mut address = Vec::new();
    match (model.entity_sets.get(set)?.kind, container) {
        (SetKind::Contained { .. }, None) => return None,
        (SetKind::Contained { .. }, Some(container)) => {
            address = address_of(model, container.set, container.around.as_deref())?;
            key::of_values(&mut address, model.type_of(container.set), &container.key);
            address.push(b'/');
            key::encode_path(&mut address, &container.path);
        }
        _ => key::percent_encode(&mut address, model.entity_sets.get(set)?.name.as_bytes()),
    }
    Some(address)
}
