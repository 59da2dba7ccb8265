//! What Salesforce makes of types and names when it syncs: the rules of the `salesforce` profile,
//! once, for building the model and for `check --salesforce`. Knows types and names, no tables.
//!
//! The figures are those of Salesforce's help pages "OData 4.0 and 4.01 Type Mapping" and
//! "General Limits"; where those are silent, the safer choice.

use std::fmt;

use crate::edm::{PrimitiveType, TypeRef};

/// The most external objects of one Salesforce organisation.
pub const MAX_OBJECTS: usize = 200;
/// The most characters of an entity set's name: the object's API name is 40 long, `__x` included.
pub const MAX_SET_NAME: usize = 37;
/// The most characters of a property's name: the field's API name is 40 long, `__c` included. A
/// key with a longer name silently stops being the External ID.
pub const MAX_PROPERTY_NAME: usize = 37;
/// The most characters all long text areas of one object may declare together.
pub const LONG_TEXT_BUDGET: u64 = 1_638_400;

/// The longest text that becomes a filterable Text field; an External ID is such a field.
const MAX_TEXT: u32 = 255;
/// The longest LongTextArea.
const MAX_LONG_TEXT: u32 = 131_072;
/// What text of unknown length is published as, outside keys.
const UNKNOWN_TEXT: u32 = 32_000;
/// The digits of a Number field.
const MAX_DIGITS: u32 = 18;
/// The most digits right of the point for decimals that leave it open or have more than 18 digits,
/// so that there is room left of it.
const SPARE_SCALE: u32 = 6;
/// Salesforce keeps milliseconds.
const MAX_SECOND_DIGITS: u32 = 3;

/// The type of a field of an external object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Ticked or not.
    Checkbox,
    /// Digits before and after the point; `None` where Salesforce decides.
    Number(Option<(u32, u32)>),
    /// Filterable text of at most 255 characters.
    Text(u32),
    /// Longer text: neither filterable nor sortable in SOQL.
    LongTextArea(u32),
    /// Base64 of bytes.
    TextArea,
    /// Date and time.
    DateTime,
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checkbox => f.write_str("Checkbox"),
            Self::Number(Some((left, right))) => write!(f, "Number({left},{right})"),
            Self::Number(None) => f.write_str("Number"),
            Self::Text(length) => write!(f, "Text({length})"),
            Self::LongTextArea(length) => write!(f, "LongTextArea({length})"),
            Self::TextArea => f.write_str("TextArea"),
            Self::DateTime => f.write_str("DateTime"),
        }
    }
}

/// What a property is used for besides being shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Part of the key, or what a navigation compares: must be filterable.
    Identifying,
    /// Neither.
    Plain,
}

/// What becomes of a declared property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// It is published.
    Published {
        /// As this type.
        ty: TypeRef,
        /// Salesforce makes this of it.
        field: FieldType,
        /// What a user may be surprised by.
        remark: Option<&'static str>,
    },
    /// It is not, for this reason.
    LeftOut(&'static str),
}

