//! The object that rows of one type are written as: its members, its links, and the objects within
//! it. All of it that does not depend on the row is encoded here, before the first.

use super::encode::{Encode, encode_as};
use super::links::Links;
use super::negotiate::MetadataLevel;
use super::{Representation, escape};
use crate::edm::{PrimitiveType, TypeRef, ValueRef};
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
    pub(super) ty: TypeRef,
    /// What stands before a value whose type only the value tells; then `head` has no name.
    pub(super) varying: Option<Varying>,
}

/// The name of a member that may hold any shape.
pub(super) struct Varying {
    /// `"Name@odata.type":"#`
    annotation: Vec<u8>,
    /// `"Name":`
    name: Vec<u8>,
}

impl Varying {
    /// For a member of this name, where its type is one that others are derived from.
    pub(super) fn of(name: &str, ty: TypeRef, metadata: MetadataLevel) -> Option<Self> {
        let any = ty.primitive.as_spatial().is_some_and(|spatial| spatial.kind.is_none());
        if !any || metadata == MetadataLevel::None {
            return None;
        }
        let mut annotation = Vec::new();
        escape::string(&mut annotation, &format!("{name}@odata.type"));
        annotation.extend_from_slice(b":\"#");
        Some(Self { annotation, name: named(if name.is_empty() { "value" } else { name }) })
    }

    /// Writes the type of a value that is not null, and the name (JSON Format, section 4.6.3).
    pub(super) fn write(&self, out: &mut Vec<u8>, value: &ValueRef<'_>) {
        if let ValueRef::Spatial(value) = value {
            out.extend_from_slice(&self.annotation);
            out.extend_from_slice(value.ty().name().trim_start_matches("Edm.").as_bytes());
            out.extend_from_slice(b"\",");
        }
        out.extend_from_slice(&self.name);
    }
}

/// `"Name":`
fn named(name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    escape::string(&mut out, name);
    out.push(b':');
    out
}

impl Form {
    /// The object of rows of the type `ty` of the family, or, where not all are entities with all there
    /// is, of rows in this layout.
    pub(super) fn new(
        representation: &Representation<'_>,
        ty: Option<usize>,
        layout: Option<&plan::Layout>,
    ) -> Self {
        let metadata = representation.json.metadata;
        let full = metadata == MetadataLevel::Full;
        let base: Vec<String> = representation
            .complex()
            .map(|complex| complex.path.split('/').map(str::to_owned).collect())
            .unwrap_or_default();
        let entity = representation.is_entity() && layout.is_none_or(|layout| layout.entity);
        let mut intro = Vec::new();
        let linked = full && entity && representation.address().is_some();
        let told = match metadata {
            MetadataLevel::Minimal => ty != representation.query.derived,
            // Links come with the type.
            MetadataLevel::Full => !linked,
            MetadataLevel::None => false,
        };
        if entity && told {
            type_member(&mut intro, &representation.qualified(ty));
        }
        let first = intro.is_empty() && !linked;
        let mut objects = Objects { representation, ty, full, open: &base, first };
        let has = |(index, member): &(usize, &plan::Member)| {
            let present = layout.is_none_or(|layout| layout.present.get(*index) == Some(&true));
            present && (!entity || representation.entity_type().is_a(ty, declared_by(member, representation)))
        };
        let planned: Vec<_> =
            representation.plan.output.iter().enumerate().filter(has).map(|(_, member)| member).collect();
        let mut members = Vec::with_capacity(planned.len());
        for planned in planned {
            let mut head = Vec::new();
            if let (Some(complex), true) = (representation.complex(), members.is_empty()) {
                objects.annotate(&complex.path, &mut head);
            }
            let name = objects.go_to(&planned.path, &mut head);
            let varying = Varying::of(name, planned.ty, metadata);
            if varying.is_none() {
                if full || planned.dynamic && metadata == MetadataLevel::Minimal {
                    type_annotation(&mut head, name, planned.ty);
                }
                head.extend(named(name));
            }
            members.push(Member {
                head,
                place: planned.place,
                encode: encode_as(planned.ty.primitive, representation.json.ieee754_compatible),
                property: planned.path.join("/"),
                ty: planned.ty,
                varying,
            });
        }
        let tail = vec![b'}'; objects.open.len().saturating_sub(base.len())];
        Self { ty, intro, members, tail, links: linked.then(|| Links::of(representation, ty)) }
    }
}

/// The derived type that declares the property a member shows.
fn declared_by(member: &plan::Member, representation: &Representation<'_>) -> Option<usize> {
    let plan = representation.plan;
    // Behind a pipeline places are no longer those of the scan.
    if member.dynamic || representation.query.apply.is_some() {
        return None;
    }
    match plan.scan.columns.get(member.place)?.kind {
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

/// `"Name@odata.type":"#Decimal",` for the types a reader would not guess from the JSON value
/// (JSON Format, section 4.6.3).
pub(super) fn type_annotation(out: &mut Vec<u8>, property: &str, ty: TypeRef) {
    let guessed = matches!(ty.primitive, PrimitiveType::Boolean | PrimitiveType::String);
    if guessed && ty.definition.is_none() {
        return;
    }
    escape::string(out, &format!("{property}@odata.type"));
    out.push(b':');
    escape::string(out, &format!("#{}", ty.name().strip_prefix("Edm.").unwrap_or(ty.name())));
    out.push(b',');
}

/// `"@odata.type":"#N.T"`
pub(super) fn type_member(out: &mut Vec<u8>, qualified: &str) {
    out.extend_from_slice(b"\"@odata.type\":");
    escape::string(out, &format!("#{qualified}"));
}
