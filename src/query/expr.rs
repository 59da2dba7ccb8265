//! Typed expressions: names are property indexes, literals are values, every node has a type.

use crate::edm::{PrimitiveType, TypeRef, Value};

use super::apply::Aggregation;
use super::function::Function;
use super::related::{Related, RelatedForm};

/// A bound expression over the properties of one entity type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its value; for the literal `null`, the type of what it is compared with.
    pub ty: PrimitiveType,
    /// Whether it can be null: decides where SQL needs a null-safe form.
    pub nullable: bool,
}

/// Expression forms. Boolean forms follow OData's three-valued logic (URL Conventions, 5.1.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExprKind {
    /// A value, already of the type it is compared with.
    Literal(Value),
    /// A property, by index in its entity type.
    Property(usize),
    /// A property of a row around the row at hand: how many rows further out (1 for the row around
    /// the innermost [`Related`]), and its index.
    Outer(usize, usize),
    /// A value made of related rows.
    Related(Box<Related>),
    /// All hold; two or more operands, none of them an `And`.
    And(Vec<Expr>),
    /// Any holds; two or more operands, none of them an `Or`.
    Or(Vec<Expr>),
    /// Three-valued negation: null stays null.
    Not(Box<Expr>),
    /// `eq ne gt ge lt le`; never null: null equals null and nothing else, and an ordering with a
    /// null operand is false.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// Equal to one of the literals (never empty); as `eq` it is never null.
    In(Box<Expr>, Vec<Expr>),
    /// Null or the empty text; what `eq null` means for text in the `salesforce` profile.
    IsBlank(Box<Expr>),
    /// `add sub mul div divby mod`; null if an operand is null.
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// Arithmetic negation; null stays null.
    Negate(Box<Expr>),
    /// A canonical function; null if an argument is null, except where [`Function`] says otherwise.
    Call(Function, Vec<Expr>),
    /// Conversion to `ty`; null where the value cannot be converted (`cast`, section 5.1.1.10.1),
    /// and the implicit numeric promotion of section 5.1.1.18.
    Cast(Box<Expr>),
    /// The value of the first pair whose condition is true, else null (`case`, section 5.1.1.12.1).
    Case(Vec<(Expr, Expr)>),
    /// What an aggregation makes of the operand's values in a group, or of its rows; it stands in
    /// scans with groups only.
    Aggregate(Aggregation, Option<Box<Expr>>),
    /// The average, of a sum and the number of values; null for none (Data Aggregation, section
    /// 3.2.1.3.4).
    Average(Box<Expr>, Box<Expr>),
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum CompareOp {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

/// Arithmetic operators. `Div` of two integers truncates toward zero; `DivBy` never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum ArithmeticOp {
    Add,
    Sub,
    Mul,
    Div,
    DivBy,
    Mod,
}

impl Expr {
    /// A literal of type `ty`.
    #[must_use]
    pub fn literal(value: Value, ty: PrimitiveType) -> Self {
        let nullable = value.is_null();
        Self { kind: ExprKind::Literal(value), ty, nullable }
    }

    /// A property of type `ty`, by index in its entity type.
    #[must_use]
    pub const fn property(index: usize, ty: TypeRef) -> Self {
        Self { kind: ExprKind::Property(index), ty: ty.primitive, nullable: ty.nullable }
    }

    /// A value made of related rows: a truth, a number, or the value of one of them.
    #[must_use]
    pub fn related(related: Related) -> Self {
        let (ty, nullable) = match &related.form {
            RelatedForm::Any => (PrimitiveType::Boolean, false),
            RelatedForm::Count | RelatedForm::CountOf(_) => (PrimitiveType::Int64, false),
            RelatedForm::One(value) => (value.ty, true),
        };
        Self { kind: ExprKind::Related(Box::new(related)), ty, nullable }
    }

