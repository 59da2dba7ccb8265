//! What is said of a service as a whole: its path, namespace, page size, and the names of its sets.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::{CONTAINER, Scope};
use crate::catalog::definition::ServiceDefinition;
use crate::catalog::names::{did_you_mean, illegal_identifier, illegal_namespace};
use crate::catalog::problem::{Location, Problems};
use crate::catalog::salesforce::{MAX_SET_NAME, illegal_name};
use crate::catalog::{Located, Profile};

const DEFAULT_PAGE_ROWS: u64 = 2_000;
const DEFAULT_PAGE_BYTES: u64 = 7_500_000;
/// A page holds at least one row, which may be a long text.
const MIN_PAGE_BYTES: u64 = 65_536;
const MAX_PAGE_BYTES: u64 = 8_000_000;
/// Paths the server answers itself.
const SERVER_PATHS: [&str; 2] = ["healthz", "readyz"];

/// The bounds of a page: rows, bytes.
pub(super) fn page(service: &ServiceDefinition) -> (u64, usize) {
    let rows = service.page.max_rows.map_or(DEFAULT_PAGE_ROWS, |rows| *rows);
    let bytes = service.page.max_bytes.map_or(DEFAULT_PAGE_BYTES, |bytes| *bytes);
    (rows, usize::try_from(bytes).unwrap_or(usize::MAX))
}

/// Checks everything but the entity sets.
pub(super) fn check(scope: &Scope<'_>, problems: &mut Problems) {
    let Scope { service, place, .. } = *scope;
    if let Some(reason) = illegal_path(&service.path) {
        let message = format!("the path '{}' {reason}", *service.path);
        problems.error(service.path.at, format!("{place}.path"), message, "write / or for example /erp");
    }
    if let Some(reason) = illegal_namespace(&service.namespace) {
        let message = format!("the namespace '{}' {reason}", *service.namespace);
        let remedy = "use letters, digits and underscores, in parts joined by dots";
        problems.error(service.namespace.at, format!("{place}.namespace"), message, remedy);
    }
    if let Some(source) = &service.source {
        check_source(scope, source, &format!("{place}.source"), problems);
    }
    let max_rows = match service.profile {
        Profile::Salesforce => 2_000,
        Profile::Standard => 100_000,
    };
    let page_place = format!("{place}.page");
    check_bounds(&service.page.max_rows, 1..=max_rows, "maxRows", &page_place, problems);
    let bytes = MIN_PAGE_BYTES..=MAX_PAGE_BYTES;
    check_bounds(&service.page.max_bytes, bytes, "maxBytes", &page_place, problems);
}

/// Checks that a source of this name exists.
pub(super) fn check_source(scope: &Scope<'_>, name: &Located<String>, place: &str, problems: &mut Problems) {
    if scope.definition.sources.get(name).is_none() {
        let remedy = did_you_mean(name, scope.definition.sources.names());
        problems.error(name.at, place, format!("there is no source '{}'", **name), remedy);
    }
}

/// Checks that no service hides another, or a set of another.
pub(super) fn check_paths(services: &[ServiceDefinition], problems: &mut Problems) {
    for (index, service) in services.iter().enumerate() {
        let place = format!("services[{index}].path");
        for earlier in services.iter().take(index) {
            if *earlier.path == *service.path {
                let message = format!(
                    "the path '{}' is that of the service in line {} too",
                    *service.path, earlier.path.at.line
                );
                problems.error(service.path.at, place.clone(), message, "give each service its own path");
            }
        }
        for (root, name) in services.iter().filter_map(|outer| Some((outer, first_segment(outer, service)?)))
        {
            if root.set(name).is_some() {
                let message = format!(
                    "the path '{}' hides the entity set '{name}' of the service at '{}'",
                    *service.path, *root.path
                );
                problems.error(service.path.at, place.clone(), message, "rename one of them");
            }
        }
    }
}

