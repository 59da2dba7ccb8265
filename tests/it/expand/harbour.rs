//! A harbour: vessels with their calls, the cargo of each call, berths of two-part keys, pilots who
//! learn from each other, and links with rows that repeat, dangle or hold nothing.

use landbridge::edm::Value;

use crate::support::fixture::{Fixture, Kind, Navigation, Table, optional, required};
use crate::support::variety::{decimal, instant, or_null, text};

/// Vessels, Flags, Calls, Berths, Cargo, Pilots, Certificates, Dues.
pub(super) fn harbour() -> Fixture {
    Fixture {
        tables: vec![
            vessels(),
            flags(),
            calls(),
            berths(),
            cargo(),
            pilots(),
            certificates(),
            dues(),
            vessel_pilots(),
            vessel_certificates(),
        ],
    }
}

fn number(value: i64) -> Value {
    Value::Integer(value)
}

fn vessels() -> Table {
    let columns = vec![
        required("VesselID", "vessel_id", Kind::Int32),
        optional("Name", "name", Kind::Text(30)),
        optional("Flag", "flag", Kind::Text(3)),
        optional("Tonnage", "tonnage", Kind::Decimal(9, 2)),
    ];
    let mut table = Table::new("Vessels", "vessels", &["VesselID"], columns);
    let way = |name, to, on, collection| Navigation { name, to, on, collection };
    table.navigation = vec![
        way("FlagState", "Flags", ("Flag", "Code"), false),
        way("Calls", "Calls", ("VesselID", "VesselID"), true),
        way("Dues", "Dues", ("VesselID", "Vessel"), true),
    ];
    table.further_navigation = vec![
        "Pilots: { to: Pilots, through: { table: vessel_pilots, here: { VesselID: vessel }, there: { pilot: PilotID } }, collection: true }",
        "Certificates: { to: Certificates, through: { table: vessel_certificates, here: { VesselID: vessel }, there: { code: Code } }, collection: true }",
    ];
    table.rows = [
        (1, Some("Anna"), Some("de"), Some("1200.50")),
        (2, Some("Bärbel"), Some("DE"), Some("99.00")),
        (3, Some(""), None, None),
        (4, None, Some("xx"), Some("0.01")),
        (5, Some("Øresund"), Some("dk"), Some("-1.00")),
        (6, Some("海の星"), Some("jp"), Some("1234567.89")),
        (7, Some("O'Hara"), Some("jp "), Some("99.00")),
    ]
    .map(|(id, name, flag, tonnage)| {
        vec![number(id), or_null(name, text), or_null(flag, text), or_null(tonnage, decimal)]
    })
    .to_vec();
    table
}

fn flags() -> Table {
    let columns = vec![required("Code", "code", Kind::Text(3)), optional("State", "state", Kind::Text(40))];
    let mut table = Table::new("Flags", "flags", &["Code"], columns);
    table.navigation =
        vec![Navigation { name: "Vessels", to: "Vessels", on: ("Code", "Flag"), collection: true }];
    table.rows = [("de", Some("Germany")), ("dk", Some("Danmark")), ("jp", Some("日本")), ("pa", None)]
        .map(|(code, state)| vec![text(code), or_null(state, text)])
        .to_vec();
    table
}

/// Vessel 1 calls three times, 2 once, 5 eight times, 6 twice.
fn calls() -> Table {
    let columns = vec![
        required("VesselID", "vessel_id", Kind::Int32),
        required("CallNo", "call_no", Kind::Int32),
        optional("Quay", "quay", Kind::Text(10)),
        optional("BerthNo", "berth_no", Kind::Int32),
        optional("Arrived", "arrived", Kind::Timestamp),
        optional("Remark", "remark", Kind::LongText),
    ];
    let mut table = Table::new("Calls", "calls", &["VesselID", "CallNo"], columns);
    table.navigation =
        vec![Navigation { name: "Vessel", to: "Vessels", on: ("VesselID", "VesselID"), collection: false }];
    table.further_navigation = vec![
        "Berth: { to: Berths, on: { Quay: Quay, BerthNo: BerthNo } }",
        "Cargo: { to: Cargo, on: { VesselID: VesselID, CallNo: CallNo }, collection: true }",
    ];
    let leap = Some("2024-02-29T23:59:59.123456Z");
    let mut rows = vec![
        (1, 1, Some("Nord"), Some(1), leap, Some("first")),
        (1, 2, Some("nord"), Some(1), Some("1969-12-31T23:59:59Z"), None),
        (1, 3, Some("Nord"), None, None, Some("")),
        (2, 1, Some("Süd"), Some(2), Some("9999-12-31T23:59:59Z"), Some("ß or ss?")),
        (6, 1, None, Some(1), leap, Some("two\nlines \"quoted\"")),
        (6, 2, Some("Nord"), Some(9), leap, Some("🚢")),
    ];
    rows.extend((1..=8).map(|call| (5, call, Some("Nord"), Some(call % 3), None, None)));
    table.rows = rows
        .into_iter()
        .map(|(vessel, call, quay, berth, arrived, remark)| {
            vec![
                number(vessel),
                number(call),
                or_null(quay, text),
                or_null(berth, number),
                or_null(arrived, instant),
                or_null(remark, text),
            ]
        })
        .collect();
    table
}

fn berths() -> Table {
    let columns = vec![
        required("Quay", "quay", Kind::Text(10)),
        required("BerthNo", "berth_no", Kind::Int32),
        optional("Depth", "depth", Kind::Double),
    ];
    let mut table = Table::new("Berths", "berths", &["Quay", "BerthNo"], columns);
    table.further_navigation =
        vec!["Calls: { to: Calls, on: { Quay: Quay, BerthNo: BerthNo }, collection: true }"];
    table.rows =
        [("Nord", 1, Some(10.5)), ("Nord", 2, None), ("Süd", 2, Some(-0.5)), ("Ost/'", 1, Some(0.0))]
            .map(|(quay, berth, depth)| vec![text(quay), number(berth), or_null(depth, Value::Double)])
            .to_vec();
    table
}

