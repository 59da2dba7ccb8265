//! The resource path of a request URL: raw text in, its segments out (URL Conventions, section 4).

mod follow;
mod segment;

use std::ops::Range;

use crate::ast::ResourcePath;
use crate::error::{ParseError, Part};
use crate::input::{Mode, State, Text};
use crate::limits::Limits;
use crate::percent::{self, BadEncoding};

use follow::Follow;

/// One segment in the decoded text of the path.
pub(crate) struct Bound {
    pub(crate) range: Range<usize>,
    /// Whether it may be a key that looks like nothing else.
    pub(crate) may_be_text: bool,
}

/// Splits at `/` before decoding, so that an encoded slash is data (URL Conventions, section 2).
/// Empty segments, as in `/Boats//Crew/`, are skipped.
pub(crate) fn path(raw: &str, limits: &Limits) -> Result<ResourcePath, ParseError> {
    let raw = raw.strip_prefix('/').unwrap_or(raw);
    let mut text = String::with_capacity(raw.len());
    let mut bounds = Vec::new();
    for segment in raw.split('/') {
        if !text.is_empty() || !bounds.is_empty() {
            text.push('/');
        }
        let decoded = percent::decode(segment, false).map_err(|bad| {
            let at = text.len();
            match bad {
                BadEncoding::Escape(inside) => {
                    let whole = format!("{text}{segment}");
                    ParseError::new(Part::Path, &whole, at + inside, "two hexadecimal digits after '%'")
                }
                BadEncoding::Utf8 => {
                    ParseError::new(Part::Path, &format!("{text}{segment}"), at, "text in UTF-8")
                }
            }
        })?;
        let start = text.len();
        text.push_str(&decoded);
        if !decoded.is_empty() {
            // Parentheses and `$` written raw mean what they say; encoded they may be a key's.
            let may_be_text = !segment.contains('(') && !segment.starts_with('$');
            bounds.push(Bound { range: start..text.len(), may_be_text });
        }
    }
    segments(&text, &bounds, Mode::Lenient, &[], limits)
        .map_err(|(offset, expected)| ParseError::new(Part::Path, &text, offset, expected))
}

/// The segments at `bounds` of the decoded `text`; an error is an offset and what was expected there.
pub(crate) fn segments(
    text: &str,
    bounds: &[Bound],
    mode: Mode,
    escapes: &[bool],
    limits: &Limits,
) -> Result<ResourcePath, (usize, String)> {
    let mut segments = Vec::with_capacity(bounds.len());
    let mut follow = Follow::Start;
    for bound in bounds {
        let is_query = text.get(bound.range.clone()) == Some("$query");
        if follow == Follow::End || (follow == Follow::Query && !is_query) {
            return Err((bound.range.start.saturating_sub(1), "the end of the path".to_owned()));
        }
        // Everything up to the segment's end, so that offsets count from the path's start.
        let state =
            State::new(text.get(..bound.range.end).unwrap_or_default(), mode, limits).with_escapes(escapes);
        let at = Text::new(&state).skip(bound.range.start);
        match segment::segment(at, follow, bound.may_be_text) {
            Ok((_, segment)) => {
                follow = follow.after(&segment.kind, mode);
                segments.push(segment);
            }
            Err(_) => {
                let error = state.error(Part::Path);
                return Err((state.furthest(), error.expected));
            }
        }
    }
    Ok(ResourcePath { segments })
}
