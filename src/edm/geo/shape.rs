//! Shapes as positions. A [`Shape`] that was read has passed [`Shape::check`].

use std::hash::{Hash, Hasher};

use super::Fault;

/// The most positions of one value: a coast line in fine detail.
pub const MAX_POSITIONS: usize = 200_000;

/// How deep collections may lie in collections.
pub const MAX_NESTING: usize = 8;

/// A place: finite numbers.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    /// Longitude in degrees, or the first coordinate of a plane.
    pub x: f64,
    /// Latitude in degrees, or the second coordinate of a plane.
    pub y: f64,
    /// Altitude; takes no part in computations.
    pub z: Option<f64>,
}

impl Position {
    fn bits(&self) -> (u64, u64, Option<u64>) {
        (self.x.to_bits(), self.y.to_bits(), self.z.map(f64::to_bits))
    }
}

/// Identity: the same numbers bit by bit, altitude included.
impl PartialEq for Position {
    fn eq(&self, other: &Self) -> bool {
        self.bits() == other.bits()
    }
}

impl Eq for Position {}

impl Hash for Position {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits().hash(state);
    }
}

/// A shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum Shape {
    Point(Position),
    /// Two positions or more.
    LineString(Vec<Position>),
    /// An outer ring and any number of holes, each of four positions or more of which the last is the first.
    Polygon(Vec<Vec<Position>>),
    MultiPoint(Vec<Position>),
    MultiLineString(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
    Collection(Vec<Self>),
}

/// Which shape it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the standard's")]
pub enum ShapeKind {
    Point,
    LineString,
    Polygon,
    MultiPoint,
    MultiLineString,
    MultiPolygon,
    Collection,
}

impl ShapeKind {
    /// Every kind, at the place of its number in well-known binary less one.
    pub const ALL: [Self; 7] = [
        Self::Point,
        Self::LineString,
        Self::Polygon,
        Self::MultiPoint,
        Self::MultiLineString,
        Self::MultiPolygon,
        Self::Collection,
    ];

    /// The word for it in well-known text and in GeoJSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Point => "Point",
            Self::LineString => "LineString",
            Self::Polygon => "Polygon",
            Self::MultiPoint => "MultiPoint",
            Self::MultiLineString => "MultiLineString",
            Self::MultiPolygon => "MultiPolygon",
            Self::Collection => "GeometryCollection",
        }
    }
}

impl Shape {
    /// Which shape it is.
    #[must_use]
    pub const fn kind(&self) -> ShapeKind {
        match self {
            Self::Point(_) => ShapeKind::Point,
            Self::LineString(_) => ShapeKind::LineString,
            Self::Polygon(_) => ShapeKind::Polygon,
            Self::MultiPoint(_) => ShapeKind::MultiPoint,
            Self::MultiLineString(_) => ShapeKind::MultiLineString,
            Self::MultiPolygon(_) => ShapeKind::MultiPolygon,
            Self::Collection(_) => ShapeKind::Collection,
        }
    }

    /// Calls `visit` with every position.
    pub fn positions(&self, visit: &mut impl FnMut(&Position)) {
        match self {
            Self::Point(position) => visit(position),
            Self::LineString(list) | Self::MultiPoint(list) => list.iter().for_each(visit),
            Self::Polygon(lists) | Self::MultiLineString(lists) => lists.iter().flatten().for_each(visit),
            Self::MultiPolygon(polygons) => polygons.iter().flatten().flatten().for_each(visit),
            Self::Collection(shapes) => shapes.iter().for_each(|shape| shape.positions(visit)),
        }
    }

    /// How many positions it has.
    #[must_use]
    pub fn size(&self) -> usize {
        let mut size = 0;
        self.positions(&mut |_| size += 1);
        size
    }

    /// Whether lines are lines and rings rings. Collections may be empty, shapes may not.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), Fault> {
        match self {
            Self::Point(_) | Self::MultiPoint(_) => Ok(()),
            Self::LineString(line) => check_line(line),
            Self::MultiLineString(lines) => lines.iter().try_for_each(|line| check_line(line)),
            Self::Polygon(rings) => check_polygon(rings),
            Self::MultiPolygon(polygons) => polygons.iter().try_for_each(|rings| check_polygon(rings)),
            Self::Collection(shapes) => shapes.iter().try_for_each(Self::check),
        }
    }
}

fn check_line(line: &[Position]) -> Result<(), Fault> {
    match line.len() {
        0 => Err(Fault::Empty),
        1 => Err(Fault::Line),
        _ => Ok(()),
    }
}

fn check_polygon(rings: &[Vec<Position>]) -> Result<(), Fault> {
    let is_closed = |ring: &Vec<Position>| {
        let ends = ring.first().zip(ring.last());
        ring.len() >= 4
            && ends.is_some_and(|(first, last)| (first.x, first.y, first.z) == (last.x, last.y, last.z))
    };
    if rings.is_empty() {
        return Err(Fault::Empty);
    }
    if rings.iter().all(is_closed) { Ok(()) } else { Err(Fault::Ring) }
}