/// Five lines of the calls 1/1 and 5/2, two of 5/3, one of 6/2.
fn cargo() -> Table {
    let columns = vec![
        required("VesselID", "vessel_id", Kind::Int32),
        required("CallNo", "call_no", Kind::Int32),
        required("LineNo", "line_no", Kind::Int32),
        required("Goods", "goods", Kind::Text(20)),
        optional("Weight", "weight", Kind::Decimal(9, 3)),
    ];
    let mut table = Table::new("Cargo", "cargo", &["VesselID", "CallNo", "LineNo"], columns);
    table.search = &["Goods"];
    table.further_navigation =
        vec!["Call: { to: Calls, on: { VesselID: VesselID, CallNo: CallNo }, nullable: false }"];
    let goods = ["Kaffee", "kaffee", "Öl", "Erz", "Stahl"];
    let weights = [Some("1.500"), None, Some("0.001"), Some("999999.999"), Some("1.500")];
    let lines = [(1, 1, 5), (5, 2, 5), (5, 3, 2), (6, 2, 1)];
    for (vessel, call, number_of_lines) in lines {
        let line = (1..=number_of_lines).zip(goods).zip(weights);
        table.rows.extend(line.map(|((line, goods), weight)| {
            vec![number(vessel), number(call), number(line), text(goods), or_null(weight, decimal)]
        }));
    }
    table
}

/// 1 taught 2 and 3, 2 taught 4, 4 taught 5; 6 taught himself.
fn pilots() -> Table {
    let columns = vec![
        required("PilotID", "pilot_id", Kind::Int32),
        required("Name", "name", Kind::Text(30)),
        optional("MentorID", "mentor_id", Kind::Int32),
    ];
    let mut table = Table::new("Pilots", "pilots", &["PilotID"], columns);
    let way = |name, on, collection| Navigation { name, to: "Pilots", on, collection };
    table.navigation =
        vec![way("Mentor", ("MentorID", "PilotID"), false), way("Pupils", ("PilotID", "MentorID"), true)];
    table.further_navigation = vec![
        "Vessels: { to: Vessels, through: { table: vessel_pilots, here: { PilotID: pilot }, there: { vessel: VesselID } }, collection: true }",
    ];
    let pilots = [
        ("Ada", None),
        ("Bo", Some(1)),
        ("Çelik", Some(1)),
        ("Dö", Some(2)),
        ("Eve", Some(4)),
        ("Fox", Some(6)),
    ];
    table.rows = (1..)
        .zip(pilots)
        .map(|(id, (name, mentor))| vec![number(id), text(name), or_null(mentor, number)])
        .collect();
    table
}

fn certificates() -> Table {
    let columns = vec![required("Code", "code", Kind::Text(10)), optional("Title", "title", Kind::Text(40))];
    let mut table = Table::new("Certificates", "certificates", &["Code"], columns);
    table.rows = [("ISO", "Quality"), ("solas", "Safety"), ("ballast", "Wasser")]
        .map(|(code, title)| vec![text(code), text(title)])
        .to_vec();
    table
}

/// Keys of another type than those they equal.
fn dues() -> Table {
    let columns = vec![
        required("DueID", "due_id", Kind::Int64),
        optional("Vessel", "vessel", Kind::Decimal(9, 2)),
        required("Amount", "amount", Kind::Int32),
    ];
    let mut table = Table::new("Dues", "dues", &["DueID"], columns);
    table.navigation =
        vec![Navigation { name: "Of", to: "Vessels", on: ("Vessel", "VesselID"), collection: false }];
    let dues = [Some("1.00"), Some("1.00"), Some("1.50"), Some("6.00"), None, Some("77.00")];
    table.rows = (1..)
        .zip(dues)
        .map(|(id, vessel)| vec![number(id), or_null(vessel, decimal), number(100 * id)])
        .collect();
    table
}

fn vessel_pilots() -> Table {
    let columns = vec![optional("vessel", "vessel", Kind::Int32), optional("pilot", "pilot", Kind::Int32)];
    let mut table = Table::link("vessel_pilots", columns);
    table.rows = [
        (Some(1), Some(2)),
        (Some(1), Some(1)),
        (Some(1), Some(2)),
        (Some(2), Some(1)),
        (Some(2), Some(6)),
        (Some(3), None),
        (None, Some(1)),
        (Some(4), Some(44)),
        (Some(5), Some(5)),
        (Some(5), Some(4)),
        (Some(5), Some(3)),
        (Some(5), Some(2)),
        (Some(5), Some(2)),
        (Some(77), Some(1)),
    ]
    .map(|(vessel, pilot)| vec![or_null(vessel, number), or_null(pilot, number)])
    .to_vec();
    table
}

/// Codes in other letter cases than those of the certificates, and with blanks behind them.
fn vessel_certificates() -> Table {
    let columns = vec![optional("vessel", "vessel", Kind::Int32), optional("code", "code", Kind::Text(10))];
    let mut table = Table::link("vessel_certificates", columns);
    table.rows = [
        (1, Some("ISO")),
        (1, Some("iso")),
        (1, Some("solas")),
        (2, Some("iso")),
        (2, Some("Iso")),
        (3, Some("ISO ")),
        (5, Some("ballast")),
        (5, Some("ISO")),
        (5, Some("ISO")),
        (6, None),
    ]
    .map(|(vessel, code)| vec![number(vessel), or_null(code, text)])
    .to_vec();
    table
}
