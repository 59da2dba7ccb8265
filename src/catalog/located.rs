//! Parts of a definition that remember their line, so that a problem can point at them.
//! The one file that knows how the YAML reader tells positions.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_saphyr::Spanned;

use super::problem::Location;

/// A value and where it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it starts.
    pub at: Location,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::deserialize(deserializer)?;
        let at = Location { line: small(referenced.line()), column: small(referenced.column()) };
        Ok(Self { value, at })
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A mapping whose keys are names of the author's choice, in the order written. The YAML reader
/// refuses a key that is written twice.
#[derive(Clone, Debug)]
pub struct Entries<T>(Vec<Entry<T>>);

/// One name and what it stands for.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The name, with the place it was written at.
    pub name: Located<String>,
    /// What it stands for.
    pub value: T,
}

impl<T> Entries<T> {
    /// What `name` stands for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry<T>> {
        self.0.iter().find(|entry| *entry.name == *name)
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|entry| entry.name.as_str())
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Entries<T> {
    type Target = [Entry<T>];

    fn deref(&self) -> &[Entry<T>] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("EntriesOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping from names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, value)) = map.next_entry()? {
            entries.push(Entry { name, value });
        }
        Ok(Entries(entries))
    }
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_know_their_lines() {
        let entries: Entries<Vec<Located<String>>> =
            serde_saphyr::from_str("# first\nA: [x, y]\nB:\n  - z\n").unwrap();
        let found: Vec<_> = entries
            .iter()
            .flat_map(|entry| std::iter::once(&entry.name).chain(&entry.value))
            .map(|part| (part.as_str(), part.at.line, part.at.column))
            .collect();
        assert_eq!(found, [("A", 2, 1), ("x", 2, 5), ("y", 2, 8), ("B", 3, 1), ("z", 4, 5)]);
        assert_eq!(entries.names().collect::<Vec<_>>(), ["A", "B"]);
    }

    #[test]
    fn a_name_written_twice_is_refused() {
        assert!(serde_saphyr::from_str::<Entries<u8>>("A: 1\nA: 2\n").is_err());
    }
}
