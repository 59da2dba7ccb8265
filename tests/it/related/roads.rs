//! Vessels in the roads, with owners, calls and cargo: rows that belong to none, to one that is not
//! there, to one whose name differs in letter case only; nulls, blanks, scripts, extreme numbers.

use landbridge::edm::Value;

use crate::support::fixture::{Column, Fixture, Kind, Navigation, Table, optional, required};
use crate::support::variety::{date, decimal, instant, or_null, text};

/// Code, name, rank.
const COUNTRIES: &[(&str, &str, Option<i64>)] = &[
    ("NL", "Nederland", Some(1)),
    ("LO", "lower", Some(2)),
    ("DE", "Deutschland", None),
    ("ÅX", "Åland", Some(3)),
    ("", "Nowhere", None),
];

type Owner<'a> = (i64, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<bool>);

/// Key, name, country, since, trusted.
const OWNERS: &[Owner<'_>] = &[
    (1, Some("Anna BV"), Some("NL"), Some("2001-02-28"), Some(true)),
    (2, Some("Bärbel KG"), Some("DE"), None, Some(false)),
    (3, None, Some("LO"), Some("2024-02-29"), None),
    (4, Some(""), Some("nl"), Some("1999-12-31"), Some(true)),
    (5, Some("Øre ApS"), None, None, None),
    (6, Some("Åland Ab"), Some("ÅX"), Some("2024-02-29"), Some(false)),
    (7, Some("Nobody"), Some(""), None, Some(true)),
];

type Vessel<'a> = (i64, &'a str, Option<i64>, Option<&'a str>, Option<i64>);

/// Key, name, owner, length, sister.
const VESSELS: &[Vessel<'_>] = &[
    (1, "Anna", Some(1), Some("99.50"), Some(2)),
    (2, "Bärbel", Some(2), Some("120.00"), Some(1)),
    (3, "anna", Some(1), None, None),
    (4, "Zoë", None, Some("99.50"), Some(4)),
    (5, "Idle", Some(99), Some("1.00"), Some(99)),
    (6, "Öre", Some(5), Some("250.25"), Some(1)),
    (7, "Åse", Some(6), Some("99.49"), None),
    (8, "Ghost", Some(4), None, None),
    (9, "Blank", Some(7), Some("5.00"), Some(8)),
    (10, "Low", Some(3), Some("0.00"), Some(7)),
];

type Call<'a> = (i64, Option<i64>, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<bool>);

/// Key, vessel, fee, at, note, done.
const CALLS: &[Call<'_>] = &[
    (10, Some(1), Some("100.10"), Some("2024-01-31T10:00:00Z"), Some("first"), Some(true)),
    (11, Some(1), Some("0.90"), Some("2024-02-29T23:59:59.999999Z"), None, Some(false)),
    (12, Some(1), None, None, Some(""), None),
    (13, Some(2), Some("-5.00"), Some("2023-12-31T00:00:00Z"), Some("Öl"), Some(true)),
    (14, Some(2), Some("250.25"), Some("2024-02-29T12:00:00Z"), Some("öl"), None),
    (15, Some(4), Some("99999999.99"), Some("9999-12-31T23:59:59Z"), Some("Ü"), Some(false)),
    (16, Some(6), Some("12.50"), None, Some("grain"), Some(true)),
    (17, None, Some("7.00"), Some("2024-02-29T00:00:00Z"), Some("lost"), Some(true)),
    (18, Some(7), Some("0.00"), Some("1970-01-01T00:00:00Z"), None, None),
    (19, Some(99), Some("1.00"), Some("2000-02-29T12:34:56Z"), Some("Anna"), Some(false)),
    (20, Some(10), Some("12.50"), Some("2024-12-31T18:30:00Z"), Some("Low"), Some(true)),
];

type Cargo<'a> = (i64, i64, Option<&'a str>, Option<i64>, Option<f64>);

