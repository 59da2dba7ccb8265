//! Member paths: `Name`, `Owner/Name`, `$it/Name`, `@Ns.Term`, `Boats/any(b:…)` in, the segments out
//! (URL Conventions, section 5.1.1.15). A parameter alias is a path of one annotation-like segment.

use crate::ast::{Expr, ExprKind, MemberPath, PathRoot, PathSegment, PathSegmentKind};
use crate::input::{Parsed, Text};
use crate::{name, ordered};

use super::arguments::{self, Values};
use super::segment;

/// A path that begins with `$it`, `$this`, `$these` or `$root`.
pub(crate) fn rooted(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.is_ordered() {
        return ordered::operand::rooted(i);
    }
    const ROOTS: [(&str, PathRoot); 4] = [
        ("$it", PathRoot::It),
        ("$these", PathRoot::These),
        ("$this", PathRoot::This),
        ("$root/", PathRoot::Root),
    ];
    let Some((word, root)) = ROOTS.into_iter().find(|(word, _)| i.rest.starts_with(word)) else {
        // `$count` of the collection itself, as `$apply` has it.
        if i.rest.starts_with("$count") {
            let (rest, count) = segment::segment(i)?;
            return Ok(finish(i, rest, PathRoot::Implicit, vec![count]));
        }
        return i.miss("an operand");
    };
    let at = i.skip(word.len());
    let mut segments = Vec::new();
    let rest = match root {
        PathRoot::Root => {
            let (rest, first) = head(at)?;
            segments.push(first);
            rest
        }
        _ => at,
    };
    let (rest, ()) = segment::segments(rest, &mut segments)?;
    Ok(finish(i, rest, root, segments))
}

/// `@alias`, `@alias/Name`, `@Ns.Term#Qualifier`.
pub(crate) fn annotated(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.is_ordered() {
        return ordered::operand::rooted(i);
    }
    let (rest, text) = annotation(i)?;
    if !rest.starts_with(b'/') && !text.contains(['.', '#']) {
        return Ok((rest, Expr { kind: ExprKind::Alias(text.to_owned()), span: i.span_to(rest) }));
    }
    let kind = PathSegmentKind::Annotation(text.to_owned());
    let mut segments = vec![PathSegment { kind, span: i.span_to(rest) }];
    let (rest, ()) = segment::segments(rest, &mut segments)?;
    Ok(finish(i, rest, PathRoot::Implicit, segments))
}

/// `annotationInQuery`, its text without the `@`.
pub(crate) fn annotation(i: Text<'_>) -> Parsed<'_, &str> {
    if !i.starts_with(b'@') {
        return i.miss("'@'");
    }
    let start = i.skip(1);
    let (rest, _) = name::dotted(start)?;
    if !rest.starts_with(b'#') {
        return Ok((rest, start.until(rest)));
    }
    let (rest, _) = name::identifier(rest.skip(1))?;
    Ok((rest, start.until(rest)))
}

/// A path whose first name has been read: `word` stands between `i` and `after`.
pub(crate) fn named<'a>(i: Text<'a>, after: Text<'a>, word: &str) -> Parsed<'a, Expr> {
    let (rest, first) = first(i, after, word)?;
    let is_qualified = word.contains('.');
    if is_qualified && !rest.starts_with(b'/') {
        return match first.kind {
            PathSegmentKind::Name { name, arguments: Some(arguments) } => {
                Ok((rest, Expr { kind: ExprKind::Call { name, arguments }, span: i.span_to(rest) }))
            }
            // A type alone says nothing.
            _ => rest.miss("'/'"),
        };
    }
    let mut segments = vec![first];
    let (rest, ()) = segment::segments(rest, &mut segments)?;
    Ok(finish(i, rest, PathRoot::Implicit, segments))
}

/// The first name after `$root/`.
fn head(i: Text<'_>) -> Parsed<'_, PathSegment> {
    let (after, word) = name::dotted(i)?;
    first(i, after, word)
}

fn first<'a>(i: Text<'a>, after: Text<'a>, word: &str) -> Parsed<'a, PathSegment> {
    let (rest, arguments) = if after.starts_with(b'(') {
        let (rest, found) = arguments::arguments(i, after, Values::after(word))?;
        (rest, Some(found))
    } else {
        (after, None)
    };
    let kind = PathSegmentKind::Name { name: word.to_owned(), arguments };
    Ok((rest, PathSegment { kind, span: i.span_to(rest) }))
}

fn finish<'a>(i: Text<'a>, rest: Text<'a>, root: PathRoot, segments: Vec<PathSegment>) -> (Text<'a>, Expr) {
    (rest, Expr { kind: ExprKind::Path(MemberPath { root, segments }), span: i.span_to(rest) })
}
