//! Percent-encoding: decoded text in, text as it may stand in a URL out (RFC 3986).

/// A path segment: slashes are data here.
pub(super) fn path_segment(out: &mut String, text: &str) {
    encode(out, text, |b| is_plain(b) || matches!(b, b'+' | b'=' | b'&'));
}

/// A path segment that is a key and nothing else: raw parentheses and `$` would say otherwise.
pub(super) fn path_text(out: &mut String, text: &str) {
    encode(out, text, |b| is_plain(b) && !matches!(b, b'(' | b'$'));
}

/// The name of a query option: it ends at the first `=`.
pub(super) fn query_name(out: &mut String, text: &str) {
    encode(out, text, is_plain);
}

/// The value of a query option: `&` ends it, `+` would be a blank.
pub(super) fn query_value(out: &mut String, text: &str) {
    encode(out, text, |b| is_plain(b) || matches!(b, b'=' | b'/' | b'?'));
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b',' | b';' | b':' | b'@'
        )
}

fn encode(out: &mut String, text: &str, plain: impl Fn(u8) -> bool) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('0');
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}
