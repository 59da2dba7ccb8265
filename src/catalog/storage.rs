//! How a column is stored, from the database's word for its type.

use super::{Engine, Storage};
use crate::edm::{PrimitiveType, TypeRef};

/// The storage of a column of `engine` whose type the definition calls `db_type`, or which is
/// only known to be published as `ty`.
pub(super) fn storage_of(_engine: Engine, _db_type: Option<&str>, ty: TypeRef) -> Storage {
    use PrimitiveType as P;
    match ty.primitive {
        P::Boolean => Storage::Boolean,
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => Storage::Integer,
        P::Single => Storage::Single,
        P::Double => Storage::Double,
        P::Decimal => Storage::Decimal,
        P::String => Storage::Text,
        P::Guid => Storage::Uuid,
        P::Date => Storage::Date,
        P::TimeOfDay => Storage::Time,
        P::DateTimeOffset => Storage::TimestampTz,
        P::Duration => Storage::AsText,
        P::Binary => Storage::Binary,
    }
}
