//! Where a REST service is, and which addresses belong to it: nothing outside is ever asked.

use std::fmt;

use reqwest::Url;

/// A URL that others begin with. It never prints: parts of it may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Base(Url);

impl Base {
    /// Reads a URL of `http` or `https` without user, query and fragment.
    ///
    /// # Errors
    /// What is wrong with it, to follow "the URL", without a word of it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "cannot be read as one")?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err("is none of http or https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("holds a user or password, which belong under auth");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("has a query or fragment");
        }
        Ok(Self(url))
    }

    /// Its text, never to be logged or put in a message.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The URL itself.
    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    /// The URL of a path with its query, percent-encoded and beginning with a slash, behind this one;
    /// `None` if it is not below.
    pub(super) fn join(&self, path: &str) -> Option<Url> {
        let text = format!("{}{path}", self.0.as_str().trim_end_matches('/'));
        Url::parse(&text).ok().filter(|url| self.contains(url))
    }

    /// The URL that a link in an answer from `from` leads to, if it belongs to the service.
    pub(super) fn follow(&self, from: &Url, link: &str) -> Option<Url> {
        from.join(link).ok().filter(|url| self.contains(url))
    }

    /// Whether a URL has the same scheme, host and port, and a path below this one.
    pub(super) fn contains(&self, url: &Url) -> bool {
        let path = self.0.path().trim_end_matches('/');
        let below =
            url.path().strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        below && url.origin() == self.0.origin() && url.username().is_empty() && url.password().is_none()
    }

    /// Path and query behind this URL, for people.
    pub(super) fn shown(&self, url: &Url) -> String {
        let path = url.path();
        let path = path.strip_prefix(self.0.path().trim_end_matches('/')).unwrap_or(path);
        url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_can_be_at() {
        for sound in ["https://a.example", "http://127.0.0.1:8080/v1/", "https://a.example/x%20y"] {
            assert!(Base::parse(sound).is_ok(), "{sound}");
        }
        for (spoilt, reason) in [
            ("a.example", "cannot be read as one"),
            ("ftp://a.example", "is none of http or https"),
            ("file:///etc/passwd", "is none of http or https"),
            ("https://u:p@a.example", "holds a user or password, which belong under auth"),
            ("https://a.example?x=1", "has a query or fragment"),
            ("https://a.example#x", "has a query or fragment"),
        ] {
            assert_eq!(Base::parse(spoilt), Err(reason), "{spoilt}");
        }
        assert_eq!(format!("{:?}", Base::parse("https://a.example/t0ken").unwrap()), "***");
    }

    #[test]
    fn links_stay_within() {
        let base = Base::parse("https://a.example/v1").unwrap();
        let from = base.join("/cars?page=1").unwrap();
        assert_eq!(base.shown(&from), "/cars?page=1");
        for (link, expected) in [
            ("?page=2", Some("/cars?page=2")),
            ("cars?page=2", Some("/cars?page=2")),
            ("/v1/ships", Some("/ships")),
            ("https://a.example:443/v1/cars?page=2", Some("/cars?page=2")),
            ("/v2/cars", None),
            ("/v1evil/cars", None),
            ("../secret", None),
            ("/v1/../secret", None),
            ("/v1/%2e%2e/secret", None),
            ("http://a.example/v1/cars", None),
            ("https://a.example:8443/v1/cars", None),
            ("https://b.example/v1/cars", None),
            ("//b.example/v1/cars", None),
            ("https://a.example@b.example/v1/cars", None),
            ("https://user@a.example/v1/cars", None),
            ("file:///etc/passwd", None),
        ] {
            let followed = base.follow(&from, link).map(|url| base.shown(&url));
            assert_eq!(followed.as_deref(), expected, "{link}");
        }
    }
}
