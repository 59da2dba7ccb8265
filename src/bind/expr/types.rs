//! `cast` and `isof`: functions of a type (URL Conventions, sections 5.1.1.10.1 and 5.1.1.10.2).

use odata_params::ast::{self, Argument, PathSegment, PathSegmentKind, Span};

use super::{logic, navigate, spatial};
use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::member::{Member, Within, is_of};
use crate::bind::scope::Scope;
use crate::catalog::Profile;
use crate::edm::{PrimitiveType, TypeRef, Value};
use crate::query::{CompareOp, Expr, ExprKind};

/// Binds `cast(x,T)`, `isof(x,T)` and `isof(T)`.
///
/// # Errors
/// Types that do not exist, and casts that are no primitive value.
pub(super) fn bind(name: &str, arguments: &[Argument], scope: &Scope<'_>) -> Result<Expr, Error> {
    let (operand, target) = match arguments {
        [target] => (None, target),
        [operand, target] => (Some(&operand.value), target),
        _ => return Err(Error::bad_request(format!("{name} takes one or two arguments"))),
    };
    let Some(written) = type_name(&target.value) else {
        return Err(Error::bad_request("a type is needed here, such as Edm.String").at(target.span));
    };
    let operand = operand.map(|operand| expr::resolve(operand, scope)).transpose()?;
    match scope.named_type(written) {
        Some(named) => match operand {
            Some(operand) => {
                let ty = without_facets(name, named).map_err(|error| error.at(target.span))?;
                primitive(name, operand, ty, scope)
            }
            None => {
                let ty = named.primitive;
                Err(Error::bad_request(format!("an entity is no {ty}; write {name}(Name,{ty})")))
            }
        },
        None if name == "isof" => structured(operand, written, scope).map_err(|error| error.at(target.span)),
        None => {
            existing(written, scope).map_err(|error| error.at(target.span))?;
            Err(Error::not_implemented(format!(
                "a cast to {written}, which is no primitive type, is not supported"
            ))
            .at(target.span))
        }
    }
}

/// The primitive type of a name. Values of a type with facets would have to be rounded and measured.
fn without_facets(name: &str, named: TypeRef) -> Result<PrimitiveType, Error> {
    let ty = named.primitive;
    if named == (TypeRef { definition: named.definition, ..TypeRef::of(ty) }) {
        return Ok(ty);
    }
    Err(Error::not_implemented(format!(
        "{name} with {}, which has facets, is not supported; write {ty}",
        named.name()
    )))
}

fn primitive(name: &str, operand: &ast::Expr, ty: PrimitiveType, scope: &Scope<'_>) -> Result<Expr, Error> {
    let operand = expr::bind(operand, scope)?;
    let ty = spatial::in_system_of(operand.ty, ty);
    if name == "cast" {
        return Ok(Expr { kind: ExprKind::Cast(Box::new(operand)), ty, nullable: true });
    }
    if let (PrimitiveType::Spatial(any), PrimitiveType::Spatial(one)) = (operand.ty, ty)
        && (any.family, any.kind) == (one.family, None)
    {
        let cast = Expr { kind: ExprKind::Cast(Box::new(operand)), ty, nullable: true };
        let null = Expr::literal(Value::Null, ty);
        return logic::compare(CompareOp::Ne, cast, null, Profile::Standard);
    }
    // Other primitive types have no subtypes: whether a value is of a type is known without looking, but
    // for null, which is of none.
    if operand.ty != ty {
        return Ok(truth(false));
    }
    let null = Expr::literal(Value::Null, ty);
    logic::compare(CompareOp::Ne, operand, null, Profile::Standard)
}

/// Whether the entity, or a complex property of it, is of the type with this qualified name.
fn structured(operand: Option<&ast::Expr>, written: &str, scope: &Scope<'_>) -> Result<Expr, Error> {
    let simple = existing(written, scope)?;
    let found = match operand {
        None => Operand::Here(scope.implicit(), scope.within_at(scope.implicit())),
        Some(operand) => follow(operand, scope)?,
    };
    let (out, within) = match found {
        Operand::Here(out, within) => (out, within),
        Operand::Related(path) => return related(path, written, scope),
    };
    if let Some(complex) = within.complex_type() {
        return Ok(truth(complex.name == simple));
    }
    let entity_type = scope.at(out).entity_type;
    Ok(match entity_type.type_named(simple) {
        Some(ty) if entity_type.is_a(within.derived, ty) => truth(true),
        Some(ty) => is_of(entity_type, ty).moved_in(out),
        None => truth(false),
    })
}

/// The simple name of a structured type.
fn existing<'w>(written: &'w str, scope: &Scope<'_>) -> Result<&'w str, Error> {
    let model = scope.model;
    let exists = |name: &&str| {
        model.complex_types.iter().any(|ty| ty.name == *name)
            || model.entity_types.iter().any(|ty| ty.type_named(name).is_some())
    };
    let simple = model.simple_name(written).filter(exists);
    simple.ok_or_else(|| Error::bad_request(format!("there is no type '{written}'")))
}

/// What `isof` is asked of.
enum Operand<'a, 'p> {
    /// An entity or a complex property of it, and how many rows further out it is.
    Here(usize, Within<'a>),
    /// A related entity.
    Related(&'p ast::MemberPath),
}

/// Whether there is a related entity and it is of the type: the path leads on if it is cast to it.
fn related(path: &ast::MemberPath, written: &str, scope: &Scope<'_>) -> Result<Expr, Error> {
    let mut cast = path.clone();
    let span = cast.segments.last().map_or_else(Span::default, |last| last.span);
    let kind = PathSegmentKind::Name { name: written.to_owned(), arguments: None };
    cast.segments.push(PathSegment { kind, span });
    let exists = navigate::exists(&cast, scope)?;
    exists.ok_or_else(|| Error::bad_request("isof needs one entity, not a collection").at(span))
}

/// What a path leads to.
fn follow<'a, 'p>(operand: &'p ast::Expr, scope: &Scope<'a>) -> Result<Operand<'a, 'p>, Error> {
    let unsupported = || Error::not_implemented("isof of anything but $it and properties");
    let ast::ExprKind::Path(path) = &operand.kind else { return Err(unsupported()) };
    let (out, segments) = navigate::origin(path, scope)?;
    let mut within = scope.within_at(out);
    for segment in segments {
        let PathSegmentKind::Name { name, arguments: None } = &segment.kind else {
            return Err(unsupported());
        };
        within = match within.member(name).map_err(|error| error.at(segment.span))? {
            Member::Complex(_, inside) | Member::Type(inside) => inside,
            Member::Primitive(_) | Member::Stream(_) => {
                return Err(Error::bad_request(format!("'{name}' is of a primitive type")).at(segment.span));
            }
            Member::Navigation(_) => return Ok(Operand::Related(path)),
        };
    }
    Ok(Operand::Here(out, within))
}

fn type_name(expr: &ast::Expr) -> Option<&str> {
    match &expr.kind {
        ast::ExprKind::Path(path) => match path.segments.as_slice() {
            [ast::PathSegment { kind: PathSegmentKind::Name { name, arguments: None }, .. }] => Some(name),
            _ => None,
        },
        _ => None,
    }
}

fn truth(value: bool) -> Expr {
    Expr::literal(Value::Boolean(value), PrimitiveType::Boolean)
}
