//! Context URLs (Protocol, section 10): takes a query, gives the address that tells a client what
//! it got. Knows no rows but the key of one.

use super::Representation;
use super::key::encode_path;
use crate::edm::csdl::Version;
use crate::edm::{EntityType, Model};
use crate::query::{Form, Shape};

/// The context URL of the service document.
pub(super) fn of_service(root: &str) -> String {
    format!("{root}/$metadata")
}

/// The context URL of rows, all of them of the derived type `ty` if one is given. `key`: the encoded
/// key predicate, for properties.
pub(super) fn of_rows(representation: &Representation<'_>, key: &[u8], ty: Option<usize>) -> String {
    if representation.query.references {
        let many = representation.query.shape == Shape::Collection;
        let fragment = if many { "Collection($ref)" } else { "$ref" };
        return format!("{}/$metadata#{fragment}", representation.root);
    }
    let mut fragment = Vec::new();
    fragment.extend(representation.address().unwrap_or_default());
    if let Some(path) = property_path(representation) {
        fragment.extend_from_slice(key);
        fragment.push(b'/');
        encode_path(&mut fragment, &path);
    } else if ty.is_some() {
        fragment.push(b'/');
        encode_path(&mut fragment, &representation.qualified(ty));
    }
    let list = select_list(representation, ty, None);
    if !list.is_empty() {
        fragment.push(b'(');
        fragment.extend(list);
        fragment.push(b')');
    }
    let single = matches!(representation.query.shape, Shape::Entity | Shape::RelatedEntity);
    if single && !representation.is_singleton() {
        fragment.extend_from_slice(b"/$entity");
    }
    format!("{}/$metadata#{}", representation.root, String::from_utf8_lossy(&fragment))
}

/// The path of the property that is answered, where one is.
fn property_path(representation: &Representation<'_>) -> Option<String> {
    match representation.query.shape {
        Shape::Property(property) => {
            let property = representation.property(property)?;
            Some(cast_path(representation, None, property.of, &property.name))
        }
        Shape::Complex(_) => {
            let complex = representation.complex()?;
            Some(cast_path(representation, None, complex.of, &complex.path))
        }
        _ => None,
    }
}

/// A path in an entity of the type `ty`, cast to the type that declares it where `ty` has it not.
fn cast_path(
    representation: &Representation<'_>,
    ty: Option<usize>,
    of: Option<usize>,
    path: &str,
) -> String {
    if representation.entity_type().is_a(ty, of) {
        return path.to_owned();
    }
    format!("{}/{path}", representation.qualified(of))
}

/// `ID,Address,Position/Lat,Crew(Name)`: what is answered, which can be more than was asked for; empty
/// for all properties and nothing else. `recursive` is the navigation property that leads here again
/// and again. Paths begin in the derived type `ty`.
fn select_list(representation: &Representation<'_>, ty: Option<usize>, recursive: Option<&str>) -> Vec<u8> {
    let query = representation.query;
    if query.apply.is_some() {
        return applied_list(representation);
    }
    let mut list = Vec::new();
    let mut add = |path: &str, rest: &[&[u8]]| {
        if !list.is_empty() {
            list.push(b',');
        }
        encode_path(&mut list, path);
        rest.iter().for_each(|piece| list.extend_from_slice(piece));
    };
    if query.projected {
        selected(representation, ty).into_iter().for_each(|path| add(&path, &[]));
    } else if !query.compute.is_empty() {
        // Nothing was left out, and something was computed (Data Aggregation, section 3.4.2).
        add("*", &[]);
    }
    query.compute.iter().for_each(|named| add(&named.path.join("/"), &[]));
    query.linked.iter().for_each(|name| add(name, &[]));
    if query.projected {
        let streams = query.streams.iter().filter_map(|stream| representation.property(stream.property?));
        streams.for_each(|property| add(&property.name, &[]));
    }
    for (expand, plan) in query.expand.iter().zip(&representation.plan.expands) {
        // References and counts are not represented; a recursion is like the level around it.
        if expand.form == Form::Entities && recursive != Some(&expand.name) {
            let again = expand.recursive.then_some(expand.name.as_str());
            let inner = select_list(&representation.expanded(expand, plan), None, again);
            // OData 4.0 leaves out what says nothing.
            if !inner.is_empty() || again.is_some() || representation.version == Version::V4_01 {
                let path = cast_path(representation, ty, expand.of, &expand.name);
                add(&path, &[if again.is_some() { b"+(" } else { b"(" }, &inner, b")"]);
            }
        }
    }
    list
}

