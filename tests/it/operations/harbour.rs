//! A harbour with functions and actions over it, on every database there is: vessels that lie at
//! berths, one at each.

use std::collections::BTreeMap;

use landbridge::catalog::definition::Definition;
use landbridge::catalog::{Catalog, Engine, build};

use crate::support::backends::{Backend, Place};
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};
use crate::support::served::{Served, serve};

/// The tables, for every engine: `{…}` stands for what each calls differently.
const TABLES: &str = "
CREATE TABLE berths (
  id integer NOT NULL PRIMARY KEY,
  name varchar(20) NOT NULL UNIQUE,
  depth numeric(5,2) NOT NULL,
  CHECK (depth > 0)
);
CREATE TABLE vessels (
  id integer NOT NULL PRIMARY KEY,
  name varchar(20) NOT NULL,
  draught numeric(5,2) NULL,
  built date NULL,
  seen {instant} NULL,
  berth_id integer NULL UNIQUE REFERENCES berths (id),
  FOREIGN KEY (berth_id) REFERENCES berths (id)
);
CREATE TABLE calls (
  vessel varchar(20) NOT NULL,
  no integer NOT NULL,
  remark varchar(200) NULL,
  PRIMARY KEY (vessel, no)
);
INSERT INTO berths VALUES (1, 'Kai Ä', 12.50), (2, 'O''Hara', 4.00), (3, '', 0.01);
INSERT INTO vessels VALUES
  (1, 'Anna', 3.20, '2000-02-29', '2024-02-29 23:59:59.5', 1),
  (2, 'Bärbel', 12.00, '1999-12-31', NULL, NULL),
  (3, 'O''Hara', NULL, NULL, '1970-01-01 00:00:00', 2),
  (4, '', 0.01, '2024-12-31', NULL, NULL);
INSERT INTO calls VALUES ('Anna', 1, 'x'), ('Anna', 2, NULL), ('a/b ''c', 1, '🚢');
";

const SQLITE: &str = "
CREATE TRIGGER no_fire BEFORE UPDATE ON berths WHEN NEW.name = 'Fire'
BEGIN SELECT RAISE(ABORT, 'no berth is called Fire'); END;
";

const POSTGRES: &str = "
CREATE FUNCTION no_fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.name = 'Fire' THEN RAISE EXCEPTION 'no berth is called Fire'; END IF; RETURN NEW;
END $$;
CREATE TRIGGER no_fire BEFORE UPDATE ON berths FOR EACH ROW EXECUTE FUNCTION no_fire();
CREATE FUNCTION lying_at(berth int, lowest numeric) RETURNS SETOF vessels LANGUAGE sql
  AS 'SELECT * FROM vessels WHERE berth_id = $1 AND draught >= $2';
CREATE PROCEDURE leave(vessel int) LANGUAGE sql AS 'UPDATE vessels SET berth_id = NULL WHERE id = $1';
";

const MYSQL: &str = "
CREATE TRIGGER no_fire BEFORE UPDATE ON berths FOR EACH ROW
  IF NEW.name = 'Fire' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no berth is called Fire'; END IF;
CREATE PROCEDURE lying_at(berth int, lowest numeric(5,2))
  SELECT * FROM vessels WHERE berth_id = berth AND draught >= lowest;
CREATE PROCEDURE twice() BEGIN SELECT id FROM vessels; SELECT id FROM berths; END;
CREATE PROCEDURE twice_written() BEGIN
  INSERT INTO calls VALUES ('Twice', 1, NULL); SELECT 1; SELECT 2;
END;
CREATE PROCEDURE `leave`(vessel int) UPDATE vessels SET berth_id = NULL WHERE id = vessel;
";

