//! The syntax tree of a request URL: what was written, not what it means. No model is known here.
//!
//! Literals keep their lexeme; values are made when names and types are bound. Every node that an
//! error may have to point at carries a [`Span`].

mod apply;
mod expr;
mod item;
mod json;
mod literal;
mod option;
mod path;
mod search;
mod uri;

pub use apply::*;
pub use expr::*;
pub use item::*;
pub use json::*;
pub use literal::*;
pub use option::*;
pub use path::*;
pub use search::*;
pub use uri::*;

/// A byte range in the percent-decoded text of the part a node was parsed from: the path as a
/// whole, or the value of one query option.
///
/// ```
/// let item = &odata_params::parse_select("Name,Home/Port").unwrap()[1];
/// assert_eq!((item.span.start, item.span.end), (5, 14));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}
