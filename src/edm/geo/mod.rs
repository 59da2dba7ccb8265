//! Shapes on the Earth and in the plane: their types and values, well-known text in and out,
//! well-known binary in, GeoJSON out. Knows no database and computes nothing.

mod fault;
mod geojson;
mod shape;
mod spatial;
mod value;
mod wkb;
mod wkt;

pub use fault::Fault;
pub use geojson::geojson;
pub use shape::{MAX_NESTING, MAX_POSITIONS, Position, Shape, ShapeKind};
pub use spatial::{Family, MAX_SRID, Mismatch, Spatial};
pub use value::Geo;
pub use wkb::{ewkb, prefixed};
pub use wkt::{read, write};

#[cfg(test)]
mod tests;
