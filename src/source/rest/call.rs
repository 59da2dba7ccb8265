//! A scan in, the first request it makes out: path, query and headers, as far as no secret is in them.

use std::fmt;

use super::template::{encoded, plain, sent};
use crate::catalog::{Path, PathPiece, Pointer, Resource, Search, Sort, Table, Target};
use crate::edm::Value;
use crate::plan::Scan;
use crate::plan::declared::{self, Condition, Route};
use crate::query::{ExprKind, SearchExpr};
use crate::source::Error;

/// A request to a REST service. It prints as people read it, the query percent-encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The path behind the base URL, percent-encoded; it may have a query.
    pub(super) path: String,
    /// Further parameters of the query.
    pub(super) query: Vec<(String, String)>,
    /// Headers.
    pub(super) headers: Vec<(String, String)>,
}

impl Call {
    /// Path and query, percent-encoded.
    pub(super) fn target(&self) -> String {
        let mut target = self.path.clone();
        for (name, value) in &self.query {
            target.push(if target.contains('?') { '&' } else { '?' });
            target.push_str(&format!("{}={}", encoded(name), encoded(value)));
        }
        target
    }

    /// The same with one more parameter.
    pub(super) fn with(&self, name: &str, value: impl ToString) -> Self {
        let mut call = self.clone();
        call.query.push((name.to_owned(), value.to_string()));
        call
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GET {}", self.target())?;
        self.headers.iter().try_for_each(|(name, value)| write!(f, "\n{name}: {value}"))
    }
}

/// How a scan begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Begin {
    /// The request, without what says which page.
    pub(super) call: Call,
    /// Whether it is for one row by its key.
    pub(super) by_key: bool,
    /// The most rows there can be: one for each value of the key.
    pub(super) most: Option<u64>,
}

/// The request a scan begins with.
///
/// # Errors
/// [`Error::Unfiltered`] if the list wants to know more, [`Error::Evaluation`] for a search that cannot be
/// sent, [`Error::Statement`] for a scan the capabilities do not cover.
pub(super) fn first(scan: &Scan) -> Result<Begin, Error> {
    let table = &*scan.table;
    let unsupported = || Error::Statement {
        source_name: table.source.clone(),
        detail: format!("no request does this: {scan:?}"),
    };
    let resource = table.resource().ok_or_else(unsupported)?;
    if scan.group.is_some() || scan.having.is_some() || scan.after.is_some() {
        return Err(unsupported());
    }
    let among = scan.among.is_some();
    let conditions =
        match declared::route(table, resource, [scan.filter.as_ref(), scan.behind.as_ref()], among) {
            Route::ByKey(key) => {
                let path = resource.by_key.as_ref().ok_or_else(unsupported)?;
                let value = |index| {
                    let place = table.key.iter().position(|known| *known == index)?;
                    key.get(place).copied()
                };
                let call = Call { path: filled(path, value).ok_or_else(unsupported)?, ..Call::default() };
                return Ok(Begin { call, by_key: true, most: Some(1) });
            }
            Route::List(conditions) => conditions,
        };
    let value = |index| {
        let path = |condition: &&Condition<'_>| condition.filter.target == Target::Path(index);
        conditions.iter().find(path)?.values.first().copied()
    };
    let path = filled(&resource.list, value).ok_or_else(|| unfiltered(table, resource))?;
    let mut call = Call { path, ..Call::default() };
    for Condition { filter, values } in &conditions {
        put(&mut call, &filter.target, sent(filter, values.iter().copied()));
    }
    let mut most = most(table, &conditions);
    if among {
        let keys = keys(scan, &mut call)?;
        most = most.or(keys);
    }
    if let Some(search) = &scan.search {
        let Search::Index { name, .. } = &table.search else { return Err(unsupported()) };
        call = call.with(name, words(table, search)?);
    }
    if let Some(name) = &resource.select {
        call = call.with(name, members(scan).join(","));
    }
    if let (Some(sort), false) = (&resource.sort, scan.order_by.is_empty()) {
        order(&mut call, scan, sort).ok_or_else(unsupported)?;
    }
    Ok(Begin { call, by_key: false, most })
}

/// Text of a path with values in place of properties; `None` if one is not known.
fn filled<'v>(path: &Path, value: impl Fn(usize) -> Option<&'v Value>) -> Option<String> {
    let mut text = String::new();
    for piece in &path.pieces {
        match piece {
            PathPiece::Text(piece) => text.push_str(piece),
            PathPiece::Property(index) => text.push_str(&encoded(&plain(value(*index)?))),
        }
    }
    Some(text)
}

