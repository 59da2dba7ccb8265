//! Shapes in expressions: literals, and the functions that measure (URL Conventions, section
//! 5.1.1.11).

use std::sync::Arc;

use odata_params::ast::{self, Literal, LiteralKind};

use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::scope::Scope;
use crate::edm::geo::{Family, Fault, Geo, Mismatch, ShapeKind, Spatial};
use crate::edm::{PrimitiveType, Value};
use crate::query::{Expr, ExprKind, Function};

/// The value of a literal.
///
/// # Errors
/// Shapes that are none, and literals of another family or shape than `ty` has.
pub(super) fn literal(literal: &Literal, ty: Spatial) -> Result<Value, Error> {
    let text = &literal.text;
    let same_family = matches!(
        (&literal.kind, ty.family),
        (LiteralKind::Geography, Family::Geography) | (LiteralKind::Geometry, Family::Geometry)
    );
    if !same_family {
        return Err(Error::bad_request(format!(
            "'{text}' is no {}; write {}'SRID={};Point(4.5 51.9)'",
            ty.name(),
            ty.family.prefix(),
            ty.srid
        )));
    }
    let value = ty.of_text(text).map_err(|mismatch| match mismatch {
        Mismatch::Fault(Fault::Measure) => {
            Error::not_implemented(format!("'{text}' is a shape with measures, which are not supported"))
        }
        mismatch => Error::bad_request(format!("'{text}' is {mismatch}, no {}", ty.name())),
    })?;
    Ok(Value::Spatial(Arc::new(value)))
}

/// The value of a literal by its own form.
///
/// # Errors
/// Shapes that are none.
pub(super) fn natural(written: &Literal, family: Family) -> Result<(Value, PrimitiveType), Error> {
    let srid = written.text.split_once(';').and_then(|(head, _)| head.split_once('=')?.1.parse().ok());
    let any = Spatial { family, kind: None, srid: srid.unwrap_or(family.default_srid()) };
    let value = literal(written, any)?;
    let ty = match &value {
        Value::Spatial(value) => Geo::ty(value),
        _ => any,
    };
    Ok((value, PrimitiveType::Spatial(ty)))
}

/// Binds a function that measures.
///
/// # Errors
/// Arguments that are no such shapes, that lie in different reference systems, and round reference systems
/// other than the one distances are known in.
pub(super) fn bind(
    function: Function,
    arguments: &[ast::Argument],
    scope: &Scope<'_>,
) -> Result<Expr, Error> {
    let kinds: &[ShapeKind] = match function {
        Function::GeoLength => &[ShapeKind::LineString],
        Function::GeoIntersects => &[ShapeKind::Point, ShapeKind::Polygon],
        _ => &[ShapeKind::Point, ShapeKind::Point],
    };
    let mut bound: Vec<Expr> = Vec::with_capacity(arguments.len());
    let mut system: Option<Spatial> = None;
    for (argument, kind) in arguments.iter().zip(kinds) {
        let value = expr::bind(&argument.value, scope)?;
        if !value.as_literal().is_some_and(Value::is_null) {
            let known = *system.get_or_insert_with(|| value.ty.as_spatial().unwrap_or(Spatial::ALL[0]));
            fits(function, *kind, known, value.ty).map_err(|error| error.at(argument.span))?;
        }
        bound.push(value);
    }
    let ty = match function {
        Function::GeoIntersects => PrimitiveType::Boolean,
        _ => PrimitiveType::Double,
    };
    let nullable = bound.iter().any(|value| value.nullable);
    Ok(Expr { kind: ExprKind::Call(function, bound), ty, nullable })
}

/// Whether an argument is such a shape, in the reference system of the first one.
fn fits(function: Function, kind: ShapeKind, first: Spatial, ty: PrimitiveType) -> Result<(), Error> {
    let name = function.name();
    let wanted = |family| Spatial { kind: Some(kind), ..Spatial { family, ..first } }.name();
    let Some(found) = ty.as_spatial().filter(|found| found.kind == Some(kind)) else {
        return Err(Error::bad_request(match ty.as_spatial() {
            Some(found) if found.kind.is_none() => {
                let wanted = wanted(found.family);
                format!("{name} needs {wanted} here, not {ty}; write cast(…,{wanted})")
            }
            _ => format!(
                "{name} needs {} or {} here, not {ty}",
                wanted(Family::Geography),
                wanted(Family::Geometry)
            ),
        }));
    };
    if found.family != first.family {
        return Err(Error::bad_request(format!("{name} needs {} here, not {ty}", wanted(first.family))));
    }
    if found.srid != first.srid {
        return Err(Error::bad_request(format!(
            "{name} needs shapes of one reference system, not of SRID {} and SRID {}",
            first.srid, found.srid
        )));
    }
    let is_round = found.family == Family::Geography && function != Function::GeoIntersects;
    if is_round && found.srid != Family::Geography.default_srid() {
        return Err(Error::not_implemented(format!(
            "{name} on the round Earth is computed for SRID 4326 only, not for SRID {}",
            found.srid
        )));
    }
    Ok(())
}

/// A type that another one is cast to: of spatial types the reference system stays.
pub(super) fn in_system_of(operand: PrimitiveType, target: PrimitiveType) -> PrimitiveType {
    match (operand, target) {
        (PrimitiveType::Spatial(operand), PrimitiveType::Spatial(target)) => {
            PrimitiveType::Spatial(Spatial { srid: operand.srid, ..target })
        }
        _ => target,
    }
}

/// The refusal to compare shapes (section 5.1.1.1): with null they can be.
pub(super) fn not_compared(ty: PrimitiveType) -> Error {
    Error::bad_request(format!(
        "values of {ty} can only be compared with null, by eq and ne; geo.distance and geo.intersects compare shapes"
    ))
}
