//! A path that names what rows are grouped by.

use odata_params::ast::{self, MemberPath, PathRoot, PathSegment};

use super::Binder;
use super::stage::{Stage, path};
use crate::bind::error::Error;
use crate::bind::{allowed, expr};
use crate::query::Named;

impl Binder<'_> {
    /// The value a path leads to, with its name.
    ///
    /// # Errors
    /// Paths that lead to no single primitive value, and properties that have no order.
    pub(super) fn column(&self, segments: &[PathSegment], stage: &Stage) -> Result<Named, Error> {
        let names = path(segments)?;
        let (Some(first), Some(last)) = (segments.first(), segments.last()) else {
            return Err(Error::bad_request("a property is needed here"));
        };
        let span = ast::Span { start: first.span.start, end: last.span.end };
        let scope = self.scope.naming(&stage.names);
        let written = MemberPath { root: PathRoot::Implicit, segments: segments.to_vec() };
        let bound = expr::bind(&ast::Expr { kind: ast::ExprKind::Path(written), span }, &scope)?;
        if let Some(known) = stage.names.named().iter().find(|known| known.path == names) {
            if !stage.has(&names) {
                return Err(Error::not_implemented(format!(
                    "'{}' is in some rows only, so they cannot be grouped by it",
                    names.join("/")
                ))
                .at(span));
            }
            if known.ty.primitive.as_spatial().is_some() {
                return Err(
                    Error::bad_request(format!("'{}' cannot be grouped by", names.join("/"))).at(span)
                );
            }
            return Ok(known.clone());
        }
        let refused = |_| Error::bad_request(format!("'{}' cannot be grouped by", names.join("/"))).at(span);
        let bound = allowed::sortable(bound, &scope).map_err(refused)?;
        let ty = stage.facets(&bound, self.scope.model);
        Ok(Named { path: names, expr: bound, ty, dynamic: false })
    }
}
