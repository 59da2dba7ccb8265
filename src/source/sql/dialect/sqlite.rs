//! SQLite 3.39 and later, as embedded.

use std::borrow::Cow;

use bigdecimal::{BigDecimal, ToPrimitive};
use chrono::Datelike;

use crate::catalog::Storage;
use crate::edm::{PrimitiveType as P, Value};
use crate::plan::Capabilities;
use crate::query::{Aggregation as A, Function as F};

use super::super::render::Renderer;
use super::super::statement::Parameter;
use super::{Around, Dialect, Equality, INTEGERS, NUMBERS, aggregate};
use crate::source::sql::render::bound::{
    Bound, bound, decimal_to_double, instant_text, integer, natural, seconds, time_text,
};
use crate::source::sql::render::search::FullText;

pub(super) struct Sqlite;

/// The collation every connection is given: text that is a date, a time or both, in the order of
/// time, however it is written. SQLite has no such types, and its own date functions know
/// milliseconds only.
pub(crate) const INSTANT_COLLATION: &str = "landbridge_instant";

static CAPABILITIES: Capabilities = Capabilities {
    filter: true,
    order_and_page: true,
    longest_sorted_text: None,
    // It takes 32,766 parameters, of which a filter may need many.
    keyed: 8_000,
    search: true,
    columns: &[
        (Storage::Boolean, &[P::Boolean]),
        (Storage::Integer, &NUMBERS_OR_TEXT),
        (Storage::Double, &[P::Double]),
        (Storage::Decimal, &NUMBERS),
        (Storage::Text, &[P::String]),
        (Storage::Uuid, &[P::String]),
        (Storage::Date, &[P::Date, P::String]),
        (Storage::Time, &[P::TimeOfDay, P::String]),
        (Storage::Timestamp, &[P::DateTimeOffset, P::String]),
        (Storage::Binary, &[P::Binary]),
        (Storage::AsText, &[P::String]),
    ],
    loose: &[
        Storage::Boolean,
        Storage::Integer,
        Storage::Single,
        Storage::Double,
        Storage::Decimal,
        Storage::Date,
        Storage::Time,
        Storage::Timestamp,
        Storage::TimestampTz,
        Storage::Binary,
    ],
    // No `tolower` and `toupper`: SQLite maps ASCII only. No parts of dates: see above.
    functions: &[
        F::Concat,
        F::Contains,
        F::EndsWith,
        F::IndexOf,
        F::Length,
        F::StartsWith,
        F::Substring,
        F::Has,
        F::Trim,
    ],
    typed_functions: &[],
    // An integer that overflows silently becomes a float.
    integer_arithmetic: false,
    // Decimals are held as floats.
    decimal_arithmetic: false,
    casts: &[],
    aggregates: &[
        // A sum beyond 64 bits is an error. Decimals are floats to it.
        (A::Sum, &[P::Byte, P::SByte, P::Int16, P::Int32]),
        (A::Min, &ORDERED),
        (A::Max, &ORDERED),
        (A::CountDistinct, &COUNTED),
    ],
    sums_in_parts: true,
    guarded: &[
        (Storage::Boolean, &[P::Boolean]),
        (Storage::Integer, &[P::Byte, P::SByte, P::Int16, P::Int32, P::Int64]),
        (Storage::Double, &[P::Double]),
        (Storage::Decimal, &[P::Decimal]),
        (Storage::Date, &[P::Date]),
        (Storage::Time, &[P::TimeOfDay]),
        (Storage::Timestamp, &[P::DateTimeOffset]),
        (Storage::Binary, &[P::Binary]),
    ],
    longest_summed: None,
    declared: false,
};

const ORDERED: [P; 8] = {
    let [a, b, c, d, e, f] = INTEGERS;
    [a, b, c, d, e, f, P::Double, P::String]
};

const COUNTED: [P; 9] = {
    let [a, b, c, d, e, f, g, h] = ORDERED;
    [a, b, c, d, e, f, g, h, P::Boolean]
};

const NUMBERS_OR_TEXT: [P; 8] = {
    let [a, b, c, d, e, f, g] = NUMBERS;
    [a, b, c, d, e, f, g, P::String]
};

impl Dialect for Sqlite {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    /// A name in double quotes that is no column is a text to SQLite; in these it is an error.
    fn quote(&self) -> char {
        '`'
    }

    fn placeholder(&self, sql: &mut String, number: usize, _parameter: &Parameter<'_>) {
        sql.push('?');
        sql.push_str(itoa::Buffer::new().format(number));
    }

    fn numbered(&self) -> bool {
        true
    }

