//! Context URLs (Protocol, section 10): takes a query, gives the address that tells a client what
//! it got. Knows no rows but the key of one.

use super::Representation;
use super::key::percent_encode;
use crate::edm::csdl::Version;
use crate::plan::Plan;
use crate::query::{Form, Query, Shape};

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
    } else {
        let list = select_list(representation.query, representation.plan, None, representation);
        if !list.is_empty() {
            fragment.push(b'(');
            fragment.extend(list);
            fragment.push(b')');
        }
    }
    if matches!(representation.query.shape, Shape::Entity | Shape::RelatedEntity) {
        fragment.extend_from_slice(b"/$entity");
    }
    format!("{}/$metadata#{}", representation.root, String::from_utf8_lossy(&fragment))
}

/// `ID,Name,Orders(Total)`: what is answered, which can be more than was asked for; `*,Total` where
/// nothing was left out and something was computed (Data Aggregation, section 3.4.2). Empty for all
/// properties and nothing else. `recursive`: the navigation property that leads here again and again.
fn select_list(
    query: &Query,
    plan: &Plan,
    recursive: Option<&str>,
    representation: &Representation<'_>,
) -> Vec<u8> {
    let mut list = Vec::new();
    let mut add = |name: &str, rest: &[u8]| {
        if !list.is_empty() {
            list.push(b',');
        }
        percent_encode(&mut list, name.as_bytes());
        list.extend_from_slice(rest);
    };
    let whole = !query.projected;
    if whole && !query.compute.is_empty() {
        add("*", b"");
    }
    for member in plan.output.iter().filter(|member| !whole || member.dynamic) {
        add(&member.path.join("/"), b"");
    }
    let navigation = &representation.model.type_of(query.set).navigation;
    for link in query.links.iter().filter_map(|index| navigation.get(*index)) {
        add(&link.name, b"");
    }
    for (expand, plan) in query.expand.iter().zip(&plan.expands) {
        // References and counts are not represented; a recursion is like the level around it.
        if expand.form == Form::Entities && recursive != Some(&expand.name) {
            let again = expand.recursive.then_some(expand.name.as_str());
            let inner = select_list(&expand.query, &plan.plan, again, representation);
            // OData 4.0 leaves out what says nothing.
            if !inner.is_empty() || expand.recursive || representation.version == Version::V4_01 {
                add(&expand.name, &[if expand.recursive { b"+(" } else { b"(".as_slice() }, &inner, b")"].concat());
            }
        }
    }
    list
}