/// Converts a declared type; `publish` is the definition's word on it.
#[must_use]
pub fn convert(declared: TypeRef, role: Role, publish: Option<bool>) -> Conversion {
    use PrimitiveType as P;
    // Salesforce knows no type definitions.
    let declared = TypeRef { definition: None, ..declared };
    if publish == Some(false) {
        return Conversion::LeftOut("the definition says publish: false");
    }
    let as_text = |length, remark| {
        let ty = TypeRef {
            max_length: Some(length),
            nullable: declared.nullable,
            ..TypeRef::of(PrimitiveType::String)
        };
        (ty, FieldType::Text(length), Some(remark))
    };
    let (ty, field, remark) = match declared.primitive {
        P::Boolean => {
            let remark = declared.nullable.then_some("null is shown as not ticked");
            (declared, FieldType::Checkbox, remark)
        }
        P::Byte | P::SByte | P::Int16 | P::Int32 => (declared, number(MAX_DIGITS, 0), None),
        P::Int64 => (declared, number(MAX_DIGITS, 0), Some("numbers of 19 digits do not fit")),
        P::Single | P::Double => (
            declared,
            FieldType::Number(None),
            Some("Salesforce may round it; Edm.Decimal with precision and scale is exact"),
        ),
        P::Decimal => decimal(declared),
        P::String => text(declared, role),
        P::Guid => as_text(36, "published as Edm.String(36): Salesforce has no UUIDs"),
        P::TimeOfDay => as_text(18, "published as Edm.String(18): Salesforce cannot sync times of day"),
        P::Enumeration(declared) => as_text(
            u32::try_from(declared.longest_text()).unwrap_or(u32::MAX),
            "published as text: Salesforce has no enumerations",
        ),
        P::Duration => as_text(64, "published as Edm.String(64): Salesforce cannot sync durations"),
        P::Date => (
            declared,
            FieldType::DateTime,
            Some("shown as midnight UTC, which is the day before west of Greenwich"),
        ),
        P::DateTimeOffset => {
            let precision = declared.precision.map_or(MAX_SECOND_DIGITS, |p| p.min(MAX_SECOND_DIGITS));
            (TypeRef { precision: Some(precision), ..declared }, FieldType::DateTime, None)
        }
        P::Stream => return Conversion::LeftOut("Salesforce reads no streams; publish them as Edm.Binary"),
        P::Spatial(_) => {
            return Conversion::LeftOut(
                "Salesforce knows no shapes; publish longitude and latitude as numbers",
            );
        }
        P::Binary if publish == Some(true) => {
            (declared, FieldType::TextArea, Some("base64 of more than 191 bytes does not fit"))
        }
        P::Binary => return Conversion::LeftOut("Edm.Binary does not fit a field; publish: true insists"),
    };
    Conversion::Published { ty, field, remark }
}

/// Why Salesforce cannot take `name`, at most `longest` characters long, as a set's or property's;
/// `None` if it can.
#[must_use]
pub fn illegal_name(name: &str, longest: usize) -> Option<&'static str> {
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some("does not start with a letter from A to Z");
    }
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Some("holds something else than letters from A to Z, digits and underscores");
    }
    if name.contains("__") {
        return Some("holds two underscores in a row");
    }
    if name.ends_with('_') {
        return Some("ends with an underscore");
    }
    (name.len() > longest).then_some("is too long")
}

const fn number(digits: u32, scale: u32) -> FieldType {
    FieldType::Number(Some((digits - scale, scale)))
}

fn decimal(declared: TypeRef) -> (TypeRef, FieldType, Option<&'static str>) {
    let (digits, scale, remark) = match (declared.precision, declared.scale) {
        (None, _) => (MAX_DIGITS, SPARE_SCALE, Some("no precision declared: 18 digits, 6 after the point")),
        (Some(digits), scale) if digits > MAX_DIGITS => (
            MAX_DIGITS,
            scale.unwrap_or(0).min(SPARE_SCALE),
            Some("Salesforce has 18 digits: longer numbers do not fit"),
        ),
        (Some(digits), scale) => (digits, scale.unwrap_or(0).min(digits), None),
    };
    (TypeRef { precision: Some(digits), scale: Some(scale), ..declared }, number(digits, scale), remark)
}

