//! What a client sends: takes a `Content-Type`, gives the form of the body.

use super::json::Json;
use super::media_range::{MediaRange, ranges};

/// The forms of a body that mean something to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// `text/plain`, in UTF-8 or ASCII: query options.
    Text,
    /// `application/json`, in UTF-8: parameters.
    Json {
        /// `IEEE754Compatible=true`: `Int64` and `Decimal` are strings (JSON Format, section 3.2).
        ieee754_compatible: bool,
    },
}

/// The form a `Content-Type` names; `None` for any other, and for another character set.
#[must_use]
pub fn content(header: &str) -> Option<Content> {
    let ranges = ranges(header);
    let [range] = ranges.as_slice() else { return None };
    if range.names("text", "plain") {
        return is_unicode(range).then_some(Content::Text);
    }
    if range.names("application", "json") {
        return Json::of(range).map(|json| Content::Json { ieee754_compatible: json.ieee754_compatible });
    }
    None
}

fn is_unicode(range: &MediaRange<'_>) -> bool {
    let charset = range.parameters.iter().find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    charset.is_none_or(|(_, value)| {
        ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|name| value.eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_forms_are_known() {
        let json = |ieee754_compatible| Some(Content::Json { ieee754_compatible });
        for (header, form) in [
            ("text/plain", Some(Content::Text)),
            ("Text/Plain; charset=UTF-8", Some(Content::Text)),
            ("text/plain;charset=\"us-ascii\"; format=flowed", Some(Content::Text)),
            ("text/plain;charset=iso-8859-1", None),
            ("text/plain, text/plain", None),
            ("text/*", None),
            ("application/json", json(false)),
            ("application/json;charset=utf-8;IEEE754Compatible=true", json(true)),
            ("application/json;odata.metadata=minimal", json(false)),
            ("application/json;charset=utf-16", None),
            ("application/x-www-form-urlencoded", None),
            ("", None),
        ] {
            assert_eq!(content(header), form, "{header}");
        }
    }
}
