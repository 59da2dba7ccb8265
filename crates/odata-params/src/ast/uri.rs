//! Nodes of a request URL as a whole: its path with the segments as written, and its options.

use super::{Argument, Expr, QueryOption, Span};

/// A parsed request URL, relative to the service root (URL Conventions, section 2).
///
/// ```
/// let uri = odata_params::ODataUri::parse("Boats(7)", "$select=Name&$top=1").unwrap();
/// assert_eq!((uri.path.segments.len(), uri.options.len()), (1, 2));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ODataUri {
    /// The resource path; empty for the service root.
    pub path: ResourcePath,
    /// The query options in the order written.
    pub options: Vec<QueryOption>,
}

/// The path below the service root (URL Conventions, section 4).
///
/// ```
/// use odata_params::{ODataUri, ast::ResourcePath};
///
/// assert_eq!(ODataUri::parse("/", "").unwrap().path, ResourcePath { segments: Vec::new() });
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePath {
    /// Its segments; empty for the service root.
    pub segments: Vec<Segment>,
}

/// One path segment.
///
/// ```
/// let uri = odata_params::ODataUri::parse("Boats/Sea%20Star", "").unwrap();
/// assert_eq!(uri.path.segments[1].text, "Sea Star");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The whole decoded segment as written: a key-as-segment value is read from here.
    pub text: String,
    /// What it looks like.
    pub kind: SegmentKind,
    /// Where it stands in the decoded path.
    pub span: Span,
}

/// The forms a path segment can take without knowing the model.
///
/// ```
/// use odata_params::{ODataUri, ast::SegmentKind};
///
/// let path = ODataUri::parse("Boats/Fleet.Yacht/$count", "").unwrap().path;
/// assert!(matches!(&path.segments[1].kind, SegmentKind::Name { name, arguments: None } if name == "Fleet.Yacht"));
/// assert_eq!(path.segments[2].kind, SegmentKind::Count);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentKind {
    /// `$metadata`
    Metadata,
    /// `$batch`
    Batch,
    /// `$all`
    All,
    /// `$entity`
    Entity,
    /// `$crossjoin(A,B)`
    CrossJoin(Vec<String>),
    /// `$count`
    Count,
    /// `$value`
    Value,
    /// `$ref`
    Ref,
    /// `$each`
    Each,
    /// `$query`
    Query,
    /// `$filter(…)` (URL Conventions, section 4.12)
    Filter(Expr),
    /// A simple or dot-qualified name, with the content of its parentheses where there are any:
    /// an entity set, a key predicate, a property, a type cast, a function call.
    Name {
        /// The name, dots included.
        name: String,
        /// `None` without parentheses, empty for `()`.
        arguments: Option<Vec<Argument>>,
    },
    /// Text that is no name: it can only be a key (key-as-segment, section 4.3.6).
    Text,
}
