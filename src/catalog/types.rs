//! A property's type as its definition declares it: the name and the facets, if they are legal
//! together (CSDL, section 7.2).

use super::definition::PropertyDefinition;
use super::located::{Entry, Located};
use super::named_types::NamedTypes;
use super::problem::Problems;
use crate::edm::geo::{MAX_SRID, Spatial};
use crate::edm::{PrimitiveType, TypeRef};

/// Fractional digits of a second that a temporal type can have at most.
const MAX_TEMPORAL_PRECISION: u32 = 12;

/// The declared type of a property; what is wrong with it goes into `problems`, `place` being the
/// property's. `None` only for an unknown type.
pub fn declared_type(
    types: &NamedTypes,
    entry: &Entry<PropertyDefinition>,
    in_key: bool,
    place: &str,
    problems: &mut Problems,
) -> Option<TypeRef> {
    let property = &entry.value;
    let Some(found) = types.find(&property.edm_type) else {
        let remedy = types.did_you_mean(&property.edm_type);
        let message = format!("'{}' is no type a property can have", *property.edm_type);
        problems.error(property.edm_type.at, format!("{place}.type"), message, remedy);
        return None;
    };
    let facets = Written {
        max_length: property.max_length,
        precision: property.precision,
        scale: property.scale,
        srid: property.srid.as_ref(),
    };
    let ty = facets.applied(found, place, problems);
    Some(TypeRef { nullable: property.nullable.map_or(!in_key, |nullable| *nullable), ..ty })
}

/// Facets as a property or a type definition has them.
#[derive(Clone, Copy)]
pub(super) struct Written<'w> {
    pub(super) max_length: Option<Located<u32>>,
    pub(super) precision: Option<Located<u32>>,
    pub(super) scale: Option<Located<u32>>,
    pub(super) srid: Option<&'w Located<String>>,
}

impl Written<'_> {
    /// `ty` with these facets; what is wrong with them goes into `problems`.
    pub(super) fn applied(self, ty: TypeRef, place: &str, problems: &mut Problems) -> TypeRef {
        let has = Facets::of(ty.primitive);
        let mut facet = |name: &str, facet: Option<Located<u32>>, legal: bool, fixed: Option<u32>| {
            let Some(facet) = facet else { return fixed };
            if !legal {
                let message = format!("{name} is no facet of {}", ty.primitive);
                problems.error(facet.at, format!("{place}.{name}"), message, format!("delete {name}"));
            } else if let (Some(definition), true) = (ty.definition, fixed.is_some() || name == "scale") {
                // Without a scale a type definition leaves it variable.
                let message = format!("{name} is what the type definition {} says", definition.name());
                problems.error(facet.at, format!("{place}.{name}"), message, format!("delete {name}"));
            }
            legal.then_some(facet.value)
        };
        let ty = TypeRef {
            max_length: facet("maxLength", self.max_length, has.max_length, ty.max_length),
            precision: facet("precision", self.precision, has.precision, ty.precision),
            scale: facet("scale", self.scale, has.scale, ty.scale),
            ..ty
        };
        self.check_bounds(ty, place, problems);
        self.in_system(ty, place, problems)
    }

    /// A spatial type in the reference system written (CSDL, section 7.2.6).
    fn in_system(self, ty: TypeRef, place: &str, problems: &mut Problems) -> TypeRef {
        let Some(written) = self.srid else { return ty };
        let mut problem = |message: String, remedy: &str| {
            problems.error(written.at, format!("{place}.srid"), message, remedy);
            ty
        };
        let PrimitiveType::Spatial(spatial) = ty.primitive else {
            return problem(format!("srid is no facet of {}", ty.primitive), "delete srid");
        };
        if let Some(definition) = ty.definition {
            let message = format!("srid is what the type definition {} says", definition.name());
            return problem(message, "delete srid");
        }
        if **written == *"variable" {
            let message = "a reference system that differs from value to value is not supported".to_owned();
            return problem(message, "write the SRID that all values have, such as 4326");
        }
        match written.parse().ok().filter(|srid| *srid <= MAX_SRID) {
            Some(srid) => TypeRef { primitive: PrimitiveType::Spatial(Spatial { srid, ..spatial }), ..ty },
            None => problem(format!("'{}' is no SRID", **written), "write a number from 0 to 99999"),
        }
    }

    fn check_bounds(self, ty: TypeRef, place: &str, problems: &mut Problems) {
        let is_decimal = ty.primitive == PrimitiveType::Decimal;
        if let (Some(0), Some(facet)) = (ty.max_length, self.max_length) {
            problems.error(facet.at, format!("{place}.maxLength"), "maxLength is 0", "write 1 or more");
        }
        if let (Some(precision), Some(facet)) = (ty.precision, self.precision) {
            let place = format!("{place}.precision");
            if is_decimal && precision == 0 {
                problems.error(facet.at, place, "the precision of an Edm.Decimal is 0", "write 1 or more");
            } else if !is_decimal && precision > MAX_TEMPORAL_PRECISION {
                let message = format!("the precision of {} is over 12", ty.primitive);
                problems.error(facet.at, place, message, "write the number of fractional digits, 0 to 12");
            }
        }
        if let (Some(scale), Some(facet)) = (ty.scale, self.scale) {
            let place = format!("{place}.scale");
            match ty.precision {
                None => problems.error(facet.at, place, "scale is given without precision", "add precision"),
                Some(precision) if scale > precision => {
                    let message = format!("scale {scale} is greater than precision {precision}");
                    let remedy = "precision counts all digits, scale those after the point";
                    problems.error(facet.at, place, message, remedy);
                }
                Some(_) => {}
            }
        }
    }
}

