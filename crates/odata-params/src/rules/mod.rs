//! The ABNF rule by rule: a rule's name and raw text in, whether the whole text is an instance of the
//! rule out, to the letter of the grammar. This is what conformance suites ask; requests go through
//! [`ODataUri::parse`](crate::ODataUri::parse), which is laxer where clients need it.

mod context;
mod names;
mod ordered;
mod raw;
mod table;
mod uri;

use crate::input::{Mode, Parsed, State, Text};
use crate::limits::Limits;
use crate::token;

use raw::Decoded;
use uri::Options;

/// Checks `text` against a rule of the OData 4.01 ABNF or of the Data Aggregation ABNF. `None` for
/// rules without an entry here (headers, rules that are mere parts of others); else
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
    run(rule, text, Mode::Strict)
}

/// The same, with the first of several alternatives that matches taken for good: what a parser
/// generated from the ABNF says, and so what conformance suites expect of one. Without a model it
/// takes a namespace for a name, a navigation property for a primitive one, and refuses much that
/// the standard explains and [`check`] knows; where both refuse, the offset is that of `check`.
///
/// ```
/// use odata_params::rules::{check, check_ordered};
///
/// assert_eq!(check_ordered("select", "$select=Name"), Some(Ok(())));
/// assert_eq!(check("select", "$select=Home/Port"), Some(Ok(())));
/// assert_eq!(check_ordered("select", "$select=Home/Port"), Some(Err(12)));
/// ```
#[must_use]
pub fn check_ordered(rule: &str, text: &str) -> Option<Result<(), usize>> {
    match run(rule, text, Mode::Ordered)? {
        Err(offset) => Some(Err(check(rule, text)?.err().unwrap_or(offset))),
        Ok(()) => Some(Ok(())),
    }
}

fn run(rule: &str, text: &str, mode: Mode) -> Option<Result<(), usize>> {
    let rule = rule.to_ascii_lowercase();
    match rule.as_str() {
        "odatauri" => Some(uri::absolute(text, mode)),
        "odatarelativeuri" => Some(uri::relative(text, mode)),
        "resourcepath" => Some(uri::resource_path(text, mode)),
        "queryoptions" => Some(uri::query_options(text, Options::Query, mode)),
        "batchoptions" | "metadataoptions" => Some(uri::query_options(text, Options::Format, mode)),
        "entityoptions" => Some(uri::query_options(text, Options::Entity, mode)),
        "entitycastoptions" => Some(uri::query_options(text, Options::EntityCast, mode)),
        "queryoption" => Some(uri::query_option(text, mode)),
        "context" => Some(uri::context(text, mode)),
        _ => table::parser(&rule).map(|parser| whole(text, mode, |i| parser(i))),
    }
}

/// Runs `parser` over all of `text`, decoded.
fn whole(text: &str, mode: Mode, parser: impl for<'a> Fn(Text<'a>) -> Parsed<'a, ()>) -> Result<(), usize> {
    let decoded = Decoded::new(text);
    let limits = Limits::default();
    let state = State::new(&decoded.text, mode, &limits).with_escapes(&decoded.escapes);
    let parsed = parser(Text::new(&state)).and_then(|(rest, ())| token::end(rest));
    match decoded.malformed {
        None => parsed.map(drop).map_err(|_| decoded.raw_offset(state.furthest())),
        Some(_) => Err(decoded.malformed_offset(state.furthest())),
    }
}
