//! The columns of a set, however deep their properties are written: the definition of a set goes
//! in, its primitive properties come out, in order.

use super::definition::{EntitySetDefinition, PropertyDefinition};
use super::located::{Entries, Entry, Located};

/// A property with a column.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its definition under its path, `Address/City`, with the column's name filled in.
    pub entry: Entry<PropertyDefinition>,
    /// The derived type that declares it, by index; `None` for the set's entity type.
    pub of: Option<usize>,
    /// Where it stands in the set's definition: `properties.Address.properties.City`.
    pub place: String,
}

/// The primitive properties of a set.
#[derive(Clone, Debug, Default)]
pub struct Leaves {
    leaves: Vec<Leaf>,
    /// What each derived type is derived from; a name of nothing counts as the entity type.
    bases: Vec<Option<usize>>,
}

impl Leaves {
    /// Those of `set`, those of its derived types behind those of all entities.
    #[must_use]
    pub fn of(set: &EntitySetDefinition) -> Self {
        let mut leaves = Self::default();
        leaves.add(&set.properties, &Around { of: None, path: "", place: "properties", publish: true });
        let Some(derived) = &set.derived else { return leaves };
        for (index, ty) in derived.types.iter().enumerate() {
            let base = ty.value.base.as_ref();
            leaves.bases.push(base.and_then(|base| derived.types.names().position(|name| *name == ***base)));
            let place = format!("derived.types.{}.properties", *ty.name);
            let around = Around { of: Some(index), path: "", place: &place, publish: true };
            leaves.add(&ty.value.properties, &around);
        }
        leaves
    }

    /// All of them, in the order of the definition.
    pub fn iter(&self) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter()
    }

    /// The one at a path that all entities have.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Leaf> {
        self.get_of(None, path)
    }

    /// The one at a path that entities of a derived type have.
    #[must_use]
    pub fn get_of(&self, ty: Option<usize>, path: &str) -> Option<&Leaf> {
        self.leaves.iter().find(|leaf| *leaf.entry.name == *path && self.is_a(ty, leaf.of))
    }

    /// The paths of those that all entities have.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names_of(None)
    }

    /// The paths of those that entities of a derived type have.
    pub fn names_of(&self, ty: Option<usize>) -> impl Iterator<Item = &str> {
        self.leaves.iter().filter(move |leaf| self.is_a(ty, leaf.of)).map(|leaf| leaf.entry.name.as_str())
    }

    /// Whether `ty` is `base` or derived from it.
    #[must_use]
    pub fn is_a(&self, mut ty: Option<usize>, base: Option<usize>) -> bool {
        // In a circle, which is a problem of its own, there is no end.
        for _ in 0..=self.bases.len() {
            if ty == base {
                return true;
            }
            ty = ty.and_then(|ty| self.bases.get(ty).copied().flatten());
        }
        base.is_none()
    }

    fn add(&mut self, properties: &Entries<PropertyDefinition>, around: &Around<'_>) {
        for entry in properties.iter() {
            let name = &entry.name;
            let path = match around.path {
                "" => name.value.clone(),
                around => format!("{around}/{}", **name),
            };
            let place = format!("{}.{}", around.place, **name);
            let publish = around.publish && entry.value.publish.is_none_or(|publish| *publish);
            if entry.value.is_complex() {
                let place = format!("{place}.properties");
                let inside = Around { of: around.of, path: &path, place: &place, publish };
                self.add(&entry.value.properties, &inside);
                continue;
            }
            let mut value = entry.value.clone();
            if value.field.is_none() {
                value.column.get_or_insert_with(|| name.clone());
            }
            if !publish && value.publish.is_none_or(|publish| *publish) {
                value.publish = Some(Located { value: false, at: name.at });
            }
            let entry = Entry { name: Located { value: path, at: name.at }, value };
            self.leaves.push(Leaf { entry, of: around.of, place });
        }
    }
}

/// What surrounds properties in a definition.
struct Around<'a> {
    of: Option<usize>,
    path: &'a str,
    place: &'a str,
    /// Whether anything in it is published.
    publish: bool,
}

impl PropertyDefinition {
    /// Whether it has properties of its own and no column.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        !self.properties.is_empty()
    }
}
