//! The object that rows of one type are written as: its members, its links, and the objects within
//! it. All of it that does not depend on the row is encoded here, before the first.

use super::encode::{Encode, encode_as};
use super::key::percent_encode;
use super::negotiate::MetadataLevel;
use super::{Representation, escape};
use crate::edm::{NavigationProperty, PrimitiveType};
use crate::plan;
use crate::query::ExprKind;

/// The members of the object.
pub(super) struct Form {
    /// The derived type, `None` for the entity type.
    pub(super) ty: Option<usize>,
    /// `"@odata.type":"#N.T"` where the type is not the one that a reader expects.
    pub(super) intro: Vec<u8>,
    pub(super) members: Vec<Member>,
    /// What closes the objects that are still open behind the last member.
    pub(super) tail: Vec<u8>,
    pub(super) links: Option<Links>,
}

/// A value in the object, or in an object within it.
pub(super) struct Member {
    /// `,"Name":`, without the comma where it opens the object; before it what closes the objects
    /// it is not in and opens those it is the first in.
    pub(super) head: Vec<u8>,
    pub(super) place: usize,
    pub(super) encode: Encode,
    pub(super) property: String,
    pub(super) ty: PrimitiveType,
}

/// The control information of `odata.metadata=full`: the pieces between which the encoded key
/// predicate stands.
pub(super) struct Links {
    /// `"@odata.type":"#N.T","@odata.id":"…/Set`
    pub(super) id: Vec<u8>,
    /// `","@odata.editLink":"…/Set`, and behind the key what casts it to the type, and the quote.
    pub(super) edit: Vec<u8>,
    pub(super) cast: Vec<u8>,
    /// `,"Orders@odata.navigationLink":"…/Set` and `/Orders"`
    pub(super) navigation: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Form {
    /// The object of rows of the type `ty` of the family.
    pub(super) fn new(representation: &Representation<'_>, ty: Option<usize>) -> Self {
        let metadata = representation.json.metadata;
        let full = metadata == MetadataLevel::Full;
        let base: Vec<String> = representation
            .complex()
            .map(|complex| complex.path.split('/').map(str::to_owned).collect())
            .unwrap_or_default();
        let entity = representation.is_entity();
        let mut intro = Vec::new();
        if entity && metadata == MetadataLevel::Minimal && ty != representation.query.derived {
            type_member(&mut intro, &representation.qualified(ty));
        }
        let first = intro.is_empty() && !(full && entity);
        let mut objects = Objects { representation, ty, full, open: &base, first };
        let planned: Vec<_> = representation
            .plan
            .output
            .iter()
            .filter(|member| {
                let declared_by = declared_by(member, representation);
                !entity || representation.entity_type().is_a(ty, declared_by)
            })
            .collect();
        let mut members = Vec::with_capacity(planned.len());
        for planned in planned {
            let mut head = Vec::new();
            if let (Some(complex), true) = (representation.complex(), members.is_empty()) {
                objects.annotate(&complex.path, &mut head);
            }
            let name = objects.go_to(&planned.path, &mut head);
            if full || planned.dynamic && metadata == MetadataLevel::Minimal {
                type_annotation(&mut head, name, planned.ty.primitive);
            }
            escape::string(&mut head, name);
            head.push(b':');
            members.push(Member {
                head,
                place: planned.place,
                encode: encode_as(planned.ty.primitive, representation.json.ieee754_compatible),
                property: planned.path.join("/"),
                ty: planned.ty.primitive,
            });
        }
        let tail = vec![b'}'; objects.open.len().saturating_sub(base.len())];
        Self { ty, intro, members, tail, links: full.then(|| Links::of(representation, ty)) }
    }
}

/// The derived type that declares the property a member shows.
fn declared_by(member: &plan::Member, representation: &Representation<'_>) -> Option<usize> {
    match representation.plan.scan.columns.get(member.place)?.kind {
        ExprKind::Property(index) => representation.property(index)?.of,
        _ => None,
    }
}

/// The objects around the member written last.
struct Objects<'p> {
    representation: &'p Representation<'p>,
    /// The type of the entity.
    ty: Option<usize>,
    /// Whether each object says of which type it is.
    full: bool,
    open: &'p [String],
    /// Whether the next member is the first in its object.
    first: bool,
}

