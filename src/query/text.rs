//! A bound expression as OData text again, for `explain`, messages and snapshots. What it prints
//! is fully parenthesised: the tree is the point.

use std::fmt::{self, Display, Formatter};

use super::expr::{ArithmeticOp, CompareOp, Expr, ExprKind};
use super::function::Function;
use super::related::{Related, RelatedForm};
use crate::edm::{Value, geo};

/// An expression with the names in it, to be displayed.
pub struct Text<'a, F> {
    /// The expression.
    pub expr: &'a Expr,
    /// What names are.
    pub name: F,
}

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A property of the row the expression is over, by index.
    Property(usize),
    /// The table of related rows, as [`Relation::target`](crate::edm::Relation::target).
    Target(usize),
    /// A property of a row of such a table.
    TargetProperty(usize, usize),
}

impl<F: Fn(Name) -> String> Display for Text<'_, F> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Writer { name: &self.name, targets: Vec::new() }.expr(self.expr, f)
    }
}

/// Writes expressions over the related rows that lead to them.
struct Writer<'a> {
    name: &'a dyn Fn(Name) -> String,
    /// The tables of the rows around, outermost first.
    targets: Vec<usize>,
}

impl Writer<'_> {
    fn expr(&mut self, expr: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
        match &expr.kind {
            ExprKind::Literal(value) => write_value(value, f),
            ExprKind::Property(index) => f.write_str(&self.property(0, *index)),
            ExprKind::Outer(out, index) => f.write_str(&self.property(*out, *index)),
            ExprKind::Related(related) => self.related(related, f),
            ExprKind::And(list) | ExprKind::Or(list) => {
                let word = if matches!(expr.kind, ExprKind::And(_)) { " and " } else { " or " };
                f.write_str("(")?;
                self.joined(list, word, f)?;
                f.write_str(")")
            }
            ExprKind::Not(operand) => self.around("not ", operand, "", f),
            ExprKind::Negate(operand) => self.around("-", operand, "", f),
            ExprKind::IsBlank(operand) => self.around("blank(", operand, ")", f),
            ExprKind::Cast(operand) => self.around("cast(", operand, &format!(",{})", expr.ty), f),
            ExprKind::Compare(op, left, right) => self.infix(left, compare(*op), right, f),
            ExprKind::Arithmetic(op, left, right) => self.infix(left, op.name(), right, f),
            ExprKind::In(left, list) => {
                self.around("(", left, " in (", f)?;
                self.joined(list, ",", f)?;
                f.write_str("))")
            }
            ExprKind::Call(Function::Has, operands) => {
                f.write_str("(")?;
                self.joined(operands, " has ", f)?;
                f.write_str(")")
            }
            ExprKind::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                self.joined(arguments, ",", f)?;
                f.write_str(")")
            }
            ExprKind::Aggregate(method, None) => f.write_str(method.name()),
            ExprKind::Aggregate(method, Some(operand)) => {
                self.around(&format!("{}(", method.name()), operand, ")", f)
            }
            ExprKind::Average(sum, count) => self.infix(sum, "over", count, f),
            ExprKind::Case(pairs) => {
                f.write_str("case(")?;
                for (index, (when, then)) in pairs.iter().enumerate() {
                    self.around(if index > 0 { "," } else { "" }, when, ":", f)?;
                    self.expr(then, f)?;
                }
                f.write_str(")")
            }
        }
    }

    /// `any(x1 in Berths where x1/BoatID eq ID and …)`; what is made of the row comes behind a colon.
    fn related(&mut self, related: &Related, f: &mut Formatter<'_>) -> fmt::Result {
        let Related { from, relation, filter, search, form } = related;
        let here: Vec<_> = relation.here.iter().map(|index| self.property(*from, *index)).collect();
        self.targets.push(relation.target);
        let word = match form {
            RelatedForm::Any => "any",
            RelatedForm::Count => "count",
            RelatedForm::One(_) => "one",
            RelatedForm::CountOf(_) => "countof",
        };
        let set = (self.name)(Name::Target(relation.target));
        write!(f, "{word}(x{} in {set}", self.targets.len())?;
        let by = if relation.through.is_some() { "linked to" } else { "eq" };
        let mut join = " where ";
        for (here, there) in here.iter().zip(&relation.there) {
            write!(f, "{}{} {by} {here}", std::mem::replace(&mut join, " and "), self.property(0, *there))?;
        }
        if let Some(filter) = filter {
            f.write_str(std::mem::replace(&mut join, " and "))?;
            self.expr(filter, f)?;
        }
        if let Some(search) = search {
            write!(f, "{join}matching {}", odata_params::print::search(search))?;
        }
        if let RelatedForm::One(value) | RelatedForm::CountOf(value) = form {
            f.write_str(": ")?;
            self.expr(value, f)?;
        }
        self.targets.pop();
        f.write_str(")")
    }

    /// A property of the row this many rows further out.
    fn property(&self, out: usize, index: usize) -> String {
        let place = self.targets.len().checked_sub(out + 1);
        match place.and_then(|place| Some((place, *self.targets.get(place)?))) {
            Some((place, target)) => {
                format!("x{}/{}", place + 1, (self.name)(Name::TargetProperty(target, index)))
            }
            None => (self.name)(Name::Property(index)),
        }
    }

    fn joined(&mut self, list: &[Expr], separator: &str, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, operand) in list.iter().enumerate() {
            if index > 0 {
                f.write_str(separator)?;
            }
            self.expr(operand, f)?;
        }
        Ok(())
    }

    fn infix(&mut self, left: &Expr, op: &str, right: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        self.expr(left, f)?;
        write!(f, " {op} ")?;
        self.expr(right, f)?;
        f.write_str(")")
    }

    fn around(&mut self, before: &str, operand: &Expr, after: &str, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(before)?;
        self.expr(operand, f)?;
        f.write_str(after)
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
        Value::Spatial(v) => {
            let mut text = Vec::new();
            geo::write(&mut text, v);
            write!(f, "{}'{}'", v.family.prefix(), String::from_utf8_lossy(&text))
        }
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
