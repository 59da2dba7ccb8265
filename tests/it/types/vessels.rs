//! Vessels with their colours and lights: members stored by value and by name, alone and as flags.

use landbridge::catalog::{Engine, NamedTypes};
use landbridge::edm::Value;

use crate::support::stage::{Stage, Tables};
use crate::support::variety::text;

/// The sets `Vessels`, `Moorings` (a compound key with an enumeration by value) and `Pennants` (a key
/// by name).
pub(super) const VESSELS: Stage = Stage { create, service, rows };

/// Name, Hull, Trim, Ensign, Lights, Pennants. Keys from one.
type Row = (
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
    Option<i64>,
    Option<&'static str>,
);

const ROWS: &[Row] = &[
    ("Anna", Some("Red"), Some("Red"), "White", Some(3), Some("Red,Green")),
    ("Bo", None, None, "Red", None, None),
    ("Cäsar", Some("Blue"), Some("Green"), "Red", Some(0), Some("")),
    ("", Some("Green"), Some("Blue"), "Green", Some(9), Some("White,Red")),
    ("Ebba", Some("White"), Some("White"), "Blue", Some(11), Some("Both,White")),
];

const COLOURS: &[(&str, i64)] = &[("Blue", -3), ("White", 0), ("Red", 1), ("Green", 2)];

fn create(engine: Engine) -> String {
    let (ensign, pennants) = match engine {
        Engine::Postgres => ("colour", "text"),
        Engine::MySql | Engine::MariaDb => {
            ("ENUM('White','Red','Green','Blue')", "SET('White','Both','Green','Red')")
        }
        Engine::Sqlite => ("TEXT", "TEXT"),
    };
    let mut sql = String::new();
    if engine == Engine::Postgres {
        sql.push_str("CREATE TYPE colour AS ENUM ('White','Red','Green','Blue');");
    }
    sql.push_str(&format!(
        "CREATE TABLE vessels (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, hull SMALLINT, \
         trim_colour VARCHAR(10), ensign {ensign} NOT NULL, lights INTEGER, pennants {pennants});\
         CREATE TABLE moorings (side SMALLINT NOT NULL, no INTEGER NOT NULL, vessel INTEGER, \
         PRIMARY KEY (side, no));\
         CREATE TABLE pennants (colour VARCHAR(10) PRIMARY KEY, meaning VARCHAR(40));\
         INSERT INTO moorings VALUES (1, 1, 1), (1, 2, 3), (-3, 1, NULL), (0, 7, 5);\
         INSERT INTO pennants VALUES ('Green', 'go'), ('Red', 'stop'), ('Blue', NULL);"
    ));
    for (row, id) in ROWS.iter().zip(1..) {
        let (name, hull, trim, ensign, lights, pennants) = row;
        let quoted = |text: &Option<&str>| text.map_or("NULL".to_owned(), |text| format!("'{text}'"));
        let number = |number: Option<i64>| number.map_or("NULL".to_owned(), |number| number.to_string());
        sql.push_str(&format!(
            "INSERT INTO vessels VALUES ({id}, '{name}', {}, {}, '{ensign}', {}, {});",
            number(hull.map(value_of)),
            quoted(trim),
            number(*lights),
            quoted(pennants),
        ));
    }
    sql
}

fn service(engine: Engine) -> String {
    let ensign = match engine {
        Engine::Postgres => "colour",
        Engine::MySql | Engine::MariaDb => "enum('White','Red','Green','Blue')",
        Engine::Sqlite => "TEXT",
    };
    format!(
        "  enumerations:
    Colour:
      underlyingType: Edm.Int16
      description: What paint or cloth has
      members: {{ Blue: -3, White: 0, Red: 1, Green: 2 }}
    Light:
      flags: true
      members: {{ Red: 1, Green: 2, Both: 3, White: 8 }}
  entitySets:
    Vessels:
      table: vessels
      key: [ID]
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Name: {{ column: name, type: Edm.String, maxLength: 20, nullable: false }}
        Hull: {{ column: hull, type: Colour }}
        Trim: {{ column: trim_colour, type: Harbour.Colour, dbType: varchar(10) }}
        Ensign: {{ column: ensign, type: Colour, dbType: \"{ensign}\", nullable: false }}
        Lights: {{ column: lights, type: Light }}
        Pennants: {{ column: pennants, type: Light, dbType: text }}
    Moorings:
      table: moorings
      key: [Side, No]
      properties:
        Side: {{ column: side, type: Colour }}
        No: {{ column: no, type: Edm.Int32 }}
        VesselID: {{ column: vessel, type: Edm.Int32 }}
      navigation:
        Vessel: {{ to: Vessels, on: {{ VesselID: ID }} }}
        Pennant: {{ to: Pennants, on: {{ Side: Colour }} }}
    Pennants:
      table: pennants
      key: [Colour]
      properties:
        Colour: {{ column: colour, type: Colour, dbType: varchar(10) }}
        Meaning: {{ column: meaning, type: Edm.String, maxLength: 40 }}
"
    )
}

fn rows(types: &NamedTypes) -> Tables {
    let [colour, light] = types.enumerations.as_slice() else { panic!("{types:?}") };
    let colour = |name: &str| Value::Enumeration(value_of(name), *colour);
    let lights = |value: i64| Value::Enumeration(value, *light);
    let or_null = |value: Option<Value>| value.unwrap_or(Value::Null);
    let vessel = |(row, id): (&Row, i64)| {
        let (name, hull, trim, ensign, shown, pennants) = *row;
        vec![
            Value::Integer(id),
            text(name),
            or_null(hull.map(colour)),
            or_null(trim.map(colour)),
            colour(ensign),
            or_null(shown.map(lights)),
            or_null(pennants.map(|names| lights(light.of_names(names).unwrap()))),
        ]
    };
    let moorings = [("Red", 1, Some(1)), ("Red", 2, Some(3)), ("Blue", 1, None), ("White", 7, Some(5))];
    let mooring = |(side, no, vessel): &(&str, i64, Option<i64>)| {
        vec![colour(side), Value::Integer(*no), or_null(vessel.map(Value::Integer))]
    };
    let pennants = [("Green", Some("go")), ("Red", Some("stop")), ("Blue", None)];
    let pennant = |(name, meaning): &(&str, Option<&str>)| vec![colour(name), or_null(meaning.map(text))];
    vec![
        ("Vessels", ROWS.iter().zip(1..).map(vessel).collect()),
        ("Moorings", moorings.iter().map(mooring).collect()),
        ("Pennants", pennants.iter().map(pennant).collect()),
    ]
}

fn value_of(name: &str) -> i64 {
    COLOURS.iter().find(|(known, _)| *known == name).unwrap().1
}
