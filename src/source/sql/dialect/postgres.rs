//! PostgreSQL 12 and later.

use chrono::TimeDelta;

use crate::catalog::Storage;
use crate::edm::{PrimitiveType as P, Value};
use crate::plan::Capabilities;
use crate::query::{Aggregation as A, Function as F};

use super::super::render::Renderer;
use super::super::statement::Parameter;
use super::{Around, Dialect, Equality, INTEGERS, Like, NUMBERS, aggregate};
use crate::source::sql::render::bound::{Bound, bound};
use crate::source::sql::render::search::FullText;

pub(super) struct Postgres;

static CAPABILITIES: Capabilities = Capabilities {
    filter: true,
    order_and_page: true,
    longest_sorted_text: None,
    // It takes 65,535 parameters, of which a filter may need many; most keys are sent as arrays.
    keyed: 30_000,
    search: true,
    columns: &[
        (Storage::Boolean, &[P::Boolean]),
        (Storage::Integer, &NUMBERS_OR_TEXT),
        (Storage::Single, &[P::Single, P::Double]),
        (Storage::Double, &[P::Double]),
        (Storage::Decimal, &NUMBERS_OR_TEXT),
        (Storage::Text, &[P::String]),
        (Storage::FixedText, &[P::String]),
        (Storage::Uuid, &[P::Guid, P::String]),
        (Storage::Date, &[P::Date, P::String]),
        (Storage::Time, &[P::TimeOfDay, P::String]),
        (Storage::Interval, &[P::Duration, P::String]),
        (Storage::Timestamp, &[P::DateTimeOffset, P::String]),
        (Storage::TimestampTz, &[P::DateTimeOffset, P::String]),
        (Storage::Binary, &[P::Binary]),
        (Storage::AsText, &[P::String]),
    ],
    // Intervals with months, infinite ones.
    loose: &[Storage::Interval],
    functions: &[
        F::Concat,
        F::Contains,
        F::EndsWith,
        F::IndexOf,
        F::Length,
        F::StartsWith,
        F::Substring,
        F::Has,
        F::ToLower,
        F::ToUpper,
        F::Trim,
        F::Year,
        F::Month,
        F::Day,
        F::Hour,
        F::Minute,
        F::Second,
        F::Date,
        F::Time,
    ],
    typed_functions: &[
        (F::Ceiling, P::Decimal),
        (F::Floor, P::Decimal),
        (F::Round, P::Decimal),
        (F::Ceiling, P::Double),
        (F::Floor, P::Double),
    ],
    integer_arithmetic: true,
    decimal_arithmetic: true,
    casts: &[
        (P::Byte, P::Decimal),
        (P::SByte, P::Decimal),
        (P::Int16, P::Decimal),
        (P::Int32, P::Decimal),
        (P::Int64, P::Decimal),
        (P::Byte, P::Double),
        (P::SByte, P::Double),
        (P::Int16, P::Double),
        (P::Int32, P::Double),
        (P::Int64, P::Double),
        (P::Single, P::Double),
        (P::Byte, P::Int64),
        (P::SByte, P::Int64),
        (P::Int16, P::Int64),
        (P::Int32, P::Int64),
    ],
    aggregates: &[
        (A::Sum, &INTEGERS),
        // Not `Guid` and `Binary`, for which it has no `min`, and not `Boolean`.
        (A::Min, &ORDERED),
        (A::Max, &ORDERED),
        (A::CountDistinct, &P::ALL),
    ],
    sums_in_parts: false,
    guarded: &[],
    longest_summed: None,
    declared: false,
};

const ORDERED: [P; 12] = {
    let [a, b, c, d, e, f] = INTEGERS;
    [a, b, c, d, e, f, P::Single, P::Double, P::String, P::Date, P::TimeOfDay, P::DateTimeOffset]
};

const NUMBERS_OR_TEXT: [P; 8] = {
    let [a, b, c, d, e, f, g] = NUMBERS;
    [a, b, c, d, e, f, g, P::String]
};

