//! A value of a spatial type.

use super::{Family, Shape, Spatial};

/// A shape and the reference system it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Geo {
    /// Round Earth or flat.
    pub family: Family,
    /// The reference system, by EPSG's number.
    pub srid: u32,
    /// The shape.
    pub shape: Shape,
}

impl Geo {
    /// The type of exactly this shape.
    #[must_use]
    pub const fn ty(&self) -> Spatial {
        Spatial { family: self.family, kind: Some(self.shape.kind()), srid: self.srid }
    }
}
