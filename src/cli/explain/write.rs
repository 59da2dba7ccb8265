//! The stages of a request as text for people; knows no file and no database.

use std::fmt::Write as _;
use std::time::Duration;

use odata_params::ODataUri;
use odata_params::ast::QueryOptionKind;

use super::apply::{self, Names};
use super::names;
use crate::bind::option_name;
use crate::catalog::Catalog;
use crate::plan::{self, Each, Part, Plan};
use crate::query::{self, Expr, Name, OrderBy, Query, Shape, Text, Transformation};
use crate::source::rest::Call;
use crate::source::sql::Statement;

/// The request as it was read, in canonical form.
pub(super) fn syntax(out: &mut String, uri: &ODataUri) {
    let _ = writeln!(out, "request\n  /{}", odata_params::print::path(&uri.path));
    for option in &uri.options {
        let _ = writeln!(out, "  {}={}", name(&option.kind), option.text.trim());
    }
}

/// The name of an option as OData spells it.
pub(super) fn name(kind: &QueryOptionKind) -> String {
    match kind {
        QueryOptionKind::Alias { name, .. } => format!("@{name}"),
        QueryOptionKind::Custom { name } => name.clone(),
        kind => option_name(kind).unwrap_or_default().to_owned(),
    }
}

/// What is asked.
pub(super) fn meaning(out: &mut String, catalog: &Catalog, query: &Query) {
    let entity_type = catalog.model.type_of(query.set);
    let set = catalog.model.entity_sets.get(query.set).map_or("", |set| set.name.as_str());
    let name = |name| names::model(catalog, query.set, name);
    let property = |index| name(Name::Property(index));
    let what = match query.shape {
        Shape::Collection => format!("the {set}"),
        Shape::Entity => format!("one {}", entity_type.name),
        Shape::RelatedEntity => format!("the related {}", entity_type.name),
        Shape::Count => format!("the number of {set}"),
        Shape::Property(index) => format!("{} of one {}", property(index), entity_type.name),
        Shape::Complex(index) => {
            let path = entity_type.complex.get(index).map_or("?", |complex| complex.path.as_str());
            format!("{path} of one {}", entity_type.name)
        }
        Shape::Media(Some(index)) => format!("the bytes of {} of one {}", property(index), entity_type.name),
        Shape::Media(None) => format!("the bytes of one {}", entity_type.name),
        Shape::RawValue(index) => format!("the raw value of {} of one {}", property(index), entity_type.name),
    };
    let what = match query.call.as_ref().and_then(|call| catalog.model.operations.get(call.operation)) {
        Some(function) => format!("{what} that {} gives", function.name),
        None => what,
    };
    let what = if query.references { format!("references to {what}") } else { what };
    let _ = writeln!(out, "\nmeaning\n  {what}");
    if let Some(filter) = &query.filter {
        let _ = writeln!(out, "  where     {}", Text { expr: filter, name });
    }
    if let Some(search) = &query.search {
        let _ = writeln!(out, "  matching  {}", odata_params::print::search(search));
    }
    if !query.order_by.is_empty() {
        let _ = writeln!(out, "  ordered   {}", ordered(&query.order_by, &name));
    }
    if let Some(parent) = &query.parent {
        let pairs: Vec<_> = parent.relation.there.iter().map(|index| property(*index)).collect();
        let link = parent.relation.through.as_ref().and_then(|link| catalog.tables.get(link.table));
        let through = link.map(|table| format!(", through the table '{}'", table.name)).unwrap_or_default();
        let _ = writeln!(out, "  related   by {}{through}", pairs.join(", "));
    }
    if let Some(apply) = &query.apply {
        let names: Vec<_> = entity_type.properties.iter().map(|property| property.name.clone()).collect();
        apply::meaning(out, apply, Names { row: &names, related: &name });
    } else if query.shape != Shape::Count {
        let computed = query
            .compute
            .iter()
            .map(|named| format!("{} as {}", Text { expr: &named.expr, name }, named.path.join("/")));
        let select: Vec<_> = query.select.iter().map(|index| property(*index)).chain(computed).collect();
        let _ = writeln!(out, "  with      {}", select.join(", "));
    }
    if query.skip > 0 {
        let _ = writeln!(out, "  skipping  {}", query.skip);
    }
    if let Some(top) = query.top {
        let _ = writeln!(out, "  at most   {top}");
    }
    if query.count {
        out.push_str("  and the total\n");
    }
}

