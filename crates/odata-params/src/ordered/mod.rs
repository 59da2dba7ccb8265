//! The grammar read in order: of several alternatives the first that matches is taken for good. ABNF
//! itself gives alternatives no order (RFC 5234, section 3.2), but parsers generated from it do, and
//! test suites are labelled by running them. Requests never come here; see
//! [`rules::check_ordered`](crate::rules::check_ordered).
//!
//! Without a model the difference is about names. The grammar tells a property from a navigation
//! property, a function or a type by rules that are the same to the letter, so the first one matches
//! every name and the others never get their turn:
//!
//! - `namespace` takes a dotted name to its end and leaves no name for what it should qualify.
//! - A name in a path is a collection's, and `keyPathSegments` take all there is after its slash.
//! - A name in `$select` is a primitive property's, which has neither path nor options.
//! - A longer name that begins with `null`, `true`, `false`, `INF` or `NaN` is that literal.
//!
//! Here are the rules that names make different; the rest is the parser that requests use. Nobody
//! reads the trees these rules make, so they hold no more than their span.

pub(crate) mod expand;
pub(crate) mod member;
pub(crate) mod operand;
pub(crate) mod select;
pub(crate) mod transform;
pub(crate) mod type_name;

use crate::ast::{Expr, ExprKind, MemberPath, PathRoot};
use crate::input::Text;

/// What stands between `i` and `rest`, as an operand.
fn spanned<'a>(i: Text<'a>, rest: Text<'a>) -> Expr {
    let path = MemberPath { root: PathRoot::Implicit, segments: Vec::new() };
    Expr { kind: ExprKind::Path(path), span: i.span_to(rest) }
}
