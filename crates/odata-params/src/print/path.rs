//! Paths: segments of member paths, of `$select` and `$expand`, and of resource paths in, text out.

use crate::ast::{LambdaOp, MemberPath, PathRoot, PathSegment, PathSegmentKind, Segment, SegmentKind};

use super::{apply, expr, list, option};

pub(super) fn member(out: &mut String, path: &MemberPath) {
    let root = match path.root {
        PathRoot::Implicit => "",
        PathRoot::It => "$it",
        PathRoot::This => "$this",
        PathRoot::Root => "$root",
        PathRoot::These => "$these",
    };
    out.push_str(root);
    if !root.is_empty() && !path.segments.is_empty() {
        out.push('/');
    }
    segments(out, &path.segments);
}

pub(super) fn segments(out: &mut String, path: &[PathSegment]) {
    list(out, path, "/", |out, segment| one(out, &segment.kind));
}

fn one(out: &mut String, kind: &PathSegmentKind) {
    match kind {
        PathSegmentKind::Name { name, arguments } => {
            out.push_str(name);
            if let Some(arguments) = arguments {
                expr::arguments(out, arguments);
            }
        }
        PathSegmentKind::Annotation(text) => {
            out.push('@');
            out.push_str(text);
        }
        PathSegmentKind::Key(text) => out.push_str(text),
        PathSegmentKind::Count(options) => {
            out.push_str("$count");
            option::parenthesised(out, options);
        }
        PathSegmentKind::Filter(condition) => {
            out.push_str("$filter(");
            expr::expr(out, condition);
            out.push(')');
        }
        PathSegmentKind::Aggregate(item) => {
            out.push_str("aggregate(");
            apply::aggregate(out, item);
            out.push(')');
        }
        PathSegmentKind::Ref => out.push_str("$ref"),
        PathSegmentKind::Value => out.push_str("$value"),
        PathSegmentKind::Lambda { operator, variable, predicate } => {
            out.push_str(match operator {
                LambdaOp::Any => "any(",
                LambdaOp::All => "all(",
            });
            if let (Some(variable), Some(predicate)) = (variable, predicate) {
                out.push_str(variable);
                out.push(':');
                expr::expr(out, predicate);
            }
            out.push(')');
        }
    }
}

/// A segment of a resource path, decoded.
pub(super) fn resource_segment(out: &mut String, segment: &Segment) {
    let text: &str = match &segment.kind {
        SegmentKind::Metadata => "$metadata",
        SegmentKind::Batch => "$batch",
        SegmentKind::All => "$all",
        SegmentKind::Entity => "$entity",
        SegmentKind::Count => "$count",
        SegmentKind::Value => "$value",
        SegmentKind::Ref => "$ref",
        SegmentKind::Each => "$each",
        SegmentKind::Query => "$query",
        SegmentKind::Text => &segment.text,
        SegmentKind::CrossJoin(sets) => {
            out.push_str("$crossjoin(");
            list(out, sets, ",", |out, set| out.push_str(set));
            ")"
        }
        SegmentKind::Filter(condition) => {
            out.push_str("$filter(");
            expr::expr(out, condition);
            ")"
        }
        SegmentKind::Name { name, arguments } => {
            out.push_str(name);
            if let Some(arguments) = arguments {
                expr::arguments(out, arguments);
            }
            ""
        }
    };
    out.push_str(text);
}
