//! Which options of a query are the service's business: query text in, the same without those that
//! are the client's own out. Knows no option's grammar.

use std::borrow::Cow;

use crate::catalog::Profile;

/// The query text of a request without the options that mean nothing to a service of this profile.
///
/// OData 4.01 lets clients leave the `$` of a system query option out (URL Conventions, section 5).
/// Salesforce never does, but its data source URL may have parameters of its own that it sends with
/// every request: with `?format=json` the answer to `/$metadata` must stay XML. So in its profile
/// what has neither `$` nor `@` is a custom option, which a service ignores: parameters of a function
/// too are given with `@` there (Protocol, section 11.5.4.1.1: OData 4.0 knows no other form).
#[must_use]
pub fn without(query: &str, profile: Profile) -> Cow<'_, str> {
    if profile == Profile::Standard || query.split('&').all(is_named_by_odata) {
        return Cow::Borrowed(query);
    }
    let kept: Vec<&str> = query.split('&').filter(|option| is_named_by_odata(option)).collect();
    Cow::Owned(kept.join("&"))
}

/// The options of a query that OData gives no name: a link to the next page repeats them, so that they
/// are part of an answer.
pub(super) fn own(query: &str) -> String {
    let own: Vec<&str> = query.split('&').filter(|option| !is_named_by_odata(option)).collect();
    own.join("&")
}

/// Whether the name begins with `$` or `@`, encoded or not; blanks before it do not count.
fn is_named_by_odata(option: &str) -> bool {
    let name = option.trim_start_matches(['+', ' ']);
    let mut rest = name;
    while let Some(next) = rest.strip_prefix("%20") {
        rest = next.trim_start_matches('+');
    }
    ["$", "@", "%24", "%40"].iter().any(|mark| rest.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salesforce_names_its_options_with_a_dollar() {
        for (query, kept) in [
            ("", ""),
            ("format=json", ""),
            ("$top=1", "$top=1"),
            ("%24top=1&@a=1&%40b=2&+%20$skip=3", "%24top=1&@a=1&%40b=2&+%20$skip=3"),
            ("top=1&$top=2&&filter=x&x", "$top=2"),
            ("q=$top=1", ""),
        ] {
            assert_eq!(without(query, Profile::Salesforce), kept, "{query}");
            assert_eq!(without(query, Profile::Standard), query);
        }
    }
}
