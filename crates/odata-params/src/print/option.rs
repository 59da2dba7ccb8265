//! Query options: an option in, its name and value out.

use crate::ast::{
    ComputeItem, ExpandItem, ExpandSuffix, Levels, OrderByItem, QueryOption, QueryOptionKind as Kind,
    SelectItem, SelectKind,
};

use super::{apply, expr, list, path, search};

/// The name, `$` or `@` included.
pub(super) fn name(out: &mut String, kind: &Kind) {
    let text: &str = match kind {
        Kind::Filter(_) => "$filter",
        Kind::OrderBy(_) => "$orderby",
        Kind::Select(_) => "$select",
        Kind::Expand(_) => "$expand",
        Kind::Compute(_) => "$compute",
        Kind::Apply(_) => "$apply",
        Kind::Search(_) => "$search",
        Kind::Top(_) => "$top",
        Kind::Skip(_) => "$skip",
        Kind::Count(_) => "$count",
        Kind::Index(_) => "$index",
        Kind::Levels(_) => "$levels",
        Kind::Format(_) => "$format",
        Kind::SkipToken(_) => "$skiptoken",
        Kind::DeltaToken(_) => "$deltatoken",
        Kind::Id(_) => "$id",
        Kind::SchemaVersion(_) => "$schemaversion",
        Kind::Temporal { name, .. } => {
            out.push('$');
            name
        }
        Kind::Alias { name, .. } => {
            out.push('@');
            name
        }
        Kind::Custom { name } => name,
    };
    out.push_str(text);
}

/// The value.
pub(super) fn value(out: &mut String, option: &QueryOption) {
    match &option.kind {
        Kind::Filter(found) | Kind::Alias { value: found, .. } => expr::expr(out, found),
        Kind::OrderBy(items) => list(out, items, ",", order_by),
        Kind::Select(items) => list(out, items, ",", select),
        Kind::Expand(items) => list(out, items, ",", expand),
        Kind::Compute(items) => list(out, items, ",", compute),
        Kind::Apply(found) => apply::pipeline(out, found),
        Kind::Search(found) => search::search(out, found),
        Kind::Top(number) | Kind::Skip(number) => out.push_str(&number.to_string()),
        Kind::Count(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Index(number) => out.push_str(&number.to_string()),
        Kind::Levels(Levels::Max) => out.push_str("max"),
        Kind::Levels(Levels::Number(number)) => out.push_str(&number.to_string()),
        Kind::Format(text)
        | Kind::SkipToken(text)
        | Kind::DeltaToken(text)
        | Kind::Id(text)
        | Kind::SchemaVersion(text)
        | Kind::Temporal { value: text, .. } => out.push_str(text),
        Kind::Custom { .. } => out.push_str(&option.text),
    }
}

/// Nested options with their parentheses; nothing where there are none.
pub(super) fn parenthesised(out: &mut String, options: &[QueryOption]) {
    if options.is_empty() {
        return;
    }
    out.push('(');
    list(out, options, ";", |out, option| {
        name(out, &option.kind);
        out.push('=');
        value(out, option);
    });
    out.push(')');
}

pub(super) fn order_by(out: &mut String, item: &OrderByItem) {
    expr::expr(out, &item.expr);
    if item.descending {
        out.push_str(" desc");
    }
}

pub(super) fn compute(out: &mut String, item: &ComputeItem) {
    expr::expr(out, &item.expr);
    out.push_str(" as ");
    out.push_str(&item.alias);
}

fn select(out: &mut String, item: &SelectItem) {
    match &item.kind {
        SelectKind::All => out.push('*'),
        SelectKind::AllOperations(namespace) => {
            out.push_str(namespace);
            out.push_str(".*");
        }
        SelectKind::Path(segments) => path::segments(out, segments),
    }
    parenthesised(out, &item.options);
}

fn expand(out: &mut String, item: &ExpandItem) {
    match &item.path {
        Some(segments) => path::segments(out, segments),
        None => out.push('*'),
    }
    out.push_str(match item.suffix {
        ExpandSuffix::None => "",
        ExpandSuffix::Ref => "/$ref",
        ExpandSuffix::Count => "/$count",
    });
    parenthesised(out, &item.options);
}
