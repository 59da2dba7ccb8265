//! What a source can do, as data: dialects and sources declare it, `plan` asks it whether an
//! expression may be handed over.

use super::{Rows, declared};
use crate::catalog::{Column, Resource, Storage, Table};
use crate::edm::{PrimitiveType, Value};
use crate::query::{Aggregation, ArithmeticOp, CompareOp, Expr, ExprKind, Function, Named, OrderBy, Typed};

/// What a source does exactly as OData defines it. All else is done by `exec`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Comparisons, `in`, and, or, not over properties and literals.
    pub filter: bool,
    /// `ORDER BY` on what it can compute, keyset conditions, skip and limit.
    pub order_and_page: bool,
    /// The greatest `MaxLength` of text it sorts by code point to the last character; `None` if it
    /// sorts any text.
    pub longest_sorted_text: Option<u32>,
    /// The most values of keys in one [`Among`](super::Among), of the table itself or through a link;
    /// zero if it reads no rows by many keys. With it come pages and numbers of rows for each key.
    pub keyed: usize,
    /// `$search` as the table's [`Search`](crate::catalog::Search) says.
    pub search: bool,
    /// Columns it compares, sorts and computes with: stored form, published types.
    pub columns: &'static [(Storage, &'static [PrimitiveType])],
    /// Stored forms that can hold what their type has no value for, and compare it all the same: a
    /// text in a number's column (SQLite), a zero date (MySQL).
    pub loose: &'static [Storage],
    /// Functions it computes with the same results as `exec::eval`.
    pub functions: &'static [Function],
    /// Functions it computes so only for a first argument of this type.
    pub typed_functions: &'static [(Function, PrimitiveType)],
    /// Negation, `add`, `sub`, `mul` on integers, and `div` and `mod` by literals other than zero.
    pub integer_arithmetic: bool,
    /// Negation, `add`, `sub` and `mul` on decimals, exactly, and `mod` by literals other than
    /// zero. No database divides decimals as `exec` does.
    pub decimal_arithmetic: bool,
    /// Conversions, from and to.
    pub casts: &'static [(PrimitiveType, PrimitiveType)],
    /// Aggregations of values of these types, beside the number of rows. No group without any.
    pub aggregates: &'static [(Aggregation, &'static [PrimitiveType])],
    /// Whether it adds up integers of 64 bits in parts, as their sum would overflow: what they have above
    /// and below [`PART`](super::grouped::PART).
    pub sums_in_parts: bool,
    /// Loose columns, stored form and published types, of which it tells whether a value does not fit, and
    /// fails where rows that nobody reads hold one.
    pub guarded: &'static [(Storage, &'static [PrimitiveType])],
    /// The most digits of decimals whose sum it holds, however many they are; `None` if of any.
    pub longest_summed: Option<u32>,
    /// Whether each of its tables is a resource that declares what it does; beside that it does nothing.
    pub declared: bool,
}

/// How far a source checks a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushdown {
    /// Not at all.
    Unsupported,
    /// It leaves out no row that meets it, but may give others: each row is looked at again.
    Inexact,
    /// Just as `exec` does.
    Exact,
}

impl Capabilities {
    /// Nothing: the source only lists its rows.
    pub const NONE: Self = Self {
        filter: false,
        order_and_page: false,
        longest_sorted_text: Some(0),
        keyed: 0,
        search: false,
        columns: &[],
        loose: &[],
        functions: &[],
        typed_functions: &[],
        integer_arithmetic: false,
        decimal_arithmetic: false,
        casts: &[],
        aggregates: &[],
        sums_in_parts: false,
        guarded: &[],
        longest_summed: None,
        declared: false,
    };

    /// Of each table what its resource declares.
    pub const DECLARED: Self = Self { declared: true, ..Self::NONE };

    /// How far the source checks each of these conditions on rows of `table`, all of which have to hold.
    pub(super) fn pushdowns(&self, rows: &Rows<'_>, table: &Table, parts: &[Expr]) -> Vec<Pushdown> {
        if let Some(resource) = self.resource(table) {
            return declared::pushdowns(table, resource, parts);
        }
        let checks = |part| self.filter && self.computes(rows, part);
        let of = |part| if checks(part) { Pushdown::Exact } else { Pushdown::Unsupported };
        parts.iter().map(of).collect()
    }