/// The service: what a statement says differently in each engine stands in braces.
const SERVICE: &str = r#"
services:
- path: /
  namespace: Harbour
  profile: standard
  entitySets:
    Vessels:
      table: vessels
      key: [ID]
      search: { properties: [Name] }
      properties:
        ID: { column: id, type: Edm.Int32 }
        Name: { column: name, type: Edm.String, maxLength: 20, nullable: false }
        Draught: { column: draught, type: Edm.Decimal, precision: 5, scale: 2 }
        Built: { column: built, type: Edm.Date }
        Seen: { column: seen, type: Edm.DateTimeOffset, precision: 6 }
        BerthID: { column: berth_id, type: Edm.Int32 }
      navigation:
        Berth: { to: Berths, on: { BerthID: ID } }
    Berths:
      table: berths
      key: [ID]
      properties:
        ID: { column: id, type: Edm.Int32 }
        Name: { column: name, type: Edm.String, maxLength: 20, nullable: false }
        Depth: { column: depth, type: Edm.Decimal, precision: 5, scale: 2, nullable: false }
      navigation:
        Vessels: { to: Vessels, on: { ID: BerthID }, collection: true }
    Calls:
      table: calls
      key: [Vessel, No]
      properties:
        Vessel: { column: vessel, type: Edm.String, maxLength: 20 }
        No: { column: no, type: Edm.Int32 }
        Remark: { column: remark, type: Edm.String, maxLength: 200 }
  functions:
    Deep:
    - description: Vessels of at least a draught
      parameters: { Draught: { type: Edm.Decimal, precision: 5, scale: 2 } }
      returns: { entitySet: Vessels, collection: true }
      composable: true
      sql: SELECT * FROM vessels WHERE draught >= :Draught -- :Draught
    - returns: { entitySet: Vessels, collection: true }
      composable: true
      sql: SELECT * FROM vessels WHERE draught IS NOT NULL ORDER BY draught;
    - parameters:
        From: { type: Edm.Decimal }
        To: { type: Edm.Decimal, nullable: true }
      returns: { entitySet: Vessels, collection: true }
      composable: true
      sql: |
        SELECT * FROM vessels
        WHERE draught >= :From AND (:To IS NULL OR draught <= :To)
    Oldest:
      returns: { entitySet: Vessels }
      composable: true
      sql: SELECT * FROM vessels WHERE built IS NOT NULL ORDER BY built LIMIT 1
    Youngest:
      parameters: { Before: { type: Edm.Date } }
      returns: { entitySet: Vessels, nullable: false }
      composable: true
      sql: SELECT * FROM vessels WHERE built < :Before ORDER BY built DESC LIMIT 1
    Alphabet:
      returns: { entitySet: Vessels, collection: true }
      sql: SELECT seen, draught, name, 1 AS more, id, built, berth_id FROM vessels ORDER BY name DESC, id
    DraughtSum:
      returns: { type: Edm.Decimal, precision: 10, scale: 2 }
      sql: SELECT SUM(draught) FROM vessels
    Names:
      parameters: { Least: { type: Edm.String, maxLength: 20 } }
      returns: { type: Edm.String, collection: true }
      sql: SELECT name FROM vessels WHERE name >= :Least ORDER BY id DESC
    Fits:
      bindTo: { entitySet: Vessels }
      parameters: { Depth: { type: Edm.Decimal } }
      returns: { type: Edm.Boolean }
      sql: SELECT draught <= :Depth FROM vessels WHERE id = :ID
    Remarked:
      bindTo: { entitySet: Calls }
      returns: { type: Edm.String }
      sql: SELECT remark FROM calls WHERE vessel = :Vessel AND no = :No
    Others:
      bindTo: { entitySet: Vessels }
      returns: { entitySet: Vessels, collection: true }
      composable: true
      sql: SELECT * FROM vessels WHERE id <> :ID
    Longest:
      bindTo: { entitySet: Vessels, collection: true }
      returns: { type: Edm.String }
      sql: SELECT name FROM vessels ORDER BY length(name) DESC, id LIMIT 1
    Text: { parameters: { V: { type: Edm.String, nullable: true } }, returns: { type: Edm.String }, sql: 'SELECT {text}' }
    Short: { parameters: { V: { type: Edm.Int16, nullable: true } }, returns: { type: Edm.Int16 }, sql: 'SELECT {int}' }
    Int: { parameters: { V: { type: Edm.Int32, nullable: true } }, returns: { type: Edm.Int32 }, sql: 'SELECT {int}' }
    Long: { parameters: { V: { type: Edm.Int64, nullable: true } }, returns: { type: Edm.Int64 }, sql: 'SELECT {int}' }
    Double: { parameters: { V: { type: Edm.Double, nullable: true } }, returns: { type: Edm.Double }, sql: 'SELECT {double}' }
    Decimal: { parameters: { V: { type: Edm.Decimal, nullable: true } }, returns: { type: Edm.Decimal }, sql: 'SELECT {decimal}' }
    Date: { parameters: { V: { type: Edm.Date, nullable: true } }, returns: { type: Edm.Date }, sql: 'SELECT {date}' }
    Time: { parameters: { V: { type: Edm.TimeOfDay, nullable: true } }, returns: { type: Edm.TimeOfDay }, sql: 'SELECT {time}' }
    Instant: { parameters: { V: { type: Edm.DateTimeOffset, nullable: true } }, returns: { type: Edm.DateTimeOffset }, sql: 'SELECT {stamp}' }
    Guid: { parameters: { V: { type: Edm.Guid, nullable: true } }, returns: { type: Edm.Guid }, sql: 'SELECT {guid}' }
    Bytes: { parameters: { V: { type: Edm.Binary, nullable: true } }, returns: { type: Edm.Binary }, sql: 'SELECT {bytes}' }
    Sly:
      returns: { type: Edm.Int32 }
      sql: INSERT INTO calls VALUES ('Sly', 1, NULL) RETURNING no
{functions}
  actions:
    Moor:
      description: Brings a vessel to a berth
      bindTo: { entitySet: Vessels }
      parameters: { Berth: { type: Edm.Int32, nullable: true } }
      returns: { entitySet: Vessels }
      sql: UPDATE vessels SET berth_id = :Berth WHERE id = :ID
    Rename:
    - bindTo: { entitySet: Vessels }
      parameters: { Name: { type: Edm.String, maxLength: 20 } }
      sql: UPDATE vessels SET name = :Name WHERE id = :ID
    - bindTo: { entitySet: Berths }
      parameters: { Name: { type: Edm.String } }
      sql: UPDATE berths SET name = :Name WHERE id = :ID
    - bindTo: { entitySet: Calls }
      parameters: { Name: { type: Edm.String } }
      sql: UPDATE calls SET vessel = :Name WHERE vessel = :Vessel AND no = :No
    Dredge:
      bindTo: { entitySet: Berths }
      parameters: { Depth: { type: Edm.Decimal } }
      returns: { entitySet: Berths }
      sql: UPDATE berths SET depth = :Depth WHERE id = :ID
    Launch:
      parameters:
        ID: { type: Edm.Int32 }
        Name: { type: Edm.String, maxLength: 20 }
        Draught: { type: Edm.Decimal, precision: 5, scale: 2, nullable: true }
        Built: { type: Edm.Date, nullable: true }
        Seen: { type: Edm.DateTimeOffset, nullable: true }
      returns: { entitySet: Vessels, nullable: false }
      sql: >
        INSERT INTO vessels (id, name, draught, built, seen) VALUES (:ID, :Name, :Draught, :Built, :Seen)
        RETURNING berth_id, id, name, draught, built, seen
    Scrap:
      bindTo: { entitySet: Vessels }
      sql: DELETE FROM vessels WHERE id = :ID
    Clear:
      bindTo: { entitySet: Calls, collection: true }
      returns: { entitySet: Calls, collection: true }
      sql: DELETE FROM calls WHERE vessel = 'Anna' RETURNING *
    Blunder:
      returns: { type: Edm.Int32 }
      sql: DELETE FROM calls RETURNING no
{actions}
"#;

