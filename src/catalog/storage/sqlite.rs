//! The type names people declare in SQLite. They bind SQLite to nothing but an affinity (its
//! documentation, "Datatypes In SQLite", section 3.1), so any word may come.

use crate::catalog::Storage;
use crate::edm::{PrimitiveType as P, TypeRef};

use super::db_type::DbType;
use super::{binary, decimal, temporal, text};

pub(super) fn storage(db_type: &DbType, ty: P) -> Storage {
    let name = db_type.name.as_str();
    // SQLite has no such types of its own: what a column holds is what it is published as.
    match ty {
        P::Boolean => return Storage::Boolean,
        P::Date => return Storage::Date,
        P::TimeOfDay => return Storage::Time,
        P::DateTimeOffset => return Storage::Timestamp,
        _ => {}
    }
    match name {
        "boolean" | "bool" => Storage::Boolean,
        "date" => Storage::Date,
        "time" => Storage::Time,
        "datetime"
        | "timestamp"
        | "timestamptz"
        | "timestamp with time zone"
        | "timestamp without time zone" => Storage::Timestamp,
        _ if name.contains("int") => Storage::Integer,
        _ if name.contains("char") || name.contains("clob") || name.contains("text") => Storage::Text,
        // Words that give the column numeric affinity: a text in it is not compared as one.
        "uuid" | "guid" | "uniqueidentifier" => Storage::Uuid,
        _ if name.contains("blob") || name.contains("binary") || name == "bytea" => Storage::Binary,
        _ if name.contains("real") || name.contains("floa") || name.contains("doub") => Storage::Double,
        "numeric" | "decimal" | "money" | "number" | "dec" => Storage::Decimal,
        _ => Storage::AsText,
    }
}

pub(super) fn edm_type(db_type: &DbType) -> TypeRef {
    let length = db_type.length();
    match storage(db_type, P::String) {
        Storage::Boolean => TypeRef::of(P::Boolean),
        Storage::Date => TypeRef::of(P::Date),
        Storage::Time => temporal(P::TimeOfDay, 6),
        Storage::Timestamp => temporal(P::DateTimeOffset, length.unwrap_or(6)),
        Storage::Integer => TypeRef::of(match db_type.name.as_str() {
            "smallint" | "int2" => P::Int16,
            // `INTEGER`, the word for the row's id, holds 64 bits.
            "int4" | "mediumint" => P::Int32,
            _ => P::Int64,
        }),
        Storage::Uuid => text(Some(36)),
        Storage::Text => text(length),
        Storage::Binary => binary(length),
        Storage::Double => TypeRef::of(P::Double),
        Storage::Decimal => decimal(length, length.map(|_| db_type.arguments.get(1).copied().unwrap_or(0))),
        _ => text(None),
    }
}
