//! Eight boats, few enough to know by heart: a value, its neighbours and its absence for every type.

use landbridge::edm::Value;

use crate::support::fixture::{Fixture, Kind, Table, optional, required};
use crate::support::variety::{date, decimal, instant, or_null, text, time};

type Row<'a> = (
    (&'a str, Option<&'a str>, Option<&'a str>, Option<i64>, Option<i64>),
    (Option<bool>, Option<f64>, Option<f32>),
    (Option<&'a str>, Option<&'a str>, Option<&'a str>),
    (Option<&'a str>, Option<&'a [u8]>),
);

/// Name, Port, Length, Crew, Mass; Afloat, Draft, Tonnage; Built, Seen, Tide; Berth, Log.
const BOATS: &[Row<'_>] = &[
    (
        ("Anna", Some("Bremen"), Some("12.50"), Some(2), Some(9_007_199_254_740_993)),
        (Some(true), Some(1.5), Some(0.1)),
        (Some("2000-02-29"), Some("2024-02-29T23:59:59.123456Z"), Some("12:00:00")),
        (Some("0f8fad5b-d9cb-469f-a165-70867728950e"), Some(b"\x00\xff")),
    ),
    (
        ("anna", None, Some("7.00"), None, Some(9_007_199_254_740_992)),
        (Some(false), Some(0.1), Some(16_777_216.0)),
        (Some("1899-12-31"), Some("2024-03-01T00:00:00Z"), Some("23:59:59.999999")),
        (None, None),
    ),
    (
        ("Bärbel", Some(""), Some("12.50"), Some(0), None),
        (None, None, None),
        (None, None, None),
        (Some("ffffffff-ffff-ffff-ffff-ffffffffffff"), Some(b"")),
    ),
    (
        ("O'Hara", Some("Bremen "), Some("100.00"), Some(-7), Some(i64::MIN)),
        (Some(true), Some(-2.5), None),
        (Some("2024-12-31"), Some("1969-12-31T23:59:59.5Z"), Some("00:00:00")),
        (Some("00000000-0000-0000-0000-000000000001"), None),
    ),
    (
        ("100%", Some("a_b"), Some("0.01"), Some(7), Some(i64::MAX)),
        (Some(false), Some(1e300), None),
        (Some("2024-02-29"), Some("2000-12-31T21:53:00Z"), Some("07:05:03.5")),
        (None, None),
    ),
    (
        ("Zürich", Some("A\\b"), None, Some(7), Some(0)),
        (None, Some(2.5), None),
        (Some("1970-01-01"), Some("1970-01-01T00:00:00Z"), Some("12:00:00")),
        (None, None),
    ),
    (
        (" Anna ", Some("bremen"), Some("-3.25"), None, Some(-1)),
        (Some(true), None, None),
        (None, Some("9999-12-31T23:59:59.999999Z"), None),
        (None, None),
    ),
    (
        ("🚢", Some("Kiel"), Some("2.25"), Some(42), Some(1_000)),
        (Some(false), Some(0.0), None),
        (Some("2024-02-29"), Some("2024-02-29T12:30:45Z"), Some("18:30:00")),
        (None, None),
    ),
];

/// The table `Boats`, keys from one.
pub(super) fn boats() -> Fixture {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        required("Name", "name", Kind::Text(20)),
        optional("Port", "port", Kind::Text(20)),
        optional("Length", "length", Kind::Decimal(5, 2)),
        optional("Crew", "crew", Kind::Int32),
        optional("Mass", "mass", Kind::Int64),
        optional("Afloat", "afloat", Kind::Boolean),
        optional("Draft", "draft", Kind::Double),
        optional("Tonnage", "tonnage", Kind::Single),
        optional("Built", "built", Kind::Date),
        optional("Seen", "seen", Kind::Timestamp),
        optional("Tide", "tide", Kind::Time),
        optional("Berth", "berth", Kind::Guid),
        optional("Log", "log", Kind::Binary),
    ];
    let mut table = Table::new("Boats", "boats", &["ID"], columns);
    table.rows = BOATS.iter().zip(1..).map(|(boat, id)| row(id, boat)).collect();
    Fixture { tables: vec![table] }
}

fn row(id: i64, boat: &Row<'_>) -> Vec<Value> {
    let ((name, port, length, crew, mass), (afloat, draft, tonnage), (built, seen, tide), (berth, log)) =
        *boat;
    vec![
        Value::Integer(id),
        text(name),
        or_null(port, text),
        or_null(length, decimal),
        or_null(crew, Value::Integer),
        or_null(mass, Value::Integer),
        or_null(afloat, Value::Boolean),
        or_null(draft, Value::Double),
        or_null(tonnage, Value::Single),
        or_null(built, date),
        or_null(seen, instant),
        or_null(tide, time),
        or_null(berth, |id| Value::Guid(id.parse().unwrap())),
        or_null(log, |bytes| Value::Binary(bytes.to_vec())),
    ]
}
