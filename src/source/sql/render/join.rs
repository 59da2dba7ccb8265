//! Values of related rows that rows are sorted or grouped by in, joins out: one pass over both tables,
//! where a subquery would be one search a row.

use crate::edm::Relation;
use crate::query::{Expr, ExprKind, Related, RelatedForm};

use super::related::Row;
use crate::source::sql::render::{Renderer, Unsupported};

/// Rows joined to others of the statement: each with the one row related to it, or with nothing.
pub(in crate::source::sql) struct Join<'a> {
    from: Row<'a>,
    relation: &'a Relation,
    to: Row<'a>,
}

impl<'a> Renderer<'a> {
    /// Notes the joins that the values of some expressions need.
    pub(super) fn join_for(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) -> Result<(), Unsupported> {
        let outermost = self.row(0)?;
        for expr in exprs {
            self.join_along(expr, outermost)?;
        }
        Ok(())
    }

    fn join_along(&mut self, expr: &'a Expr, from: Row<'a>) -> Result<(), Unsupported> {
        if let ExprKind::Related(related) = &expr.kind
            && let Some(value) = self.joinable(related)?
        {
            let to = match self.known_join(from, &related.relation) {
                Some(to) => to,
                None => {
                    let table = self.related_table(related.relation.target)?;
                    let to = Row { table, alias: Some(self.new_alias()) };
                    self.joins.push(Join { from, relation: &related.relation, to });
                    to
                }
            };
            return self.join_along(value, to);
        }
        for operand in expr.operands() {
            self.join_along(operand, from)?;
        }
        Ok(())
    }

    /// The value asked for, if a row has never more than one such related row: then a join makes no
    /// row two.
    fn joinable(&self, related: &'a Related) -> Result<Option<&'a Expr>, Unsupported> {
        let RelatedForm::One(value) = &related.form else { return Ok(None) };
        let plain = related.from == 0 && related.filter.is_none() && related.search.is_none();
        Ok((plain && self.is_unique(&related.relation)?).then_some(value))
    }

    /// Whether a row is related to never more than one: by its whole key.
    pub(super) fn is_unique(&self, relation: &Relation) -> Result<bool, Unsupported> {
        let Relation { target, there, through, .. } = relation;
        let key = &self.related_table(*target)?.key;
        Ok(!key.is_empty() && through.is_none() && key.iter().all(|index| there.contains(index)))
    }

    fn known_join(&self, from: Row<'a>, relation: &Relation) -> Option<Row<'a>> {
        let known = self.joins.iter().find(|join| join.from.alias == from.alias && join.relation == relation);
        known.map(|join| join.to)
    }

    /// Writes the value of a joined row; `None` if it is not one.
    pub(super) fn joined(&mut self, related: &'a Related) -> Result<Option<()>, Unsupported> {
        if self.subqueries > 0 {
            return Ok(None);
        }
        let Some(value) = self.joinable(related)? else { return Ok(None) };
        let Some(to) = self.known_join(self.row(0)?, &related.relation) else { return Ok(None) };
        let from = self.enter(to);
        let written = self.native(value);
        self.leave(from);
        written.map(Some)
    }

    /// Writes the joins, behind the table.
    pub(super) fn joins(&mut self) -> Result<(), Unsupported> {
        let joins = std::mem::take(&mut self.joins);
        for join in &joins {
            self.sql.push_str(" LEFT JOIN ");
            self.table_as(join.to);
            let mut word = " ON ";
            self.pairs((join.from, &join.relation.here), (join.to, &join.relation.there), &mut word)?;
        }
        self.joins = joins;
        Ok(())
    }
}
