//! Entities with what is expanded of them: rows go in level by level, as they are read, and each is
//! encoded once; out comes the nested JSON (JSON Format, section 8.3). Knows no page and no source.

use super::links::NavigationLinks;
use super::negotiate::MetadataLevel;
use super::representation::CONTAINER;
use super::row::RowEncoder;
use super::{Representation, encode, escape};
use crate::exec::expand::Keys;
use crate::plan;
use crate::query::{Expand, Form};
use crate::source::{Error, Row};

/// The entities of one level.
pub struct Level {
    pub(super) encoder: RowEncoder,
    /// The rows' own members, each followed by its key where links need it.
    text: Vec<u8>,
    pieces: Vec<Piece>,
    slots: Vec<Slot>,
    /// The key of the first row, for messages.
    first: String,
    /// Whether the keys of the rows stand in the text too.
    keyed: bool,
    /// Where the entities are below the service root, if that of those they contain begins with it.
    address: Option<Vec<u8>>,
    /// Whether that, or a link of a row, depends on what contains each.
    is_part: bool,
}

/// Where a row's text ends; it begins where that of the row before ends.
#[derive(Clone, Copy)]
struct Piece {
    members: usize,
    key: usize,
}

/// An expanded navigation property of a level.
pub struct Slot {
    name: String,
    form: Form,
    collection: bool,
    counted: bool,
    ieee754_compatible: bool,
    links: Option<NavigationLinks>,
    /// The types of the family that have it; `None` where all do.
    types: Option<Vec<Option<usize>>>,
    here: Vec<usize>,
    keys: Keys,
    /// For each row of the level whether it is of such a type.
    has: Vec<bool>,
    /// For each row of the level the number of its key.
    key_of: Vec<Option<u32>>,
    children: Children,
}

/// What is related to the rows of a level.
pub struct Children {
    level: Level,
    /// For each key its rows.
    of_key: Vec<Vec<u32>>,
    /// For each key the number of its rows, where it is asked for.
    counts: Vec<u64>,
}

impl Level {
    /// A level without rows.
    #[must_use]
    pub fn new(representation: &Representation<'_>) -> Self {
        let encoder = RowEncoder::new(representation);
        let expands = representation.query.expand.iter().zip(&representation.plan.expands);
        let slots: Vec<Slot> =
            expands.map(|(expand, plan)| Slot::new(expand, plan, representation)).collect();
        let around_parts = slots.iter().any(|slot| slot.children.level.is_part);
        let keyed = around_parts || !slots.is_empty() && encoder.has_navigation_links();
        let address = representation.address().unwrap_or_default();
        let is_part = address.contains(&CONTAINER) && (around_parts || encoder.has_addresses());
        let address = around_parts.then_some(address);
        Self {
            encoder,
            text: Vec::new(),
            pieces: Vec::new(),
            slots,
            first: String::new(),
            keyed,
            address,
            is_part,
        }
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.pieces.len()
    }

    /// The bytes of the rows' own members.
    #[must_use]
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// What is expanded, in the order of the plan.
    pub fn slots_mut(&mut self) -> &mut [Slot] {
        &mut self.slots
    }

    /// Whether anything is expanded.
    pub(super) fn is_expanded(&self) -> bool {
        !self.slots.is_empty()
    }

    /// Adds a row.
    ///
    /// # Errors
    /// What the row gives, and a value that is not of its property's type.
    pub fn push(&mut self, row: &dyn Row) -> Result<(), Error> {
        self.encoder.members(&mut self.text, row)?;
        let members = self.text.len();
        if self.keyed {
            self.text.extend(self.encoder.key(row)?);
        }
        let typed = self.slots.iter().any(|slot| slot.types.is_some());
        let ty = if typed { self.encoder.type_of(row)? } else { None };
        for slot in &mut self.slots {
            let has = slot.types.as_ref().is_none_or(|types| types.contains(&ty));
            let key = if has { slot.keys.add(row, &slot.here)? } else { None };
            slot.key_of.push(key);
            slot.has.push(has);
        }
        if self.pieces.is_empty() && self.is_expanded() {
            self.first = self.encoder.readable_key(row);
        }
        self.pieces.push(Piece { members, key: self.text.len() });
        Ok(())
    }

    /// Keeps the first rows only, and nothing that was read of what is related to the others.
    pub fn truncate(&mut self, rows: usize) {
        let end = rows.checked_sub(1).and_then(|last| self.pieces.get(last)).map_or(0, |piece| piece.key);
        self.pieces.truncate(rows);
        self.text.truncate(end);
        for slot in &mut self.slots {
            slot.key_of.truncate(rows);
            slot.has.truncate(rows);
            // Keys are numbered as they came.
            let keys = slot.key_of.iter().flatten().max().map_or(0, |greatest| greatest.saturating_add(1));
            slot.keys.truncate(usize::try_from(keys).unwrap_or(usize::MAX));
            slot.children.clear();
        }
    }

    /// Writes a row with all that is expanded of it; not to its end if `out` grows over `most` bytes.
    /// `container`: the address of the entity that contains it, where it says where it is.
    pub(super) fn write(&self, out: &mut Vec<u8>, row: usize, container: &[u8], most: usize) {
        out.push(b'{');
        self.write_members(out, row, container, most);
        out.push(b'}');
    }

