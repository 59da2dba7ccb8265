//! Streams: bytes with a media type, read on their own (CSDL, sections 6.7 and 7.2.2). Values never hold
//! them.

/// The stream of a property, or of a media entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stream {
    /// The column of its bytes, among all of the set's table.
    pub content: usize,
    /// What they are.
    pub media_type: MediaType,
}

/// The media type of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// The same for all entities.
    Fixed(String),
    /// What a column says; nothing where it is null.
    Column(usize),
}

impl MediaType {
    /// That of bytes nothing is known of (RFC 2046, section 4.5.1).
    pub const UNKNOWN: &'static str = "application/octet-stream";

    /// Whether a text is a media type (RFC 9110, section 8.3.1) that can be a header as it is: tokens,
    /// parameters in tokens or quotes, in ASCII without control characters.
    #[must_use]
    pub fn is_legal(text: &str) -> bool {
        let mut parts = Parameters(text).map(|part| part.trim_matches([' ', '\t']));
        let Some((ty, subtype)) = parts.next().and_then(|name| name.split_once('/')) else { return false };
        text.len() <= LONGEST && is_token(ty) && is_token(subtype) && parts.all(is_parameter)
    }
}

/// The most characters of a media type.
const LONGEST: usize = 255;

/// The parts between semicolons that are in no quotes.
struct Parameters<'a>(&'a str);

impl<'a> Iterator for Parameters<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        let (mut quoted, mut escaped) = (false, false);
        let end = self.0.bytes().position(|byte| {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b';' => return !quoted,
                _ => {}
            }
            false
        });
        let (part, rest) = match end {
            Some(end) => (self.0.get(..end)?, self.0.get(end + 1..)?),
            None => (self.0, ""),
        };
        self.0 = rest;
        Some(part)
    }
}

fn is_parameter(text: &str) -> bool {
    if text.is_empty() {
        return true;
    }
    let Some((name, value)) = text.split_once('=') else { return false };
    let quoted = || {
        let inside = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        inside.is_some_and(|inside| {
            let mut bytes = inside.bytes();
            let legal = |byte: u8| matches!(byte, b'\t' | b' '..=b'~');
            while let Some(byte) = bytes.next() {
                let taken =
                    if byte == b'\\' { bytes.next() } else { Some(byte).filter(|byte| *byte != b'"') };
                if !taken.is_some_and(legal) {
                    return false;
                }
            }
            true
        })
    };
    is_token(name) && (is_token(value) || quoted())
}

fn is_token(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(legal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_a_header_is_a_media_type() {
        for legal in [
            "image/png",
            "text/plain;charset=utf-8",
            "text/plain; charset=\"utf-8\"",
            "application/vnd.harbour+json ; a=1;b=\"x;\\\"y\"",
            "image/png; ",
            MediaType::UNKNOWN,
        ] {
            assert!(MediaType::is_legal(legal), "{legal}");
        }
        for illegal in [
            "",
            "png",
            "image/",
            "/png",
            "image/png;a",
            "image/png\r\nSet-Cookie: a=b",
            "image/png\n",
            "image/p ng",
            "text/plain;a=\"\r\n\"",
            "text/plain;a=\"x",
            "text/plain;a=\"x\\\"",
            "text/plain;a=\"ü\"",
            "tëxt/plain",
            "a/b, c/d",
            &format!("a/{}", "b".repeat(254)),
        ] {
            assert!(!MediaType::is_legal(illegal), "{illegal:?}");
        }
    }
}