impl Dialect for Postgres {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    /// Always with a cast: the driver keeps prepared statements by text alone, so the text must
    /// say what types its parameters have.
    fn placeholder(&self, sql: &mut String, number: usize, parameter: &Parameter<'_>) {
        sql.push('$');
        sql.push_str(itoa::Buffer::new().format(number));
        sql.push_str(match parameter {
            Parameter::Boolean(_) => "::bool",
            Parameter::Integer(_) => "::int8",
            Parameter::Single(_) => "::float4",
            Parameter::Double(_) => "::float8",
            Parameter::Decimal(_) | Parameter::Unsigned(_) => "::numeric",
            Parameter::Text(_) | Parameter::Null => "::text",
            Parameter::FixedText(_) => "::bpchar",
            Parameter::Uuid(_) => "::uuid",
            Parameter::Date(_) => "::date",
            Parameter::Time(_) => "::time",
            Parameter::Span(_) => "::interval",
            Parameter::Timestamp(_) => "::timestamp",
            Parameter::TimestampTz(_) => "::timestamptz",
            Parameter::Binary(_) => "::bytea",
            Parameter::Integers(_) => "::int8[]",
            Parameter::Texts(_) => "::text[]",
            Parameter::FixedTexts(_) => "::bpchar[]",
            Parameter::Uuids(_) => "::uuid[]",
        });
    }

