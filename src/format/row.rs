//! One entity as a JSON object: takes a row, appends its members. All that does not depend on the
//! row is encoded once before the first. Knows no page.

use super::encode::{Encode, describe, encode_as};
use super::key::KeyPredicate;
use super::links::{Links, set_url};
use super::negotiate::MetadataLevel;
use super::{Representation, escape};
use crate::edm::{PrimitiveType, TypeRef, ValueRef};
use crate::source::{Error, Row};

/// Writes the rows of one answer.
pub(super) struct RowEncoder {
    entity_set: String,
    /// One for each form rows may have; never empty.
    layouts: Vec<Layout>,
    /// The place of the number of a row's form, where there are several.
    layout: Option<usize>,
    key: KeyPredicate,
    links: Option<Links>,
    /// Whether all metadata is asked for.
    full: bool,
    /// Instead of all members: `"@odata.id":"…/Set`, what a reference to the entity begins with.
    reference: Option<Vec<u8>>,
}

/// What rows of one form have.
struct Layout {
    members: Vec<Member>,
    /// What closes the objects that are still open behind the last member.
    tail: Vec<u8>,
    /// Whether these are entities, with ids and links where all metadata is asked for.
    entity: bool,
}

/// A value in the object, or in an object within it.
struct Member {
    /// `,"Name":`, without the comma where it opens the object; before it what closes the objects
    /// it is not in and opens those it is the first in.
    head: Vec<u8>,
    place: usize,
    encode: Encode,
    property: String,
    ty: TypeRef,
}

impl RowEncoder {
    pub(super) fn new(representation: &Representation<'_>) -> Self {
        let plan = representation.plan;
        let full = representation.json.metadata == MetadataLevel::Full;
        let mut layouts: Vec<Layout> = plan
            .layouts
            .iter()
            .map(|layout| Layout::of(representation, &layout.present, layout.entity))
            .collect();
        if layouts.is_empty() {
            layouts.push(Layout::of(representation, &vec![true; plan.output.len()], true));
        }
        Self {
            entity_set: representation.set_name().to_owned(),
            layouts,
            layout: plan.layout,
            key: KeyPredicate::of(representation),
            links: full.then(|| Links::of(representation)),
            full,
            reference: representation.query.references.then(|| {
                let mut head = b"\"@odata.id\":\"".to_vec();
                head.extend(set_url(representation));
                head
            }),
        }
    }

    /// Appends the entity in braces.
    pub(super) fn entity(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        out.push(b'{');
        self.members(out, row)?;
        out.push(b'}');
        Ok(())
    }

    /// Appends the entity's members, control information first, without braces.
    pub(super) fn members(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        if let Some(head) = &self.reference {
            out.extend_from_slice(head);
            out.extend_from_slice(&self.key.encoded(row)?);
            out.push(b'"');
            return Ok(());
        }
        let entity = self.layout_of(row)?.entity;
        let Some(links) = self.links.as_ref().filter(|_| entity) else {
            return self.properties(out, row);
        };
        let key = self.key.encoded(row)?;
        for piece in &links.own {
            out.extend_from_slice(piece);
            out.extend_from_slice(&key);
        }
        out.push(b'"');
        self.properties(out, row)?;
        for link in &links.navigation {
            out.push(b',');
            link.write(out, &key);
        }
        for operation in &links.operations {
            operation.write(out, &key);
        }
        Ok(())
    }

    /// Whether links lead from the rows to what is related to them.
    pub(super) const fn has_navigation_links(&self) -> bool {
        self.full
    }

    /// The encoded key predicate of a row.
    pub(super) fn key(&self, row: &dyn Row) -> Result<Vec<u8>, Error> {
        self.key.encoded(row)
    }

    /// The key predicate of a row as a person reads it; nothing where the row cannot give it.
    pub(super) fn readable_key(&self, row: &dyn Row) -> String {
        self.key.readable(row).unwrap_or_default()
    }

    /// The name of the rows' entity set.
    pub(super) fn entity_set(&self) -> &str {
        &self.entity_set
    }

