//! Nodes of member paths: how an expression reaches a property, a collection or a bound function.

use super::{AggregateItem, Argument, Expr, QueryOption, Span};

/// A path to a member, from the current instance or a named root.
///
/// ```
/// use odata_params::{ast::{ExprKind, PathRoot}, parse_expr};
///
/// let ExprKind::Path(path) = parse_expr("$it/Home/Port").unwrap().kind else { panic!() };
/// assert_eq!((path.root, path.segments.len()), (PathRoot::It, 2));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MemberPath {
    /// Where it starts.
    pub root: PathRoot,
    /// Its segments; may be empty for `$it`, `$this`.
    pub segments: Vec<PathSegment>,
}

/// Where a member path starts.
///
/// ```
/// use odata_params::{ast::{ExprKind, PathRoot}, parse_expr};
///
/// for (text, root) in [("Name", PathRoot::Implicit), ("$root/Ports", PathRoot::Root), ("$this", PathRoot::This)] {
///     assert!(matches!(parse_expr(text).unwrap().kind, ExprKind::Path(path) if path.root == root));
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathRoot {
    /// No prefix: the current instance, or a lambda variable named by the first segment.
    Implicit,
    /// `$it`
    It,
    /// `$this`
    This,
    /// `$root/`
    Root,
    /// `$these`: the input set of a transformation (Data Aggregation extension)
    These,
}

/// One segment of a member path.
///
/// ```
/// let text = "Home/Port";
/// let item = &odata_params::parse_expand(text).unwrap()[0];
/// let port = &item.path.as_ref().unwrap()[1];
/// assert_eq!(&text[port.span.start..port.span.end], "Port");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PathSegment {
    /// What it is.
    pub kind: PathSegmentKind,
    /// Where it was written.
    pub span: Span,
}

/// Segments of member paths.
///
/// ```
/// use odata_params::{ast::{ExprKind, PathSegmentKind}, parse_expr};
///
/// let ExprKind::Path(path) = parse_expr("Crew/$count").unwrap().kind else { panic!() };
/// assert_eq!(path.segments[1].kind, PathSegmentKind::Count(Vec::new()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PathSegmentKind {
    /// A property, navigation property, lambda variable, or (dotted) type cast or bound function
    /// without parentheses; parentheses hold a key or function arguments.
    Name {
        /// The name, dots included.
        name: String,
        /// Content of the parentheses, if any.
        arguments: Option<Vec<Argument>>,
    },
    /// `@Ns.Term#Qualifier`, without the `@`. As the first segment of a path and without dots it
    /// may also be a parameter alias that stands for an instance: `@m/Name`.
    Annotation(String),
    /// `$filter(…)` on a collection
    Filter(Box<Expr>),
    /// `aggregate(…)` on a collection (Data Aggregation extension)
    Aggregate(Box<AggregateItem>),
    /// Text that is no name: a key written as a segment
    Key(String),
    /// `$count`, with options in parentheses (`$filter`, `$search`)
    Count(Vec<QueryOption>),
    /// `$ref`
    Ref,
    /// `$value`
    Value,
    /// `any(v:…)`, `all(v:…)`
    Lambda {
        /// Which of the two.
        operator: LambdaOp,
        /// The range variable; `None` for `any()`.
        variable: Option<String>,
        /// The predicate; `None` for `any()`.
        predicate: Option<Box<Expr>>,
    },
}

/// Lambda operators.
///
/// ```
/// use odata_params::{ast::{ExprKind, LambdaOp, PathSegmentKind}, parse_filter};
///
/// let ExprKind::Path(path) = parse_filter("Crew/any(c:c/Rank eq 1)").unwrap().kind else { panic!() };
/// assert!(matches!(path.segments[1].kind, PathSegmentKind::Lambda { operator: LambdaOp::Any, .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum LambdaOp {
    Any,
    All,
}
