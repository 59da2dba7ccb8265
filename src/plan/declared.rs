//! What a REST resource does, as its definition declares it: conditions go in, for each of them how far
//! the resource checks it comes out. Knows no HTTP.

use super::Pushdown;
use crate::catalog::{Column, Comparison, Filter, Resource, Search, Table, Target};
use crate::edm::{PrimitiveType, Value, parse};
use crate::query::{CompareOp, Expr, ExprKind, Function, OrderBy};

/// A condition that a resource takes, with the values that are sent.
#[derive(Clone, Debug)]
pub struct Condition<'a> {
    /// How it is sent.
    pub filter: &'a Filter,
    /// The values; several only where it takes several.
    pub values: Vec<&'a Value>,
}

/// How the rows of a scan are asked for.
#[derive(Clone, Debug)]
pub enum Route<'a> {
    /// One row by the values of its key, in the key's order.
    ByKey(Vec<&'a Value>),
    /// The list with these conditions, in the order of the conjuncts.
    List(Vec<Condition<'a>>),
}

/// How far a resource checks each of these conditions, all of which have to hold.
pub(super) fn pushdowns(table: &Table, resource: &Resource, parts: &[Expr]) -> Vec<Pushdown> {
    let refs: Vec<&Expr> = parts.iter().collect();
    if by_key(table, resource, &refs).is_some() {
        // The service may find a row by a key that is not quite the same.
        let of_key = |part: &Expr| table.key.iter().any(|index| equal_to(part, *index).is_some());
        let found = |part| if of_key(part) { Pushdown::Inexact } else { Pushdown::Unsupported };
        return parts.iter().map(found).collect();
    }
    let mut taken = Vec::new();
    let mut decide = |part| match condition(table, resource, part, &taken) {
        None => Pushdown::Unsupported,
        Some(Condition { filter, .. }) => {
            taken.push(&filter.target);
            if is_exact(table, filter) { Pushdown::Exact } else { Pushdown::Inexact }
        }
    };
    parts.iter().map(&mut decide).collect()
}

/// How rows with these conditions are asked for, all of which the resource checks, those that say where
/// to go on behind the others; with `by_keys` among the rows of many keys.
#[must_use]
pub fn route<'a>(
    table: &'a Table,
    resource: &'a Resource,
    conditions: [Option<&'a Expr>; 2],
    by_keys: bool,
) -> Route<'a> {
    let mut parts: Vec<&Expr> = Vec::new();
    for condition in conditions.into_iter().flatten() {
        match &condition.kind {
            ExprKind::And(list) => parts.extend(list),
            _ => parts.push(condition),
        }
    }
    if let Some(key) = by_key(table, resource, &parts).filter(|_| !by_keys) {
        return Route::ByKey(key);
    }
    let mut conditions: Vec<Condition<'a>> = Vec::new();
    for part in parts {
        let taken: Vec<&Target> = conditions.iter().map(|condition| &condition.filter.target).collect();
        conditions.extend(condition(table, resource, part, &taken));
    }
    Route::List(conditions)
}

/// The filter by which rows of many keys are found, where nothing in `filter` stands in its way.
#[must_use]
pub fn keyed<'a>(table: &'a Table, filter: Option<&Expr>, columns: &[usize]) -> Option<&'a Filter> {
    let resource = table.resource()?;
    let [column] = columns else { return None };
    let comparable = table.columns.get(*column)?.ty.primitive != PrimitiveType::Boolean;
    let wanted = |filter: &&Filter| filter.column == *column && filter.comparison == Comparison::In;
    let found = resource.filters.iter().find(wanted).filter(|_| comparable)?;
    let free = match route(table, resource, [filter, None], false) {
        Route::ByKey(_) => false,
        Route::List(conditions) => conditions.iter().all(|condition| condition.filter.target != found.target),
    };
    free.then_some(found)
}

/// Whether a list comes in this order, so that it need not be sorted here.
pub(super) fn sorts(table: &Table, resource: &Resource, order_by: &[OrderBy]) -> bool {
    let Some(sort) = &resource.sort else { return order_by.is_empty() };
    // The order of members is known here only, and that of values is not that of their texts.
    let plain = |column: &Column| column.enumeration().is_none() && column.values == column.ty.primitive;
    let known = |key: &OrderBy| match key.expr.kind {
        ExprKind::Property(index) => {
            table.columns.get(index).is_some_and(plain) && sort.by.iter().any(|(column, _)| *column == index)
        }
        _ => false,
    };
    (order_by.len() <= 1 || sort.separator.is_some()) && order_by.iter().all(known)
}

/// Whether a resource searches by itself.
pub(super) const fn searches(table: &Table) -> bool {
    matches!(table.search, Search::Index { .. })
}

/// Whether `value` can be sent, and stands for just the values of the column that equal it.
#[must_use]
pub fn is_sent(filter: &Filter, value: &Value, ty: PrimitiveType) -> bool {
    match value {
        Value::Boolean(_) => ty == PrimitiveType::Boolean,
        Value::Integer(value) => ty.is_integer() && ty.holds(*value) || ty == PrimitiveType::Decimal,
        Value::Decimal(_) => ty == PrimitiveType::Decimal,
        Value::Double(value) => ty == PrimitiveType::Double && value.is_finite(),
        // Services take an empty parameter for none.
        Value::String(text) => ty == PrimitiveType::String && !text.is_empty() && is_legal(filter, text),
        Value::Guid(_) => ty == PrimitiveType::Guid,
        Value::Date(_) => ty == PrimitiveType::Date,
        Value::TimeOfDay(_) => ty == PrimitiveType::TimeOfDay,
        Value::DateTimeOffset(_) => ty == PrimitiveType::DateTimeOffset,
        Value::Null
        | Value::Single(_)
        | Value::Duration(_)
        | Value::Binary(_)
        | Value::Enumeration(..)
        | Value::Spatial(_) => false,
    }
}

