//! What a client can read: takes `$format`, `Accept`, `Prefer` and `OData-MaxVersion` as sent,
//! gives what to answer with, or a refusal by name. Knows no rows and no HTTP library.

mod content;
mod json;
mod media_range;
mod prefer;
mod version;

pub use content::{Content, content};
pub use json::{Json, MetadataLevel};
pub use prefer::{MaxPageSize, max_page_size};
pub use version::{VersionRefused, version};

use media_range::{MediaRange, ranges};

/// The notations of a metadata document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Csdl {
    /// CSDL XML, the default.
    Xml,
    /// CSDL JSON
    Json,
}

impl Csdl {
    /// The media type of the document.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "application/xml",
            Self::Json => "application/json",
        }
    }
}

/// Nothing the client asks for can be given. `Display` is fit for an end user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// `$format` names something else (415).
    #[error("$format={asked} is not available here; {offered}")]
    Format {
        /// The option's value, cut to a readable length.
        asked: String,
        /// What there is.
        offered: &'static str,
    },
    /// `Accept` names only something else (406).
    #[error("nothing that 'Accept: {asked}' allows is available here; {offered}")]
    Accept {
        /// The header's value, cut to a readable length.
        asked: String,
        /// What there is.
        offered: &'static str,
    },
}

/// The JSON of an answer with data, or of the service document. `$format` outranks `Accept`
/// (Protocol, section 11.2.12); without either, or with an empty one, it is minimal metadata.
///
/// Answers in plain text (`/$count`, `/$value`) are not negotiated: there is one form of each.
///
/// # Errors
/// [`Refusal`] if neither names JSON with format parameters the service knows.
pub fn json(format: Option<&str>, accept: Option<&str>) -> Result<Json, Refusal> {
    const OFFERED: &str = "ask for application/json, with odata.metadata=none, minimal or full, and IEEE754Compatible=true or false";
    choose(format, accept, OFFERED, |ranges| best(ranges, "json", Json::of).map(|(_, json)| json))
}

/// The notation of `$metadata`; XML where both are equally welcome.
///
/// # Errors
/// [`Refusal`] if neither `$format` nor `Accept` names XML or JSON.
pub fn csdl(format: Option<&str>, accept: Option<&str>) -> Result<Csdl, Refusal> {
    const OFFERED: &str = "ask for application/xml or application/json";
    choose(format, accept, OFFERED, |ranges| {
        let xml = best(ranges, "xml", |range| range.is_utf8_only());
        let json = best(ranges, "json", |range| Json::of(range).map(|_| ()));
        match (xml, json) {
            (Some((xml, ())), Some((json, ()))) if json > xml => Some(Csdl::Json),
            (Some(_), _) => Some(Csdl::Xml),
            (None, Some(_)) => Some(Csdl::Json),
            (None, None) => None,
        }
    })
}

/// How welcome a representation is: the weight in thousandths, then how exactly it is named.
type Welcome = (u16, Exactness);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    Anything,
    Kind,
    Name,
}