/// Call, line, goods, tons, weight.
const CARGO: &[Cargo<'_>] = &[
    (10, 1, Some("Grain"), Some(10), Some(0.1)),
    (10, 2, None, None, None),
    (11, 1, Some("grain"), Some(-5), Some(1e300)),
    (13, 1, Some("Öl"), Some(i32::MAX as i64), Some(2.5)),
    (13, 2, Some(""), Some(0), Some(0.0)),
    (14, 1, Some("Kisten 🚢"), Some(7), None),
    (16, 1, Some("Grain"), Some(10), Some(0.1)),
    (16, 2, Some("Salt"), Some(10), Some(-1e300)),
    (17, 1, Some("Grain"), Some(1), Some(1.0)),
    (20, 1, Some("Low"), Some(i32::MIN as i64), Some(0.25)),
    (99, 1, Some("Grain"), Some(3), Some(3.0)),
];

/// Vessel, country: a pair twice, one that differs in letter case, ends that are null or missing.
const FLAGS: &[(Option<i64>, Option<&str>)] = &[
    (Some(1), Some("NL")),
    (Some(1), Some("DE")),
    (Some(1), Some("NL")),
    (Some(2), Some("DE")),
    (Some(3), Some("nl")),
    (Some(4), Some("")),
    (Some(4), Some("ÅX")),
    (Some(5), None),
    (None, Some("LO")),
    (None, None),
    (Some(6), Some("XX")),
    (Some(77), Some("LO")),
    (Some(7), Some("ÅX")),
];

/// Vessel, country where it was registered: no vessel in two, one of them written twice.
const REGISTERED: &[(Option<i64>, Option<&str>)] = &[
    (Some(1), Some("DE")),
    (Some(1), Some("DE")),
    (Some(2), Some("NL")),
    (Some(3), None),
    (Some(4), Some("lo")),
    (Some(5), Some("ÅX")),
    (None, Some("NL")),
];

/// The tables `Countries`, `Owners`, `Vessels`, `Calls` and `Cargo`, and two link tables.
pub(crate) fn roads() -> Fixture {
    let links = [("vessel_flags", FLAGS), ("registered", REGISTERED)].map(|(name, rows)| link(name, rows));
    let mut tables = vec![countries(), owners(), vessels(), calls(), cargo()];
    tables.extend(links);
    Fixture { tables }
}

fn table(
    set: &'static str,
    name: &'static str,
    key: &'static [&'static str],
    columns: Vec<Column>,
    navigation: Vec<Navigation>,
    rows: Vec<Vec<Value>>,
) -> Table {
    Table { navigation, rows, ..Table::new(set, name, key, columns) }
}

const fn one(name: &'static str, to: &'static str, on: (&'static str, &'static str)) -> Navigation {
    Navigation { name, to, on, collection: false }
}

const fn many(name: &'static str, to: &'static str, on: (&'static str, &'static str)) -> Navigation {
    Navigation { name, to, on, collection: true }
}

fn link(name: &'static str, rows: &[(Option<i64>, Option<&str>)]) -> Table {
    let columns =
        vec![optional("Vessel", "vessel", Kind::Int32), optional("Country", "country", Kind::Text(2))];
    let rows = rows
        .iter()
        .map(|(vessel, country)| vec![or_null(*vessel, Value::Integer), or_null(*country, text)])
        .collect();
    Table { rows, ..Table::link(name, columns) }
}

fn countries() -> Table {
    let columns = vec![
        required("Code", "code", Kind::Text(2)),
        required("Name", "name", Kind::Text(40)),
        optional("Rank", "rank", Kind::Int32),
    ];
    let rows = COUNTRIES
        .iter()
        .map(|(code, name, rank)| vec![text(code), text(name), or_null(*rank, Value::Integer)])
        .collect();
    let navigation = vec![many("Owners", "Owners", ("Code", "CountryCode"))];
    let mut table = table("Countries", "countries", &["Code"], columns, navigation, rows);
    table.further_navigation = vec![
        "Flies: { to: Vessels, through: { table: vessel_flags, here: { Code: country }, there: { vessel: ID } }, collection: true }",
    ];
    table
}