    /// Whether the rows of `table` come in this order.
    pub(super) fn orders(&self, rows: &Rows<'_>, table: &Table, order_by: &[OrderBy]) -> bool {
        match self.resource(table) {
            Some(resource) => declared::sorts(table, resource, order_by),
            None => self.order_and_page && order_by.iter().all(|key| self.sorts(rows, &key.expr)),
        }
    }

    /// Whether the source searches `table`.
    pub(super) fn searches(&self, table: &Table) -> bool {
        self.search || self.declared && declared::searches(table)
    }

    fn resource<'t>(&self, table: &'t Table) -> Option<&'t Resource> {
        table.resource().filter(|_| self.declared)
    }

    /// Whether the source computes `expr` over rows of `table` exactly: what may stand in
    /// [`Scan::filter`](super::Scan::filter) and [`Scan::columns`](super::Scan::columns). Reading
    /// a property is always possible.
    #[must_use]
    pub fn computes(&self, rows: &Rows<'_>, expr: &Expr) -> bool {
        let all = |list: &[Expr]| list.iter().all(|operand| self.computes(rows, operand));
        match &expr.kind {
            // Null alone has no type a statement could tell; to be compared with, it needs none.
            ExprKind::Literal(value) => !value.is_null(),
            ExprKind::Property(_) | ExprKind::Outer(..) => {
                rows.column(expr).is_some_and(|column| self.computes_with(column))
            }
            ExprKind::Related(related) => self.relates(rows, related),
            ExprKind::And(list) | ExprKind::Or(list) => self.filter && all(list),
            ExprKind::Not(operand) => self.filter && self.computes(rows, operand),
            ExprKind::IsBlank(operand) => self.filter && self.equates(rows, operand),
            // A column says whether there is a shape without telling which.
            ExprKind::Compare(_, left, right) if left.ty.as_spatial().is_some() => {
                let is_column = matches!(left.kind, ExprKind::Property(_) | ExprKind::Outer(..));
                self.filter && is_null(right) && is_column
            }
            ExprKind::Compare(CompareOp::Eq | CompareOp::Ne, left, right) if right.as_literal().is_some() => {
                self.filter && compares(CompareOp::Eq, left, right) && self.equates(rows, left)
            }
            ExprKind::Compare(op, left, right) => {
                self.filter
                    && compares(*op, left, right)
                    && stored_alike(rows, left, right)
                    && self.computes(rows, left)
                    && (is_null(right) || self.computes(rows, right))
            }
            ExprKind::In(left, list) => {
                self.filter
                    && self.equates(rows, left)
                    && list
                        .iter()
                        .all(|member| member.as_literal().is_some() && compares(CompareOp::Eq, left, member))
            }
            ExprKind::Arithmetic(op, left, right) => {
                self.arithmetic(*op, expr.ty, right)
                    && is_exact(left.ty)
                    && is_exact(right.ty)
                    && self.computes(rows, left)
                    && self.computes(rows, right)
            }
            ExprKind::Negate(operand) => {
                self.arithmetic(ArithmeticOp::Sub, expr.ty, operand) && self.computes(rows, operand)
            }
            ExprKind::Call(function, arguments) => self.calls(*function, arguments) && all(arguments),
            ExprKind::Cast(operand) => {
                self.casts.contains(&(operand.ty, expr.ty)) && self.computes(rows, operand)
            }
            // A property that entities of other types have not.
            ExprKind::Case(pairs) => match pairs.as_slice() {
                [(when, then)] => {
                    self.filter
                        && is_natural(rows, then)
                        && self.computes(rows, when)
                        && self.computes(rows, then)
                }
                _ => false,
            },
            ExprKind::Average(..) => false,
            // Planning makes none the source does not claim.
            ExprKind::Aggregate(..) => true,
        }
    }

    /// Whether the source compares, sorts and computes with a column.
    pub(super) fn computes_with(&self, column: &Column) -> bool {
        match column.enumeration() {
            // The order of names is not that of values, but it is that of their texts.
            Some(declared) if column.holds_names() => {
                column.is_printed() && declared.is_one_to_one() && self.holds(column)
            }
            // The order of values is not that of their texts.
            _ => !column.is_printed() && self.holds(column),
        }
    }

    /// Whether the source compares `expr` with literals for equality: where it compares at all, and
    /// where a value, or its text, is one stored value.
    fn equates(&self, rows: &Rows<'_>, expr: &Expr) -> bool {
        // Of a related row the value alone comes out, not how it is stored.
        let column = rows.column(expr).filter(|_| !matches!(expr.kind, ExprKind::Related(_)));
        let same = |column: &Column| match column.enumeration() {
            Some(declared) if column.holds_names() => declared.is_one_to_one() && self.holds(column),
            Some(_) => self.holds(column),
            None => column.is_printed() && self.holds(column),
        };
        column.is_some_and(same) || self.computes(rows, expr)
    }

    /// Whether the source compares the values of a column as they are stored.
    fn holds(&self, column: &Column) -> bool {
        match column.values {
            PrimitiveType::Enumeration(_) if column.holds_names() => {
                self.claims(column.storage, PrimitiveType::String)
            }
            PrimitiveType::Enumeration(_) => self.claims(column.storage, PrimitiveType::Int64),
            values if column.is_printed() => self.claims(column.storage, values),
            _ => self.claims(column.storage, column.ty.primitive),
        }
    }

    fn claims(&self, storage: Storage, published: PrimitiveType) -> bool {
        self.columns.iter().any(|(known, types)| *known == storage && types.contains(&published))
    }

    /// Whether a column can hold what its type has no value for, and is compared all the same. Any value
    /// may be in a column of members.
    #[must_use]
    pub fn is_loose(&self, column: &Column) -> bool {
        self.declared || column.enumeration().is_some() || self.loose.contains(&column.storage)
    }

    /// Whether the source tells what does not fit a loose column.
    #[must_use]
    pub fn guards(&self, column: &Column) -> bool {
        let claimed = |(storage, types): &(Storage, &[PrimitiveType])| {
            *storage == column.storage && types.contains(&column.ty.primitive)
        };
        column.enumeration().is_none() && self.guarded.iter().any(claimed)
    }

    /// Whether the source sorts by `expr` as OData does.
    #[must_use]
    pub fn sorts(&self, rows: &Rows<'_>, expr: &Expr) -> bool {
        let longest = rows.column(expr).and_then(|column| column.ty.max_length);
        let short_enough = expr.ty != PrimitiveType::String
            || self.longest_sorted_text.is_none_or(|limit| longest.is_some_and(|length| length <= limit));
        self.order_and_page && short_enough && self.computes(rows, expr)
    }

    /// Whether the source makes groups by `key` exactly, in its order. Of equal floats, and of decimals
    /// without a scale, one may be written in another way than the other.
    #[must_use]
    pub fn groups(&self, rows: &Rows<'_>, key: &Named) -> bool {
        let one_form = match key.ty.primitive {
            PrimitiveType::Single | PrimitiveType::Double | PrimitiveType::Duration => false,
            PrimitiveType::Decimal => key.ty.scale.is_some(),
            _ => true,
        };
        one_form && !self.aggregates.is_empty() && is_plain(rows, &key.expr) && self.sorts(rows, &key.expr)
    }

    /// Whether the source computes an aggregate exactly.
    #[must_use]
    pub fn aggregates(&self, rows: &Rows<'_>, method: Aggregation, operand: Option<&Typed>) -> bool {
        let claims = |method: Aggregation, ty: PrimitiveType| {
            self.aggregates.iter().any(|(claimed, types)| *claimed == method && types.contains(&ty))
        };
        let Some(Typed { expr, ty }) = operand else { return !self.aggregates.is_empty() };
        if !is_plain(rows, expr) || !self.computes(rows, expr) {
            return false;
        }
        let decimal = ty.primitive == PrimitiveType::Decimal;
        match method {
            Aggregation::Count => !self.aggregates.is_empty(),
            Aggregation::Misfit => false,
            Aggregation::CountDistinct => claims(method, ty.primitive),
            Aggregation::Min | Aggregation::Max => {
                claims(method, ty.primitive) && (!decimal || ty.scale.is_some())
            }
            Aggregation::Sum | Aggregation::Average => {
                let held = self.longest_summed.is_none_or(|most| ty.precision.is_some_and(|p| p <= most));
                let in_parts = self.sums_in_parts && ty.primitive == PrimitiveType::Int64;
                in_parts || claims(Aggregation::Sum, ty.primitive) && (!decimal || held && ty.scale.is_some())
            }
        }
    }

    fn arithmetic(&self, op: ArithmeticOp, ty: PrimitiveType, right: &Expr) -> bool {
        let divisor = || match right.as_literal() {
            Some(Value::Integer(divisor)) => *divisor != 0,
            Some(Value::Decimal(divisor)) => divisor.sign() != bigdecimal::num_bigint::Sign::NoSign,
            _ => false,
        };
        let integers = ty.is_integer();
        if !(integers && self.integer_arithmetic || ty == PrimitiveType::Decimal && self.decimal_arithmetic) {
            return false;
        }
        match op {
            ArithmeticOp::Add | ArithmeticOp::Sub | ArithmeticOp::Mul => true,
            ArithmeticOp::Div => integers && divisor(),
            ArithmeticOp::Mod => divisor(),
            ArithmeticOp::DivBy => false,
        }
    }

    fn calls(&self, function: Function, arguments: &[Expr]) -> bool {
        let Some(first) = arguments.first() else { return self.functions.contains(&function) };
        if !(self.functions.contains(&function) || self.typed_functions.contains(&(function, first.ty))) {
            return false;
        }
        // A negative start counts from the end and a negative length is an error: not so in SQL.
        function != Function::Substring
            || arguments
                .iter()
                .skip(1)
                .all(|argument| matches!(argument.as_literal(), Some(Value::Integer(0..=0x7fff_ffff))))
    }
}

