//! The columns of a set, however deep their properties are written: the definition of a set goes
//! in, its primitive properties come out, in order.

use super::definition::{EntitySetDefinition, PropertyDefinition};
use super::located::{Entries, Entry, Located};

/// A property with a column.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its definition under its path, `Address/City`, with the column's name filled in.
    pub entry: Entry<PropertyDefinition>,
    /// Where it stands in the set's definition: `properties.Address.properties.City`.
    pub place: String,
}

/// The primitive properties of a set.
#[derive(Clone, Debug, Default)]
pub struct Leaves(Vec<Leaf>);

impl Leaves {
    /// Those of `set`.
    #[must_use]
    pub fn of(set: &EntitySetDefinition) -> Self {
        let mut leaves = Self::default();
        leaves.add(&set.properties, "", "properties", true);
        leaves
    }

    /// All of them, in the order of the definition.
    pub fn iter(&self) -> impl Iterator<Item = &Leaf> {
        self.0.iter()
    }

    /// The one at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Leaf> {
        self.0.iter().find(|leaf| *leaf.entry.name == *path)
    }

    /// The paths in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|leaf| leaf.entry.name.as_str())
    }

    fn add(&mut self, properties: &Entries<PropertyDefinition>, around: &str, place: &str, publish: bool) {
        for entry in properties.iter() {
            let name = &entry.name;
            let path = if around.is_empty() { name.value.clone() } else { format!("{around}/{}", **name) };
            let place = format!("{place}.{}", **name);
            let publish = publish && entry.value.publish.is_none_or(|publish| *publish);
            if entry.value.is_complex() {
                self.add(&entry.value.properties, &path, &format!("{place}.properties"), publish);
                continue;
            }
            let mut value = entry.value.clone();
            value.column.get_or_insert_with(|| name.clone());
            if !publish && value.publish.is_none_or(|publish| *publish) {
                value.publish = Some(Located { value: false, at: name.at });
            }
            self.0.push(Leaf { entry: Entry { name: Located { value: path, at: name.at }, value }, place });
        }
    }
}

impl PropertyDefinition {
    /// Whether it has properties of its own and no column.
    #[must_use]
    pub fn is_complex(&self) -> bool {
        !self.properties.is_empty()
    }
}
