//! Nodes of `$apply`: a pipeline of transformations (Data Aggregation extension, section 3).

use super::{Argument, ComputeItem, Expr, OrderByItem, PathSegment, SearchExpr, Span};

/// One transformation of an `$apply` pipeline (Data Aggregation extension, section 3).
///
/// ```
/// let pipeline = odata_params::parse_apply("filter(Sunk)/identity").unwrap();
/// assert_eq!((&*pipeline[0].name, pipeline[1].span.start), ("filter", 13));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Transformation {
    /// Its name as written: `filter`, `groupby`, `aggregate`, `concat`, …
    pub name: String,
    /// What it does.
    pub kind: TransformationKind,
    /// Where it was written.
    pub span: Span,
}

/// The transformations the extension defines, and custom ones.
///
/// ```
/// use odata_params::{ast::TransformationKind, parse_apply};
///
/// let pipeline = parse_apply("top(3)/concat(identity,skip(1))").unwrap();
/// assert_eq!(pipeline[0].kind, TransformationKind::Top(3));
/// assert!(matches!(&pipeline[1].kind, TransformationKind::Concat(all) if all.len() == 2));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum TransformationKind {
    /// `identity`
    Identity,
    /// `filter(…)`
    Filter(Expr),
    /// `search(…)`
    Search(SearchExpr),
    /// `compute(… as A,…)`
    Compute(Vec<ComputeItem>),
    /// `orderby(…)`
    OrderBy(Vec<OrderByItem>),
    /// `top(n)`
    Top(u64),
    /// `skip(n)`
    Skip(u64),
    /// `topcount(n,value)` and its five siblings
    Rank {
        /// Which of the six.
        kind: RankKind,
        /// How many, how much, or which percentage.
        amount: Expr,
        /// What to rank by.
        value: Expr,
    },
    /// `concat(a,b,…)`: at least two pipelines
    Concat(Vec<Vec<Transformation>>),
    /// `aggregate(…)`
    Aggregate(Vec<AggregateItem>),
    /// `groupby((…),…)`
    GroupBy {
        /// The grouping elements.
        items: Vec<GroupByItem>,
        /// What is applied to each group; empty where nothing was written.
        then: Vec<Transformation>,
    },
    /// `nest(… as A,…)`
    Nest(Vec<NestItem>),
    /// `addnested(path,… as A,…)`
    AddNested {
        /// The path whose target is transformed.
        path: Vec<PathSegment>,
        /// The pipelines with their names.
        items: Vec<NestItem>,
    },
    /// `join(path as A,…)`, `outerjoin(path as A,…)`
    Join {
        /// `outerjoin` was written.
        outer: bool,
        /// The collection joined.
        path: Vec<PathSegment>,
        /// The name of each joined member.
        alias: String,
        /// What is applied to the collection first.
        then: Vec<Transformation>,
    },
    /// `ancestors(…)`, `descendants(…)`
    Relatives {
        /// Which of the two.
        direction: Direction,
        /// The recursive hierarchy.
        hierarchy: Hierarchy,
        /// Which nodes to start from.
        start: Vec<Transformation>,
        /// How far to go.
        max_distance: Option<u64>,
        /// `keep start` was written.
        keep_start: bool,
    },
    /// `traverse(…)`
    Traverse {
        /// The recursive hierarchy.
        hierarchy: Hierarchy,
        /// `preorder` or `postorder`.
        order: Traversal,
        /// Which nodes to visit; empty for all.
        start: Vec<Transformation>,
        /// The order of siblings.
        order_by: Vec<OrderByItem>,
    },
    /// `Ns.Function(…)`: a set transformation of the service's own
    Custom(Vec<Argument>),
}

/// The six ranking transformations.
///
/// ```
/// use odata_params::{ast::{RankKind, TransformationKind}, parse_apply};
///
/// let pipeline = parse_apply("toppercent(50,Length)").unwrap();
/// assert!(matches!(pipeline[0].kind, TransformationKind::Rank { kind: RankKind::TopPercent, .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the transformations")]
pub enum RankKind {
    TopCount,
    TopPercent,
    TopSum,
    BottomCount,
    BottomPercent,
    BottomSum,
}

/// Which way `ancestors` and `descendants` go.
///
/// ```
/// use odata_params::{ast::{Direction, TransformationKind}, parse_apply};
///
/// let pipeline = parse_apply("ancestors($root/Units,Tree,ID,filter(Open),keep start)").unwrap();
/// let TransformationKind::Relatives { direction, keep_start, .. } = pipeline[0].kind else { panic!() };
/// assert_eq!((direction, keep_start), (Direction::Ancestors, true));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the transformations")]
pub enum Direction {
    Ancestors,
    Descendants,
}

