//! A small harbour: few rows, known by heart.

use landbridge::edm::Value;

use crate::support::fixture::{Fixture, Kind, Table, optional, required};
use crate::support::variety::{date, decimal, or_null, text};

/// Pilots with where they live, and the firms they may work for.
pub(super) fn people() -> Fixture {
    let mut firms = Table::new(
        "Firms",
        "firms",
        &["Name"],
        vec![
            required("Name", "name", Kind::Text(20)),
            optional("Seat/Street", "street", Kind::Text(40)),
            optional("Seat/City", "city", Kind::Text(40)),
            optional("Seat/Position/Lat", "lat", Kind::Decimal(8, 5)),
            optional("Seat/Position/Lon", "lon", Kind::Decimal(8, 5)),
        ],
    );
    firms.template = Some(FIRMS);
    firms.rows = vec![
        vec![text("Lotsen & Söhne"), text("Kai 1"), text("Hamburg"), decimal("53.54567"), decimal("9.96667")],
        vec![text("Odd's"), Value::Null, text(""), Value::Null, Value::Null],
    ];

    let mut pilots = Table::new(
        "Pilots",
        "pilots",
        &["ID"],
        vec![
            required("ID", "id", Kind::Int32),
            required("Name", "name", Kind::Text(40)),
            optional("Home/Street", "home_street", Kind::Text(40)),
            optional("Home/City", "home_city", Kind::Text(40)),
            optional("Home/Position/Lat", "home_lat", Kind::Decimal(8, 5)),
            optional("Home/Position/Lon", "home_lon", Kind::Decimal(8, 5)),
            optional("Licence/Since", "licensed", Kind::Date),
            optional("Licence/Firm", "firm", Kind::Text(20)),
        ],
    );
    pilots.template = Some(PILOTS);
    pilots.rows = PILOT_ROWS
        .iter()
        .zip(1..)
        .map(|((name, street, city, lat, lon, since, firm), id)| {
            vec![
                Value::Integer(id),
                text(name),
                or_null(*street, text),
                or_null(*city, text),
                or_null(*lat, decimal),
                or_null(*lon, decimal),
                or_null(*since, date),
                or_null(*firm, text),
            ]
        })
        .collect();
    Fixture { tables: vec![pilots, firms] }
}

/// Vessels of one table: barges, tugs, harbour tugs and ferries; who works on them.
pub(super) fn vessels() -> Fixture {
    let mut vessels = Table::new(
        "Vessels",
        "vessels",
        &["ID"],
        vec![
            required("ID", "id", Kind::Int32),
            optional("Kind", "kind", Kind::Text(12)),
            required("Name", "name", Kind::Text(40)),
            optional("Built", "built", Kind::Date),
            optional("Power", "power", Kind::Int32),
            optional("Winch", "winch", Kind::Text(20)),
            optional("Radius", "radius", Kind::Decimal(6, 2)),
            optional("Seats", "seats", Kind::Int16),
            optional("Route/From", "route_from", Kind::Text(20)),
            optional("Route/To", "route_to", Kind::Text(20)),
        ],
    );
    vessels.template = Some(VESSELS);
    vessels.rows = VESSEL_ROWS
        .iter()
        .zip(1..)
        .map(|(((kind, name, built, power, winch), (radius, seats, from, to)), id)| {
            vec![
                Value::Integer(id),
                text(kind),
                text(name),
                or_null(*built, date),
                or_null(*power, Value::Integer),
                or_null(*winch, text),
                or_null(*radius, decimal),
                or_null(*seats, Value::Integer),
                or_null(*from, text),
                or_null(*to, text),
            ]
        })
        .collect();

    let mut hands = Table::new(
        "Hands",
        "hands",
        &["No"],
        vec![
            required("No", "no", Kind::Int32),
            required("Name", "name", Kind::Text(20)),
            optional("VesselID", "vessel_id", Kind::Int32),
        ],
    );
    hands.template = Some(HANDS);
    hands.rows = [("Ida", Some(2)), ("Jo", Some(2)), ("Kim", Some(3)), ("Lu", None), ("Mo", Some(4))]
        .iter()
        .zip(1..)
        .map(|((name, vessel), no)| vec![Value::Integer(no), text(name), or_null(*vessel, Value::Integer)])
        .collect();
    Fixture { tables: vec![vessels, hands] }
}

type VesselRow<'a> = (
    (&'a str, &'a str, Option<&'a str>, Option<i64>, Option<&'a str>),
    (Option<&'a str>, Option<i64>, Option<&'a str>, Option<&'a str>),
);

