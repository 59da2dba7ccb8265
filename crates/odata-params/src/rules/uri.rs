//! Rules for URLs as a whole, which are split before they are decoded: raw text in, the offset of
//! the first misfit out.

use std::net::Ipv6Addr;

use nom::Parser;

use crate::expr::parameter_value;
use crate::input::{Mode, Parsed, Text};
use crate::limits::Limits;
use crate::option::System;
use crate::option::nested::{self, Allowed};
use crate::path::{self, Bound};
use crate::{name, token};

use super::raw::Decoded;
use super::{ordered, whole};

/// Which options a query may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Options {
    /// Any.
    Query,
    /// `$format` and custom ones.
    Format,
    /// The same, and `$id` once at least.
    Entity,
    /// The same, and `$expand` and `$select`.
    EntityCast,
}

/// `odataUri`: the service root ends with the last slash of the path.
pub(super) fn absolute(text: &str, mode: Mode) -> Result<(), usize> {
    let scheme = ["https", "http"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let after_scheme = scheme.ok_or(0usize)?.len();
    let rest = text.get(after_scheme..).unwrap_or_default();
    let authority = rest.strip_prefix("://").ok_or(after_scheme)?;
    let host = text.len() - authority.len();
    let mut at = host + host_length(authority).map_err(|offset| host + offset)?;
    if text.as_bytes().get(at) == Some(&b':') {
        let digits = text.get(at + 1..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
        at += 1 + digits;
    }
    if text.as_bytes().get(at) != Some(&b'/') {
        return Err(at);
    }
    let mut root = at + 1;
    loop {
        let tail = text.get(root..).unwrap_or_default();
        let segment = run(tail, token::is_pchar);
        if segment > 0 && tail.as_bytes().get(segment) == Some(&b'/') {
            root += segment + 1;
        } else if tail.is_empty() {
            return Ok(());
        } else {
            // What is not the rest of the URL might have been one more segment of the root.
            return relative(tail, mode).map_err(|offset| root + offset.max(segment));
        }
    }
}

/// A name or an address; an address in brackets is checked.
fn host_length(text: &str) -> Result<usize, usize> {
    let Some(inside) = text.strip_prefix('[') else {
        return Ok(run(text, |byte| token::is_pchar(byte) && !matches!(byte, b':' | b'@')));
    };
    let length = run(inside, |byte| token::is_pchar(byte) && byte != b'@');
    let address = inside.get(..length).unwrap_or_default();
    if !address.starts_with(['v', 'V']) && address.parse::<Ipv6Addr>().is_err() {
        // A group has four digits at most.
        let mut at = 1;
        for group in address.split(':') {
            if group.len() > 4 && !group.contains('.') {
                return Err(at + 4);
            }
            at += group.len() + 1;
        }
        return Err(1 + length);
    }
    if inside.as_bytes().get(length) == Some(&b']') { Ok(length + 2) } else { Err(1 + length) }
}

/// The bytes at the start of `text` that fit or are whole escapes.
fn run(text: &str, fits: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' if is_digit(at + 1) && is_digit(at + 2) => at += 3,
            byte if fits(*byte) => at += 1,
            _ => break,
        }
    }
    at
}

/// `odataRelativeUri`
pub(super) fn relative(text: &str, mode: Mode) -> Result<(), usize> {
    let path_end = text.find(['?', '#']).unwrap_or(text.len());
    let path = text.get(..path_end).unwrap_or_default();
    let query = text.get(path_end..).unwrap_or_default().strip_prefix('?');
    let after = |result: Result<(), usize>| result.map_err(|offset| path_end + 1 + offset);
    match (path, query) {
        ("$metadata", None) if path_end < text.len() => {
            context(text.get(path_end..).unwrap_or_default(), mode).map_err(|offset| path_end + offset)
        }
        ("$batch" | "$metadata", None) if path_end == text.len() => Ok(()),
        ("$batch" | "$metadata", None) => Err(path_end),
        ("$metadata", Some(query)) => {
            let (query, fragment) = query.split_at(query.find('#').unwrap_or(query.len()));
            after(query_options(query, Options::Format, mode))?;
            if fragment.is_empty() {
                Ok(())
            } else {
                after(context(fragment, mode).map_err(|at| query.len() + at))
            }
        }
        ("$batch", Some(query)) => after(query_options(query, Options::Format, mode)),
        ("$entity", Some(query)) => after(query_options(query, Options::Entity, mode)),
        ("$entity", None) => Err(path_end),
        _ if path.starts_with("$entity/") => {
            let type_name = path.get("$entity/".len()..).unwrap_or_default();
            whole(type_name, mode, |i| name::dotted(i).map(|(rest, _)| (rest, ())))
                .map_err(|offset| "$entity/".len() + offset)?;
            after(query_options(query.ok_or(path_end)?, Options::EntityCast, mode))
        }
        _ => {
            // The reserved words at the start count as far as they go.
            let word = ["$metadata", "$batch", "$entity"].into_iter().find(|word| path.starts_with(word));
            resource_path(path, mode).map_err(|offset| offset.max(word.map_or(0, str::len)))?;
            match query {
                Some("") => Ok(()),
                Some(query) => after(query_options(query, Options::Query, mode)),
                None if path_end == text.len() => Ok(()),
                None => Err(path_end),
            }
        }
    }
}

