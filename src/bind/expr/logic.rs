//! Boolean forms put into the shape the later stages expect: `and` and `or` flat, comparisons
//! typed, chains of `eq` on one property as one `In`, blank text as Salesforce means it.

use chrono::NaiveTime;

use super::spatial;
use crate::bind::error::Error;
use crate::catalog::Profile;
use crate::edm::{PrimitiveType, Value};
use crate::query::{CompareOp, Expr, ExprKind};

/// `not x`
pub(super) fn not(operand: Expr) -> Expr {
    boolean(operand.nullable, ExprKind::Not(Box::new(operand)))
}

/// `a and b`, flat.
pub(in crate::bind) fn and(left: Expr, right: Expr) -> Expr {
    Expr::all(vec![left, right])
}

/// `a or b`, flat, with neighbouring `eq` and `in` on one property made into one `in`: the chain
/// Salesforce writes for SOQL's `IN`.
pub(super) fn or(left: Expr, right: Expr) -> Expr {
    let nullable = left.nullable || right.nullable;
    let list = |side: Expr| match side.kind {
        ExprKind::Or(list) => list,
        _ => vec![side],
    };
    let mut operands = list(left);
    for operand in list(right) {
        let unmerged = match operands.last_mut() {
            Some(last) => merge_in(last, operand),
            None => Some(operand),
        };
        operands.extend(unmerged);
    }
    if operands.len() == 1
        && let Some(only) = operands.pop()
    {
        return only;
    }
    boolean(nullable, ExprKind::Or(operands))
}

/// Adds `next` to `last` if both ask for equality of one property with literals; else gives
/// `next` back.
fn merge_in(last: &mut Expr, next: Expr) -> Option<Expr> {
    let (Some(property), Some(same)) = (equality_of(last), equality_of(&next)) else { return Some(next) };
    if property != same {
        return Some(next);
    }
    let mut values = literals(std::mem::replace(&mut last.kind, ExprKind::And(Vec::new())));
    let (left, mut more) = match next.kind {
        ExprKind::Compare(_, left, right) => (left, vec![*right]),
        ExprKind::In(left, list) => (left, list),
        // `equality_of` admits only the two forms above.
        _ => return None,
    };
    values.append(&mut more);
    last.kind = ExprKind::In(left, values);
    None
}

/// The property that a condition compares for equality with literals that are not null.
fn equality_of(expr: &Expr) -> Option<usize> {
    let property = |operand: &Expr| match operand.kind {
        ExprKind::Property(index) => Some(index),
        _ => None,
    };
    match &expr.kind {
        ExprKind::Compare(CompareOp::Eq, left, right) if right.as_literal().is_some_and(|v| !v.is_null()) => {
            property(left)
        }
        ExprKind::In(left, _) => property(left),
        _ => None,
    }
}

fn literals(kind: ExprKind) -> Vec<Expr> {
    match kind {
        ExprKind::Compare(_, _, right) => vec![*right],
        ExprKind::In(_, list) => list,
        _ => Vec::new(),
    }
}

/// The value where the condition, which is never null, holds; else null.
pub(super) fn only_if(condition: Expr, value: Expr) -> Expr {
    let ty = value.ty;
    Expr { kind: ExprKind::Case(vec![(condition, value)]), ty, nullable: true }
}

/// A number where a condition holds, zero where it does not.
pub(super) fn zero_unless(condition: Expr, number: Expr) -> Expr {
    let ty = number.ty;
    let truth = Expr::literal(Value::Boolean(true), PrimitiveType::Boolean);
    let zero = Expr::literal(Value::Integer(0), ty);
    Expr { kind: ExprKind::Case(vec![(condition, number), (truth, zero)]), ty, nullable: false }
}

/// The condition and value of an [`only_if`].
fn guarded(expr: &Expr) -> Option<(&Expr, &Expr)> {
    match &expr.kind {
        ExprKind::Case(pairs) => match pairs.as_slice() {
            [(condition, value)] if !condition.nullable => Some((condition, value)),
            _ => None,
        },
        _ => None,
    }
}

/// A comparison of a value that is null where a condition does not hold, as the conditions that
/// databases have indexes for.
fn compare_guarded(op: CompareOp, left: &Expr, right: &Expr) -> Option<Result<Expr, Error>> {
    let (condition, value) = guarded(left)?;
    let equals_null = match (op, right.as_literal()?.is_null()) {
        (CompareOp::Eq, null) => null,
        (CompareOp::Ne, null) => !null,
        _ => false,
    };
    let compared = match compare(op, value.clone(), right.clone(), Profile::Standard) {
        Ok(compared) => compared,
        Err(error) => return Some(Err(error)),
    };
    Some(if equals_null {
        Ok(or(not(condition.clone()), compared))
    } else {
        Ok(and(condition.clone(), compared))
    })
}

