//! `geo.distance`, `geo.length` and `geo.intersects` (URL Conventions, section 5.1.1.11): shapes go
//! in, a number or a truth comes out. Altitudes take no part.
//!
//! On the round Earth distances are those along geodesics of the WGS 84 ellipsoid, in metres; in a plane
//! they are straight, in its own unit. The edges of a polygon are straight in its coordinates, in degrees
//! too: that is what they are in GeoJSON (RFC 7946, section 3.1.1), the form in which all values are answered.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::edm::Value;
use crate::edm::geo::{Family, Position, Shape};
use crate::query::Function;
use crate::source::Error;

use super::mismatch;

/// Calls a function of shapes with arguments that are not null.
pub(super) fn call(function: Function, arguments: &[Value]) -> Result<Value, Error> {
    let shapes: Vec<_> = arguments
        .iter()
        .filter_map(|argument| match argument {
            Value::Spatial(value) => Some((value.family, &value.shape)),
            _ => None,
        })
        .collect();
    match (function, shapes.as_slice()) {
        (Function::GeoDistance, [(family, Shape::Point(a)), (_, Shape::Point(b))]) => {
            Ok(Value::Double(distance(*family, a, b)))
        }
        (Function::GeoLength, [(family, Shape::LineString(line))]) => {
            Ok(Value::Double(length(*family, line)))
        }
        (Function::GeoIntersects, [(family, Shape::Point(point)), (_, Shape::Polygon(rings))]) => {
            if *family == Family::Geography && rings.iter().any(|ring| turns_back(ring)) {
                return Err(Error::Evaluation(
                    "'geo.intersects' needs polygons whose edges are shorter than half the globe; cut them at longitude 180"
                        .to_owned(),
                ));
            }
            Ok(Value::Boolean(contains(rings, point)))
        }
        _ => Err(mismatch(function.name(), arguments)),
    }
}

fn distance(family: Family, a: &Position, b: &Position) -> f64 {
    match family {
        Family::Geography => Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x),
        Family::Geometry => (a.x - b.x).hypot(a.y - b.y),
    }
}

/// The distances from each position to the next, added up.
fn length(family: Family, line: &[Position]) -> f64 {
    let legs = line.iter().zip(line.iter().skip(1));
    legs.map(|(a, b)| distance(family, a, b)).sum()
}

/// Whether an edge spans more than half the globe: its author may mean the other way round.
fn turns_back(ring: &[Position]) -> bool {
    ring.iter().zip(ring.iter().skip(1)).any(|(a, b)| (a.x - b.x).abs() > 180.0)
}

/// Whether a point lies in a polygon or on its boundary, that of its holes included. Exact: no rounding
/// decides on which side of an edge a point is.
fn contains(rings: &[Vec<Position>], point: &Position) -> bool {
    let mut inside = false;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
            let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
            if point.y < low.y || point.y > high.y {
                continue;
            }
            let side = side(low, high, point);
            let between = a.x.min(b.x) <= point.x && point.x <= a.x.max(b.x);
            if side.is_eq() && between {
                return true;
            }
            // A line from the point to the west crosses the edges to its left; of two edges that meet there
            // the lower one.
            inside ^= low.y <= point.y && point.y < high.y && side.is_lt();
        }
    }
    inside
}

/// On which side of the line through `a` and `b` the point lies: `Greater` for the left.
fn side(a: &Position, b: &Position, point: &Position) -> Ordering {
    let left = (a.x - point.x) * (b.y - point.y);
    let right = (a.y - point.y) * (b.x - point.x);
    // Six roundings have put it off by at most this much (Shewchuk, "Adaptive Precision Floating-Point
    // Arithmetic", 1997).
    let doubt = 3.330_669_073_875_471_6e-16 * (left.abs() + right.abs()) + f64::MIN_POSITIVE;
    let difference = left - right;
    if difference.abs() > doubt && doubt.is_finite() {
        return difference.total_cmp(&0.0);
    }
    exact_side(a, b, point).unwrap_or(Ordering::Equal)
}

/// The same in exact arithmetic; `None` for what is no number.
fn exact_side(a: &Position, b: &Position, point: &Position) -> Option<Ordering> {
    let exact = |value: f64| BigDecimal::try_from(value).ok();
    let [ax, ay, bx, by] = [exact(a.x)?, exact(a.y)?, exact(b.x)?, exact(b.y)?];
    let (x, y) = (exact(point.x)?, exact(point.y)?);
    Some(((ax - &x) * (by - &y)).cmp(&((ay - y) * (bx - x))))
}
