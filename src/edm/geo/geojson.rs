//! GeoJSON as OData has it (JSON Format, section 7.1): `type` first, then `coordinates`, then the
//! reference system, if it is not the one that a reader expects.

use super::{Geo, Position, Shape};
use crate::edm::text;

/// Appends a value as a GeoJSON object. `crs` is written where the SRID is not the type's default; it is of
/// the type `name` with EPSG's identifier.
pub fn geojson(out: &mut Vec<u8>, value: &Geo) {
    object(out, &value.shape);
    if value.srid != value.family.default_srid() {
        out.extend_from_slice(b",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:");
        text::integer(out, value.srid.into());
        out.extend_from_slice(b"\"}}");
    }
    out.push(b'}');
}

/// The object without its closing brace.
fn object(out: &mut Vec<u8>, shape: &Shape) {
    out.extend_from_slice(b"{\"type\":\"");
    out.extend_from_slice(shape.kind().word().as_bytes());
    let members = if matches!(shape, Shape::Collection(_)) { "geometries" } else { "coordinates" };
    out.extend_from_slice(b"\",\"");
    out.extend_from_slice(members.as_bytes());
    out.extend_from_slice(b"\":");
    match shape {
        Shape::Point(at) => position(out, at),
        Shape::LineString(list) | Shape::MultiPoint(list) => array(out, list, position),
        Shape::Polygon(lists) | Shape::MultiLineString(lists) => {
            array(out, lists, |out, list| array(out, list, position));
        }
        Shape::MultiPolygon(polygons) => array(out, polygons, |out, lists| {
            array(out, lists, |out, list| array(out, list, position));
        }),
        Shape::Collection(shapes) => array(out, shapes, |out, shape| {
            object(out, shape);
            out.push(b'}');
        }),
    }
}

fn position(out: &mut Vec<u8>, at: &Position) {
    out.push(b'[');
    text::double(out, at.x);
    out.push(b',');
    text::double(out, at.y);
    if let Some(z) = at.z {
        out.push(b',');
        text::double(out, z);
    }
    out.push(b']');
}

fn array<T>(out: &mut Vec<u8>, list: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}