    fn bind<'a>(&self, value: &'a Value, storage: Storage) -> Bound<'a> {
        let text = |text: String| Bound::Exact(Parameter::Text(Cow::Owned(text)));
        match (value, storage) {
            (Value::Decimal(v), Storage::Decimal) => decimal(v),
            (Value::Duration(v), Storage::Decimal) => decimal(&seconds(*v)),
            (Value::Integer(v), Storage::Decimal) => Bound::Exact(Parameter::Integer(*v)),
            // It has no UUIDs: this is text in a column of numeric affinity.
            (Value::String(v), Storage::Uuid) => Bound::Exact(Parameter::Text(Cow::Borrowed(v))),
            (Value::Date(v), Storage::Date) => within_years(v.year(), v.to_string()),
            (Value::TimeOfDay(v), Storage::Time) => text(time_text(*v)),
            (Value::DateTimeOffset(v), Storage::Timestamp) => within_years(v.year(), instant_text(*v)),
            _ => bound(value, storage),
        }
    }

    fn argument<'a>(&self, value: &'a Value) -> Option<Parameter<'a>> {
        let text = |text: String| Some(Parameter::Text(Cow::Owned(text)));
        match value {
            Value::Null => Some(Parameter::Null),
            // Held as an integer or as the nearest `Double`, as in a column.
            Value::Decimal(v) => Some(match integer(v) {
                Bound::Exact(whole) => whole,
                _ => Parameter::Double(decimal_to_double(v)),
            }),
            Value::Guid(v) => text(v.hyphenated().to_string()),
            Value::Date(v) => text(v.to_string()),
            Value::TimeOfDay(v) => text(time_text(*v)),
            Value::DateTimeOffset(v) => text(instant_text(*v)),
            value => natural(value),
        }
    }

    fn null_safe(&self) -> (&'static str, &'static str) {
        (" IS ", " IS NOT ")
    }

    fn read(&self, storage: Storage) -> Around {
        match storage {
            Storage::AsText => Around("CAST(", " AS TEXT)"),
            _ => Around::BARE,
        }
    }

    fn exact(&self, storage: Storage) -> Around {
        match storage {
            Storage::Text | Storage::FixedText => Around("", " COLLATE BINARY"),
            // In a column of numeric affinity a text that looks like a number would be compared as one.
            Storage::AsText | Storage::Uuid => Around("CAST(", " AS TEXT) COLLATE BINARY"),
            Storage::Date | Storage::Time | Storage::Timestamp | Storage::TimestampTz => {
                Around("", " COLLATE landbridge_instant")
            }
            Storage::Boolean => Around("(", " <> 0)"),
            _ => Around::BARE,
        }
    }

    fn text(&self, storage: Storage) -> Around {
        match storage {
            Storage::Text | Storage::FixedText => Around::BARE,
            _ => Around("CAST(", " AS TEXT)"),
        }
    }

    /// A column may be declared `COLLATE NOCASE` or `RTRIM`.
    fn equality(&self, storage: Storage) -> Equality {
        match storage {
            Storage::Text | Storage::FixedText | Storage::Uuid => Equality::NativeThenExact,
            Storage::Integer | Storage::Double | Storage::Decimal | Storage::Binary => Equality::Native,
            _ => Equality::Exact,
        }
    }

    /// No index serves a bare `VALUES`.
    fn tuples(&self) -> Around {
        Around("SELECT * FROM (VALUES ", ")")
    }

    fn nulls(&self, _descending: bool) -> &'static str {
        ""
    }

    fn unlimited(&self) -> &'static str {
        "-1"
    }

    fn like_is_exact(&self) -> bool {
        false
    }

    fn function(&self, function: F, first: P) -> Option<&'static str> {
        Some(match function {
            F::Concat => "({0} || {1})",
            F::Contains => "(instr({0}, {1}) > 0)",
            F::EndsWith => "(substr({0}, length({0}) - length({1}) + 1) = {1} COLLATE BINARY)",
            F::IndexOf => "(instr({0}, {1}) - 1)",
            F::Length => "length({0})",
            // The first condition lets an index find where the prefix begins.
            F::StartsWith => {
                "({0} COLLATE BINARY >= {1} AND substr({0}, 1, length({1})) = {1} COLLATE BINARY)"
            }
            // It cuts no bytes to null.
            F::Substring if first == P::Binary => {
                "CASE WHEN length({0}) > {2} THEN substr({0}, {1}, {2}) ELSE {0} END"
            }
            F::Substring => "substr({0}, {1}, {2})",
            // All of Unicode's White_Space.
            F::Trim => {
                "trim({0}, char(9,10,11,12,13,32,133,160,5760,8192,8193,8194,8195,8196,8197,8198,8199,8200,8201,8202,8232,8233,8239,8287,12288))"
            }
            F::Has => "(({0} & {1}) = {1})",
            _ => return None,
        })
    }

    /// Zero has no sign in a result.
    fn aggregate(&self, method: A, ty: P) -> &'static str {
        match (method, ty) {
            (A::Min, P::Double) => "(min({0}) + 0.0)",
            (A::Max, P::Double) => "(max({0}) + 0.0)",
            _ => aggregate(method),
        }
    }

    /// The collation of moments puts what is none below all that are.
    fn fits(&self, storage: Storage, ty: P) -> Option<&'static str> {
        Some(match (storage, ty) {
            (Storage::Boolean, _) => "typeof({0}) = 'integer' AND {0} IN (0, 1)",
            (Storage::Integer, P::Byte) => "typeof({0}) = 'integer' AND {0} BETWEEN 0 AND 255",
            (Storage::Integer, P::SByte) => "typeof({0}) = 'integer' AND {0} BETWEEN -128 AND 127",
            (Storage::Integer, P::Int16) => "typeof({0}) = 'integer' AND {0} BETWEEN -32768 AND 32767",
            (Storage::Integer, P::Int32) => {
                "typeof({0}) = 'integer' AND {0} BETWEEN -2147483648 AND 2147483647"
            }
            (Storage::Integer, _) => "typeof({0}) = 'integer'",
            // Integers that a float holds are read as floats.
            (Storage::Double, _) => {
                "typeof({0}) = 'real' OR typeof({0}) = 'integer' AND {0} BETWEEN -9007199254740992 AND 9007199254740992"
            }
            (Storage::Decimal, _) => "typeof({0}) = 'integer' OR typeof({0}) = 'real' AND abs({0}) < 9e999",
            (Storage::Date, _) => {
                "typeof({0}) = 'text' AND length({0}) = 10 AND {0} COLLATE landbridge_instant >= '0000-01-01'"
            }
            (Storage::Time, _) => {
                "typeof({0}) = 'text' AND substr({0}, 3, 1) = ':' AND {0} COLLATE landbridge_instant >= '00:00'"
            }
            (Storage::Timestamp, _) => {
                "typeof({0}) = 'text' AND substr({0}, 5, 1) = '-' AND {0} COLLATE landbridge_instant >= '0000-01-01'"
            }
            (Storage::Binary, _) => "typeof({0}) = 'blob'",
            _ => return None,
        })
    }

    /// The least integer has no absolute value.
    /// Version 3.51 makes joins of such conditions, and finds rows too many where one is inside
    /// another; it leaves those with a limit.
    fn exists(&self) -> Around {
        Around("EXISTS (SELECT 1", " LIMIT 1)")
    }

    /// By itself it takes any row.
    fn only(&self) -> Around {
        Around("CASE WHEN count(*) < 2 THEN max(", ") ELSE abs(-9223372036854775808 + 0 * count(*)) END")
    }

    fn fail(&self) -> &'static str {
        "abs(-9223372036854775808 + 0 * length({0})) > 0"
    }

    /// `LIKE` ignores the letter case of ASCII by itself. A dotted capital I is not one letter in
    /// lower case.
    fn folded(&self) -> Around {
        Around("replace(", ", 'İ', 'i\u{307}')")
    }

    fn folds(&self, letter: char) -> bool {
        letter.is_ascii()
    }

    /// An FTS5 table; a string in double quotes is a phrase to it, whatever stands inside.
    fn full_text<'a>(&self, renderer: &mut Renderer<'a>, look_up: FullText<'a, '_>) {
        renderer.sql.push('(');
        renderer.prefix();
        renderer.sql.push_str("rowid IN (SELECT rowid FROM ");
        renderer.name(look_up.name);
        renderer.sql.push_str(" WHERE ");
        renderer.name(look_up.name);
        renderer.sql.push_str(" MATCH ");
        let phrase = format!("\"{}\"", look_up.term.replace('"', "\"\""));
        renderer.parameter(Parameter::Text(Cow::Owned(phrase)));
        renderer.sql.push_str("))");
    }

    fn analyze(&self) -> &'static str {
        "EXPLAIN QUERY PLAN "
    }
}

