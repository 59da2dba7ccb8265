//! `has`: which flags are set in an enumeration's value (URL Conventions, section 5.1.1.1.10).

use odata_params::ast;

use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::scope::Scope;
use crate::edm::{PrimitiveType, Value};
use crate::query::{Expr, ExprKind, Function};

/// `a has b`; null if an operand is null.
///
/// # Errors
/// A left side whose type is no enumeration of flags, a right side that is of another type.
pub(super) fn has(left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    let (value, flags) = expr::pair(left, right, scope)?;
    let PrimitiveType::Enumeration(declared) = value.ty else {
        return Err(Error::bad_request(format!(
            "'has' needs an enumeration property on its left; this is {}",
            value.ty
        )));
    };
    if !declared.declaration().flags {
        return Err(Error::bad_request(format!(
            "'has' looks for flags, but a value of {} is one member; write eq",
            value.ty
        )));
    }
    if flags.ty != value.ty && !flags.as_literal().is_some_and(Value::is_null) {
        return Err(Error::bad_request(format!("'has' needs {} on its right, not {}", value.ty, flags.ty))
            .at(right.span));
    }
    let nullable = value.nullable || flags.nullable;
    let kind = ExprKind::Call(Function::Has, vec![value, flags]);
    Ok(Expr { kind, ty: PrimitiveType::Boolean, nullable })
}
