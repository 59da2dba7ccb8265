//! Complex types and the properties that have them (CSDL, sections 7.1 and 9): how primitive
//! properties, which are all kept flat, stand in objects within objects.

use std::ops::Range;

use super::model::Property;

/// A complex type: properties without identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplexType {
    /// Its simple name.
    pub name: String,
    /// Primitive properties, flat as those of an entity type, with paths that begin in this type.
    pub properties: Vec<Property>,
    /// Complex properties, each before those within it.
    pub complex: Vec<ComplexProperty>,
}

/// A property with a complex type. It is never null: only what is in it has columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComplexProperty {
    /// Its path in the type it belongs to: `Address`, `Address/Position`.
    pub path: String,
    /// Index in [`Model::complex_types`](super::Model::complex_types).
    pub complex_type: usize,
    /// The derived type that declares it; `None` for the type it belongs to itself.
    pub of: Option<usize>,
    /// The primitive properties in it, however deep, among those of the type it belongs to.
    pub leaves: Range<usize>,
    /// `Core.Description`.
    pub description: Option<String>,
}

impl ComplexProperty {
    /// Its simple name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}
