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
