//! The types a service declares by name, built: what a property's `type` may refer to besides the
//! primitive types.

use super::definition::{EnumerationDefinition, ServiceDefinition, TypeDefinitionDefinition};
use super::located::Entry;
use super::names::{did_you_mean, illegal_identifier};
use super::problem::Problems;
use super::types::Written;
use crate::edm::{Declaration, DeclaredType, Enumeration, PrimitiveType, TypeDefinition, TypeRef};

/// The named types of one service.
#[derive(Clone, Debug, Default)]
pub struct NamedTypes {
    namespace: String,
    /// The enumeration types, in the order of the definition.
    pub enumerations: Vec<Enumeration>,
    /// The type definitions, in the order of the definition.
    pub definitions: Vec<TypeDefinition>,
}

impl NamedTypes {
    /// The types of `service`; what is wrong with them goes into `problems`, `place` being the
    /// service's.
    #[must_use]
    pub fn of(service: &ServiceDefinition, place: &str, problems: &mut Problems) -> Self {
        let namespace = service.namespace.value.clone();
        let enumerations = service
            .enumerations
            .iter()
            .map(|entry| {
                let place = format!("{place}.enumerations.{}", *entry.name);
                enumeration(&namespace, entry, &place, problems)
            })
            .collect();
        let definitions = service
            .type_definitions
            .iter()
            .filter_map(|entry| {
                let place = format!("{place}.typeDefinitions.{}", *entry.name);
                type_definition(&namespace, entry, &place, problems)
            })
            .collect();
        Self { namespace, enumerations, definitions }
    }

    /// The type of a name as a property writes it: `Edm.Int32`, `Colour`, `Harbour.Colour`.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<TypeRef> {
        if let Some(primitive) = PrimitiveType::from_name(written) {
            return Some(TypeRef::of(primitive));
        }
        let is = |name: &str| self.simple(name) == self.simple(written);
        let enumeration = self.enumerations.iter().find(|declared| is(declared.name()));
        let enumeration = enumeration.map(|declared| TypeRef::of(PrimitiveType::Enumeration(*declared)));
        let definition = || self.definitions.iter().find(|definition| is(definition.name()));
        enumeration.or_else(|| definition().map(|definition| definition.type_ref()))
    }

    /// The remedy for a type there is not.
    pub(super) fn did_you_mean(&self, written: &str) -> String {
        let enumerations = self.enumerations.iter().map(|declared| declared.name());
        let definitions = self.definitions.iter().map(|definition| definition.name());
        let declared = enumerations.chain(definitions).map(|name| self.simple(name));
        did_you_mean(written, PrimitiveType::names().chain(declared))
    }

    /// A name without the service's namespace.
    fn simple<'a>(&self, name: &'a str) -> &'a str {
        name.strip_prefix(&self.namespace).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name)
    }
}

fn type_definition(
    namespace: &str,
    entry: &Entry<TypeDefinitionDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Option<TypeDefinition> {
    let Entry { name, value: written } = entry;
    let Some(primitive) = PrimitiveType::from_name(&written.underlying_type) else {
        let message = format!("'{}' is no primitive type", *written.underlying_type);
        let remedy = did_you_mean(&written.underlying_type, PrimitiveType::names());
        problems.error(written.underlying_type.at, format!("{place}.underlyingType"), message, remedy);
        return None;
    };
    let facets = Written {
        max_length: written.max_length,
        precision: written.precision,
        scale: written.scale,
        srid: written.srid.as_ref(),
    };
    Some(TypeDefinition::new(DeclaredType {
        name: format!("{namespace}.{}", **name),
        underlying: facets.applied(TypeRef::of(primitive), place, problems),
        description: written.description.clone(),
    }))
}

fn enumeration(
    namespace: &str,
    entry: &Entry<EnumerationDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Enumeration {
    let Entry { name, value: written } = entry;
    let mut underlying = PrimitiveType::Int32;
    if let Some(ty) = &written.underlying_type {
        match PrimitiveType::from_name(ty).filter(|ty| ty.is_integer()) {
            Some(integer) => underlying = integer,
            None => {
                let message = format!("'{}' is no integer type", **ty);
                let remedy = "write Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 or Edm.Int64";
                problems.error(ty.at, format!("{place}.underlyingType"), message, remedy);
            }
        }
    }
    if written.members.is_empty() {
        let remedy = "add members: { Name: 1 }";
        problems.error(name.at, place, format!("the enumeration '{}' has no members", **name), remedy);
    }
    for member in written.members.iter() {
        let place = format!("{place}.members.{}", *member.name);
        let (name, value) = (member.name.as_str(), *member.value);
        if let Some(reason) = illegal_identifier(name) {
            let remedy = "use letters, digits and underscores";
            problems.error(member.name.at, &place, format!("the name '{name}' {reason}"), remedy);
        }
        if !underlying.holds(value) {
            let message = format!("{value} does not fit {underlying}");
            problems.error(member.value.at, &place, message, "write another underlyingType");
        } else if written.flags && value < 0 {
            let message = format!("the flag '{name}' is negative");
            problems.error(member.value.at, &place, message, "write the sum of its bits");
        }
    }
    Enumeration::new(Declaration {
        name: format!("{namespace}.{}", **name),
        underlying,
        flags: written.flags,
        members: written.members.iter().map(|member| (member.name.value.clone(), *member.value)).collect(),
        description: written.description.clone(),
    })
}
