//! `$select`: paths of properties and operations with options of their own (URL Conventions,
//! section 5.1.4).

use nom::Parser;
use nom::multi::separated_list1;

use crate::ast::{
    Argument, Expr, ExprKind, MemberPath, PathRoot, PathSegment, PathSegmentKind, QueryOption, SelectItem,
    SelectKind,
};
use crate::expr::path;
use crate::input::{Parsed, Text};
use crate::{name, ordered, token};

use super::nested::{self, Allowed};

/// One or more items.
/// `selectItem`
pub(crate) fn items(i: Text<'_>) -> Parsed<'_, Vec<SelectItem>> {
    separated_list1(token::comma_tight, item).parse(i)
}

pub(crate) fn item(i: Text<'_>) -> Parsed<'_, SelectItem> {
    let plain = |rest: Text<'_>, kind| SelectItem { kind, options: Vec::new(), span: i.span_to(rest) };
    if i.is_ordered() {
        let (rest, ()) = ordered::select::item(i)?;
        return Ok((rest, plain(rest, SelectKind::Path(Vec::new()))));
    }
    if i.starts_with(b'*') {
        let rest = i.skip(1);
        return Ok((rest, plain(rest, SelectKind::All)));
    }
    let namespace = name::dotted_length(i.rest);
    let after = i.skip(namespace);
    if namespace > 0 && after.rest.starts_with(".*") {
        let rest = after.skip(2);
        return Ok((rest, plain(rest, SelectKind::AllOperations(i.until(after).to_owned()))));
    }
    let (rest, mut segments) = separated_list1(token::slash, segment).parse(i)?;
    let (rest, options) = parentheses(rest, &mut segments)?;
    Ok((rest, SelectItem { kind: SelectKind::Path(segments), options, span: i.span_to(rest) }))
}

/// A name, a dotted name or an annotation.
pub(crate) fn segment(i: Text<'_>) -> Parsed<'_, PathSegment> {
    let (rest, kind) = if i.starts_with(b'@') {
        let (rest, text) = path::annotation(i)?;
        (rest, PathSegmentKind::Annotation(text.to_owned()))
    } else {
        let (rest, name) = name::dotted(i)?;
        (rest, PathSegmentKind::Name { name: name.to_owned(), arguments: None })
    };
    Ok((rest, PathSegment { kind, span: i.span_to(rest) }))
}

/// Options, or the parameter names that tell overloads of a function apart: these become arguments
/// of the last segment.
fn parentheses<'a>(i: Text<'a>, segments: &mut [PathSegment]) -> Parsed<'a, Vec<QueryOption>> {
    if !i.starts_with(b'(') {
        i.note("'('");
        return Ok((i, Vec::new()));
    }
    if !is_name_list(i) {
        return nested::options(i, Allowed::Select);
    }
    let (at, ()) = token::open_tight(i)?;
    let (at, names) = separated_list1(token::comma_tight, parameter).parse(at)?;
    let (rest, ()) = token::close_tight(at)?;
    if let Some(PathSegment { kind: PathSegmentKind::Name { arguments, .. }, span }) = segments.last_mut() {
        *arguments = Some(names);
        span.end = rest.offset();
    }
    Ok((rest, Vec::new()))
}

/// A name followed by a comma or the closing parenthesis.
fn is_name_list(i: Text<'_>) -> bool {
    let inside = i.rest.get(1..).unwrap_or_default().trim_start_matches(' ');
    let length = name::identifier_length(inside);
    let after = inside.get(length..).unwrap_or_default().trim_start_matches(' ');
    length > 0 && after.starts_with([',', ')'])
}

fn parameter(i: Text<'_>) -> Parsed<'_, Argument> {
    let (rest, name) = name::identifier(i)?;
    let span = i.span_to(rest);
    let kind = PathSegmentKind::Name { name: name.to_owned(), arguments: None };
    let path = MemberPath { root: PathRoot::Implicit, segments: vec![PathSegment { kind, span }] };
    Ok((rest, Argument { name: None, value: Expr { kind: ExprKind::Path(path), span }, span }))
}