/// Some rows hold what their type has not: nobody may see it.
const VESSEL_ROWS: &[VesselRow<'_>] = &[
    (("barge", "Ilse", Some("1912-02-29"), Some(9_999), Some("stray")), (None, None, None, None)),
    (("tug", "Bugsier 5", Some("1999-12-31"), Some(2_400), Some("Kühn")), (None, Some(7), None, None)),
    (("harbour tug", "Stier", None, Some(-1), None), (Some("12.50"), None, Some("stray"), None)),
    (("ferry", "Övelgönne", None, Some(5), None), (None, Some(250), Some("Neumühlen"), Some("Finkenwerder"))),
    (("ferry", "Kira", Some("2024-02-29"), None, None), (None, None, None, Some(""))),
    (("pusher", "Anna", None, None, Some("")), (None, None, None, None)),
];

const VESSELS: &str = "\
entityType: Vessel
key: [ID]
properties:
  ID: { $id }
  Kind: { $kind, publish: false }
  Name: { $name }
  Built: { $built }
navigation:
  Hands: { to: Hands, on: { ID: VesselID }, collection: true }
derived:
  discriminator: Kind
  values: [barge]
  types:
    Tug:
      values: [tug, pusher]
      description: Pulls and pushes
      properties:
        Power: { $power }
        Winch: { $winch }
      navigation:
        Crew: { to: Hands, on: { ID: VesselID }, collection: true }
    HarbourTug: { base: Tug, values: [harbour tug], properties: { Radius: { $radius } } }
    Ferry:
      values: [ferry]
      properties:
        Seats: { $seats }
        Route: { type: Route, properties: { From: { $route_from }, To: { $route_to } } }
";

const HANDS: &str = "\
key: [No]
properties:
  No: { $no }
  Name: { $name }
  VesselID: { $vessel_id }
navigation:
  Vessel: { to: Vessels, on: { VesselID: ID } }
";

/// One harbour with its berths, and ships with their certificates: parts that have no set of their own.
pub(super) fn parts() -> Fixture {
    let mut harbour = Table::new(
        "Harbour",
        "harbour",
        &["Code"],
        vec![
            required("Code", "code", Kind::Text(5)),
            required("Name", "name", Kind::Text(40)),
            optional("Tower/Height", "tower_height", Kind::Decimal(5, 2)),
            optional("FlagshipID", "flagship", Kind::Int32),
        ],
    );
    harbour.singleton = true;
    harbour.template = Some(HARBOUR);
    harbour.rows = vec![vec![text("DEHAM"), text("Hamburg"), decimal("12.50"), Value::Integer(2)]];

    let mut berths = Table::new(
        "Berths",
        "berths",
        &["HarbourCode", "No"],
        vec![
            required("HarbourCode", "harbour", Kind::Text(5)),
            required("No", "no", Kind::Int16),
            optional("Depth", "depth", Kind::Decimal(5, 2)),
        ],
    );
    berths.template = Some(BERTHS);
    berths.rows = vec![
        vec![text("DEHAM"), Value::Integer(1), decimal("11.00")],
        vec![text("DEHAM"), Value::Integer(2), Value::Null],
        vec![text("NLRTM"), Value::Integer(1), decimal("20.00")],
    ];

    let mut ships = Table::new(
        "Ships",
        "ships",
        &["ID"],
        vec![
            required("ID", "id", Kind::Int32),
            required("Name", "name", Kind::Text(20)),
            optional("Home", "home", Kind::Text(5)),
        ],
    );
    ships.template = Some(SHIPS);
    ships.rows = [("Ada", Some("DEHAM")), ("Bo's", None), ("Çelik", Some("DEHAM"))]
        .iter()
        .zip(1..)
        .map(|((name, home), id)| vec![Value::Integer(id), text(name), or_null(*home, text)])
        .collect();

    let mut certificates = Table::new(
        "Certificates",
        "certificates",
        &["ShipID", "No"],
        vec![
            required("ShipID", "ship", Kind::Int32),
            required("No", "no", Kind::Text(8)),
            optional("Until", "until", Kind::Date),
        ],
    );
    certificates.template = Some(CERTIFICATES);
    certificates.rows = [(1, "a/1", Some("2024-02-29")), (1, "b", None), (2, "a/1", Some("2030-12-31"))]
        .iter()
        .map(|(ship, no, until)| vec![Value::Integer(*ship), text(no), or_null(*until, date)])
        .collect();

    let mut remarks = Table::new(
        "Remarks",
        "remarks",
        &["ShipID", "CertificateNo", "Line"],
        vec![
            required("ShipID", "ship", Kind::Int32),
            required("CertificateNo", "certificate", Kind::Text(8)),
            required("Line", "line", Kind::Int16),
            optional("Text", "text", Kind::Text(40)),
        ],
    );
    remarks.template = Some(REMARKS);
    remarks.rows = [(1, "a/1", 1, Some("überholt")), (1, "a/1", 2, None), (2, "a/1", 1, Some("other"))]
        .iter()
        .map(|(ship, no, line, words)| {
            vec![Value::Integer(*ship), text(no), Value::Integer(*line), or_null(*words, text)]
        })
        .collect();

    let mut logs = Table::new(
        "Logs",
        "logs",
        &["ShipID"],
        vec![required("ShipID", "ship", Kind::Int32), optional("Pages", "pages", Kind::Int32)],
    );
    logs.template = Some(LOGS);
    logs.rows = vec![vec![Value::Integer(1), Value::Integer(300)], vec![Value::Integer(2), Value::Null]];
    Fixture { tables: vec![ships, certificates, remarks, logs, berths, harbour] }
}

