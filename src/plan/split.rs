//! The one decision of planning: what the source does, and what is left.

use std::sync::Arc;

use super::apply;
use super::columns::{Columns, property};
use super::expand;
use super::reads::Reads;
use super::semijoin::semijoins;
use super::{Capabilities, Member, Places, Plan, Pushdown, Residual, Rows, Scan, Tables, position};
use crate::catalog::{Search, Table};
use crate::edm::{PrimitiveType, TypeRef, Value};
use crate::query::{
    Expr, ExprKind, Form, Function, MAX_STREAM_BYTES, Named, OrderBy, Position, Query, SearchExpr, Shape,
};

/// Plans `query` over `places`, for a page of at most `max_rows` rows. `None` if a table of the query
/// is not among them.
#[must_use]
pub fn plan(query: &Query, places: &Places<'_>, max_rows: u64) -> Option<Plan> {
    let mut plan = match &query.apply {
        Some(apply) => apply::plan(query, apply, places, max_rows)?,
        None => split(query, places, Columns::default(), &Bounds::of_page(query, max_rows))?,
    };
    if let Some(call) = &query.call {
        plan.call_with(&call.arguments);
    }
    Some(plan)
}

/// Which rows are read, and what of them.
pub(super) struct Bounds {
    /// The most rows to answer.
    page_rows: u64,
    /// Rows to pass over.
    skip: u64,
    /// The most rows to ask for.
    limit: Option<u64>,
    /// Whether the rows are only counted: then their key is not read, and they have no order.
    number: bool,
}

impl Bounds {
    /// One page.
    fn of_page(query: &Query, max_rows: u64) -> Self {
        let (page_rows, limit) = page(query, max_rows);
        let skip = if query.after.is_some() { 0 } else { query.skip };
        Self { page_rows, skip, limit: Some(limit), number: false }
    }

    /// All rows: those of each parent are cut afterwards.
    pub(super) fn of_all(form: Form) -> Self {
        Self { page_rows: u64::MAX, skip: 0, limit: None, number: form == Form::Count }
    }
}