/// In which order `traverse` visits a hierarchy.
///
/// ```
/// use odata_params::{ast::{TransformationKind, Traversal}, parse_apply};
///
/// let pipeline = parse_apply("traverse($root/Units,Tree,ID,preorder)").unwrap();
/// assert!(matches!(pipeline[0].kind, TransformationKind::Traverse { order: Traversal::Preorder, .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the keywords")]
pub enum Traversal {
    Preorder,
    Postorder,
}

/// One expression of `aggregate`: `Amount with sum as Total`, `$count as N`, `Forecast`.
///
/// ```
/// use odata_params::{ast::TransformationKind, parse_apply};
///
/// let pipeline = parse_apply("aggregate(Length with max as Longest)").unwrap();
/// let TransformationKind::Aggregate(items) = &pipeline[0].kind else { panic!() };
/// assert_eq!((items[0].method.as_deref(), items[0].alias.as_deref()), (Some("max"), Some("Longest")));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AggregateItem {
    /// What is aggregated. A path ending in `$count` counts; a path without method names a custom
    /// aggregate of the service.
    pub expr: Expr,
    /// The method after `with`: `sum`, `min`, `max`, `average`, `countdistinct` or a qualified name.
    pub method: Option<String>,
    /// The `from` clauses, in the order written.
    pub from: Vec<AggregateFrom>,
    /// The name after `as`.
    pub alias: Option<String>,
    /// Where it was written.
    pub span: Span,
}

/// `from Time,Product/Name with average`
///
/// ```
/// use odata_params::{ast::TransformationKind, parse_apply};
///
/// let pipeline = parse_apply("aggregate(Cargo with sum from Year with average as Usual)").unwrap();
/// let TransformationKind::Aggregate(items) = &pipeline[0].kind else { panic!() };
/// assert_eq!(items[0].from[0].method.as_deref(), Some("average"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AggregateFrom {
    /// The grouping properties.
    pub properties: Vec<Vec<PathSegment>>,
    /// The method after `with`, if any.
    pub method: Option<String>,
}

/// One element of the list of `groupby`.
///
/// ```
/// use odata_params::{ast::{GroupByItem, TransformationKind}, parse_apply};
///
/// let pipeline = parse_apply("groupby((Home/Port,rollup(Year,Month)))").unwrap();
/// let TransformationKind::GroupBy { items, .. } = &pipeline[0].kind else { panic!() };
/// assert!(matches!(&items[..], [GroupByItem::Path(path), GroupByItem::Rollup(levels)] if path.len() == levels.len()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum GroupByItem {
    /// A property path.
    Path(Vec<PathSegment>),
    /// `rollup(A,B,…)`; with a single name that of a leveled hierarchy
    Rollup(Vec<Vec<PathSegment>>),
    /// `rolluprecursive(…)`
    RollupRecursive {
        /// The recursive hierarchy.
        hierarchy: Hierarchy,
        /// Which nodes to consider; empty for all.
        then: Vec<Transformation>,
    },
}

/// One item of `nest` and `addnested`: a pipeline and the name of its result.
///
/// ```
/// use odata_params::{ast::TransformationKind, parse_apply};
///
/// let pipeline = parse_apply("nest(groupby((Port)) as Ports)").unwrap();
/// assert!(matches!(&pipeline[0].kind, TransformationKind::Nest(items) if items[0].alias == "Ports"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NestItem {
    /// The transformations.
    pub pipeline: Vec<Transformation>,
    /// The name after `as`.
    pub alias: String,
}

/// A reference to a recursive hierarchy: `$root/Units,UnitTree,ID`.
///
/// ```
/// use odata_params::{ast::TransformationKind, parse_apply};
///
/// let pipeline = parse_apply("descendants($root/Units,UnitTree,ID,filter(Open),1)").unwrap();
/// let TransformationKind::Relatives { hierarchy, .. } = &pipeline[0].kind else { panic!() };
/// assert_eq!(hierarchy.qualifier, "UnitTree");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    /// The collection of nodes, a path from `$root`.
    pub nodes: Expr,
    /// The qualifier of the hierarchy.
    pub qualifier: String,
    /// The path to the node identifier.
    pub node: Vec<PathSegment>,
}
