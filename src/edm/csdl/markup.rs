//! XML in a document's making: elements, attributes and the values of annotations, escaped so that
//! every reader gets them back. Knows no model.

use std::borrow::Cow;
use std::io;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;
use quick_xml::{Writer, escape::escape};

use super::annotation::{Annotation, Expression};

/// A document that is being written.
pub(super) struct Document {
    writer: Writer<Vec<u8>>,
}

pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Document {
    pub(super) fn new() -> Self {
        Self { writer: Writer::new_with_indent(Vec::new(), b' ', 1) }
    }

    /// What was written; only text ever is.
    pub(super) fn into_text(self) -> String {
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }

    pub(super) fn declaration(&mut self) -> io::Result<()> {
        self.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
    }

    pub(super) fn annotations<'a>(
        &mut self,
        list: impl IntoIterator<Item = Annotation<'a>>,
    ) -> io::Result<()> {
        list.into_iter().try_for_each(|annotation| {
            self.expression("Annotation", ("Term", annotation.term), &annotation.value)
        })
    }

    /// An annotation or a record's member; what has an attribute form uses it.
    fn expression(&mut self, element: &str, name: (&str, &str), value: &Expression<'_>) -> io::Result<()> {
        match value {
            Expression::Bool(value) => {
                self.empty(element, &[name, ("Bool", if *value { "true" } else { "false" })])
            }
            Expression::String(text) => self.empty(element, &[name, ("String", text)]),
            Expression::Member(ty, member) => {
                self.empty(element, &[name, ("EnumMember", &format!("{ty}/{member}"))])
            }
            Expression::Strings(texts) => self.collection(element, name, "String", texts),
            Expression::Properties(paths) => {
                let paths: Vec<_> = paths.iter().map(String::as_str).collect();
                self.collection(element, name, "PropertyPath", &paths)
            }
            Expression::Record(members) => {
                self.open(element, &[name])?;
                self.open("Record", &[])?;
                for (property, value) in members {
                    self.expression("PropertyValue", ("Property", property), value)?;
                }
                self.close("Record")?;
                self.close(element)
            }
        }
    }

    fn collection(
        &mut self,
        element: &str,
        name: (&str, &str),
        item: &str,
        texts: &[&str],
    ) -> io::Result<()> {
        self.open(element, &[name])?;
        self.open("Collection", &[])?;
        for text in texts {
            self.open(item, &[])?;
            self.writer.write_event(Event::Text(BytesText::new(&legal(text))))?;
            self.close(item)?;
        }
        self.close("Collection")?;
        self.close(element)
    }

    /// An element with nothing but attributes and annotations.
    pub(super) fn annotated<'a>(
        &mut self,
        element: &str,
        attributes: Attributes<'_>,
        annotations: impl IntoIterator<Item = Annotation<'a>>,
    ) -> io::Result<()> {
        let mut annotations = annotations.into_iter().peekable();
        if annotations.peek().is_none() {
            return self.empty(element, attributes);
        }
        self.open(element, attributes)?;
        self.annotations(annotations)?;
        self.close(element)
    }

    pub(super) fn open(&mut self, element: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(element, attributes)))
    }

    pub(super) fn empty(&mut self, element: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(element, attributes)))
    }

    pub(super) fn close(&mut self, element: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(element)))
    }
}

fn start<'a>(element: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut tag = BytesStart::new(element);
    for (key, value) in attributes {
        let value = attribute_text(value);
        tag.push_attribute(Attribute { key: QName(key), value });
    }
    tag
}

/// Escaped, with line ends and tabs as references: a parser would make blanks of them.
pub(super) fn attribute_text(value: &str) -> Cow<'_, str> {
    let value = legal(value);
    if !value.contains(['<', '>', '&', '\'', '"', '\r', '\n', '\t']) {
        return value;
    }
    Cow::Owned(escape(value.as_ref()).replace('\n', "&#10;").replace('\t', "&#9;"))
}

/// Without the characters XML 1.0 has no way to write (section 2.2 there).
fn legal(value: &str) -> Cow<'_, str> {
    let illegal = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if value.contains(illegal) {
        return Cow::Owned(value.replace(illegal, "\u{fffd}"));
    }
    Cow::Borrowed(value)
}
