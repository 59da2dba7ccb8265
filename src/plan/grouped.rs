//! A `groupby` the source does: one statement with groups, and behind it, where the source does that
//! too, conditions on the groups, their order and their page.

use std::sync::Arc;

use super::apply::{Folded, Made, Page};
use super::columns::Columns;
use super::semijoin::semijoins;
use super::split::{conjunction, conjuncts};
use super::{Capabilities, Pipeline, Places, Plan, Rows, Scan, Tables, steps};
use crate::catalog::Table;
use crate::edm::{PrimitiveType, TypeRef};
use crate::query::{
    Aggregate, Aggregation, Expr, ExprKind, Group, OrderBy, SearchExpr, Transformation, Typed,
};

/// Groups of the rows that meet conditions.
pub(super) struct Grouped<'q> {
    pub(super) group: &'q Group,
    pub(super) filter: Option<&'q Expr>,
    pub(super) search: Option<&'q SearchExpr>,
}

/// A grouped scan in the making.
struct Making<'t> {
    rows: Rows<'t>,
    capabilities: &'t Capabilities,
    columns: Columns,
    /// What each value of a group is, over the columns.
    values: Vec<Expr>,
    conditions: Vec<Expr>,
    having: Vec<Expr>,
}

impl Grouped<'_> {
    /// The rows of the groups and what `behind` makes of them; `None` if the source does not compute
    /// the groups exactly.
    pub(super) fn made(
        &self,
        (table, capabilities, places): (&Arc<Table>, &Capabilities, &Places<'_>),
        (behind, wanted): (&[Transformation], &[Expr]),
        page: Option<Page>,
    ) -> Option<Made> {
        let conditions = conjuncts(self.filter);
        let rows = Rows::among(table, places);
        self.is_pushed(table, capabilities, &rows, &conditions).then_some(())?;
        let mut making = Making {
            rows,
            capabilities,
            columns: Columns::default(),
            values: Vec::with_capacity(self.group.keys.len() + self.group.aggregates.len()),
            conditions,
            having: Vec::new(),
        };
        for key in &self.group.keys {
            let place = making.columns.expression(&key.expr);
            making.values.push(at(place, &key.expr));
        }
        for aggregate in &self.group.aggregates {
            let value = making.aggregate(aggregate)?;
            making.values.push(value);
        }
        let keys = self.group.keys.len();
        let (folded, rest) = making.folded(keys, behind);
        let mut value =
            |expr: &Expr| expr.replaced(&mut |index, same| making.values.get(index).unwrap_or(same).clone());
        let steps = steps::placed(rest, &mut value);
        let wanted: Vec<Expr> = match steps::width(rest) {
            None => wanted.iter().map(value).collect(),
            Some(_) => wanted.to_vec(),
        };
        let Making { columns, conditions, having, .. } = making;
        let columns = columns.into_exprs();
        let mut scan = Scan {
            tables: Tables::of(columns.iter().chain(&conditions).chain(&having), places),
            filter: conjunction(semijoins(conditions, places)),
            search: self.search.cloned(),
            group: Some(keys),
            having: conjunction(having),
            order_by: order(&folded.order_by, &columns, keys),
            skip: folded.skip,
            limit: folded.limit,
            ..Scan::all(Arc::clone(table), columns)
        };
        let streamed = steps.is_empty() && (page.is_none() || !folded.is_bounded());
        let pipeline = match page {
            _ if !streamed => Some(Pipeline {
                parts: Vec::new(),
                width: steps::width(&steps).unwrap_or(scan.columns.len()),
                steps,
                skip: page.map_or(0, |page| page.skip),
                limit: page.map(|page| page.limit),
            }),
            Some(page) => {
                scan.skip = page.skip;
                scan.limit = Some(page.limit);
                None
            }
            None => None,
        };
        Some(Made { plan: Plan { pipeline, ..Plan::of(scan, Vec::new()) }, columns: wanted })
    }

    /// Whether the source computes the groups exactly, and no value in them hides that it does not fit
    /// its type: rows are not seen one by one.
    fn is_pushed(
        &self,
        table: &Table,
        capabilities: &Capabilities,
        rows: &Rows<'_>,
        conditions: &[Expr],
    ) -> bool {
        let firm = |expr: &Expr| {
            let mut firm = true;
            expr.properties(&mut |index| {
                firm &= table.columns.get(index).is_some_and(|column| !capabilities.is_loose(column));
            });
            firm
        };
        let aggregated = |aggregate: &Aggregate| {
            aggregate.from.is_empty()
                && capabilities.aggregates(rows, aggregate.method, aggregate.operand.as_ref())
                && aggregate.operand.as_ref().is_none_or(|operand| firm(&operand.expr))
        };
        (self.search.is_none() || capabilities.search)
            && capabilities.filter
            && conditions.iter().all(|part| capabilities.computes(rows, part) && firm(part))
            && self.group.keys.iter().all(|key| capabilities.groups(rows, key) && firm(&key.expr))
            && self.group.aggregates.iter().all(aggregated)
    }
}

