//! What differs between databases, as small questions. The defaults are ISO SQL's answers; each
//! dialect's file holds its departures and what it can do exactly. Knows no query.

mod mariadb;
mod mysql;
mod postgres;
mod sqlite;

pub(super) use sqlite::INSTANT_COLLATION;

use crate::catalog::{Engine, Storage};
use crate::edm::{PrimitiveType, Value};
use crate::plan::Capabilities;
use crate::query::{Aggregation, Function};

use super::render::Renderer;
use super::render::bound::{Bound, bound, natural};
use super::render::search::FullText;
use super::statement::Parameter;

/// SQL text around an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Around(pub(super) &'static str, pub(super) &'static str);

impl Around {
    /// Nothing around it.
    pub(super) const BARE: Self = Self("", "");
}

/// How an index finds the rows whose column equals a value exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Equality {
    /// `=` on the column does it.
    Native,
    /// `=` on the column finds a few rows too many (another letter case, trailing blanks); the
    /// exact comparison beside it sorts those out.
    NativeThenExact,
    /// Only the exact comparison; no index.
    Exact,
}

/// How `LIKE` with a pattern is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Like {
    /// The character that takes the meaning off `%`, `_` and itself.
    pub(super) escape: char,
    /// What follows the pattern.
    pub(super) suffix: &'static str,
}

/// One database's SQL.
pub(super) trait Dialect: Send + Sync {
    /// What it does exactly as `exec::eval` would.
    fn capabilities(&self) -> &'static Capabilities;

    /// The quote around identifiers; doubled inside them.
    fn quote(&self) -> char {
        '"'
    }

    /// Writes the placeholder of the parameter with this number, from one.
    fn placeholder(&self, sql: &mut String, _number: usize, _parameter: &Parameter<'_>) {
        sql.push('?');
    }

