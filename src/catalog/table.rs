//! Where an entity set lives: its table, its columns, how each is stored, and what gives the rows.

use super::{Resource, Routine};
use crate::edm::{Enumeration, PrimitiveType, TypeRef};

/// The table or view behind an entity set, or what takes its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// The entity set's name, for messages.
    pub entity_set: String,
    /// Name of the source it lives in.
    pub source: String,
    /// Database schema (PostgreSQL schema, MySQL database), where one was given.
    pub schema: Option<String>,
    /// Table or view name, unquoted; of a resource its path.
    pub name: String,
    /// One column a property, at the property's index; behind them those that are not published.
    pub columns: Vec<Column>,
    /// Key columns, as the entity type's key.
    pub key: Vec<usize>,
    /// What `$search` looks at.
    pub search: Search,
    /// The column that tells of which derived type a row is, where there are any: read in every row.
    pub discriminator: Option<usize>,
    /// What gives the rows.
    pub origin: Origin,
}

/// What gives the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The table or view of its name in a database.
    Table,
    /// An operation, whose result they are.
    Routine(Routine),
    /// A resource of a REST service.
    Resource(Box<Resource>),
}

impl Table {
    /// A table without search, in the database's own schema.
    #[must_use]
    pub fn new(entity_set: impl Into<String>, source: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            entity_set: entity_set.into(),
            source: source.into(),
            schema: None,
            name: name.into(),
            columns: Vec::new(),
            key: Vec::new(),
            search: Search::None,
            discriminator: None,
            origin: Origin::Table,
        }
    }

    /// The operation whose result its rows are.
    #[must_use]
    pub const fn routine(&self) -> Option<&Routine> {
        match &self.origin {
            Origin::Routine(routine) => Some(routine),
            Origin::Table | Origin::Resource(_) => None,
        }
    }

    /// The REST resource that its rows are asked from.
    #[must_use]
    pub fn resource(&self) -> Option<&Resource> {
        match &self.origin {
            Origin::Resource(resource) => Some(resource),
            Origin::Table | Origin::Routine(_) => None,
        }
    }
}

/// The column behind a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// The property's name, for messages.
    pub property: String,
    /// Column name, unquoted; of a resource the member of its row, or a JSON Pointer to it.
    pub name: String,
    /// The property's type as published.
    pub ty: TypeRef,
    /// How the database stores it.
    pub storage: Storage,
    /// The type of the values it holds; where it is not the published one, they are published as text.
    pub values: PrimitiveType,
}

impl Column {
    /// A column that holds what is published.
    #[must_use]
    pub fn new(property: impl Into<String>, name: impl Into<String>, ty: TypeRef, storage: Storage) -> Self {
        Self { property: property.into(), name: name.into(), ty, storage, values: ty.primitive }
    }

    /// The enumeration whose members it holds, by value or by name.
    #[must_use]
    pub const fn enumeration(&self) -> Option<Enumeration> {
        match self.values {
            PrimitiveType::Enumeration(declared) => Some(declared),
            _ => None,
        }
    }

    /// Whether it holds members by their names.
    #[must_use]
    pub const fn holds_names(&self) -> bool {
        self.enumeration().is_some() && self.is_text()
    }

    /// Whether what is published as text is made of its values outside the database, because no
    /// database writes them as OData does.
    #[must_use]
    pub const fn is_printed(&self) -> bool {
        use PrimitiveType as P;
        matches!(self.ty.primitive, P::String)
            && matches!(self.values, P::Enumeration(_) | P::Duration | P::TimeOfDay)
    }

    /// Whether it is stored as text.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.storage, Storage::Text | Storage::FixedText | Storage::AsText)
    }
}

/// How a column is stored, as far as reading it and comparing with it depends on that. Named by
/// what it is, not by one database's word for it; `source::sql::dialect` maps `dbType` to these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Storage {
    /// A Boolean; `TINYINT(1)` and `BIT(1)` in MySQL, 0 and 1 in SQLite.
    Boolean,
    /// A signed integer of up to 64 bits.
    Integer,
    /// An unsigned integer of up to 64 bits (MySQL).
    Unsigned,
    /// `BIT(n)` with n over 1 in MySQL: a number in big-endian bytes.
    Bits,
    /// A 4-byte float.
    Single,
    /// An 8-byte float.
    Double,
    /// Exact decimal (SQLite: `NUMERIC` affinity, held as integer or 8-byte float).
    Decimal,
    /// Text of varying length.
    Text,
    /// Blank-padded text: `CHAR(n)`; trailing blanks are not part of the value.
    FixedText,
    /// A native UUID (PostgreSQL `uuid`, MariaDB `UUID`); in SQLite text in a column so declared.
    Uuid,
    /// A calendar date.
    Date,
    /// A time of day; in MySQL a span of time too.
    Time,
    /// A span of time: PostgreSQL's `interval`.
    Interval,
    /// Date and time without a zone: taken as UTC.
    Timestamp,
    /// An instant.
    TimestampTz,
    /// Bytes.
    Binary,
    /// A shape in the database's own form: PostGIS `geometry`, and all spatial types of MySQL and MariaDB.
    Geometry,
    /// A shape on the round Earth: PostGIS `geography`.
    Geography,
    /// Anything else (enums, JSON, arrays, network addresses …): read and compared as
    /// the database's own text form.
    AsText,
}

/// What `$search` looks at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Search {
    /// `$search` is refused.
    None,
    /// Case-insensitive substring match over these properties.
    Like(Vec<usize>),
    /// A full-text index of the database over these properties: PostgreSQL `tsvector` expression
    /// or column, MySQL `FULLTEXT`, SQLite FTS5 table.
    Index {
        /// The index's name: a `tsvector` column (PostgreSQL), or an FTS5 table whose `rowid` is
        /// that of the table (SQLite); unused for MySQL, which finds it by `columns`.
        name: String,
        /// The columns it covers.
        columns: Vec<usize>,
        /// PostgreSQL text search configuration, `simple` unless told.
        configuration: String,
    },
}
