//! `$apply`: a pipeline in, text out.

use crate::ast::{
    AggregateFrom, AggregateItem, GroupByItem, Hierarchy, NestItem, PathSegment, Transformation,
    TransformationKind as Kind, Traversal,
};

use super::{expr, list, option, path, search};

pub(super) fn pipeline(out: &mut String, pipeline: &[Transformation]) {
    list(out, pipeline, "/", transformation);
}

fn transformation(out: &mut String, found: &Transformation) {
    out.push_str(&found.name);
    match &found.kind {
        Kind::Identity => return,
        Kind::Custom(arguments) => return expr::arguments(out, arguments),
        _ => out.push('('),
    }
    match &found.kind {
        Kind::Identity | Kind::Custom(_) => {}
        Kind::Filter(condition) => expr::expr(out, condition),
        Kind::Search(words) => search::search(out, words),
        Kind::Compute(items) => list(out, items, ",", option::compute),
        Kind::OrderBy(items) => list(out, items, ",", option::order_by),
        Kind::Top(number) | Kind::Skip(number) => out.push_str(&number.to_string()),
        Kind::Rank { amount, value, .. } => {
            expr::expr(out, amount);
            out.push(',');
            expr::expr(out, value);
        }
        Kind::Concat(pipelines) => list(out, pipelines, ",", |out, found| pipeline(out, found)),
        Kind::Aggregate(items) => list(out, items, ",", aggregate),
        Kind::GroupBy { items, then } => {
            out.push('(');
            list(out, items, ",", group_by);
            out.push(')');
            optional(out, then);
        }
        Kind::Nest(items) => list(out, items, ",", nest),
        Kind::AddNested { path, items } => {
            path::segments(out, path);
            out.push(',');
            list(out, items, ",", nest);
        }
        Kind::Join { path, alias, then, .. } => {
            path::segments(out, path);
            out.push_str(" as ");
            out.push_str(alias);
            optional(out, then);
        }
        Kind::Relatives { hierarchy: tree, start, max_distance, keep_start, .. } => {
            hierarchy(out, tree);
            optional(out, start);
            if let Some(distance) = max_distance {
                out.push(',');
                out.push_str(&distance.to_string());
            }
            if *keep_start {
                out.push_str(",keep start");
            }
        }
        Kind::Traverse { hierarchy: tree, order, start, order_by } => {
            hierarchy(out, tree);
            out.push_str(match order {
                Traversal::Preorder => ",preorder",
                Traversal::Postorder => ",postorder",
            });
            optional(out, start);
            for item in order_by {
                out.push(',');
                option::order_by(out, item);
            }
        }
    }
    out.push(')');
}

/// A comma and a pipeline, or nothing.
fn optional(out: &mut String, found: &[Transformation]) {
    if !found.is_empty() {
        out.push(',');
        pipeline(out, found);
    }
}

pub(super) fn aggregate(out: &mut String, item: &AggregateItem) {
    expr::expr(out, &item.expr);
    method(out, item.method.as_deref());
    for AggregateFrom { properties, method: with } in &item.from {
        out.push_str(" from ");
        paths(out, properties);
        method(out, with.as_deref());
    }
    if let Some(alias) = &item.alias {
        out.push_str(" as ");
        out.push_str(alias);
    }
}

fn method(out: &mut String, method: Option<&str>) {
    if let Some(method) = method {
        out.push_str(" with ");
        out.push_str(method);
    }
}

fn group_by(out: &mut String, item: &GroupByItem) {
    match item {
        GroupByItem::Path(segments) => path::segments(out, segments),
        GroupByItem::Rollup(found) => {
            out.push_str("rollup(");
            paths(out, found);
            out.push(')');
        }
        GroupByItem::RollupRecursive { hierarchy: tree, then } => {
            out.push_str("rolluprecursive(");
            hierarchy(out, tree);
            optional(out, then);
            out.push(')');
        }
    }
}

fn paths(out: &mut String, paths: &[Vec<PathSegment>]) {
    list(out, paths, ",", |out, found| path::segments(out, found));
}

fn nest(out: &mut String, item: &NestItem) {
    pipeline(out, &item.pipeline);
    out.push_str(" as ");
    out.push_str(&item.alias);
}

fn hierarchy(out: &mut String, tree: &Hierarchy) {
    expr::expr(out, &tree.nodes);
    out.push(',');
    out.push_str(&tree.qualifier);
    out.push(',');
    path::segments(out, &tree.node);
}
