//! Key predicates: `(1)`, `(OrderID=1,LineNo=2)`, `(@id)` and key-as-segment become a condition on
//! the key properties (URL Conventions, sections 4.3.1 to 4.3.6).

use odata_params::ast::Argument;

use super::{literal, logic};
use crate::bind::error::Error;
use crate::bind::expr;
use crate::bind::scope::Scope;
use crate::catalog::Profile;
use crate::edm::{EntityType, TypeRef, Value};
use crate::query::{CompareOp, Expr};

/// The condition that a key predicate in parentheses stands for.
///
/// # Errors
/// A predicate that does not name every key property once with a value of its type.
pub(in crate::bind) fn predicate(arguments: &[Argument], scope: &Scope<'_>) -> Result<Expr, Error> {
    let entity_type = scope.entity_type;
    let mut values: Vec<Option<Expr>> = vec![None; entity_type.key.len()];
    if arguments.len() != values.len() {
        return Err(wrong_key(entity_type));
    }
    for argument in arguments {
        let place = match &argument.name {
            None if arguments.len() == 1 => Some(0),
            None => None,
            Some(name) => {
                let property = entity_type.property(name);
                entity_type.key.iter().position(|key| Some(*key) == property)
            }
        };
        let slot = place.and_then(|place| Some((values.get_mut(place)?, *entity_type.key.get(place)?)));
        let Some((slot @ None, property)) = slot else {
            return Err(wrong_key(entity_type).at(argument.span));
        };
        let ty = property_expr(entity_type, property)?.ty;
        let value = expr::bind_as(&argument.value, ty, scope)?;
        if value.as_literal().is_none_or(Value::is_null) {
            return Err(wrong_key(entity_type).at(argument.span));
        }
        *slot = Some(value);
    }
    condition(entity_type, values.into_iter().flatten().collect())
}

/// The condition that `texts`, one path segment a key property, stand for.
///
/// # Errors
/// Segments that are no value of the key property's type: no such entity can exist.
pub(in crate::bind) fn from_segments(texts: &[&str], entity_type: &EntityType) -> Result<Expr, Error> {
    let mut values = Vec::with_capacity(texts.len());
    for (text, property) in texts.iter().zip(&entity_type.key) {
        let ty = property_expr(entity_type, *property)?.ty;
        let value = literal::from_segment(text, ty).map_err(|error| Error::not_found(error.message))?;
        values.push(Expr::literal(value, ty));
    }
    condition(entity_type, values)
}

/// `property eq value` for every key property.
fn condition(entity_type: &EntityType, values: Vec<Expr>) -> Result<Expr, Error> {
    let mut whole: Option<Expr> = None;
    for (value, property) in values.into_iter().zip(&entity_type.key) {
        // A key never equals blank text in another way than to the letter, whatever the profile.
        let equal =
            logic::compare(CompareOp::Eq, property_expr(entity_type, *property)?, value, Profile::Standard)?;
        whole = Some(match whole {
            Some(left) => logic::and(left, equal),
            None => equal,
        });
    }
    whole.ok_or_else(|| wrong_key(entity_type))
}

pub(super) fn property_expr(entity_type: &EntityType, index: usize) -> Result<Expr, Error> {
    let property = entity_type
        .properties
        .get(index)
        .ok_or_else(|| Error::bad_request(format!("{} has no such property", entity_type.name)))?;
    // Entities of other types have no value in it.
    let ty = TypeRef { nullable: property.ty.nullable || property.of.is_some(), ..property.ty };
    Ok(Expr::property(index, ty))
}

fn wrong_key(entity_type: &EntityType) -> Error {
    let names: Vec<_> = entity_type
        .key
        .iter()
        .filter_map(|key| entity_type.properties.get(*key))
        .map(|key| &key.name)
        .collect();
    let example = match names.as_slice() {
        [_] => "(1) or ('A')".to_owned(),
        many => format!("({})", many.iter().map(|name| format!("{name}=…")).collect::<Vec<_>>().join(",")),
    };
    Error::bad_request(format!("a {} is addressed by its key, as in {example}", entity_type.name))
}
