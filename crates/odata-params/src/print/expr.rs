//! Expressions: a tree in, text with as few parentheses as precedence allows out.

use crate::ast::{Argument, BinaryOp, Expr, ExprKind, UnaryOp};
use crate::expr::precedence::{self, HIGHEST, LOWEST};

use super::{list, literal, path};

/// An expression where any operator may stand.
pub(super) fn expr(out: &mut String, expr: &Expr) {
    at_least(out, expr, LOWEST);
}

/// An expression in parentheses unless it binds at least as tightly as `least`.
fn at_least(out: &mut String, expr: &Expr, least: u8) {
    if level(expr) < least {
        return parenthesised(out, expr);
    }
    match &expr.kind {
        ExprKind::Binary(operator @ (BinaryOp::And | BinaryOp::Or), left, right) => {
            chain(out, expr, *operator, left, right);
        }
        ExprKind::Binary(operator, left, right) => {
            let level = precedence::level(*operator);
            at_least(out, left, level);
            word(out, *operator);
            at_least(out, right, level + 1);
        }
        ExprKind::Unary(operator, inner) => {
            out.push_str(prefix(*operator));
            let start = out.len();
            at_least(out, inner, HIGHEST);
            // `-(5)` and `-(2026-05-01)`, because with the sign these are other literals.
            let starts_literal =
                |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("INF");
            if *operator == UnaryOp::Negate && out.get(start..).is_some_and(starts_literal) {
                out.insert(start, '(');
                out.push(')');
            }
        }
        _ => operand(out, expr),
    }
}

fn parenthesised(out: &mut String, inner: &Expr) {
    out.push('(');
    expr(out, inner);
    out.push(')');
}

fn operand(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Literal(found) => literal::literal(out, found),
        ExprKind::Path(found) => path::member(out, found),
        ExprKind::Call { name, arguments: found } => {
            out.push_str(name);
            arguments(out, found);
        }
        ExprKind::List(items) => {
            out.push('(');
            list(out, items, ",", self::expr);
            out.push(')');
        }
        ExprKind::Alias(name) => {
            out.push('@');
            out.push_str(name);
        }
        ExprKind::Case(branches) => {
            out.push_str("case(");
            list(out, branches, ",", |out, (condition, value)| {
                self::expr(out, condition);
                // With a blank, lest `7:30` become a time of day.
                out.push_str(" : ");
                self::expr(out, value);
            });
            out.push(')');
        }
        ExprKind::Json(text) => out.push_str(text),
        ExprKind::Unary(..) | ExprKind::Binary(..) => parenthesised(out, expr),
    }
}

/// Parenthesised values, named or not.
pub(super) fn arguments(out: &mut String, found: &[Argument]) {
    out.push('(');
    list(out, found, ",", |out, argument| {
        if let Some(name) = &argument.name {
            out.push_str(name);
            out.push('=');
        }
        expr(out, &argument.value);
    });
    out.push(')');
}

/// An expression with parentheses around every operator.
pub(super) fn explicit(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Binary(operator, left, right) => {
            out.push('(');
            explicit(out, left);
            word(out, *operator);
            explicit(out, right);
            out.push(')');
        }
        ExprKind::Unary(operator, inner) => {
            out.push('(');
            out.push_str(prefix(*operator));
            explicit(out, inner);
            out.push(')');
        }
        _ => operand(out, expr),
    }
}

/// `a or b or c`. The parser makes a balanced tree of a chain, so only a tree of that shape can be
/// printed as one; any other keeps parentheses around its halves.
fn chain(out: &mut String, whole: &Expr, operator: BinaryOp, left: &Expr, right: &Expr) {
    if balanced_size(whole, operator).is_some() {
        let mut first = true;
        return links(out, whole, operator, &mut first);
    }
    let tighter = precedence::level(operator) + 1;
    at_least(out, left, tighter);
    word(out, operator);
    at_least(out, right, tighter);
}

fn links(out: &mut String, expr: &Expr, operator: BinaryOp, first: &mut bool) {
    match &expr.kind {
        ExprKind::Binary(found, left, right) if *found == operator => {
            links(out, left, operator, first);
            links(out, right, operator, first);
        }
        _ => {
            if !std::mem::take(first) {
                word(out, operator);
            }
            at_least(out, expr, precedence::level(operator) + 1);
        }
    }
}

/// How many operands the chain at `expr` has; `None` where its shape is not the parser's.
fn balanced_size(expr: &Expr, operator: BinaryOp) -> Option<usize> {
    match &expr.kind {
        ExprKind::Binary(found, left, right) if *found == operator => {
            let (left, right) = (balanced_size(left, operator)?, balanced_size(right, operator)?);
            (left == (left + right).div_ceil(2)).then_some(left + right)
        }
        _ => Some(1),
    }
}

fn level(expr: &Expr) -> u8 {
    match &expr.kind {
        ExprKind::Binary(operator, ..) => precedence::level(*operator),
        ExprKind::Unary(..) => HIGHEST - 1,
        _ => HIGHEST + 1,
    }
}

fn word(out: &mut String, operator: BinaryOp) {
    out.push(' ');
    out.push_str(precedence::word(operator));
    out.push(' ');
}

fn prefix(operator: UnaryOp) -> &'static str {
    match operator {
        UnaryOp::Not => "not ",
        UnaryOp::Negate => "-",
    }
}
