//! Where the rows of an entity set are in a REST service: how they are asked for, which conditions and
//! orders it takes, how a list goes on. Data only; knows no HTTP.

/// A resource of a REST service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resource {
    /// The path that lists the rows, its constant query among it.
    pub list: Path,
    /// The path of the row with a key.
    pub by_key: Option<Path>,
    /// Where the list is in an answer.
    pub rows: Pointer,
    /// Where the row is in an answer by key.
    pub row: Pointer,
    /// The conditions the list takes.
    pub filters: Vec<Filter>,
    /// The orders it takes.
    pub sort: Option<Sort>,
    /// The query parameter for the members to answer with.
    pub select: Option<String>,
    /// How it goes on.
    pub paging: Paging,
    /// The page size it takes.
    pub size: Option<Size>,
    /// Where an answer tells how many rows there are.
    pub total: Option<Total>,
}

impl Resource {
    /// The properties that every list has to be told the value of, in the order of its path.
    pub fn required(&self) -> impl Iterator<Item = usize> {
        self.list.pieces.iter().filter_map(|piece| match piece {
            PathPiece::Property(index) => Some(*index),
            PathPiece::Text(_) => None,
        })
    }
}

/// A path with places for values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    /// Its pieces in order.
    pub pieces: Vec<PathPiece>,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PathPiece {
    /// As its author wrote it.
    Text(String),
    /// The value of the property with this index.
    Property(usize),
}

/// A JSON Pointer (RFC 6901): the names and indexes on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pointer(pub Vec<String>);

impl Pointer {
    /// Reads a pointer: empty, or beginning with a slash. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let unescape = |step: &str| step.replace("~1", "/").replace("~0", "~");
        Some(Self(text.strip_prefix('/')?.split('/').map(unescape).collect()))
    }

    /// Where a property is in its row: a pointer, or else the name of a member.
    #[must_use]
    pub fn of_field(field: &str) -> Self {
        match field.starts_with('/') {
            true => Self::parse(field).unwrap_or_default(),
            false => Self(vec![field.to_owned()]),
        }
    }
}

/// A condition that a list takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The property it is on.
    pub column: usize,
    /// What is compared.
    pub comparison: Comparison,
    /// Where its value goes.
    pub target: Target,
    /// What stands before and behind the value.
    pub around: (String, String),
    /// Whether the rows it leaves are those that OData leaves, and not more.
    pub exact: bool,
    /// What stands between several values; without it they are several parameters.
    pub separator: Option<String>,
    /// The most values in one request.
    pub most: usize,
}

/// What a condition says of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are OData's")]
pub enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    In,
    Contains,
    StartsWith,
    EndsWith,
}

impl Comparison {
    /// Those there are, with their names.
    pub const ALL: [(&'static str, Self); 10] = [
        ("eq", Self::Eq),
        ("ne", Self::Ne),
        ("gt", Self::Gt),
        ("ge", Self::Ge),
        ("lt", Self::Lt),
        ("le", Self::Le),
        ("in", Self::In),
        ("contains", Self::Contains),
        ("startswith", Self::StartsWith),
        ("endswith", Self::EndsWith),
    ];

    /// Whether it is about an order.
    #[must_use]
    pub const fn is_ordering(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }

    /// Whether it is about a part of a text.
    #[must_use]
    pub const fn is_part(self) -> bool {
        matches!(self, Self::Contains | Self::StartsWith | Self::EndsWith)
    }
}

/// Where a value goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Into the path of the list, in place of the property with this index.
    Path(usize),
    /// Into a query parameter.
    Query(String),
    /// Into a header.
    Header(String),
}

/// The orders that a list takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The query parameter.
    pub query: String,
    /// Properties, and the service's word for each.
    pub by: Vec<(usize, String)>,
    /// What stands before and behind the word of an ascending key.
    pub ascending: (String, String),
    /// The same of a descending one.
    pub descending: (String, String),
    /// The query parameter for the direction, if that has one of its own, with its two words.
    pub direction: Option<(String, [String; 2])>,
    /// What stands between keys; without it there is only one.
    pub separator: Option<String>,
}

/// How a list goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Paging {
    /// One answer holds it all.
    Whole,
    /// By the number of the page.
    Page {
        /// The query parameter.
        query: String,
        /// The first page's.
        first: u64,
        /// Where an answer tells whether there are more.
        more: Option<Pointer>,
    },
    /// By the number of rows to pass over.
    Offset {
        /// The query parameter.
        query: String,
        /// Where an answer tells whether there are more.
        more: Option<Pointer>,
    },
    /// By a mark in the answer.
    Cursor {
        /// The query parameter.
        query: String,
        /// Where the mark is.
        next: Pointer,
    },
    /// By a URL in the answer.
    NextUrl {
        /// Where it is.
        next: Pointer,
    },
    /// By the header `Link`.
    LinkHeader,
}

/// The page size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// The query parameter.
    pub query: String,
    /// The most rows of one page.
    pub rows: u64,
}

/// Where an answer tells how many rows there are on all pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Total {
    /// In its body.
    Body(Pointer),
    /// In a header.
    Header(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers() {
        let steps = |text: &str| Pointer::parse(text).map(|pointer| pointer.0.join("|"));
        for (text, expected) in [
            ("", Some("")),
            ("/data/items", Some("data|items")),
            ("/a~1b/~0/0", Some("a/b|~|0")),
            ("data", None),
        ] {
            assert_eq!(steps(text).as_deref(), expected, "{text}");
        }
        assert_eq!(Pointer::of_field("a/b").0, ["a/b"]);
        assert_eq!(Pointer::of_field("/a/b").0, ["a", "b"]);
    }
}
