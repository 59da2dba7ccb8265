//! A metadata document as a tree.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An XML element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
}

impl Element {
    /// The root of a document.
    pub(super) fn parse(document: &str) -> Self {
        let mut reader = Reader::from_str(document);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(Self::of(&tag)),
                Event::Empty(tag) => open.last_mut().unwrap().children.push(Self::of(&tag)),
                Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
                Event::End(_) => {
                    let element = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(element);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        open.remove(0).children.remove(0)
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        let name = tag.name().as_ref().to_owned();
        Self { name, attributes: attributes.collect(), ..Self::default() }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    /// The children of this name.
    pub(super) fn all<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The child of this name, or the one of this name whose attribute `Name`, `Term` or
    /// `Property` is what stands behind a colon.
    pub(super) fn child(&self, path: &str) -> Option<&Self> {
        let (name, label) = path.split_once(':').map_or((path, None), |(name, label)| (name, Some(label)));
        let labelled = |child: &&Self| ["Name", "Term", "Property"].iter().any(|key| child.get(key) == label);
        self.all(name).find(|child| label.is_none() || labelled(child))
    }

    /// The schema of a document.
    pub(super) fn schema(&self) -> &Self {
        let services = self.all("edmx:DataServices").next().unwrap();
        services.child("Schema").unwrap()
    }
}