/// Plans `query`; its rows have the values of `columns` first.
pub(super) fn split(
    query: &Query,
    places: &Places<'_>,
    mut columns: Columns,
    bounds: &Bounds,
) -> Option<Plan> {
    let (table, capabilities) = places.of(query.table())?;
    let output = match query.shape {
        Shape::Media(_) => media(&query.select, table, capabilities, &mut columns),
        _ => query.select.iter().filter_map(|index| member(*index, table, &mut columns)).collect(),
    };
    let told = query.streams.iter().filter(|_| query.all_metadata);
    let media_types = told.map(|stream| stream.media_type.map(|index| columns.property(index, table)));
    let media_types = media_types.collect();
    let rows = Rows::among(table, places);
    let mut reads = Reads::new(places);
    let mut compute = Vec::with_capacity(query.compute.len());
    for Named { expr, .. } in &query.compute {
        // Values of related rows come with the row where the source gives them.
        compute.push(if expr.relations() > 0 && capabilities.computes(&rows, expr) {
            Expr { kind: ExprKind::Property(columns.expression(expr)), ..expr.clone() }
        } else {
            reads.placed(expr, &mut columns, table)?
        });
    }
    // The key is always read: messages, ids and context URLs name rows by it.
    for index in table.key.iter().filter(|_| !bounds.number) {
        columns.property(*index, table);
    }
    // So is what tells of which type an entity is.
    let entities = matches!(query.shape, Shape::Collection | Shape::Entity | Shape::RelatedEntity);
    for index in table.discriminator.iter().filter(|_| entities && !bounds.number) {
        columns.property(*index, table);
    }
    let expand = |asked| expand::expand(asked, places, table, &mut columns);
    let expands = query.expand.iter().map(expand).collect::<Option<Vec<_>>>()?;
    let ordered = query.shape == Shape::Collection && !bounds.number;
    let mut order_by = if ordered { total_order(&query.order_by, table) } else { Vec::new() };
    if bounds.limit.is_none() {
        // Rows among those of others are sorted by no index: theirs is the order every source has.
        order_by.iter_mut().for_each(|key| key.tie_break = false);
    }
    let asked = Asked {
        filter: query.filter.as_ref(),
        search: query.search.as_ref(),
        order_by,
        after: query.after.as_ref(),
        skip: bounds.skip,
        limit: bounds.limit,
    };
    let planned = asked.plan(table, capabilities, columns, &mut reads)?;
    let mut plan = Plan {
        output,
        page_rows: bounds.page_rows,
        reads: reads.into_reads(),
        compute,
        count: query.count || query.shape == Shape::Count,
        expands,
        media_types,
        ..planned
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

/// What is asked of the rows of a table, apart from what is answered with them.
pub(super) struct Asked<'q> {
    pub(super) filter: Option<&'q Expr>,
    pub(super) search: Option<&'q SearchExpr>,
    pub(super) order_by: Vec<OrderBy>,
    pub(super) after: Option<&'q Position>,
    pub(super) skip: u64,
    pub(super) limit: Option<u64>,
}

impl Asked<'_> {
    /// Who does what of it, for rows of these columns at least; `None` if a table is not known.
    pub(super) fn plan<'p>(
        self,
        table: &'p Arc<Table>,
        capabilities: &Capabilities,
        mut columns: Columns,
        reads: &mut Reads<'p>,
    ) -> Option<Plan> {
        let Self { filter, search, order_by, after, skip, limit } = self;
        let rows = Rows::among(table, reads.places());
        let search_pushed = capabilities.searches(table);
        let order_pushed = capabilities.orders(&rows, table, &order_by);
        let mut after = after.map(|after| typed(after, &order_by));
        let mut parts = conjuncts(filter);
        let asked = parts.len();
        if capabilities.declared && order_pushed {
            parts.extend(after.take().into_iter().flat_map(|keys| position::behind(&keys, &order_by)));
        }
        let mut pushdowns = capabilities.pushdowns(&rows, table, &parts);
        let goes_on = Behind::of(parts.split_off(asked), &pushdowns.split_off(asked));
        let (mut pushed, mut left) = (Vec::new(), Vec::new());
        for (part, pushdown) in parts.into_iter().zip(pushdowns) {
            if pushdown != Pushdown::Exact {
                left.push(part.clone());
            }
            if pushdown != Pushdown::Unsupported {
                pushed.push(part);
            }
        }
        let whole =
            left.is_empty() && goes_on.left.is_none() && (search.is_none() || search_pushed) && order_pushed;

        let residual = if whole {
            None
        } else {
            let filter = match conjunction(left) {
                Some(filter) => Some(reads.placed(&filter, &mut columns, table)?),
                None => None,
            };
            let search = search.filter(|_| !search_pushed).map(|search| {
                let places =
                    searched(&table.search).iter().map(|index| columns.property(*index, table)).collect();
                (search.clone(), places)
            });
            let mut keys = Vec::with_capacity(order_by.len());
            for key in order_by.iter().filter(|_| !order_pushed) {
                keys.push(OrderBy { expr: reads.placed(&key.expr, &mut columns, table)?, ..key.clone() });
            }
            let order_by = (!order_pushed).then_some(keys);
            let after = after.clone().filter(|_| !order_pushed);
            let behind = match &goes_on.left {
                Some(behind) => Some(reads.placed(behind, &mut columns, table)?),
                None => None,
            };
            Some(Residual { filter, search, order_by, after, behind, skip, limit })
        };
        let checked = checked(&pushed, table, capabilities, &mut columns);
        // Only a page has an end to go on from.
        let keys = if limit.is_some() { order_by.as_slice() } else { &[] };
        let read: Option<Vec<usize>> =
            order_pushed.then(|| keys.iter().map(|key| columns.expression(&key.expr)).collect());
        let columns = columns.into_exprs();
        let position = read.unwrap_or_else(|| (columns.len()..columns.len() + keys.len()).collect());
        let order_by = if order_pushed { order_by } else { Vec::new() };
        let exprs = columns.iter().chain(&pushed).chain(order_by.iter().map(|key| &key.expr));
        let scan = Scan {
            tables: Tables::of(exprs, reads.places()),
            filter: conjunction(semijoins(pushed, reads.places())),
            search: search.filter(|_| search_pushed).cloned(),
            order_by,
            after: after.filter(|_| order_pushed),
            behind: goes_on.pushed,
            skip: if whole { skip } else { 0 },
            limit: limit.filter(|_| whole),
            ..Scan::all(Arc::clone(table), columns)
        };
        Some(Plan { position, checked, residual, ..Plan::of(scan, Vec::new()) })
    }
}

