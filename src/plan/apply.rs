//! `$apply` split: conditions, orders and bounds at the beginning go to the scan, a `groupby` the source
//! computes exactly becomes its groups; all behind that is a pipeline for `exec`.

use std::sync::Arc;

use super::columns::Columns;
use super::grouped::Grouped;
use super::reads::Reads;
use super::split::{Asked, conjunction, conjuncts, page, total_order};
use super::steps;
use super::{Capabilities, Layout, Member, Part, Pipeline, Places, Plan};
use crate::catalog::Table;
use crate::query::{Apply, Branch, Expr, ExprKind, OrderBy, Query, SearchExpr, Shape, Transformation};

/// Plans a query with `$apply`, for a page of at most `max_rows` rows. Its pages go on by the number of
/// rows delivered, as rows made of groups have no key.
pub(super) fn plan(query: &Query, apply: &Apply, places: &Places<'_>, max_rows: u64) -> Option<Plan> {
    let (table, capabilities) = places.of(query.table())?;
    let (page_rows, limit) = page(query, max_rows);
    let delivered = query.after.as_ref().map_or(0, |after| after.delivered);
    let skip = query.skip.saturating_add(delivered);
    let wanted: Vec<Expr> = apply
        .columns
        .iter()
        .map(|column| column.expr.clone())
        .chain(apply.structure_at.map(tag))
        .chain(apply.key.iter().cloned())
        .collect();
    let input =
        Input { filter: query.filter.clone(), search: query.search.as_ref(), table, capabilities, places };
    let made = input.made(&apply.steps, &wanted, Some(Page { skip, limit }))?;
    let mut plan = Plan {
        page_rows,
        count: query.count || query.shape == Shape::Count,
        position: Vec::new(),
        ..made.plan
    };
    let width = plan.width();
    let mut places = Vec::with_capacity(made.columns.len());
    for expr in made.columns {
        places.push(match expr.kind {
            ExprKind::Property(place) => place,
            _ => {
                plan.compute.push(expr);
                width + plan.compute.len() - 1
            }
        });
    }
    let mut places = places.into_iter();
    let member = |(column, place): (&crate::query::Named, usize)| Member {
        path: column.path.clone(),
        ty: column.ty,
        place,
        dynamic: column.dynamic,
    };
    plan.output = apply.columns.iter().zip(places.by_ref()).map(member).collect();
    plan.layout = apply.structure_at.and_then(|_| places.next());
    plan.key = Some(places.collect());
    plan.layouts = apply
        .structures
        .iter()
        .map(|structure| Layout { present: structure.present.clone(), entity: structure.entity })
        .collect();
    Some(plan)
}

/// The number of a row's structure.
fn tag(column: usize) -> Expr {
    Expr { kind: ExprKind::Property(column), ty: crate::edm::PrimitiveType::Int32, nullable: false }
}

/// Which rows of the result are wanted now.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// Rows to pass over.
    pub(super) skip: u64,
    /// The most to give.
    pub(super) limit: u64,
}

/// Rows of a table, before any step.
struct Input<'q> {
    filter: Option<Expr>,
    search: Option<&'q SearchExpr>,
    table: &'q Arc<Table>,
    capabilities: &'q Capabilities,
    places: &'q Places<'q>,
}

/// Rows that come of steps, and what is wanted of them, over places.
pub(super) struct Made {
    pub(super) plan: Plan,
    pub(super) columns: Vec<Expr>,
}

/// Conditions, orders and bounds that a scan takes before all else.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) order_by: Vec<OrderBy>,
    pub(super) skip: u64,
    pub(super) limit: Option<u64>,
}

impl Folded {
    pub(super) const fn is_bounded(&self) -> bool {
        self.skip > 0 || self.limit.is_some()
    }

    /// Sorts by these keys first: the sort is stable.
    pub(super) fn sort(&mut self, keys: &[OrderBy]) {
        self.order_by = keys.iter().cloned().chain(std::mem::take(&mut self.order_by)).collect();
    }

    /// Takes a step that passes over rows or ends them.
    pub(super) fn bound(&mut self, step: &Transformation) -> bool {
        match step {
            Transformation::Skip(number) => {
                self.skip = self.skip.saturating_add(*number);
                self.limit = self.limit.map(|limit| limit.saturating_sub(*number));
            }
            Transformation::Top(number) => {
                self.limit = Some(self.limit.map_or(*number, |limit| limit.min(*number)));
            }
            _ => return false,
        }
        true
    }
}

