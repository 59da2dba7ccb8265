//! Well-known binary as databases send it: PostGIS with the SRID in the type's number, MySQL and MariaDB
//! with the SRID in four bytes before it.

use super::shape::{MAX_NESTING, MAX_POSITIONS};
use super::{Fault, Position, Shape, ShapeKind};

const HAS_Z: u32 = 0x8000_0000;
const HAS_M: u32 = 0x4000_0000;
const HAS_SRID: u32 = 0x2000_0000;

/// The bytes of one position's number, the least that an item of a list can be made of.
const NUMBER: usize = 8;

/// The shape in PostGIS's extended form, and its SRID where it says one.
///
/// # Errors
/// What is wrong with it.
pub fn ewkb(bytes: &[u8]) -> Result<(Option<u32>, Shape), Fault> {
    let mut reader = Reader { rest: bytes, little: true, positions: 0, srid: None };
    let shape = reader.whole()?;
    Ok((reader.srid, shape))
}

/// The shape behind a SRID of four bytes, as MySQL and MariaDB store it: longitude first, whatever order of
/// axes the reference system has.
///
/// # Errors
/// What is wrong with it.
pub fn prefixed(bytes: &[u8]) -> Result<(Option<u32>, Shape), Fault> {
    let (srid, rest) = bytes.split_first_chunk().ok_or(Fault::Binary)?;
    let mut reader = Reader { rest, little: true, positions: 0, srid: None };
    let shape = reader.whole()?;
    Ok((Some(u32::from_le_bytes(*srid)), shape))
}

struct Reader<'b> {
    rest: &'b [u8],
    /// The order of bytes of the shape at hand.
    little: bool,
    /// How many there were so far.
    positions: usize,
    srid: Option<u32>,
}

impl Reader<'_> {
    fn whole(&mut self) -> Result<Shape, Fault> {
        let shape = self.shape(0)?;
        if !self.rest.is_empty() {
            return Err(Fault::Binary);
        }
        shape.check()?;
        Ok(shape)
    }

    fn shape(&mut self, depth: usize) -> Result<Shape, Fault> {
        // Parts of a shape that is no collection are shapes too.
        if depth > MAX_NESTING + 1 {
            return Err(Fault::Nesting);
        }
        self.little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(Fault::Binary),
        };
        let code = self.count_or_code()?;
        if code & HAS_SRID != 0 {
            let srid = self.count_or_code()?;
            self.srid = self.srid.or(Some(srid));
        }
        let number = code & !(HAS_Z | HAS_M | HAS_SRID);
        // ISO's way to say the dimensions is thousands, PostGIS's is bits.
        let (thousands, number) = (number / 1000, number % 1000);
        if code & HAS_M != 0 || thousands >= 2 {
            return Err(Fault::Measure);
        }
        let has_z = code & HAS_Z != 0 || thousands == 1;
        let kind = number.checked_sub(1).and_then(|place| ShapeKind::ALL.get(usize::try_from(place).ok()?));
        Ok(match kind.ok_or(Fault::Kind)? {
            ShapeKind::Point => Shape::Point(self.position(has_z)?),
            ShapeKind::LineString => Shape::LineString(self.line(has_z)?),
            ShapeKind::Polygon => Shape::Polygon(self.list(|reader| reader.line(has_z))?),
            ShapeKind::MultiPoint => {
                Shape::MultiPoint(self.list(|reader| match reader.shape(depth + 1)? {
                    Shape::Point(at) => Ok(at),
                    _ => Err(Fault::Binary),
                })?)
            }
            ShapeKind::MultiLineString => {
                Shape::MultiLineString(self.list(|reader| match reader.shape(depth + 1)? {
                    Shape::LineString(line) => Ok(line),
                    _ => Err(Fault::Binary),
                })?)
            }
            ShapeKind::MultiPolygon => {
                Shape::MultiPolygon(self.list(|reader| match reader.shape(depth + 1)? {
                    Shape::Polygon(rings) => Ok(rings),
                    _ => Err(Fault::Binary),
                })?)
            }
            ShapeKind::Collection if depth >= MAX_NESTING => return Err(Fault::Nesting),
            ShapeKind::Collection => Shape::Collection(self.list(|reader| reader.shape(depth + 1))?),
        })
    }

    fn line(&mut self, has_z: bool) -> Result<Vec<Position>, Fault> {
        self.list(|reader| reader.position(has_z))
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let little = self.little;
        let count = usize::try_from(self.count_or_code()?).map_err(|_| Fault::Binary)?;
        if count > MAX_POSITIONS {
            return Err(Fault::Positions);
        }
        // No more room than the bytes at hand can fill, whatever the count says.
        let mut items = Vec::with_capacity(count.min(self.rest.len() / NUMBER));
        for _ in 0..count {
            // Each part may have an order of bytes of its own.
            self.little = little;
            items.push(item(self)?);
        }
        self.little = little;
        Ok(items)
    }

    fn position(&mut self, has_z: bool) -> Result<Position, Fault> {
        self.positions += 1;
        if self.positions > MAX_POSITIONS {
            return Err(Fault::Positions);
        }
        let (x, y) = (self.number()?, self.number()?);
        let z = if has_z { Some(self.number()?) } else { None };
        // So an empty point is written.
        if x.is_nan() && y.is_nan() {
            return Err(Fault::Empty);
        }
        let finite = x.is_finite() && y.is_finite() && z.is_none_or(f64::is_finite);
        if finite { Ok(Position { x, y, z }) } else { Err(Fault::Number) }
    }

    fn number(&mut self) -> Result<f64, Fault> {
        let bytes = self.take()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn count_or_code(&mut self) -> Result<u32, Fault> {
        let bytes = self.take()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (head, rest) = self.rest.split_first_chunk().ok_or(Fault::Binary)?;
        self.rest = rest;
        Ok(*head)
    }
}
