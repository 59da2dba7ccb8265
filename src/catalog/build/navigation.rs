//! Navigation properties, when all sets of the service are known.

use std::sync::Arc;

use super::link::{Ends, Links};
use super::{Scope, containment};
use crate::catalog::definition::{EntitySetDefinition, NavigationDefinition};
use crate::catalog::names::did_you_mean;
use crate::catalog::problem::Problems;
use crate::catalog::{Entry, Leaves, Located, Profile, Table};
use crate::edm::{Model, NavigationProperty, PrimitiveType, Relation};

/// Adds the navigation properties of all published sets to `model`; gives the link tables they use,
/// whose indexes begin behind those of the sets.
pub(super) fn add(
    scope: &Scope<'_>,
    model: &mut Model,
    tables: &[Arc<Table>],
    problems: &mut Problems,
) -> Vec<Table> {
    let mut links = Links { scope: *scope, first: model.entity_sets.len(), tables: Vec::new() };
    for set in scope.service.sets() {
        let Some(index) = model.entity_set(&set.name) else { continue };
        let mut built = Vec::new();
        for (of, list, entries) in set.value.ways_by_type() {
            // Of no use to Salesforce, which has no derived types.
            if of.is_some() && scope.service.profile == Profile::Salesforce {
                continue;
            }
            built.extend(entries.iter().filter_map(|entry| {
                let place = format!("{}.{}.{list}.{}", scope.place, scope.service.place_of(set), *entry.name);
                build(&mut links, Sets { model, tables }, (set, of), entry, &place, problems)
            }));
        }
        if let Some(entity_type) = model.entity_types.get_mut(index) {
            entity_type.navigation = built;
        }
    }
    containment::add(model);
    links.tables
}

/// The sets of a service, with their tables at the same indexes.
#[derive(Clone, Copy)]
pub(super) struct Sets<'a> {
    pub(super) model: &'a Model,
    tables: &'a [Arc<Table>],
}

impl Sets<'_> {
    /// The index of a column by the property's path: a published one that the derived type `of` has, or
    /// one behind them that the set keeps to itself.
    fn column(self, set: usize, of: Option<usize>, path: &str) -> Option<usize> {
        let ty = self.model.type_of(set);
        ty.property_of(of, path).or_else(|| {
            let columns = self.tables.get(set)?.columns.iter().enumerate().skip(ty.properties.len());
            columns
                .map(|(index, column)| (index, &column.property))
                .find(|(_, known)| *known == path)
                .map(|(index, _)| index)
        })
    }
}

fn build(
    links: &mut Links<'_>,
    sets: Sets<'_>,
    (set, of): (&Entry<EntitySetDefinition>, Option<usize>),
    entry: &Entry<NavigationDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Option<NavigationProperty> {
    let navigation = &entry.value;
    let scope = links.scope;
    let Some(target) = scope.service.set(&navigation.to) else {
        let message = format!("there is no entity set '{}'", *navigation.to);
        let names = scope.service.sets().map(|set| set.name.as_str());
        let remedy = did_you_mean(&navigation.to, names);
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
    containment::check(&scope, set, entry, target, place, problems);
    if navigation.collection && scope.service.is_singleton(target) {
        let message = format!("'{}' is a singleton: one entity", *target.name);
        problems.error(navigation.to.at, format!("{place}.collection"), message, "delete collection");
    }
    let Some(target_index) = sets.model.entity_set(&target.name) else {
        // What is contained is left out with its set, which is told there.
        if navigation.is_containment() {
            return None;
        }
        let message = format!("'{}' is left out: '{}' is not published", *entry.name, *target.name);
        problems.warning(navigation.to.at, format!("{place}.to"), message, "");
        return None;
    };
    let relation = match &navigation.through {
        Some(through) => {
            let ends = Ends { set, of, target, target_index };
            links.relation(through, ends, sets, &format!("{place}.through"), problems)
        }
        None => direct(&scope, navigation, Ends { set, of, target, target_index }, sets, place, problems),
    };
    Some(NavigationProperty {
        of,
        contains: navigation.is_containment(),
        nullable: !navigation.collection && navigation.nullable.is_none_or(|nullable| *nullable),
        ..NavigationProperty::new(entry.name.value.as_str(), navigation.collection, relation)
    })
}

/// The relation over properties that are equal.
fn direct(
    scope: &Scope<'_>,
    navigation: &NavigationDefinition,
    ends: Ends<'_>,
    sets: Sets<'_>,
    place: &str,
    problems: &mut Problems,
) -> Relation {
    let place = format!("{place}.on");
    let mut on = Vec::new();
    for pair in navigation.on.iter() {
        let here = property(scope, sets, (ends.set, ends.of), &pair.name, &place, problems);
        let there = property(scope, sets, (ends.target, None), &pair.value, &place, problems);
        let (Some((here, left)), Some((there, right))) = (here, there) else { continue };
        if left.as_spatial().is_some() {
            let message = format!("shapes such as '{}' are not compared", *pair.name);
            problems.error(pair.name.at, &place, message, "relate by other properties");
        }
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
    sets: Sets<'_>,
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
    let index = sets.model.entity_set(&set.name).and_then(|set| sets.column(set, of, &published));
    let Some(index) = index else {
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