/// What rows made by `$apply` have, those of all forms (Data Aggregation, section 3.1.1); behind a `*`
/// for all properties what they have beside.
fn applied_list(representation: &Representation<'_>) -> Vec<u8> {
    let plan = representation.plan;
    let ty = representation.entity_type();
    let whole = !representation.query.projected;
    let in_all = |place: usize| plan.layouts.iter().all(|layout| layout.present.get(place) != Some(&false));
    let beside = |path: &[String]| path.first().is_some_and(|name| ty.navigation(name).is_some());
    let paths: Vec<&[String]> = plan
        .output
        .iter()
        .enumerate()
        .filter(|(place, member)| in_all(*place) && (!whole || member.dynamic || beside(&member.path)))
        .map(|(_, member)| member.path.as_slice())
        .collect();
    let mut list = Vec::new();
    match (whole, paths.is_empty()) {
        (true, true) => return list,
        (true, false) => list.extend_from_slice(b"*,"),
        (false, true) => list.extend_from_slice(b"@Core.AnyStructure"),
        (false, false) => {}
    }
    applied_paths(&mut list, &paths, Some(ty), representation.model);
    list
}

/// Paths, those through a navigation property as `Customer(Country,City)`.
fn applied_paths(list: &mut Vec<u8>, paths: &[&[String]], ty: Option<&EntityType>, model: &Model) {
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
            encode_path(list, &path.join("/"));
            rest = rest.get(1..).unwrap_or_default();
            continue;
        };
        let through = rest.iter().take_while(|path| path.first() == Some(name)).count();
        let (through, behind) = rest.split_at(through);
        let within: Vec<&[String]> = through.iter().filter_map(|path| path.get(1..)).collect();
        encode_path(list, name);
        list.push(b'(');
        applied_paths(list, &within, Some(model.type_of(navigation.relation.target)), model);
        list.push(b')');
        rest = behind;
    }
}

/// The paths of the properties that are answered. A complex property answered in whole is named
/// itself (Protocol, section 10.7).
fn selected(representation: &Representation<'_>, ty: Option<usize>) -> Vec<String> {
    let entity_type = representation.entity_type();
    let base = representation.complex();
    let mut paths = Vec::new();
    let mut selected = representation.query.select.as_slice();
    while let Some((first, rest)) = selected.split_first() {
        let whole = entity_type.complex.iter().find(|complex| {
            let within_base = base.is_none_or(|base| {
                base.leaves.start <= complex.leaves.start
                    && complex.leaves.end <= base.leaves.end
                    && complex.path.len() > base.path.len()
            });
            within_base
                && complex.leaves.start == *first
                && selected.get(complex.leaves.len() - 1) == Some(&(complex.leaves.end - 1))
        });
        match whole {
            Some(complex) => {
                paths.push((complex.path.as_str(), complex.of));
                selected = selected.get(complex.leaves.len()..).unwrap_or_default();
            }
            None => {
                let property = representation.property(*first);
                paths.extend(property.map(|property| (property.name.as_str(), property.of)));
                selected = rest;
            }
        }
    }
    let inside = base.map_or(0, |base| base.path.len() + 1);
    let path = |(path, of): (&str, Option<usize>)| match base {
        Some(_) => path.get(inside..).unwrap_or(path).to_owned(),
        None => cast_path(representation, ty, of, path),
    };
    paths.into_iter().map(path).collect()
}
