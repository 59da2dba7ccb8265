//! `Prefer` (RFC 7240; Protocol, section 8.2.8): takes the header, gives the page size asked for.
//! Every other preference is ignored, as the standard allows.

/// A page size a client prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxPageSize {
    /// Most rows in a page, at least 1.
    pub rows: u64,
    /// The preference's name as it was sent: in OData 4.0 with the prefix `odata.`.
    name: &'static str,
}

impl MaxPageSize {
    /// The value of `Preference-Applied`.
    #[must_use]
    pub fn applied(self) -> String {
        format!("{}={}", self.name, self.rows)
    }
}

/// The first `maxpagesize` or `odata.maxpagesize` of the header. A value that is no number above
/// 0 is ignored: it must not lift the service's own cap. One too large for 64 bits is the largest.
#[must_use]
pub fn max_page_size(prefer: Option<&str>) -> Option<MaxPageSize> {
    prefer.unwrap_or_default().split(',').find_map(preference)?
}

/// `None` if it is another preference, `Some(None)` if it is this one with a useless value.
#[expect(clippy::option_option, reason = "the first of its name counts, even if its value is useless")]
fn preference(text: &str) -> Option<Option<MaxPageSize>> {
    const NAMES: [&str; 2] = ["maxpagesize", "odata.maxpagesize"];
    let preference = text.split(';').next().unwrap_or_default();
    let (name, value) = preference.split_once('=').unwrap_or((preference, ""));
    let name = NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(name.trim()))?;
    let digits = value.trim().trim_matches('"').trim();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(None);
    }
    let rows = digits.parse().unwrap_or(u64::MAX);
    Some((rows > 0).then_some(MaxPageSize { rows, name }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_sizes() {
        let cases = [
            ("odata.maxpagesize=50", Some((50, "odata.maxpagesize=50"))),
            ("maxpagesize=50", Some((50, "maxpagesize=50"))),
            ("MaxPageSize = \"7\" ; foo=bar", Some((7, "maxpagesize=7"))),
            ("respond-async, odata.maxpagesize=3,maxpagesize=9", Some((3, "odata.maxpagesize=3"))),
            (
                "return=minimal;x=\"maxpagesize\",odata.include-annotations=\"*\", maxpagesize=200",
                Some((200, "maxpagesize=200")),
            ),
            ("maxpagesize=99999999999999999999999", Some((u64::MAX, "maxpagesize=18446744073709551615"))),
            ("maxpagesize=0", None),
            ("odata.maxpagesize=0, maxpagesize=5", None),
            ("maxpagesize=-1", None),
            ("maxpagesize=+5", None),
            ("maxpagesize=abc", None),
            ("maxpagesize", None),
            ("maxpagesize=", None),
            ("odata.include-annotations=\"*\"", None),
            ("", None),
            (",,;=,\"", None),
        ];
        for (header, expected) in cases {
            let size = max_page_size(Some(header));
            assert_eq!(
                size.map(|size| (size.rows, size.applied())),
                expected.map(|(rows, applied)| (rows, applied.to_owned())),
                "{header}"
            );
        }
        assert_eq!(max_page_size(None), None);
    }
}