/// Which facets a type has, besides `nullable`.
struct Facets {
    max_length: bool,
    precision: bool,
    scale: bool,
}

impl Facets {
    const fn of(primitive: PrimitiveType) -> Self {
        use PrimitiveType as P;
        Self {
            max_length: matches!(primitive, P::String | P::Binary),
            precision: matches!(primitive, P::Decimal | P::DateTimeOffset | P::TimeOfDay | P::Duration),
            scale: matches!(primitive, P::Decimal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Entries;

    fn declare(property: &str, in_key: bool) -> (Option<TypeRef>, Vec<String>) {
        let entries: Entries<PropertyDefinition> =
            serde_saphyr::from_str(&format!("P: {{{property}}}")).unwrap();
        let mut problems = Problems::default();
        let ty = declared_type(&NamedTypes::default(), &entries[0], in_key, "P", &mut problems);
        let problems = problems.into_sorted();
        (ty, problems.into_iter().map(|problem| format!("{}: {}", problem.place, problem.message)).collect())
    }

    #[test]
    fn facets_are_kept() {
        let (ty, problems) = declare("type: Edm.Decimal, precision: 12, scale: 2", false);
        assert_eq!(
            ty,
            Some(TypeRef { precision: Some(12), scale: Some(2), ..TypeRef::of(PrimitiveType::Decimal) })
        );
        assert!(problems.is_empty());
    }

    #[test]
    fn a_key_property_is_required_unless_told_otherwise() {
        for (property, in_key, nullable) in [
            ("type: Edm.Int32", false, true),
            ("type: Edm.Int32", true, false),
            ("type: Edm.Int32, nullable: false", false, false),
            ("type: Edm.Int32, nullable: true", true, true),
        ] {
            assert_eq!(declare(property, in_key).0.unwrap().nullable, nullable, "{property}");
        }
    }

    #[test]
    fn what_is_illegal_is_named() {
        for (property, expected) in [
            ("type: Edm.Sting", &["P.type: 'Edm.Sting' is no type a property can have"] as &[_]),
            ("type: Edm.Untyped", &["P.type: 'Edm.Untyped' is no type a property can have"]),
            (
                "type: Edm.Int32, maxLength: 3, precision: 3, scale: 1",
                &[
                    "P.maxLength: maxLength is no facet of Edm.Int32",
                    "P.precision: precision is no facet of Edm.Int32",
                    "P.scale: scale is no facet of Edm.Int32",
                ],
            ),
            ("type: Edm.Double, precision: 3", &["P.precision: precision is no facet of Edm.Double"]),
            ("type: Edm.String, maxLength: 0", &["P.maxLength: maxLength is 0"]),
            ("type: Edm.Decimal, precision: 0", &["P.precision: the precision of an Edm.Decimal is 0"]),
            ("type: Edm.Decimal, scale: 2", &["P.scale: scale is given without precision"]),
            ("type: Edm.Decimal, precision: 2, scale: 3", &["P.scale: scale 3 is greater than precision 2"]),
            (
                "type: Edm.TimeOfDay, precision: 13",
                &["P.precision: the precision of Edm.TimeOfDay is over 12"],
            ),
            ("type: Edm.DateTimeOffset, precision: 12", &[]),
            ("type: Edm.GeometryPoint, srid: 28992", &[]),
            ("type: Edm.Int32, srid: 4326", &["P.srid: srid is no facet of Edm.Int32"]),
            (
                "type: Edm.GeographyPoint, srid: variable",
                &["P.srid: a reference system that differs from value to value is not supported"],
            ),
            ("type: Edm.GeographyPoint, srid: 100000", &["P.srid: '100000' is no SRID"]),
            (
                "type: Edm.GeographyPoint, maxLength: 3",
                &["P.maxLength: maxLength is no facet of Edm.GeographyPoint"],
            ),
        ] {
            assert_eq!(declare(property, false).1, expected, "{property}");
        }
    }
}