fn owners() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        optional("Name", "name", Kind::Text(40)),
        optional("CountryCode", "country_code", Kind::Text(2)),
        optional("Since", "since", Kind::Date),
        optional("Trusted", "trusted", Kind::Boolean),
    ];
    let rows = OWNERS
        .iter()
        .map(|(id, name, country, since, trusted)| {
            vec![
                Value::Integer(*id),
                or_null(*name, text),
                or_null(*country, text),
                or_null(*since, date),
                or_null(*trusted, Value::Boolean),
            ]
        })
        .collect();
    let navigation = vec![
        one("Country", "Countries", ("CountryCode", "Code")),
        many("Vessels", "Vessels", ("ID", "OwnerID")),
    ];
    Table { search: &["Name"], ..table("Owners", "owners", &["ID"], columns, navigation, rows) }
}

fn vessels() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        required("Name", "name", Kind::Text(40)),
        optional("OwnerID", "owner_id", Kind::Int64),
        optional("Length", "length", Kind::Decimal(8, 2)),
        optional("SisterID", "sister_id", Kind::Int16),
    ];
    let rows = VESSELS
        .iter()
        .map(|(id, name, owner, length, sister)| {
            vec![
                Value::Integer(*id),
                text(name),
                or_null(*owner, Value::Integer),
                or_null(*length, decimal),
                or_null(*sister, Value::Integer),
            ]
        })
        .collect();
    let navigation = vec![
        one("Owner", "Owners", ("OwnerID", "ID")),
        one("Sister", "Vessels", ("SisterID", "ID")),
        many("Calls", "Calls", ("ID", "VesselID")),
        many("SisterOf", "Vessels", ("ID", "SisterID")),
        many("Namesakes", "Calls", ("Name", "Note")),
    ];
    let mut table = table("Vessels", "vessels", &["ID"], columns, navigation, rows);
    table.further_navigation = vec![
        "Flags: { to: Countries, through: { table: vessel_flags, here: { ID: vessel }, there: { country: Code } }, collection: true }",
        "Registered: { to: Countries, through: { table: registered, here: { ID: vessel }, there: { country: Code } } }",
    ];
    table
}

fn calls() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        optional("VesselID", "vessel_id", Kind::Int32),
        optional("Fee", "fee", Kind::Decimal(10, 2)),
        optional("At", "at", Kind::Timestamp),
        optional("Note", "note", Kind::Text(20)),
        optional("Done", "done", Kind::Boolean),
    ];
    let rows = CALLS
        .iter()
        .map(|(id, vessel, fee, at, note, done)| {
            vec![
                Value::Integer(*id),
                or_null(*vessel, Value::Integer),
                or_null(*fee, decimal),
                or_null(*at, instant),
                or_null(*note, text),
                or_null(*done, Value::Boolean),
            ]
        })
        .collect();
    let navigation =
        vec![one("Vessel", "Vessels", ("VesselID", "ID")), many("Cargo", "Cargo", ("ID", "CallID"))];
    Table { search: &["Note"], ..table("Calls", "calls", &["ID"], columns, navigation, rows) }
}

fn cargo() -> Table {
    let columns = vec![
        required("CallID", "call_id", Kind::Int32),
        required("Line", "line", Kind::Int16),
        optional("Goods", "goods", Kind::Text(20)),
        optional("Tons", "tons", Kind::Int32),
        optional("Weight", "weight", Kind::Double),
    ];
    let rows = CARGO
        .iter()
        .map(|(call, line, goods, tons, weight)| {
            vec![
                Value::Integer(*call),
                Value::Integer(*line),
                or_null(*goods, text),
                or_null(*tons, Value::Integer),
                or_null(*weight, Value::Double),
            ]
        })
        .collect();
    let navigation = vec![one("Call", "Calls", ("CallID", "ID"))];
    table("Cargo", "cargo", &["CallID", "Line"], columns, navigation, rows)
}
