//! What can be asked of a collection in an expression: `any`, `all`, `$count`, of all its members or
//! of those that meet a `$filter` (URL Conventions, sections 4.8, 4.12 and 5.1.1.13).

use odata_params::ast::{
    Expr as Written, LambdaOp, PathSegment, PathSegmentKind, QueryOption, QueryOptionKind,
};

use super::logic;
use super::navigate::{End, Found, Step, Walk, any, unsupported};
use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::member::{Member, Within, is_of};
use crate::bind::options::{is_searchable_set, searched, system_name};
use crate::bind::scope::{Bare, Scope};
use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr, Related, RelatedForm, SearchExpr};

/// What `segments` ask of the collection a step leads to, from the row this many further out.
///
/// # Errors
/// Segments that ask nothing of a collection, and what is wrong in their conditions.
pub(super) fn collection(
    walk: Walk<'_>,
    step: &Step<'_>,
    out: usize,
    segments: &[PathSegment],
    scope: &Scope<'_>,
) -> Result<Option<Found>, Error> {
    let mut conditions = Vec::new();
    let mut derived = None;
    let mut rest = segments;
    while let Some((segment, behind)) = rest.split_first() {
        let place = |error: Error| error.at(segment.span);
        let asked = match &segment.kind {
            PathSegmentKind::Filter(condition) => {
                conditions.push(filter(condition, (step, derived), scope).map_err(place)?);
                rest = behind;
                continue;
            }
            PathSegmentKind::Count(options) => {
                let search =
                    options_of_count(options, (step, derived), &mut conditions, scope).map_err(place)?;
                let number = Related { search, filter: all(conditions), ..count(out, step) };
                Found::Number(Expr::related(number))
            }
            PathSegmentKind::Lambda { operator, variable, predicate } => {
                let predicate = variable.as_deref().zip(predicate.as_deref());
                lambda(walk, (*operator, predicate), (step, derived), out, conditions, scope)
                    .map_err(place)?
            }
            PathSegmentKind::Name { name, arguments: None } if name.contains('.') => {
                derived = cast(name, (step, derived), scope, &mut conditions).map_err(place)?;
                rest = behind;
                continue;
            }
            PathSegmentKind::Name { .. } if matches!(walk.end, End::Each(_)) => {
                return walk.each((step, derived), out, all(conditions), rest, scope);
            }
            PathSegmentKind::Name { .. } => return Err(needs(step).at(segment.span)),
            other => return Err(unsupported(other).at(segment.span)),
        };
        return match behind.first() {
            None => Ok(Some(asked)),
            Some(next) => Err(Error::bad_request("nothing can follow any, all or $count").at(next.span)),
        };
    }
    match walk.end {
        End::Each(_) | End::Entity => Ok(None),
        End::Value => Err(needs(step)),
    }
}

fn needs(step: &Step<'_>) -> Error {
    Error::bad_request(format!(
        "'{}' is a collection; any, all, $count or a key in parentheses is needed behind it",
        step.name
    ))
}

/// `any()`, `any(v:…)`, `all(v:…)`. Names without a prefix are those of the row the path starts at.
fn lambda(
    walk: Walk<'_>,
    (operator, predicate): (LambdaOp, Option<(&str, &Written)>),
    (step, derived): (&Step<'_>, Option<usize>),
    out: usize,
    mut conditions: Vec<Expr>,
    scope: &Scope<'_>,
) -> Result<Found, Error> {
    let Some((variable, predicate)) = predicate else {
        return Ok(Found::Truth(Some(any(out, step.relation, all(conditions)))));
    };
    let bare = walk.origin.map_or(Bare::Same, |origin| Bare::Out(origin + 1));
    let inner = scope.inside((step.relation.target, derived), Some(variable), bare)?;
    let bound = expr::bind_condition(predicate, &inner)?;
    match operator {
        LambdaOp::Any => {
            conditions.push(bound);
            Ok(Found::Truth(Some(any(out, step.relation, all(conditions)))))
        }
        LambdaOp::All => {
            conditions.push(fails(bound, &inner)?);
            Ok(Found::Untruth(any(out, step.relation, all(conditions))))
        }
    }
}

/// Whether a condition is false or null.
fn fails(condition: Expr, scope: &Scope<'_>) -> Result<Expr, Error> {
    if !condition.nullable {
        return Ok(logic::not(condition));
    }
    let truth = Expr::literal(Value::Boolean(true), PrimitiveType::Boolean);
    logic::compare(CompareOp::Ne, condition, truth, scope.profile)
}

/// `/$filter(…)`: names without a prefix are those of the members.
fn filter(
    condition: &Written,
    (step, derived): (&Step<'_>, Option<usize>),
    scope: &Scope<'_>,
) -> Result<Expr, Error> {
    expr::bind_condition(condition, &scope.inside((step.relation.target, derived), None, Bare::Related)?)
}

/// A type: the members that are of it (section 4.11).
fn cast(
    name: &str,
    (step, derived): (&Step<'_>, Option<usize>),
    scope: &Scope<'_>,
    conditions: &mut Vec<Expr>,
) -> Result<Option<usize>, Error> {
    let entity_type = scope.model.type_of(step.relation.target);
    match Within::entity(scope.model, entity_type, derived).member(name)? {
        Member::Type(inside) => {
            if inside.derived != derived {
                conditions.push(is_of(entity_type, inside.derived));
            }
            Ok(inside.derived)
        }
        _ => Err(needs(step)),
    }
}

/// What may stand in the parentheses of `$count(…)`.
fn options_of_count(
    options: &[QueryOption],
    (step, derived): (&Step<'_>, Option<usize>),
    conditions: &mut Vec<Expr>,
    scope: &Scope<'_>,
) -> Result<Option<SearchExpr>, Error> {
    let mut search = None;
    for option in options {
        match &option.kind {
            QueryOptionKind::Filter(condition) => conditions.push(filter(condition, (step, derived), scope)?),
            QueryOptionKind::Search(asked) => {
                search = Some(searched(asked, is_searchable_set(step.relation.target, scope))?);
            }
            kind => {
                let name = system_name(kind).unwrap_or("this option");
                return Err(Error::bad_request(format!("{name} has no meaning in $count")));
            }
        }
    }
    Ok(search)
}

fn count(out: usize, step: &Step<'_>) -> Related {
    Related::new(out, step.relation.clone(), RelatedForm::Count)
}

fn all(conditions: Vec<Expr>) -> Option<Expr> {
    (!conditions.is_empty()).then(|| Expr::all(conditions))
}
