//! `POST …/$query` (URL Conventions, section 4.17): query options in the body, because a URL cannot
//! be as long. The request goes in, the GET it stands for comes out.

use super::error::Error;
use super::message::{Method, Request};
use crate::format::negotiate::{Content, content};

/// The path and query of the GET that a `POST …/$query` stands for; `None` for all other requests.
///
/// # Errors
/// [`Error::MediaType`] unless the body is `text/plain`, [`Error::Body`] unless it is text.
pub(super) fn unfolded(request: &Request<'_>) -> Result<Option<(String, String)>, Error> {
    let path = request.path.trim_end_matches('/');
    let (before, last) = path.rsplit_once('/').unwrap_or(("", path));
    if request.method != Method::Post || !matches!(last, "$query" | "%24query") {
        return Ok(None);
    }
    if request.content_type.and_then(content) != Some(Content::Text) {
        let message = "query options in a body are sent with 'Content-Type: text/plain', in UTF-8";
        return Err(Error::MediaType(message.to_owned()));
    }
    let options = str::from_utf8(request.body)
        .map_err(|_| Error::Body("the query options in the body are no text in UTF-8".to_owned()))?;
    let mut query = request.query.to_owned();
    if !query.is_empty() {
        query.push('&');
    }
    // A file that was sent ends with a line break.
    for byte in options.trim_end_matches(['\r', '\n']).bytes() {
        // What a URL cannot hold as it is, so that links can repeat the options.
        match byte {
            b'!' | b'$'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => {
                query.push(char::from(byte));
            }
            _ => query.push_str(&format!("%{byte:02X}")),
        }
    }
    Ok(Some((before.to_owned(), query)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post<'a>(path: &'a str, query: &'a str, body: &'a [u8]) -> Request<'a> {
        let content_type = Some("text/plain");
        Request { method: Method::Post, path, query, body, content_type, ..Request::default() }
    }

    fn get(path: &str, query: &str) -> Option<(String, String)> {
        Some((path.to_owned(), query.to_owned()))
    }

    #[test]
    fn the_options_of_url_and_body_go_together() {
        for (path, query, body, expected) in [
            ("/Boats/$query", "", "$top=1", get("/Boats", "$top=1")),
            ("Boats(1)/Crew/%24query/", "$top=1", "$skip=2\r\n", get("Boats(1)/Crew", "$top=1&$skip=2")),
            (
                "Boats/$query",
                "",
                "$filter=Name eq 'Ö#\"+%20'",
                get("Boats", "$filter=Name%20eq%20'%C3%96%23%22+%20'"),
            ),
            ("Boats/$query", "$top=1", "", get("Boats", "$top=1&")),
            ("Boats", "$top=1", "", None),
            ("Boats('$query')", "", "", None),
        ] {
            assert_eq!(unfolded(&post(path, query, body.as_bytes())).unwrap(), expected, "{path}");
        }
        let read = Request { method: Method::Get, ..post("/Boats/$query", "", b"") };
        assert_eq!(unfolded(&read).unwrap(), None);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for content_type in [None, Some("application/json"), Some("text/plain;charset=utf-16")] {
            let request = Request { content_type, ..post("/Boats/$query", "", b"$top=1") };
            assert!(matches!(unfolded(&request), Err(Error::MediaType(_))), "{content_type:?}");
        }
        assert!(matches!(unfolded(&post("/Boats/$query", "", b"$filter=\xff")), Err(Error::Body(_))));
    }
}
