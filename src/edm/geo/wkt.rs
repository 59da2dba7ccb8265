//! Well-known text. Written as the ABNF's `full…Literal` rules have it; read as databases and people
//! write it too: in any letter case, with blanks, `Z` and `EMPTY`.

use super::shape::{MAX_NESTING, MAX_POSITIONS};
use super::{Fault, Geo, MAX_SRID, Position, Shape, ShapeKind};
use crate::edm::text;

/// Appends a value: `SRID=4326;Point(4.5 51.9)`.
pub fn write(out: &mut Vec<u8>, value: &Geo) {
    out.extend_from_slice(b"SRID=");
    text::integer(out, value.srid.into());
    out.push(b';');
    shape(out, &value.shape);
}

fn shape(out: &mut Vec<u8>, value: &Shape) {
    out.extend_from_slice(value.kind().word().as_bytes());
    match value {
        Shape::Point(at) => list(out, std::slice::from_ref(at), position),
        Shape::LineString(line) => list(out, line, position),
        Shape::MultiPoint(points) => {
            list(out, points, |out, at| list(out, std::slice::from_ref(at), position));
        }
        Shape::Polygon(lines) | Shape::MultiLineString(lines) => {
            list(out, lines, |out, line| list(out, line, position));
        }
        Shape::MultiPolygon(polygons) => list(out, polygons, |out, rings| {
            list(out, rings, |out, ring| list(out, ring, position));
        }),
        Shape::Collection(shapes) => list(out, shapes, shape),
    }
}

fn position(out: &mut Vec<u8>, at: &Position) {
    text::double(out, at.x);
    out.push(b' ');
    text::double(out, at.y);
    if let Some(z) = at.z {
        out.push(b' ');
        text::double(out, z);
    }
}

fn list<T>(out: &mut Vec<u8>, items: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'(');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b')');
}

/// The shape that a text stands for, and its SRID where it says one.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str) -> Result<(Option<u32>, Shape), Fault> {
    let mut reader = Reader { rest: text.trim(), positions: 0 };
    let srid = reader.srid()?;
    let shape = reader.shape(0)?;
    if !reader.rest.is_empty() {
        return Err(Fault::Text);
    }
    shape.check()?;
    Ok((srid, shape))
}

struct Reader<'t> {
    rest: &'t str,
    /// How many there were so far.
    positions: usize,
}

impl<'t> Reader<'t> {
    fn srid(&mut self) -> Result<Option<u32>, Fault> {
        let Some((head, rest)) = self.rest.split_once(';') else { return Ok(None) };
        let (word, number) = head.split_once('=').ok_or(Fault::Text)?;
        let number = number.trim();
        if !word.trim().eq_ignore_ascii_case("SRID") || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(Fault::Text);
        }
        let srid = number.parse().ok().filter(|srid| *srid <= MAX_SRID).ok_or(Fault::Text)?;
        self.rest = rest.trim_start();
        Ok(Some(srid))
    }

    fn shape(&mut self, depth: usize) -> Result<Shape, Fault> {
        if depth > MAX_NESTING {
            return Err(Fault::Nesting);
        }
        let word = self.word();
        let (kind, dimension) = kind_of(word)?;
        let dimension = if dimension.is_empty() { self.dimension() } else { dimension };
        if dimension.bytes().any(|letter| letter.eq_ignore_ascii_case(&b'M')) {
            return Err(Fault::Measure);
        }
        Ok(match kind {
            ShapeKind::Point => Shape::Point(self.point()?),
            ShapeKind::LineString => Shape::LineString(self.list(Self::position)?),
            ShapeKind::Polygon => Shape::Polygon(self.list(|reader| reader.list(Self::position))?),
            // Some write the points without parentheses of their own.
            ShapeKind::MultiPoint => Shape::MultiPoint(self.list(|reader| {
                if reader.rest.starts_with('(') { reader.point() } else { reader.position() }
            })?),
            ShapeKind::MultiLineString => {
                Shape::MultiLineString(self.list(|reader| reader.list(Self::position))?)
            }
            ShapeKind::MultiPolygon => {
                Shape::MultiPolygon(self.list(|reader| reader.list(|reader| reader.list(Self::position)))?)
            }
            ShapeKind::Collection => Shape::Collection(self.list(|reader| reader.shape(depth + 1))?),
        })
    }

    /// The letters that come next.
    fn word(&mut self) -> &'t str {
        let end = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }

    /// `Z`, `M` or `ZM` as a word of its own.
    fn dimension(&mut self) -> &'t str {
        let before = self.rest;
        let word = self.word();
        if is_dimension(word) {
            return word;
        }
        self.rest = before;
        ""
    }

    fn byte(&mut self, byte: char) -> bool {
        let Some(rest) = self.rest.strip_prefix(byte) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn point(&mut self) -> Result<Position, Fault> {
        let points = self.list(Self::position)?;
        match points.as_slice() {
            [point] => Ok(*point),
            [] => Err(Fault::Empty),
            _ => Err(Fault::Text),
        }
    }

    /// Items in parentheses, or the word for none.
    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let mut items = Vec::new();
        if !self.byte('(') {
            return if self.word().eq_ignore_ascii_case("EMPTY") { Ok(items) } else { Err(Fault::Text) };
        }
        if self.byte(')') {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.byte(')') {
                return Ok(items);
            }
            if !self.byte(',') {
                return Err(Fault::Text);
            }
        }
    }

    fn position(&mut self) -> Result<Position, Fault> {
        self.positions += 1;
        if self.positions > MAX_POSITIONS {
            return Err(Fault::Positions);
        }
        let (x, y) = (self.number()?, self.number()?);
        let z = if self.ends() { None } else { Some(self.number()?) };
        if !self.ends() {
            self.number()?;
            return Err(Fault::Measure);
        }
        Ok(Position { x, y, z })
    }

    fn ends(&self) -> bool {
        self.rest.starts_with([',', ')'])
    }

    fn number(&mut self) -> Result<f64, Fault> {
        let end = self.rest.find([' ', ',', ')', '(', '\t', '\n', '\r']).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        let digits =
            number.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
        match number.parse::<f64>() {
            Ok(value) if digits && value.is_finite() => Ok(value),
            Ok(_) => Err(Fault::Number),
            Err(_) => Err(Fault::Text),
        }
    }
}

/// The kind of a word, and what stands right behind it: `POINTZ`.
fn kind_of(word: &str) -> Result<(ShapeKind, &str), Fault> {
    for kind in ShapeKind::ALL {
        let Some((head, tail)) = word.split_at_checked(kind.word().len()) else { continue };
        if head.eq_ignore_ascii_case(kind.word()) && (tail.is_empty() || is_dimension(tail)) {
            return Ok((kind, tail));
        }
    }
    Err(if word.is_empty() { Fault::Text } else { Fault::Kind })
}

fn is_dimension(word: &str) -> bool {
    ["Z", "M", "ZM"].iter().any(|known| word.eq_ignore_ascii_case(known))
}