/// Whether an expression is a column whose stored form is that of any value of its type.
fn is_natural(rows: &Rows<'_>, expr: &Expr) -> bool {
    rows.column(expr).is_some_and(|column| match column.storage {
        Storage::Integer => column.ty.primitive.is_integer(),
        Storage::Text => column.ty.primitive == PrimitiveType::String && !column.is_printed(),
        _ => false,
    })
}

/// Whether the numbers an expression uses are stored as what they are published as, so that the
/// database's have the digits that ours have.
fn is_plain(rows: &Rows<'_>, expr: &Expr) -> bool {
    let column = |column: &Column| match column.ty.primitive {
        PrimitiveType::Decimal => column.storage == Storage::Decimal,
        ty if ty.is_integer() => matches!(column.storage, Storage::Integer | Storage::Unsigned),
        _ => true,
    };
    match &expr.kind {
        ExprKind::Property(_) | ExprKind::Outer(..) => rows.column(expr).is_some_and(column),
        // Of several rows, the digits of none come out.
        ExprKind::Related(_) if expr.ty == PrimitiveType::Decimal => rows.column(expr).is_some_and(column),
        _ => expr.operands().into_iter().all(|operand| is_plain(rows, operand)),
    }
}

fn is_null(expr: &Expr) -> bool {
    expr.as_literal().is_some_and(Value::is_null)
}

