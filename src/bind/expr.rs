//! Expressions: names become properties, literals become values of the type they meet, every node
//! gets its type; what has no meaning is refused with its place.

use odata_params::ast::{self, BinaryOp, PathRoot, PathSegment, PathSegmentKind, UnaryOp};

use super::arithmetic;
use super::call;
use super::enumeration;
use super::error::Error;
use super::key;
use super::literal;
use super::logic;
use super::member::{Member, Within};
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
        ast::ExprKind::Path(path) => property(path, scope),
        ast::ExprKind::Call { name, arguments } => call::bind(name, arguments, scope),
        ast::ExprKind::Unary(UnaryOp::Not, operand) => logic::not(bind_condition(operand, scope)?),
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

fn property(path: &ast::MemberPath, scope: &Scope<'_>) -> Result<Expr, Error> {
    if let Some(computed) = scope.names.resolve(path)? {
        return Ok(computed);
    }
    match path.root {
        PathRoot::Implicit | PathRoot::It => {}
        PathRoot::This => return Err(Error::not_implemented("$this is not supported")),
        PathRoot::These => return Err(Error::not_implemented("$these is not supported")),
        PathRoot::Root => return Err(Error::not_implemented("$root is not supported")),
    }
    let mut within = Within::entity(scope.entity_type);
    let mut segments = path.segments.as_slice();
    while let [segment, rest @ ..] = segments {
        let PathSegmentKind::Name { name, arguments } = &segment.kind else {
            return Err(Error::not_implemented(describe(&segment.kind)).at(segment.span));
        };
        match within.member(name) {
            Ok(Member::Primitive(_) | Member::Complex(..)) if arguments.is_some() => {
                return Err(Error::bad_request(format!("'{name}' is a property and takes no parentheses")));
            }
            Ok(Member::Primitive(index)) => {
                nothing_behind(name, rest)?;
                return key::property_expr(scope.entity_type, index);
            }
            Ok(Member::Complex(_, inside)) => within = inside,
            Ok(Member::Navigation(navigation)) => {
                return Err(match rest.first() {
                    Some(next) => Error::not_implemented(describe(&next.kind)).at(next.span),
                    None => Error::bad_request(format!(
                        "'{}' is a navigation property; a property of {} is needed here",
                        navigation.name, scope.entity_type.name
                    )),
                }
                .at(segment.span));
            }
            Err(_) if name.contains('.') => {
                return Err(Error::not_implemented(format!(
                    "the type cast or function '{name}' is not supported"
                )));
            }
            Err(error) => return Err(error.at(segment.span)),
        }
        segments = rest;
    }
    Err(match path.segments.last() {
        Some(last) => Error::bad_request(format!(
            "{} is a complex property; one of its properties is needed here",
            within.owner()
        ))
        .at(last.span),
        None => Error::bad_request("a property name is missing after $it/"),
    })
}

/// Nothing can follow a primitive property.
fn nothing_behind(name: &str, rest: &[PathSegment]) -> Result<(), Error> {
    let Some(next) = rest.first() else { return Ok(()) };
    Err(match &next.kind {
        PathSegmentKind::Name { .. } | PathSegmentKind::Value => {
            Error::bad_request(format!("'{name}' is a primitive property: nothing can follow it"))
        }
        other => Error::not_implemented(describe(other)),
    }
    .at(next.span))
}

fn describe(kind: &PathSegmentKind) -> &'static str {
    match kind {
        PathSegmentKind::Name { .. } => "paths through navigation properties are not supported here",
        PathSegmentKind::Annotation(_) => "annotations in expressions are not supported",
        PathSegmentKind::Count(_) => "/$count in expressions is not supported",
        PathSegmentKind::Lambda { .. } => "the lambda operators any and all are not supported",
        _ => "this path segment is not supported here",
    }
}

fn binary(op: BinaryOp, left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    let compare = |op| {
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
        BinaryOp::In => membership(left, right, scope),
        BinaryOp::Has => enumeration::has(left, right, scope),
        BinaryOp::Add => compute(ArithmeticOp::Add),
        BinaryOp::Sub => compute(ArithmeticOp::Sub),
        BinaryOp::Mul => compute(ArithmeticOp::Mul),
        BinaryOp::Div => compute(ArithmeticOp::Div),
        BinaryOp::DivBy => compute(ArithmeticOp::DivBy),
        BinaryOp::Mod => compute(ArithmeticOp::Mod),
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

fn is_literal(expr: &ast::Expr, scope: &Scope<'_>) -> Result<bool, Error> {
    Ok(matches!(resolve(expr, scope).map_err(|error| error.at(expr.span))?.kind, ast::ExprKind::Literal(_)))
}

fn membership(left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    let operand = bind(left, scope)?;
    let ast::ExprKind::List(items) = &resolve(right, scope)?.kind else {
        // `Name in ('a')` is a list of one; some parsers of ours and others read it as parentheses.
        if is_literal(right, scope)? {
            return Ok(logic::in_list(
                operand.clone(),
                vec![bind_as(right, operand.ty, scope)?],
                scope.profile,
            ));
        }
        return Err(Error::bad_request("a list of values is needed on the right of 'in', such as ('a','b')")
            .at(right.span));
    };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        let value = bind_as(item, operand.ty, scope)?;
        if value.as_literal().is_none() {
            return Err(Error::not_implemented("only literals can stand in the list of 'in'").at(item.span));
        }
        values.push(value);
    }
    Ok(logic::in_list(operand, values, scope.profile))
}