    fn bind<'a>(&self, value: &'a Value, storage: Storage) -> Bound<'a> {
        match bound(value, storage) {
            Bound::Exact(Parameter::Span(span)) | Bound::Below(Parameter::Span(span)) if span > longest() => {
                Bound::Below(Parameter::Span(longest()))
            }
            Bound::Exact(Parameter::Span(span)) | Bound::Below(Parameter::Span(span))
                if span < -longest() =>
            {
                Bound::Above(Parameter::Span(-longest()))
            }
            other => other,
        }
    }

    fn numbered(&self) -> bool {
        true
    }

    fn call(&self, writes: bool) -> &'static str {
        if writes { "CALL " } else { "SELECT * FROM " }
    }

    /// With one more cast: a function for `int4` is not found with an `int8`.
    fn argument_type(&self, ty: P) -> &'static str {
        match ty {
            P::Boolean => "::bool",
            P::Byte | P::SByte | P::Int16 => "::int2",
            P::Int32 => "::int4",
            P::Int64 => "::int8",
            P::Single => "::float4",
            P::Double => "::float8",
            P::Decimal => "::numeric",
            P::Guid => "::uuid",
            P::Date => "::date",
            P::TimeOfDay => "::time",
            P::DateTimeOffset => "::timestamptz",
            P::Binary => "::bytea",
            P::Duration => "::interval",
            _ => "",
        }
    }

    /// Deterministic collations break ties by the bytes; others must be asked for by name.
    fn collations_are_total(&self) -> bool {
        true
    }

    fn read(&self, storage: Storage) -> Around {
        match storage {
            Storage::AsText => Around("", "::text"),
            // PostGIS's bytes, whatever schema its functions are in.
            Storage::Geometry | Storage::Geography => Around("", "::bytea"),
            _ => Around::BARE,
        }
    }

    /// A database's own collation is rarely that of code points. An index serves these where it
    /// was made with `COLLATE "C"`.
    fn exact(&self, storage: Storage) -> Around {
        match storage {
            Storage::Text => Around("", " COLLATE \"C\""),
            // The cast takes the padding off.
            Storage::FixedText | Storage::AsText => Around("", "::text COLLATE \"C\""),
            _ => Around::BARE,
        }
    }

    fn text(&self, storage: Storage) -> Around {
        match storage {
            Storage::Text => Around::BARE,
            _ => Around("", "::text"),
        }
    }

    fn equality(&self, storage: Storage) -> Equality {
        match storage {
            Storage::AsText => Equality::Exact,
            _ => Equality::Native,
        }
    }

    fn any(&self, storage: Storage) -> bool {
        matches!(
            storage,
            Storage::Integer | Storage::Text | Storage::FixedText | Storage::AsText | Storage::Uuid
        )
    }

    fn not_nan(&self, storage: Storage) -> Option<&'static str> {
        matches!(storage, Storage::Single | Storage::Double).then_some(" <> 'NaN'")
    }

    /// `LIKE`, not `strpos`: trigram and pattern indexes serve it.
    fn like(&self) -> Like {
        Like { escape: '\\', suffix: "" }
    }

    fn function(&self, function: F, _first: P) -> Option<&'static str> {
        Some(match function {
            F::Concat => "({0} || {1})",
            F::Contains => "(strpos({0}, {1}) > 0)",
            F::EndsWith => "(right({0}, length({1})) = {1})",
            F::IndexOf => "(strpos({0}, {1}) - 1)",
            F::Length => "length({0})",
            F::StartsWith => "starts_with({0}, {1})",
            F::Substring => "substr({0}, {1}::int4, {2}::int4)",
            // ICU's root rules are Unicode's full case mapping, as Rust's are.
            F::ToLower => "lower({0} COLLATE \"und-x-icu\")",
            F::ToUpper => "upper({0} COLLATE \"und-x-icu\")",
            // All of Unicode's White_Space.
            F::Trim => {
                "btrim({0}, U&' \\0009\\000A\\000B\\000C\\000D\\0085\\00A0\\1680\\2000\\2001\\2002\\2003\\2004\\2005\\2006\\2007\\2008\\2009\\200A\\2028\\2029\\202F\\205F\\3000')"
            }
            // Sessions are in UTC, and so are the parts of a timestamp with a zone.
            F::Year => "extract(year from {0})::int4",
            F::Month => "extract(month from {0})::int4",
            F::Day => "extract(day from {0})::int4",
            F::Hour => "extract(hour from {0})::int4",
            F::Minute => "extract(minute from {0})::int4",
            F::Second => "floor(extract(second from {0}))::int4",
            F::Date => "{0}::date",
            F::Time => "{0}::time",
            F::Ceiling => "ceil({0})",
            F::Floor => "floor({0})",
            F::Round => "round({0})",
            F::Has => "(({0} & {1}) = {1})",
            _ => return None,
        })
    }

    fn cast(&self, _from: P, to: P) -> Option<&'static str> {
        Some(match to {
            P::Decimal => "{0}::numeric",
            P::Double => "{0}::float8",
            P::Int64 => "{0}::int8",
            _ => return None,
        })
    }

    /// Zero has no sign in a result.
    fn aggregate(&self, method: A, ty: P) -> &'static str {
        match (method, ty) {
            (A::Min, P::Double) => "(min({0}) + 0::float8)",
            (A::Max, P::Double) => "(max({0}) + 0::float8)",
            (A::Min, P::Single) => "(min({0}) + 0::float4)",
            (A::Max, P::Single) => "(max({0}) + 0::float4)",
            _ => aggregate(method),
        }
    }

    fn integer_operand(&self) -> Around {
        Around("", "::int8")
    }

    /// Integers of its would overflow, and be rounded as floats.
    fn decimal_operand(&self) -> Around {
        Around("", "::numeric")
    }

    /// ICU lowers a sigma by what stands around it; letter by letter it always becomes `σ`.
    fn folded(&self) -> Around {
        Around("lower(replace(", ", 'Σ', 'σ') COLLATE \"und-x-icu\")")
    }

    /// Over a `tsvector` column.
    fn full_text<'a>(&self, renderer: &mut Renderer<'a>, look_up: FullText<'a, '_>) {
        renderer.sql.push('(');
        renderer.prefix();
        renderer.name(look_up.name);
        renderer.sql.push_str(if look_up.phrase { " @@ phraseto_tsquery(" } else { " @@ plainto_tsquery(" });
        renderer.parameter(Parameter::Text(look_up.configuration.into()));
        renderer.sql.push_str("::regconfig, ");
        renderer.parameter(Parameter::Text(look_up.term.into()));
        renderer.sql.push_str("))");
    }
}

/// The longest interval without months: as many days as there can be, and as many microseconds.
fn longest() -> TimeDelta {
    TimeDelta::days(i32::MAX.into()) + TimeDelta::microseconds(i64::MAX)
}
