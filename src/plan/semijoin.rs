//! Conditions on one related row as a question whether there is a related row that meets them: databases
//! answer that with the indexes of the table it is in, where the value of each row's relation is one
//! subquery a row.

use super::Places;
use super::counts::existence;
use super::split::conjuncts;
use crate::catalog::Table;
use crate::edm::{Relation, Value};
use crate::query::{CompareOp, Expr, ExprKind, Related, RelatedForm};

/// Conditions that rows have to meet, all of them, with those on the same related row put together.
pub(super) fn semijoins(conditions: Vec<Expr>, places: &Places<'_>) -> Vec<Expr> {
    let mut found: Vec<Related> = Vec::new();
    let mut others = Vec::with_capacity(conditions.len());
    for condition in conditions.into_iter().map(existence) {
        let target = target(&condition).filter(|related| is_unique(related, places));
        let Some(target) = target.filter(|target| is_never_true(&condition, target)) else {
            others.push(condition);
            continue;
        };
        let relation = target.relation.clone();
        let inside = conjuncts(Some(&moved(condition, &relation)));
        match found.iter_mut().find(|known| known.relation == relation) {
            Some(known) => {
                let known_conditions = known.filter.take().into_iter();
                known.filter = Some(Expr::all(known_conditions.chain(inside).collect()));
            }
            None => {
                let filter = Some(Expr::all(inside));
                found.push(Related { filter, ..Related::new(0, relation, RelatedForm::Any) });
            }
        }
    }
    // Within the related rows the same may hold.
    let joins = found.into_iter().map(|mut related| {
        let inside = related.filter.take();
        let inside = semijoins(conjuncts(inside.as_ref()), places);
        Expr::related(Related { filter: Some(Expr::all(inside)), ..related })
    });
    others.into_iter().chain(joins).collect()
}

/// The first related row whose value is asked for.
fn target(condition: &Expr) -> Option<&Related> {
    match &condition.kind {
        ExprKind::Related(related) if is_target(related) => Some(related),
        _ => condition.operands().into_iter().find_map(target),
    }
}

/// A value of the one row that the row at hand is related to.
fn is_target(related: &Related) -> bool {
    matches!(related.form, RelatedForm::One(_))
        && related.from == 0
        && related.filter.is_none()
        && related.search.is_none()
}

/// Whether there is never more than one such row: two would be an error, not an answer.
fn is_unique(related: &Related, places: &Places<'_>) -> bool {
    let covers = |table: &Table| {
        !table.key.is_empty() && table.key.iter().all(|key| related.relation.there.contains(key))
    };
    related.relation.through.is_none()
        && !related.relation.there.is_empty()
        && places.of(related.relation.target).is_some_and(|(table, _)| covers(table))
}

fn is_same(expr: &Expr, target: &Related) -> bool {
    match &expr.kind {
        ExprKind::Related(related) => is_target(related) && related.relation == target.relation,
        _ => false,
    }
}

/// Whether a condition is not true where there is no related row.
fn is_never_true(condition: &Expr, target: &Related) -> bool {
    let never = |operand: &Expr| is_never_true(operand, target);
    match &condition.kind {
        ExprKind::And(list) => list.iter().any(never),
        ExprKind::Or(list) => list.iter().all(never),
        ExprKind::Compare(op, left, right) => {
            let (one, other) = (is_null(left, target), is_null(right, target));
            match op {
                CompareOp::Eq => one && !right.nullable || other && !left.nullable,
                // Of null and null neither is true.
                CompareOp::Ne => one && right.as_literal().is_some_and(Value::is_null),
                CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le => one || other,
            }
        }
        ExprKind::In(left, list) => is_null(left, target) && list.iter().all(|member| !member.nullable),
        _ => is_null(condition, target),
    }
}

/// Whether an expression is null where there is no related row.
fn is_null(expr: &Expr, target: &Related) -> bool {
    let null = |operand: &Expr| is_null(operand, target);
    match &expr.kind {
        _ if is_same(expr, target) => true,
        ExprKind::Not(one) | ExprKind::Negate(one) | ExprKind::Cast(one) => null(one),
        ExprKind::Arithmetic(_, left, right) => null(left) || null(right),
        ExprKind::Call(_, arguments) => arguments.iter().any(null),
        _ => false,
    }
}

/// The same condition over the related row, with the row it starts from around it.
fn moved(condition: Expr, relation: &Relation) -> Expr {
    let mut moved = condition;
    step_in(&mut moved, relation);
    moved
}

fn step_in(expr: &mut Expr, relation: &Relation) {
    if let ExprKind::Related(related) = &mut expr.kind
        && is_target(related)
        && related.relation == *relation
        && let RelatedForm::One(value) = std::mem::replace(&mut related.form, RelatedForm::Any)
    {
        *expr = value;
        return;
    }
    let operands = expr.operands_mut();
    if operands.is_empty() {
        let outside = std::mem::replace(&mut expr.kind, ExprKind::And(Vec::new()));
        *expr = Expr { kind: outside, ty: expr.ty, nullable: expr.nullable }.moved_in(1);
        return;
    }
    operands.into_iter().for_each(|operand| step_in(operand, relation));
}
