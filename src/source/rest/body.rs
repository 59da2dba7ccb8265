//! An answer in, its rows and what it says of further ones out, all of it slices of the answer.

use std::borrow::Cow;

use reqwest::header::{HeaderMap, LINK};
use serde_json::value::RawValue;

use super::json::Picker;
use crate::catalog::{Paging, Pointer, Resource, Total};

/// What an answer holds.
pub(super) struct Page<'j> {
    /// The rows.
    pub(super) rows: Vec<&'j RawValue>,
    /// How many there are on all pages, if it says so.
    pub(super) total: Option<u64>,
    /// The mark or link of the next page.
    pub(super) next: Option<Cow<'j, str>>,
    /// Whether there are more, if it says so.
    pub(super) more: Option<bool>,
}

/// A page of a list. The error says what is wrong, for a user.
pub(super) fn page<'j>(
    resource: &Resource,
    headers: &'j HeaderMap,
    body: &'j [u8],
) -> Result<Page<'j>, String> {
    let nowhere = Pointer::default();
    let (next, more) = match &resource.paging {
        Paging::Cursor { next, .. } | Paging::NextUrl { next } => (Some(next), None),
        Paging::Page { more, .. } | Paging::Offset { more, .. } => (None, more.as_ref()),
        Paging::Whole | Paging::LinkHeader => (None, None),
    };
    let total = match &resource.total {
        Some(Total::Body(pointer)) => Some(pointer),
        Some(Total::Header(_)) | None => None,
    };
    let wanted = [Some(&resource.rows), total, next, more];
    let picker = Picker::new(wanted.iter().map(|pointer| pointer.unwrap_or(&nowhere)));
    let found = picker.pick(text(body)?).map_err(|error| not_json(&error))?;
    let part = |place: usize| {
        let asked = wanted.get(place).is_some_and(Option::is_some);
        found.get(place).copied().flatten().map(RawValue::get).filter(|json| asked && *json != "null")
    };
    let rows = part(0).ok_or_else(|| "it holds no list of rows".to_owned())?;
    let rows = serde_json::from_str(rows).map_err(|_| "its rows are no list".to_owned())?;
    let total = match (&resource.total, part(1)) {
        (Some(Total::Header(name)), _) => match headers.get(name) {
            Some(value) => Some(number(value.to_str().unwrap_or_default())?),
            None => None,
        },
        (_, Some(json)) => Some(number(json)?),
        _ => None,
    };
    let next = match part(2) {
        Some(json) if json.starts_with('"') => {
            Some(serde_json::from_str::<String>(json).map(Cow::Owned).map_err(|error| not_json(&error))?)
        }
        // A mark may be a number.
        Some(json) if json.starts_with(|c: char| c.is_ascii_digit()) => Some(Cow::Borrowed(json)),
        Some(_) => return Err("the mark of its next page is no text".to_owned()),
        None => link(headers).filter(|_| resource.paging == Paging::LinkHeader).map(Cow::Borrowed),
    };
    let more = match part(3) {
        None => None,
        Some("true") => Some(true),
        Some("false") => Some(false),
        Some(_) => return Err("it does not say with true or false whether there is more".to_owned()),
    };
    Ok(Page { rows, total, next, more })
}

/// The row of an answer by key, if it holds one.
pub(super) fn row<'j>(resource: &Resource, body: &'j [u8]) -> Result<Option<&'j RawValue>, String> {
    let found = Picker::new([&resource.row]).pick(text(body)?).map_err(|error| not_json(&error))?;
    Ok(found.into_iter().flatten().find(|json| json.get() != "null"))
}

fn text(body: &[u8]) -> Result<&str, String> {
    str::from_utf8(body).map_err(|_| "it is no JSON: it is no UTF-8".to_owned())
}

fn not_json(error: &serde_json::Error) -> String {
    match error.classify() {
        serde_json::error::Category::Data => "it is not of the declared form".to_owned(),
        _ => format!("it is no JSON at line {}, column {}", error.line(), error.column()),
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.trim_matches('"').parse().map_err(|_| "its total is no number".to_owned())
}

/// The target of the link with the relation `next` (RFC 8288, section 3).
fn link(headers: &HeaderMap) -> Option<&str> {
    headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_of)
}

fn next_of(value: &str) -> Option<&str> {
    let mut rest = value;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, after) = after.split_once('>')?;
        let parameters = after.split_once('<').map_or(after, |(parameters, _)| parameters);
        let is_next = parameters.split([';', ',']).any(|parameter| {
            let Some((name, relations)) = parameter.split_once('=') else { return false };
            let relations = relations.trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(target);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_the_next_page() {
        for (value, expected) in [
            ("</cars?page=2>; rel=\"next\"", Some("/cars?page=2")),
            ("</cars?page=1>; rel=\"first\", </cars?a=1,2;3>; rel=next", Some("/cars?a=1,2;3")),
            ("</a>; rel=\"prev NEXT\"; title=\"x\"", Some("/a")),
            ("</a>; title=\"next\"; rel=\"last\"", None),
            ("", None),
        ] {
            assert_eq!(next_of(value), expected, "{value}");
        }
    }
}
