//! Links of entities (JSON Format, sections 4.6.8, 8.1 and 8.2): all that does not depend on the row
//! is encoded once, and each row's key predicate stands between the pieces.

use super::advertised::Advertised;
use super::form::type_member;
use super::key::percent_encode;
use super::media::MediaLinks;
use super::{Representation, escape};
use crate::edm::NavigationProperty;

/// The control information with links that an entity has.
pub(super) struct Links {
    /// The entity's own: `"@odata.type":"#N.T","@odata.id":"…/Set`, key, `","@odata.editLink":"…/Set`,
    /// key.
    pub(super) own: Vec<Vec<u8>>,
    /// What is behind the last key: `/N.T"` for an entity of a derived type, else the quote.
    pub(super) end: Vec<u8>,
    /// Those of its streams.
    pub(super) media: Vec<MediaLinks>,
    /// Those of its navigation properties that are not expanded.
    pub(super) navigation: Vec<NavigationLinks>,
    /// What can be called on it.
    pub(super) operations: Vec<Advertised>,
}

/// The association link and the navigation link of one navigation property.
pub(super) struct NavigationLinks([Vec<u8>; 3]);

impl Links {
    /// Of entities of the type `ty` of the family.
    pub(super) fn of(representation: &Representation<'_>, ty: Option<usize>) -> Self {
        let entity_type = representation.entity_type();
        let set = set_url(representation);
        let mut id = Vec::new();
        type_member(&mut id, &representation.qualified(ty));
        id.extend_from_slice(b",\"@odata.id\":\"");
        id.extend_from_slice(&set);
        let mut edit = b"\",\"@odata.editLink\":\"".to_vec();
        edit.extend_from_slice(&set);
        let expanded = |navigation: &&NavigationProperty| {
            let mut expands = representation.query.expand.iter();
            expands.any(|expand| expand.name == navigation.name && entity_type.is_a(ty, expand.of))
        };
        let has =
            |navigation: &&NavigationProperty| entity_type.is_a(ty, navigation.of) && !expanded(navigation);
        let unexpanded = entity_type.navigation.iter().filter(has);
        let links =
            |navigation: &NavigationProperty| NavigationLinks::of(representation, ty, &navigation.name);
        let navigation = unexpanded.map(links).collect();
        let mut end = cast(representation, ty);
        end.push(b'"');
        let operations = Advertised::all(representation);
        let media = MediaLinks::all(representation, ty);
        Self { own: vec![id, edit], end, media, navigation, operations }
    }
}

impl NavigationLinks {
    /// Of the navigation property `name` of entities of the type `ty` of the family.
    pub(super) fn of(representation: &Representation<'_>, ty: Option<usize>, name: &str) -> Self {
        let set = set_url(representation);
        let mut association = Vec::new();
        escape::string(&mut association, &format!("{name}@odata.associationLink"));
        association.extend_from_slice(b":\"");
        association.extend_from_slice(&set);
        let mut path = cast(representation, ty);
        path.push(b'/');
        percent_encode(&mut path, name.as_bytes());
        let mut navigation = path.clone();
        navigation.extend_from_slice(b"/$ref\",");
        escape::string(&mut navigation, &format!("{name}@odata.navigationLink"));
        navigation.extend_from_slice(b":\"");
        navigation.extend_from_slice(&set);
        path.push(b'"');
        Self([association, navigation, path])
    }

    /// Writes both, for the entity with this key.
    pub(super) fn write(&self, out: &mut Vec<u8>, key: &[u8]) {
        let [association, navigation, end] = &self.0;
        for piece in [association, navigation] {
            out.extend_from_slice(piece);
            out.extend_from_slice(key);
        }
        out.extend_from_slice(end);
    }
}

/// `/N.T` for a derived type: the default of links that are not the identity (JSON Format, section
/// 4.6.8).
pub(super) fn cast(representation: &Representation<'_>, ty: Option<usize>) -> Vec<u8> {
    let mut cast = Vec::new();
    if ty.is_some() {
        cast.push(b'/');
        percent_encode(&mut cast, representation.qualified(ty).as_bytes());
    }
    cast
}

/// `https://host/service/Set`, as it stands in JSON.
pub(super) fn set_url(representation: &Representation<'_>) -> Vec<u8> {
    let mut set = Vec::new();
    escape::characters(&mut set, representation.root);
    set.push(b'/');
    set.extend(representation.address().unwrap_or_default());
    set
}
