//! The URL a client used, from the `Host` header or from what a trusted proxy says of the request
//! it forwards (RFC 7239 `Forwarded`, `X-Forwarded-*`). Header texts in, a [`BaseUrl`] out.

use std::borrow::Cow;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use super::base_url::{BaseUrl, has_port, is_authority, port_of, prefix_of, scheme_of};

/// A network whose members are believed what they say in `Forwarded` and `X-Forwarded-*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedProxy(IpNet);

impl TrustedProxy {
    /// Whether this peer is one of them. IPv4 addresses are known in their IPv6 form, too.
    #[must_use]
    pub fn contains(&self, peer: IpAddr) -> bool {
        self.0.contains(&peer.to_canonical())
    }
}

impl FromStr for TrustedProxy {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network
            .map(Self)
            .map_err(|_| "a trusted proxy is an address or a network: 10.0.0.7, 10.0.0.0/8, fd00::/8")
    }
}

/// The headers that can tell the client's URL; repeated ones joined with commas.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Headers<'h> {
    /// `Host`, or the authority of a request line in absolute form.
    pub(super) host: Option<&'h str>,
    /// `Forwarded`
    pub(super) forwarded: Option<&'h str>,
    /// `X-Forwarded-Proto`
    pub(super) proto: Option<&'h str>,
    /// `X-Forwarded-Host`
    pub(super) forwarded_host: Option<&'h str>,
    /// `X-Forwarded-Port`
    pub(super) port: Option<&'h str>,
    /// `X-Forwarded-Prefix`
    pub(super) prefix: Option<&'h str>,
}

/// The header that is malformed or missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed(pub(super) &'static str);

/// The base URL as the client sees it. `from_trusted_proxy` says whether the forwarding headers
/// are believed; else they are ignored.
///
/// Of a list the last value counts, which the trusted peer itself wrote: those before it may be the
/// client's own invention. Behind several proxies in a row the base URL has to be configured.
///
/// # Errors
/// The header that decides is not well-formed, or `Host` is missing.
pub(super) fn base_url(headers: Headers<'_>, from_trusted_proxy: bool) -> Result<BaseUrl, Malformed> {
    let mut scheme = "http";
    let mut authority = ("Host", Cow::Borrowed(headers.host.unwrap_or_default()));
    let mut port = None;
    let mut prefix = "";
    if from_trusted_proxy {
        if let Some((name, text)) = claim("proto", headers.forwarded, "X-Forwarded-Proto", headers.proto)? {
            scheme = scheme_of(&text).ok_or(Malformed(name))?;
        }
        if let Some(claimed) = claim("host", headers.forwarded, "X-Forwarded-Host", headers.forwarded_host)? {
            authority = claimed;
        }
        if let Some(text) = last(headers.port) {
            port = Some(port_of(text).ok_or(Malformed("X-Forwarded-Port"))?);
        }
        if let Some(text) = last(headers.prefix) {
            prefix = prefix_of(text).ok_or(Malformed("X-Forwarded-Prefix"))?;
        }
    }
    let (name, authority) = authority;
    if !is_authority(&authority) {
        return Err(Malformed(name));
    }
    let default_port = if scheme == "https" { 443 } else { 80 };
    let authority = match port {
        Some(port) if port != default_port && !has_port(&authority) => {
            Cow::Owned(format!("{authority}:{port}"))
        }
        _ => authority,
    };
    Ok(BaseUrl::of_parts(scheme, &authority, prefix))
}

/// What a proxy says of one thing, with the header that says it: `Forwarded` is preferred.
fn claim<'h>(
    parameter: &str,
    forwarded: Option<&'h str>,
    name: &'static str,
    header: Option<&'h str>,
) -> Result<Option<(&'static str, Cow<'h, str>)>, Malformed> {
    if let Some(value) = last_element(parameter, forwarded).map_err(|()| Malformed("Forwarded"))? {
        return Ok(Some(("Forwarded", value)));
    }
    Ok(last(header).map(|value| (name, Cow::Borrowed(value))))
}

/// The last of a list of values, `None` if it is empty.
fn last(list: Option<&str>) -> Option<&str> {
    let value = list?.rsplit(',').next()?.trim();
    (!value.is_empty()).then_some(value)
}

/// A parameter of the last element of `Forwarded` (RFC 7239, section 4).
fn last_element<'h>(parameter: &str, forwarded: Option<&'h str>) -> Result<Option<Cow<'h, str>>, ()> {
    let Some(element) = forwarded.and_then(|list| split(list, ',').last()) else {
        return Ok(None);
    };
    for pair in split(element, ';').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').ok_or(())?;
        if key.eq_ignore_ascii_case(parameter) {
            return unquote(value).ok_or(()).map(Some);
        }
    }
    Ok(None)
}

/// Splits at a separator that does not stand in a quoted string.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    text.split(move |c| {
        let special = !std::mem::take(&mut escaped);
        match c {
            '"' if special => quoted = !quoted,
            '\\' if special && quoted => escaped = true,
            _ => {}
        }
        c == separator && !quoted
    })
}