    /// What calls a stored procedure; PostgreSQL calls functions, which only read, otherwise.
    fn call(&self, _writes: bool) -> &'static str {
        "CALL "
    }

    /// What stands behind the placeholder of an operation's argument so that it has the type declared.
    fn argument_type(&self, _ty: PrimitiveType) -> &'static str {
        ""
    }

    /// The parameter for an operation's argument; `None` for a value it has no form for.
    fn argument<'a>(&self, value: &'a Value) -> Option<Parameter<'a>> {
        match value {
            Value::Null => Some(Parameter::Null),
            value => natural(value),
        }
    }

    /// Whether a placeholder has a number and so can be written twice.
    fn numbered(&self) -> bool {
        false
    }

    /// The parameter for a literal that meets this stored form.
    fn bind<'a>(&self, value: &'a Value, storage: Storage) -> Bound<'a> {
        bound(value, storage)
    }

    /// The operators for "equal, or both null" and its opposite.
    fn null_safe(&self) -> (&'static str, &'static str) {
        (" IS NOT DISTINCT FROM ", " IS DISTINCT FROM ")
    }

    /// Around a column in the select list.
    fn read(&self, _storage: Storage) -> Around {
        Around::BARE
    }

    /// Around a column so that it compares and sorts exactly as OData has it.
    fn exact(&self, _storage: Storage) -> Around {
        Around::BARE
    }

    /// Around a column whose value is needed as text.
    fn text(&self, _storage: Storage) -> Around {
        Around::BARE
    }

    /// How a column of this form is found by equality.
    fn equality(&self, _storage: Storage) -> Equality {
        Equality::Native
    }

    /// Whether `x = ANY(array)` is there for a column of this form.
    fn any(&self, _storage: Storage) -> bool {
        false
    }

    /// Around the tuples in `(a, b) IN (…)`.
    fn tuples(&self) -> Around {
        Around::BARE
    }

    /// A condition that holds unless the operand is `NaN`, for engines that sort `NaN` above all
    /// numbers where OData has it above nothing; it stands behind the operand.
    fn not_nan(&self, _storage: Storage) -> Option<&'static str> {
        None
    }

    /// What puts nulls lowest (OData Protocol, section 11.2.6.2).
    fn nulls(&self, descending: bool) -> &'static str {
        if descending { " NULLS LAST" } else { " NULLS FIRST" }
    }

    /// Whether a text column's own collation never takes two different texts for the same, so
    /// that its index gives a total order.
    fn collations_are_total(&self) -> bool {
        false
    }

    /// Whether an index serves `(a, b) > (?, ?)`.
    fn row_values(&self) -> bool {
        true
    }

    /// The `LIMIT` that does not limit, for where `OFFSET` needs one.
    fn unlimited(&self) -> &'static str {
        "ALL"
    }

    /// How `LIKE` is written. The escape is named, as the backslash is one in some modes only.
    fn like(&self) -> Like {
        Like { escape: '|', suffix: " ESCAPE '|'" }
    }

    /// Whether `LIKE` on the form of [`Self::text`] minds letter case, so that it can stand for
    /// `contains`, `startswith` and `endswith`.
    fn like_is_exact(&self) -> bool {
        true
    }

    /// The SQL of a function, with `{0}`, `{1}`, `{2}` for its arguments; text arguments are
    /// given in the form of [`Self::text`]. `None` for what it does not claim.
    fn function(&self, function: Function, first: PrimitiveType) -> Option<&'static str>;

    /// The SQL of a conversion, with `{0}` for the operand.
    fn cast(&self, from: PrimitiveType, to: PrimitiveType) -> Option<&'static str> {
        let _ = (from, to);
        None
    }

    /// The SQL of an aggregate over values of this type, with `{0}` for the operand in the form of
    /// [`Self::exact`].
    fn aggregate(&self, method: Aggregation, _ty: PrimitiveType) -> &'static str {
        aggregate(method)
    }

    /// Around a query behind its `SELECT 1`: whether it finds a row.
    fn exists(&self) -> Around {
        Around("EXISTS (SELECT 1", ")")
    }

    /// Around a value that a subquery selects of one row: the statement fails if there are several.
    fn only(&self) -> Around {
        Around::BARE
    }

    /// The condition that the value of a loose column, `{0}`, which is not null, fits it.
    fn fits(&self, _storage: Storage, _ty: PrimitiveType) -> Option<&'static str> {
        None
    }

    /// A condition on a column, `{0}`, that no row survives: the statement fails.
    fn fail(&self) -> &'static str {
        "FALSE"
    }

    /// Around an operand of integer arithmetic: it is computed in 64 bits.
    fn integer_operand(&self) -> Around {
        Around::BARE
    }

    /// Around an operand that is stored as an integer and published as a decimal.
    fn decimal_operand(&self) -> Around {
        Around::BARE
    }

    /// The operator that divides integers and drops the remainder.
    fn integer_division(&self) -> &'static str {
        " / "
    }

    /// Around text to fold its letter case, letter by letter, for `$search`; it stands
    /// around the form of [`Self::text`].
    fn folded(&self) -> Around {
        Around("lower(", ")")
    }

    /// Whether `$search` finds this letter in both cases through [`Self::folded`] and `LIKE`.
    fn folds(&self, _letter: char) -> bool {
        true
    }

    /// Writes the condition that a term is found through a full-text index.
    fn full_text<'a>(&self, renderer: &mut Renderer<'a>, look_up: FullText<'a, '_>);

    /// What makes the database tell its plan and run the statement.
    fn analyze(&self) -> &'static str {
        "EXPLAIN ANALYZE "
    }
}

/// An aggregate in ISO SQL.
const fn aggregate(method: Aggregation) -> &'static str {
    match method {
        Aggregation::Count => "count({0})",
        Aggregation::Sum => "sum({0})",
        Aggregation::Min => "min({0})",
        Aggregation::Max | Aggregation::Misfit => "max({0})",
        Aggregation::Average => "avg({0})",
        Aggregation::CountDistinct => "count(DISTINCT {0})",
    }
}

/// The dialect of an engine.
pub(super) fn of(engine: Engine) -> &'static dyn Dialect {
    match engine {
        Engine::Postgres => &postgres::Postgres,
        Engine::MySql => &mysql::MYSQL,
        Engine::MariaDb => &mariadb::MARIADB,
        Engine::Sqlite => &sqlite::Sqlite,
    }
}

/// The published types integers are read as.
const INTEGERS: [PrimitiveType; 6] = [
    PrimitiveType::Byte,
    PrimitiveType::SByte,
    PrimitiveType::Int16,
    PrimitiveType::Int32,
    PrimitiveType::Int64,
    PrimitiveType::Decimal,
];

/// The published types numbers are read as: durations are counted in seconds.
const NUMBERS: [PrimitiveType; 7] = {
    let [a, b, c, d, e, f] = INTEGERS;
    [a, b, c, d, e, f, PrimitiveType::Duration]
};