/// Whether two operands that are durations are stored as comparable forms.
fn stored_alike(rows: &Rows<'_>, left: &Expr, right: &Expr) -> bool {
    let form = |expr: &Expr| {
        rows.column(expr).map(|column| match column.storage {
            Storage::Unsigned | Storage::Decimal => Storage::Integer,
            storage => storage,
        })
    };
    left.ty != PrimitiveType::Duration || right.as_literal().is_some() || form(left) == form(right)
}

/// Integers and decimals.
pub(super) const fn is_exact(ty: PrimitiveType) -> bool {
    ty.is_integer() || matches!(ty, PrimitiveType::Decimal)
}

/// Whether two types are compared by every engine as by `exec`: equal ones, and numbers. Bytes
/// have no order in OData, and two literals meet in a collation nobody chose.
fn compares(op: CompareOp, left: &Expr, right: &Expr) -> bool {
    let ordering = !matches!(op, CompareOp::Eq | CompareOp::Ne);
    if left.as_literal().is_some() {
        return false;
    }
    is_null(right)
        || left.ty == right.ty && !(ordering && left.ty == PrimitiveType::Binary)
        || left.ty.is_numeric() && right.ty.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edm::TypeRef;

    const SOME: Capabilities = Capabilities {
        filter: true,
        order_and_page: true,
        longest_sorted_text: Some(255),
        columns: &[(Storage::Integer, &[PrimitiveType::Int32]), (Storage::Text, &[PrimitiveType::String])],
        functions: &[Function::Substring],
        integer_arithmetic: true,
        ..Capabilities::NONE
    };

    fn table() -> Table {
        let column = |name: &str, ty: TypeRef, storage| Column::new(name, name, ty, storage);
        let text = TypeRef { max_length: Some(300), ..TypeRef::of(PrimitiveType::String) };
        Table {
            columns: vec![
                column("i", TypeRef::of(PrimitiveType::Int32), Storage::Integer),
                column("t", text, Storage::Text),
                column("d", TypeRef::of(PrimitiveType::Double), Storage::Double),
            ],
            key: vec![0],
            ..Table::new("T", "s", "t")
        }
    }

    fn expr(kind: ExprKind, ty: PrimitiveType) -> Expr {
        Expr { kind, ty, nullable: true }
    }

    #[test]
    fn only_what_is_claimed_is_handed_over() {
        use ExprKind as K;
        use PrimitiveType as P;
        let int = || Box::new(expr(K::Property(0), P::Int32));
        let text = || expr(K::Property(1), P::String);
        let number = |value| Box::new(Expr::literal(Value::Integer(value), P::Int32));
        let null = || Box::new(Expr::literal(Value::Null, P::Int32));
        let arithmetic = |op, right| expr(K::Arithmetic(op, int(), right), P::Int32);
        let substring = |start| expr(K::Call(Function::Substring, vec![text(), *number(start)]), P::String);
        let cases = [
            (*int(), true),
            (expr(K::Property(2), P::Double), false),
            (expr(K::Property(9), P::Int32), false),
            (expr(K::Compare(CompareOp::Gt, int(), number(1)), P::Boolean), true),
            (expr(K::Compare(CompareOp::Gt, int(), Box::new(text())), P::Boolean), false),
            (expr(K::Compare(CompareOp::Eq, int(), null()), P::Boolean), true),
            (expr(K::Compare(CompareOp::Eq, null(), null()), P::Boolean), false),
            (expr(K::Compare(CompareOp::Lt, number(1), number(2)), P::Boolean), false),
            (expr(K::In(number(1), vec![*number(1)]), P::Boolean), false),
            (arithmetic(ArithmeticOp::Add, null()), false),
            (expr(K::In(int(), vec![*number(1), *int()]), P::Boolean), false),
            (arithmetic(ArithmeticOp::Add, int()), true),
            (arithmetic(ArithmeticOp::Div, number(2)), true),
            (arithmetic(ArithmeticOp::Div, number(0)), false),
            (arithmetic(ArithmeticOp::Mod, int()), false),
            (arithmetic(ArithmeticOp::DivBy, number(2)), false),
            (substring(1), true),
            (substring(-1), false),
            (expr(K::Call(Function::ToLower, vec![text()]), P::String), false),
            (expr(K::Cast(int()), P::Decimal), false),
        ];
        for (case, expected) in cases {
            assert_eq!(SOME.computes(&Rows::of(&table()), &case), expected, "{case:?}");
            assert!(!Capabilities::NONE.computes(&Rows::of(&table()), &case) || case.as_literal().is_some());
        }
        assert!(SOME.sorts(&Rows::of(&table()), &int()));
        assert!(!SOME.sorts(&Rows::of(&table()), &text()), "longer than the source sorts exactly");
    }
}
