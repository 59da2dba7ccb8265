//! Names: an identifier or a dotted name in, its text out (ABNF, section 6).

use crate::input::{Parsed, Text};

const LONGEST: usize = 128;

/// `odataIdentifier`: at most 128 characters. Letters outside ASCII are allowed as the comment on
/// the rule says; which Unicode classes they belong to is left to the model that declares them.
pub(crate) fn identifier(i: Text<'_>) -> Parsed<'_, &str> {
    let length = identifier_length(i.rest);
    if length == 0 || i.is_escaped(0) {
        i.miss("a name")
    } else {
        Ok((i.skip(length), i.rest.get(..length).unwrap_or_default()))
    }
}

/// A simple or dot-qualified name.
pub(crate) fn dotted(i: Text<'_>) -> Parsed<'_, &str> {
    let length = dotted_length(i.rest);
    if length == 0 || i.is_escaped(0) {
        return i.miss("a name");
    }
    let rest = i.skip(length);
    if rest.starts_with(b'.') {
        rest.skip(1).note("a name");
    }
    if i.is_ordered() && i.until(rest).contains('.') {
        // A namespace, which leaves no name for what it qualifies.
        rest.note("'.'");
        return identifier(i);
    }
    Ok((rest, i.until(rest)))
}

/// The bytes of the simple or dot-qualified name at the start of `text`; 0 where there is none.
pub(crate) fn dotted_length(text: &str) -> usize {
    let mut length = identifier_length(text);
    while length > 0 && text.as_bytes().get(length) == Some(&b'.') {
        match identifier_length(text.get(length + 1..).unwrap_or_default()) {
            0 => break,
            more => length += 1 + more,
        }
    }
    length
}

/// The bytes of the identifier at the start of `text`; 0 where there is none.
pub(crate) fn identifier_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let length = match bytes.get(ascii) {
        Some(byte) if !byte.is_ascii() => text
            .char_indices()
            .take(LONGEST)
            .find(|(_, c)| !is_name(*c))
            .map_or_else(|| text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at), |(at, _)| at),
        _ => ascii,
    };
    if bytes.first().is_some_and(u8::is_ascii_digit) { 0 } else { length }
}

fn is_name(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { !c.is_whitespace() && !c.is_control() }
}