/// What engines with stored procedures have besides.
const PROCEDURES: (&str, &str) = (
    "
    LyingAt:
      parameters: { Berth: { type: Edm.Int32 }, Least: { type: Edm.Decimal } }
      returns: { entitySet: Vessels, collection: true }
      procedure: lying_at
",
    "
    Leave:
      bindTo: { entitySet: Vessels }
      returns: { entitySet: Vessels }
      procedure: leave
",
);

/// Procedures with several results, which only some engines have.
const SEVERAL: &str = "
    Twice: { returns: { type: Edm.Int32, collection: true }, procedure: twice }
    TwiceWritten: { returns: { type: Edm.Int64 }, procedure: twice_written }
";

/// Lends a server over each database to the test, with a harbour of its own.
pub(super) async fn with_harbours(test: impl AsyncFn(&Served)) {
    with_databases(async |url| {
        let engine = Engine::of_url(url).unwrap();
        test(&served(url, &definition(engine, url))).await;
    })
    .await;
}

/// Lends the URL of each database to the test, with a harbour of its own in it.
pub(super) async fn with_databases(test: impl AsyncFn(&str)) {
    let script = |own: &str, instant: &str| format!("{}{own}", TABLES.replace("{instant}", instant));
    with_sqlite(&script(SQLITE, "timestamp"), &test).await;
    with_postgres(&script(POSTGRES, "timestamptz"), &test).await;
    with_mysql(&script(MYSQL, "datetime(6)"), async |url| {
        test(&url.replacen("mysql:", "mariadb:", 1)).await;
    })
    .await;
}

