//! Berths with where they are: points, lines and areas, each in a column of another kind.

use std::sync::Arc;

use landbridge::catalog::{Engine, NamedTypes};
use landbridge::edm::Value;
use landbridge::edm::geo::Spatial;

use crate::support::stage::{Stage, Tables};

/// The set `Berths`, six rows with keys from one.
pub(super) const BERTHS: Stage = Stage { create, service, rows };

/// How a column is stored.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    /// In the database's own type: PostGIS `geography`.
    Round,
    /// In the database's own type: PostGIS `geometry`.
    Flat,
    /// As well-known text.
    Text,
}

/// Property, type, SRID, how it is stored, the database's own word for the shape.
const COLUMNS: &[(&str, &str, u32, Kept, &str)] = &[
    ("Spot", "Edm.GeographyPoint", 4326, Kept::Round, "Point"),
    ("Sounding", "Edm.GeographyPoint", 4326, Kept::Text, "Point"),
    ("Basin", "Edm.GeographyPolygon", 4326, Kept::Flat, "Polygon"),
    ("Track", "Edm.GeographyLineString", 4326, Kept::Round, "LineString"),
    ("Place", "Edm.Geography", 4326, Kept::Flat, "Geometry"),
    ("Dot", "Edm.GeometryPoint", 0, Kept::Flat, "Point"),
    ("Area", "Edm.GeometryPolygon", 0, Kept::Text, "Polygon"),
    ("Plan", "Edm.GeometryPoint", 28992, Kept::Flat, "Point"),
    ("Path", "Edm.GeometryLineString", 0, Kept::Flat, "LineString"),
];

const BASIN: &str = "POLYGON((4.4 51.9,4.5 51.9,4.5 51.95,4.4 51.95,4.4 51.9))";
const FRAME: &str = "POLYGON((0 0,10 0,10 10,0 10,0 0),(4 4,6 4,6 6,4 6,4 4))";

type Row = (&'static str, Option<i64>, [Option<&'static str>; 9]);

const ROWS: &[Row] = &[
    (
        "Maas",
        Some(2),
        [
            Some("POINT(4.47 51.92)"),
            Some("POINT Z (4.47 51.92 -1.5)"),
            Some(BASIN),
            Some("LINESTRING(4.47 51.92,4.3 51.95,4 52)"),
            Some("POINT(4.47 51.92)"),
            Some("POINT(1 1)"),
            Some(FRAME),
            Some("POINT(92000 437000)"),
            Some("LINESTRING(0 0,3 4,3 10)"),
        ],
    ),
    (
        "Waal",
        Some(3),
        [
            Some("POINT(4.5 51.92)"),
            Some("SRID=4326;Point(4.5 51.92)"),
            Some(BASIN),
            Some("LINESTRING(0 0,1 0)"),
            Some("LINESTRING(0 0,1 0)"),
            Some("POINT(5 5)"),
            Some(FRAME),
            Some("POINT(92003 437004)"),
            Some("LINESTRING(0 0,0.1 0.2)"),
        ],
    ),
    ("Lek", None, [None, None, None, None, None, None, None, None, None]),
    (
        "Fiji",
        Some(1),
        [
            Some("POINT(179.9 -17)"),
            Some("point(-179.9 -17)"),
            Some("POLYGON((179 -18,180 -18,180 -16,179 -16,179 -18))"),
            Some("LINESTRING(179.9 -17,-179.9 -17)"),
            Some("MULTIPOINT(179.9 -17,-179.9 -17)"),
            Some("POINT(2 2)"),
            Some("POLYGON((0 0,3 1,1 3,0 0))"),
            Some("POINT(0 0)"),
            None,
        ],
    ),
    (
        "Pole",
        None,
        [
            Some("POINT(0 90)"),
            Some("POINT(180 -90)"),
            None,
            Some("LINESTRING(0 90,0 -90)"),
            Some("GEOMETRYCOLLECTION(POINT(0 90),LINESTRING(0 90,0 -90))"),
            Some("POINT(9.806935543399057 19.58710509747942)"),
            Some("POLYGON((0.5 0.5,12.3 24.7,0 25,0.5 0.5))"),
            None,
            None,
        ],
    ),
    (
        "Null",
        None,
        [
            Some("POINT(0 0)"),
            Some("POINT(-0.0 1e-7)"),
            Some("POLYGON((-1 -1,1 -1,1 1,-1 1,-1 -1),(-0.5 -0.5,0 -0.5,0 0,-0.5 0,-0.5 -0.5))"),
            None,
            Some("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2),(2.2 2.1,2.8 2.1,2.8 2.7,2.2 2.1)))"),
            Some("POINT(1e10 -1e10)"),
            None,
            None,
            None,
        ],
    ),
];

