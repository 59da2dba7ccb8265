//! Arbitrary expressions.

use odata_params::ast::{
    Argument, BinaryOp, Expr, ExprKind, LambdaOp, Literal, LiteralKind, MemberPath, PathRoot, PathSegment,
    PathSegmentKind, QueryOption, QueryOptionKind, Span, UnaryOp,
};
use proptest::prelude::*;

use crate::options;

/// No keyword and no canonical function begins with an X.
pub(crate) fn name() -> impl Strategy<Value = String> {
    prop_oneof!["X[a-zA-Z0-9_]{0,6}", "Xé[a-zß]{0,3}"]
}

pub(crate) fn dotted() -> impl Strategy<Value = String> {
    (name(), name()).prop_map(|(namespace, name)| format!("{namespace}.{name}"))
}

pub(crate) fn of(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

pub(crate) fn literal() -> impl Strategy<Value = Literal> {
    let text = |kind: LiteralKind, pattern: &'static str| {
        pattern.prop_map(move |text| Literal { kind: kind.clone(), text }).boxed()
    };
    prop_oneof![
        text(LiteralKind::Null, "null"),
        text(LiteralKind::Boolean, "true|false|TRUE"),
        text(LiteralKind::Integer, "-?[0-9]{1,12}"),
        text(LiteralKind::Decimal, "-?[0-9]{1,6}\\.[0-9]{1,6}"),
        text(LiteralKind::Double, "[0-9]{1,3}(\\.[0-9])?[eE]-?[0-9]{1,3}|INF|-INF|NaN"),
        text(LiteralKind::String, "[ -~äß€'&+%#/]{0,12}"),
        text(LiteralKind::Guid, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9A-F]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        text(LiteralKind::Date, "-?[1-9][0-9]{3}-0[1-9]-[12][0-9]"),
        text(
            LiteralKind::DateTimeOffset,
            "20[0-9]{2}-1[0-2]-0[1-9]T[01][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,12})?)?(Z|[+-]0[0-9]:30)"
        ),
        text(LiteralKind::TimeOfDay, "2[0-3]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?"),
        text(LiteralKind::Duration, "-?P[0-9]{1,3}D(T[0-9]{1,2}H([0-9]{1,2}M)?([0-9]{1,2}(\\.[0-9])?S)?)?"),
        text(
            LiteralKind::Binary,
            "([A-Za-z0-9_-]{4}){0,3}([A-Za-z0-9_-]{3}[AQgw]|[A-Za-z0-9]Q|[a-z]{2}8)?(==)?"
        )
        .prop_filter("padding", |literal| !literal.text.ends_with('=')),
        text(LiteralKind::Geography, "SRID=4326;Point\\(-?[0-9]{1,2}\\.[0-9] [0-9]{1,2}\\)"),
        text(LiteralKind::Geometry, "SRID=0;Polygon\\(\\(0 0,0 [1-9],1 1,0 0\\)\\)"),
        enumeration(),
    ]
}

fn enumeration() -> impl Strategy<Value = Literal> {
    (dotted(), "X[a-z]{0,4}(,X[a-z]{0,3}|,-?[0-9]{1,3}){0,2}")
        .prop_map(|(name, text)| Literal { kind: LiteralKind::Enum(name), text })
}

fn key_value() -> impl Strategy<Value = Expr> {
    let is_key = |literal: &Literal| {
        !matches!(
            literal.kind,
            LiteralKind::Null | LiteralKind::Binary | LiteralKind::Geography | LiteralKind::Geometry
        )
    };
    prop_oneof![
        literal().prop_filter("a key", is_key).prop_map(|literal| of(ExprKind::Literal(literal))),
        name().prop_map(|name| of(ExprKind::Alias(name))),
    ]
}

fn argument(name: Option<String>, value: Expr) -> Argument {
    Argument { name, value, span: Span::default() }
}

/// `()`, `(1)` or `(a=1,b=@c)`.
pub(crate) fn key() -> impl Strategy<Value = Vec<Argument>> {
    prop_oneof![
        Just(Vec::new()),
        key_value().prop_map(|value| vec![argument(None, value)]),
        literal_arguments(),
    ]
}

pub(crate) fn literal_arguments() -> impl Strategy<Value = Vec<Argument>> {
    prop::collection::vec((name(), key_value()), 1..3)
        .prop_map(|found| found.into_iter().map(|(name, value)| argument(Some(name), value)).collect())
}

pub(crate) fn path_of(root: PathRoot, kinds: Vec<PathSegmentKind>) -> Expr {
    let segments = kinds.into_iter().map(|kind| PathSegment { kind, span: Span::default() }).collect();
    of(ExprKind::Path(MemberPath { root, segments }))
}

pub(crate) fn plain(name: String) -> PathSegmentKind {
    PathSegmentKind::Name { name, arguments: None }
}

