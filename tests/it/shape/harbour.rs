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
