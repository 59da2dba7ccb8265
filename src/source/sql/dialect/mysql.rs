//! MySQL 8. What is written here a MariaDB understands too, as `mysql://` may well lead to one.

use std::borrow::Cow;

use crate::catalog::Storage;
use crate::edm::{PrimitiveType as P, Value};
use crate::plan::Capabilities;
use crate::query::{Aggregation as A, Function as F};

use bigdecimal::num_bigint::Sign;
use bigdecimal::{BigDecimal, RoundingMode};
use chrono::{Datelike, TimeDelta};

use super::super::render::Renderer;
use super::super::statement::Parameter;
use super::{Around, Dialect, Equality, INTEGERS, NUMBERS};
use crate::source::sql::render::bound::{Bound, bound};
use crate::source::sql::render::search::FullText;

pub(super) struct MySql {
    /// The most digits a decimal has behind the point.
    pub(super) longest_fraction: i64,
    /// The greatest `TIME` in microseconds.
    pub(super) longest_time: i64,
}

/// The most digits of a decimal.
const DIGITS: i64 = 65;

/// The product itself.
pub(super) static MYSQL: MySql = MySql { longest_fraction: 30, longest_time: 3_020_399_000_000 };

static CAPABILITIES: Capabilities = Capabilities {
    filter: true,
    order_and_page: true,
    // `max_sort_length` is 1,024 bytes, and a character takes up to four.
    longest_sorted_text: Some(256),
    // It takes 65,535 parameters: each may be written twice, and a filter may need many.
    keyed: 8_000,
    search: true,
    columns: &[
        (Storage::Boolean, &[P::Boolean]),
        (Storage::Integer, &NUMBERS_OR_TEXT),
        (Storage::Unsigned, &NUMBERS_OR_TEXT),
        (Storage::Bits, &INTEGERS),
        (Storage::Single, &[P::Single, P::Double]),
        (Storage::Double, &[P::Double]),
        (Storage::Decimal, &NUMBERS_OR_TEXT),
        (Storage::Text, &[P::String]),
        (Storage::FixedText, &[P::String]),
        (Storage::Uuid, &[P::Guid, P::String]),
        (Storage::Date, &[P::Date, P::String]),
        (Storage::Time, &[P::TimeOfDay, P::String, P::Duration]),
        (Storage::Timestamp, &[P::DateTimeOffset, P::String]),
        (Storage::TimestampTz, &[P::DateTimeOffset, P::String]),
        (Storage::Binary, &[P::Binary]),
        (Storage::AsText, &[P::String]),
    ],
    // Zero dates.
    loose: &[Storage::Date, Storage::Timestamp, Storage::TimestampTz],
    // No `tolower` and `toupper`: the server maps letters one by one ('ß' stays), no `trim`: it
    // knows blanks only.
    functions: &[
        F::Concat,
        F::Contains,
        F::EndsWith,
        F::IndexOf,
        F::Length,
        F::StartsWith,
        F::Substring,
        F::Has,
        F::Year,
        F::Month,
        F::Day,
        F::Hour,
        F::Minute,
        F::Second,
        F::Date,
        F::Time,
    ],
    typed_functions: &[(F::Ceiling, P::Decimal), (F::Floor, P::Decimal), (F::Round, P::Decimal)],
    integer_arithmetic: true,
    // The server cuts products at 30 digits behind the point.
    decimal_arithmetic: false,
    casts: &[],
    aggregates: &[(A::Sum, &INTEGERS), (A::Min, &ORDERED), (A::Max, &ORDERED), (A::CountDistinct, &COUNTED)],
    sums_in_parts: false,
    guarded: &[
        (Storage::Date, &[P::Date]),
        (Storage::Timestamp, &[P::DateTimeOffset]),
        (Storage::TimestampTz, &[P::DateTimeOffset]),
    ],
    // A sum has 22 digits more than its values, and 65 at most.
    longest_summed: Some(43),
    declared: false,
};

/// No floats: what the server finds in a `FLOAT` is no `FLOAT` to it.
const ORDERED: [P; 10] = {
    let [a, b, c, d, e, f] = INTEGERS;
    [a, b, c, d, e, f, P::String, P::Date, P::TimeOfDay, P::DateTimeOffset]
};

const COUNTED: [P; 15] = {
    let [a, b, c, d, e, f, g, h, i, j] = ORDERED;
    [a, b, c, d, e, f, g, h, i, j, P::Boolean, P::Guid, P::Double, P::Single, P::Binary]
};

const NUMBERS_OR_TEXT: [P; 8] = {
    let [a, b, c, d, e, f, g] = NUMBERS;
    [a, b, c, d, e, f, g, P::String]
};

impl Dialect for MySql {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn quote(&self) -> char {
        '`'
    }

