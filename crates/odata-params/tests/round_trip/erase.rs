//! Sets every span to nothing and drops the kept texts, so that trees compare by what they say.

use odata_params::ast::{
    AggregateFrom, AggregateItem, Argument, ExpandItem, Expr, ExprKind, GroupByItem, Hierarchy, MemberPath,
    NestItem, ODataUri, PathSegment, PathSegmentKind, QueryOption, QueryOptionKind, Segment, SegmentKind,
    SelectItem, SelectKind, Span, Transformation, TransformationKind,
};

pub(crate) fn uri(uri: &mut ODataUri) {
    uri.path.segments.iter_mut().for_each(segment);
    uri.options.iter_mut().for_each(option);
}

fn segment(segment: &mut Segment) {
    segment.span = Span::default();
    if segment.kind != SegmentKind::Text {
        segment.text.clear();
    }
    match &mut segment.kind {
        SegmentKind::Filter(condition) => expr(condition),
        SegmentKind::Name { arguments: Some(found), .. } => found.iter_mut().for_each(argument),
        _ => {}
    }
}

fn option(option: &mut QueryOption) {
    if !matches!(option.kind, QueryOptionKind::Custom { .. }) {
        option.text.clear();
    }
    match &mut option.kind {
        QueryOptionKind::Filter(found) | QueryOptionKind::Alias { value: found, .. } => expr(found),
        QueryOptionKind::OrderBy(items) => items.iter_mut().for_each(|item| expr(&mut item.expr)),
        QueryOptionKind::Compute(items) => items.iter_mut().for_each(|item| expr(&mut item.expr)),
        QueryOptionKind::Select(items) => items.iter_mut().for_each(select),
        QueryOptionKind::Expand(items) => items.iter_mut().for_each(expand),
        QueryOptionKind::Apply(found) => found.iter_mut().for_each(transformation),
        _ => {}
    }
}

fn select(item: &mut SelectItem) {
    item.span = Span::default();
    item.options.iter_mut().for_each(option);
    if let SelectKind::Path(path) = &mut item.kind {
        segments(path);
    }
}

fn expand(item: &mut ExpandItem) {
    item.span = Span::default();
    item.options.iter_mut().for_each(option);
    if let Some(path) = &mut item.path {
        segments(path);
    }
}

pub(crate) fn expr(expr: &mut Expr) {
    expr.span = Span::default();
    match &mut expr.kind {
        ExprKind::Path(MemberPath { segments: path, .. }) => segments(path),
        ExprKind::Call { arguments, .. } => arguments.iter_mut().for_each(argument),
        ExprKind::Unary(_, inner) => self::expr(inner),
        ExprKind::Binary(_, left, right) => {
            self::expr(left);
            self::expr(right);
        }
        ExprKind::List(items) => items.iter_mut().for_each(self::expr),
        ExprKind::Case(branches) => branches.iter_mut().for_each(|(condition, value)| {
            self::expr(condition);
            self::expr(value);
        }),
        ExprKind::Literal(_) | ExprKind::Alias(_) | ExprKind::Json(_) => {}
    }
}

fn argument(argument: &mut Argument) {
    argument.span = Span::default();
    expr(&mut argument.value);
}

fn segments(path: &mut [PathSegment]) {
    for segment in path {
        segment.span = Span::default();
        match &mut segment.kind {
            PathSegmentKind::Name { arguments: Some(found), .. } => found.iter_mut().for_each(argument),
            PathSegmentKind::Filter(condition) => expr(condition),
            PathSegmentKind::Count(options) => options.iter_mut().for_each(option),
            PathSegmentKind::Lambda { predicate: Some(predicate), .. } => expr(predicate),
            PathSegmentKind::Aggregate(item) => aggregate(item),
            _ => {}
        }
    }
}

fn aggregate(item: &mut AggregateItem) {
    item.span = Span::default();
    expr(&mut item.expr);
    for AggregateFrom { properties, .. } in &mut item.from {
        properties.iter_mut().for_each(|path| segments(path));
    }
}

fn hierarchy(tree: &mut Hierarchy) {
    expr(&mut tree.nodes);
    segments(&mut tree.node);
}

pub(crate) fn transformation(found: &mut Transformation) {
    use TransformationKind as Kind;
    found.span = Span::default();
    match &mut found.kind {
        Kind::Identity | Kind::Search(_) | Kind::Top(_) | Kind::Skip(_) => {}
        Kind::Filter(condition) => expr(condition),
        Kind::Compute(items) => items.iter_mut().for_each(|item| expr(&mut item.expr)),
        Kind::OrderBy(items) => items.iter_mut().for_each(|item| expr(&mut item.expr)),
        Kind::Rank { amount, value, .. } => {
            expr(amount);
            expr(value);
        }
        Kind::Concat(pipelines) => pipelines.iter_mut().flatten().for_each(transformation),
        Kind::Aggregate(items) => items.iter_mut().for_each(aggregate),
        Kind::GroupBy { items, then } => {
            items.iter_mut().for_each(group);
            then.iter_mut().for_each(transformation);
        }
        Kind::Nest(items) => items.iter_mut().for_each(nest),
        Kind::AddNested { path, items } => {
            segments(path);
            items.iter_mut().for_each(nest);
        }
        Kind::Join { path, then, .. } => {
            segments(path);
            then.iter_mut().for_each(transformation);
        }
        Kind::Relatives { hierarchy: tree, start, .. } => {
            hierarchy(tree);
            start.iter_mut().for_each(transformation);
        }
        Kind::Traverse { hierarchy: tree, start, order_by, .. } => {
            hierarchy(tree);
            start.iter_mut().for_each(transformation);
            order_by.iter_mut().for_each(|item| expr(&mut item.expr));
        }
        Kind::Custom(arguments) => arguments.iter_mut().for_each(argument),
    }
}

fn group(item: &mut GroupByItem) {
    match item {
        GroupByItem::Path(path) => segments(path),
        GroupByItem::Rollup(paths) => paths.iter_mut().for_each(|path| segments(path)),
        GroupByItem::RollupRecursive { hierarchy: tree, then } => {
            hierarchy(tree);
            then.iter_mut().for_each(transformation);
        }
    }
}

fn nest(item: &mut NestItem) {
    item.pipeline.iter_mut().for_each(transformation);
}
