//! The address clients know the server by, as text that is safe to put into links. Knows what a
//! well-formed authority, path prefix and base URL are, not where they come from.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// The longest host, with its port, in bytes: a DNS name has at most 253.
const MAX_AUTHORITY: usize = 260;
/// The longest path prefix in bytes.
const MAX_PREFIX: usize = 1024;

/// The external URL of the server: `https://gw.example/odata`, without trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Puts it together from parts that were checked.
    pub(super) fn of_parts(scheme: &str, authority: &str, prefix: &str) -> Self {
        Self(format!("{scheme}://{authority}{prefix}"))
    }

    /// The root of the service at `path` (`/` or `/erp`), without trailing slash.
    pub(super) fn service_root(&self, path: &str) -> String {
        let mut root = self.0.clone();
        let path = path.trim_matches('/');
        if !path.is_empty() {
            root.push('/');
            root.push_str(path);
        }
        root
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Neither `http://` nor `https://`.
    #[error("a base URL begins with http:// or https://")]
    Scheme,
    /// No valid host, or something beside host and port.
    #[error("a base URL names a host and, if need be, a port: https://gw.example:8443; no user, no password")]
    Authority,
    /// A path with other characters, or with query or fragment.
    #[error(
        "the path of a base URL has plain segments only, no query and no fragment: https://gw.example/odata"
    )]
    Prefix,
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let (scheme, rest) = text.split_once("://").ok_or(BaseUrlError::Scheme)?;
        let scheme = scheme_of(scheme).ok_or(BaseUrlError::Scheme)?;
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        if !is_authority(authority) {
            return Err(BaseUrlError::Authority);
        }
        Ok(Self::of_parts(scheme, authority, prefix_of(path).ok_or(BaseUrlError::Prefix)?))
    }
}

/// `http` or `https` in lower case, `None` for any other scheme.
pub(super) fn scheme_of(text: &str) -> Option<&'static str> {
    ["http", "https"].into_iter().find(|scheme| text.eq_ignore_ascii_case(scheme))
}

/// Whether this is a host name, an IPv4 address or an IPv6 address in brackets, with or without a
/// port: what may be put between `https://` and the path.
pub(super) fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rfind(']') {
        Some(end) => text.split_at(end + 1),
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let host_is_valid = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
        }
    };
    let port_is_valid = match port.strip_prefix(':') {
        Some(port) => port_of(port).is_some(),
        None => port.is_empty(),
    };
    text.len() <= MAX_AUTHORITY && host_is_valid && port_is_valid
}

/// A port from 1 to 65535, digits only.
pub(super) fn port_of(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| digits && *port != 0)
}

/// Whether the authority names a port itself.
pub(super) fn has_port(authority: &str) -> bool {
    authority.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'))
}

/// A path prefix without its trailing slashes: empty, or segments of unreserved characters and
/// percent-escapes, none of them empty, `.` or `..`.
pub(super) fn prefix_of(text: &str) -> Option<&str> {
    let prefix = text.trim_end_matches('/');
    if prefix.is_empty() {
        return Some(prefix);
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    let valid = prefix.len() <= MAX_PREFIX
        && prefix
            .strip_prefix('/')?
            .split('/')
            .all(|segment| !matches!(segment, "" | "." | "..") && segment.bytes().all(plain));
    valid.then_some(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_scheme_host_port_and_plain_path() {
        for (text, url) in [
            ("https://gw.example", "https://gw.example"),
            ("HTTPS://gw.example/", "https://gw.example"),
            ("http://localhost:8080//", "http://localhost:8080"),
            ("https://gw.example/odata/v4/", "https://gw.example/odata/v4"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://10.0.0.7/a%20b", "http://10.0.0.7/a%20b"),
        ] {
            assert_eq!(text.parse::<BaseUrl>().unwrap().to_string(), url);
        }
        for (text, error) in [
            ("gw.example", BaseUrlError::Scheme),
            ("ftp://gw.example", BaseUrlError::Scheme),
            ("https://", BaseUrlError::Authority),
            ("https:///x", BaseUrlError::Authority),
            ("https://user:secret@gw.example", BaseUrlError::Authority),
            ("https://gw.example:0", BaseUrlError::Authority),
            ("https://gw.example:99999", BaseUrlError::Authority),
            ("https://gw.example:+80", BaseUrlError::Authority),
            ("https://[::1", BaseUrlError::Authority),
            ("https://[::1]x", BaseUrlError::Authority),
            ("https://gw example", BaseUrlError::Authority),
            ("https://gw.example/a?b=c", BaseUrlError::Prefix),
            ("https://gw.example#x", BaseUrlError::Prefix),
            ("https://gw.example/a//b", BaseUrlError::Prefix),
            ("https://gw.example/../b", BaseUrlError::Prefix),
        ] {
            assert_eq!(text.parse::<BaseUrl>(), Err(error), "{text}");
        }
    }

    #[test]
    fn service_roots_end_without_slash() {
        let base: BaseUrl = "https://gw.example/odata".parse().unwrap();
        assert_eq!(base.service_root("/"), "https://gw.example/odata");
        assert_eq!(base.service_root("/erp"), "https://gw.example/odata/erp");
        assert_eq!(base.service_root("/erp/v1/"), "https://gw.example/odata/erp/v1");
    }

    #[test]
    fn knows_a_port_from_an_address() {
        for (authority, port) in
            [("a", false), ("a:1", true), ("[::1]", false), ("[::1]:1", true), ("10.0.0.1", false)]
        {
            assert_eq!(has_port(authority), port, "{authority}");
        }
    }
}
