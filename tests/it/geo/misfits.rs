//! Stored shapes that are none of their property's type: errors that name row and property.

use landbridge::catalog::{Engine, NamedTypes};

use crate::support::served::serve;
use crate::support::stage::{Stage, Tables, with_stage};

/// One row with each misfit.
const STRAYS: Stage = Stage { create, service, rows };

/// Text, and what it is.
const TEXTS: &[(&str, &str)] = &[
    ("POINT(1 2", "text 'POINT(1 2', no well-known text such as Point(4.5 51.9)"),
    ("POINT EMPTY", "text 'POINT EMPTY', an empty shape"),
    ("SRID=25831;POINT(1 2)", "text 'SRID=25831;POINT(1 2)', a shape with SRID 25831 instead of 4326"),
    ("LINESTRING(1 2,3 4)", "text 'LINESTRING(1 2,3 4)', a LineString"),
    ("POINT(52 104)", "text 'POINT(52 104)', a shape that lies beyond longitude 180 or latitude 90"),
    ("POINT(NaN 1)", "text 'POINT(NaN 1)', a shape with a coordinate that is no finite number"),
    ("", "text '', no well-known text such as Point(4.5 51.9)"),
];

/// A shape in the database's own form, its SRID, what it is to MariaDB and PostGIS; empty where the
/// database does not keep such a thing.
const SHAPES: &[(&str, u32, [&str; 2])] = &[
    ("LINESTRING(1 2,3 4)", 4326, ["a LineString", "a LineString"]),
    (
        "POINT(1 2)",
        25831,
        ["a shape with SRID 25831 instead of 4326", "a shape with SRID 25831 instead of 4326"],
    ),
    ("POINT(52 104)", 4326, ["a shape that lies beyond longitude 180 or latitude 90"; 2]),
    ("POINT EMPTY", 4326, ["", "an empty shape"]),
    ("POINT M (1 2 3)", 4326, ["", "a shape with measures"]),
    ("CIRCULARSTRING(0 0,1 1,2 0)", 4326, ["", "a shape that OData does not know"]),
];

fn has(engine: Engine, expected: [&'static str; 2]) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::MySql | Engine::MariaDb => expected[0],
        Engine::Postgres => expected[1],
    }
}

fn create(engine: Engine) -> String {
    let mut sql = match engine {
        Engine::Postgres => {
            "CREATE EXTENSION postgis; CREATE TABLE strays (id INTEGER PRIMARY KEY, wkt text, own geometry);"
        }
        Engine::MySql | Engine::MariaDb => {
            "CREATE TABLE strays (id INTEGER PRIMARY KEY, wkt varchar(60), own geometry);"
        }
        Engine::Sqlite => "CREATE TABLE strays (id INTEGER PRIMARY KEY, wkt TEXT, own TEXT);",
    }
    .to_owned();
    for ((text, _), id) in TEXTS.iter().zip(1..) {
        sql.push_str(&format!("INSERT INTO strays VALUES ({id}, '{text}', NULL);"));
    }
    for ((text, srid, expected), id) in SHAPES.iter().zip(101..) {
        if !has(engine, *expected).is_empty() {
            let function = if engine == Engine::Postgres { "ST_GeomFromEWKT" } else { "ST_GeomFromText" };
            let arguments = match engine {
                Engine::Postgres => format!("'SRID={srid};{text}'"),
                _ => format!("'{text}', {srid}"),
            };
            sql.push_str(&format!("INSERT INTO strays VALUES ({id}, NULL, {function}({arguments}));"));
        }
    }
    if engine == Engine::Sqlite {
        sql.push_str("INSERT INTO strays VALUES (101, 7, X'00'), (102, NULL, X'00');");
    }
    sql
}

fn service(engine: Engine) -> String {
    let (text, own) = match engine {
        Engine::Postgres => ("text", "geometry"),
        Engine::MySql | Engine::MariaDb => ("varchar(60)", "geometry"),
        Engine::Sqlite => ("TEXT", "TEXT"),
    };
    format!(
        "  entitySets:
    Strays:
      table: strays
      key: [ID]
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Wkt: {{ column: wkt, type: Edm.GeographyPoint, dbType: {text} }}
        Own: {{ column: own, type: Edm.GeographyPoint, dbType: {own} }}
"
    )
}

fn rows(_: &NamedTypes) -> Tables {
    vec![("Strays", Vec::new())]
}

#[tokio::test]
async fn a_value_that_is_no_such_shape_is_named() {
    with_stage(&STRAYS, "standard", async |backends| {
        for backend in backends.iter().filter(|backend| backend.name != "memory") {
            let engine = match backend.name {
                "sqlite" => Engine::Sqlite,
                "postgres" => Engine::Postgres,
                _ => Engine::MariaDb,
            };
            let server = serve(backend, |_| {});
            let mut cases: Vec<(i64, &str, &str)> =
                TEXTS.iter().zip(1..).map(|((_, what), id)| (id, "Wkt", *what)).collect();
            for ((_, _, expected), id) in SHAPES.iter().zip(101..) {
                let expected = has(engine, *expected);
                cases.extend((!expected.is_empty()).then_some((id, "Own", expected)));
            }
            if engine == Engine::Sqlite {
                // A number in a column of text is its digits.
                cases.push((101, "Wkt", "text '7', no well-known text such as Point(4.5 51.9)"));
                cases.push((102, "Own", "1 bytes"));
            }
            for (id, property, what) in cases {
                let message =
                    format!("the value of '{property}' in the row ({id}) is {what}, which is no Edm.GeographyPoint");
                for target in [
                    format!("/Strays({id})"),
                    format!("/Strays?$filter=ID eq {id} and geo.distance({property},geography'SRID=4326;Point(1 2)') ge 0"),
                ] {
                    let answer = server.get(&target).await;
                    assert_eq!(answer.status, 502, "{} {target}: {}", server.name, answer.body);
                    assert!(answer.body.contains(&message), "{} {target}: {}", server.name, answer.body);
                }
            }
        }
    })
    .await;
}