/// What is called.
pub(super) fn call(out: &mut String, catalog: &Catalog, call: &query::Call) {
    let Some(operation) = catalog.model.operations.get(call.operation) else { return };
    let kind = if operation.is_action() { "action" } else { "function" };
    let _ = writeln!(out, "\nmeaning\n  the {kind} {}, whose result is answered as it comes", operation.name);
    if operation.is_action() && !operation.parameters.is_empty() {
        let names: Vec<_> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let _ = writeln!(out, "  with      {} from the body", names.join(", "));
    }
}

/// Who does what; `counts` where the source only counts.
pub(super) fn plan(out: &mut String, plan: &Plan, counts: bool) {
    let scan = &plan.scan;
    let name = |name| names::scan(scan, name);
    let _ = writeln!(out, "\nplan\n  the source '{}' does", scan.table.source);
    if let Some(filter) = &scan.filter {
        let _ = writeln!(out, "    filter  {}", Text { expr: filter, name });
    }
    if let Some(search) = &scan.search {
        let _ = writeln!(out, "    search  {}", odata_params::print::search(search));
    }
    let texts = |exprs: &[Expr]| {
        let texts: Vec<_> = exprs.iter().map(|expr| text(expr, &name)).collect();
        texts.join(", ")
    };
    if let Some((keys, aggregates)) = scan.group.and_then(|keys| scan.columns.split_at_checked(keys)) {
        let by = if keys.is_empty() { "all" } else { "by " };
        let _ = writeln!(out, "    group   {by}{}", texts(keys));
        if !aggregates.is_empty() {
            let _ = writeln!(out, "    make    {}", texts(aggregates));
        }
    }
    if let Some(having) = &scan.having {
        let _ = writeln!(out, "    having  {}", Text { expr: having, name });
    }
    if !scan.order_by.is_empty() {
        let _ = writeln!(out, "    order   {}", ordered(&scan.order_by, &name));
    }
    match scan.limit {
        _ if counts => out.push_str("    count\n"),
        Some(limit) => {
            let _ = writeln!(out, "    limit   {limit}");
        }
        None if scan.group.is_some() => out.push_str("    all groups\n"),
        None => out.push_str("    all rows\n"),
    }
    reads(out, plan);
    if plan.residual.is_none() && plan.pipeline.is_none() {
        out.push_str("  nothing is left to do here\n");
    }
    if plan.residual.is_some() {
        residual(out, plan);
    }
    if let Some(pipeline) = &plan.pipeline {
        out.push_str("  left to do here, with all of them\n");
        let names: Vec<_> = scan.columns.iter().map(|expr| text(expr, &name)).collect();
        let related = |name| names::place(plan, scan, name);
        apply::steps(out, "    ", &pipeline.steps, Names { row: &names, related: &related });
    }
}

/// What is left of conditions, search and order.
fn residual(out: &mut String, plan: &Plan) {
    let scan = &plan.scan;
    let Some(residual) = &plan.residual else { return };
    let place = |name| names::place(plan, scan, name);
    out.push_str("  left to do here, row by row\n");
    if let Some(filter) = &residual.filter {
        let _ = writeln!(out, "    filter  {}", Text { expr: filter, name: place });
    }
    if let Some((search, _)) = &residual.search {
        let _ = writeln!(out, "    search  {}", odata_params::print::search(search));
    }
    if let Some(order) = &residual.order_by {
        let _ = writeln!(out, "    order   {}", ordered(order, &place));
    }
    if let Some(limit) = residual.limit {
        let _ = writeln!(out, "    limit   {limit}");
    }
}

