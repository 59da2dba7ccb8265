//! Parts of a JSON text by their pointers, in one pass: the text and pointers go in, slices of the text
//! come out. Nothing is copied and no number is read.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::catalog::Pointer;

/// The parts of JSON values that are wanted.
#[derive(Debug)]
pub(super) struct Picker {
    root: Node,
    width: usize,
}

/// What is wanted of a value: itself, by the numbers of the pointers to it, and what is in it.
#[derive(Debug, Default)]
struct Node {
    numbers: Vec<usize>,
    inside: Vec<(String, Node)>,
}

impl Picker {
    /// A picker of what these pointers lead to.
    pub(super) fn new<'p>(pointers: impl IntoIterator<Item = &'p Pointer>) -> Self {
        let mut picker = Self { root: Node::default(), width: 0 };
        for pointer in pointers {
            picker.root.add(&pointer.0, picker.width);
            picker.width += 1;
        }
        picker
    }

    /// For each pointer the part of `text` it leads to, if there is one.
    ///
    /// # Errors
    /// The text is no JSON, or a pointer leads into something that is neither object nor list.
    pub(super) fn pick<'j>(&self, text: &'j str) -> serde_json::Result<Vec<Option<&'j RawValue>>> {
        let mut found = vec![None; self.width];
        let mut deserializer = serde_json::Deserializer::from_str(text);
        At { node: &self.root, found: &mut found }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(found)
    }
}

impl Node {
    fn add(&mut self, steps: &[String], number: usize) {
        let Some((step, steps)) = steps.split_first() else { return self.numbers.push(number) };
        let place = self.find(step).unwrap_or_else(|| {
            self.inside.push((step.clone(), Self::default()));
            self.inside.len() - 1
        });
        if let Some((_, node)) = self.inside.get_mut(place) {
            node.add(steps, number);
        }
    }

    fn find(&self, step: &str) -> Option<usize> {
        self.inside.iter().position(|(name, _)| name == step)
    }
}

/// A place in the JSON where a node is.
struct At<'n, 'f, 'j> {
    node: &'n Node,
    found: &'f mut [Option<&'j RawValue>],
}

impl<'j> DeserializeSeed<'j> for At<'_, '_, 'j> {
    type Value = ();

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.node.numbers.is_empty() {
            return deserializer.deserialize_any(self);
        }
        let raw = <&RawValue>::deserialize(deserializer)?;
        for number in &self.node.numbers {
            if let Some(place) = self.found.get_mut(*number) {
                *place = Some(raw);
            }
        }
        if self.node.inside.is_empty() {
            return Ok(());
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        deserializer.deserialize_any(self).map_err(D::Error::custom)
    }
}

impl<'j> Visitor<'j> for At<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.node.inside.iter().map(|(name, _)| name.as_str()).collect();
        write!(f, "an object with {}", names.join(", "))
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(place) = map.next_key_seed(Step(self.node))? {
            match place.and_then(|place| self.node.inside.get(place)) {
                Some((_, node)) => map.next_value_seed(At { node, found: &mut *self.found })?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'j>>(self, mut list: A) -> Result<(), A::Error> {
        for number in 0_usize.. {
            let place = self.node.find(&number.to_string());
            let more = match place.and_then(|place| self.node.inside.get(place)) {
                Some((_, node)) => list.next_element_seed(At { node, found: &mut *self.found })?.is_some(),
                None => list.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    /// There is nothing in null.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The name of a member, as the place of its node.
struct Step<'n>(&'n Node);

impl<'j> DeserializeSeed<'j> for Step<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Step<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.find(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(pointers: &[&str], text: &str) -> Result<Vec<Option<String>>, String> {
        let pointers: Vec<_> = pointers.iter().map(|pointer| Pointer::parse(pointer).unwrap()).collect();
        let found = Picker::new(&pointers).pick(text).map_err(|error| error.to_string())?;
        Ok(found.into_iter().map(|raw| raw.map(|raw| raw.get().to_owned())).collect())
    }

    #[test]
    fn parts_are_slices_of_the_text() {
        let text = r#"{"a": {"b": [1.50, 2e400], "c": null}, "d": "\u0041", "a/b": {"": true}}"#;
        let pointers = ["/a/b/1", "/a/b", "/a/b/0", "/d", "/a~1b/", "/a/c/x", "/none", "/a/b/7"];
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            pick(&pointers, text).unwrap(),
            [
                some("2e400"),
                some("[1.50, 2e400]"),
                some("1.50"),
                some("\"\\u0041\""),
                some("true"),
                None,
                None,
                None
            ]
        );
        assert_eq!(pick(&[""], " [1] ").unwrap(), [some("[1]")]);
    }

    #[test]
    fn what_is_no_such_json_is_refused() {
        for (pointer, text) in [
            ("/a", "{\"a\": 1"),
            ("/a", "{\"a\": 1} x"),
            ("", "<html>"),
            ("", ""),
            ("/a/b", "{\"a\": 5}"),
            ("/a", "\"text\""),
        ] {
            assert!(pick(&[pointer], text).is_err(), "{text}");
        }
    }
}
