//! Navigation properties, when all sets of the service are known.

use super::Scope;
use super::link::{Ends, Links};
use crate::catalog::definition::{EntitySetDefinition, NavigationDefinition};
use crate::catalog::names::did_you_mean;
use crate::catalog::problem::Problems;
use crate::catalog::{Entries, Entry, Leaves, Located, Profile, Table};
use crate::edm::{Model, NavigationProperty, PrimitiveType, Relation};

/// Adds the navigation properties of all published sets to `model`; gives the link tables they use,
/// whose indexes begin behind those of the sets.
pub(super) fn add(scope: &Scope<'_>, model: &mut Model, problems: &mut Problems) -> Vec<Table> {
    let mut links = Links { scope: *scope, first: model.entity_sets.len(), tables: Vec::new() };
    for set in scope.service.entity_sets.iter() {
        let Some(index) = model.entity_set(&set.name) else { continue };
        let mut built = Vec::new();
        for (of, around, entries) in ways(scope, set) {
            built.extend(entries.iter().filter_map(|entry| {
                let place = format!("{around}.navigation.{}", *entry.name);
                build(&mut links, model, (set, of), entry, &place, problems)
            }));
        }
        if let Some(entity_type) = model.entity_types.get_mut(index) {
            entity_type.navigation = built;
        }
    }
    links.tables
}

/// The navigation properties of a set by the derived type that declares them, with its place. Those
/// of derived types are of no use to Salesforce, which has no such types.
fn ways<'a>(scope: &Scope<'_>, set: &'a Entry<EntitySetDefinition>) -> Vec<Ways<'a>> {
    let place = format!("{}.entitySets.{}", scope.place, *set.name);
    let standard = scope.service.profile == Profile::Standard;
    let derived = set.value.derived.iter().filter(|_| standard).flat_map(|derived| derived.types.iter());
    let derived = derived.enumerate().map(|(index, ty)| {
        (Some(index), format!("{place}.derived.types.{}", *ty.name), &ty.value.navigation)
    });
    std::iter::once((None, place.clone(), &set.value.navigation)).chain(derived).collect()
}

type Ways<'a> = (Option<usize>, String, &'a Entries<NavigationDefinition>);

fn build(
    links: &mut Links<'_>,
    model: &Model,
    (set, of): (&Entry<EntitySetDefinition>, Option<usize>),
    entry: &Entry<NavigationDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Option<NavigationProperty> {
    let navigation = &entry.value;
    let scope = links.scope;
    let Some(target) = scope.service.entity_sets.get(&navigation.to) else {
        let message = format!("there is no entity set '{}'", *navigation.to);
        let remedy = did_you_mean(&navigation.to, scope.service.entity_sets.names());
        problems.error(navigation.to.at, format!("{place}.to"), message, remedy);
        return None;
    };
    if let Some(nullable) = navigation.nullable.filter(|_| navigation.collection) {
        let message = "nullable says nothing about a collection";
        problems.error(nullable.at, format!("{place}.nullable"), message, "delete nullable");
    }
    if let Some(through) = navigation.through.as_ref().filter(|_| !navigation.on.is_empty()) {
        let message = "on and through are both given";
        problems.error(through.at(), format!("{place}.through"), message, "delete one of them");
    }
    if navigation.on.is_empty() && navigation.through.is_none() {
        let message = format!("'{}' does not say which properties are equal", *entry.name);
        let remedy = "add on: { property here: property there }";
        problems.error(entry.name.at, format!("{place}.on"), message, remedy);
    }
    let Some(target_index) = model.entity_set(&target.name) else {
        let message = format!("'{}' is left out: '{}' is not published", *entry.name, *target.name);
        problems.warning(navigation.to.at, format!("{place}.to"), message, "");
        return None;
    };
    let relation = match &navigation.through {
        Some(through) => {
            let ends = Ends { set, of, target, target_index };
            links.relation(through, ends, model, &format!("{place}.through"), problems)
        }
        None => direct(&scope, navigation, Ends { set, of, target, target_index }, model, place, problems),
    };
    Some(NavigationProperty {
        of,
        nullable: !navigation.collection && navigation.nullable.is_none_or(|nullable| *nullable),
        ..NavigationProperty::new(entry.name.value.as_str(), navigation.collection, relation)
    })
}

/// The relation over properties that are equal.
fn direct(
    scope: &Scope<'_>,
    navigation: &NavigationDefinition,
    ends: Ends<'_>,
    model: &Model,
    place: &str,
    problems: &mut Problems,
) -> Relation {
    let place = format!("{place}.on");
    let mut on = Vec::new();
    for pair in navigation.on.iter() {
        let here = property(scope, model, (ends.set, ends.of), &pair.name, &place, problems);
        let there = property(scope, model, (ends.target, None), &pair.value, &place, problems);
        let (Some((here, left)), Some((there, right))) = (here, there) else { continue };
        if family(left) != family(right) {
            let message = format!("'{}' is {left} but '{}' is {right}", *pair.name, *pair.value);
            problems.error(pair.name.at, &place, message, "compare properties of the same type");
        }
        on.push((here, there));
    }
    Relation::on(ends.target_index, &on)
}

/// Index and declared type of a property of `set`; `None` with its problem, if it has not one
/// already.
pub(super) fn property(
    scope: &Scope<'_>,
    model: &Model,
    (set, of): (&Entry<EntitySetDefinition>, Option<usize>),
    name: &Located<String>,
    place: &str,
    problems: &mut Problems,
) -> Option<(usize, PrimitiveType)> {
    let leaves = Leaves::of(&set.value);
    let Some(leaf) = leaves.get_of(of, name) else {
        let message = format!("'{}' has no property '{}'", *set.name, **name);
        problems.error(name.at, place, message, did_you_mean(name, leaves.names_of(of)));
        return None;
    };
    let declared = scope.types.find(&leaf.entry.value.edm_type)?.primitive;
    let published = scope.service.profile.published_name(name);
    let index = model.entity_set(&set.name);
    let Some(index) = index.and_then(|set| model.type_of(set).property_of(of, &published)) else {
        let message = format!("the property '{}' of '{}' is not published", **name, *set.name);
        problems.error(name.at, place, message, "publish it, or delete the navigation property");
        return None;
    };
    Some((index, declared))
}

/// Types whose values can be equal: the exact numbers count as one.
const fn family(primitive: PrimitiveType) -> PrimitiveType {
    if primitive.is_integer() { PrimitiveType::Decimal } else { primitive }
}