fn choose<T>(
    format: Option<&str>,
    accept: Option<&str>,
    offered: &'static str,
    pick: impl Fn(&[MediaRange<'_>]) -> Option<T>,
) -> Result<T, Refusal> {
    if let Some(asked) = format {
        let word = asked.split(';').next().unwrap_or_default().trim_end().to_ascii_lowercase();
        let name = match word.as_str() {
            "json" | "xml" => format!("application/{asked}"),
            _ => asked.to_owned(),
        };
        return pick(&ranges(&name)).ok_or_else(|| Refusal::Format { asked: shortened(asked), offered });
    }
    let asked = accept.unwrap_or_default().trim();
    let asked = if asked.is_empty() { "*/*" } else { asked };
    pick(&ranges(asked)).ok_or_else(|| Refusal::Accept { asked: shortened(asked), offered })
}

/// The range that decides about `application/<subtype>`: the most exact level that names it at all decides
/// (RFC 9110, section 12.5.1), in it the greatest weight, then the first. Ranges with format
/// parameters `read` does not know are passed over (Protocol, section 8.2.1).
fn best<T>(
    ranges: &[MediaRange<'_>],
    subtype: &str,
    read: impl Fn(&MediaRange<'_>) -> Option<T>,
) -> Option<(Welcome, T)> {
    let exactness = |range: &MediaRange<'_>| match range {
        range if range.names("application", subtype) => Some(Exactness::Name),
        range if range.names("application", "*") => Some(Exactness::Kind),
        range if range.names("*", "*") => Some(Exactness::Anything),
        _ => None,
    };
    let mut decided: Option<(Welcome, T)> = None;
    for range in ranges {
        let Some((exactness, value)) = exactness(range).zip(read(range)) else { continue };
        let outranks = decided.as_ref().is_none_or(|((weight, level), _)| {
            exactness > *level || (exactness == *level && range.weight > *weight)
        });
        if outranks {
            decided = Some(((range.weight, exactness), value));
        }
    }
    decided.filter(|((weight, _), _)| *weight > 0)
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APEX: &str = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2";

    #[test]
    fn json_by_accept() {
        let minimal = "application/json;odata.metadata=minimal";
        let full = "application/json;odata.metadata=full";
        let none = "application/json;odata.metadata=none";
        let compatible = "application/json;odata.metadata=minimal;IEEE754Compatible=true";
        let cases = [
            ("", minimal),
            ("*/*", minimal),
            ("*", minimal),
            (APEX, minimal),
            ("application/*", minimal),
            ("application/json", minimal),
            ("APPLICATION/JSON", minimal),
            ("application/json;charset=UTF-8", minimal),
            ("application/json; charset=\"utf-8\"", minimal),
            ("application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false", minimal),
            ("application/json;metadata=full", full),
            ("application/json ; odata.metadata=FULL ; Streaming=false", full),
            ("application/json;odata.metadata=\"none\"", none),
            ("application/json;IEEE754Compatible=true", compatible),
            ("application/json;ieee754compatible=TRUE;ExponentialDecimals=true", compatible),
            (
                "application/json;odata.metadata=full;IEEE754Compatible=true",
                "application/json;odata.metadata=full;IEEE754Compatible=true",
            ),
            (
                "application/json;metadata=none;IEEE754Compatible=true",
                "application/json;odata.metadata=none;IEEE754Compatible=true",
            ),
            // Weights: the greatest of those that name JSON, then the first.
            ("application/json;q=0.5, application/json;odata.metadata=full;q=0.9", full),
            ("application/json;odata.metadata=none, application/json", none),
            ("*/*, application/json;odata.metadata=full;q=0.1", full),
            ("application/json;odata.metadata=full;q=1;ext=yes", full),
            ("application/json;q=abc", minimal),
            // Unknown parameters pass a range over, not the header.
            ("application/json;odata=verbose, application/json;odata.metadata=none;q=0.1", none),
            ("application/json;odata=verbose, */*;q=0.1", minimal),
            (",, ;q=1, application/json", minimal),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", minimal),
        ];
        for (accept, expected) in cases {
            assert_eq!(json(None, Some(accept)).map(Json::content_type), Ok(expected), "{accept}");
        }
        assert_eq!(json(None, None), Ok(Json::default()));
    }

    #[test]
    fn json_refused() {
        let refused = [
            "application/xml",
            "application/atom+xml",
            "text/html",
            "application/json;q=0",
            "application/json;q=0, */*",
            "*/*;q=0",
            "application/json;odata.metadata=some",
            "application/json;IEEE754Compatible=maybe",
            "application/json;odata=verbose",
            "application/json;charset=iso-8859-1",
        ];
        for accept in refused {
            let error = json(None, Some(accept)).unwrap_err();
            assert!(matches!(error, Refusal::Accept { .. }), "{accept}");
            assert!(error.to_string().contains(accept), "{error}");
        }
        for format in [
            "xml",
            "atom",
            "application/xml",
            "application/json;odata.metadata=some",
            "json;odata.metadata=some",
            "",
            "csv",
        ] {
            let error = json(Some(format), Some("application/json")).unwrap_err();
            assert!(matches!(error, Refusal::Format { .. }), "{format}");
            assert!(
                error.to_string().starts_with(&format!("$format={format} is not available here; ")),
                "{error}"
            );
        }
    }

    #[test]
    fn format_outranks_accept() {
        for (format, expected) in [
            ("json", "application/json;odata.metadata=minimal"),
            ("JSON", "application/json;odata.metadata=minimal"),
            ("json;odata.metadata=full", "application/json;odata.metadata=full"),
            ("application/json", "application/json;odata.metadata=minimal"),
            ("application/json;odata.metadata=none", "application/json;odata.metadata=none"),
            (
                "application/json;metadata=full;IEEE754Compatible=true",
                "application/json;odata.metadata=full;IEEE754Compatible=true",
            ),
        ] {
            assert_eq!(
                json(Some(format), Some("application/xml")).map(Json::content_type),
                Ok(expected),
                "{format}"
            );
        }
    }

    #[test]
    fn notation_of_the_metadata_document() {
        let cases = [
            (None, None, Some(Csdl::Xml)),
            (None, Some(APEX), Some(Csdl::Xml)),
            (None, Some("*/*"), Some(Csdl::Xml)),
            (None, Some("application/*"), Some(Csdl::Xml)),
            (None, Some("application/xml"), Some(Csdl::Xml)),
            (None, Some("application/xml;charset=utf-8"), Some(Csdl::Xml)),
            (None, Some("application/json"), Some(Csdl::Json)),
            (None, Some("application/json;odata.metadata=minimal, */*;q=0.1"), Some(Csdl::Json)),
            (None, Some("application/xml, application/json"), Some(Csdl::Xml)),
            (None, Some("application/json, application/xml"), Some(Csdl::Xml)),
            (None, Some("application/xml;q=0.5, application/json"), Some(Csdl::Json)),
            (None, Some("application/xml;q=0, */*"), Some(Csdl::Json)),
            (None, Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), Some(Csdl::Xml)),
            (None, Some("text/html"), None),
            (Some("json"), Some("application/xml"), Some(Csdl::Json)),
            (Some("xml"), Some("application/json"), Some(Csdl::Xml)),
            (Some("application/json"), None, Some(Csdl::Json)),
            (Some("atom"), None, None),
        ];
        for (format, accept, expected) in cases {
            assert_eq!(csdl(format, accept).ok(), expected, "{format:?} {accept:?}");
        }
        assert_eq!(
            (Csdl::Xml.content_type(), Csdl::Json.content_type()),
            ("application/xml", "application/json")
        );
    }

    #[test]
    fn refusals_stay_short_and_printable() {
        let error = json(None, Some(&"x\n/".repeat(500))).unwrap_err().to_string();
        assert!(error.len() < 300 && !error.contains('\n'), "{error}");
    }

    proptest::proptest! {
        #[test]
        fn no_header_is_too_strange(header in "[ -~\"=;,*/q.]{0,60}") {
            let _ = (json(None, Some(&header)), csdl(Some(&header), None), max_page_size(Some(&header)));
            let _ = version(Some(&header), crate::edm::csdl::Version::V4_0);
        }
    }
}
