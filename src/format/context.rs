//! Context URLs (Protocol, section 10): takes a query, gives the address that tells a client what
//! it got. Knows no rows but the key of one.

use super::Representation;
use super::key::percent_encode;
use crate::query::Shape;

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
    percent_encode(&mut fragment, representation.set_name().as_bytes());
    if let Some(path) = property_path(representation) {
        fragment.extend_from_slice(key);
        fragment.push(b'/');
        encode_path(&mut fragment, &path);
    } else if ty.is_some() {
        fragment.push(b'/');
        encode_path(&mut fragment, &representation.qualified(ty));
    }
    if representation.query.projected || !representation.query.compute.is_empty() {
        fragment.extend(select_list(representation, ty));
    }
    if matches!(representation.query.shape, Shape::Entity | Shape::RelatedEntity) {
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

/// `(ID,Address,Position/Lat,Crew)`: what is answered, which can be more than was asked for. A
/// complex property answered in whole is named itself (Protocol, section 10.7). `(*,Total)` where
/// nothing was left out and something was computed (Data Aggregation, section 3.4.2).
fn select_list(representation: &Representation<'_>, ty: Option<usize>) -> Vec<u8> {
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
    let paths = paths.into_iter().map(|(path, of)| match base {
        Some(_) => path.get(inside..).unwrap_or(path).to_owned(),
        None => cast_path(representation, ty, of, path),
    });
    let mut list = Vec::new();
    let whole = !representation.query.projected;
    let paths: Vec<_> = if whole { vec!["*".to_owned()] } else { paths.collect() };
    let computed = representation.query.compute.iter().map(|named| named.path.join("/"));
    let linked = representation.query.linked.iter().cloned();
    for path in paths.into_iter().chain(computed).chain(linked) {
        list.push(if list.is_empty() { b'(' } else { b',' });
        encode_path(&mut list, &path);
    }
    list.push(b')');
    list
}

fn encode_path(out: &mut Vec<u8>, path: &str) {
    for (index, name) in path.split('/').enumerate() {
        if index > 0 {
            out.push(b'/');
        }
        percent_encode(out, name.as_bytes());
    }
}
