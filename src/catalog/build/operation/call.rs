//! What an operation is called on and with.

use super::super::Scope;
use super::Written;
use super::result::operation_set;
use crate::catalog::definition::{ParameterDefinition, PropertyDefinition};
use crate::catalog::names::{did_you_mean, illegal_identifier};
use crate::catalog::problem::Problems;
use crate::catalog::{Entry, NamedTypes, declared_type};
use crate::edm::{Binding, Model, Operation, Parameter, PrimitiveType};

/// What an operation is called on and with.
pub(super) struct Call {
    pub(super) binding: Option<Binding>,
    pub(super) parameters: Vec<Parameter>,
    /// All arguments of its statement: name and type, those of the key first.
    pub(super) arguments: Vec<(String, PrimitiveType)>,
}

pub(super) fn build(
    scope: &Scope<'_>,
    written: &Written<'_>,
    model: &Model,
    problems: &mut Problems,
) -> Option<Call> {
    let (binding, mut arguments) = match written.bind_to {
        None => (None, Vec::new()),
        Some(_) => {
            let (binding, key) = binding(scope, written, model, problems)?;
            (Some(binding), key)
        }
    };
    let mut parameters = Vec::new();
    for entry in written.parameters.iter() {
        let place = format!("{}.parameters.{}", written.place, *entry.name);
        let name = entry.name.as_str();
        let at = entry.name.at;
        if let Some(reason) = illegal_identifier(name) {
            let remedy = "use letters, digits and underscores";
            problems.error(at, &place, format!("the name '{name}' {reason}"), remedy);
        }
        if name == Operation::BINDING_PARAMETER || arguments.iter().any(|(known, _)| known == name) {
            let message = format!("'{name}' is the name of what the {} is called on", written.word());
            problems.error(at, &place, message, "give the parameter another name");
            continue;
        }
        let Some(ty) = declared_type(&NamedTypes::default(), &as_property(entry), true, &place, problems)
        else {
            continue;
        };
        if matches!(ty.primitive, PrimitiveType::Duration | PrimitiveType::Stream | PrimitiveType::Spatial(_))
        {
            let message = format!("a parameter cannot be an {}", ty.primitive);
            problems.error(
                entry.value.edm_type.at,
                format!("{place}.type"),
                message,
                match ty.primitive {
                    PrimitiveType::Spatial(_) => "take coordinates as Edm.Double",
                    _ => "take seconds as an Edm.Decimal",
                },
            );
        }
        arguments.push((name.to_owned(), ty.primitive));
        parameters.push(Parameter { name: name.to_owned(), ty });
    }
    Some(Call { binding, parameters, arguments })
}

/// The binding, and the names and types of the key where it is to an entity.
fn binding(
    scope: &Scope<'_>,
    written: &Written<'_>,
    model: &Model,
    problems: &mut Problems,
) -> Option<(Binding, Vec<(String, PrimitiveType)>)> {
    let bind_to = written.bind_to?;
    let place = format!("{}.bindTo.entitySet", written.place);
    let name = &bind_to.entity_set;
    let Some(set) = model.entity_set(name) else {
        let message = match scope.service.entity_sets.get(name) {
            Some(_) => format!("the entity set '{}' is not published", **name),
            None => format!("there is no entity set '{}'", **name),
        };
        problems.error(name.at, place, message, did_you_mean(name, scope.service.entity_sets.names()));
        return None;
    };
    operation_set(name, set, model, &place, problems)?;
    let mut key = Vec::new();
    if !bind_to.collection {
        let definition = scope.service.entity_sets.get(name)?;
        let entity_type = model.type_of(set);
        for property in entity_type.key.iter().filter_map(|index| entity_type.properties.get(*index)) {
            // What the database has, not what a profile publishes it as.
            let declared = definition.value.properties.get(&property.name);
            let declared = declared.and_then(|entry| scope.types.find(&entry.value.edm_type));
            let ty = declared.map_or(property.ty.primitive, |declared| declared.primitive);
            if matches!(ty, PrimitiveType::Enumeration(_) | PrimitiveType::Duration) {
                let message =
                    format!("the key of '{}' has a {}, which no statement can take", **name, ty.name());
                let remedy = "call it on the whole set, with a parameter that tells the entity";
                problems.error(name.at, &place, message, remedy);
            }
            key.push((property.name.clone(), ty));
        }
    }
    Some((Binding { set, collection: bind_to.collection }, key))
}

/// A parameter's type is declared in the words of a property's.
fn as_property(entry: &Entry<ParameterDefinition>) -> Entry<PropertyDefinition> {
    let parameter = &entry.value;
    Entry {
        name: entry.name.clone(),
        value: PropertyDefinition {
            edm_type: parameter.edm_type.clone(),
            nullable: parameter.nullable,
            max_length: parameter.max_length,
            precision: parameter.precision,
            scale: parameter.scale,
            ..PropertyDefinition::default()
        },
    }
}
