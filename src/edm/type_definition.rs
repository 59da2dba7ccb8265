//! Type definitions (CSDL, section 11): names for a primitive type with its facets. Values know
//! nothing of them.

use std::fmt;

use super::TypeRef;
use super::kept::Kept;

/// What a definition says of a type definition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeclaredType {
    /// Its qualified name: `Harbour.Weight`.
    pub name: String,
    /// The primitive type with the facets it fixes; nullability is left to the property.
    pub underlying: TypeRef,
    /// `Core.Description`.
    pub description: Option<String>,
}

/// A type definition, as small as a word: see [`Enumeration`](super::Enumeration).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeDefinition(&'static DeclaredType);

static KEPT: Kept<DeclaredType> = Kept::none();

impl TypeDefinition {
    /// The type so declared.
    #[must_use]
    pub fn new(declaration: DeclaredType) -> Self {
        Self(KEPT.keep(declaration))
    }

    /// The qualified name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name.as_str()
    }

    /// What was declared.
    #[must_use]
    pub const fn declaration(self) -> &'static DeclaredType {
        self.0
    }

    /// The type of a property that is declared with this type and no facets of its own.
    #[must_use]
    pub const fn type_ref(self) -> TypeRef {
        TypeRef { definition: Some(self), ..self.0.underlying }
    }
}

impl fmt::Debug for TypeDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