/// Checks the names of the sets and types against each other and against the profile's grammar.
pub(super) fn check_names(
    scope: &Scope<'_>,
    complex_types: &HashMap<String, Location>,
    problems: &mut Problems,
) {
    let service = scope.service;
    let salesforce = service.profile == Profile::Salesforce;
    let mut sets = HashMap::new();
    let mut types = HashMap::new();
    for set in service.sets().filter(|set| set.value.missing.is_none()) {
        let (name, at) = (set.name.as_str(), set.name.at);
        let set_place = scope.place_of(set);
        if let Some(reason) = illegal_identifier(name) {
            let remedy = "use letters, digits and underscores";
            problems.error(at, &set_place, format!("the name '{name}' {reason}"), remedy);
        } else if let Some(reason) = illegal_name(name, MAX_SET_NAME).filter(|_| salesforce) {
            let remedy = "use at most 37 letters, digits and single underscores between them";
            problems.error(at, &set_place, format!("the name '{name}' {reason} for Salesforce"), remedy);
        }
        if *service.path == "/" && SERVER_PATHS.contains(&name) {
            problems.error(at, &set_place, format!("/{name} is the server's own path"), "rename the set");
        }
        if service.is_singleton(set) && service.entity_sets.get(name).is_some() {
            let message = format!("there is an entity set '{name}' too");
            problems.error(at, &set_place, message, "rename one of them");
        } else if let Some(other) = sets.insert(name.to_lowercase(), name).filter(|_| salesforce) {
            let message = format!("Salesforce cannot tell '{name}' from '{other}'");
            problems.error(at, &set_place, message, "rename one of them");
        }
        let entity_type = scope.type_name(set);
        let at = set.value.entity_type.as_ref().map_or(at, |written| written.at);
        let type_place = format!("{set_place}.entityType");
        if let Some(reason) = illegal_identifier(&entity_type).filter(|_| set.value.entity_type.is_some()) {
            let remedy = "use letters, digits and underscores";
            problems.error(at, &type_place, format!("the name '{entity_type}' {reason}"), remedy);
        }
        let mut check = |ty: &str, at: Location, place: &str| {
            if ty == CONTAINER {
                let message = format!("'{CONTAINER}' is the name of the entity container");
                problems.error(at, place, message, "give entityType another name");
            } else if let Some(other) = types.insert(ty.to_owned(), name) {
                let message = format!("'{name}' and '{other}' have the same entity type '{ty}'");
                problems.error(at, place, message, "give one of them another entityType");
            } else if let Some(complex) = complex_types.get(ty) {
                let message = format!("'{ty}' is the complex type in line {} too", complex.line);
                problems.error(at, place, message, "give one of them another name");
            }
        };
        check(&entity_type, at, &type_place);
        for ty in set.value.derived.iter().flat_map(|derived| derived.types.iter()) {
            check(&ty.name, ty.name.at, &format!("{set_place}.derived.types.{}", *ty.name));
        }
    }
}

/// The first segment of `inner`'s path below `outer`'s, if it is below.
fn first_segment<'a>(outer: &ServiceDefinition, inner: &'a ServiceDefinition) -> Option<&'a str> {
    let below = inner.path.strip_prefix(outer.path.trim_end_matches('/'))?.strip_prefix('/')?;
    below.split('/').next().filter(|segment| !segment.is_empty())
}

fn illegal_path(path: &str) -> Option<&'static str> {
    let Some(rest) = path.strip_prefix('/') else { return Some("does not start with /") };
    if rest.is_empty() {
        return None;
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    if rest.split('/').any(|segment| segment.is_empty() || matches!(segment, "." | "..")) {
        return Some("has an empty segment, or ends with /");
    }
    if !rest.split('/').all(|segment| segment.chars().all(legal)) {
        return Some("holds something else than letters, digits, - _ . ~");
    }
    rest.split('/').next().filter(|first| SERVER_PATHS.contains(first)).map(|_| "is the server's own")
}

/// Checks a number that is written.
pub(super) fn check_bounds(
    value: &Option<Located<u64>>,
    bounds: RangeInclusive<u64>,
    name: &str,
    place: &str,
    problems: &mut Problems,
) {
    let Some(value) = value.as_ref().filter(|value| !bounds.contains(&***value)) else { return };
    let message = format!("{name} is {}", **value);
    let remedy = format!("write {} to {}", bounds.start(), bounds.end());
    problems.error(value.at, format!("{place}.{name}"), message, remedy);
}
