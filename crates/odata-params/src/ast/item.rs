//! Nodes of list-valued options: the items of `$orderby`, `$select`, `$expand` and `$compute`.

use super::{Expr, PathSegment, QueryOption, Span};

/// One item of `$orderby`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderByItem {
    /// The expression to sort by.
    pub expr: Expr,
    /// `desc` was written.
    pub descending: bool,
}

/// One item of `$select`.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the suffixes")]
pub enum ExpandSuffix {
    None,
    Ref,
    Count,
}

/// The value of `$levels`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the values")]
pub enum Levels {
    Number(u32),
    Max,
}

/// One item of `$compute`: `expr as Alias`.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputeItem {
    /// The expression.
    pub expr: Expr,
    /// The name of the dynamic property.
    pub alias: String,
}