fn text(declared: TypeRef, role: Role) -> (TypeRef, FieldType, Option<&'static str>) {
    let (length, remark) = match (declared.max_length, role) {
        (None, Role::Identifying) => {
            (MAX_TEXT, Some("no maxLength declared: 255 characters, as a longer text cannot be filtered by"))
        }
        (Some(length), Role::Identifying) if length > MAX_TEXT => {
            (MAX_TEXT, Some("cut to 255 characters, as a longer text cannot be filtered by"))
        }
        (None, Role::Plain) => (
            UNKNOWN_TEXT,
            Some("no maxLength declared: long text, not filterable in Salesforce; 255 or less would be"),
        ),
        (Some(length), _) if length > MAX_LONG_TEXT => {
            (MAX_LONG_TEXT, Some("Salesforce's long text ends at 131,072 characters"))
        }
        (Some(length), _) if length > MAX_TEXT => (length, Some("long text is not filterable in Salesforce")),
        (Some(length), _) => (length, None),
    };
    let field = if length > MAX_TEXT { FieldType::LongTextArea(length) } else { FieldType::Text(length) };
    (TypeRef { max_length: Some(length), ..declared }, field, remark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ty(text: &str) -> TypeRef {
        let (name, facets) = text.split_once('(').unwrap_or((text, ""));
        let primitive = PrimitiveType::from_name(&format!("Edm.{name}")).unwrap();
        let mut facets = facets.trim_end_matches(')').split(',').filter_map(|facet| facet.parse().ok());
        let mut ty = TypeRef::of(primitive);
        if matches!(primitive, PrimitiveType::String | PrimitiveType::Binary) {
            ty.max_length = facets.next();
        } else {
            ty.precision = facets.next();
            ty.scale = facets.next();
        }
        ty
    }

    #[test]
    fn every_type_has_its_field() {
        use Role::{Identifying, Plain};
        for (declared, role, published, field, remarked) in [
            ("Boolean", Plain, "Boolean", "Checkbox", true),
            ("Byte", Plain, "Byte", "Number(18,0)", false),
            ("SByte", Plain, "SByte", "Number(18,0)", false),
            ("Int16", Plain, "Int16", "Number(18,0)", false),
            ("Int32", Identifying, "Int32", "Number(18,0)", false),
            ("Int64", Plain, "Int64", "Number(18,0)", true),
            ("Single", Plain, "Single", "Number", true),
            ("Double", Plain, "Double", "Number", true),
            ("Decimal", Plain, "Decimal(18,6)", "Number(12,6)", true),
            ("Decimal(18,2)", Plain, "Decimal(18,2)", "Number(16,2)", false),
            ("Decimal(5)", Plain, "Decimal(5,0)", "Number(5,0)", false),
            ("Decimal(38,10)", Plain, "Decimal(18,6)", "Number(12,6)", true),
            ("Decimal(20,2)", Plain, "Decimal(18,2)", "Number(16,2)", true),
            ("Decimal(18,18)", Plain, "Decimal(18,18)", "Number(0,18)", false),
            ("String(80)", Plain, "String(80)", "Text(80)", false),
            ("String(255)", Identifying, "String(255)", "Text(255)", false),
            ("String(256)", Plain, "String(256)", "LongTextArea(256)", true),
            ("String(256)", Identifying, "String(255)", "Text(255)", true),
            ("String", Identifying, "String(255)", "Text(255)", true),
            ("String", Plain, "String(32000)", "LongTextArea(32000)", true),
            ("String(4294967295)", Plain, "String(131072)", "LongTextArea(131072)", true),
            ("Guid", Identifying, "String(36)", "Text(36)", true),
            ("TimeOfDay(6)", Plain, "String(18)", "Text(18)", true),
            ("Duration", Plain, "String(64)", "Text(64)", true),
            ("Date", Plain, "Date", "DateTime", true),
            ("DateTimeOffset", Plain, "DateTimeOffset(3)", "DateTime", false),
            ("DateTimeOffset(6)", Plain, "DateTimeOffset(3)", "DateTime", false),
            ("DateTimeOffset(0)", Plain, "DateTimeOffset(0)", "DateTime", false),
        ] {
            let Conversion::Published { ty: found, field: found_field, remark } =
                convert(ty(declared), role, None)
            else {
                panic!("{declared} is left out")
            };
            assert_eq!(found, ty(published), "{declared}");
            assert_eq!(found_field.to_string(), field, "{declared}");
            assert_eq!(remark.is_some(), remarked, "{declared}: {remark:?}");
        }
    }

    #[test]
    fn nullability_survives() {
        for primitive in PrimitiveType::ALL.into_iter().filter(|ty| *ty != PrimitiveType::Stream) {
            let Conversion::Published { ty, .. } =
                convert(TypeRef::of(primitive).required(), Role::Plain, Some(true))
            else {
                panic!("{primitive} is left out")
            };
            assert!(!ty.nullable, "{primitive}");
        }
    }

    #[test]
    fn the_definition_has_the_last_word() {
        let left_out =
            |declared, publish| matches!(convert(ty(declared), Role::Plain, publish), Conversion::LeftOut(_));
        assert!(left_out("Binary", None));
        assert!(!left_out("Binary(100)", Some(true)));
        assert!(left_out("Int32", Some(false)));
        assert!(left_out("GeographyPoint", Some(true)));
        assert!(left_out("Geometry", None));
    }

    #[test]
    fn names() {
        for legal in ["Customers", "a1_b2", &"x".repeat(37)] {
            assert_eq!(illegal_name(legal, MAX_SET_NAME), None, "{legal}");
        }
        for illegal in ["", "1a", "_a", "Größe", "a-b", "a__b", "a_", &"x".repeat(38)] {
            assert!(illegal_name(illegal, MAX_SET_NAME).is_some(), "{illegal}");
        }
    }
}