fn simple_path() -> impl Strategy<Value = Expr> {
    let names = || prop::collection::vec(name().prop_map(plain), 1..4);
    prop_oneof![
        4 => names().prop_map(|kinds| path_of(PathRoot::Implicit, kinds)),
        1 => names().prop_map(|kinds| path_of(PathRoot::It, kinds)),
        1 => names().prop_map(|kinds| path_of(PathRoot::Root, kinds)),
        1 => Just(path_of(PathRoot::It, Vec::new())),
        1 => Just(path_of(PathRoot::This, Vec::new())),
        1 => (name(), key()).prop_map(|(name, key)| {
            let first = PathSegmentKind::Name { name, arguments: Some(key) };
            path_of(PathRoot::Implicit, vec![first])
        }),
        1 => (name(), dotted(), name()).prop_map(|(first, cast, last)| {
            path_of(PathRoot::Implicit, vec![plain(first), plain(cast), plain(last)])
        }),
        1 => (name(), "[0-9][a-z0-9]{0,4}").prop_map(|(first, key)| {
            path_of(PathRoot::Implicit, vec![plain(first), PathSegmentKind::Key(key)])
        }),
        1 => (dotted(), name(), name()).prop_map(|(term, qualifier, last)| {
            let annotation = PathSegmentKind::Annotation(format!("{term}#{qualifier}"));
            path_of(PathRoot::Implicit, vec![plain(last), annotation])
        }),
        1 => (name(), name()).prop_map(|(alias, last)| {
            path_of(PathRoot::Implicit, vec![PathSegmentKind::Annotation(alias), plain(last)])
        }),
    ]
}

fn leaf() -> impl Strategy<Value = Expr> {
    prop_oneof![
        3 => literal().prop_map(|literal| of(ExprKind::Literal(literal))),
        3 => simple_path(),
        1 => name().prop_map(|name| of(ExprKind::Alias(name))),
        1 => prop::sample::select(vec!["[]", "{\"a\":[1,null,\"x\"]}", "[1 add 2,'a',{\"b\\\"c\":$root/X}]"])
            .prop_map(|text| of(ExprKind::Json(text.to_owned()))),
    ]
}

/// Any expression.
pub(crate) fn expr() -> BoxedStrategy<Expr> {
    leaf()
        .prop_recursive(5, 40, 3, |inner| {
            let pair = (inner.clone(), inner.clone());
            prop_oneof![
                4 => (operator(), pair.clone()).prop_map(|(operator, (left, right))| {
                    of(ExprKind::Binary(operator, Box::new(left), Box::new(right)))
                }),
                1 => (prop_oneof![Just(UnaryOp::Not), Just(UnaryOp::Negate)], inner.clone())
                    .prop_map(|(operator, inner)| of(ExprKind::Unary(operator, Box::new(inner)))),
                1 => (inner.clone(), prop::collection::vec(literal(), 0..4)).prop_map(|(left, items)| {
                    let items = items.into_iter().map(|item| of(ExprKind::Literal(item))).collect();
                    let list = Box::new(of(ExprKind::List(items)));
                    of(ExprKind::Binary(BinaryOp::In, Box::new(left), list))
                }),
                1 => (inner.clone(), simple_path()).prop_map(|(left, right)| {
                    of(ExprKind::Binary(BinaryOp::In, Box::new(left), Box::new(right)))
                }),
                1 => (inner.clone(), enumeration()).prop_map(|(left, flags)| {
                    let flags = Box::new(of(ExprKind::Literal(flags)));
                    of(ExprKind::Binary(BinaryOp::Has, Box::new(left), flags))
                }),
                1 => pair.clone().prop_map(|(left, right)| {
                    of(ExprKind::Call {
                        name: "contains".to_owned(),
                        arguments: vec![argument(None, left), argument(None, right)],
                    })
                }),
                1 => (dotted(), name(), inner.clone()).prop_map(|(name, parameter, value)| {
                    of(ExprKind::Call { name, arguments: vec![argument(Some(parameter), value)] })
                }),
                1 => prop::collection::vec(pair, 1..3).prop_map(|branches| of(ExprKind::Case(branches))),
                2 => (name(), collection_step(inner)).prop_map(|(first, step)| {
                    path_of(PathRoot::Implicit, vec![plain(first), step])
                }),
            ]
        })
        .boxed()
}

/// What applies to a collection.
fn collection_step(
    inner: impl Strategy<Value = Expr> + Clone + 'static,
) -> impl Strategy<Value = PathSegmentKind> {
    let lambda = (prop_oneof![Just(LambdaOp::Any), Just(LambdaOp::All)], "x[a-z]{0,2}", inner.clone());
    let filter = inner.clone().prop_map(QueryOptionKind::Filter);
    prop_oneof![
        Just(PathSegmentKind::Count(Vec::new())),
        Just(PathSegmentKind::Lambda { operator: LambdaOp::Any, variable: None, predicate: None }),
        lambda.prop_map(|(operator, variable, predicate)| PathSegmentKind::Lambda {
            operator,
            variable: Some(variable),
            predicate: Some(Box::new(predicate)),
        }),
        inner.prop_map(|condition| PathSegmentKind::Filter(Box::new(condition))),
        prop_oneof![filter, options::search().prop_map(QueryOptionKind::Search)]
            .prop_map(|kind| PathSegmentKind::Count(vec![QueryOption { kind, text: String::new() }])),
    ]
}

fn operator() -> impl Strategy<Value = BinaryOp> {
    prop::sample::select(vec![
        BinaryOp::Or,
        BinaryOp::Or,
        BinaryOp::And,
        BinaryOp::And,
        BinaryOp::Eq,
        BinaryOp::Ne,
        BinaryOp::Gt,
        BinaryOp::Le,
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::Div,
        BinaryOp::DivBy,
        BinaryOp::Mod,
    ])
}
