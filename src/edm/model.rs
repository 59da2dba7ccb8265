//! The model a service publishes: entity types, sets and what may be asked of each.

use super::complex::{ComplexProperty, ComplexType};
use super::derived::Family;
use super::operation::Operation;
use super::types::TypeRef;
use super::value::Value;
use super::{Enumeration, Stream, TypeDefinition};

/// One service's entity data model: a single schema with one container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The schema's namespace.
    pub namespace: String,
    /// The container's simple name.
    pub container: String,
    /// Entity types; an [`EntitySet`] refers to one by index.
    pub entity_types: Vec<EntityType>,
    /// Complex types; a [`ComplexProperty`] refers to one by index.
    pub complex_types: Vec<ComplexType>,
    /// Entity sets in the order of the definition.
    pub entity_sets: Vec<EntitySet>,
    /// Functions and actions, in the order of the definition.
    pub operations: Vec<Operation>,
    /// Enumeration types, in the order of the definition.
    pub enumerations: Vec<Enumeration>,
    /// Type definitions, in the order of the definition.
    pub type_definitions: Vec<TypeDefinition>,
}

/// An entity type (CSDL, section 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityType {
    /// Its simple name.
    pub name: String,
    /// Indexes of the key properties in `properties`, in key order; never empty.
    pub key: Vec<usize>,
    /// Primitive properties, in the order of the definition. One within a complex property has its
    /// path for a name: `Address/City`.
    pub properties: Vec<Property>,
    /// Complex properties, each before those within it.
    pub complex: Vec<ComplexProperty>,
    /// Navigation properties.
    pub navigation: Vec<NavigationProperty>,
    /// The bytes that each entity stands for, where it is a media entity.
    pub media: Option<Stream>,
    /// The types derived from it, whose properties are among these.
    pub family: Option<Family>,
    /// `Core.Description`.
    pub description: Option<String>,
}

/// A structural property (CSDL, section 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type and facets.
    pub ty: TypeRef,
    /// The derived type that declares it; `None` for the entity type itself.
    pub of: Option<usize>,
    /// `Core.Description`.
    pub description: Option<String>,
    /// Its bytes, where it is a stream.
    pub stream: Option<Stream>,
    /// `Core.LongDescription`.
    pub long_description: Option<String>,
    /// `Core.Computed`: clients cannot write it.
    pub computed: bool,
    /// `Core.Immutable`: clients can write it only in new entities.
    pub immutable: bool,
    /// `DefaultValue`
    pub default: Option<Value>,
    /// May stand in `$filter`.
    pub filterable: bool,
    /// May stand in `$orderby`.
    pub sortable: bool,
}

/// A navigation property (CSDL, section 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationProperty {
    /// Its name.
    pub name: String,
    /// `true` for a collection of entities.
    pub collection: bool,
    /// Whether a single-valued navigation may lead to nothing.
    pub nullable: bool,
    /// Which entities it leads to.
    pub relation: Relation,
    /// The derived type that declares it; `None` for the entity type itself.
    pub of: Option<usize>,
    /// Whether it contains what it leads to (section 8.4).
    pub contains: bool,
}

/// Which entities of a set belong to an entity: those whose properties `there` equal its properties
/// `here`, pair by pair, or those that rows of a [`Link`] pair it with. Null belongs to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relation {
    /// Index of the target in [`Model::entity_sets`].
    pub target: usize,
    /// Properties of the entity it starts from.
    pub here: Vec<usize>,
    /// Properties of the target's entities; without a link as many as `here`.
    pub there: Vec<usize>,
    /// The rows that pair them, where neither side holds the other's key (many to many).
    pub through: Option<Link>,
}

/// A table whose rows say which entities belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Its index among the catalog's tables, behind those of the entity sets.
    pub table: usize,
    /// Its columns that equal [`Relation::here`], in the same order.
    pub here: Vec<usize>,
    /// Its columns that equal [`Relation::there`], in the same order.
    pub there: Vec<usize>,
}

impl Relation {
    /// A relation over equal pairs: property here, property there.
    #[must_use]
    pub fn on(target: usize, pairs: &[(usize, usize)]) -> Self {
        let (here, there) = pairs.iter().copied().unzip();
        Self { target, here, there, through: None }
    }

    /// The equal pairs of a relation without a link; none for one with it.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = (usize, usize)> + '_ {
        let direct = if self.through.is_none() { self.here.as_slice() } else { &[] };
        direct.iter().copied().zip(self.there.iter().copied())
    }
}

