//! What is wrong with a shape, in words that go on from "this is".

use super::shape::{MAX_NESTING, MAX_POSITIONS};

/// Why a text or a run of bytes is no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Neither well-known text nor anything near it.
    #[error("no well-known text such as Point(4.5 51.9)")]
    Text,
    /// Not as well-known binary is.
    #[error("no well-known binary")]
    Binary,
    /// None of the seven shapes: a curve, a surface, a network of triangles.
    #[error("a shape that OData does not know")]
    Kind,
    /// `NaN`, an infinity, a number too large.
    #[error("a shape with a coordinate that is no finite number")]
    Number,
    /// A fourth coordinate; GeoJSON has no place for it.
    #[error("a shape with measures")]
    Measure,
    /// A shape without positions that is no collection: GeoJSON takes it for null.
    #[error("an empty shape")]
    Empty,
    /// A line of one position.
    #[error("a line with fewer than two positions")]
    Line,
    /// A ring of fewer than four positions, or one whose last is not its first.
    #[error("a ring that is not closed")]
    Ring,
    /// Beyond 180 degrees of longitude or 90 of latitude.
    #[error("a shape that lies beyond longitude 180 or latitude 90")]
    Globe,
    /// Of another reference system.
    #[error("a shape with SRID {found} instead of {wanted}")]
    Srid {
        /// Its own.
        found: u32,
        /// What was wanted.
        wanted: u32,
    },
    /// Too large.
    #[error("a shape with more than {MAX_POSITIONS} positions")]
    Positions,
    /// Too deep.
    #[error("a shape with collections nested more than {MAX_NESTING} deep")]
    Nesting,
}
