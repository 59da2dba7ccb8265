//! Rows that a database, a driver or a careless translation may get wrong: nulls, blanks, extremes,
//! ties, cases, scripts, leap days. Every value is one that all engines can hold exactly.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use landbridge::edm::Value;
use uuid::Uuid;

use super::fixture::{Column, Fixture, Kind, Navigation, Table, optional, required};

/// Rows of `Things`: enough that every pair of values of two neighbouring columns occurs.
const THINGS: i64 = 260;

const TEXTS: &[Option<&str>] = &[
    Some("abc"),
    Some("ABC"),
    Some("Abc"),
    Some("abc "),
    Some(" abc"),
    Some(""),
    None,
    Some(" "),
    Some("abcdef"),
    Some("O'Neill"),
    Some("\"quoted\""),
    Some("100%"),
    Some("a_c"),
    Some("a%c"),
    Some("back\\slash"),
    Some("C:\\new\\table"),
    Some("two\nlines"),
    Some("tab\tbed"),
    Some("Ångström"),
    Some("A\u{30a}ngstro\u{308}m"),
    Some("Straße"),
    Some("STRASSE"),
    Some("Łódź"),
    Some("Ελλάδα"),
    Some("ΕΛΛΆΔΑ"),
    Some("日本語"),
    Some("日本"),
    Some("🚢 Fracht"),
    Some("[a-z]*?"),
    Some("null"),
    Some("0"),
    Some("; DROP TABLE things; --"),
    Some("zebra"),
    Some("Zebra"),
    Some("éclair"),
    Some("a&b=c+d"),
    Some("${HOME}"),
];

const CODES: &[Option<&str>] =
    &[Some("A"), Some("a"), Some("AB"), Some("ABCDE"), None, Some("é"), Some("日本語")];

const DAYS: &[Option<&str>] = &[
    Some("1000-01-01"),
    Some("1582-10-10"),
    Some("1899-12-31"),
    Some("1900-02-28"),
    Some("1900-03-01"),
    None,
    Some("1970-01-01"),
    Some("2000-02-29"),
    Some("2023-12-31"),
    Some("2024-01-31"),
    Some("2024-02-29"),
    Some("2024-02-29"),
    Some("9999-12-31"),
];

const TIMES: &[Option<&str>] = &[
    Some("00:00:00"),
    Some("23:59:59.999999"),
    Some("12:00:00"),
    None,
    Some("07:05:03.000001"),
    Some("12:00:00"),
];

const MOMENTS: &[Option<&str>] = &[
    Some("1000-01-01T00:00:00Z"),
    Some("1899-12-31T23:59:59.999999Z"),
    Some("1900-03-01T00:00:00Z"),
    Some("1969-12-31T23:59:59.000001Z"),
    Some("1970-01-01T00:00:00Z"),
    None,
    Some("2000-02-29T12:34:56Z"),
    Some("2000-12-31T21:53:00Z"),
    Some("2024-02-29T23:59:59.5Z"),
    Some("2024-02-29T23:59:59.123456Z"),
    Some("2024-03-31T01:30:00Z"),
    Some("2024-12-31T23:59:59.999999Z"),
    Some("9999-12-31T23:59:59.999999Z"),
];

/// Within what MySQL's `TIMESTAMP` covers.
const INSTANTS: &[Option<&str>] = &[
    Some("1970-01-02T00:00:00Z"),
    Some("2000-02-29T12:34:56.789Z"),
    None,
    Some("2024-10-27T00:59:59.999999Z"),
    Some("2024-10-27T01:00:00Z"),
    Some("2037-12-31T23:59:59Z"),
    Some("2000-02-29T12:34:56.789Z"),
];

