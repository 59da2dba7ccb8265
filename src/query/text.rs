//! A bound expression as OData text again, for `explain`, messages and snapshots. What it prints
//! is fully parenthesised: the tree is the point.

use std::fmt::{self, Display, Formatter};

use super::expr::{ArithmeticOp, CompareOp, Expr, ExprKind};
use super::function::Function;
use crate::edm::Value;

/// An expression with the names of its properties, to be displayed.
pub struct Text<'a, F> {
    /// The expression.
    pub expr: &'a Expr,
    /// The name of a property by index.
    pub name: F,
}

impl<F: Fn(usize) -> String> Display for Text<'_, F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_expr(self.expr, &self.name, f)
    }
}

fn write_expr(expr: &Expr, name: &dyn Fn(usize) -> String, f: &mut Formatter<'_>) -> fmt::Result {
    let joined = |f: &mut Formatter<'_>, list: &[Expr], separator: &str| {
        for (index, operand) in list.iter().enumerate() {
            if index > 0 {
                f.write_str(separator)?;
            }
            write_expr(operand, name, f)?;
        }
        Ok(())
    };
    let infix = |f: &mut Formatter<'_>, left: &Expr, op: &str, right: &Expr| {
        f.write_str("(")?;
        write_expr(left, name, f)?;
        write!(f, " {op} ")?;
        write_expr(right, name, f)?;
        f.write_str(")")
    };
    let around = |f: &mut Formatter<'_>, before: &str, operand: &Expr, after: &str| {
        f.write_str(before)?;
        write_expr(operand, name, f)?;
        f.write_str(after)
    };
    match &expr.kind {
        ExprKind::Literal(value) => write_value(value, f),
        ExprKind::Property(index) => f.write_str(&name(*index)),
        ExprKind::And(list) | ExprKind::Or(list) => {
            f.write_str("(")?;
            joined(f, list, if matches!(expr.kind, ExprKind::And(_)) { " and " } else { " or " })?;
            f.write_str(")")
        }
        ExprKind::Not(operand) => around(f, "not ", operand, ""),
        ExprKind::Negate(operand) => around(f, "-", operand, ""),
        ExprKind::IsBlank(operand) => around(f, "blank(", operand, ")"),
        ExprKind::Cast(operand) => around(f, "cast(", operand, &format!(",{})", expr.ty)),
        ExprKind::Compare(op, left, right) => infix(f, left, compare(*op), right),
        ExprKind::Arithmetic(op, left, right) => infix(f, left, op.name(), right),
        ExprKind::In(left, list) => {
            around(f, "(", left, " in (")?;
            joined(f, list, ",")?;
            f.write_str("))")
        }
        ExprKind::Call(Function::Has, operands) => {
            f.write_str("(")?;
            joined(f, operands, " has ")?;
            f.write_str(")")
        }
        ExprKind::Call(function, arguments) => {
            write!(f, "{}(", function.name())?;
            joined(f, arguments, ",")?;
            f.write_str(")")
        }
        ExprKind::Aggregate(method, None) => f.write_str(method.name()),
        ExprKind::Aggregate(method, Some(operand)) => around(f, &format!("{}(", method.name()), operand, ")"),
        ExprKind::Average(sum, count) => infix(f, sum, "over", count),
        ExprKind::Case(pairs) => {
            f.write_str("case(")?;
            for (index, (when, then)) in pairs.iter().enumerate() {
                around(f, if index > 0 { "," } else { "" }, when, ":")?;
                write_expr(then, name, f)?;
            }
            f.write_str(")")
        }
    }
}

fn write_value(value: &Value, f: &mut Formatter<'_>) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Boolean(v) => write!(f, "{v}"),
        Value::Integer(v) => write!(f, "{v}"),
        Value::Single(v) => write!(f, "{v}"),
        Value::Double(v) => write!(f, "{v}"),
        Value::Decimal(v) => f.write_str(&v.to_plain_string()),
        Value::String(v) => write!(f, "'{}'", v.replace('\'', "''")),
        Value::Guid(v) => write!(f, "{v}"),
        Value::Date(v) => write!(f, "{v}"),
        Value::TimeOfDay(v) => write!(f, "{v}"),
        Value::DateTimeOffset(v) => f.write_str(&v.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        Value::Duration(v) => write!(f, "duration'{v}'"),
        Value::Binary(v) => write!(f, "binary[{} bytes]", v.len()),
        Value::Enumeration(v, declared) => write!(f, "{}'{}'", declared.name(), declared.text(*v)),
    }
}

const fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "eq",
        CompareOp::Ne => "ne",
        CompareOp::Gt => "gt",
        CompareOp::Ge => "ge",
        CompareOp::Lt => "lt",
        CompareOp::Le => "le",
    }
}

impl ArithmeticOp {
    /// The operator as OData spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul => "mul",
            Self::Div => "div",
            Self::DivBy => "divby",
            Self::Mod => "mod",
        }
    }
}