    /// The same without braces.
    pub(super) fn write_members(&self, out: &mut Vec<u8>, row: usize, container: &[u8], most: usize) {
        let start =
            row.checked_sub(1).and_then(|before| self.pieces.get(before)).map_or(0, |piece| piece.key);
        let Some(Piece { members, key }) = self.pieces.get(row).copied() else { return };
        let own = out.len();
        out.extend_from_slice(self.text.get(start..members).unwrap_or_default());
        self.settle(out, own, container);
        let mut first = start == members;
        let key = self.text.get(members..key).unwrap_or_default();
        let mut address = self.address.clone().unwrap_or_default();
        self.settle(&mut address, 0, container);
        address.extend_from_slice(key);
        for slot in &self.slots {
            if slot.has.get(row) != Some(&true) {
                continue;
            }
            let links = out.len();
            slot.write_links(out, key, &mut first);
            self.settle(out, links, container);
            slot.write(out, row, &address, &mut first, most);
        }
    }

    /// Puts the address of the container where it belongs in a text.
    fn settle(&self, text: &mut Vec<u8>, from: usize, container: &[u8]) {
        if !self.is_part {
            return;
        }
        let written = text.split_off(from.min(text.len()));
        for (index, piece) in written.split(|byte| *byte == CONTAINER).enumerate() {
            if index > 0 {
                text.extend_from_slice(container);
            }
            text.extend_from_slice(piece);
        }
    }

    /// The error for a first row that has more expanded of it than an answer may have.
    #[must_use]
    pub fn too_much(&self, most: &str) -> Error {
        let first = &self.first;
        let names: Vec<&str> = self.slots.iter().map(Slot::name).collect();
        Error::RowTooLarge(format!(
            "{}: what is expanded of the row {first} alone is more than the {most} an answer may have; \
             expand less of {}, with $filter, $top or $select in its parentheses",
            self.encoder.entity_set(),
            names.join(" and ")
        ))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        for slot in &mut self.slots {
            slot.keys = Keys::default();
            slot.key_of.clear();
            slot.has.clear();
            slot.children.clear();
        }
    }
}

impl Slot {
    fn new(expand: &Expand, plan: &plan::Expand, representation: &Representation<'_>) -> Self {
        let inner = representation.expanded(expand, plan);
        let full = representation.json.metadata == MetadataLevel::Full;
        let linked = full && representation.address().is_some();
        Self {
            name: expand.name.clone(),
            form: expand.form,
            collection: expand.collection,
            counted: plan.counted,
            ieee754_compatible: representation.json.ieee754_compatible,
            links: linked.then(|| NavigationLinks::of(representation, expand.of, &expand.name)),
            types: representation.types_of(expand.of),
            here: plan.here.clone(),
            keys: Keys::default(),
            has: Vec::new(),
            key_of: Vec::new(),
            children: Children { level: Level::new(&inner), of_key: Vec::new(), counts: Vec::new() },
        }
    }

    /// The name of the navigation property.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether no row may have more than one related entity.
    #[must_use]
    pub const fn is_single(&self) -> bool {
        !self.collection
    }

    /// The keys of the level's rows, and the place for what is related to them.
    pub fn parts(&mut self) -> (&Keys, &mut Children) {
        (&self.keys, &mut self.children)
    }

    fn write_links(&self, out: &mut Vec<u8>, key: &[u8], first: &mut bool) {
        if let Some(links) = &self.links {
            comma(out, first);
            links.write(out, key);
        }
    }

    /// Writes what is related to a row at this address.
    fn write(&self, out: &mut Vec<u8>, row: usize, address: &[u8], first: &mut bool, most: usize) {
        let number = self.key_of.get(row).copied().flatten().and_then(|number| usize::try_from(number).ok());
        if self.counted {
            comma(out, first);
            escape::string(out, &format!("{}@odata.count", self.name));
            out.push(b':');
            let count = number.and_then(|number| self.children.counts.get(number)).copied().unwrap_or(0);
            encode::count(out, count, self.ieee754_compatible);
        }
        if self.form == Form::Count {
            return;
        }
        comma(out, first);
        escape::string(out, &self.name);
        out.push(b':');
        let rows = number.and_then(|number| self.children.of_key.get(number)).map_or(&[][..], Vec::as_slice);
        let rows = rows.iter().filter_map(|row| usize::try_from(*row).ok());
        if self.collection {
            out.push(b'[');
            for (index, row) in rows.enumerate() {
                if out.len() > most {
                    break;
                }
                if index > 0 {
                    out.push(b',');
                }
                self.children.level.write(out, row, address, most);
            }
            out.push(b']');
            return;
        }
        let before = out.len();
        rows.take(1).for_each(|row| self.children.level.write(out, row, address, most));
        if out.len() == before {
            out.extend_from_slice(b"null");
        }
    }
}

fn comma(out: &mut Vec<u8>, first: &mut bool) {
    if !std::mem::replace(first, false) {
        out.push(b',');
    }
}

impl Children {
    /// The related entities themselves.
    pub const fn level_mut(&mut self) -> &mut Level {
        &mut self.level
    }

    /// Adds a row that belongs to the key of this number; gives how many rows that key now has.
    ///
    /// # Errors
    /// As [`Level::push`].
    pub fn push(&mut self, key: u32, row: &dyn Row) -> Result<usize, Error> {
        let index = u32::try_from(self.level.rows())
            .map_err(|_| Error::TooManyRows("there are too many rows to expand".to_owned()))?;
        self.level.push(row)?;
        let Ok(key) = usize::try_from(key) else { return Ok(0) };
        if self.of_key.len() <= key {
            self.of_key.resize_with(key.saturating_add(1), Vec::new);
        }
        Ok(self.of_key.get_mut(key).map_or(0, |rows| {
            rows.push(index);
            rows.len()
        }))
    }

    /// How many rows belong to each key.
    pub fn count(&mut self, counts: Vec<u64>) {
        self.counts = counts;
    }

    fn clear(&mut self) {
        self.level.clear();
        self.of_key.clear();
        self.counts.clear();
    }
}
