//! Tables of expressions and what they mean, a file for each family, with the section of the
//! standard (URL Conventions) that says so.

mod arithmetic;
mod cast;
mod compare;
mod laws;
mod logic;
mod pattern;
mod temporal;
mod text;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::edm::{PrimitiveType, Value};
use crate::query::{ArithmeticOp, CompareOp, Expr, ExprKind, Function};
use crate::source::Error;

use super::Evaluator;

/// What is expected of an expression.
#[derive(Debug)]
enum Expected {
    Value(Value),
    /// An evaluation error whose message has this in it.
    Error(&'static str),
}

/// Evaluates every expression, over a row that holds nothing.
fn check(section: &str, table: Vec<(Expr, Expected)>) {
    for (number, (expr, expected)) in table.into_iter().enumerate() {
        let result = eval(&expr);
        let holds = match (&result, &expected) {
            (Ok(value), Expected::Value(expected)) => same(value, expected),
            (Err(Error::Evaluation(text)), Expected::Error(part)) => text.contains(part),
            _ => false,
        };
        assert!(holds, "section {section}, line {number}: {expr:?}\n gives {result:?}\n not   {expected:?}");
    }
}

fn eval(expr: &Expr) -> Result<Value, Error> {
    Evaluator::new(instant("2026-11-24T08:30:00Z")).eval(expr, &Vec::new())
}

/// Identity, except that one `NaN` is as good as another.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Double(a), Value::Double(b)) if a.is_nan() => b.is_nan(),
        _ => a == b,
    }
}

fn is(value: Expr) -> Expected {
    match value.kind {
        ExprKind::Literal(value) => Expected::Value(value),
        other => panic!("{other:?} is no literal"),
    }
}

fn yes() -> Expected {
    Expected::Value(Value::Boolean(true))
}

fn no() -> Expected {
    Expected::Value(Value::Boolean(false))
}

fn unknown() -> Expected {
    Expected::Value(Value::Null)
}

fn fails(part: &'static str) -> Expected {
    Expected::Error(part)
}

fn expr(kind: ExprKind, ty: PrimitiveType) -> Expr {
    Expr { kind, ty, nullable: true }
}

fn null() -> Expr {
    Expr::literal(Value::Null, PrimitiveType::Boolean)
}

fn boolean(value: bool) -> Expr {
    Expr::literal(Value::Boolean(value), PrimitiveType::Boolean)
}

fn int(value: i64) -> Expr {
    Expr::literal(Value::Integer(value), PrimitiveType::Int64)
}

fn dec(value: &str) -> Expr {
    Expr::literal(Value::Decimal(value.parse().unwrap()), PrimitiveType::Decimal)
}

fn single(value: f32) -> Expr {
    Expr::literal(Value::Single(value), PrimitiveType::Single)
}

fn double(value: f64) -> Expr {
    Expr::literal(Value::Double(value), PrimitiveType::Double)
}

fn text(value: &str) -> Expr {
    Expr::literal(Value::String(value.to_owned()), PrimitiveType::String)
}

fn guid(value: &str) -> Expr {
    Expr::literal(Value::Guid(value.parse().unwrap()), PrimitiveType::Guid)
}

fn binary(value: &[u8]) -> Expr {
    Expr::literal(Value::Binary(value.to_vec()), PrimitiveType::Binary)
}

fn date(value: &str) -> Expr {
    Expr::literal(Value::Date(value.parse::<NaiveDate>().unwrap()), PrimitiveType::Date)
}

fn time(value: &str) -> Expr {
    Expr::literal(Value::TimeOfDay(value.parse::<NaiveTime>().unwrap()), PrimitiveType::TimeOfDay)
}

fn instant(value: &str) -> DateTime<Utc> {
    value.parse().unwrap()
}

fn at(value: &str) -> Expr {
    Expr::literal(Value::DateTimeOffset(instant(value)), PrimitiveType::DateTimeOffset)
}

fn milliseconds(value: i64) -> Expr {
    Expr::literal(Value::Duration(TimeDelta::milliseconds(value)), PrimitiveType::Duration)
}

fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Compare(op, Box::new(left), Box::new(right)), PrimitiveType::Boolean)
}

fn eq(left: Expr, right: Expr) -> Expr {
    compare(CompareOp::Eq, left, right)
}

fn and(left: Expr, right: Expr) -> Expr {
    expr(ExprKind::And(vec![left, right]), PrimitiveType::Boolean)
}

fn or(left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Or(vec![left, right]), PrimitiveType::Boolean)
}

fn not(operand: Expr) -> Expr {
    expr(ExprKind::Not(Box::new(operand)), PrimitiveType::Boolean)
}

fn arithmetic(op: ArithmeticOp, left: Expr, right: Expr) -> Expr {
    let ty = left.ty;
    expr(ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), ty)
}

fn negate(operand: Expr) -> Expr {
    let ty = operand.ty;
    expr(ExprKind::Negate(Box::new(operand)), ty)
}

fn call<const N: usize>(function: Function, arguments: [Expr; N]) -> Expr {
    expr(ExprKind::Call(function, arguments.into()), PrimitiveType::String)
}

fn cast(operand: Expr, ty: PrimitiveType) -> Expr {
    expr(ExprKind::Cast(Box::new(operand)), ty)
}