    /// The cell of a query for one property.
    pub(super) fn cell<'r>(&self, row: &'r dyn Row) -> Result<ValueRef<'r>, Error> {
        row.get(self.only()?.place)
    }

    /// Appends `"value":` and the value of a query for one property, with its type where all
    /// metadata is asked for. `false`, with something unusable appended, for null.
    pub(super) fn value(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<bool, Error> {
        let member = self.only()?;
        if self.full {
            type_annotation(out, "", member.ty);
        }
        out.extend_from_slice(b"\"value\":");
        let value = row.get(member.place)?;
        self.encode(out, member, &value, row)?;
        Ok(!matches!(value, ValueRef::Null))
    }

    /// The error for a row that alone is more than an answer may be.
    pub(super) fn too_large(&self, row: &dyn Row, max_bytes: usize) -> Error {
        let size = |member: &&Member| {
            let mut value = Vec::new();
            row.get(member.place).map_or(0, |cell| {
                (member.encode)(&mut value, &cell);
                value.len()
            })
        };
        let members = self.layout_of(row).map_or(&[][..], |layout| layout.members.as_slice());
        let largest = members.iter().max_by_key(size).map_or("", |member| &member.property);
        let (set, key) = (&self.entity_set, self.readable_key(row));
        Error::RowTooLarge(if members.len() > 1 {
            format!(
                "{set}: the row {key} alone is larger than the {max_bytes} bytes an answer may have; leave out '{largest}' with $select"
            )
        } else {
            format!(
                "{set}: '{largest}' of the row {key} is larger than the {max_bytes} bytes an answer may have"
            )
        })
    }

    /// The form of a row.
    fn layout_of(&self, row: &dyn Row) -> Result<&Layout, Error> {
        let number = match self.layout {
            None => Some(0),
            Some(place) => match row.get(place)? {
                ValueRef::Integer(number) => usize::try_from(number).ok(),
                _ => None,
            },
        };
        number
            .and_then(|number| self.layouts.get(number))
            .ok_or_else(|| Error::Evaluation(format!("{}: a row has no known form", self.entity_set)))
    }

    /// Appends the members that are properties.
    pub(super) fn properties(&self, out: &mut Vec<u8>, row: &dyn Row) -> Result<(), Error> {
        let layout = self.layout_of(row)?;
        for member in &layout.members {
            out.extend_from_slice(&member.head);
            // Not `?`: moving every value out of its result costs as much as encoding it.
            match row.get(member.place) {
                Ok(ref value) => self.encode(out, member, value, row)?,
                Err(error) => return Err(error),
            }
        }
        out.extend_from_slice(&layout.tail);
        Ok(())
    }

    fn encode(
        &self,
        out: &mut Vec<u8>,
        member: &Member,
        value: &ValueRef<'_>,
        row: &dyn Row,
    ) -> Result<(), Error> {
        if (member.encode)(out, value) {
            return Ok(());
        }
        Err(Error::Value {
            entity_set: self.entity_set.clone(),
            property: member.property.clone(),
            row: self.readable_key(row),
            found: describe(value),
            expected: member.ty.primitive.name().to_owned(),
        })
    }

    fn only(&self) -> Result<&Member, Error> {
        self.layouts.first().and_then(|layout| layout.members.first()).ok_or_else(|| {
            Error::Evaluation(format!("{}: the property is not among the values read", self.entity_set))
        })
    }
}

impl Layout {
    /// `present`: which of the plan's members it has.
    fn of(representation: &Representation<'_>, present: &[bool], entity: bool) -> Self {
        let metadata = representation.json.metadata;
        let full = metadata == MetadataLevel::Full;
        let base: Vec<String> = representation
            .complex()
            .map(|complex| complex.path.split('/').map(str::to_owned).collect())
            .unwrap_or_default();
        let mut objects = Objects { representation, full, open: &base, first: !(full && entity) };
        let mut members: Vec<Member> = Vec::with_capacity(present.len());
        let planned = representation.plan.output.iter().zip(present).filter(|(_, present)| **present);
        for (planned, _) in planned {
            let mut head = Vec::new();
            if let (Some(complex), true) = (representation.complex(), members.is_empty()) {
                objects.first = true;
                objects.annotate(&complex.path, &mut head);
            }
            let name = objects.go_to(&planned.path, &mut head);
            let ty = planned.ty;
            if full || planned.dynamic && metadata == MetadataLevel::Minimal {
                type_annotation(&mut head, name, ty);
            }
            escape::string(&mut head, name);
            head.push(b':');
            members.push(Member {
                head,
                place: planned.place,
                encode: encode_as(ty.primitive, representation.json.ieee754_compatible),
                property: planned.path.join("/"),
                ty,
            });
        }
        let tail = vec![b'}'; objects.open.len().saturating_sub(base.len())];
        Self { members, tail, entity }
    }
}

/// The objects around the member written last.
struct Objects<'p> {
    representation: &'p Representation<'p>,
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
        if let Some(ty) = self.full.then(|| self.representation.complex_type(path)).flatten() {
            self.comma(out);
            out.extend_from_slice(b"\"@odata.type\":");
            escape::string(out, &format!("#{ty}"));
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
fn type_annotation(out: &mut Vec<u8>, property: &str, ty: TypeRef) {
    let guessed = matches!(ty.primitive, PrimitiveType::Boolean | PrimitiveType::String);
    if guessed && ty.definition.is_none() {
        return;
    }
    escape::string(out, &format!("{property}@odata.type"));
    out.push(b':');
    escape::string(out, &format!("#{}", ty.name().strip_prefix("Edm.").unwrap_or(ty.name())));
    out.push(b',');
}
