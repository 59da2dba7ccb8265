//! Raw text decoded for the grammar: which bytes were percent-encoded and where each stood.

use crate::percent::Steps;

/// Stands for an escape that is none; nothing but a rule that takes any encoded character takes it.
const MALFORMED: char = '\u{1}';

/// Decoded text with the way back.
pub(super) struct Decoded {
    pub(super) text: String,
    /// For each byte of `text`, whether it was written percent-encoded.
    pub(super) escapes: Vec<bool>,
    /// For each byte of `text`, and its end, the raw offset.
    offsets: Vec<usize>,
    /// Where in `text` a malformed escape stands; the text ends there.
    pub(super) malformed: Option<Malformed>,
}

/// An escape without two hexadecimal digits.
#[derive(Clone, Copy)]
pub(super) struct Malformed {
    /// Offset in the decoded text.
    at: usize,
    /// Raw offset of the `%`.
    percent: usize,
    /// Raw offset of the byte that should be a digit.
    digit: usize,
}

impl Decoded {
    pub(super) fn new(raw: &str) -> Self {
        let mut bytes = Vec::with_capacity(raw.len());
        let mut found =
            Self { text: String::new(), escapes: Vec::new(), offsets: Vec::new(), malformed: None };
        let mut end = raw.len();
        for step in Steps::new(raw) {
            let Some(byte) = step.byte else {
                let is_digit = |at: usize| raw.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
                let digit = if is_digit(step.at + 1) { step.at + 2 } else { step.at + 1 };
                found.malformed = Some(Malformed { at: bytes.len(), percent: step.at, digit });
                found.offsets.push(step.at);
                found.escapes.push(true);
                bytes.push(MALFORMED as u8);
                end = digit;
                break;
            };
            // Encoded bytes beyond ASCII may be any encoding's: the grammar does not look into them.
            let byte = if step.escaped && !byte.is_ascii() { b'\x7f' } else { byte };
            bytes.push(byte);
            found.escapes.push(step.escaped);
            found.offsets.push(step.at);
        }
        found.offsets.push(end);
        found.text = String::from_utf8(bytes).unwrap_or_default();
        found
    }

    pub(super) fn raw_offset(&self, offset: usize) -> usize {
        self.offsets.get(offset).or(self.offsets.last()).copied().unwrap_or_default()
    }

    /// Where text with a malformed escape stops fitting, given how far the parser came.
    pub(super) fn malformed_offset(&self, furthest: usize) -> usize {
        match self.malformed {
            Some(found) if furthest > found.at => found.digit,
            Some(found) if furthest == found.at => found.percent,
            _ => self.raw_offset(furthest),
        }
    }
}
