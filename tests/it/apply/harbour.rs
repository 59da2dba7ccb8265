//! Dues of a harbour: few enough to know by heart, with nulls, blanks, letter cases, scripts, extreme
//! numbers and leap days where sums and groups go wrong.

use landbridge::edm::Value;

use crate::support::fixture::{Fixture, Kind, Navigation, Table, optional, required};
use crate::support::variety::{date, decimal, instant, or_null, text};

type Row<'a> = (
    (Option<&'a str>, Option<&'a str>, Option<i64>),
    (Option<i64>, Option<i64>, Option<&'a str>, Option<f64>),
    (Option<bool>, Option<&'a str>, Option<&'a str>),
);

/// Berth, Cargo, Vessel; Tons, Weight, Fee, Draft; Paid, Day, At. Keys from one.
const DUES: &[Row<'_>] = &[
    (
        (Some("A"), Some("Grain"), Some(1)),
        (Some(10), Some(1_000), Some("100.10"), Some(0.1)),
        (Some(true), Some("2024-01-31"), Some("2024-01-31T10:00:00Z")),
    ),
    (
        (Some("a"), Some("Grain"), Some(1)),
        (Some(20), Some(i64::MAX), Some("0.90"), Some(0.2)),
        (Some(false), Some("2024-02-29"), Some("2024-02-29T23:59:59.999999Z")),
    ),
    (
        (Some("A "), Some("Öl"), Some(2)),
        (Some(-5), Some(i64::MAX), Some("9999999999.99"), Some(1e300)),
        (None, Some("2024-02-29"), None),
    ),
    (
        (Some("A"), Some("Öl"), Some(2)),
        (None, Some(5), Some("-0.01"), Some(-1e300)),
        (Some(true), Some("2023-12-31"), Some("1969-12-31T23:59:59.5Z")),
    ),
    ((None, Some("grain"), Some(3)), (Some(7), None, None, Some(0.3)), (Some(false), None, None)),
    (
        (Some(""), Some("Kisten 🚢"), None),
        (Some(i32::MAX as i64), Some(i64::MIN), Some("12.50"), None),
        (Some(true), Some("1900-02-28"), Some("9999-12-31T23:59:59Z")),
    ),
    (
        (Some("é"), Some("Grain"), Some(3)),
        (Some(i32::MAX as i64), Some(0), Some("12.50"), Some(0.0)),
        (Some(true), Some("2024-02-29"), Some("2024-03-01T00:00:00Z")),
    ),
    (
        (Some("e\u{301}"), None, Some(4)),
        (Some(0), Some(-7), Some("0.00"), Some(f64::MAX)),
        (None, Some("9999-12-31"), Some("2000-02-29T12:34:56Z")),
    ),
    ((None, None, None), (None, None, None, None), (None, None, None)),
    (
        (Some("A"), Some("Grain"), Some(1)),
        (Some(10), Some(1_000), Some("100.10"), Some(0.1)),
        (Some(true), Some("2024-01-31"), Some("2024-01-31T10:00:00Z")),
    ),
    (
        (Some("B"), Some("Öl"), Some(4)),
        (Some(1), Some(9_007_199_254_740_993), Some("0.01"), Some(123_456_789.125)),
        (Some(false), Some("2024-12-31"), Some("2024-12-31T12:00:00Z")),
    ),
    (
        (Some("B"), Some("Grain"), Some(99)),
        (Some(2), Some(2), Some("3.33"), Some(2.5)),
        (Some(false), Some("2024-12-31"), Some("2024-12-31T18:30:00Z")),
    ),
];

/// Name, Flag, Length; keys from one.
const VESSELS: &[(&str, Option<&str>, Option<&str>)] = &[
    ("Anna", Some("NL"), Some("99.50")),
    ("Bärbel", Some("DE"), Some("120.00")),
    ("anna", Some("nl"), None),
    ("Zoë", None, Some("99.50")),
    ("Idle", Some("DE"), Some("1.00")),
];

/// The tables `Dues` and `Vessels`.
pub(super) fn harbour() -> Fixture {
    Fixture { tables: vec![dues(), vessels()] }
}

fn dues() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        optional("Berth", "berth", Kind::Text(20)),
        optional("Cargo", "cargo", Kind::Text(20)),
        optional("VesselID", "vessel id", Kind::Int32),
        optional("Tons", "tons", Kind::Int32),
        optional("Weight", "weight", Kind::Int64),
        optional("Fee", "fee", Kind::Decimal(12, 2)),
        optional("Draft", "draft", Kind::Double),
        optional("Paid", "paid", Kind::Boolean),
        optional("Day", "day", Kind::Date),
        optional("At", "order", Kind::Timestamp),
    ];
    let mut table = Table::new("Dues", "dues", &["ID"], columns);
    table.search = &["Cargo"];
    table.navigation =
        vec![Navigation { name: "Vessel", to: "Vessels", on: ("VesselID", "ID"), collection: false }];
    table.rows = DUES.iter().zip(1..).map(|(due, id)| row(id, due)).collect();
    table
}

fn row(id: i64, due: &Row<'_>) -> Vec<Value> {
    let ((berth, cargo, vessel), (tons, weight, fee, draft), (paid, day, at)) = *due;
    vec![
        Value::Integer(id),
        or_null(berth, text),
        or_null(cargo, text),
        or_null(vessel, Value::Integer),
        or_null(tons, Value::Integer),
        or_null(weight, Value::Integer),
        or_null(fee, decimal),
        or_null(draft, Value::Double),
        or_null(paid, Value::Boolean),
        or_null(day, date),
        or_null(at, instant),
    ]
}

fn vessels() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        required("Name", "name", Kind::Text(20)),
        optional("Flag", "flag", Kind::Text(2)),
        optional("Length", "length", Kind::Decimal(9, 2)),
    ];
    let mut table = Table::new("Vessels", "vessels", &["ID"], columns);
    table.navigation =
        vec![Navigation { name: "Dues", to: "Dues", on: ("ID", "VesselID"), collection: true }];
    table.rows = VESSELS
        .iter()
        .zip(1..)
        .map(|((name, flag, length), id)| {
            vec![Value::Integer(id), text(name), or_null(*flag, text), or_null(*length, decimal)]
        })
        .collect();
    table
}