const IDS: &[Option<&str>] = &[
    Some("00000000-0000-0000-0000-000000000000"),
    Some("ffffffff-ffff-ffff-ffff-ffffffffffff"),
    None,
    Some("0f8fad5b-d9cb-469f-a165-70867728950e"),
    Some("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
];

const AMOUNTS: &[Option<&str>] = &[
    Some("0"),
    Some("0.01"),
    Some("-0.01"),
    Some("1.10"),
    Some("9999999999.99"),
    Some("-9999999999.99"),
    None,
    Some("2.50"),
    Some("2.05"),
    Some("-2.50"),
    Some("100"),
    Some("2.5"),
];

const FINE: &[Option<&str>] = &[
    Some("0.333333"),
    Some("3.141593"),
    Some("-0.000001"),
    None,
    Some("999.999999"),
    Some("0.5"),
    Some("1.5"),
];

const WHOLES: &[Option<i64>] = &[
    Some(0),
    Some(1),
    Some(-1),
    Some(i32::MAX as i64),
    Some(i32::MIN as i64),
    None,
    Some(42),
    Some(42),
    Some(42),
    Some(7),
    Some(-7),
];

const SMALLS: &[Option<i64>] =
    &[Some(0), Some(1), Some(-1), Some(i16::MAX as i64), Some(i16::MIN as i64), None, Some(3), Some(-3)];

const LARGES: &[Option<i64>] = &[
    Some(0),
    Some(i64::MAX),
    Some(i64::MIN),
    Some(9_007_199_254_740_993),
    None,
    Some(-9_007_199_254_740_993),
    Some(5),
];

const DOUBLES: &[Option<f64>] = &[
    Some(0.0),
    Some(0.1),
    Some(1.5),
    Some(-1.5),
    Some(1e300),
    Some(-1e-300),
    Some(123_456_789.125),
    None,
    Some(2.5),
    Some(3.5),
    Some(f64::MAX),
    Some(1.0),
];

const SINGLES: &[Option<f32>] =
    &[Some(0.0), Some(0.5), Some(-2.25), Some(0.1), Some(16_777_216.0), None, Some(f32::MAX)];

/// The tables `Things` (every type), `Pairs` (compound key), `Codes` (text key), `Empties` (no rows).
pub(crate) fn variety() -> Fixture {
    Fixture { tables: vec![things(), pairs(), codes(), empties()] }
}

fn things() -> Table {
    let columns: Vec<Column> = vec![
        required("ID", "id", Kind::Int32),
        optional("Flag", "flag", Kind::Boolean),
        optional("Small", "Small", Kind::Int16),
        // Reserved words, blanks and capitals are legal names of columns.
        optional("Whole", "order", Kind::Int32),
        optional("Large", "select", Kind::Int64),
        optional("Amount", "unit amount", Kind::Decimal(12, 2)),
        optional("Fine", "fine", Kind::Decimal(9, 6)),
        optional("Ratio", "ratio%", Kind::Double),
        optional("Approx", "approx", Kind::Single),
        optional("Name", "name", Kind::Text(60)),
        optional("Code", "code", Kind::FixedText(5)),
        optional("Note", "Note's text", Kind::LongText),
        optional("Day", "day", Kind::Date),
        optional("At", "at", Kind::Time),
        optional("Moment", "moment", Kind::Timestamp),
        optional("Instant", "instant", Kind::TimestampTz),
        optional("Uid", "uid", Kind::Guid),
        optional("Bytes", "bytes", Kind::Binary),
    ];
    let mut table = Table::new("Things", "things", &["ID"], columns);
    table.search = &["Name", "Note"];
    table.navigation =
        vec![Navigation { name: "Pairs", to: "Pairs", on: ("ID", "ThingID"), collection: true }];
    // The keys go up, but not one by one, and start below zero.
    table.rows = (0..THINGS).map(|index| thing(index, index * 3 - 30)).collect();
    table
}

fn thing(index: i64, id: i64) -> Vec<Value> {
    let place = usize::try_from(index).unwrap();
    let note = match place % 9 {
        0 => Value::Null,
        1 => Value::String(String::new()),
        2 => Value::String(format!("Long: {}", "Lorem ipsum 日本語 ß. ".repeat(200))),
        _ => Value::String(format!("Note {place}\nof {}", pick(TEXTS, place + 5).unwrap_or("nobody"))),
    };
    vec![
        Value::Integer(id),
        or_null(pick(&[Some(true), Some(false), None], place), Value::Boolean),
        or_null(pick(SMALLS, place), Value::Integer),
        or_null(pick(WHOLES, place), Value::Integer),
        or_null(pick(LARGES, place), Value::Integer),
        or_null(pick(AMOUNTS, place), decimal),
        or_null(pick(FINE, place), decimal),
        or_null(pick(DOUBLES, place), Value::Double),
        or_null(pick(SINGLES, place), Value::Single),
        or_null(pick(TEXTS, place), text),
        or_null(pick(CODES, place), text),
        note,
        or_null(pick(DAYS, place), date),
        or_null(pick(TIMES, place), time),
        or_null(pick(MOMENTS, place), instant),
        or_null(pick(INSTANTS, place), instant),
        or_null(pick(IDS, place), |id| Value::Guid(id.parse::<Uuid>().unwrap())),
        or_null(pick(&[Some(&b"\x00\xff\\'"[..]), None, Some(b""), Some(b"abc")], place), |bytes| {
            Value::Binary(bytes.to_vec())
        }),
    ]
}

fn pairs() -> Table {
    let columns = vec![
        required("ThingID", "thing_id", Kind::Int32),
        required("Part", "Part", Kind::Text(10)),
        optional("Quantity", "quantity", Kind::Int32),
        required("Active", "active", Kind::Boolean),
    ];
    let mut table = Table::new("Pairs", "pairs", &["ThingID", "Part"], columns);
    table.navigation =
        vec![Navigation { name: "Thing", to: "Things", on: ("ThingID", "ID"), collection: false }];
    // The first things have up to three parts, every fourth none.
    table.rows = (0..40)
        .flat_map(|index| {
            let parts = &["p", "q", "ü/'x"][..usize::try_from(index % 4).unwrap()];
            parts.iter().zip(0..).map(move |(part, nth)| {
                let quantity = if nth == 1 { Value::Null } else { Value::Integer(index % 5) };
                vec![Value::Integer(index * 3 - 30), text(part), quantity, Value::Boolean(index % 2 == 0)]
            })
        })
        .collect();
    table
}

fn codes() -> Table {
    let columns = vec![required("Code", "code", Kind::Text(20)), required("Rank", "rank", Kind::Int32)];
    let mut table = Table::new("Codes", "codes", &["Code"], columns);
    let keys = [
        "plain",
        "a/b",
        "o'x",
        "100%",
        "a+b",
        "two words",
        "ünïcode",
        "日本",
        "a?b#c",
        "(1)",
        "k=v,w",
        "..",
        "x;y",
        "a\\b",
        "\"q\"",
        "A-1",
        "b_1",
        "🚢",
    ];
    table.rows = keys.iter().zip(0..).map(|(key, rank)| vec![text(key), Value::Integer(rank / 3)]).collect();
    table
}

fn empties() -> Table {
    let columns = vec![required("ID", "id", Kind::Int32), optional("Name", "name", Kind::Text(20))];
    let mut table = Table::new("Empties", "empties", &["ID"], columns);
    table.search = &["Name"];
    table
}

fn pick<T: Copy>(list: &[T], place: usize) -> T {
    list[place % list.len()]
}

pub(crate) fn or_null<T>(value: Option<T>, make: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, make)
}

pub(crate) fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

pub(crate) fn decimal(value: &str) -> Value {
    Value::Decimal(value.parse::<BigDecimal>().unwrap())
}

pub(crate) fn date(value: &str) -> Value {
    Value::Date(value.parse::<NaiveDate>().unwrap())
}

pub(crate) fn time(value: &str) -> Value {
    Value::TimeOfDay(value.parse::<NaiveTime>().unwrap())
}

pub(crate) fn instant(value: &str) -> Value {
    Value::DateTimeOffset(value.parse::<DateTime<Utc>>().unwrap())
}
