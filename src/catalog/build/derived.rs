//! Derived types: what each is derived from, and the values of the discriminator that tell it.

use std::collections::HashMap;

use super::Scope;
use crate::catalog::definition::{DerivedDefinition, DerivedTypeDefinition, EntitySetDefinition};
use crate::catalog::names::{did_you_mean, illegal_identifier};
use crate::catalog::problem::{Location, Problems};
use crate::catalog::{Column, Entries, Entry, Leaves, Located, Profile};
use crate::edm::{DerivedType, Family, PrimitiveType, Value, parse};

/// The types derived from a set's entity type `base`, whose columns are `columns`; none for
/// Salesforce, which gets one object of all their properties.
pub(super) fn family(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    base: &str,
    leaves: &Leaves,
    columns: &[Column],
    problems: &mut Problems,
) -> Option<Family> {
    let derived = set.value.derived.as_ref()?;
    let place = format!("{}.derived", scope.place_of(set));
    let mut check = Check { base, derived, leaves, place: &place, problems };
    check.types();
    check.members(&set.value);
    let discriminator = check.discriminator()?;
    let (index, column) = columns.iter().enumerate().find(|(_, column)| column.property == discriminator)?;
    let mut values = Values { ty: column.ty.primitive, seen: HashMap::new(), place, problems };
    let own = values.read(&derived.values, "values", base);
    let types = derived.types.iter().map(|ty| DerivedType {
        name: ty.name.value.clone(),
        base: ty.value.base.as_ref().and_then(|base| position(&derived.types, base)),
        values: values.read(&ty.value.values, &format!("types.{}.values", *ty.name), &ty.name),
        description: ty.value.description.clone(),
    });
    let types = types.collect();
    let family = Family { discriminator: index, ty: column.ty, values: own, types };
    (scope.service.profile == Profile::Standard).then_some(family)
}

/// What is checked without a look at values.
struct Check<'a> {
    /// The name of the set's entity type.
    base: &'a str,
    derived: &'a DerivedDefinition,
    leaves: &'a Leaves,
    place: &'a str,
    problems: &'a mut Problems,
}