    /// Years end at 9999, decimals have 65 digits, and a UUID is text on the wire.
    fn bind<'a>(&self, value: &'a Value, storage: Storage) -> Bound<'a> {
        match bound(value, storage) {
            Bound::Exact(Parameter::Decimal(decimal)) => self.decimal(decimal),
            Bound::Exact(Parameter::Uuid(id)) => {
                Bound::Exact(Parameter::Text(id.hyphenated().to_string().into()))
            }
            Bound::Exact(Parameter::Span(span)) => self.span(span, true),
            Bound::Below(Parameter::Span(span)) => self.span(span, false),
            Bound::Exact(parameter) | Bound::Below(parameter) if beyond(&parameter) => {
                Bound::Below(last(parameter))
            }
            Bound::Exact(parameter) | Bound::Below(parameter) if before(&parameter) => {
                Bound::Above(first(parameter))
            }
            other => other,
        }
    }

    /// A span of time is sent as text.
    fn placeholder(&self, sql: &mut String, _number: usize, parameter: &Parameter<'_>) {
        sql.push_str(match parameter {
            Parameter::Span(_) => "CAST(? AS TIME(6))",
            _ => "?",
        });
    }

    fn null_safe(&self) -> (&'static str, &'static str) {
        // There is no operator for the opposite: `NOT (a <=> b)`, which the renderer writes if
        // this is empty.
        (" <=> ", "")
    }

    fn read(&self, storage: Storage) -> Around {
        match storage {
            Storage::AsText => Around("CAST(", " AS CHAR)"),
            _ => Around::BARE,
        }
    }

    /// Collations ignore letter case and trailing blanks, so text compares as bytes of UTF-8,
    /// whose order is that of code points; `CONVERT` because a column may have another character
    /// set.
    fn exact(&self, storage: Storage) -> Around {
        match storage {
            Storage::Text | Storage::FixedText => Around("CAST(CONVERT(", " USING utf8mb4) AS BINARY)"),
            Storage::AsText => Around("CAST(CAST(", " AS CHAR) AS BINARY)"),
            // MariaDB sorts its UUID type by the last group first.
            Storage::Uuid => Around("CAST(", " AS CHAR)"),
            Storage::Boolean => Around("(", " <> 0)"),
            Storage::Bits => Around("(", " + 0)"),
            _ => Around::BARE,
        }
    }

    fn text(&self, storage: Storage) -> Around {
        match storage {
            Storage::Text | Storage::FixedText => Around("CONVERT(", " USING utf8mb4) COLLATE utf8mb4_bin"),
            _ => Around("CAST(", " AS CHAR) COLLATE utf8mb4_bin"),
        }
    }

    fn equality(&self, storage: Storage) -> Equality {
        match storage {
            Storage::Text | Storage::FixedText => Equality::NativeThenExact,
            Storage::AsText => Equality::Exact,
            _ => Equality::Native,
        }
    }

    fn nulls(&self, _descending: bool) -> &'static str {
        ""
    }

    /// It compares row values by reading every row.
    fn row_values(&self) -> bool {
        false
    }

    fn unlimited(&self) -> &'static str {
        "18446744073709551615"
    }

    fn function(&self, function: F, _first: P) -> Option<&'static str> {
        Some(match function {
            F::Concat => "CONCAT({0}, {1})",
            F::Contains => "(LOCATE({1}, {0}) > 0)",
            F::EndsWith => "(CAST(RIGHT({0}, CHAR_LENGTH({1})) AS BINARY) = CAST({1} AS BINARY))",
            F::IndexOf => "(LOCATE({1}, {0}) - 1)",
            F::Length => "CHAR_LENGTH({0})",
            F::StartsWith => "(CAST(LEFT({0}, CHAR_LENGTH({1})) AS BINARY) = CAST({1} AS BINARY))",
            F::Substring => "SUBSTRING({0}, {1}, {2})",
            F::Year => "YEAR({0})",
            F::Month => "MONTH({0})",
            F::Day => "DAYOFMONTH({0})",
            F::Hour => "HOUR({0})",
            F::Minute => "MINUTE({0})",
            F::Second => "SECOND({0})",
            F::Date => "DATE({0})",
            F::Time => "TIME({0})",
            F::Ceiling => "CEILING({0})",
            F::Floor => "FLOOR({0})",
            F::Round => "ROUND({0})",
            F::Has => "(({0} & {1}) = {1})",
            _ => return None,
        })
    }

    /// A month or a day that there is not.
    fn fits(&self, _storage: Storage, _ty: P) -> Option<&'static str> {
        Some("DAYOFMONTH({0}) BETWEEN 1 AND DAYOFMONTH(LAST_DAY({0}))")
    }

    /// Two rows are no value.
    fn fail(&self) -> &'static str {
        "(SELECT 1 FROM (SELECT 1 UNION ALL SELECT 2) AS two WHERE {0} IS NOT NULL)"
    }

    fn integer_operand(&self) -> Around {
        Around("CAST(", " AS SIGNED)")
    }

    fn integer_division(&self) -> &'static str {
        " DIV "
    }

    /// The server lowers a dotted capital I to a plain i, where Unicode keeps the dot.
    fn folded(&self) -> Around {
        Around("LOWER(REPLACE(", ", 'İ', 'i\u{307}'))")
    }

    /// Always a phrase: inside its quotes no character is an operator.
    fn full_text<'a>(&self, renderer: &mut Renderer<'a>, look_up: FullText<'a, '_>) {
        renderer.sql.push_str("(MATCH(");
        for (index, column) in look_up.columns.iter().enumerate() {
            renderer.sql.push_str(if index > 0 { ", " } else { "" });
            renderer.prefix();
            renderer.name(column);
        }
        renderer.sql.push_str(") AGAINST (");
        renderer.parameter(Parameter::Text(format!("\"{}\"", look_up.term.replace('"', " ")).into()));
        renderer.sql.push_str(" IN BOOLEAN MODE))");
    }

    /// MySQL says `EXPLAIN ANALYZE`, MariaDB `ANALYZE`. Which of them a `mysql:` URL leads to is not
    /// known, but only MySQL reads a comment of this version.
    fn analyze(&self) -> &'static str {
        "/*!80018 EXPLAIN */ ANALYZE "
    }
}