/// `context`
pub(super) fn context(text: &str, mode: Mode) -> Result<(), usize> {
    match mode {
        Mode::Ordered => whole(text, mode, ordered::context),
        _ => whole(text, mode, super::context::context),
    }
}

/// `resourcePath`
pub(super) fn resource_path(text: &str, mode: Mode) -> Result<(), usize> {
    if mode == Mode::Ordered {
        return whole(text, mode, ordered::resource_path);
    }
    let mut bounds = Vec::new();
    let mut decoded = String::new();
    let mut escapes = Vec::new();
    let mut offsets: Vec<(usize, usize, Decoded)> = Vec::new();
    let mut raw_start = 0;
    let mut malformed = false;
    for raw in text.split('/') {
        if raw_start > 0 {
            decoded.push('/');
            escapes.push(false);
        }
        let part = Decoded::new(raw);
        bounds.push(Bound { range: decoded.len()..decoded.len() + part.text.len(), may_be_text: true });
        malformed = part.malformed.is_some();
        decoded.push_str(&part.text);
        escapes.extend_from_slice(&part.escapes);
        offsets.push((decoded.len() - part.text.len(), raw_start, part));
        raw_start += raw.len() + 1;
        if malformed {
            break;
        }
    }
    let result = path::segments(&decoded, &bounds, mode, &escapes, &Limits::default());
    let furthest = match result {
        Ok(_) if !malformed => return Ok(()),
        Ok(_) => decoded.len(),
        Err((offset, _)) => offset,
    };
    let (start, raw_start, part) =
        offsets.iter().rev().find(|(start, ..)| *start <= furthest).ok_or(furthest)?;
    Err(raw_start + part.malformed_offset(furthest - start))
}

/// `queryOptions` and its relatives.
pub(super) fn query_options(text: &str, allowed: Options, mode: Mode) -> Result<(), usize> {
    if mode == Mode::Ordered {
        return whole(text, mode, |i| ordered::query_options(i, allowed));
    }
    let mut start = 0;
    let mut has_id = false;
    for pair in text.split('&') {
        let name = pair.split_once('=').map_or(pair, |(name, _)| name);
        let system = System::by_name(name);
        let fits = match (allowed, system) {
            (Options::Query, _) | (_, Some(System::Format)) => true,
            (Options::Entity | Options::EntityCast, Some(System::Id)) => true,
            (Options::EntityCast, Some(System::Expand | System::Select)) => true,
            _ => !name.starts_with(['$', '@']),
        };
        if !fits {
            return Err(start);
        }
        query_option(pair, mode).map_err(|offset| start + offset)?;
        has_id |= system == Some(System::Id);
        start += pair.len() + 1;
    }
    if matches!(allowed, Options::Entity | Options::EntityCast) && !has_id {
        return Err(text.len());
    }
    Ok(())
}

/// `queryOption`: whatever does not begin with `$` or `@` may be a custom option.
pub(super) fn query_option(text: &str, mode: Mode) -> Result<(), usize> {
    if mode == Mode::Ordered {
        return whole(text, mode, |i| ordered::query_option(i, Options::Query));
    }
    if text.starts_with('@') {
        return whole(text, mode, |i| nested::alias(i).map(|(rest, _)| (rest, ())));
    }
    let system = whole(text, mode, |i| nested::pair(i, Allowed::Everything).map(|(rest, _)| (rest, ())));
    match system {
        Err(offset) if !text.starts_with('$') => whole(text, mode, named_value)
            .map_err(|other| other.max(offset))
            .or_else(|offset| whole(text, mode, custom_option).map_err(|other| other.max(offset))),
        other => other,
    }
}

/// `nameAndValue`: a parameter of a function import without the `@`.
pub(super) fn named_value(i: Text<'_>) -> Parsed<'_, ()> {
    (name::identifier, token::equals, parameter_value).map(|_| ()).parse(i)
}

/// `customQueryOption`
pub(super) fn custom_option(i: Text<'_>) -> Parsed<'_, ()> {
    if matches!(i.byte(0), Some(b'@' | b'$' | b'=')) {
        return i.miss("a name");
    }
    let rest = token::value(i);
    if i.until(rest).is_empty() { i.miss("a name") } else { Ok((rest, ())) }
}
