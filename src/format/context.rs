//! Context URLs (Protocol, section 10): takes a query, gives the address that tells a client what
//! it got. Knows no rows but the key of one.

use super::Representation;
use super::key::percent_encode;
use crate::edm::{EntityType, Model};
use crate::query::Shape;

/// The context URL of the service document.
pub(super) fn of_service(root: &str) -> String {
    format!("{root}/$metadata")
}

/// The context URL of rows. `key`: the encoded key predicate, for properties.
pub(super) fn of_rows(representation: &Representation<'_>, key: &[u8]) -> String {
    let mut fragment = Vec::new();
    percent_encode(&mut fragment, representation.set_name().as_bytes());
    if let Shape::Property(property) = representation.query.shape {
        fragment.extend_from_slice(key);
        fragment.push(b'/');
        let name = representation.property(property).map_or("", |property| &property.name);
        percent_encode(&mut fragment, name.as_bytes());
    } else if let Some(list) = select_list(representation) {
        fragment.extend(list);
    }
    if matches!(representation.query.shape, Shape::Entity | Shape::RelatedEntity) {
        fragment.extend_from_slice(b"/$entity");
    }
    format!("{}/$metadata#{}", representation.root, String::from_utf8_lossy(&fragment))
}

/// `(ID,Name)`: what is answered, which can be more than was asked for; `(*,Total)` where nothing was
/// left out and something was added (Data Aggregation, section 3.4.2); `None` where rows are what the
/// model says. Of rows that differ, what all of them have (Data Aggregation, section 3.1.1).
fn select_list(representation: &Representation<'_>) -> Option<Vec<u8>> {
    let plan = representation.plan;
    let ty = representation.entity_type();
    let in_all = |place: usize| plan.forms.iter().all(|form| form.present.get(place) != Some(&false));
    let common = plan.output.iter().enumerate().filter(|(place, _)| in_all(*place));
    let paths: Vec<&[String]> = if representation.query.projected {
        common.map(|(_, member)| member.path.as_slice()).collect()
    } else {
        let related = |path: &[String]| path.first().is_some_and(|name| ty.navigation(name).is_some());
        let added = common.filter(|(_, member)| member.dynamic || related(&member.path));
        let added: Vec<&[String]> = added.map(|(_, member)| member.path.as_slice()).collect();
        if added.is_empty() {
            return None;
        }
        added
    };
    let mut list = Vec::new();
    list.extend_from_slice(if representation.query.projected { b"(" } else { b"(*," });
    if paths.is_empty() {
        list.extend_from_slice(b"@Core.AnyStructure");
    }
    paths_of(&mut list, &paths, Some(ty), representation.model);
    list.push(b')');
    Some(list)
}

/// Paths, those through a navigation property as `Customer(Country,City)` and neighbours; all others as
/// they are.
fn paths_of(list: &mut Vec<u8>, paths: &[&[String]], ty: Option<&EntityType>, model: &Model) {
    let mut rest = paths;
    let mut separator = &b""[..];
    while let Some(path) = rest.first() {
        list.extend_from_slice(separator);
        separator = b",";
        let target = path
            .split_first()
            .filter(|(_, within)| !within.is_empty())
            .and_then(|(name, _)| Some((name, ty?.navigation(name)?)));
        let Some((name, navigation)) = target else {
            percent_encode(list, path.join("/").as_bytes());
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        let through = rest.iter().take_while(|path| path.first() == Some(name)).count();
        let (through, behind) = rest.split_at(through);
        let within: Vec<&[String]> = through.iter().filter_map(|path| path.get(1..)).collect();
        percent_encode(list, name.as_bytes());
        list.push(b'(');
        paths_of(list, &within, Some(model.type_of(navigation.relation.target)), model);
        list.push(b')');
        rest = behind;
    }
}
