//! `$compute`: expressions with names of their own (URL Conventions, section 5.1.3).

use odata_params::ast::ComputeItem;

use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::names::Names;
use crate::bind::scope::Scope;
use crate::edm::Value;

/// The most computed properties of one request, columns of an `$apply` among them.
const MOST: usize = 200;

/// Adds the items to `names`, each of which may use those before it.
///
/// # Errors
/// Names in use, and expressions that have no meaning or no type.
pub(in crate::bind) fn bind(
    items: &[ComputeItem],
    names: &mut Names,
    scope: &Scope<'_>,
) -> Result<(), Error> {
    if names.named().len().saturating_add(items.len()) > MOST {
        return Err(Error::bad_request(format!("no more than {MOST} computed properties are supported")));
    }
    for item in items {
        let bound = expr::bind(&item.expr, &scope.naming(names))?;
        if bound.as_literal().is_some_and(Value::is_null) {
            return Err(Error::bad_request(format!(
                "null alone has no type; say which '{}' is, as in cast(null,Edm.Int32)",
                item.alias
            ))
            .at(item.expr.span));
        }
        names.define(&item.alias, bound, scope.entity_type).map_err(|error| error.at(item.expr.span))?;
    }
    Ok(())
}
