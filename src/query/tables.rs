//! Which tables an answer is made of: whoever keeps an answer has to know what may change it.

use std::collections::BTreeSet;

use super::{Apply, Expr, ExprKind, Function, Query, Transformation};
use crate::edm::Relation;

impl Query {
    /// The tables whose rows decide the answer, by their index in the catalog. `None` where something
    /// else does, too: what a function computes, or the time.
    #[must_use]
    pub fn tables(&self) -> Option<BTreeSet<usize>> {
        let mut found = Found { tables: BTreeSet::new(), repeatable: true };
        found.query(self);
        found.repeatable.then_some(found.tables)
    }
}

struct Found {
    tables: BTreeSet<usize>,
    repeatable: bool,
}

impl Found {
    fn query(&mut self, query: &Query) {
        self.tables.insert(query.set);
        self.repeatable &= query.call.is_none();
        query.filter.iter().for_each(|filter| self.expr(filter));
        query.order_by.iter().for_each(|key| self.expr(&key.expr));
        query.compute.iter().for_each(|computed| self.expr(&computed.expr));
        query.apply.iter().for_each(|apply| self.apply(apply));
        if let Some(parent) = &query.parent {
            self.relation(&parent.relation);
            self.query(&parent.query);
        }
        for expand in &query.expand {
            self.relation(&expand.relation);
            self.query(&expand.query);
        }
    }

    fn relation(&mut self, relation: &Relation) {
        self.tables.insert(relation.target);
        self.tables.extend(relation.through.iter().map(|link| link.table));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Call(Function::Now, _) => self.repeatable = false,
            ExprKind::Related(related) => self.relation(&related.relation),
            _ => {}
        }
        expr.parts().for_each(|part| self.expr(part));
    }

    fn apply(&mut self, apply: &Apply) {
        self.steps(&apply.steps);
        apply.columns.iter().for_each(|column| self.expr(&column.expr));
        apply.key.iter().for_each(|key| self.expr(key));
    }

    fn steps(&mut self, steps: &[Transformation]) {
        for step in steps {
            match step {
                Transformation::Filter(condition) => self.expr(condition),
                Transformation::OrderBy(keys) => keys.iter().for_each(|key| self.expr(&key.expr)),
                Transformation::Skip(_) | Transformation::Top(_) => {}
                Transformation::Reach(reach) => self.expr(&reach.value),
                Transformation::Group(group) => {
                    group.keys.iter().for_each(|key| self.expr(&key.expr));
                    for aggregate in &group.aggregates {
                        aggregate.operand.iter().for_each(|operand| self.expr(&operand.expr));
                        aggregate.once.iter().for_each(|once| self.expr(once));
                        aggregate.from.iter().flat_map(|from| &from.keys).for_each(|key| self.expr(key));
                    }
                }
                Transformation::Each(each) => {
                    each.keys.iter().for_each(|key| self.expr(&key.expr));
                    self.steps(&each.steps);
                    each.columns.iter().for_each(|column| self.expr(column));
                }
                Transformation::Concat(branches) => {
                    for branch in branches {
                        self.steps(&branch.steps);
                        branch.columns.iter().for_each(|column| self.expr(column));
                    }
                }
            }
        }
    }
}
