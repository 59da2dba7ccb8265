//! Steps of `$apply` looked at from outside: how wide their rows are, whether an order means something
//! to them, and the same steps over rows that are laid out in another way.

use crate::query::{
    Aggregate, Branch, Each, Expr, From, Group, Named, OrderBy, Reach, Transformation, Typed,
};

/// The number of values in the rows that the steps make; `None` where they only choose among rows.
pub(super) fn width(steps: &[Transformation]) -> Option<usize> {
    steps.iter().rev().find_map(|step| match step {
        Transformation::Group(group) => Some(group.keys.len() + group.aggregates.len()),
        Transformation::Each(each) => Some(each.keys.len() + each.columns.len()),
        Transformation::Concat(branches) => branches.first().map(|branch| branch.columns.len()),
        _ => None,
    })
}

/// Whether what comes of the steps depends on the order of their rows.
pub(super) fn need_order(steps: &[Transformation]) -> bool {
    for step in steps {
        match step {
            Transformation::Filter(_) => {}
            // No aggregate minds the order.
            Transformation::Group(_) => return false,
            Transformation::Each(each) => return need_order(&each.steps),
            Transformation::Concat(branches) => {
                return branches.iter().any(|branch| need_order(&branch.steps));
            }
            Transformation::OrderBy(_)
            | Transformation::Skip(_)
            | Transformation::Top(_)
            | Transformation::Reach(_) => return true,
        }
    }
    true
}

/// The same steps with `place` of every expression over the rows they are given.
pub(super) fn placed(steps: &[Transformation], place: &mut impl FnMut(&Expr) -> Expr) -> Vec<Transformation> {
    let mut given = true;
    let mut placed = Vec::with_capacity(steps.len());
    for step in steps {
        placed.push(if given { one(step, place) } else { step.clone() });
        given = given && width(std::slice::from_ref(step)).is_none();
    }
    placed
}

fn one(step: &Transformation, place: &mut impl FnMut(&Expr) -> Expr) -> Transformation {
    match step {
        Transformation::Filter(condition) => Transformation::Filter(place(condition)),
        Transformation::OrderBy(keys) => {
            let key = |key: &OrderBy| OrderBy { expr: place(&key.expr), ..key.clone() };
            Transformation::OrderBy(keys.iter().map(key).collect())
        }
        Transformation::Skip(number) => Transformation::Skip(*number),
        Transformation::Top(number) => Transformation::Top(*number),
        Transformation::Reach(reach) => {
            Transformation::Reach(Reach { value: place(&reach.value), ..reach.clone() })
        }
        Transformation::Group(group) => Transformation::Group(Group {
            keys: keys(&group.keys, place),
            aggregates: group.aggregates.iter().map(|one| aggregate(one, place)).collect(),
        }),
        Transformation::Each(each) => Transformation::Each(Each {
            keys: keys(&each.keys, place),
            columns: columns(&each.steps, &each.columns, place),
            steps: steps_within(&each.steps, place),
        }),
        Transformation::Concat(branches) => {
            let branch = |branch: &Branch| Branch {
                columns: columns(&branch.steps, &branch.columns, place),
                steps: steps_within(&branch.steps, place),
            };
            Transformation::Concat(branches.iter().map(branch).collect())
        }
    }
}

fn keys(keys: &[Named], place: &mut impl FnMut(&Expr) -> Expr) -> Vec<Named> {
    keys.iter().map(|key| Named { expr: place(&key.expr), ..key.clone() }).collect()
}

fn aggregate(aggregate: &Aggregate, place: &mut impl FnMut(&Expr) -> Expr) -> Aggregate {
    let from = |from: &From| From { keys: from.keys.iter().map(&mut *place).collect(), ..from.clone() };
    Aggregate {
        from: aggregate.from.iter().map(from).collect(),
        once: aggregate.once.iter().map(&mut *place).collect(),
        operand: aggregate
            .operand
            .as_ref()
            .map(|operand| Typed { expr: place(&operand.expr), ty: operand.ty }),
        ..aggregate.clone()
    }
}

/// What is taken of the rows behind `steps`: these may still be the rows given.
fn columns(steps: &[Transformation], columns: &[Expr], place: &mut impl FnMut(&Expr) -> Expr) -> Vec<Expr> {
    match width(steps) {
        None => columns.iter().map(place).collect(),
        Some(_) => columns.to_vec(),
    }
}

/// As [`placed`], which cannot call itself with a closure of a closure.
fn steps_within(steps: &[Transformation], place: &mut impl FnMut(&Expr) -> Expr) -> Vec<Transformation> {
    placed(steps, place)
}
