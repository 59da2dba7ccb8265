//! From a database's word for a type to the Edm type it is published as. Knows no columns.

use super::Engine;
use crate::edm::{PrimitiveType, TypeRef};

/// The type a column of `db_type` is published as, with the facets the database declares.
#[must_use]
pub fn edm_type_of(engine: Engine, db_type: &str, nullable: bool) -> TypeRef {
    let lower = db_type.to_ascii_lowercase();
    let unsigned = lower.contains("unsigned");
    let (name, arguments) = split(&lower);
    let first = arguments.first().copied();
    let second = arguments.get(1).copied();
    let is_mysql = matches!(engine, Engine::MySql | Engine::MariaDb);
    let integer = |bits: u32| match bits + u32::from(unsigned) {
        ..=16 => PrimitiveType::Int16,
        17..=32 => PrimitiveType::Int32,
        33..=64 => PrimitiveType::Int64,
        _ => PrimitiveType::Decimal,
    };
    let primitive = match name.as_str() {
        _ if lower.ends_with("[]") => PrimitiveType::String,
        "boolean" | "bool" => PrimitiveType::Boolean,
        "tinyint" if is_mysql && first == Some(1) => PrimitiveType::Boolean,
        "bit" if is_mysql && first.unwrap_or(1) == 1 => PrimitiveType::Boolean,
        "bit" if is_mysql => PrimitiveType::Int64,
        "tinyint" => integer(8),
        "smallint" | "year" => integer(16),
        "int" | "mediumint" => integer(32),
        "integer" if engine == Engine::Sqlite => PrimitiveType::Int64,
        "integer" => integer(32),
        "bigint" => integer(64),
        "real" if engine == Engine::Postgres => PrimitiveType::Single,
        "float" if is_mysql => PrimitiveType::Single,
        "real" | "float" | "double" | "double precision" => PrimitiveType::Double,
        "numeric" | "decimal" => PrimitiveType::Decimal,
        "uuid" => PrimitiveType::Guid,
        "date" => PrimitiveType::Date,
        "time" | "time without time zone" => PrimitiveType::TimeOfDay,
        "datetime" | "timestamp" | "timestamp with time zone" | "timestamp without time zone" => {
            PrimitiveType::DateTimeOffset
        }
        "bytea" | "blob" | "tinyblob" | "mediumblob" | "longblob" | "binary" | "varbinary" => {
            PrimitiveType::Binary
        }
        _ => PrimitiveType::String,
    };
    let mut ty = TypeRef { nullable, ..TypeRef::of(primitive) };
    match primitive {
        PrimitiveType::String if name.contains("char") => ty.max_length = first,
        PrimitiveType::Binary => ty.max_length = first,
        PrimitiveType::Decimal if matches!(name.as_str(), "numeric" | "decimal") => {
            ty.precision = first;
            ty.scale = first.map(|_| second.unwrap_or(0));
        }
        PrimitiveType::Decimal => (ty.precision, ty.scale) = (Some(20), Some(0)),
        _ => {}
    }
    ty
}

/// `numeric(12,2)` as `numeric` and 12, 2; what follows the parentheses belongs to the name in
/// PostgreSQL (`timestamp(3) with time zone`) but not in MySQL (`int(10) unsigned`).
fn split(db_type: &str) -> (String, Vec<u32>) {
    let (name, rest) = db_type.split_once('(').unwrap_or((db_type, ""));
    let (arguments, after) = rest.split_once(')').unwrap_or((rest, ""));
    let after = if after.contains("time zone") { after } else { "" };
    let name = name.trim_end_matches("unsigned").trim().to_owned() + after;
    (name, arguments.split(',').filter_map(|argument| argument.trim().parse().ok()).collect())
}
