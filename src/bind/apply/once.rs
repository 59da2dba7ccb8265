//! Which rows lead to the same related entity: a path to its values reaches it once, however many rows
//! lead there (Data Aggregation, section 3.2.1.1).

use odata_params::ast::{Expr as Written, ExprKind as Kind};

use super::Binder;
use super::stage::Stage;
use crate::bind::error::Error;
use crate::bind::names::simple;
use crate::query::{Aggregation, Expr, ExprKind, Related, RelatedForm};

impl Binder<'_> {
    /// What is the same in rows whose values of the operand are one; nothing where each row has its own,
    /// or where the method does not mind.
    ///
    /// # Errors
    /// Paths whose last entity has no key that is known.
    pub(super) fn once(
        &self,
        method: Aggregation,
        written: &Written,
        operand: &Expr,
        stage: &Stage,
    ) -> Result<Vec<Expr>, Error> {
        let Kind::Path(path) = &written.kind else { return Ok(Vec::new()) };
        let names: Vec<&str> = path.segments.iter().filter_map(simple).collect();
        let Some((first, [_, ..])) = names.split_first() else { return Ok(Vec::new()) };
        if !matches!(method, Aggregation::Sum | Aggregation::Average) {
            return Ok(Vec::new());
        }
        if stage.is_result() {
            // A related entity that a group has is what the group has of it.
            let around = names.get(..names.len() - 1).unwrap_or_default();
            let within = |path: &[String]| path.iter().zip(around).all(|(own, name)| own == name);
            let related = self.scope.entity_type.navigation(first).is_some();
            let named = stage.names.named().iter().filter(|named| related && within(&named.path));
            return Ok(named.map(|named| named.expr.clone()).collect());
        }
        if stage.names.position(first).is_some() || !matches!(operand.kind, ExprKind::Related(_)) {
            return Ok(Vec::new());
        }
        self.identity(operand).ok_or_else(|| {
            Error::not_implemented("the values of this path cannot be added up; compute a name for it first")
                .at(written.span)
        })
    }

    /// The key of the entity whose value an expression is.
    fn identity(&self, expr: &Expr) -> Option<Vec<Expr>> {
        let ExprKind::Related(related) = &expr.kind else { return None };
        let RelatedForm::One(value) = &related.form else { return None };
        let keys = match &value.kind {
            ExprKind::Related(_) => self.identity(value)?,
            ExprKind::Property(_) => {
                let target = self.scope.model.type_of(related.relation.target);
                let key = |index: &usize| {
                    target.properties.get(*index).map(|property| Expr::property(*index, property.ty))
                };
                target.key.iter().map(key).collect::<Option<_>>()?
            }
            _ => return None,
        };
        let seen = |key| Expr::related(Related { form: RelatedForm::One(key), ..related.as_ref().clone() });
        Some(keys.into_iter().map(seen).collect())
    }
}
