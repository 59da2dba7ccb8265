//! `in` and the functions of literal collections: what stands in a list or an array, and what it means
//! that a value does (URL Conventions, sections 5.1.1.1.12, 5.1.1.6 and 5.4).

use odata_params::ast::{self, JsonItem, JsonNode, Literal, LiteralKind, Span};
use odata_params::parse_json;

use super::{logic, navigate, spatial};
use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::scope::Scope;
use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr};

/// `a in (…)`, `a in @list`, `a in Nav/Property`.
///
/// # Errors
/// A right side that is no collection, and values of another type.
pub(super) fn bind(left: &ast::Expr, right: &ast::Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    if let Some(items) = items(right, scope)? {
        return listed(left, &items, scope);
    }
    if let ast::ExprKind::Path(path) = &expr::resolve(right, scope)?.kind {
        let equal = |member: Expr, inside: &Scope<'_>| {
            let operand = expr::bind_as(left, member.ty, inside)?;
            logic::compare(CompareOp::Eq, member, operand, inside.profile)
        };
        let some = navigate::some(path, &equal, scope).map_err(|error| error.at(right.span))?;
        if let Some(some) = some {
            return Ok(some);
        }
    } else if !expr::is_literal(right, scope)? {
        return Err(Error::bad_request("a list of values is needed on the right of 'in', such as ('a','b')")
            .at(right.span));
    }
    // `Name in ('a')` is a list of one; some parsers of ours and others read it as parentheses.
    listed(left, std::slice::from_ref(right), scope)
}

/// Literals become one `in`; each expression is a comparison of its own.
fn listed(left: &ast::Expr, items: &[ast::Expr], scope: &Scope<'_>) -> Result<Expr, Error> {
    let operand = expr::bind(left, scope)?;
    let mut values = Vec::with_capacity(items.len());
    let mut compared: Vec<Expr> = Vec::new();
    for item in items {
        let value = expr::bind_as(item, operand.ty, scope)?;
        if let Some(literal) = value.as_literal() {
            if operand.ty.as_spatial().is_some() && !literal.is_null() {
                return Err(spatial::not_compared(operand.ty).at(item.span));
            }
            values.push(value);
        } else {
            let equal = logic::compare(CompareOp::Eq, operand.clone(), value, scope.profile);
            compared.push(equal.map_err(|error| error.at(item.span))?);
        }
    }
    if values.is_empty()
        && let Some(first) = compared.pop()
    {
        return Ok(compared.into_iter().rev().fold(first, |known, more| logic::or(more, known)));
    }
    let listed = logic::in_list(operand, values, scope.profile);
    Ok(compared.into_iter().fold(listed, logic::or))
}

/// The members of a list or of an array; `None` if it is neither.
fn items(written: &ast::Expr, scope: &Scope<'_>) -> Result<Option<Vec<ast::Expr>>, Error> {
    match &expr::resolve(written, scope)?.kind {
        ast::ExprKind::List(items) => Ok(Some(items.clone())),
        ast::ExprKind::Json(text) => {
            array(text, written.span).map(Some).map_err(|error| error.at(written.span))
        }
        _ => Ok(None),
    }
}

/// The members of a JSON array. A string in it stands for a text, and as every text for what else it
/// is compared with.
fn array(text: &str, span: Span) -> Result<Vec<ast::Expr>, Error> {
    let JsonNode::Array(items) = parse_json(text).map_err(|error| Error::bad_request(error.to_string()))?
    else {
        return Err(Error::bad_request("a collection is needed here, such as [1,2]; this is one object"));
    };
    let member = |item| match item {
        JsonItem::String(text) => {
            ast::Expr { kind: ast::ExprKind::Literal(Literal { kind: LiteralKind::String, text }), span }
        }
        JsonItem::Expr(written) => ast::Expr { span, ..written },
    };
    Ok(items.into_iter().map(member).collect())
}

/// `hassubset` and `hassubsequence` of literal collections: both are known before any row is read.
///
/// # Errors
/// Operands that are no literal collections, or of different types.
pub(super) fn contains(name: &str, arguments: &[ast::Argument], scope: &Scope<'_>) -> Result<Expr, Error> {
    let [whole, part] = arguments else {
        return Err(Error::bad_request(format!("{name} takes 2 arguments, not {}", arguments.len())));
    };
    let (whole, mut ty) = literals(name, whole, None, scope)?;
    let (part, _) = literals(name, part, ty.take(), scope)?;
    let truth = if name == "hassubset" { has_subset(whole, &part) } else { has_subsequence(&whole, &part) };
    Ok(Expr::literal(Value::Boolean(truth), PrimitiveType::Boolean))
}

fn literals(
    name: &str,
    argument: &ast::Argument,
    mut ty: Option<PrimitiveType>,
    scope: &Scope<'_>,
) -> Result<(Vec<Value>, Option<PrimitiveType>), Error> {
    let place = |error: Error| error.at(argument.span);
    let Some(items) = items(&argument.value, scope)? else {
        return Err(place(Error::not_implemented(format!(
            "{name} is supported for literal collections only, such as {name}([1,2],[2])"
        ))));
    };
    let mut values = Vec::with_capacity(items.len());
    for item in &items {
        let bound = match ty {
            Some(ty) => expr::bind_as(item, ty, scope),
            None => expr::bind(item, scope),
        }
        .map_err(place)?;
        let Some(value) = bound.as_literal() else {
            return Err(place(Error::not_implemented(format!("{name} is supported for literals only"))));
        };
        if !value.is_null() {
            ty.get_or_insert(bound.ty);
        }
        values.push(value.clone());
    }
    Ok((values, ty))
}

/// Whether the members of `part` are among those of `whole`, each as often (section 5.1.1.6.1).
fn has_subset(mut whole: Vec<Value>, part: &[Value]) -> bool {
    part.iter().all(|member| {
        let place = whole.iter().position(|known| known == member);
        place.map(|place| whole.swap_remove(place)).is_some()
    })
}

/// Whether they are so in the same order (section 5.1.1.6.2).
fn has_subsequence(whole: &[Value], part: &[Value]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|member| rest.any(|known| known == member))
}
