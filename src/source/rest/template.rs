//! Values as text in paths, queries and headers: always percent-encoded in the first two.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalog::Filter;
use crate::edm::{Value, text};

/// All but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as part of a path or query.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text of a value.
pub(super) fn plain(value: &Value) -> String {
    let mut out = Vec::new();
    text::value(&mut out, &value.borrow());
    String::from_utf8_lossy(&out).into_owned()
}

/// The texts to send for values: one for each, or with a separator one for all.
pub(super) fn sent<'a>(filter: &Filter, values: impl IntoIterator<Item = &'a Value>) -> Vec<String> {
    let (before, behind) = &filter.around;
    let around = |text: String| format!("{before}{text}{behind}");
    let texts = values.into_iter().map(plain);
    match &filter.separator {
        Some(separator) => vec![around(texts.collect::<Vec<_>>().join(separator))],
        None => texts.map(around).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_value_is_syntax() {
        assert_eq!(encoded("a-b_c.d~e"), "a-b_c.d~e");
        assert_eq!(encoded("a/b?c=d&e #%+ü"), "a%2Fb%3Fc%3Dd%26e%20%23%25%2B%C3%BC");
    }
}
