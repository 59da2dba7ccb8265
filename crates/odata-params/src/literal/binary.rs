//! Binary values: base64url between quotes in, the encoded text out (RFC 4648, section 5).

use crate::ast::{Literal, LiteralKind};
use crate::input::{Parsed, Text};
use crate::token;

/// The quoted part of `binaryLiteral`, at the first quote.
pub(crate) fn quoted(i: Text<'_>) -> Parsed<'_, Literal> {
    let (start, ()) = token::quote(i)?;
    let (rest, ()) = value(start)?;
    let (end, ()) = token::quote(rest)?;
    Ok((end, Literal { kind: LiteralKind::Binary, text: start.until(rest).to_owned() }))
}

/// `binaryValue`: groups of four, then two or three characters whose spare bits are zero, with or
/// without padding.
pub(crate) fn value(i: Text<'_>) -> Parsed<'_, ()> {
    let is_base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let length = i.rest.bytes().take_while(is_base64).count();
    let rest = i.skip(length);
    let last = length.checked_sub(1).and_then(|at| i.byte(at)).unwrap_or_default();
    let padding = match length % 4 {
        0 => "",
        2 if b"AQgw".contains(&last) => "==",
        3 if b"AEIMQUYcgkosw048".contains(&last) => "=",
        _ => return rest.miss("a base64url character"),
    };
    rest.note("a base64url character");
    if rest.rest.starts_with(padding) { Ok((rest.skip(padding.len()), ())) } else { Ok((rest, ())) }
}