/// Who sees to it that rows lie behind a position, where that is a condition.
struct Behind {
    /// What the source is told.
    pushed: Option<Expr>,
    /// What is looked at here.
    left: Option<Expr>,
}

impl Behind {
    /// All conditions are looked at again, unless the source checks every one of them.
    fn of(conditions: Vec<Expr>, pushdowns: &[Pushdown]) -> Self {
        let whole = pushdowns.iter().all(|pushdown| *pushdown == Pushdown::Exact);
        let pairs = conditions.iter().zip(pushdowns);
        let pushed = pairs.filter(|(_, pushdown)| **pushdown != Pushdown::Unsupported);
        Self {
            pushed: conjunction(pushed.map(|(condition, _)| condition.clone()).collect()),
            left: conjunction(conditions).filter(|_| !whole),
        }
    }
}

/// A property as it is answered.
fn member(index: usize, table: &Table, columns: &mut Columns) -> Option<Member> {
    let column = table.columns.get(index)?;
    let path = column.property.split('/').map(str::to_owned).collect();
    Some(Member { path, ty: column.ty, place: columns.property(index, table), dynamic: false })
}

/// The bytes of a stream, one more than is answered at most, and what says what they are.
fn media(select: &[usize], table: &Table, capabilities: &Capabilities, columns: &mut Columns) -> Vec<Member> {
    let mut output: Vec<Member> = Vec::with_capacity(select.len());
    for index in select {
        let content = property(*index, table)
            .filter(|_| output.is_empty() && capabilities.functions.contains(&Function::Substring));
        let Some(content) = content else {
            output.extend(member(*index, table, columns));
            continue;
        };
        let number = |value| Expr::literal(Value::Integer(value), PrimitiveType::Int32);
        let most = number(i64::from(MAX_STREAM_BYTES) + 1);
        let (ty, nullable) = (content.ty, content.nullable);
        // To every database that has it, it cuts bytes as it cuts text.
        let kind = ExprKind::Call(Function::Substring, vec![content, number(0), most]);
        let place = columns.expression(&Expr { kind, ty, nullable });
        let path = table.columns.get(*index).map(|column| column.property.clone());
        output.push(Member { path: path.into_iter().collect(), ty: TypeRef::of(ty), place, dynamic: false });
    }
    output
}

/// How many rows to answer, and how many to ask for: one more where a next link may be needed.
pub(super) fn page(query: &Query, max_rows: u64) -> (u64, u64) {
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
pub(super) fn total_order(order_by: &[OrderBy], table: &Table) -> Vec<OrderBy> {
    let mut keys: Vec<OrderBy> = Vec::with_capacity(order_by.len() + table.key.len());
    for key in order_by.iter().filter(|key| key.expr.as_literal().is_none()) {
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

/// The values of a position, each of its sort key's type: a page token knows integers, not of which
/// enumeration they are.
fn typed(after: &Position, order_by: &[OrderBy]) -> Vec<Value> {
    let types = order_by.iter().map(|key| Some(key.expr.ty)).chain(std::iter::repeat(None));
    let typed = |(value, ty): (&Value, Option<PrimitiveType>)| match (value, ty) {
        (Value::Integer(number), Some(PrimitiveType::Enumeration(declared))) => {
            Value::Enumeration(*number, declared)
        }
        (value, _) => value.clone(),
    };
    after.keys.iter().zip(types).map(typed).collect()
}

/// Reads the columns that `pushed` compares and that a comparison alone does not vouch for.
fn checked(pushed: &[Expr], table: &Table, capabilities: &Capabilities, columns: &mut Columns) -> Vec<usize> {
    let mut places = Vec::new();
    let is_loose =
        |index: usize| table.columns.get(index).is_some_and(|column| capabilities.is_loose(column));
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

pub(super) fn conjuncts(filter: Option<&Expr>) -> Vec<Expr> {
    match filter {
        None => Vec::new(),
        Some(Expr { kind: ExprKind::And(list), .. }) => list.clone(),
        Some(one) => vec![one.clone()],
    }
}

pub(super) fn conjunction(parts: Vec<Expr>) -> Option<Expr> {
    (!parts.is_empty()).then(|| Expr::all(parts))
}

pub(super) fn searched(search: &Search) -> &[usize] {
    match search {
        Search::None => &[],
        Search::Like(columns) | Search::Index { columns, .. } => columns,
    }
}
