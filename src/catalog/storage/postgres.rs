//! PostgreSQL's type names, as `format_type` and people write them.

use crate::catalog::Storage;
use crate::edm::geo::{Family, Spatial};
use crate::edm::{PrimitiveType as P, TypeRef};

use super::db_type::DbType;
use super::{binary, decimal, spatial, temporal, text};

pub(super) fn storage(db_type: &DbType, ty: P) -> Storage {
    if db_type.array {
        return Storage::AsText;
    }
    match db_type.name.as_str() {
        "boolean" | "bool" => Storage::Boolean,
        "smallint" | "int2" | "smallserial" | "serial2" | "integer" | "int" | "int4" | "serial"
        | "serial4" | "bigint" | "int8" | "bigserial" | "serial8" => Storage::Integer,
        "real" | "float4" => Storage::Single,
        "double precision" | "float8" => Storage::Double,
        "float" if db_type.length().is_some_and(|bits| bits <= 24) => Storage::Single,
        "float" => Storage::Double,
        "numeric" | "decimal" => Storage::Decimal,
        "text" | "character varying" | "varchar" | "name" => Storage::Text,
        "character" | "char" | "bpchar" => Storage::FixedText,
        "uuid" => Storage::Uuid,
        "date" => Storage::Date,
        "time" | "time without time zone" => Storage::Time,
        "timestamp" | "timestamp without time zone" => Storage::Timestamp,
        "timestamptz" | "timestamp with time zone" => Storage::TimestampTz,
        "bytea" => Storage::Binary,
        // Published as text it is the database's own text.
        "geometry" if ty.as_spatial().is_some() => Storage::Geometry,
        "geography" if ty.as_spatial().is_some() => Storage::Geography,
        _ if db_type.name == "interval" || db_type.name.starts_with("interval ") => Storage::Interval,
        _ => Storage::AsText,
    }
}

pub(super) fn edm_type(db_type: &DbType) -> TypeRef {
    let length = db_type.length();
    match storage(db_type, P::Spatial(Spatial::ALL[0])) {
        Storage::Boolean => TypeRef::of(P::Boolean),
        Storage::Integer => TypeRef::of(match db_type.name.as_str() {
            "smallint" | "int2" | "smallserial" | "serial2" => P::Int16,
            "integer" | "int" | "int4" | "serial" | "serial4" => P::Int32,
            _ => P::Int64,
        }),
        Storage::Single => TypeRef::of(P::Single),
        Storage::Double => TypeRef::of(P::Double),
        Storage::Decimal => decimal(length, length.map(|_| db_type.arguments.get(1).copied().unwrap_or(0))),
        Storage::Text if db_type.name == "name" => text(Some(63)),
        Storage::FixedText if db_type.name == "bpchar" => text(length),
        Storage::FixedText => text(Some(length.unwrap_or(1))),
        Storage::Text => text(length),
        Storage::Uuid => TypeRef::of(P::Guid),
        Storage::Date => TypeRef::of(P::Date),
        Storage::Time => temporal(P::TimeOfDay, length.unwrap_or(6)),
        Storage::Timestamp | Storage::TimestampTz => temporal(P::DateTimeOffset, length.unwrap_or(6)),
        Storage::Binary => binary(None),
        Storage::Interval => temporal(P::Duration, length.unwrap_or(6)),
        Storage::Geometry => shape(db_type, Family::Geometry),
        Storage::Geography => shape(db_type, Family::Geography),
        // The number is a precision of seconds there, and of the elements of an array.
        Storage::AsText if db_type.array || db_type.name.contains("time") => text(None),
        // `bit(8)`, and enumerations with the length of their longest label.
        Storage::Unsigned | Storage::Bits | Storage::AsText => text(length),
    }
}

/// `geometry(Point,4326)`: in a plane, but for the SRID of the round Earth.
fn shape(db_type: &DbType, family: Family) -> TypeRef {
    let [word, srid] = [0, 1].map(|place| db_type.words.get(place).map_or("", String::as_str));
    let srid = srid.parse().ok();
    let family = if srid == Some(Family::Geography.default_srid()) { Family::Geography } else { family };
    spatial(family, word, srid)
}
