//! Literals: kind and lexeme in, text out.

use crate::ast::{Literal, LiteralKind};

pub(super) fn literal(out: &mut String, literal: &Literal) {
    let prefix = match &literal.kind {
        LiteralKind::String => "",
        LiteralKind::Duration => "duration",
        LiteralKind::Binary => "binary",
        LiteralKind::Geography => "geography",
        LiteralKind::Geometry => "geometry",
        LiteralKind::Enum(name) => name,
        _ => return out.push_str(&literal.text),
    };
    out.push_str(prefix);
    quoted(out, &literal.text);
}

/// Text between quotes, those inside doubled.
pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('\'');
    for (index, part) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("''");
        }
        out.push_str(part);
    }
    out.push('\'');
}
