//! The transformations of `$apply` as text for people: one line a step, those within a step below it.

use std::fmt::Write as _;

use super::write::ordered;
use crate::query::{Aggregate, Apply, Branch, Expr, ExprKind, Group, Name, Named, Text, Transformation};

/// What is done with the rows, and what they are answered with. `names`: those of the columns the first
/// step gets.
pub(super) fn meaning(out: &mut String, apply: &Apply, names: Names<'_>) {
    let made = steps(out, "  then      ", &apply.steps, names);
    let names = Names { row: &made, ..names };
    let columns: Vec<String> = apply.columns.iter().map(|column| named(column, names)).collect();
    let _ = writeln!(out, "  with      {}", columns.join(", "));
}

/// Each step on a line behind `margin`; gives the names of the columns that come of them.
pub(super) fn steps(
    out: &mut String,
    margin: &str,
    steps: &[Transformation],
    names: Names<'_>,
) -> Vec<String> {
    let mut row = names.row.to_vec();
    for step in steps {
        let _ = write!(out, "{margin}");
        row = one(out, margin, step, Names { row: &row, ..names });
    }
    row
}

fn one(out: &mut String, margin: &str, step: &Transformation, names: Names<'_>) -> Vec<String> {
    let within = format!("{}  ", " ".repeat(margin.len()));
    let name = |name| names.of(name);
    let written = match step {
        Transformation::Filter(condition) => writeln!(out, "where {}", Text { expr: condition, name }),
        Transformation::OrderBy(keys) => writeln!(out, "order by {}", ordered(keys, &name)),
        Transformation::Skip(number) => writeln!(out, "skip {number}"),
        Transformation::Top(number) => writeln!(out, "take {number}"),
        Transformation::Reach(reach) => {
            let unit = if reach.percent { " % of it" } else { "" };
            let value = Text { expr: &reach.value, name };
            writeln!(out, "take until the sum of {value} reaches {}{unit}", reach.amount.to_plain_string())
        }
        Transformation::Group(group) => {
            let _ = writeln!(out, "{}", grouped(group, names));
            return group
                .keys
                .iter()
                .map(|key| key.path.join("/"))
                .chain(group.aggregates.iter().map(|aggregate| aggregate.name.clone()))
                .collect();
        }
        Transformation::Each(each) => {
            let keys: Vec<String> = each.keys.iter().map(|key| key.path.join("/")).collect();
            let _ = writeln!(out, "for each group by {}", keys.join(", "));
            let made = steps(out, &within, &each.steps, names);
            return keys
                .into_iter()
                .chain(each.columns.iter().map(|expr| text(expr, Names { row: &made, ..names })))
                .collect();
        }
        Transformation::Concat(branches) => {
            let _ = writeln!(out, "one behind the other");
            return concatenated(out, &within, branches, names);
        }
    };
    let _ = written;
    names.row.to_vec()
}

fn concatenated(out: &mut String, margin: &str, branches: &[Branch], names: Names<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (number, branch) in branches.iter().enumerate() {
        let _ = writeln!(out, "{margin}{}.", number + 1);
        let made = steps(out, &format!("{margin}   "), &branch.steps, names);
        for (place, expr) in branch.columns.iter().enumerate() {
            // What one of them does not have is named by another.
            let name = match expr.kind {
                ExprKind::Literal(_) => "?".to_owned(),
                _ => text(expr, Names { row: &made, ..names }),
            };
            match all.get_mut(place) {
                Some(known) if known == "?" => *known = name,
                Some(_) => {}
                None => all.push(name),
            }
        }
    }
    all
}

/// `group by Berth: sum(Tons) as T, $count as N`
fn grouped(group: &Group, names: Names<'_>) -> String {
    let keys: Vec<String> = group.keys.iter().map(|key| named(key, names)).collect();
    let aggregates: Vec<String> = group.aggregates.iter().map(|one| aggregated(one, names)).collect();
    match (keys.is_empty(), aggregates.is_empty()) {
        (true, _) => format!("aggregate {}", aggregates.join(", ")),
        (false, true) => format!("group by {}", keys.join(", ")),
        (false, false) => format!("group by {}: {}", keys.join(", "), aggregates.join(", ")),
    }
}

fn aggregated(aggregate: &Aggregate, names: Names<'_>) -> String {
    let mut written = match &aggregate.operand {
        Some(operand) => format!("{}({})", aggregate.method.name(), text(&operand.expr, names)),
        None => aggregate.method.name().to_owned(),
    };
    if !aggregate.once.is_empty() {
        let keys: Vec<String> = aggregate.once.iter().map(|key| text(key, names)).collect();
        written = format!("{written} once for each {}", keys.join(", "));
    }
    for from in &aggregate.from {
        let keys: Vec<String> = from.keys.iter().map(|key| text(key, names)).collect();
        written = format!("{}({written} from {})", from.method.name(), keys.join(", "));
    }
    format!("{written} as {}", aggregate.name)
}

/// An expression with its name, where that is another.
fn named(named: &Named, names: Names<'_>) -> String {
    let (path, text) = (named.path.join("/"), text(&named.expr, names));
    if path == text { path } else { format!("{text} as {path}") }
}

fn text(expr: &Expr, names: Names<'_>) -> String {
    Text { expr, name: |name| names.of(name) }.to_string()
}

/// What names are at one point of a pipeline.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// Those of the columns.
    pub(super) row: &'a [String],
    /// Those of related rows.
    pub(super) related: &'a dyn Fn(Name) -> String,
}

impl Names<'_> {
    fn of(self, name: Name) -> String {
        match name {
            Name::Property(place) => self.row.get(place).cloned().unwrap_or_else(|| "?".to_owned()),
            related => (self.related)(related),
        }
    }
}