    /// The condition that all `conditions` hold, flat; one by itself is itself, none is true.
    #[must_use]
    pub fn all(mut conditions: Vec<Self>) -> Self {
        if conditions.len() < 2 {
            let none = || Self::literal(Value::Boolean(true), PrimitiveType::Boolean);
            return conditions.pop().unwrap_or_else(none);
        }
        let nullable = conditions.iter().any(|condition| condition.nullable);
        let mut flat = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match condition.kind {
                ExprKind::And(list) => flat.extend(list),
                _ => flat.push(condition),
            }
        }
        Self { kind: ExprKind::And(flat), ty: PrimitiveType::Boolean, nullable }
    }

    /// The value, if this is a literal.
    #[must_use]
    pub const fn as_literal(&self) -> Option<&Value> {
        match &self.kind {
            ExprKind::Literal(value) => Some(value),
            _ => None,
        }
    }

    /// The direct operands over the same row, in order.
    #[must_use]
    pub fn operands(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Literal(_)
            | ExprKind::Property(_)
            | ExprKind::Outer(..)
            | ExprKind::Related(_)
            | ExprKind::Aggregate(_, None) => Vec::new(),
            ExprKind::And(list) | ExprKind::Or(list) | ExprKind::Call(_, list) => list.iter().collect(),
            ExprKind::Not(one)
            | ExprKind::IsBlank(one)
            | ExprKind::Negate(one)
            | ExprKind::Cast(one)
            | ExprKind::Aggregate(_, Some(one)) => vec![one],
            ExprKind::Compare(_, left, right)
            | ExprKind::Arithmetic(_, left, right)
            | ExprKind::Average(left, right) => vec![left, right],
            ExprKind::In(left, list) => std::iter::once(left.as_ref()).chain(list).collect(),
            ExprKind::Case(pairs) => pairs.iter().flat_map(|(when, then)| [when, then]).collect(),
        }
    }

    /// The operands, to be changed.
    pub fn operands_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.kind {
            ExprKind::Literal(_)
            | ExprKind::Property(_)
            | ExprKind::Outer(..)
            | ExprKind::Related(_)
            | ExprKind::Aggregate(_, None) => Vec::new(),
            ExprKind::And(list) | ExprKind::Or(list) | ExprKind::Call(_, list) => list.iter_mut().collect(),
            ExprKind::Not(one)
            | ExprKind::IsBlank(one)
            | ExprKind::Negate(one)
            | ExprKind::Cast(one)
            | ExprKind::Aggregate(_, Some(one)) => vec![one],
            ExprKind::Compare(_, left, right)
            | ExprKind::Arithmetic(_, left, right)
            | ExprKind::Average(left, right) => vec![left, right],
            ExprKind::In(left, list) => std::iter::once(left.as_mut()).chain(list).collect(),
            ExprKind::Case(pairs) => pairs.iter_mut().flat_map(|(when, then)| [when, then]).collect(),
        }
    }

    /// The operands, and the expressions over related rows.
    pub fn parts(&self) -> impl Iterator<Item = &Self> {
        let related = match &self.kind {
            ExprKind::Related(related) => Some(related),
            _ => None,
        };
        self.operands().into_iter().chain(related.into_iter().flat_map(|related| related.inner()))
    }

    /// The same expression with what `to` gives in place of each property.
    #[must_use]
    pub fn replaced(&self, to: &mut impl FnMut(usize, &Self) -> Self) -> Self {
        let mut copy = self.clone();
        copy.replace(to);
        copy
    }

    fn replace(&mut self, to: &mut impl FnMut(usize, &Self) -> Self) {
        if let ExprKind::Property(index) = self.kind {
            *self = to(index, self);
            return;
        }
        for operand in self.operands_mut() {
            operand.replace(to);
        }
    }

    /// Calls `visit` with the index of every property of the row at hand that is used, repeats
    /// included, however deep among related rows.
    pub fn properties(&self, visit: &mut impl FnMut(usize)) {
        self.uses(0, &mut |used| {
            if used.out == 0 {
                visit(used.index);
            }
        });
    }

    /// The same without the properties that only say which rows are related.
    pub fn compared(&self, visit: &mut impl FnMut(usize)) {
        self.uses(0, &mut |used| {
            if used.out == 0 && !used.joins {
                visit(used.index);
            }
        });
    }

    /// Whether a row around the row at hand is used.
    #[must_use]
    pub fn reaches_out(&self) -> bool {
        let mut reaches = false;
        self.uses(0, &mut |used| reaches |= used.out > 0);
        reaches
    }

    /// `within`: how many related rows deep this stands.
    fn uses(&self, within: usize, visit: &mut dyn FnMut(Used)) {
        match &self.kind {
            ExprKind::Property(index) if within == 0 => visit(Used { out: 0, index: *index, joins: false }),
            ExprKind::Outer(out, index) if *out >= within => {
                visit(Used { out: out - within, index: *index, joins: false });
            }
            ExprKind::Related(related) => {
                if related.from >= within {
                    let out = related.from - within;
                    related.relation.here.iter().for_each(|index| {
                        visit(Used { out, index: *index, joins: true });
                    });
                }
                related.inner().for_each(|inner| inner.uses(within + 1, visit));
            }
            _ => {}
        }
        self.operands().into_iter().for_each(|operand| operand.uses(within, visit));
    }

    /// How many relations it leads along, however deep among related rows.
    #[must_use]
    pub fn relations(&self) -> usize {
        let inside = match &self.kind {
            ExprKind::Related(related) => related.inner().map(Self::relations).fold(1, usize::saturating_add),
            _ => 0,
        };
        self.operands().into_iter().map(Self::relations).fold(inside, usize::saturating_add)
    }

    /// The same value as seen from a row that is `by` related rows further in.
    #[must_use]
    pub fn moved_in(mut self, by: usize) -> Self {
        self.shift(0, by);
        self
    }

    fn shift(&mut self, within: usize, by: usize) {
        match &mut self.kind {
            ExprKind::Property(index) if within == 0 && by > 0 => self.kind = ExprKind::Outer(by, *index),
            ExprKind::Outer(out, _) if *out >= within => *out += by,
            ExprKind::Related(related) => {
                if related.from >= within {
                    related.from += by;
                }
                related.inner_mut().for_each(|inner| inner.shift(within + 1, by));
            }
            _ => self.operands_mut().into_iter().for_each(|operand| operand.shift(within, by)),
        }
    }
}

/// A property that an expression uses.
struct Used {
    /// How many rows further out it is.
    out: usize,
    index: usize,
    /// Whether it only says which rows are related.
    joins: bool,
}
