//! What `in` may have on its right: a list of literals, or an expression that is a collection
//! (URL Conventions, section 5.1.1.1.10).

use crate::ast::{Expr, ExprKind};
use crate::input::{Parsed, Text};
use crate::{literal, token};

use super::{expression, path, unary};

/// `listExpr`, or an operand.
pub(crate) fn right_of_in(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.starts_with(b'(') { list_or_parenthesised(i) } else { unary(i) }
}

/// One expression is parsed before it is decided: a literal makes it a list.
fn list_or_parenthesised(start: Text<'_>) -> Parsed<'_, Expr> {
    let (i, ()) = token::open(start)?;
    if let Ok((end, ())) = token::close(i) {
        return Ok((end, Expr { kind: ExprKind::List(Vec::new()), span: start.span_to(end) }));
    }
    let (mut i, first) = expression(i)?;
    if !is_item(&first) {
        let (i, ()) = token::close(i)?;
        return Ok((i, first));
    }
    let mut items = vec![first];
    while let Ok((at, ())) = token::comma(i) {
        let (next, item) = item(at)?;
        items.push(item);
        i = next;
    }
    let (end, ()) = token::close(i)?;
    Ok((end, Expr { kind: ExprKind::List(items), span: start.span_to(end) }))
}

fn is_item(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(_) | ExprKind::Alias(_))
}

fn item(i: Text<'_>) -> Parsed<'_, Expr> {
    if i.starts_with(b'@') && !i.is_strict() {
        return path::annotated(i);
    }
    let (rest, literal) = literal::primitive(i)?;
    Ok((rest, Expr { kind: ExprKind::Literal(literal), span: i.span_to(rest) }))
}