/// An entity set (CSDL, section 13.2) and its capabilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntitySet {
    /// Its name.
    pub name: String,
    /// Index in [`Model::entity_types`].
    pub entity_type: usize,
    /// How its entities are reached.
    pub kind: SetKind,
    /// Whether `$search` is answered.
    pub searchable: bool,
    /// `Core.Description`.
    pub description: Option<String>,
    /// `Core.LongDescription`.
    pub long_description: Option<String>,
}

/// How the entities of a set are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetKind {
    /// By the name of the set and their key.
    EntitySet,
    /// The only one by the name (CSDL, section 13.3).
    Singleton,
    /// Through the entities they are contained in (CSDL, section 8.4).
    Contained {
        /// Index of the containing entities in [`Model::entity_sets`].
        within: usize,
        /// Index of the navigation property in the containing type.
        navigation: usize,
    },
}

impl Model {
    /// A model without types and sets.
    #[must_use]
    pub fn new(namespace: impl Into<String>, container: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            container: container.into(),
            entity_types: Vec::new(),
            complex_types: Vec::new(),
            entity_sets: Vec::new(),
            operations: Vec::new(),
            enumerations: Vec::new(),
            type_definitions: Vec::new(),
        }
    }

    /// The simple name of a qualified one in this schema.
    #[must_use]
    pub fn simple_name<'n>(&self, qualified: &'n str) -> Option<&'n str> {
        let (namespace, name) = qualified.rsplit_once('.')?;
        (namespace == self.namespace).then_some(name)
    }

    /// The index of the entity set of this name.
    #[must_use]
    pub fn entity_set(&self, name: &str) -> Option<usize> {
        self.entity_sets.iter().position(|set| set.name == name)
    }

    /// The enumeration type of this qualified name.
    #[must_use]
    pub fn enumeration(&self, name: &str) -> Option<Enumeration> {
        self.enumerations.iter().copied().find(|declared| declared.name() == name)
    }

    /// The type definition of this qualified name.
    #[must_use]
    pub fn type_definition(&self, name: &str) -> Option<TypeDefinition> {
        self.type_definitions.iter().copied().find(|definition| definition.name() == name)
    }

    /// The sets and singletons whose names stand at the beginning of a path.
    pub fn top_level_sets(&self) -> impl Iterator<Item = &EntitySet> {
        self.entity_sets.iter().filter(|set| !matches!(set.kind, SetKind::Contained { .. }))
    }

    /// The type of a set's entities.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the catalog builds sets and types together")]
    pub fn type_of(&self, set: usize) -> &EntityType {
        &self.entity_types[self.entity_sets[set].entity_type]
    }
}

impl Property {
    /// A property that may be filtered and sorted by.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: TypeRef) -> Self {
        Self {
            name: name.into(),
            ty,
            of: None,
            description: None,
            stream: None,
            long_description: None,
            computed: false,
            immutable: false,
            default: None,
            filterable: true,
            sortable: true,
        }
    }
}

impl NavigationProperty {
    /// A navigation property over a relation; a single-valued one may lead to nothing.
    #[must_use]
    pub fn new(name: impl Into<String>, collection: bool, relation: Relation) -> Self {
        Self { name: name.into(), collection, nullable: true, relation, of: None, contains: false }
    }
}

impl EntitySet {
    /// A set without search.
    #[must_use]
    pub fn new(name: impl Into<String>, entity_type: usize) -> Self {
        Self {
            name: name.into(),
            entity_type,
            kind: SetKind::EntitySet,
            searchable: false,
            description: None,
            long_description: None,
        }
    }
}

impl EntityType {
    /// A type with primitive properties only.
    #[must_use]
    pub fn new(name: impl Into<String>, key: Vec<usize>, properties: Vec<Property>) -> Self {
        Self {
            name: name.into(),
            key,
            properties,
            complex: Vec::new(),
            navigation: Vec::new(),
            media: None,
            family: None,
            description: None,
        }
    }

    /// The index of the primitive property at this path that every entity has.
    #[must_use]
    pub fn property(&self, path: &str) -> Option<usize> {
        self.property_of(None, path)
    }

    /// The navigation property of this name that every entity has.
    #[must_use]
    pub fn navigation(&self, name: &str) -> Option<&NavigationProperty> {
        self.navigation_of(None, name)
    }
}