/// The related rows that are read first.
fn reads(out: &mut String, plan: &Plan) {
    for read in &plan.reads {
        let scan = &read.scan;
        let name = |name| names::scan(scan, name);
        let place = |name| names::place(plan, scan, name);
        let columns: Vec<_> = scan.columns.iter().map(|expr| Text { expr, name }.to_string()).collect();
        let _ = writeln!(out, "  related rows of '{}' are read first", scan.table.entity_set);
        let _ = writeln!(out, "    columns {}", columns.join(", "));
        if let Some(filter) = &scan.filter {
            let _ = writeln!(out, "    filter  {}", Text { expr: filter, name });
        }
        if let Some(search) = &scan.search {
            let _ = writeln!(out, "    search  {}", odata_params::print::search(search));
        }
        if let Some(filter) = &read.filter {
            let _ = writeln!(out, "    here    {}", Text { expr: filter, name: place });
        }
        if let Some((search, _)) = &read.search {
            let _ = writeln!(out, "    here    matching {}", odata_params::print::search(search));
        }
    }
}

/// Which of the related rows of each row are wanted, and who sees to it.
pub(super) fn each(out: &mut String, expand: &plan::Expand) {
    let by_source = match expand.plan.scan.among.as_ref().map(|among| among.each) {
        None => "  here: rows are picked by the keys of those above\n",
        Some(Each::Rows) => return cut(out, expand),
        Some(Each::Number) => "  of each row above only their number is read\n",
        Some(Each::Page { .. }) => "  of each row above a page is read\n",
    };
    out.push_str(by_source);
    cut(out, expand);
}

fn cut(out: &mut String, expand: &plan::Expand) {
    if expand.skip > 0 {
        let _ = writeln!(out, "  here: of each row above {} are skipped", expand.skip);
    }
    if let Some(limit) = expand.limit {
        let _ = writeln!(out, "  here: of each row above no more than {limit} are kept");
    }
}

/// What is done here with the rows of several statements, one behind the other.
pub(super) fn united(out: &mut String, parts: &[Part], steps: &[Transformation]) {
    out.push_str("\nthen, with their rows one behind the other\n");
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        let scan = &part.plan.scan;
        let read = |name| names::place(&part.plan, scan, name);
        for (place, column) in part.columns.iter().enumerate() {
            // What one part does not have is named by another.
            let name = if column.as_literal().is_some() { "?".to_owned() } else { text(column, &read) };
            match names.get_mut(place) {
                Some(known) if known == "?" => *known = name,
                Some(_) => {}
                None => names.push(name),
            }
        }
    }
    apply::steps(out, "    ", steps, Names { row: &names, related: &|_| "?".to_owned() });
    if steps.is_empty() {
        out.push_str("  nothing is left to do here\n");
    }
}

/// The SQL with its parameters; `related` where a condition is yet to come, whose values are known
/// when the row before is read.
pub(super) fn statement(out: &mut String, statement: &Statement<'_>, related: bool) {
    let more = if related { " (and the condition of being related)" } else { "" };
    let _ = writeln!(out, "\nsql{more}\n  {}", statement.sql());
    for (index, parameter) in statement.parameters().iter().enumerate() {
        if statement.keys().contains(&index) {
            let _ = writeln!(out, "  {} = of the rows above", index + 1);
        } else {
            let _ = writeln!(out, "  {} = {parameter}", index + 1);
        }
    }
}

/// A request to a REST service; `related` as in [`statement`].
pub(super) fn upstream(out: &mut String, call: &Call, goes_on: bool, related: bool) {
    let more = if related { " (and the condition of being related)" } else { "" };
    let _ = writeln!(out, "\nrequest to the source{more}");
    for line in call.to_string().lines() {
        let _ = writeln!(out, "  {line}");
    }
    if goes_on {
        out.push_str("  and further pages, as far as they are needed\n");
    }
}

/// The database's own account.
pub(super) fn analysis(out: &mut String, account: &str, time: Duration) {
    let _ = writeln!(out, "\ndatabase ({:.3} ms)", time.as_secs_f64() * 1000.0);
    for line in account.lines() {
        let _ = writeln!(out, "  {line}");
    }
}

pub(super) fn ordered(keys: &[OrderBy], name: &dyn Fn(Name) -> String) -> String {
    let key = |key: &OrderBy| {
        let direction = if key.descending { " desc" } else { "" };
        format!("{}{direction}", text(&key.expr, name))
    };
    keys.iter().map(key).collect::<Vec<_>>().join(", ")
}

fn text(expr: &Expr, name: &dyn Fn(Name) -> String) -> String {
    Text { expr, name }.to_string()
}