/// A date or instant as text; the years written as such are those of four digits.
fn within_years(year: i32, text: String) -> Bound<'static> {
    match year {
        ..0 => Bound::Above(Parameter::Text(Cow::Borrowed("0000-01-01"))),
        0..=9999 => Bound::Exact(Parameter::Text(Cow::Owned(text))),
        _ => Bound::Below(Parameter::Text(Cow::Borrowed("9999-12-31T23:59:59.999999999Z"))),
    }
}

/// A decimal is stored as an integer or as the nearest `Double`, and is read as the `Double`'s
/// shortest digits; those grow with it, so every literal has its place among them.
fn decimal(value: &BigDecimal) -> Bound<'static> {
    let nearest = decimal_to_double(value);
    // Above this, integers lie closer than Doubles.
    let large = nearest.abs() >= 9_007_199_254_740_992.0 && value.to_i64().is_some();
    match integer(value) {
        whole @ Bound::Exact(_) => return whole,
        whole if large => return whole,
        _ => {}
    }
    let Ok(shortest) = zmij::Buffer::new().format(nearest).parse::<BigDecimal>() else {
        return Bound::Unsupported;
    };
    match shortest.cmp(value) {
        std::cmp::Ordering::Equal => Bound::Exact(Parameter::Double(nearest)),
        std::cmp::Ordering::Less => Bound::Below(Parameter::Double(nearest)),
        std::cmp::Ordering::Greater => Bound::Above(Parameter::Double(nearest)),
    }
}
