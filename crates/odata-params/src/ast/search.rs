//! Nodes of `$search` expressions.

/// A `$search` expression (URL Conventions, section 5.1.7).
///
/// ```
/// use odata_params::{ast::SearchExpr, parse_search};
///
/// assert_eq!(parse_search("\"sea star\"").unwrap(), SearchExpr::Phrase("sea star".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SearchExpr {
    /// A single word.
    Word(String),
    /// A quoted phrase, its content.
    Phrase(String),
    /// `a AND b`, or `a b`
    And(Box<SearchExpr>, Box<SearchExpr>),
    /// `a OR b`
    Or(Box<SearchExpr>, Box<SearchExpr>),
    /// `NOT a`
    Not(Box<SearchExpr>),
}
