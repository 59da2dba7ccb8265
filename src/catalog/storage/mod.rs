//! A database's own type name in, how such a column is stored and what it is best published as
//! out. Knows names only, no live database.

mod db_type;
mod mysql;
mod postgres;
mod sqlite;

use crate::edm::geo::{Family, ShapeKind, Spatial};
use crate::edm::{PrimitiveType, TypeRef};

use super::{Engine, Storage};
use db_type::DbType;

/// How a column of the type `db_type` is stored if it is published as `ty`; without a `db_type`
/// the engine's usual type for `ty` is meant.
#[must_use]
pub fn storage_of(engine: Engine, db_type: Option<&str>, ty: PrimitiveType) -> Storage {
    let Some(db_type) = db_type else { return usual(engine, ty) };
    let db_type = DbType::parse(db_type);
    match engine {
        Engine::Postgres => postgres::storage(&db_type, ty),
        Engine::MySql | Engine::MariaDb => mysql::storage(&db_type, ty),
        Engine::Sqlite => sqlite::storage(&db_type, ty),
    }
}

/// How values published as `ty` are stored in JSON (JSON Format, section 7.1).
#[must_use]
pub(super) const fn in_json(ty: PrimitiveType) -> Storage {
    use PrimitiveType as P;
    match ty {
        P::Boolean => Storage::Boolean,
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => Storage::Integer,
        P::Single => Storage::Single,
        P::Double => Storage::Double,
        P::Decimal => Storage::Decimal,
        P::Date => Storage::Date,
        P::TimeOfDay => Storage::Time,
        P::DateTimeOffset => Storage::TimestampTz,
        // Shapes as well-known text.
        P::String | P::Guid | P::Duration | P::Binary | P::Stream | P::Enumeration(_) | P::Spatial(_) => {
            Storage::Text
        }
    }
}

/// What a column of the type `db_type` is best published as, facets included.
#[must_use]
pub fn edm_type_of(engine: Engine, db_type: &str, nullable: bool) -> TypeRef {
    let db_type = DbType::parse(db_type);
    let ty = match engine {
        Engine::Postgres => postgres::edm_type(&db_type),
        Engine::MySql | Engine::MariaDb => mysql::edm_type(&db_type),
        Engine::Sqlite => sqlite::edm_type(&db_type),
    };
    TypeRef { nullable, ..ty }
}

fn usual(engine: Engine, ty: PrimitiveType) -> Storage {
    use PrimitiveType as P;
    match ty {
        P::Boolean => Storage::Boolean,
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 | P::Enumeration(_) => Storage::Integer,
        P::Single => Storage::Single,
        P::Double => Storage::Double,
        P::Decimal => Storage::Decimal,
        P::String => Storage::Text,
        P::Guid if matches!(engine, Engine::Postgres | Engine::MariaDb) => Storage::Uuid,
        P::Guid => Storage::Text,
        P::Date => Storage::Date,
        P::TimeOfDay => Storage::Time,
        P::DateTimeOffset if engine == Engine::Postgres => Storage::TimestampTz,
        P::DateTimeOffset => Storage::Timestamp,
        P::Duration => match engine {
            Engine::Postgres => Storage::Interval,
            Engine::MySql | Engine::MariaDb => Storage::Time,
            Engine::Sqlite => Storage::Text,
        },
        P::Binary | P::Stream => Storage::Binary,
        P::Spatial(spatial) => match (engine, spatial.family) {
            (Engine::Sqlite, _) => Storage::Text,
            (Engine::Postgres, Family::Geography) => Storage::Geography,
            _ => Storage::Geometry,
        },
    }
}

/// Text of at most `length` characters.
const fn text(length: Option<u32>) -> TypeRef {
    TypeRef { max_length: length, ..TypeRef::of(PrimitiveType::String) }
}

/// A decimal of these facets.
const fn decimal(precision: Option<u32>, scale: Option<u32>) -> TypeRef {
    TypeRef { precision, scale, ..TypeRef::of(PrimitiveType::Decimal) }
}

/// A temporal type with this many fractional digits of a second.
const fn temporal(ty: PrimitiveType, fraction: u32) -> TypeRef {
    TypeRef { precision: Some(fraction), ..TypeRef::of(ty) }
}

/// Bytes, at most `length` of them.
const fn binary(length: Option<u32>) -> TypeRef {
    TypeRef { max_length: length, ..TypeRef::of(PrimitiveType::Binary) }
}

/// Shapes of the kind a database's word says, any for another word.
fn spatial(family: Family, word: &str, srid: Option<u32>) -> TypeRef {
    // PostGIS writes the dimensions behind the word: `PointZ`.
    let kind = ShapeKind::ALL.into_iter().find(|kind| {
        let dimensions = word.get(..kind.word().len()).filter(|head| head.eq_ignore_ascii_case(kind.word()));
        dimensions.is_some_and(|head| matches!(&word[head.len()..], "" | "z" | "m" | "zm"))
    });
    let srid = srid.unwrap_or(family.default_srid());
    TypeRef::of(PrimitiveType::Spatial(Spatial { family, kind, srid }))
}

#[cfg(test)]
mod tests;