fn unfiltered(table: &Table, resource: &Resource) -> Error {
    let name = |index: usize| table.columns.get(index).map_or("", |column| column.property.as_str());
    let names: Vec<String> = resource.required().map(|index| format!("'{}'", name(index))).collect();
    let example: Vec<String> = resource.required().map(|index| format!("{} eq …", name(index))).collect();
    Error::Unfiltered {
        entity_set: table.entity_set.clone(),
        properties: names.join(" and "),
        example: example.join(" and "),
    }
}

fn put(call: &mut Call, target: &Target, values: Vec<String>) {
    match target {
        // It is in the path already.
        Target::Path(_) => {}
        Target::Query(name) => call.query.extend(values.into_iter().map(|value| (name.clone(), value))),
        Target::Header(name) => call.headers.extend(values.into_iter().map(|value| (name.clone(), value))),
    }
}

/// The most rows that meet the conditions, where one of them tells the key.
fn most(table: &Table, conditions: &[Condition<'_>]) -> Option<u64> {
    use crate::catalog::Comparison::{Eq, In};
    let [key] = table.key.as_slice() else { return None };
    let of_key = conditions
        .iter()
        .filter(|condition| condition.filter.column == *key && condition.filter.exact)
        .find(|condition| matches!(condition.filter.comparison, Eq | In))?;
    u64::try_from(of_key.values.len()).ok()
}

/// Adds the keys whose rows are wanted, unless one of them cannot be sent: then all rows come, and those
/// that do not belong are left out here. Gives how many rows there can be, where each key has one.
fn keys(scan: &Scan, call: &mut Call) -> Result<Option<u64>, Error> {
    let (table, Some(among)) = (&*scan.table, &scan.among) else { return Ok(None) };
    let columns: Option<Vec<usize>> = among
        .columns
        .iter()
        .map(|column| match column.kind {
            ExprKind::Property(index) => Some(index),
            _ => None,
        })
        .collect();
    let columns = columns.unwrap_or_default();
    let filter = declared::keyed(table, scan.filter.as_ref(), &columns).ok_or_else(|| Error::Statement {
        source_name: table.source.clone(),
        detail: format!("no request finds rows by these keys: {scan:?}"),
    })?;
    let column = table.columns.get(filter.column);
    let can_be_sent =
        |value: &&Value| column.is_some_and(|column| declared::is_sent(filter, value, column.ty.primitive));
    let values: Vec<&Value> = among.keys.iter().flatten().collect();
    if !values.iter().all(can_be_sent) {
        return Ok(None);
    }
    let unique = filter.exact && table.key.as_slice() == [filter.column];
    put(call, &filter.target, sent(filter, values));
    Ok(u64::try_from(among.keys.len()).ok().filter(|_| unique))
}

/// A search as the words it is for.
fn words(table: &Table, search: &SearchExpr) -> Result<String, Error> {
    match search {
        SearchExpr::Word(text) | SearchExpr::Phrase(text) => Ok(text.clone()),
        SearchExpr::And(one, other) => Ok(format!("{} {}", words(table, one)?, words(table, other)?)),
        SearchExpr::Or(..) | SearchExpr::Not(_) => Err(Error::Evaluation(format!(
            "{}: the data source searches for words and phrases, without OR and NOT",
            table.entity_set
        ))),
    }
}

/// The members of a row that the columns are in, each once.
fn members(scan: &Scan) -> Vec<String> {
    let mut members: Vec<String> = Vec::new();
    for expr in &scan.columns {
        let ExprKind::Property(index) = expr.kind else { continue };
        let pointer = scan.table.columns.get(index).map(|column| Pointer::of_field(&column.name));
        let member = pointer.and_then(|pointer| pointer.0.into_iter().next());
        members.extend(member.filter(|member| !members.contains(member)));
    }
    members
}

/// Adds the order; `None` if it is not one the list takes.
fn order(call: &mut Call, scan: &Scan, sort: &Sort) -> Option<()> {
    let mut keys = Vec::with_capacity(scan.order_by.len());
    for key in &scan.order_by {
        let ExprKind::Property(index) = key.expr.kind else { return None };
        let (_, word) = sort.by.iter().find(|(column, _)| *column == index)?;
        let (before, behind) = if key.descending { &sort.descending } else { &sort.ascending };
        keys.push(format!("{before}{word}{behind}"));
    }
    let separator = match (&sort.separator, keys.len()) {
        (Some(separator), _) => separator,
        (None, 1) => "",
        (None, _) => return None,
    };
    *call = call.with(&sort.query, keys.join(separator));
    if let (Some((name, [ascending, descending])), Some(key)) = (&sort.direction, scan.order_by.first()) {
        *call = call.with(name, if key.descending { descending } else { ascending });
    }
    Some(())
}