impl<'p> Objects<'p> {
    /// Writes what leads from the last member to the one at `path`; gives its simple name.
    fn go_to(&mut self, path: &'p [String], out: &mut Vec<u8>) -> &'p str {
        let Some((name, around)) = path.split_last() else { return "" };
        let shared = self.open.iter().zip(around).take_while(|(open, wanted)| open == wanted).count();
        for _ in shared..self.open.len() {
            out.push(b'}');
            self.first = false;
        }
        for (index, object) in around.iter().enumerate().skip(shared) {
            self.comma(out);
            escape::string(out, object);
            out.extend_from_slice(b":{");
            self.first = true;
            self.annotate(&around.get(..=index).unwrap_or_default().join("/"), out);
        }
        self.open = around;
        self.comma(out);
        name
    }

    /// Says of which type the complex property at `path` is, if that is to be said.
    fn annotate(&mut self, path: &str, out: &mut Vec<u8>) {
        if let Some(ty) = self.full.then(|| self.representation.complex_type(self.ty, path)).flatten() {
            self.comma(out);
            type_member(out, &ty);
        }
    }

    fn comma(&mut self, out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.first, false) {
            out.push(b',');
        }
    }
}

impl Links {
    fn of(representation: &Representation<'_>, ty: Option<usize>) -> Self {
        let entity_type = representation.entity_type();
        let set = set_url(representation);
        let qualified = representation.qualified(ty);
        let mut id = Vec::new();
        type_member(&mut id, &qualified);
        id.extend_from_slice(b",\"@odata.id\":\"");
        id.extend_from_slice(&set);
        let mut edit = b"\",\"@odata.editLink\":\"".to_vec();
        edit.extend_from_slice(&set);
        // JSON Format, section 4.6.8: the default of links that are not the identity.
        let mut cast = Vec::new();
        if ty.is_some() {
            cast.push(b'/');
            percent_encode(&mut cast, qualified.as_bytes());
        }
        let link = |name: &str| {
            let mut head = b",".to_vec();
            escape::string(&mut head, &format!("{name}@odata.navigationLink"));
            head.extend_from_slice(b":\"");
            head.extend_from_slice(&set);
            let mut tail = cast.clone();
            tail.push(b'/');
            percent_encode(&mut tail, name.as_bytes());
            tail.push(b'"');
            (head, tail)
        };
        let has = |navigation: &&NavigationProperty| entity_type.is_a(ty, navigation.of);
        let navigation = entity_type.navigation.iter().filter(has);
        let navigation = navigation.map(|navigation| link(&navigation.name)).collect();
        cast.push(b'"');
        Self { id, edit, cast, navigation }
    }
}

/// The address of the entity set, as it stands in a JSON string.
pub(super) fn set_url(representation: &Representation<'_>) -> Vec<u8> {
    let mut set = Vec::new();
    escape::characters(&mut set, representation.root);
    set.push(b'/');
    percent_encode(&mut set, representation.set_name().as_bytes());
    set
}

/// `"Name@odata.type":"#Decimal",` for the types a reader would not guess from the JSON value
/// (JSON Format, section 4.6.3).
pub(super) fn type_annotation(out: &mut Vec<u8>, property: &str, ty: PrimitiveType) {
    if matches!(ty, PrimitiveType::Boolean | PrimitiveType::String) {
        return;
    }
    escape::string(out, &format!("{property}@odata.type"));
    out.push(b':');
    escape::string(out, &ty.name().replacen("Edm.", "#", 1));
    out.push(b',');
}

/// `"@odata.type":"#N.T"`
fn type_member(out: &mut Vec<u8>, qualified: &str) {
    out.extend_from_slice(b"\"@odata.type\":");
    escape::string(out, &format!("#{qualified}"));
}
