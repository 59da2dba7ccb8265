//! Expressions: text in, a tree by precedence out (URL Conventions, section 5.1.1).
//!
//! Precedence climbing over the table in [`precedence`]. Every choice is made by bounded lookahead,
//! so nothing is parsed twice.

pub(crate) mod arguments;
pub(crate) mod call;
pub(crate) mod list;
pub(crate) mod operand;
pub(crate) mod path;
pub(crate) mod precedence;
pub(crate) mod segment;

use std::collections::VecDeque;

use crate::ast::{BinaryOp, Expr, ExprKind, Span, UnaryOp};
use crate::balance::balanced;
use crate::input::{Miss, Parsed, Text};
use crate::{json, literal, token};

use precedence::{HIGHEST, LOWEST};

/// `commonExpr`
pub(crate) fn expression(i: Text<'_>) -> Parsed<'_, Expr> {
    i.nested(|i| climb(i, LOWEST))
}

/// `parameterValue`
pub(crate) fn parameter_value(i: Text<'_>) -> Parsed<'_, Expr> {
    let (at, ()) = token::blanks(i)?;
    // In order of the alternatives an array or object comes first, and has no operators after it.
    if i.is_ordered() && matches!(at.byte(0), Some(b'[' | b'{')) { json::value(at) } else { expression(i) }
}

/// An operand and all operators after it that bind at least as tightly as `least`.
fn climb(i: Text<'_>, least: u8) -> Parsed<'_, Expr> {
    let (first, mut height) = i.measure(unary);
    let (mut rest, mut left) = first?;
    while let Some((after, operator, level)) = infix(rest, least) {
        if matches!(operator, BinaryOp::And | BinaryOp::Or) {
            let (links, higher) = after.measure(|i| chain(i, operator, level));
            let (next, mut operands) = links?;
            height = height.max(higher) + operands.len().ilog2() as usize + 1;
            operands.push_front(left);
            left = tree(after, operator, operands)?;
            rest = next;
        } else {
            let (operand, higher) = after.measure(|i| match operator {
                BinaryOp::In => list::right_of_in(i),
                BinaryOp::Has => operand::flags(i),
                _ => climb(i, level + 1),
            });
            let (next, right) = operand?;
            // Chains of these lean to the left, so each link is one level more.
            height = height.max(higher) + 1;
            left = binary(operator, left, right);
            rest = next;
        }
        after.check_height(height)?;
    }
    i.raise(height);
    Ok((rest, left))
}

/// The operands of `a or b or c …` after the first operator.
fn chain(i: Text<'_>, operator: BinaryOp, level: u8) -> Parsed<'_, VecDeque<Expr>> {
    let mut operands = VecDeque::new();
    let mut at = i;
    loop {
        let (rest, operand) = climb(at, level + 1)?;
        operands.push_back(operand);
        match infix(rest, level) {
            Some((after, next, _)) if next == operator => at = after,
            _ => return Ok((rest, operands)),
        }
    }
}

/// `and` and `or` are associative, so a chain of them becomes a tree of minimal depth.
fn tree(i: Text<'_>, operator: BinaryOp, operands: VecDeque<Expr>) -> Result<Expr, nom::Err<Miss>> {
    match balanced(operands.into(), &|left, right| binary(operator, left, right)) {
        Some(tree) => Ok(tree),
        None => i.miss("an operand").map(|(_, tree)| tree),
    }
}

fn binary(operator: BinaryOp, left: Expr, right: Expr) -> Expr {
    let span = Span { start: left.span.start, end: right.span.end };
    Expr { kind: ExprKind::Binary(operator, Box::new(left), Box::new(right)), span }
}

/// An operator between blanks that binds at least as tightly as `least`.
fn infix(i: Text<'_>, least: u8) -> Option<(Text<'_>, BinaryOp, u8)> {
    let (at, ()) = token::blank_before(i, "an operator").ok()?;
    let mut known = false;
    for (word, operator, level) in precedence::INFIX {
        if !at.rest.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word)) {
            continue;
        }
        let after = at.skip(word.len());
        match after.first() {
            Some(' ' | '\t') => {
                let (after, ()) = token::blanks(after).ok()?;
                return (level >= least).then_some((after, operator, level));
            }
            None if !after.is_strict() => after.note("an operand"),
            // To the letter `eqq` is `eq` and a missing blank; to its writer it is no operator.
            Some(c) if !after.is_strict() && (c.is_alphanumeric() || c == '_') => continue,
            _ => after.note("a blank"),
        }
        known = true;
    }
    if !known {
        at.note("an operator");
    }
    None
}

fn unary(i: Text<'_>) -> Parsed<'_, Expr> {
    let is_not = i.rest.get(..3).is_some_and(|text| text.eq_ignore_ascii_case("not"));
    // To the letter a blank must follow; many clients write `not(…)`, which can mean nothing else.
    let is_glued = i.byte(3) == Some(b'(') && !i.is_strict();
    if is_not && (is_glued || matches!(i.byte(3), Some(b' ' | b'\t'))) {
        let (at, ()) = token::blanks(i.skip(3))?;
        return prefixed(i, at, UnaryOp::Not);
    }
    if i.starts_with(b'-') && !literal::number::starts_signed(i) {
        let (at, ()) = token::blanks(i.skip(1))?;
        return prefixed(i, at, UnaryOp::Negate);
    }
    operand::operand(i)
}

fn prefixed<'a>(start: Text<'a>, at: Text<'a>, operator: UnaryOp) -> Parsed<'a, Expr> {
    let (rest, inner) = at.nested(|i| climb(i, HIGHEST))?;
    let span = Span { start: start.offset(), end: inner.span.end };
    Ok((rest, Expr { kind: ExprKind::Unary(operator, Box::new(inner)), span }))
}
