//! The one decision of planning: what the source does, and what is left.

use std::sync::Arc;

use super::columns::{Columns, property};
use super::{Capabilities, Member, Places, Plan, Residual, Scan};
use crate::catalog::{Search, Table};
use crate::query::{Expr, ExprKind, OrderBy, Query, Shape};

/// Plans `query` over `places`, for a page of at most `max_rows` rows. `None` if the query's set is
/// not among them.
#[must_use]
pub fn plan(query: &Query, places: &Places<'_>, max_rows: u64) -> Option<Plan> {
    let (table, capabilities) = places.of(query.table())?;
    let mut columns = Columns::default();
    let output = query.select.iter().filter_map(|index| member(*index, table, &mut columns)).collect();
    let compute = query.compute.iter().map(|named| columns.placed(&named.expr, table)).collect();
    // The key is always read: messages, ids and context URLs name rows by it.
    for index in &table.key {
        columns.property(*index, table);
    }
    let order_by = if query.shape == Shape::Collection { total_order(query, table) } else { Vec::new() };

    let (pushed, left): (Vec<_>, Vec<_>) = conjuncts(query.filter.as_ref())
        .into_iter()
        .partition(|part| capabilities.filter && capabilities.computes(table, part));
    let search_pushed = capabilities.search;
    let order_pushed =
        capabilities.order_and_page && order_by.iter().all(|key| capabilities.sorts(table, &key.expr));
    let (page_rows, limit) = page(query, max_rows);
    let skip = if query.after.is_some() { 0 } else { query.skip };
    let whole = left.is_empty() && (query.search.is_none() || search_pushed) && order_pushed;

    let residual = (!whole).then(|| Residual {
        filter: conjunction(left).map(|filter| columns.placed(&filter, table)),
        search: query.search.clone().filter(|_| !search_pushed).map(|search| {
            let places =
                searched(&table.search).iter().map(|index| columns.property(*index, table)).collect();
            (search, places)
        }),
        order_by: (!order_pushed).then(|| {
            let placed = |key: &OrderBy| OrderBy {
                expr: columns.placed(&key.expr, table),
                descending: key.descending,
                tie_break: key.tie_break,
            };
            order_by.iter().map(placed).collect()
        }),
        after: query.after.as_ref().filter(|_| !order_pushed).map(|after| after.keys.clone()),
        skip,
        limit: Some(limit),
    });
    let checked = checked(&pushed, table, capabilities, &mut columns);
    let sorted_here: Option<Vec<usize>> =
        order_pushed.then(|| order_by.iter().map(|key| columns.expression(&key.expr)).collect());
    let columns = columns.into_exprs();
    let position = sorted_here.unwrap_or_else(|| (columns.len()..columns.len() + order_by.len()).collect());
    let mut plan = Plan {
        scan: Scan {
            table: Arc::clone(table),
            columns,
            filter: conjunction(pushed),
            search: query.search.clone().filter(|_| search_pushed),
            order_by: if order_pushed { order_by } else { Vec::new() },
            after: query.after.as_ref().filter(|_| order_pushed).map(|after| after.keys.clone()),
            skip: if whole { skip } else { 0 },
            limit: whole.then_some(limit),
            arguments: query.call.as_ref().map_or_else(Vec::new, |call| call.arguments.clone()),
        },
        output,
        position,
        checked,
        page_rows,
        residual,
        compute,
        count: query.count || query.shape == Shape::Count,
    };
    let computed = query.compute.iter().zip(plan.width()..).map(|(named, place)| Member {
        path: named.path.clone(),
        ty: named.ty,
        place,
        dynamic: named.dynamic,
    });
    plan.output.extend(computed);
    Some(plan)
}

/// A property as it is answered.
fn member(index: usize, table: &Table, columns: &mut Columns) -> Option<Member> {
    let column = table.columns.get(index)?;
    let path = column.property.split('/').map(str::to_owned).collect();
    Some(Member { path, ty: column.ty, place: columns.property(index, table), dynamic: false })
}

/// How many rows to answer, and how many to ask for: one more where a next link may be needed.
fn page(query: &Query, max_rows: u64) -> (u64, u64) {
    match query.shape {
        Shape::Collection => {
            let delivered = query.after.as_ref().map_or(0, |after| after.delivered);
            let remaining = query.top.map(|top| top.saturating_sub(delivered));
            match remaining {
                Some(remaining) if remaining <= max_rows => (remaining, remaining),
                _ => (max_rows, max_rows.saturating_add(1)),
            }
        }
        // A second row would mean that the key of the definition is none; better seen than hidden.
        _ => (1, 2),
    }
}

/// The order asked for, made total by the key (keys already sorted by are not repeated).
fn total_order(query: &Query, table: &Table) -> Vec<OrderBy> {
    let mut keys: Vec<OrderBy> = Vec::with_capacity(query.order_by.len() + table.key.len());
    for key in query.order_by.iter().filter(|key| key.expr.as_literal().is_none()) {
        if !keys.iter().any(|known| known.expr == key.expr) {
            keys.push(key.clone());
        }
    }
    for index in &table.key {
        if !keys.iter().any(|key| matches!(key.expr.kind, ExprKind::Property(p) if p == *index)) {
            keys.extend(property(*index, table).map(|expr| OrderBy {
                expr,
                descending: false,
                tie_break: true,
            }));
        }
    }
    keys
}

/// Reads the columns that `pushed` compares and that a comparison alone does not vouch for.
fn checked(pushed: &[Expr], table: &Table, capabilities: &Capabilities, columns: &mut Columns) -> Vec<usize> {
    let mut places = Vec::new();
    let is_loose = |index: usize| {
        table.columns.get(index).is_some_and(|column| capabilities.loose.contains(&column.storage))
    };
    for part in pushed {
        part.properties(&mut |index| {
            if is_loose(index) {
                let place = columns.property(index, table);
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        });
    }
    places
}

fn conjuncts(filter: Option<&Expr>) -> Vec<Expr> {
    match filter {
        None => Vec::new(),
        Some(Expr { kind: ExprKind::And(list), .. }) => list.clone(),
        Some(one) => vec![one.clone()],
    }
}

fn conjunction(parts: Vec<Expr>) -> Option<Expr> {
    (!parts.is_empty()).then(|| Expr::all(parts))
}

fn searched(search: &Search) -> &[usize] {
    match search {
        Search::None => &[],
        Search::Like(columns) | Search::Index { columns, .. } => columns,
    }
}