/// Whether a text stays what it is where it is sent.
fn is_legal(filter: &Filter, text: &str) -> bool {
    let apart = filter.separator.as_ref().is_none_or(|separator| !text.contains(separator.as_str()));
    apart
        && match filter.target {
            Target::Query(_) => !text.chars().any(char::is_control),
            // A segment of dots would lead elsewhere.
            Target::Path(_) => !text.chars().any(char::is_control) && !matches!(text, "." | ".."),
            Target::Header(_) => text.bytes().all(|byte| byte.is_ascii_graphic()),
        }
}

/// The values of the key, where the resource has a path for them and conditions tell them all.
fn by_key<'a>(table: &Table, resource: &Resource, parts: &[&'a Expr]) -> Option<Vec<&'a Value>> {
    resource.by_key.as_ref()?;
    let path = Filter {
        column: 0,
        comparison: Comparison::Eq,
        target: Target::Path(0),
        around: (String::new(), String::new()),
        exact: false,
        separator: None,
        most: 1,
    };
    let value = |index: &usize| {
        let ty = table.columns.get(*index)?.ty.primitive;
        let value = parts.iter().find_map(|part| equal_to(part, *index))?;
        is_sent(&path, value, ty).then_some(value)
    };
    table.key.iter().map(value).collect()
}

/// The literal that a condition says a property equals.
fn equal_to(part: &Expr, property: usize) -> Option<&Value> {
    match &part.kind {
        ExprKind::Compare(CompareOp::Eq, left, right) => {
            right.as_literal().filter(|_| is_property(left, property))
        }
        _ => None,
    }
}

fn is_property(expr: &Expr, property: usize) -> bool {
    matches!(expr.kind, ExprKind::Property(index) if index == property)
}

/// How a resource takes a condition, if it does, by something that is not `taken` yet.
fn condition<'a>(
    table: &Table,
    resource: &'a Resource,
    part: &'a Expr,
    taken: &[&Target],
) -> Option<Condition<'a>> {
    let (column, comparison, values) = comparison(part)?;
    let Column { ty, values: held, .. } = *table.columns.get(column)?;
    let alike = |filter: &Filter| {
        filter.comparison == comparison
            || filter.comparison == Comparison::In && comparison == Comparison::Eq
            || filter.comparison == Comparison::Eq && comparison == Comparison::In && values.len() == 1
    };
    let takes = |filter: &&Filter| {
        let text = ty.primitive == PrimitiveType::String;
        // Rows that are wrongly left out would never be seen again.
        let too_few = text && comparison.is_ordering() || ty.nullable && comparison == Comparison::Ne;
        // Of what is published as text, only UUIDs have one text that every service takes.
        let in_words = |value: &&Value| match value {
            Value::String(text) => held == PrimitiveType::Guid && parse::guid(text).is_some(),
            _ => false,
        };
        let as_held = ty.primitive == held || values.iter().all(in_words);
        let many = matches!(filter.target, Target::Path(_)) && values.len() > 1;
        filter.column == column
            && alike(filter)
            && as_held
            && !many
            && (filter.exact || !too_few)
            && values.len() <= filter.most
            && !taken.iter().any(|taken| **taken == filter.target)
            && values.iter().all(|value| is_sent(filter, value, ty.primitive))
    };
    resource.filters.iter().find(takes).map(|filter| Condition { filter, values: values.clone() })
}

/// A condition on one property, as far as a resource may know it.
fn comparison(part: &Expr) -> Option<(usize, Comparison, Vec<&Value>)> {
    const TRUE: &Value = &Value::Boolean(true);
    const FALSE: &Value = &Value::Boolean(false);
    let property = |expr: &Expr| match expr.kind {
        ExprKind::Property(index) => Some(index),
        _ => None,
    };
    match &part.kind {
        ExprKind::Property(index) => Some((*index, Comparison::Eq, vec![TRUE])),
        ExprKind::Not(operand) => Some((property(operand)?, Comparison::Eq, vec![FALSE])),
        ExprKind::Compare(op, left, right) => {
            let comparison = match op {
                CompareOp::Eq => Comparison::Eq,
                CompareOp::Ne => Comparison::Ne,
                CompareOp::Gt => Comparison::Gt,
                CompareOp::Ge => Comparison::Ge,
                CompareOp::Lt => Comparison::Lt,
                CompareOp::Le => Comparison::Le,
            };
            Some((property(left)?, comparison, vec![right.as_literal()?]))
        }
        ExprKind::In(left, list) => {
            let values = list.iter().map(Expr::as_literal).collect::<Option<Vec<_>>>()?;
            Some((property(left)?, Comparison::In, values))
        }
        ExprKind::Call(function, arguments) => {
            let comparison = match function {
                Function::Contains => Comparison::Contains,
                Function::StartsWith => Comparison::StartsWith,
                Function::EndsWith => Comparison::EndsWith,
                _ => return None,
            };
            let [left, right] = arguments.as_slice() else { return None };
            Some((property(left)?, comparison, vec![right.as_literal()?]))
        }
        _ => None,
    }
}

/// Whether nothing has to be looked at again. Of what is published as a text of another kind of value,
/// one value may have several texts.
fn is_exact(table: &Table, filter: &Filter) -> bool {
    let column = table.columns.get(filter.column);
    filter.exact && column.is_some_and(|column| column.ty.primitive == column.values)
}
