//! Containment (CSDL, section 8.4): the entities of a set that another one contains are reached through
//! that one only.

use super::Scope;
use crate::catalog::definition::{EntitySetDefinition, NavigationDefinition};
use crate::catalog::problem::Problems;
use crate::catalog::{Entry, Profile};
use crate::edm::{Model, SetKind};

/// Whether a set is left out for Salesforce, which would need it to be an entity set of its own.
pub(super) fn is_left_out(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    problems: &mut Problems,
) -> bool {
    let service = scope.service;
    if service.profile != Profile::Salesforce {
        return false;
    }
    let name = set.name.as_str();
    let message = if service.is_singleton(set) {
        format!("the singleton '{name}' is left out, for Salesforce knows entity sets only")
    } else if let Some((container, _)) = service.container_of(name) {
        format!(
            "'{name}' is left out, for it is contained in '{}' and Salesforce knows no containment",
            *container.name
        )
    } else {
        return false;
    };
    let remedy = "publish it as an entity set, or write profile: standard";
    problems.warning(set.name.at, format!("{}.{}", scope.place, service.place_of(set)), message, remedy);
    true
}

/// Checks a navigation property that leads from `set` to `target`.
pub(super) fn check(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    entry: &Entry<NavigationDefinition>,
    target: &Entry<EntitySetDefinition>,
    place: &str,
    problems: &mut Problems,
) {
    let (service, to) = (scope.service, target.name.as_str());
    let Some((container, way)) = service.container_of(to) else { return };
    let Some(contains) = entry.value.contains.filter(|contains| **contains) else {
        let message = format!("the entities of '{to}' are reached through '{}' only", *container.name);
        let remedy = format!("delete this way, or contains: true in {}", *way.name);
        problems.error(entry.value.to.at, format!("{place}.to"), message, remedy);
        return;
    };
    let place = format!("{place}.contains");
    if !std::ptr::eq(way, entry) {
        let message = format!("'{to}' is contained in '{}' already, by '{}'", *container.name, *way.name);
        problems.error(contains.at, place, message, "delete contains");
    } else if service.is_singleton(target) {
        let message = format!("'{to}' is a singleton, which is reached by its own name");
        problems.error(contains.at, place, message, "make it an entity set, or delete contains");
    } else if entry.value.through.is_some() {
        let message = "what is contained holds the key of what contains it";
        problems.error(contains.at, place, message, "write on: instead of through:, or delete contains");
    } else if is_circle(scope, set) {
        let message = format!("'{to}' is contained in itself, so that nothing leads to it");
        problems.error(contains.at, place, message, "delete contains");
    }
}

/// Tells each contained set what contains it.
pub(super) fn add(model: &mut Model) {
    let mut found = Vec::new();
    for within in 0..model.entity_sets.len() {
        let ways = model.type_of(within).navigation.iter().enumerate();
        let contained = ways.filter(|(_, way)| way.contains);
        found.extend(contained.map(|(navigation, way)| (way.relation.target, within, navigation)));
    }
    for (target, within, navigation) in found {
        if let Some(set) = model.entity_sets.get_mut(target) {
            set.kind = SetKind::Contained { within, navigation };
        }
    }
}

/// Whether the sets that contain a set never end in one that nothing contains.
fn is_circle(scope: &Scope<'_>, set: &Entry<EntitySetDefinition>) -> bool {
    let mut set = set;
    for _ in scope.service.sets() {
        match scope.service.container_of(&set.name) {
            None => return false,
            Some((container, _)) => set = container,
        }
    }
    true
}
