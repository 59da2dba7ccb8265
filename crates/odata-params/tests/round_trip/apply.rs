//! Arbitrary `$apply` pipelines.

use odata_params::ast::{
    AggregateFrom, AggregateItem, Direction, Expr, ExprKind, GroupByItem, Hierarchy, NestItem, PathRoot,
    PathSegmentKind, RankKind, Span, Transformation, TransformationKind as Kind, Traversal,
};
use proptest::prelude::*;

use crate::expressions::{expr, name, path_of, plain};
use crate::options::{compute, order_by, search, segments};

fn of(name: &str, kind: Kind) -> Transformation {
    Transformation { name: name.to_owned(), kind, span: Span::default() }
}

/// Whatever does not count: a path that ends in `$count` takes no method.
fn summand() -> impl Strategy<Value = Expr> {
    let counts = |expr: &Expr| {
        matches!(&expr.kind, ExprKind::Path(path)
            if matches!(path.segments.last(), Some(last) if matches!(last.kind, PathSegmentKind::Count(_))))
    };
    expr().prop_filter("no count", move |expr| !counts(expr))
}

fn aggregate() -> impl Strategy<Value = AggregateItem> {
    let names = || prop::collection::vec(name(), 1..3);
    let item = |expr, method: Option<&str>, from, alias| AggregateItem {
        expr,
        method: method.map(str::to_owned),
        from,
        alias,
        span: Span::default(),
    };
    let from = |path, method: Option<&str>| AggregateFrom {
        properties: vec![segments(path)],
        method: method.map(str::to_owned),
    };
    prop_oneof![
        (summand(), name()).prop_map(move |(expr, alias)| item(expr, Some("sum"), Vec::new(), Some(alias))),
        (summand(), names(), name()).prop_map(move |(expr, path, alias)| {
            item(expr, Some("Xns.spread"), vec![from(path, Some("average"))], Some(alias))
        }),
        (prop::option::of(name()), name()).prop_map(move |(first, alias)| {
            let kinds = first.map(plain).into_iter().chain([PathSegmentKind::Count(Vec::new())]);
            item(path_of(PathRoot::Implicit, kinds.collect()), None, Vec::new(), Some(alias))
        }),
        (name(), names(), name()).prop_map(move |(custom, path, alias)| {
            item(path_of(PathRoot::Implicit, vec![plain(custom)]), None, vec![from(path, None)], Some(alias))
        }),
        name().prop_map(move |custom| {
            item(path_of(PathRoot::Implicit, vec![plain(custom)]), None, Vec::new(), None)
        }),
    ]
}

fn hierarchy() -> impl Strategy<Value = Hierarchy> {
    (name(), name(), prop::collection::vec(name(), 1..3)).prop_map(|(set, qualifier, node)| Hierarchy {
        nodes: path_of(PathRoot::Root, vec![plain(set)]),
        qualifier,
        node: segments(node),
    })
}

fn leaf() -> impl Strategy<Value = Transformation> {
    let ranks = prop::sample::select(vec![
        ("topcount", RankKind::TopCount),
        ("toppercent", RankKind::TopPercent),
        ("bottomsum", RankKind::BottomSum),
    ]);
    prop_oneof![
        Just(of("identity", Kind::Identity)),
        expr().prop_map(|condition| of("filter", Kind::Filter(condition))),
        search().prop_map(|words| of("search", Kind::Search(words))),
        any::<u64>().prop_map(|number| of("top", Kind::Top(number))),
        prop::collection::vec(compute(), 1..3).prop_map(|items| of("compute", Kind::Compute(items))),
        prop::collection::vec(order_by(), 1..3).prop_map(|items| of("orderby", Kind::OrderBy(items))),
        prop::collection::vec(aggregate(), 1..3).prop_map(|items| of("aggregate", Kind::Aggregate(items))),
        (ranks, expr(), expr())
            .prop_map(|((name, kind), amount, value)| of(name, Kind::Rank { kind, amount, value })),
        Just(of("Xns.Custom", Kind::Custom(Vec::new()))),
    ]
}

fn group() -> impl Strategy<Value = GroupByItem> {
    let names = || prop::collection::vec(name(), 1..3);
    prop_oneof![
        3 => names().prop_map(|names| GroupByItem::Path(segments(names))),
        1 => prop::collection::vec(names(), 1..3)
            .prop_map(|paths| GroupByItem::Rollup(paths.into_iter().map(segments).collect())),
        1 => hierarchy().prop_map(|hierarchy| GroupByItem::RollupRecursive { hierarchy, then: Vec::new() }),
    ]
}

pub(crate) fn pipeline() -> BoxedStrategy<Vec<Transformation>> {
    let leaf = prop::collection::vec(leaf(), 1..3);
    leaf.prop_recursive(2, 6, 2, |inner| {
        let named = prop::collection::vec((inner.clone(), name()), 1..3)
            .prop_map(|items| {
                items.into_iter().map(|(pipeline, alias)| NestItem { pipeline, alias }).collect::<Vec<_>>()
            })
            .boxed();
        let start = hierarchy().boxed();
        prop_oneof![
            (
                prop::collection::vec(group(), 1..3),
                prop_oneof![Just(Vec::new()).boxed(), inner.clone().boxed()]
            )
                .prop_map(|(items, then)| vec![of("groupby", Kind::GroupBy { items, then })]),
            (inner.clone(), inner.clone())
                .prop_map(|(first, second)| vec![of("concat", Kind::Concat(vec![first, second]))]),
            named.clone().prop_map(|items| vec![of("nest", Kind::Nest(items))]),
            (named, name()).prop_map(|(items, path)| {
                vec![of("addnested", Kind::AddNested { path: segments(vec![path]), items })]
            }),
            (name(), name(), inner.clone()).prop_map(|(path, alias, then)| {
                let path = segments(vec![path]);
                vec![of("outerjoin", Kind::Join { outer: true, path, alias, then })]
            }),
            (start.clone(), inner.clone(), prop::option::of(any::<u64>()), any::<bool>()).prop_map(
                |(hierarchy, start, max_distance, keep_start)| {
                    let direction = Direction::Descendants;
                    let kind = Kind::Relatives { direction, hierarchy, start, max_distance, keep_start };
                    vec![of("descendants", kind)]
                }
            ),
            (start, inner, prop::collection::vec(order_by(), 0..2)).prop_map(
                |(hierarchy, start, order_by)| {
                    let kind = Kind::Traverse { hierarchy, order: Traversal::Postorder, start, order_by };
                    vec![of("traverse", kind)]
                }
            ),
        ]
    })
    .boxed()
}
