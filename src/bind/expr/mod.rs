//! Expressions: names become properties, literals become values of the type they meet, every node
//! gets its type; what has no meaning is refused with its place.

mod arithmetic;
mod call;
mod enumeration;
pub(super) mod key;
mod lambda;
pub(super) mod literal;
pub(super) mod logic;
mod membership;
mod navigate;
mod spatial;
mod types;

use odata_params::ast::{self, BinaryOp, UnaryOp};

use super::error::Error;
use super::scope::Scope;
use crate::edm::{PrimitiveType, Value};
use crate::query::{ArithmeticOp, CompareOp, Expr};

/// Aliases may name other aliases; a chain longer than this is a circle.
const MAX_ALIAS_DEPTH: usize = 8;

/// Binds a condition: an expression that must be Boolean (`$filter`).
///
/// # Errors
/// Any refusal of [`bind`], and expressions of another type.
pub(super) fn bind_condition(expr: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    let bound = bind(expr, scope)?;
    if bound.ty != PrimitiveType::Boolean || matches!(bound.as_literal(), Some(Value::Null)) {
        return Err(Error::bad_request(format!(
            "a condition is needed here, such as Name eq 'Acme'; this is {}",
            if bound.as_literal().is_some_and(Value::is_null) { "null" } else { bound.ty.name() }
        ))
        .at(expr.span));
    }
    Ok(bound)
}

/// Binds any expression.
///
/// # Errors
/// Unknown properties and functions, types that do not go together, and constructs that are not
/// answered yet, each by name.
pub(super) fn bind(expr: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    bind_kind(expr, scope).map_err(|error| error.at(expr.span))
}

fn bind_kind(expr: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    match &resolve(expr, scope)?.kind {
        ast::ExprKind::Literal(written) => {
            let (value, ty) = literal::natural(written, scope.model)?;
            Ok(Expr::literal(value, ty))
        }
        ast::ExprKind::Path(path) => navigate::value(path, scope),
        ast::ExprKind::Call { name, arguments } => call::bind(name, arguments, scope),
        ast::ExprKind::Unary(UnaryOp::Not, operand) => bind_condition(operand, scope).map(logic::not),
        ast::ExprKind::Unary(UnaryOp::Negate, operand) => arithmetic::negate(bind(operand, scope)?),
        ast::ExprKind::Binary(op, left, right) => binary(*op, left, right, scope),
        ast::ExprKind::Case(pairs) => call::case(pairs, scope),
        ast::ExprKind::List(_) => Err(Error::bad_request("a list can only stand on the right of 'in'")),
        ast::ExprKind::Json(_) => Err(Error::not_implemented("JSON values in expressions are not supported")),
        ast::ExprKind::Alias(name) => Err(Error::bad_request(format!("the alias @{name} refers to itself"))),
        #[allow(unreachable_patterns)]
        _ => Err(Error::not_implemented("this expression is not supported")),
    }
}

/// Follows parameter aliases to what they stand for (URL Conventions, section 5.3).
pub(super) fn resolve<'a>(expr: &'a ast::Expr, scope: &Scope<'a>) -> Result<&'a ast::Expr, Error> {
    let mut current = expr;
    for _ in 0..MAX_ALIAS_DEPTH {
        let ast::ExprKind::Alias(name) = &current.kind else { return Ok(current) };
        current = scope.aliases.get(name.as_str()).copied().ok_or_else(|| {
            Error::bad_request(format!(
                "the parameter alias @{name} has no value; add @{name}=… to the request"
            ))
        })?;
    }
    Ok(current)
}

