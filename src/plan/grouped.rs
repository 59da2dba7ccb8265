//! A `groupby` the source does: one statement with groups, and behind it, where the source does that
//! too, conditions on the groups, their order and their page.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::apply::{Folded, Made, Page};
use super::columns::{Columns, property};
use super::semijoin::semijoins;
use super::split::{conjunction, conjuncts};
use super::{Capabilities, Pipeline, Places, Plan, Rows, Scan, Tables, steps};
use crate::catalog::Table;
use crate::edm::{PrimitiveType, TypeRef, Value};
use crate::query::{
    Aggregate, Aggregation, ArithmeticOp, CompareOp, Expr, ExprKind, Group, OrderBy, SearchExpr,
    Transformation, Typed,
};

/// What integers are divided by to be added up in parts: neither part of a sum overflows.
pub(super) const PART: i64 = 1_000_000_000;

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
        self.is_pushed(capabilities, &rows, &conditions).then_some(())?;
        let guards = self.guards(table, capabilities, &rows, &conditions)?;
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
        let misfits: Vec<Expr> = guards.iter().filter_map(|index| misfit(*index, table)).collect();
        let checked: Vec<usize> = misfits.iter().map(|misfit| making.columns.expression(misfit)).collect();
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
            having: conjunction(having).map(|having| or_misfit(having, &misfits)),
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
        Some(Made { plan: Plan { pipeline, checked, ..Plan::of(scan, Vec::new()) }, columns: wanted })
    }

    /// Whether the source computes the groups exactly.
    fn is_pushed(&self, capabilities: &Capabilities, rows: &Rows<'_>, conditions: &[Expr]) -> bool {
        let aggregated = |aggregate: &Aggregate| {
            aggregate.from.is_empty()
                && aggregate.once.is_empty()
                && capabilities.aggregates(rows, aggregate.method, aggregate.operand.as_ref())
        };
        (self.search.is_none() || capabilities.search)
            && capabilities.filter
            && conditions.iter().all(|part| capabilities.computes(rows, part))
            && self.group.keys.iter().all(|key| capabilities.groups(rows, key))
            && self.group.aggregates.iter().all(aggregated)
    }

    /// The loose columns that are used. As rows are not seen one by one, the source has to tell what does
    /// not fit them; `None` if it cannot.
    fn guards(
        &self,
        table: &Table,
        capabilities: &Capabilities,
        rows: &Rows<'_>,
        conditions: &[Expr],
    ) -> Option<Vec<usize>> {
        let operands: Vec<&Expr> = self
            .group
            .aggregates
            .iter()
            .filter_map(|aggregate| aggregate.operand.as_ref().map(|operand| &operand.expr))
            .collect();
        // Of a related row nothing is read but what comes out.
        operands.iter().all(|operand| capabilities.trusts(rows, operand)).then_some(())?;
        let keys = self.group.keys.iter().map(|key| &key.expr);
        let mut loose = BTreeSet::new();
        for expr in conditions.iter().chain(keys).chain(operands) {
            expr.properties(&mut |index| {
                if table.columns.get(index).is_none_or(|column| capabilities.is_loose(column)) {
                    loose.insert(index);
                }
            });
        }
        let guarded =
            |index: &usize| table.columns.get(*index).is_some_and(|column| capabilities.guards(column));
        loose.iter().all(guarded).then(|| loose.into_iter().collect())
    }
}

/// A value that does not fit a column.
fn misfit(index: usize, table: &Table) -> Option<Expr> {
    let property = property(index, table)?;
    let ty = property.ty;
    let kind = ExprKind::Aggregate(Aggregation::Misfit, Some(Box::new(property)));
    Some(Expr { kind, ty, nullable: true })
}

/// A group with a misfit is one to be told of, whatever comes of it.
fn or_misfit(having: Expr, misfits: &[Expr]) -> Expr {
    let told = misfits.iter().map(|misfit| {
        let null = Expr::literal(Value::Null, misfit.ty);
        let kind = ExprKind::Compare(CompareOp::Ne, Box::new(misfit.clone()), Box::new(null));
        Expr { kind, ty: PrimitiveType::Boolean, nullable: false }
    });
    let told: Vec<Expr> = told.collect();
    if told.is_empty() {
        return having;
    }
    let nullable = having.nullable;
    let either = std::iter::once(having).chain(told).collect();
    Expr { kind: ExprKind::Or(either), ty: PrimitiveType::Boolean, nullable }
}

impl Making<'_> {
    /// The value of an aggregate; an average is made here of a sum and a number.
    fn aggregate(&mut self, aggregate: &Aggregate) -> Option<Expr> {
        let operand = match (aggregate.method, &aggregate.operand) {
            (Aggregation::Sum, Some(operand)) => return self.sum(operand),
            (Aggregation::Average, operand) => operand.as_ref()?,
            (method, operand) => return Some(self.column(method, operand.as_ref(), aggregate.ty)),
        };
        let sum = self.sum(operand)?;
        let count = self.column(Aggregation::Count, Some(operand), Aggregation::Count.result(operand.ty)?);
        Some(Expr {
            kind: ExprKind::Average(Box::new(sum), Box::new(count)),
            ty: aggregate.ty.primitive,
            nullable: true,
        })
    }

    /// The sum, made here of two where the source adds up in parts.
    fn sum(&mut self, operand: &Typed) -> Option<Expr> {
        let ty = Aggregation::Sum.result(operand.ty)?;
        if !(self.capabilities.sums_in_parts && operand.ty.primitive == PrimitiveType::Int64) {
            return Some(self.column(Aggregation::Sum, Some(operand), ty));
        }
        let number = |value| Expr::literal(value, PrimitiveType::Int64);
        let above = parted(ArithmeticOp::Div, operand, number(Value::Integer(PART)));
        let below = parted(ArithmeticOp::Mod, operand, number(Value::Integer(PART)));
        let above = self.column(Aggregation::Sum, Some(&above), ty);
        let below = self.column(Aggregation::Sum, Some(&below), ty);
        let part = Expr::literal(Value::Decimal(PART.into()), PrimitiveType::Decimal);
        let whole = decimal(ArithmeticOp::Mul, above, part);
        Some(decimal(ArithmeticOp::Add, whole, below))
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

/// The quotient or the remainder of 64-bit integers.
fn parted(op: ArithmeticOp, operand: &Typed, part: Expr) -> Typed {
    let kind = ExprKind::Arithmetic(op, Box::new(operand.expr.clone()), Box::new(part));
    Typed { expr: Expr { kind, ty: PrimitiveType::Int64, nullable: operand.expr.nullable }, ty: operand.ty }
}

fn decimal(op: ArithmeticOp, left: Expr, right: Expr) -> Expr {
    let kind = ExprKind::Arithmetic(op, Box::new(left), Box::new(right));
    Expr { kind, ty: PrimitiveType::Decimal, nullable: true }
}

/// The column at a place.
const fn at(place: usize, expr: &Expr) -> Expr {
    Expr { kind: ExprKind::Property(place), ty: expr.ty, nullable: expr.nullable }
}
