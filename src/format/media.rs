//! Streams: the control information of those an entity has (JSON Format, sections 4.6.14 and 9), and
//! how one is answered by itself.

use super::key::percent_encode;
use super::links::{cast, set_url};
use super::{Representation, escape};
use crate::edm::{MediaType, ValueRef};
use crate::source::{Error, Row};

/// The control information of one stream, between whose pieces the key stands.
pub(super) struct MediaLinks {
    /// `,"Photo@odata.mediaReadLink":"…/Set` and `/Photo","Photo@odata.mediaContentType":`
    pieces: [Vec<u8>; 2],
    /// What the bytes are.
    media_type: Described,
}

/// What says what the bytes of a stream are.
pub(super) enum Described {
    Fixed(Vec<u8>),
    /// A value of the row.
    Place(usize),
}

impl MediaLinks {
    /// Those of entities of the type `ty` of the family.
    pub(super) fn all(representation: &Representation<'_>, ty: Option<usize>) -> Vec<Self> {
        let entity_type = representation.entity_type();
        let places = &representation.plan.media_types;
        let mut all = Vec::new();
        for (streamed, place) in representation.query.streams.iter().zip(places) {
            let property = streamed.property.and_then(|index| representation.property(index));
            let (name, stream) = match property {
                Some(property) => (property.name.as_str(), property.stream.as_ref()),
                None => ("", entity_type.media.as_ref()),
            };
            let Some(stream) = stream.filter(|_| entity_type.is_a(ty, property.and_then(|found| found.of)))
            else {
                continue;
            };
            let mut read = b",".to_vec();
            escape::string(&mut read, &format!("{name}@odata.mediaReadLink"));
            read.extend_from_slice(b":\"");
            read.extend(set_url(representation));
            let mut content = cast(representation, ty);
            content.push(b'/');
            percent_encode(&mut content, if property.is_some() { name.as_bytes() } else { b"$value" });
            content.extend_from_slice(b"\",");
            escape::string(&mut content, &format!("{name}@odata.mediaContentType"));
            content.push(b':');
            let media_type = match (&stream.media_type, place) {
                (MediaType::Column(_), Some(place)) => Described::Place(*place),
                (MediaType::Fixed(fixed), _) => Described::Fixed(fixed.clone().into_bytes()),
                (MediaType::Column(_), None) => Described::Fixed(MediaType::UNKNOWN.as_bytes().to_vec()),
            };
            all.push(Self { pieces: [read, content], media_type });
        }
        all
    }

    /// Writes it for the entity with this key. An illegal media type is given back.
    pub(super) fn write(&self, out: &mut Vec<u8>, key: &[u8], row: &dyn Row) -> Result<(), Illegal> {
        let [read, content] = &self.pieces;
        out.extend_from_slice(read);
        out.extend_from_slice(key);
        out.extend_from_slice(content);
        let text = match &self.media_type {
            Described::Fixed(fixed) => String::from_utf8_lossy(fixed).into_owned(),
            Described::Place(place) => media_type(row, *place)?,
        };
        escape::string(out, &text);
        Ok(())
    }
}

/// Why there is no media type.
pub(super) enum Illegal {
    /// The row cannot give it.
    Row(Error),
    /// It is none: the place of the value, and what it is.
    Value(usize, String),
}

impl From<Error> for Illegal {
    fn from(error: Error) -> Self {
        Self::Row(error)
    }
}

/// The media type at a place of a row; null says nothing.
pub(super) fn media_type(row: &dyn Row, place: usize) -> Result<String, Illegal> {
    match row.get(place)? {
        ValueRef::Null => Ok(MediaType::UNKNOWN.to_owned()),
        ValueRef::String(text) if MediaType::is_legal(&text) => Ok(text.into_owned()),
        value => Err(Illegal::Value(place, super::encode::describe(&value))),
    }
}

/// Whether a browser may show bytes of this type where they were asked for: none that can hold scripts,
/// which would run as the service's own.
#[must_use]
pub fn is_inline(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let family = essence.split('/').next().unwrap_or_default();
    match essence.as_str() {
        "text/plain" | "text/csv" | "application/json" | "application/pdf" => true,
        _ => matches!(family, "image" | "audio" | "video") && !essence.contains("xml"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_inline;

    #[test]
    fn what_can_hold_scripts_is_downloaded() {
        for shown in
            ["image/png", "IMAGE/JPEG; q=1", "audio/ogg", "video/mp4", "text/plain", "application/pdf"]
        {
            assert!(is_inline(shown), "{shown}");
        }
        for downloaded in [
            "text/html",
            "TEXT/HTML;charset=utf-8",
            "image/svg+xml",
            "application/xhtml+xml",
            "text/xml",
            "application/javascript",
            "application/octet-stream",
            "multipart/related",
            "",
        ] {
            assert!(!is_inline(downloaded), "{downloaded}");
        }
    }
}