/// The content of a token or quoted string, `None` if a quote is left open.
fn unquote(value: &str) -> Option<Cow<'_, str>> {
    let Some(rest) = value.strip_prefix('"') else {
        return Some(Cow::Borrowed(value));
    };
    let mut content = String::new();
    let mut chars = rest.strip_suffix('"')?.chars();
    while let Some(c) = chars.next() {
        content.push(if c == '\\' { chars.next()? } else { c });
    }
    Some(Cow::Owned(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: Headers<'_> = Headers {
        host: Some("gw.example"),
        forwarded: None,
        proto: None,
        forwarded_host: None,
        port: None,
        prefix: None,
    };

    fn trusted(headers: Headers<'_>) -> Result<String, Malformed> {
        base_url(headers, true).map(|url| url.to_string())
    }

    #[test]
    fn without_a_proxy_the_host_header_decides() {
        for (host, url) in [
            ("gw.example", Ok("http://gw.example")),
            ("gw.example:8080", Ok("http://gw.example:8080")),
            ("[2001:db8::1]:80", Ok("http://[2001:db8::1]:80")),
            ("", Err(Malformed("Host"))),
            ("a/b", Err(Malformed("Host"))),
            ("a b", Err(Malformed("Host"))),
            ("user@gw.example", Err(Malformed("Host"))),
            ("gw.example:", Err(Malformed("Host"))),
            ("gw.example, other.example", Err(Malformed("Host"))),
            ("gw.example\"></a>", Err(Malformed("Host"))),
        ] {
            let found = base_url(Headers { host: Some(host), ..Headers::default() }, false);
            assert_eq!(found.map(|url| url.to_string()), url.map(str::to_owned), "{host}");
        }
        assert_eq!(base_url(Headers::default(), false), Err(Malformed("Host")));
    }

    #[test]
    fn strangers_are_not_believed() {
        let headers = Headers {
            forwarded: Some("host=evil.example;proto=https"),
            proto: Some("https"),
            forwarded_host: Some("evil.example"),
            port: Some("nonsense"),
            prefix: Some("/evil"),
            ..HOST
        };
        assert_eq!(base_url(headers, false).unwrap().to_string(), "http://gw.example");
    }

    #[test]
    fn a_trusted_proxy_names_scheme_host_port_and_prefix() {
        let proto = Some("https");
        for (headers, url) in [
            (HOST, "http://gw.example"),
            (Headers { proto, ..HOST }, "https://gw.example"),
            (Headers { proto: Some("http, HTTPS"), ..HOST }, "https://gw.example"),
            (Headers { proto, port: Some("443"), ..HOST }, "https://gw.example"),
            (Headers { proto, port: Some("8443"), ..HOST }, "https://gw.example:8443"),
            (Headers { port: Some("443"), ..HOST }, "http://gw.example:443"),
            (
                Headers { proto, forwarded_host: Some("sf.example:444"), port: Some("443"), ..HOST },
                "https://sf.example:444",
            ),
            (Headers { forwarded_host: Some("evil.example, sf.example"), ..HOST }, "http://sf.example"),
            (Headers { prefix: Some("/odata/"), ..HOST }, "http://gw.example/odata"),
            (Headers { prefix: Some("/"), forwarded_host: Some(" "), ..HOST }, "http://gw.example"),
        ] {
            assert_eq!(trusted(headers).as_deref(), Ok(url), "{headers:?}");
        }
    }

    #[test]
    fn forwarded_is_preferred_and_read_with_its_quotes() {
        for (forwarded, url) in [
            ("for=192.0.2.1;proto=https;host=sf.example", "https://sf.example"),
            ("Proto=HTTPS;Host=\"sf.example:8443\"", "https://sf.example:8443"),
            ("for=\"[2001:db8::1]:80,;\\\"\" ; host=\"s\\f.example\"", "http://sf.example"),
            ("host=evil.example, for=10.0.0.1;host=sf.example;proto=https", "https://sf.example"),
            ("for=10.0.0.1", "http://other.example"),
            ("", "http://other.example"),
        ] {
            let headers =
                Headers { forwarded: Some(forwarded), forwarded_host: Some("other.example"), ..HOST };
            assert_eq!(trusted(headers).as_deref(), Ok(url), "{forwarded}");
        }
    }

    #[test]
    fn nonsense_of_a_trusted_proxy_is_an_error() {
        for (headers, name) in [
            (Headers { proto: Some("gopher"), ..HOST }, "X-Forwarded-Proto"),
            (Headers { forwarded_host: Some("a b"), ..HOST }, "X-Forwarded-Host"),
            (Headers { port: Some("70000"), ..HOST }, "X-Forwarded-Port"),
            (Headers { prefix: Some("odata"), ..HOST }, "X-Forwarded-Prefix"),
            (Headers { prefix: Some("//evil.example"), ..HOST }, "X-Forwarded-Prefix"),
            (Headers { forwarded: Some("host"), ..HOST }, "Forwarded"),
            (Headers { forwarded: Some("proto=gopher"), ..HOST }, "Forwarded"),
            (Headers { forwarded: Some("host=\"a b\""), ..HOST }, "Forwarded"),
            (Headers { forwarded: Some("host=\"a"), ..HOST }, "Forwarded"),
        ] {
            assert_eq!(trusted(headers), Err(Malformed(name)), "{headers:?}");
        }
    }

    #[test]
    fn networks_and_addresses_are_trusted() {
        for (proxy, peer, trusted) in [
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "11.1.2.3", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("fd00::/8", "fd12::1", true),
            ("::1", "127.0.0.1", false),
            ("0.0.0.0/0", "::1", false),
        ] {
            let network: TrustedProxy = proxy.parse().unwrap();
            assert_eq!(network.contains(peer.parse().unwrap()), trusted, "{proxy} {peer}");
        }
        for text in ["", "10.0.0.0/33", "proxy.example", "10.0.0"] {
            assert!(text.parse::<TrustedProxy>().is_err(), "{text}");
        }
    }
}
