//! Media ranges (RFC 9110, section 12.5.1): takes a header or a `$format`, gives its parts. Takes
//! every legal spelling and what clients really send; knows nothing of the types.

/// One entry of `Accept`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MediaRange<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// Media type parameters, `q` and what follows it left out; values without quotes.
    pub(super) parameters: Vec<(&'a str, &'a str)>,
    /// `q` in thousandths, 0 to 1000.
    pub(super) weight: u16,
}

impl<'a> MediaRange<'a> {
    /// Whether it is this range; names do not depend on case.
    pub(super) fn names(&self, kind: &str, subtype: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
    }

    /// Something if it has no parameters but the one charset there is.
    pub(super) fn is_utf8_only(&self) -> Option<()> {
        self.parameters.iter().all(|(name, value)| is_charset(name, value)).then_some(())
    }

    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, b';').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        // A lone `*` is Java's way to write `*/*`, and so Salesforce's.
        let (kind, subtype) = name.split_once('/').unwrap_or((name, "*"));
        let mut range =
            Self { kind: kind.trim(), subtype: subtype.trim(), parameters: Vec::new(), weight: 1000 };
        for part in parts.filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            if name.eq_ignore_ascii_case("q") {
                range.weight = weight(value);
                break;
            }
            range.parameters.push((name, value));
        }
        Some(range)
    }
}

/// The entries, at most the first 32.
pub(super) fn ranges(header: &str) -> Vec<MediaRange<'_>> {
    split(header, b',').take(32).filter_map(MediaRange::parse).collect()
}

/// Whether a parameter asks for UTF-8, which all answers are in.
pub(super) fn is_charset(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("charset")
        && (value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8") || value == "*")
}

/// `.2` and `1.0` in thousandths; what is no number weighs as if it were not there.
fn weight(text: &str) -> u16 {
    let number: f32 = text.parse().unwrap_or(1.0);
    // Clamped, so the conversion neither cuts nor turns a sign.
    (number.clamp(0.0, 1.0) * 1000.0) as u16
}

/// Splits outside quoted strings.
fn split(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c: char| {
        quoted ^= c == '"';
        !quoted && c == char::from(separator)
    })
}
