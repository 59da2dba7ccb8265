//! Nodes of list-valued options: the items of `$orderby`, `$select`, `$expand` and `$compute`.

use super::{Expr, PathSegment, QueryOption, Span};

/// One item of `$orderby`.
///
/// ```
/// assert!(odata_params::parse_orderby("Length desc").unwrap()[0].descending);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct OrderByItem {
    /// The expression to sort by.
    pub expr: Expr,
    /// `desc` was written.
    pub descending: bool,
}

/// One item of `$select`.
///
/// ```
/// assert_eq!(odata_params::parse_select("Tags($top=3;$skip=1)").unwrap()[0].options.len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SelectItem {
    /// `*`, `Ns.*` or a path.
    pub kind: SelectKind,
    /// Nested options in parentheses.
    pub options: Vec<QueryOption>,
    /// Where it was written.
    pub span: Span,
}

/// What a `$select` item names.
///
/// ```
/// use odata_params::{ast::SelectKind, parse_select};
///
/// let items = parse_select("*,Fleet.*,Home/Port").unwrap();
/// assert_eq!((&items[0].kind, &items[1].kind), (&SelectKind::All, &SelectKind::AllOperations("Fleet".into())));
/// assert!(matches!(&items[2].kind, SelectKind::Path(path) if path.len() == 2));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum SelectKind {
    /// `*`
    All,
    /// `Ns.*`: all actions and functions of a schema.
    AllOperations(String),
    /// A property path, type casts included.
    Path(Vec<PathSegment>),
}

/// One item of `$expand`.
///
/// ```
/// let items = odata_params::parse_expand("*,Crew($top=1)").unwrap();
/// assert_eq!(items[0].path, None);
/// assert_eq!(items[1].options.len(), 1);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ExpandItem {
    /// `None` for `*`, else the navigation path.
    pub path: Option<Vec<PathSegment>>,
    /// `/$ref` or `/$count` at the end.
    pub suffix: ExpandSuffix,
    /// Nested options in parentheses.
    pub options: Vec<QueryOption>,
    /// Where it was written.
    pub span: Span,
}

/// What an expand path ends with.
///
/// ```
/// use odata_params::{ast::ExpandSuffix, parse_expand};
///
/// assert_eq!(parse_expand("Crew/$ref").unwrap()[0].suffix, ExpandSuffix::Ref);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the suffixes")]
pub enum ExpandSuffix {
    None,
    Ref,
    Count,
}

/// The value of `$levels`.
///
/// ```
/// use odata_params::{ast::{Levels, QueryOptionKind}, parse_expand};
///
/// let items = parse_expand("Parent($levels=max)").unwrap();
/// assert_eq!(items[0].options[0].kind, QueryOptionKind::Levels(Levels::Max));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the values")]
pub enum Levels {
    Number(u32),
    Max,
}

/// One item of `$compute`: `expr as Alias`.
///
/// ```
/// assert_eq!(odata_params::parse_compute("Length mul 3 as Feet").unwrap()[0].alias, "Feet");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ComputeItem {
    /// The expression.
    pub expr: Expr,
    /// The name of the dynamic property.
    pub alias: String,
}