fn binary(op: BinaryOp, left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    let compare = |op| {
        if let CompareOp::Eq | CompareOp::Ne = op
            && let Some(exists) = related_entity(left, right, scope)?
        {
            return Ok(if op == CompareOp::Ne { exists } else { logic::not(exists) });
        }
        let (left, right) = pair(left, right, scope)?;
        logic::compare(op, left, right, scope.profile)
    };
    let compute = |op| {
        let (left, right) = if is_null(left, scope)? {
            let right = bind(right, scope)?;
            (bind_as(left, right.ty, scope)?, right)
        } else {
            let left = bind(left, scope)?;
            let right =
                if is_null(right, scope)? { bind_as(right, left.ty, scope)? } else { bind(right, scope)? };
            (left, right)
        };
        arithmetic::binary(op, left, right)
    };
    match op {
        BinaryOp::And => Ok(logic::and(bind_condition(left, scope)?, bind_condition(right, scope)?)),
        BinaryOp::Or => Ok(logic::or(bind_condition(left, scope)?, bind_condition(right, scope)?)),
        BinaryOp::Eq => compare(CompareOp::Eq),
        BinaryOp::Ne => compare(CompareOp::Ne),
        BinaryOp::Gt => compare(CompareOp::Gt),
        BinaryOp::Ge => compare(CompareOp::Ge),
        BinaryOp::Lt => compare(CompareOp::Lt),
        BinaryOp::Le => compare(CompareOp::Le),
        BinaryOp::In => membership::bind(left, right, scope),
        BinaryOp::Has => enumeration::has(left, right, scope),
        BinaryOp::Add => compute(ArithmeticOp::Add),
        BinaryOp::Sub => compute(ArithmeticOp::Sub),
        BinaryOp::Mul => compute(ArithmeticOp::Mul),
        BinaryOp::Div => compute(ArithmeticOp::Div),
        BinaryOp::DivBy => compute(ArithmeticOp::DivBy),
        BinaryOp::Mod => compute(ArithmeticOp::Mod),
    }
}

/// Whether there is an entity that is compared with null (Protocol, section 13.2.2): `Home eq null`.
fn related_entity(left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<Option<Expr>, Error> {
    let other = match (is_null(left, scope)?, is_null(right, scope)?) {
        (true, false) => right,
        (false, true) => left,
        _ => return Ok(None),
    };
    match &resolve(other, scope)?.kind {
        ast::ExprKind::Path(path) => navigate::exists(path, scope).map_err(|error| error.at(other.span)),
        _ => Ok(None),
    }
}

/// Binds two operands so that a literal takes the type of the other one, whichever side it is on.
pub(super) fn pair(left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<(Expr, Expr), Error> {
    // Null takes any type, even that of a literal.
    if is_null(left, scope)? || is_literal(left, scope)? && !is_literal(right, scope)? {
        let right = bind(right, scope)?;
        return Ok((bind_as(left, right.ty, scope)?, right));
    }
    let left = bind(left, scope)?;
    let right = if is_literal(right, scope)? { bind_as(right, left.ty, scope)? } else { bind(right, scope)? };
    Ok((left, right))
}

/// Binds a literal as `ty`; anything else as it is.
pub(super) fn bind_as(expr: &ast::Expr, ty: PrimitiveType, scope: &Scope<'_>) -> Result<Expr, Error> {
    match &resolve(expr, scope)?.kind {
        // A date meets an instant: `logic::compare` decides, the literal keeps its precision.
        ast::ExprKind::Literal(written)
            if ty == PrimitiveType::Date && written.kind == ast::LiteralKind::DateTimeOffset =>
        {
            bind(expr, scope)
        }
        ast::ExprKind::Literal(written) => {
            let value = literal::coerce(written, ty).map_err(|error| error.at(expr.span))?;
            Ok(Expr::literal(value, ty))
        }
        _ => bind(expr, scope),
    }
}

fn is_null(expr: &ast::Expr, scope: &Scope<'_>) -> Result<bool, Error> {
    let resolved = resolve(expr, scope).map_err(|error| error.at(expr.span))?;
    Ok(matches!(&resolved.kind, ast::ExprKind::Literal(literal) if literal.kind == ast::LiteralKind::Null))
}

pub(super) fn is_literal(expr: &ast::Expr, scope: &Scope<'_>) -> Result<bool, Error> {
    Ok(matches!(resolve(expr, scope).map_err(|error| error.at(expr.span))?.kind, ast::ExprKind::Literal(_)))
}
