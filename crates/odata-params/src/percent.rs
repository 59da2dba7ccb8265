//! Percent-encoding: raw URL text in, decoded text out, with the way back from decoded offsets.

use std::borrow::Cow;

/// The raw offset of a `%` that is not followed by two hexadecimal digits, or whose byte does not
/// belong to valid UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadEncoding {
    Escape(usize),
    Utf8,
}

/// Decodes `raw`; `plus_is_blank` for the query part, where many clients write blanks as `+`.
pub(crate) fn decode(raw: &str, plus_is_blank: bool) -> Result<Cow<'_, str>, BadEncoding> {
    if !raw.bytes().any(|b| b == b'%' || (plus_is_blank && b == b'+')) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut decoded = Vec::with_capacity(raw.len());
    for step in Steps::new(raw) {
        match step {
            Step { byte: Some(b'+'), escaped: false, .. } if plus_is_blank => decoded.push(b' '),
            Step { byte: Some(byte), .. } => decoded.push(byte),
            Step { byte: None, at, .. } => return Err(BadEncoding::Escape(at)),
        }
    }
    String::from_utf8(decoded).map(Cow::Owned).map_err(|_| BadEncoding::Utf8)
}

/// One byte of the decoded text.
pub(crate) struct Step {
    /// Where its raw form starts.
    pub(crate) at: usize,
    /// The byte; `None` for a malformed escape.
    pub(crate) byte: Option<u8>,
    /// Whether it was written as an escape.
    pub(crate) escaped: bool,
}

/// Walks raw text byte by decoded byte.
pub(crate) struct Steps<'a> {
    raw: &'a [u8],
    at: usize,
}

impl<'a> Steps<'a> {
    pub(crate) fn new(raw: &'a str) -> Self {
        Self { raw: raw.as_bytes(), at: 0 }
    }
}

impl Iterator for Steps<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let at = self.at;
        let byte = *self.raw.get(at)?;
        if byte != b'%' {
            self.at += 1;
            return Some(Step { at, byte: Some(byte), escaped: false });
        }
        let digit = |index: usize| self.raw.get(index).and_then(|b| char::from(*b).to_digit(16));
        let byte =
            digit(at + 1).zip(digit(at + 2)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        self.at += 3;
        Some(Step { at, byte, escaped: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_escapes_and_plus() {
        assert_eq!(decode("a%20b+c", true).unwrap(), "a b c");
        assert_eq!(decode("a%20b+c", false).unwrap(), "a b+c");
        assert_eq!(decode("%2B%c3%A4", true).unwrap(), "+ä");
        assert_eq!(decode("100%", true), Err(BadEncoding::Escape(3)));
        assert_eq!(decode("%e4", true), Err(BadEncoding::Utf8));
    }
}