/// `a op b`, a literal always on the right.
///
/// # Errors
/// Types that cannot be compared (URL Conventions, section 5.1.1.1).
pub(super) fn compare(op: CompareOp, left: Expr, right: Expr, profile: Profile) -> Result<Expr, Error> {
    let (op, left, right) = if left.as_literal().is_some() && right.as_literal().is_none() {
        (mirror(op), right, left)
    } else {
        (op, left, right)
    };
    if profile == Profile::Standard
        && let Some(compared) = compare_guarded(op, &left, &right)
    {
        return compared;
    }
    if let Some(Value::DateTimeOffset(_)) = right.as_literal()
        && left.ty == PrimitiveType::Date
    {
        return Ok(date_with_instant(op, left, &right));
    }
    if let (PrimitiveType::Spatial(_), false) = (left.ty, compares_null(op, &right)) {
        return Err(spatial::not_compared(left.ty));
    }
    if !comparable(left.ty, right.ty) && !right.as_literal().is_some_and(Value::is_null) {
        return Err(Error::bad_request(format!("{} cannot be compared with {}", left.ty, right.ty)));
    }
    if is_blank(&right) && left.ty == PrimitiveType::String && profile == Profile::Salesforce {
        let blank = boolean(false, ExprKind::IsBlank(Box::new(left.clone())));
        match op {
            CompareOp::Eq => return Ok(blank),
            CompareOp::Ne => return Ok(boolean(false, ExprKind::Not(Box::new(blank)))),
            _ => {}
        }
    }
    Ok(boolean(false, ExprKind::Compare(op, Box::new(left), Box::new(right))))
}

/// `a in (…)`, null among the values taken apart because SQL's `IN` never finds it. A list without
/// values is never met.
pub(in crate::bind) fn in_list(operand: Expr, values: Vec<Expr>, profile: Profile) -> Expr {
    let values = if operand.ty == PrimitiveType::Date { dates(values) } else { values };
    let salesforce_text = profile == Profile::Salesforce && operand.ty == PrimitiveType::String;
    let (blanks, mut values): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| {
        if salesforce_text { is_blank(value) } else { value.as_literal().is_some_and(Value::is_null) }
    });
    let blank = (!blanks.is_empty()).then(|| {
        let operand = Box::new(operand.clone());
        boolean(
            false,
            if salesforce_text {
                ExprKind::IsBlank(operand)
            } else {
                let null = Expr::literal(Value::Null, operand.ty);
                ExprKind::Compare(CompareOp::Eq, operand, Box::new(null))
            },
        )
    });
    if let (Some((condition, value)), None, Profile::Standard) = (guarded(&operand), &blank, profile) {
        return and(condition.clone(), in_list(value.clone(), values, profile));
    }
    let listed = match values.len() {
        0 => None,
        1 => values.pop().map(|value| ExprKind::Compare(CompareOp::Eq, Box::new(operand), Box::new(value))),
        _ => Some(ExprKind::In(Box::new(operand), values)),
    }
    .map(|kind| boolean(false, kind));
    match (listed, blank) {
        (Some(listed), Some(blank)) => or(listed, blank),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Expr::literal(Value::Boolean(false), PrimitiveType::Boolean),
    }
}

/// Salesforce shows `Edm.Date` as a `DateTime` and filters it with instants: a date is midnight
/// UTC, and between two midnights lies no date.
fn date_with_instant(op: CompareOp, left: Expr, right: &Expr) -> Expr {
    let Some(Value::DateTimeOffset(instant)) = right.as_literal() else {
        return Expr::literal(Value::Boolean(false), PrimitiveType::Boolean);
    };
    let op = if instant.time() == NaiveTime::MIN {
        op
    } else {
        match op {
            CompareOp::Eq => return Expr::literal(Value::Boolean(false), PrimitiveType::Boolean),
            CompareOp::Ne => return Expr::literal(Value::Boolean(true), PrimitiveType::Boolean),
            CompareOp::Lt | CompareOp::Le => CompareOp::Le,
            CompareOp::Gt | CompareOp::Ge => CompareOp::Gt,
        }
    };
    let day = Expr::literal(Value::Date(instant.date_naive()), PrimitiveType::Date);
    boolean(false, ExprKind::Compare(op, Box::new(left), Box::new(day)))
}

/// The values that a date can equal: instants at midnight UTC are their dates, no other is one.
fn dates(values: Vec<Expr>) -> Vec<Expr> {
    let date = |value: Expr| match value.as_literal() {
        Some(Value::DateTimeOffset(at)) => (at.time() == NaiveTime::MIN)
            .then(|| Expr::literal(Value::Date(at.date_naive()), PrimitiveType::Date)),
        _ => Some(value),
    };
    values.into_iter().filter_map(date).collect()
}

fn boolean(nullable: bool, kind: ExprKind) -> Expr {
    Expr { kind, ty: PrimitiveType::Boolean, nullable }
}

/// Whether this is `eq null` or `ne null`.
fn compares_null(op: CompareOp, right: &Expr) -> bool {
    matches!(op, CompareOp::Eq | CompareOp::Ne) && right.as_literal().is_some_and(Value::is_null)
}

fn is_blank(expr: &Expr) -> bool {
    match expr.as_literal() {
        Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        _ => false,
    }
}

const fn mirror(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Eq | CompareOp::Ne => op,
    }
}

fn comparable(left: PrimitiveType, right: PrimitiveType) -> bool {
    left == right || (left.is_numeric() && right.is_numeric())
}
