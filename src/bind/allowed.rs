//! What the model lets properties be used for: a condition names filterable properties only, a sort
//! key sortable ones, of related entities too (Capabilities vocabulary).

use super::error::Error;
use super::scope::Scope;
use crate::edm::{EntityType, Model};
use crate::query::{Expr, ExprKind};

/// The most values in a condition. Each is a parameter to the database, some of them two: SQLite
/// takes 32,766, MySQL 65,535.
const MAX_VALUES: usize = 30_000;

/// What an expression is used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Filter,
    Sort,
}

/// A condition on rows.
///
/// # Errors
/// A property in it that cannot be filtered by, and more values than a database takes.
pub(super) fn filterable(condition: Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    check(&condition, Use::Filter, scope)?;
    if values(&condition) > MAX_VALUES {
        return Err(Error::bad_request(format!("no more than {MAX_VALUES} values can stand in a condition")));
    }
    Ok(condition)
}

/// How many literals there are.
fn values(expr: &Expr) -> usize {
    usize::from(expr.as_literal().is_some()) + expr.parts().map(values).sum::<usize>()
}

/// A sort key.
///
/// # Errors
/// A property in it that cannot be sorted by, or one in a condition within it that cannot be filtered
/// by.
pub(super) fn sortable(key: Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    if key.ty.as_spatial().is_some() {
        return Err(Error::bad_request(format!("values of {} have no order", key.ty)));
    }
    if scope.names.is_result() {
        return Ok(key);
    }
    check(&key, Use::Sort, scope).map(|()| key)
}

fn check(expr: &Expr, purpose: Use, scope: &Scope<'_>) -> Result<(), Error> {
    Check { model: scope.model, types: vec![scope.entity_type] }.expr(expr, purpose)
}

struct Check<'a> {
    model: &'a Model,
    /// The types of the rows around, innermost last.
    types: Vec<&'a EntityType>,
}

impl Check<'_> {
    fn expr(&mut self, expr: &Expr, purpose: Use) -> Result<(), Error> {
        match &expr.kind {
            ExprKind::Property(index) => self.property(0, *index, purpose)?,
            ExprKind::Outer(out, index) => self.property(*out, *index, purpose)?,
            ExprKind::Related(related) => {
                self.types.push(self.model.type_of(related.relation.target));
                let filter = related.filter.iter().map(|filter| (filter, Use::Filter));
                let value = related.value().map(|value| (value, purpose));
                filter.chain(value).try_for_each(|(inner, purpose)| self.expr(inner, purpose))?;
                self.types.pop();
            }
            _ => {}
        }
        // What is measured of a shape has an order, though the shape has none.
        let measures = matches!(expr.kind, ExprKind::Call(function, _) if function.measures());
        let purpose = if measures { Use::Filter } else { purpose };
        expr.operands().into_iter().try_for_each(|operand| self.expr(operand, purpose))
    }

    fn property(&self, out: usize, index: usize, purpose: Use) -> Result<(), Error> {
        let entity_type = self.types.len().checked_sub(out + 1).and_then(|place| self.types.get(place));
        let Some(property) = entity_type.and_then(|entity_type| entity_type.properties.get(index)) else {
            return Ok(());
        };
        match purpose {
            Use::Filter if !property.filterable => {
                Err(Error::bad_request(format!("'{}' cannot be filtered by", property.name)))
            }
            Use::Sort if !property.sortable => {
                Err(Error::bad_request(format!("'{}' cannot be sorted by", property.name)))
            }
            _ => Ok(()),
        }
    }
}