const HARBOUR: &str = "\
description: The only one there is
properties:
  Code: { $code }
  Name: { $name }
  Tower: { type: Tower, properties: { Height: { $tower_height } } }
  FlagshipID: { $flagship, publish: true }
navigation:
  Berths: { to: Berths, on: { Code: HarbourCode }, collection: true, contains: true }
  Flagship: { to: Ships, on: { FlagshipID: ID } }
  Ships: { to: Ships, on: { Code: Home }, collection: true }
";

const BERTHS: &str = "\
key: [No]
properties:
  HarbourCode: { $harbour, publish: false }
  No: { $no }
  Depth: { $depth }
navigation:
  Harbour: { to: Harbour, on: { HarbourCode: Code }, nullable: false }
";

const SHIPS: &str = "\
key: [ID]
properties:
  ID: { $id }
  Name: { $name }
  Home: { $home }
navigation:
  Certificates: { to: Certificates, on: { ID: ShipID }, collection: true, contains: true }
  Log: { to: Logs, on: { ID: ShipID }, contains: true }
  Harbour: { to: Harbour, on: { Home: Code } }
";

const CERTIFICATES: &str = "\
key: [No]
properties:
  ShipID: { $ship, publish: false }
  No: { $no }
  Until: { $until }
navigation:
  Ship: { to: Ships, on: { ShipID: ID }, nullable: false }
  Remarks: { to: Remarks, on: { ShipID: ShipID, No: CertificateNo }, collection: true, contains: true }
";

const REMARKS: &str = "\
key: [Line]
search: { properties: [Text] }
properties:
  ShipID: { $ship, publish: false }
  CertificateNo: { $certificate, publish: false }
  Line: { $line }
  Text: { $text }
";

const LOGS: &str = "\
key: [ShipID]
properties:
  ShipID: { $ship }
  Pages: { $pages }
";

type PilotRow<'a> = (
    &'a str,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
);

const PILOT_ROWS: &[PilotRow<'_>] = &[
    (
        "Ada",
        Some("Deichstraße 7"),
        Some("Hamburg"),
        Some("53.54321"),
        Some("-0.00001"),
        Some("2024-02-29"),
        Some("Lotsen & Söhne"),
    ),
    ("Bo", None, Some(""), None, None, Some("1999-12-31"), None),
    ("Çelik", Some("Rıhtım 3/b"), Some("İzmir"), Some("38.42000"), Some("27.14000"), None, Some("Odd's")),
    ("Dirk", None, None, None, None, None, None),
];

const PILOTS: &str = "\
key: [ID]
search: { properties: [Name, Home/City] }
properties:
  ID: { $id }
  Name: { $name }
  Home:
    type: Address
    description: Where letters go
    properties:
      Street: { $home_street }
      City: { $home_city }
      Position:
        type: Position
        properties:
          Lat: { $home_lat }
          Lon: { $home_lon }
  Licence: { type: Licence, properties: { Since: { $licensed }, Firm: { $firm } } }
navigation:
  Firm: { to: Firms, on: { Licence/Firm: Name } }
  Neighbours: { to: Pilots, on: { Home/City: Home/City }, collection: true }
";

const FIRMS: &str = "\
key: [Name]
properties:
  Name: { $name }
  Seat:
    type: Address
    properties:
      Street: { $street }
      City: { $city }
      Position: { type: Position, properties: { Lat: { $lat }, Lon: { $lon } } }
navigation:
  Pilots: { to: Pilots, on: { Name: Licence/Firm }, collection: true }
";
