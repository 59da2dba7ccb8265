//! Primitive types and facets (CSDL, sections 3.3 and 7.2). Knows no request and no database.

use std::fmt;

use super::geo::Spatial;
use super::{Enumeration, TypeDefinition};

/// The types of the Entity Data Model that a SQL column can be shown as: the primitive ones, and the
/// enumerations, which are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum PrimitiveType {
    Boolean,
    Byte,
    SByte,
    Int16,
    Int32,
    Int64,
    Single,
    Double,
    Decimal,
    String,
    Guid,
    Date,
    TimeOfDay,
    DateTimeOffset,
    Duration,
    Binary,
    Stream,
    Enumeration(Enumeration),
    /// A spatial type, its SRID included.
    Spatial(Spatial),
}

impl PrimitiveType {
    /// Every primitive type but the spatial ones, in the order of the standard's table; those are
    /// [`Spatial::ALL`].
    pub const ALL: [Self; 17] = [
        Self::Boolean,
        Self::Byte,
        Self::SByte,
        Self::Int16,
        Self::Int32,
        Self::Int64,
        Self::Single,
        Self::Double,
        Self::Decimal,
        Self::String,
        Self::Guid,
        Self::Date,
        Self::TimeOfDay,
        Self::DateTimeOffset,
        Self::Duration,
        Self::Binary,
        Self::Stream,
    ];

    /// The qualified name: `Edm.Int32`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "Edm.Boolean",
            Self::Byte => "Edm.Byte",
            Self::SByte => "Edm.SByte",
            Self::Int16 => "Edm.Int16",
            Self::Int32 => "Edm.Int32",
            Self::Int64 => "Edm.Int64",
            Self::Single => "Edm.Single",
            Self::Double => "Edm.Double",
            Self::Decimal => "Edm.Decimal",
            Self::String => "Edm.String",
            Self::Guid => "Edm.Guid",
            Self::Date => "Edm.Date",
            Self::TimeOfDay => "Edm.TimeOfDay",
            Self::DateTimeOffset => "Edm.DateTimeOffset",
            Self::Duration => "Edm.Duration",
            Self::Binary => "Edm.Binary",
            Self::Stream => "Edm.Stream",
            Self::Enumeration(declared) => declared.name(),
            Self::Spatial(spatial) => spatial.name(),
        }
    }

    /// The names of all primitive types.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let spatial = Spatial::ALL.into_iter().map(Self::Spatial);
        Self::ALL.into_iter().chain(spatial).map(Self::name)
    }

    /// The primitive type of a qualified name, a spatial one with its default SRID; `None` for one not
    /// in the table.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let spatial = || Spatial::ALL.into_iter().find(|ty| ty.name() == name);
        Self::ALL.into_iter().find(|ty| ty.name() == name).or_else(|| spatial().map(Self::Spatial))
    }

    /// The spatial type it is, if it is one.
    #[must_use]
    pub const fn as_spatial(self) -> Option<Spatial> {
        match self {
            Self::Spatial(spatial) => Some(spatial),
            _ => None,
        }
    }

    /// `Byte`, `SByte`, `Int16`, `Int32`, `Int64`.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::Byte | Self::SByte | Self::Int16 | Self::Int32 | Self::Int64)
    }

    /// Whether an integer lies in this type's range, of 64 bits for all that are no smaller
    /// integer type.
    #[must_use]
    pub const fn holds(self, integer: i64) -> bool {
        let (least, most) = match self {
            Self::Byte => (0, u8::MAX as i64),
            Self::SByte => (i8::MIN as i64, i8::MAX as i64),
            Self::Int16 => (i16::MIN as i64, i16::MAX as i64),
            Self::Int32 => (i32::MIN as i64, i32::MAX as i64),
            _ => (i64::MIN, i64::MAX),
        };
        least <= integer && integer <= most
    }

    /// Integers, `Decimal`, `Single` and `Double`.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        self.is_integer() || matches!(self, Self::Decimal | Self::Single | Self::Double)
    }
}

impl fmt::Display for PrimitiveType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A type with its facets, as a property declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The primitive type.
    pub primitive: PrimitiveType,
    /// Whether null is a legal value.
    pub nullable: bool,
    /// `MaxLength` of `String` (characters) and `Binary` (bytes); `None` where unbounded.
    pub max_length: Option<u32>,
    /// `Precision` of `Decimal` (digits) and of the temporal types (fractional seconds, 0 to 12).
    pub precision: Option<u32>,
    /// `Scale` of `Decimal` (digits right of the point).
    pub scale: Option<u32>,
    /// The type definition it is declared with; says nothing about values.
    pub definition: Option<TypeDefinition>,
}

impl TypeRef {
    /// The nullable type without facets.
    #[must_use]
    pub const fn of(primitive: PrimitiveType) -> Self {
        Self { primitive, nullable: true, max_length: None, precision: None, scale: None, definition: None }
    }

    /// The qualified name of the type: that of its definition, if it is declared with one.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.definition {
            Some(definition) => definition.name(),
            None => self.primitive.name(),
        }
    }

    /// The same type, not nullable.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.nullable = false;
        self
    }
}
