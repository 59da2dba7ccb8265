//! Calls of canonical functions: the name, the number of arguments and their types are checked
//! here (URL Conventions, sections 5.1.1.5 to 5.1.1.11).

use odata_params::ast;

use super::{membership, spatial, types};
use crate::bind::error::Error;
use crate::bind::scope::Scope;
use crate::bind::{expr, names};
use crate::edm::{PrimitiveType, Value};
use crate::query::{Expr, ExprKind, Function};

/// Binds `name(arguments)`.
///
/// # Errors
/// Unknown functions, a wrong number of arguments, arguments of a wrong type.
pub(super) fn bind(name: &str, arguments: &[ast::Argument], scope: &Scope<'_>) -> Result<Expr, Error> {
    match name {
        "cast" | "isof" => return types::bind(name, arguments, scope),
        "isdefined" => return is_defined(arguments, scope),
        "hassubset" | "hassubsequence" => return membership::contains(name, arguments, scope),
        _ => {}
    }
    let Some((function, _, least, most, result)) = Function::TABLE.into_iter().find(|row| row.1 == name)
    else {
        return Err(unknown(name));
    };
    if !(least..=most).contains(&arguments.len()) {
        let wanted = if least == most { least.to_string() } else { format!("{least} or {most}") };
        return Err(Error::bad_request(format!("{name} takes {wanted} arguments, not {}", arguments.len())));
    }
    if function.measures() {
        return spatial::bind(function, arguments, scope);
    }
    let accepted = parameters(function);
    let mut bound = Vec::with_capacity(arguments.len());
    for (argument, accepted) in arguments.iter().zip(accepted) {
        let value = match accepted.first() {
            Some(first) if accepted.len() == 1 => expr::bind_as(&argument.value, *first, scope)?,
            _ => expr::bind(&argument.value, scope)?,
        };
        let null = value.as_literal().is_some_and(Value::is_null);
        let fits = accepted
            .iter()
            .any(|ty| *ty == value.ty || (*ty == PrimitiveType::Int64 && value.ty.is_integer()));
        if !null && !fits {
            let wanted: Vec<_> = accepted.iter().map(|ty| ty.name()).collect();
            return Err(Error::bad_request(format!(
                "{name} needs {} here, not {}",
                wanted.join(" or "),
                value.ty
            ))
            .at(argument.span));
        }
        bound.push(value);
    }
    let ty = result.or_else(|| bound.first().map(|value| value.ty)).unwrap_or(PrimitiveType::String);
    let nullable = bound.iter().any(|value| value.nullable);
    Ok(Expr { kind: ExprKind::Call(function, bound), ty, nullable })
}

/// `isdefined(Path)`: whether the row has such a property; one that was aggregated away, it has not (Data
/// Aggregation, section 3.7).
fn is_defined(arguments: &[ast::Argument], scope: &Scope<'_>) -> Result<Expr, Error> {
    let wrong = || Error::bad_request("isdefined takes the path of a property");
    let [argument] = arguments else { return Err(wrong()) };
    let ast::ExprKind::Path(path) = &argument.value.kind else { return Err(wrong().at(argument.span)) };
    let names: Option<Vec<&str>> = path.segments.iter().map(names::simple).collect();
    let names = names.filter(|names| !names.is_empty()).ok_or_else(|| wrong().at(argument.span))?;
    let truth = |truth| Expr::literal(Value::Boolean(truth), PrimitiveType::Boolean);
    if !scope.names.is_result() {
        expr::bind(&argument.value, scope)?;
        return Ok(truth(true));
    }
    if let Some(defined) = scope.names.defined(&names) {
        return Ok(defined);
    }
    let ty = scope.entity_type;
    let declared = names.first().is_some_and(|first| {
        ty.navigation(first).is_some()
            || ty.properties.iter().any(|property| property.name.split('/').next() == Some(first))
    });
    if declared { Ok(truth(false)) } else { Err(scope.names.unknown(&names.join("/")).at(argument.span)) }
}

/// `case(condition:value,…)`
///
/// # Errors
/// Conditions that are none, values of different types.
pub(super) fn case(pairs: &[(ast::Expr, ast::Expr)], scope: &Scope<'_>) -> Result<Expr, Error> {
    let mut bound: Vec<(Expr, Expr)> = Vec::with_capacity(pairs.len());
    let mut ty: Option<PrimitiveType> = None;
    for (when, then) in pairs {
        let when = expr::bind_condition(when, scope)?;
        let value = match ty {
            Some(ty) => expr::bind_as(then, ty, scope)?,
            None => expr::bind(then, scope)?,
        };
        if !value.as_literal().is_some_and(Value::is_null) {
            let ty = *ty.get_or_insert(value.ty);
            if ty != value.ty && !(ty.is_numeric() && value.ty.is_numeric()) {
                return Err(Error::bad_request(format!(
                    "the values of case() differ in type: {ty} and {}",
                    value.ty
                ))
                .at(then.span));
            }
        }
        bound.push((when, value));
    }
    Ok(Expr { kind: ExprKind::Case(bound), ty: ty.unwrap_or(PrimitiveType::String), nullable: true })
}

/// The types each parameter takes; `Int64` stands for any integer.
fn parameters(function: Function) -> [&'static [PrimitiveType]; 3] {
    use Function as F;
    use PrimitiveType as P;
    const TEXT: &[PrimitiveType] = &[P::String];
    const WHOLE: &[PrimitiveType] = &[P::Int64];
    const INSTANT: &[PrimitiveType] = &[P::DateTimeOffset];
    const DAY: &[PrimitiveType] = &[P::DateTimeOffset, P::Date];
    const CLOCK: &[PrimitiveType] = &[P::DateTimeOffset, P::TimeOfDay];
    const FRACTION: &[PrimitiveType] = &[P::Decimal, P::Double, P::Single, P::Int64];
    match function {
        F::Concat | F::Contains | F::EndsWith | F::IndexOf | F::StartsWith | F::MatchesPattern => {
            [TEXT, TEXT, &[]]
        }
        F::Substring => [TEXT, WHOLE, WHOLE],
        F::Length | F::ToLower | F::ToUpper | F::Trim => [TEXT, &[], &[]],
        F::Date | F::Time | F::TotalOffsetMinutes => [INSTANT, &[], &[]],
        F::Year | F::Month | F::Day => [DAY, &[], &[]],
        F::Hour | F::Minute | F::Second | F::FractionalSeconds => [CLOCK, &[], &[]],
        F::TotalSeconds => [&[P::Duration], &[], &[]],
        F::Ceiling | F::Floor | F::Round => [FRACTION, &[], &[]],
        // Those of shapes are bound in `spatial`.
        F::MaxDateTime
        | F::MinDateTime
        | F::Now
        | F::Has
        | F::GeoDistance
        | F::GeoIntersects
        | F::GeoLength => [&[], &[], &[]],
    }
}

fn unknown(name: &str) -> Error {
    if name.contains('.') {
        return Error::not_implemented(format!("the function '{name}' is not known to this service"));
    }
    match name {
        "substringof" => {
            Error::bad_request("substringof is OData 2.0; write contains(Name,'text') in OData 4")
        }
        _ => match Function::TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(name)) {
            Some(row) => Error::bad_request(format!(
                "there is no function '{name}'; names are case-sensitive: write {}",
                row.1
            )),
            None => Error::bad_request(format!("there is no function '{name}'")),
        },
    }
}
