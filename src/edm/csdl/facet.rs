//! Which facets a type may carry (CSDL, section 7.2): takes a type, gives what may be written.
//! A facet that means nothing for its type makes strict readers refuse the whole document.

use crate::edm::{PrimitiveType, TypeRef};

/// `MaxLength`: of text and bytes only.
pub(super) fn max_length(ty: &TypeRef) -> Option<u32> {
    ty.max_length.filter(|_| matches!(ty.primitive, PrimitiveType::String | PrimitiveType::Binary))
}

/// `Precision`: of decimals and the types with fractional seconds only.
pub(super) fn precision(ty: &TypeRef) -> Option<u32> {
    use PrimitiveType::{DateTimeOffset, Decimal, Duration, TimeOfDay};
    ty.precision.filter(|_| matches!(ty.primitive, Decimal | DateTimeOffset | Duration | TimeOfDay))
}

/// `Scale`: of decimals only, and of all of them: without it a decimal has no fraction.
pub(super) fn scale(ty: &TypeRef) -> Option<Scale> {
    (ty.primitive == PrimitiveType::Decimal).then(|| ty.scale.map_or(Scale::Variable, Scale::Digits))
}

/// How many digits a decimal has right of its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// At most this many.
    Digits(u32),
    /// As many as the value has, within the precision.
    Variable,
}