impl Making<'_> {
    /// The value of an aggregate; an average is made here of a sum and a number.
    fn aggregate(&mut self, aggregate: &Aggregate) -> Option<Expr> {
        if aggregate.method != Aggregation::Average {
            return Some(self.column(aggregate.method, aggregate.operand.as_ref(), aggregate.ty));
        }
        let operand = aggregate.operand.as_ref()?;
        let sum = self.column(Aggregation::Sum, Some(operand), Aggregation::Sum.result(operand.ty)?);
        let count = self.column(Aggregation::Count, Some(operand), Aggregation::Count.result(operand.ty)?);
        Some(Expr {
            kind: ExprKind::Average(Box::new(sum), Box::new(count)),
            ty: aggregate.ty.primitive,
            nullable: true,
        })
    }

    fn column(&mut self, method: Aggregation, operand: Option<&Typed>, ty: TypeRef) -> Expr {
        let operand = operand.map(|operand| Box::new(operand.expr.clone()));
        let kind = ExprKind::Aggregate(method, operand);
        let expr = Expr { kind, ty: ty.primitive, nullable: ty.nullable };
        let place = self.columns.expression(&expr);
        at(place, &expr)
    }

    /// Takes the first steps behind the groups as far as the source does them.
    fn folded<'s>(&mut self, keys: usize, behind: &'s [Transformation]) -> (Folded, &'s [Transformation]) {
        let mut folded = Folded::default();
        let mut rest = behind;
        while let Some((step, next)) = rest.split_first() {
            let done = match step {
                Transformation::Filter(condition) => !folded.is_bounded() && self.condition(keys, condition),
                Transformation::OrderBy(by) => match self.sort_keys(by) {
                    Some(by) if !folded.is_bounded() => {
                        folded.sort(&by);
                        true
                    }
                    _ => false,
                },
                step => folded.bound(step),
            };
            if !done {
                break;
            }
            rest = next;
        }
        (folded, rest)
    }

    /// Takes a condition on groups: one on their keys alone holds for their rows just as well.
    fn condition(&mut self, keys: usize, condition: &Expr) -> bool {
        let mut found = (Vec::new(), Vec::new());
        for part in conjuncts(Some(condition)) {
            let (mut on_keys, mut on_aggregates) = (false, false);
            part.properties(&mut |index| {
                on_keys |= index < keys;
                on_aggregates |= index >= keys;
            });
            let part = self.over_columns(&part);
            let computed = self.capabilities.computes(&self.rows, &part);
            match (on_keys, on_aggregates) {
                (true, false) if computed => found.0.push(part),
                (false, true) if computed => found.1.push(part),
                _ => return false,
            }
        }
        self.conditions.append(&mut found.0);
        self.having.append(&mut found.1);
        true
    }

    /// An expression over values of a group as one over columns of the scan.
    fn over_columns(&self, expr: &Expr) -> Expr {
        let over_places = expr.replaced(&mut |index, same| self.values.get(index).unwrap_or(same).clone());
        over_places.replaced(&mut |place, same| self.columns.get(place).unwrap_or(same).clone())
    }

    /// Sort keys that are columns the source sorts.
    fn sort_keys(&self, by: &[OrderBy]) -> Option<Vec<OrderBy>> {
        let sorted = |key: &OrderBy| {
            let ExprKind::Property(value) = key.expr.kind else { return None };
            let ExprKind::Property(place) = self.values.get(value)?.kind else { return None };
            let expr = self.columns.get(place)?;
            let whole = self.capabilities.longest_sorted_text.is_none();
            let sorts = match &expr.kind {
                ExprKind::Aggregate(..) => expr.ty != PrimitiveType::String || whole,
                _ => true,
            };
            sorts.then(|| OrderBy { expr: expr.clone(), ..key.clone() })
        };
        by.iter().map(sorted).collect()
    }
}

/// The order asked for, then that of the keys.
fn order(asked: &[OrderBy], columns: &[Expr], keys: usize) -> Vec<OrderBy> {
    let mut order: Vec<OrderBy> = Vec::with_capacity(asked.len() + keys);
    let keys = columns.iter().take(keys).map(|expr| OrderBy {
        expr: expr.clone(),
        descending: false,
        tie_break: false,
    });
    for key in asked.iter().cloned().chain(keys) {
        if !order.iter().any(|known| known.expr == key.expr) {
            order.push(key);
        }
    }
    order
}

/// The column at a place.
const fn at(place: usize, expr: &Expr) -> Expr {
    Expr { kind: ExprKind::Property(place), ty: expr.ty, nullable: expr.nullable }
}
