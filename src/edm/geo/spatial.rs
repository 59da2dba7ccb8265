//! The spatial types (CSDL, section 3.3) with their reference system, the facet `SRID` (section 7.2.6).

use super::{Fault, Geo, Shape, ShapeKind};

/// The greatest SRID: literals have five digits for it.
pub const MAX_SRID: u32 = 99_999;

/// Round Earth or flat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// Longitudes and latitudes in degrees.
    Geography,
    /// Coordinates in a plane.
    Geometry,
}

impl Family {
    /// The SRID of a type that names none.
    #[must_use]
    pub const fn default_srid(self) -> u32 {
        match self {
            Self::Geography => 4326,
            Self::Geometry => 0,
        }
    }

    /// What stands before the quote of a literal.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Geography => "geography",
            Self::Geometry => "geometry",
        }
    }
}

/// A spatial type: as small as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spatial {
    /// Round Earth or flat.
    pub family: Family,
    /// The shape of all its values; any for `Edm.Geography` and `Edm.Geometry`.
    pub kind: Option<ShapeKind>,
    /// The reference system of all its values, by EPSG's number.
    pub srid: u32,
}

impl Spatial {
    /// Every type, with the SRID it has by default.
    pub const ALL: [Self; 16] = {
        const fn geography(kind: Option<ShapeKind>) -> Spatial {
            Spatial { family: Family::Geography, kind, srid: 4326 }
        }
        const fn geometry(kind: Option<ShapeKind>) -> Spatial {
            Spatial { family: Family::Geometry, kind, srid: 0 }
        }
        let [a, b, c, d, e, f, g] = ShapeKind::ALL;
        [
            geography(None),
            geography(Some(a)),
            geography(Some(b)),
            geography(Some(c)),
            geography(Some(d)),
            geography(Some(e)),
            geography(Some(f)),
            geography(Some(g)),
            geometry(None),
            geometry(Some(a)),
            geometry(Some(b)),
            geometry(Some(c)),
            geometry(Some(d)),
            geometry(Some(e)),
            geometry(Some(f)),
            geometry(Some(g)),
        ]
    };

    /// The qualified name: `Edm.GeographyPoint`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        use ShapeKind as K;
        match (self.family, self.kind) {
            (Family::Geography, None) => "Edm.Geography",
            (Family::Geography, Some(K::Point)) => "Edm.GeographyPoint",
            (Family::Geography, Some(K::LineString)) => "Edm.GeographyLineString",
            (Family::Geography, Some(K::Polygon)) => "Edm.GeographyPolygon",
            (Family::Geography, Some(K::MultiPoint)) => "Edm.GeographyMultiPoint",
            (Family::Geography, Some(K::MultiLineString)) => "Edm.GeographyMultiLineString",
            (Family::Geography, Some(K::MultiPolygon)) => "Edm.GeographyMultiPolygon",
            (Family::Geography, Some(K::Collection)) => "Edm.GeographyCollection",
            (Family::Geometry, None) => "Edm.Geometry",
            (Family::Geometry, Some(K::Point)) => "Edm.GeometryPoint",
            (Family::Geometry, Some(K::LineString)) => "Edm.GeometryLineString",
            (Family::Geometry, Some(K::Polygon)) => "Edm.GeometryPolygon",
            (Family::Geometry, Some(K::MultiPoint)) => "Edm.GeometryMultiPoint",
            (Family::Geometry, Some(K::MultiLineString)) => "Edm.GeometryMultiLineString",
            (Family::Geometry, Some(K::MultiPolygon)) => "Edm.GeometryMultiPolygon",
            (Family::Geometry, Some(K::Collection)) => "Edm.GeometryCollection",
        }
    }

    /// Whether a value is of this type.
    #[must_use]
    pub fn holds(self, value: &Geo) -> bool {
        let Self { family, kind, srid } = self;
        family == value.family && srid == value.srid && kind.is_none_or(|kind| kind == value.shape.kind())
    }

    /// The value of this type that is this shape.
    ///
    /// # Errors
    /// Another kind of shape, and degrees that are none.
    pub fn value(self, shape: Shape) -> Result<Geo, Mismatch> {
        if self.kind.is_some_and(|kind| kind != shape.kind()) {
            return Err(Mismatch::Kind(shape.kind()));
        }
        if self.family == Family::Geography {
            let mut inside = true;
            shape.positions(&mut |at| inside &= at.x.abs() <= 180.0 && at.y.abs() <= 90.0);
            if !inside {
                return Err(Mismatch::Fault(Fault::Globe));
            }
        }
        Ok(Geo { family: self.family, srid: self.srid, shape })
    }

    /// The value of this type that a text stands for: well-known text, with the SRID in front of it or
    /// without.
    ///
    /// # Errors
    /// What it is instead.
    pub fn of_text(self, text: &str) -> Result<Geo, Mismatch> {
        self.checked(super::read(text)?)
    }

    /// The value of this type that a shape with the SRID it came with is, if it came with one.
    ///
    /// # Errors
    /// What it is instead.
    pub fn checked(self, (srid, shape): (Option<u32>, Shape)) -> Result<Geo, Mismatch> {
        match srid.filter(|srid| *srid != self.srid) {
            Some(found) => Err(Fault::Srid { found, wanted: self.srid }.into()),
            None => self.value(shape),
        }
    }
}

/// What a value is that is not of a type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// Of no spatial type.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Another shape.
    #[error("a {}", .0.word())]
    Kind(ShapeKind),
}
