//! How a column is stored, where its values can be stored in more than one way.

use crate::catalog::definition::PropertyDefinition;
use crate::catalog::problem::Problems;
use crate::catalog::{Entry, Storage};
use crate::edm::PrimitiveType;
use crate::edm::geo::Family;

/// Checks that a column of this stored form can hold members of an enumeration, durations, shapes or
/// streams.
pub(super) fn check(
    values: PrimitiveType,
    entry: &Entry<PropertyDefinition>,
    storage: Storage,
    place: &str,
    problems: &mut Problems,
) {
    use Storage as S;
    let text = matches!(storage, S::Text | S::FixedText | S::AsText);
    let (fits, remedy) = match values {
        PrimitiveType::Enumeration(_) => (
            text || matches!(storage, S::Integer | S::Unsigned | S::Bits),
            "an enumeration is read from integers or from texts",
        ),
        PrimitiveType::Duration => (
            text || matches!(storage, S::Integer | S::Unsigned | S::Decimal | S::Interval | S::Time),
            "a duration is read from a span of time, from seconds in integers or exact decimals, or from texts",
        ),
        PrimitiveType::Spatial(spatial) => (
            text || matches!((storage, spatial.family), (S::Geometry, _) | (S::Geography, Family::Geography)),
            "a shape is read from the database's own type, or from well-known text",
        ),
        PrimitiveType::Stream => (storage == S::Binary, "a stream is read from bytes"),
        _ => return,
    };
    if let (false, Some(db_type)) = (fits, &entry.value.db_type) {
        let message = format!("a column of the type {} holds no values of {values}", **db_type);
        problems.error(db_type.at, format!("{place}.dbType"), message, remedy);
    }
}
