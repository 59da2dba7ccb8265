//! The type names of MySQL and MariaDB, as `information_schema.columns.column_type` writes them.

use crate::catalog::Storage;
use crate::edm::geo::Family;
use crate::edm::{PrimitiveType as P, TypeRef};

use super::db_type::DbType;
use super::{binary, decimal, spatial, temporal, text};

pub(super) fn storage(db_type: &DbType, ty: P) -> Storage {
    match db_type.name.as_str() {
        "boolean" | "bool" => Storage::Boolean,
        "tinyint" | "bit" if ty == P::Boolean => Storage::Boolean,
        "bit" => Storage::Bits,
        "tinyint" | "smallint" | "mediumint" | "int" | "integer" | "bigint" if db_type.unsigned => {
            Storage::Unsigned
        }
        "tinyint" | "smallint" | "mediumint" | "int" | "integer" | "bigint" => Storage::Integer,
        "serial" | "year" => Storage::Unsigned,
        "float" => Storage::Single,
        "double" | "double precision" | "real" => Storage::Double,
        "decimal" | "numeric" | "dec" | "fixed" => Storage::Decimal,
        // The server takes the padding of CHAR off itself.
        "char" | "character" => Storage::FixedText,
        "varchar" | "character varying" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum"
        | "set" => Storage::Text,
        "uuid" => Storage::Uuid,
        "date" => Storage::Date,
        "time" => Storage::Time,
        "datetime" => Storage::Timestamp,
        "timestamp" => Storage::TimestampTz,
        name if is_shape(name) && ty.as_spatial().is_some() => Storage::Geometry,
        "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Storage::Binary,
        name if is_shape(name) => Storage::Binary,
        _ => Storage::AsText,
    }
}

pub(super) fn edm_type(db_type: &DbType) -> TypeRef {
    let length = db_type.length();
    match db_type.name.as_str() {
        "boolean" | "bool" => TypeRef::of(P::Boolean),
        "tinyint" | "bit" if length.unwrap_or(if db_type.name == "bit" { 1 } else { 4 }) == 1 => {
            TypeRef::of(P::Boolean)
        }
        "bit" if length.is_some_and(|bits| bits > 63) => decimal(Some(20), Some(0)),
        "bit" => TypeRef::of(P::Int64),
        "tinyint" if db_type.unsigned => TypeRef::of(P::Byte),
        "tinyint" => TypeRef::of(P::SByte),
        "smallint" if db_type.unsigned => TypeRef::of(P::Int32),
        "smallint" | "year" => TypeRef::of(P::Int16),
        "mediumint" => TypeRef::of(P::Int32),
        "int" | "integer" if db_type.unsigned => TypeRef::of(P::Int64),
        "int" | "integer" => TypeRef::of(P::Int32),
        "bigint" if db_type.unsigned => decimal(Some(20), Some(0)),
        "serial" => decimal(Some(20), Some(0)),
        "bigint" => TypeRef::of(P::Int64),
        "float" => TypeRef::of(P::Single),
        "double" | "double precision" | "real" => TypeRef::of(P::Double),
        "decimal" | "numeric" | "dec" | "fixed" => {
            decimal(Some(length.unwrap_or(10)), Some(db_type.arguments.get(1).copied().unwrap_or(0)))
        }
        "char" | "character" => text(Some(length.unwrap_or(1))),
        "varchar" | "character varying" => text(length),
        "enum" => text(db_type.arguments.iter().copied().max()),
        // All labels at once, with commas between them.
        "set" => text(db_type.arguments.iter().copied().reduce(|all, label| all + 1 + label)),
        "tinytext" => text(Some(255)),
        "text" => text(Some(65_535)),
        "mediumtext" => text(Some(16_777_215)),
        "uuid" => TypeRef::of(P::Guid),
        "inet4" => text(Some(15)),
        "inet6" => text(Some(39)),
        "date" => TypeRef::of(P::Date),
        "time" => temporal(P::TimeOfDay, length.unwrap_or(0)),
        "datetime" | "timestamp" => temporal(P::DateTimeOffset, length.unwrap_or(0)),
        "binary" => binary(Some(length.unwrap_or(1))),
        "varbinary" => binary(length),
        "tinyblob" => binary(Some(255)),
        "blob" => binary(Some(65_535)),
        "mediumblob" => binary(Some(16_777_215)),
        // MySQL's word; MariaDB has the standard's.
        "geomcollection" => spatial(Family::Geometry, "geometrycollection", None),
        name if is_shape(name) => spatial(Family::Geometry, name, None),
        _ if storage(db_type, P::Binary) == Storage::Binary => binary(None),
        _ => text(None),
    }
}

fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "geometry"
            | "point"
            | "linestring"
            | "polygon"
            | "multipoint"
            | "multilinestring"
            | "multipolygon"
            | "geometrycollection"
            | "geomcollection"
    )
}
