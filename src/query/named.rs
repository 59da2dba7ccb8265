//! An expression a request gave a name: a computed property, a column of an `$apply` result.

use super::expr::Expr;
use crate::edm::TypeRef;

/// An expression with the name its value is answered under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// Its name, behind the names of the objects around it: `Total`, or `Customer`, `Country`.
    pub path: Vec<String>,
    /// The value.
    pub expr: Expr,
    /// Its type and facets.
    pub ty: TypeRef,
    /// Whether the model declares no such property, so that the answer has to tell its type (JSON
    /// Format, section 4.6.3).
    pub dynamic: bool,
}

impl Named {
    /// A dynamic property of a simple name.
    #[must_use]
    pub fn dynamic(name: &str, expr: Expr) -> Self {
        let ty = TypeRef { nullable: expr.nullable, ..TypeRef::of(expr.ty) };
        Self { path: vec![name.to_owned()], expr, ty, dynamic: true }
    }
}