impl MySql {
    /// What no `TIME` holds, the server would cut silently.
    fn span(&self, span: TimeDelta, exact: bool) -> Bound<'static> {
        let longest = TimeDelta::microseconds(self.longest_time);
        if span > longest {
            Bound::Below(Parameter::Span(longest))
        } else if span < -longest {
            Bound::Above(Parameter::Span(-longest))
        } else if exact {
            Bound::Exact(Parameter::Span(span))
        } else {
            Bound::Below(Parameter::Span(span))
        }
    }

    /// What no decimal of the server's holds, it would cut silently.
    fn decimal<'a>(&self, value: Cow<'a, BigDecimal>) -> Bound<'a> {
        let (_, scale) = value.as_bigint_and_scale();
        let whole_digits = i64::try_from(value.digits()).unwrap_or(i64::MAX).saturating_sub(scale).max(0);
        if whole_digits > DIGITS {
            let greatest = BigDecimal::from(10).powi(DIGITS) - BigDecimal::from(1);
            return match value.sign() {
                Sign::Minus => Bound::Above(Parameter::Decimal(Cow::Owned(-greatest))),
                _ => Bound::Below(Parameter::Decimal(Cow::Owned(greatest))),
            };
        }
        let longest = self.longest_fraction.min(DIGITS - whole_digits);
        if scale <= longest {
            return Bound::Exact(Parameter::Decimal(value));
        }
        let floor = value.with_scale_round(longest, RoundingMode::Floor);
        let exact = floor == *value;
        let floor = Parameter::Decimal(Cow::Owned(floor));
        if exact { Bound::Exact(floor) } else { Bound::Below(floor) }
    }
}

fn year(parameter: &Parameter<'_>) -> Option<i32> {
    match parameter {
        Parameter::Date(date) => Some(date.year()),
        Parameter::Timestamp(at) => Some(at.year()),
        Parameter::TimestampTz(at) => Some(at.year()),
        _ => None,
    }
}

fn beyond(parameter: &Parameter<'_>) -> bool {
    year(parameter).is_some_and(|year| year > 9999)
}

fn before(parameter: &Parameter<'_>) -> bool {
    year(parameter).is_some_and(|year| year < 0)
}

fn last(parameter: Parameter<'_>) -> Parameter<'_> {
    at(parameter, 9999, 12, 31, chrono::NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999))
}

fn first(parameter: Parameter<'_>) -> Parameter<'_> {
    at(parameter, 0, 1, 1, Some(chrono::NaiveTime::MIN))
}

/// The same kind of parameter, at another moment.
fn at<'a>(
    parameter: Parameter<'a>,
    year: i32,
    month: u32,
    day: u32,
    time: Option<chrono::NaiveTime>,
) -> Parameter<'a> {
    let Some((date, time)) = chrono::NaiveDate::from_ymd_opt(year, month, day).zip(time) else {
        return parameter;
    };
    match parameter {
        Parameter::Date(_) => Parameter::Date(date),
        Parameter::Timestamp(_) => Parameter::Timestamp(date.and_time(time)),
        Parameter::TimestampTz(_) => Parameter::TimestampTz(date.and_time(time).and_utc()),
        other => other,
    }
}