impl Check<'_> {
    /// Every type has a legal name, a base, and can have entities.
    fn types(&mut self) {
        let types = &self.derived.types;
        if types.is_empty() {
            let at = self.derived.discriminator.at;
            let remedy = "name the types, or delete derived";
            self.problems.error(at, format!("{}.types", self.place), "there is no derived type", remedy);
        }
        for (index, ty) in types.iter().enumerate() {
            let (name, at) = (ty.name.as_str(), ty.name.at);
            let place = format!("{}.types.{name}", self.place);
            if let Some(reason) = illegal_identifier(name) {
                let remedy = "use letters, digits and underscores";
                self.problems.error(at, &place, format!("the name '{name}' {reason}"), remedy);
            }
            if let Some(base) = &ty.value.base
                && **base != *self.base
                && position(types, base).is_none()
            {
                let message = format!("there is no type '{}' to be derived from", **base);
                let remedy = did_you_mean(base, types.names());
                self.problems.error(base.at, format!("{place}.base"), message, remedy);
            }
            if self.is_circle(index) {
                let message = format!("'{name}' is derived from itself");
                self.problems.error(at, format!("{place}.base"), message, "correct the bases");
            } else if ty.value.values.is_empty() && !self.has_derived(index) {
                let message = format!("no entity can be a {name}: it has neither values nor derived types");
                self.problems.error(
                    at,
                    format!("{place}.values"),
                    message,
                    "add values: [of the discriminator]",
                );
            }
        }
    }

    /// No type declares again what it has already.
    fn members(&mut self, set: &EntitySetDefinition) {
        let types = &self.derived.types;
        for (index, ty) in
            types.iter().enumerate().filter(|(index, _)| !self.is_circle(*index)).collect::<Vec<_>>()
        {
            let place = format!("{}.types.{}", self.place, *ty.name);
            let mut known: HashMap<&str, &str> =
                names(set).map(|name| (name.value.as_str(), self.base)).collect();
            let above = types
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index && self.leaves.is_a(Some(index), Some(*other)));
            for (_, other) in above {
                known.extend(own_names(&other.value).map(|name| (name.value.as_str(), other.name.as_str())));
            }
            for name in own_names(&ty.value) {
                if let Some(owner) = known.get(name.as_str()) {
                    let message = format!("'{}' has a '{}' from {owner} already", *ty.name, **name);
                    self.problems.error(name.at, &place, message, "rename it, or delete it");
                }
            }
        }
    }

    /// The discriminator's name, if it is a property that can tell types.
    fn discriminator(&mut self) -> Option<String> {
        let name = &self.derived.discriminator;
        let place = format!("{}.discriminator", self.place);
        let Some(leaf) = self.leaves.get(name) else {
            let message = format!("there is no property '{}'", **name);
            self.problems.error(name.at, place, message, did_you_mean(name, self.leaves.names()));
            return None;
        };
        let ty = PrimitiveType::from_name(&leaf.entry.value.edm_type)?;
        if !(ty.is_integer() || matches!(ty, PrimitiveType::String | PrimitiveType::Boolean)) {
            let message = format!("'{}' is {ty}, which cannot tell types apart", **name);
            let remedy = "choose a property that is text, a whole number or a Boolean";
            self.problems.error(name.at, place, message, remedy);
            return None;
        }
        Some(name.value.clone())
    }

    fn is_circle(&self, index: usize) -> bool {
        let types: &[Entry<DerivedTypeDefinition>] = &self.derived.types;
        let mut ty = Some(index);
        for _ in 0..=self.derived.types.len() {
            let base = ty.and_then(|ty| types.get(ty)?.value.base.as_ref());
            ty = base.and_then(|base| position(&self.derived.types, base));
            if ty.is_none() {
                return false;
            }
        }
        true
    }

    fn has_derived(&self, index: usize) -> bool {
        let derives = |ty: &Entry<DerivedTypeDefinition>| {
            ty.value.base.as_ref().and_then(|base| position(&self.derived.types, base)) == Some(index)
        };
        self.derived.types.iter().any(derives)
    }
}

/// Reads the discriminator's values.
struct Values<'a> {
    ty: PrimitiveType,
    /// Each value with the type it stands for.
    seen: HashMap<String, String>,
    place: String,
    problems: &'a mut Problems,
}

impl Values<'_> {
    fn read(&mut self, written: &[Located<String>], place: &str, ty: &str) -> Vec<Value> {
        written.iter().filter_map(|value| self.one(value, place, ty)).collect()
    }

    fn one(&mut self, written: &Located<String>, place: &str, ty: &str) -> Option<Value> {
        let place = format!("{}.{place}", self.place);
        let value = parse::value(written, self.ty);
        if value.is_none() {
            let message = format!("'{}' is no {}, as the discriminator is", **written, self.ty);
            self.problem(written.at, &place, &message, "write values as the column holds them");
        } else if let Some(other) = self.seen.insert(written.value.clone(), ty.to_owned()) {
            let message = format!("the value '{}' stands for {other} already", **written);
            self.problem(written.at, &place, &message, "delete one of them");
        }
        value
    }

    fn problem(&mut self, at: Location, place: &str, message: &str, remedy: &str) {
        self.problems.error(at, place, message, remedy);
    }
}

fn position(types: &Entries<DerivedTypeDefinition>, name: &str) -> Option<usize> {
    types.names().position(|known| known == name)
}

/// The names of what all entities of a set have.
fn names(set: &EntitySetDefinition) -> impl Iterator<Item = &Located<String>> {
    let properties = set.properties.iter().map(|entry| &entry.name);
    properties.chain(set.navigation.iter().map(|entry| &entry.name))
}

/// The names of what a derived type adds.
fn own_names(ty: &DerivedTypeDefinition) -> impl Iterator<Item = &Located<String>> {
    let properties = ty.properties.iter().map(|entry| &entry.name);
    properties.chain(ty.navigation.iter().map(|entry| &entry.name))
}