impl Input<'_> {
    /// The rows that `steps` make, with `wanted` of each; `page` where these are the result. `None` if a
    /// table is not known.
    fn made(&self, steps: &[Transformation], wanted: &[Expr], page: Option<Page>) -> Option<Made> {
        let mut conditions = conjuncts(self.filter.as_ref());
        let mut folded = Folded::default();
        let mut rest = steps;
        while let Some((step, behind)) = rest.split_first() {
            match step {
                Transformation::Filter(condition) if !folded.is_bounded() => {
                    conditions.extend(conjuncts(Some(condition)));
                }
                Transformation::OrderBy(keys) if !folded.is_bounded() => folded.sort(keys),
                step if folded.bound(step) => {}
                _ => break,
            }
            rest = behind;
        }
        let filter = conjunction(conditions);
        let pushed = match rest.split_first() {
            _ if folded.is_bounded() => None,
            Some((Transformation::Group(group), behind)) => {
                Grouped { group, filter: filter.as_ref(), search: self.search }.made(
                    (self.table, self.capabilities, self.places),
                    (behind, wanted),
                    page,
                )
            }
            Some((Transformation::Concat(branches), behind)) if folded.order_by.is_empty() => {
                self.parts(branches, filter.as_ref(), (behind, wanted), page)
            }
            _ => None,
        };
        pushed.or_else(|| self.held(filter.as_ref(), folded, (rest, wanted), page))
    }

    /// Each pipeline of a `concat` by itself, where the source gives each few rows.
    fn parts(
        &self,
        branches: &[Branch],
        filter: Option<&Expr>,
        (behind, wanted): (&[Transformation], &[Expr]),
        page: Option<Page>,
    ) -> Option<Made> {
        let input = Self { filter: filter.cloned(), ..*self };
        let made = |branch: &Branch| {
            let Made { plan, columns } = input.made(&branch.steps, &branch.columns, None)?;
            let few = plan.scan.group.is_some()
                || plan.scan.limit.is_some()
                || plan.pipeline.as_ref().is_some_and(|pipeline| !pipeline.parts.is_empty());
            few.then_some(Part { plan, columns })
        };
        let parts = branches.iter().map(made).collect::<Option<Vec<_>>>()?;
        let scan = parts.first()?.plan.scan.clone();
        let width = branches.first()?.columns.len();
        let pipeline = Pipeline {
            parts,
            steps: behind.to_vec(),
            skip: page.map_or(0, |page| page.skip),
            limit: page.map(|page| page.limit),
            width: steps::width(behind).unwrap_or(width),
        };
        Some(Made {
            plan: Plan { pipeline: Some(pipeline), ..Plan::of(scan, Vec::new()) },
            columns: wanted.to_vec(),
        })
    }

    /// All rows are held here.
    fn held(
        &self,
        filter: Option<&Expr>,
        folded: Folded,
        (rest, wanted): (&[Transformation], &[Expr]),
        page: Option<Page>,
    ) -> Option<Made> {
        let mut columns = Columns::default();
        let mut reads = Reads::new(self.places);
        let mut known = true;
        let mut place = |expr: &Expr| {
            let placed = reads.placed(expr, &mut columns, self.table);
            known &= placed.is_some();
            placed.unwrap_or_else(|| expr.clone())
        };
        let width = steps::width(rest);
        let steps = steps::placed(rest, &mut place);
        let wanted = match width {
            None => wanted.iter().map(place).collect(),
            Some(_) => wanted.to_vec(),
        };
        known.then_some(())?;
        let ordered = !folded.order_by.is_empty() || folded.is_bounded() || steps::need_order(rest);
        let asked = Asked {
            filter,
            search: self.search,
            order_by: if ordered { total_order(&folded.order_by, self.table) } else { Vec::new() },
            after: None,
            skip: folded.skip,
            limit: folded.limit,
        };
        let plan = asked.plan(self.table, self.capabilities, columns, &mut reads)?;
        let pipeline = Pipeline {
            parts: Vec::new(),
            steps,
            skip: page.map_or(0, |page| page.skip),
            limit: page.map(|page| page.limit),
            width: width.unwrap_or_else(|| plan.scanned_width()),
        };
        let reads = reads.into_reads();
        Some(Made { plan: Plan { pipeline: Some(pipeline), reads, ..plan }, columns: wanted })
    }
}
