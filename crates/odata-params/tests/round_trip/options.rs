//! Arbitrary query options.

use odata_params::ast::{
    ComputeItem, ExpandItem, ExpandSuffix, Levels, OrderByItem, PathSegment, QueryOption,
    QueryOptionKind as Kind, SearchExpr, SelectItem, SelectKind, Span,
};
use proptest::prelude::*;

use crate::apply;
use crate::expressions::{dotted, expr, name, plain};

fn option(kind: Kind) -> QueryOption {
    QueryOption { kind, text: String::new() }
}

pub(crate) fn segments(names: Vec<String>) -> Vec<PathSegment> {
    names.into_iter().map(|name| PathSegment { kind: plain(name), span: Span::default() }).collect()
}

pub(crate) fn search() -> BoxedStrategy<SearchExpr> {
    let leaf = prop_oneof![
        3 => "[a-zäöü0-9!*+,:@/?$=-]{1,8}".prop_map(SearchExpr::Word),
        1 => prop::sample::select(vec!["AND", "OR", "NOT", "ANDs"]).prop_map(|word| SearchExpr::Word(word.to_owned())),
        1 => "[a-z &;()']{1,10}".prop_map(SearchExpr::Phrase),
    ];
    leaf.prop_recursive(4, 16, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone().prop_map(|(left, right)| SearchExpr::And(Box::new(left), Box::new(right))),
            pair.prop_map(|(left, right)| SearchExpr::Or(Box::new(left), Box::new(right))),
            inner.prop_map(|inner| SearchExpr::Not(Box::new(inner))),
        ]
    })
    .boxed()
}

pub(crate) fn order_by() -> impl Strategy<Value = OrderByItem> {
    (expr(), any::<bool>()).prop_map(|(expr, descending)| OrderByItem { expr, descending })
}

pub(crate) fn compute() -> impl Strategy<Value = ComputeItem> {
    (expr(), name()).prop_map(|(expr, alias)| ComputeItem { expr, alias })
}

fn select_kind() -> impl Strategy<Value = SelectKind> {
    prop_oneof![
        1 => Just(SelectKind::All),
        1 => dotted().prop_map(SelectKind::AllOperations),
        4 => prop::collection::vec(prop_oneof![3 => name().boxed(), 1 => dotted().boxed()], 1..4)
            .prop_map(|names| SelectKind::Path(segments(names))),
    ]
}

fn select() -> impl Strategy<Value = SelectItem> {
    let nested = (0u64..99, any::<bool>())
        .prop_map(|(top, count)| vec![option(Kind::Top(top)), option(Kind::Count(count))]);
    (select_kind(), prop_oneof![3 => Just(Vec::new()).boxed(), 1 => nested.boxed()]).prop_map(
        |(kind, options)| {
            let options = if matches!(kind, SelectKind::Path(_)) { options } else { Vec::new() };
            SelectItem { kind, options, span: Span::default() }
        },
    )
}

fn star() -> impl Strategy<Value = ExpandItem> {
    let levels = prop_oneof![Just(Levels::Max), (1u32..9).prop_map(Levels::Number)];
    prop_oneof![
        Just((ExpandSuffix::Ref, Vec::new())),
        Just((ExpandSuffix::None, Vec::new())),
        levels.prop_map(|levels| (ExpandSuffix::None, vec![option(Kind::Levels(levels))])),
    ]
    .prop_map(|(suffix, options)| ExpandItem { path: None, suffix, options, span: Span::default() })
}

fn expand() -> BoxedStrategy<ExpandItem> {
    let item = |path: Vec<String>, suffix, options: Vec<Kind>| ExpandItem {
        path: Some(segments(path)),
        suffix,
        options: options.into_iter().map(option).collect(),
        span: Span::default(),
    };
    let path = || {
        (name(), prop::option::of(dotted()))
            .prop_map(|(name, cast)| std::iter::once(name).chain(cast).collect::<Vec<_>>())
    };
    let leaf = prop_oneof![
        3 => path().prop_map(move |path| item(path, ExpandSuffix::None, Vec::new())),
        1 => path().prop_map(move |path| item(path, ExpandSuffix::Ref, Vec::new())),
        1 => (path(), search()).prop_map(move |(path, words)| {
            item(path, ExpandSuffix::Count, vec![Kind::Search(words)])
        }),
        1 => star(),
    ];
    leaf.prop_recursive(2, 6, 2, move |inner| {
        (
            path(),
            prop::collection::vec(inner, 1..3),
            expr(),
            prop::collection::vec(select(), 1..3),
            apply::pipeline(),
        )
            .prop_map(move |(path, expand, condition, select, pipeline)| {
                let options = vec![
                    Kind::Alias { name: "Xa".to_owned(), value: condition.clone() },
                    Kind::Filter(condition),
                    Kind::Expand(expand),
                    Kind::Select(select),
                    Kind::Apply(pipeline),
                    Kind::Skip(7),
                ];
                item(path, ExpandSuffix::None, options)
            })
    })
    .boxed()
}

/// Options of a URL, none twice.
pub(crate) fn options() -> impl Strategy<Value = Vec<QueryOption>> {
    // Each boxed: the strategies are large, and so would be the frame that holds them all.
    let all = vec![
        expr().prop_map(Kind::Filter).boxed(),
        prop::collection::vec(order_by(), 1..3).prop_map(Kind::OrderBy).boxed(),
        prop::collection::vec(select(), 1..4).prop_map(Kind::Select).boxed(),
        prop::collection::vec(expand(), 1..3).prop_map(Kind::Expand).boxed(),
        prop::collection::vec(compute(), 1..3).prop_map(Kind::Compute).boxed(),
        apply::pipeline().prop_map(Kind::Apply).boxed(),
        search().prop_map(Kind::Search).boxed(),
        any::<u64>().prop_map(Kind::Top).boxed(),
        any::<i64>().prop_map(Kind::Index).boxed(),
        "[a-zA-Z0-9&+%=/]{1,12}".prop_map(Kind::SkipToken).boxed(),
        (name(), expr()).prop_map(|(name, value)| Kind::Alias { name, value }).boxed(),
    ];
    let custom = ("[a-z][a-z&=+%]{0,6}", "[ -~ü]{0,8}")
        .prop_map(|(name, text)| QueryOption { kind: Kind::Custom { name: format!("x{name}") }, text });
    let chosen = prop::sample::subsequence(all, 0..5);
    let chosen = chosen
        .prop_flat_map(|chosen| chosen.into_iter().map(|kind| kind.prop_map(option)).collect::<Vec<_>>());
    (chosen, prop::option::of(custom)).prop_map(|(found, custom)| found.into_iter().chain(custom).collect())
}
