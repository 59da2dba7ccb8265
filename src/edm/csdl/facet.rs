//! Which facets a type may carry (CSDL, section 7.2): takes a type, gives what may be written.
//! A facet that means nothing for its type makes strict readers refuse the whole document. What a type
//! definition fixes is written there alone.

use crate::edm::{PrimitiveType, TypeRef, Value, text};

/// Every facet as an attribute has it.
pub(super) fn texts(ty: &TypeRef) -> Vec<(&'static str, String)> {
    let number = |name, facet: Option<u32>| facet.map(|facet| (name, facet.to_string()));
    let scale = scale(ty).map(|scale| match scale {
        Scale::Digits(digits) => digits.to_string(),
        Scale::Variable => "variable".to_owned(),
    });
    let all = [
        number("MaxLength", max_length(ty)),
        number("Precision", precision(ty)),
        scale.map(|s| ("Scale", s)),
        number("SRID", srid(ty)),
    ];
    all.into_iter().flatten().collect()
}

fn fixed(ty: &TypeRef) -> Option<&'static TypeRef> {
    ty.definition.map(|definition| &definition.declaration().underlying)
}

/// `MaxLength`: of text and bytes only.
pub(super) fn max_length(ty: &TypeRef) -> Option<u32> {
    let own = ty.max_length.filter(|_| fixed(ty).is_none_or(|fixed| fixed.max_length.is_none()));
    own.filter(|_| matches!(ty.primitive, PrimitiveType::String | PrimitiveType::Binary))
}

/// `Precision`: of decimals and the types with fractional seconds only.
pub(super) fn precision(ty: &TypeRef) -> Option<u32> {
    use PrimitiveType::{DateTimeOffset, Decimal, Duration, TimeOfDay};
    let own = ty.precision.filter(|_| fixed(ty).is_none_or(|fixed| fixed.precision.is_none()));
    own.filter(|_| matches!(ty.primitive, Decimal | DateTimeOffset | Duration | TimeOfDay))
}

/// `Scale`: of decimals only, and of all of them: without it a decimal has no fraction.
pub(super) fn scale(ty: &TypeRef) -> Option<Scale> {
    (ty.primitive == PrimitiveType::Decimal && ty.definition.is_none())
        .then(|| ty.scale.map_or(Scale::Variable, Scale::Digits))
}

/// `SRID`: of spatial types only, and of all of them.
pub(super) fn srid(ty: &TypeRef) -> Option<u32> {
    ty.primitive.as_spatial().filter(|_| ty.definition.is_none()).map(|spatial| spatial.srid)
}

/// How many digits a decimal has right of its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// At most this many.
    Digits(u32),
    /// As many as the value has, within the precision.
    Variable,
}

/// The text of a default value (CSDL XML, section 7.2.7).
pub(super) fn default_text(default: &Value) -> String {
    let mut text = Vec::new();
    text::value(&mut text, &default.borrow());
    String::from_utf8(text).unwrap_or_default()
}
