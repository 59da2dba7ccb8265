//! The query of a request URL: raw text in, its options in the order written out.

use std::collections::HashSet;

use crate::ast::{QueryOption, QueryOptionKind};
use crate::error::{ParseError, Part};
use crate::input::{Mode, Parsed, State, Text};
use crate::limits::Limits;
use crate::percent::{self, BadEncoding};
use crate::{name, token};

use super::{Seen, System, value};

/// Splits at `&` and decodes each option on its own, so that an encoded `&` is data. Empty pairs are
/// skipped: clients leave them behind when they drop options.
pub(crate) fn options(query: &str, limits: &Limits) -> Result<Vec<QueryOption>, ParseError> {
    let mut found = Vec::new();
    let mut seen = Seen::default();
    let mut aliases = HashSet::new();
    let mut start = 0;
    for pair in query.split('&') {
        let offset = start;
        start += pair.len() + 1;
        if pair.is_empty() {
            continue;
        }
        let refuse = |expected: &str| ParseError::new(Part::Query, query, offset, expected);
        let (raw_name, raw_value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = percent::decode(raw_name, true).map_err(|_| refuse("a name in valid encoding"))?;
        let name = name.trim();
        let part = || Part::Option(name.to_owned());
        let text = percent::decode(raw_value, true).map_err(|bad| match bad {
            BadEncoding::Escape(at) => {
                ParseError::new(part(), raw_value, at, "two hexadecimal digits after '%'")
            }
            BadEncoding::Utf8 => ParseError::new(part(), raw_value, 0, "text in UTF-8"),
        })?;
        let kind = if let Some(alias) = name.strip_prefix('@') {
            if name::identifier_length(alias) != alias.len() || alias.is_empty() {
                return Err(refuse("a name after '@'"));
            }
            if !aliases.insert(alias.to_owned()) {
                return Err(refuse("each parameter alias only once"));
            }
            let value = parse(&text, part, limits, crate::expr::expression)?;
            QueryOptionKind::Alias { name: alias.to_owned(), value }
        } else if let Some(system) = System::by_name(name).filter(|system| *system != System::Levels) {
            if !seen.first(system) {
                return Err(refuse("each system query option only once"));
            }
            parse(&text, part, limits, |i| value(i, system))?
        } else if name.starts_with('$') {
            return Err(refuse("a system query option of OData"));
        } else {
            QueryOptionKind::Custom { name: name.to_owned() }
        };
        found.push(QueryOption { kind, text: text.into_owned() });
    }
    Ok(found)
}

/// A whole value, blanks around it allowed.
pub(crate) fn parse<T>(
    text: &str,
    part: impl FnOnce() -> Part,
    limits: &Limits,
    parser: impl for<'b> FnOnce(Text<'b>) -> Parsed<'b, T>,
) -> Result<T, ParseError> {
    let state = State::new(text, Mode::Lenient, limits);
    let whole = |i| {
        let (i, ()) = token::blanks(i)?;
        let (i, value) = parser(i)?;
        let (i, ()) = token::blanks(i)?;
        let (_, ()) = token::end(i)?;
        Ok::<T, nom::Err<crate::input::Miss>>(value)
    };
    whole(Text::new(&state)).map_err(|_| state.error(part()))
}
