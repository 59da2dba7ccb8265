//! The format parameters of JSON (JSON Format, section 3): takes a media range, gives what the
//! JSON is to be like.

use super::media_range::{MediaRange, is_charset};

/// What is asked of the JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Json {
    /// `odata.metadata`
    pub metadata: MetadataLevel,
    /// `IEEE754Compatible`: `Int64` and `Decimal` as strings.
    pub ieee754_compatible: bool,
}

/// How much control information an answer has (JSON Format, section 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MetadataLevel {
    /// Only the next link and the count.
    None,
    /// What cannot be computed from the rest.
    #[default]
    Minimal,
    /// Everything, links included.
    Full,
}

impl Json {
    /// The media type, naming what was asked for.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        use MetadataLevel as L;
        match (self.metadata, self.ieee754_compatible) {
            (L::None, false) => "application/json;odata.metadata=none",
            (L::Minimal, false) => "application/json;odata.metadata=minimal",
            (L::Full, false) => "application/json;odata.metadata=full",
            (L::None, true) => "application/json;odata.metadata=none;IEEE754Compatible=true",
            (L::Minimal, true) => "application/json;odata.metadata=minimal;IEEE754Compatible=true",
            (L::Full, true) => "application/json;odata.metadata=full;IEEE754Compatible=true",
        }
    }

    /// What a range asks for; `None` if it has a parameter that is not known.
    pub(super) fn of(range: &MediaRange<'_>) -> Option<Self> {
        let mut json = Self::default();
        for (name, value) in &range.parameters {
            let value = value.to_ascii_lowercase();
            match name.to_ascii_lowercase().as_str() {
                "odata.metadata" | "metadata" => json.metadata = MetadataLevel::of(&value)?,
                "ieee754compatible" => json.ieee754_compatible = boolean(&value)?,
                // Both are always the case, or never matter: bodies are in the order streaming
                // needs, and decimals have no exponent whether one may be written or not.
                "odata.streaming" | "streaming" | "exponentialdecimals" => _ = boolean(&value)?,
                _ if is_charset(name, &value) => {}
                _ => return None,
            }
        }
        Some(json)
    }
}

impl MetadataLevel {
    fn of(value: &str) -> Option<Self> {
        match value {
            "none" => Some(Self::None),
            "minimal" => Some(Self::Minimal),
            "full" => Some(Self::Full),
            _ => None,
        }
    }
}

fn boolean(value: &str) -> Option<bool> {
    match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}
