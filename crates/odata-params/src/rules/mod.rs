//! The ABNF rule by rule: a rule's name and raw text in, whether the whole text is an instance of the
//! rule out, to the letter of the grammar. This is what conformance suites ask; requests go through
//! [`ODataUri::parse`](crate::ODataUri::parse), which is laxer where clients need it.

mod context;
mod raw;
mod table;
mod uri;

use crate::input::{Mode, Parsed, State, Text};
use crate::limits::Limits;
use crate::token;

use raw::Decoded;

/// Checks `text` against a rule of the OData 4.01 ABNF or of the Data Aggregation ABNF. `None` for
/// rules without an entry here (headers, most alternatives that are names); else
/// `Err` with the offset of the first byte that does not fit.
///
/// ```
/// use odata_params::rules::check;
///
/// assert_eq!(check("date", "2026-02-28"), Some(Ok(())));
/// assert_eq!(check("filter", "$filter=Length%20gt"), Some(Err(19)));
/// assert_eq!(check("noSuchRule", ""), None);
/// ```
#[must_use]
pub fn check(rule: &str, text: &str) -> Option<Result<(), usize>> {
    let rule = rule.to_ascii_lowercase();
    match rule.as_str() {
        "odatauri" => Some(uri::absolute(text)),
        "odatarelativeuri" => Some(uri::relative(text)),
        "resourcepath" => Some(uri::resource_path(text)),
        "queryoptions" => Some(uri::query_options(text, uri::Options::Query)),
        "batchoptions" | "metadataoptions" => Some(uri::query_options(text, uri::Options::Format)),
        "entityoptions" => Some(uri::query_options(text, uri::Options::Entity)),
        "entitycastoptions" => Some(uri::query_options(text, uri::Options::EntityCast)),
        "queryoption" => Some(uri::query_option(text)),
        "customqueryoption" => Some(uri::custom_option(text)),
        "context" => Some(uri::context(text)),
        _ => table::parser(&rule).map(|parser| whole(text, |i| parser(i))),
    }
}

/// Runs `parser` over all of `text`, decoded.
fn whole(text: &str, parser: impl for<'a> Fn(Text<'a>) -> Parsed<'a, ()>) -> Result<(), usize> {
    let decoded = Decoded::new(text);
    let limits = Limits::default();
    let state = State::new(&decoded.text, Mode::Strict, &limits).with_escapes(&decoded.escapes);
    let parsed = parser(Text::new(&state)).and_then(|(rest, ())| token::end(rest));
    match decoded.malformed {
        None => parsed.map(drop).map_err(|_| decoded.raw_offset(state.furthest())),
        Some(_) => Err(decoded.malformed_offset(state.furthest())),
    }
}