/// A harbour's definition.
pub(super) fn definition(engine: Engine, url: &str) -> String {
    // What MariaDB makes of a parameter that stands alone depends on its value.
    const CASTS: [(&str, &str); 9] = [
        ("text", "CAST(:V AS char)"),
        ("int", "CAST(:V AS signed)"),
        ("double", "CAST(:V AS double)"),
        ("decimal", "CAST(:V AS decimal(20,4))"),
        ("date", "CAST(:V AS date)"),
        ("time", "CAST(:V AS time(6))"),
        ("stamp", "CAST(:V AS datetime(6))"),
        ("guid", "CAST(:V AS uuid)"),
        ("bytes", "CAST(:V AS binary)"),
    ];
    let (functions, actions) = match engine {
        Engine::Sqlite => ("", String::new()),
        Engine::Postgres => (PROCEDURES.0, PROCEDURES.1.to_owned()),
        Engine::MySql | Engine::MariaDb => (PROCEDURES.0, format!("{}{SEVERAL}", PROCEDURES.1)),
    };
    let mut service = SERVICE.replace("{functions}", functions).replace("{actions}", &actions);
    for (name, cast) in CASTS {
        let sql = if matches!(engine, Engine::MySql | Engine::MariaDb) { cast } else { ":V" };
        service = service.replace(&format!("{{{name}}}"), sql);
    }
    format!("sources: {{ db: {{ url: \"{url}\" }} }}\n{service}")
}

/// The catalog of a harbour's definition.
fn catalog(yaml: &str, engine: Engine) -> Catalog {
    let definition: Definition = serde_saphyr::from_str(yaml).unwrap();
    match build(&definition, &BTreeMap::from([("db".to_owned(), engine)])) {
        Ok((mut catalogs, _)) => catalogs.remove(0),
        Err(problems) => panic!("{problems:#?}\n{yaml}"),
    }
}

/// A server over a database, with a definition.
pub(super) fn served(url: &str, yaml: &str) -> Served {
    let engine = Engine::of_url(url).unwrap();
    let name = match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
        Engine::MariaDb | Engine::MySql => "mariadb",
    };
    let catalog = catalog(yaml, engine);
    serve(&Backend { name, catalog, place: Place::Database(url.to_owned()) }, |_| {})
}