fn db_type(engine: Engine, srid: u32, kept: Kept, word: &str) -> String {
    match (engine, kept) {
        (Engine::Sqlite, _) => "TEXT".to_owned(),
        (Engine::Postgres, Kept::Round) => format!("geography({word},{srid})"),
        (Engine::Postgres, Kept::Flat) => format!("geometry({word},{srid})"),
        (Engine::Postgres, Kept::Text) => "text".to_owned(),
        (Engine::MySql | Engine::MariaDb, Kept::Text) => "varchar(200)".to_owned(),
        (Engine::MySql | Engine::MariaDb, _) => word.to_ascii_lowercase(),
    }
}

fn create(engine: Engine) -> String {
    let mut sql = String::new();
    if engine == Engine::Postgres {
        // Without PostGIS on the server this fails, and the test with it.
        sql.push_str("CREATE EXTENSION postgis;");
    }
    sql.push_str("CREATE TABLE berths (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, next_id INTEGER");
    for (property, _, srid, kept, word) in COLUMNS {
        sql.push_str(&format!(", {} {}", property.to_lowercase(), db_type(engine, *srid, *kept, word)));
    }
    sql.push_str(");");
    for ((name, next, shapes), id) in ROWS.iter().zip(1..) {
        let next = next.map_or("NULL".to_owned(), |next| next.to_string());
        sql.push_str(&format!("INSERT INTO berths VALUES ({id}, '{name}', {next}"));
        for (shape, (_, _, srid, kept, _)) in shapes.iter().zip(COLUMNS) {
            let cell = match (shape, engine, kept) {
                (None, ..) => "NULL".to_owned(),
                (Some(shape), Engine::Postgres, Kept::Flat | Kept::Round) => format!("'SRID={srid};{shape}'"),
                (Some(shape), Engine::MySql | Engine::MariaDb, Kept::Flat | Kept::Round) => {
                    format!("ST_GeomFromText('{shape}', {srid})")
                }
                (Some(shape), ..) => format!("'{shape}'"),
            };
            sql.push_str(&format!(", {cell}"));
        }
        sql.push_str(");");
    }
    sql
}

fn service(engine: Engine) -> String {
    let mut yaml = "  entitySets:
    Berths:
      table: berths
      key: [ID]
      navigation:
        Next: { to: Berths, on: { NextID: ID } }
      properties:
        ID: { column: id, type: Edm.Int32 }
        Name: { column: name, type: Edm.String, maxLength: 20, nullable: false }
        NextID: { column: next_id, type: Edm.Int32 }
"
    .to_owned();
    for (property, ty, srid, kept, word) in COLUMNS {
        let column = property.to_lowercase();
        let db_type = db_type(engine, *srid, *kept, word);
        let srid =
            if ty.contains("Geography") || *srid == 0 { String::new() } else { format!(", srid: {srid}") };
        yaml.push_str(&format!(
            "        {property}: {{ column: {column}, type: {ty}{srid}, dbType: \"{db_type}\" }}\n"
        ));
    }
    yaml
}

fn rows(_: &NamedTypes) -> Tables {
    let row = |((name, next, shapes), id): (&Row, i64)| {
        let mut row = vec![
            Value::Integer(id),
            Value::String((*name).to_owned()),
            next.map_or(Value::Null, Value::Integer),
        ];
        for (shape, (_, ty, srid, ..)) in shapes.iter().zip(COLUMNS) {
            let ty = Spatial::ALL.into_iter().find(|known| known.name() == *ty).unwrap();
            let ty = Spatial { srid: *srid, ..ty };
            let value = shape.map(|shape| Value::Spatial(Arc::new(ty.of_text(shape).unwrap())));
            row.push(value.unwrap_or(Value::Null));
        }
        row
    };
    vec![("Berths", ROWS.iter().zip(1..).map(row).collect())]
}
