//! Context URLs (Protocol, section 10): takes a query, gives the address that tells a client what
//! it got. Knows no rows but the key of one.

use super::Representation;
use super::key::percent_encode;
use crate::query::Shape;

/// The context URL of the service document.
pub(super) fn of_service(root: &str) -> String {
    format!("{root}/$metadata")
}

/// The context URL of rows. `key`: the encoded key predicate, for properties.
pub(super) fn of_rows(representation: &Representation<'_>, key: &[u8]) -> String {
    if representation.query.references {
        let many = representation.query.shape == Shape::Collection;
        let fragment = if many { "Collection($ref)" } else { "$ref" };
        return format!("{}/$metadata#{fragment}", representation.root);
    }
    let mut fragment = Vec::new();
    percent_encode(&mut fragment, representation.set_name().as_bytes());
    if let Shape::Property(property) = representation.query.shape {
        fragment.extend_from_slice(key);
        fragment.push(b'/');
        let name = representation.property(property).map_or("", |property| &property.name);
        percent_encode(&mut fragment, name.as_bytes());
    } else if representation.query.projected || !representation.query.compute.is_empty() {
        fragment.extend(select_list(representation));
    }
    if matches!(representation.query.shape, Shape::Entity | Shape::RelatedEntity) {
        fragment.extend_from_slice(b"/$entity");
    }
    format!("{}/$metadata#{}", representation.root, String::from_utf8_lossy(&fragment))
}

/// `(ID,Name)`: what is answered, which can be more than was asked for; `(*,Total)` where nothing was
/// left out and something was computed (Data Aggregation, section 3.4.2).
fn select_list(representation: &Representation<'_>) -> Vec<u8> {
    let mut list = Vec::new();
    let mut separator = b'(';
    let whole = !representation.query.projected;
    if whole {
        list.extend_from_slice(b"(*");
        separator = b',';
    }
    for member in representation.plan.output.iter().filter(|member| !whole || member.dynamic) {
        list.push(separator);
        separator = b',';
        percent_encode(&mut list, member.path.join("/").as_bytes());
    }
    list.push(b')');
    list
}
