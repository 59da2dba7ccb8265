//! Stored values that are none of their property's type: errors that name row and property.

use landbridge::catalog::{Engine, NamedTypes};

use crate::support::served::serve;
use crate::support::stage::{Stage, Tables, with_stage};

/// One row with each misfit.
const WRECKS: Stage = Stage { create, service, rows };

fn create(engine: Engine) -> String {
    let text = if engine == Engine::Sqlite { "TEXT" } else { "VARCHAR(20)" };
    format!(
        "CREATE TABLE wrecks (id INTEGER PRIMARY KEY, hull INTEGER, trim_colour {text}, lights INTEGER, flags {text});
         INSERT INTO wrecks VALUES (1, 7, 'Red', 1, 'Red'), (2, 1, 'red', 1, 'Red'), (3, 1, 'Red', 12, 'Red'),
         (4, 1, 'Red', -1, 'Red'), (5, 1, 'Red', 1, 'Red,Pink'), (6, 1, '', 1, 'Red'), (7, 1, 'Red', 1, 'Red');"
    )
}

fn service(engine: Engine) -> String {
    let text = if engine == Engine::Sqlite { "TEXT" } else { "varchar(20)" };
    format!(
        "  enumerations:
    Colour: {{ members: {{ White: 0, Red: 1 }} }}
    Light: {{ flags: true, members: {{ Red: 1, Green: 2, White: 4 }} }}
  entitySets:
    Wrecks:
      table: wrecks
      key: [ID]
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Hull: {{ column: hull, type: Colour }}
        Trim: {{ column: trim_colour, type: Colour, dbType: {text} }}
        Lights: {{ column: lights, type: Light }}
        Flags: {{ column: flags, type: Light, dbType: {text} }}
"
    )
}

fn rows(_: &NamedTypes) -> Tables {
    vec![("Wrecks", Vec::new())]
}

#[tokio::test]
async fn a_value_that_is_no_member_is_named() {
    with_stage(&WRECKS, "standard", async |backends| {
        for backend in backends.iter().filter(|backend| backend.name != "memory") {
            let server = serve(backend, |_| {});
            for (target, message) in [
                (
                    "/Wrecks(1)",
                    "the value of 'Hull' in the row (1) is the number 7, which is no Harbour.Colour",
                ),
                (
                    "/Wrecks(2)",
                    "the value of 'Trim' in the row (2) is text 'red', which is no Harbour.Colour",
                ),
                (
                    "/Wrecks(3)",
                    "the value of 'Lights' in the row (3) is the number 12, which is no Harbour.Light",
                ),
                (
                    "/Wrecks(4)",
                    "the value of 'Lights' in the row (4) is the number -1, which is no Harbour.Light",
                ),
                (
                    "/Wrecks(5)",
                    "the value of 'Flags' in the row (5) is text 'Red,Pink', which is no Harbour.Light",
                ),
                ("/Wrecks(6)", "the value of 'Trim' in the row (6) is text '', which is no Harbour.Colour"),
                // What a condition looks at is read, selected or not.
                (
                    "/Wrecks?$select=ID&$filter=Hull gt 'White'&$orderby=ID",
                    "the value of 'Hull' in the row (1) is the number 7, which is no Harbour.Colour",
                ),
                (
                    "/Wrecks?$select=ID&$filter=Lights has 'White'&$orderby=ID",
                    "the value of 'Lights' in the row (3) is the number 12, which is no Harbour.Light",
                ),
                (
                    "/Wrecks?$select=ID&$filter=Trim ne 'Red'&$orderby=ID",
                    "the value of 'Trim' in the row (2) is text 'red', which is no Harbour.Colour",
                ),
            ] {
                let answer = server.get(target).await;
                assert_eq!(answer.status, 502, "{} {target}: {}", server.name, answer.body);
                assert!(answer.body.contains(message), "{} {target}: {}", server.name, answer.body);
            }
            assert_eq!(server.ok("/Wrecks(7)").await["Hull"], "Red");
            assert_eq!(server.values("/Wrecks?$filter=Hull lt 'Red'", "ID").await.len(), 0);
        }
    })
    .await;
}

const DELAYS: Stage = Stage { create: create_delays, service: delays, rows: no_delays };

fn create_delays(engine: Engine) -> String {
    let (span, months) = match engine {
        Engine::Postgres => ("interval", "'1 month 2 days'"),
        Engine::MySql | Engine::MariaDb => ("time", "NULL"),
        Engine::Sqlite => ("TEXT", "'P1M2D'"),
    };
    let (exact, text) =
        if engine == Engine::Sqlite { ("NUMERIC", "TEXT") } else { ("NUMERIC(20,12)", "VARCHAR(20)") };
    format!(
        "CREATE TABLE delays (id INTEGER PRIMARY KEY, span {span}, exact {exact}, iso {text});
         INSERT INTO delays VALUES (1, {months}, 1, 'PT1S'), (2, NULL, 0.0000000001, 'PT1S'), (3, NULL, 1, 'P1Y'),
         (4, NULL, 1, '1 hour');"
    )
}

fn delays(engine: Engine) -> String {
    let (span, exact, text) = match engine {
        Engine::Postgres => ("interval", "numeric(20,12)", "varchar(20)"),
        Engine::MySql | Engine::MariaDb => ("time", "decimal(20,12)", "varchar(20)"),
        Engine::Sqlite => ("TEXT", "NUMERIC", "TEXT"),
    };
    format!(
        "  entitySets:
    Delays:
      table: delays
      key: [ID]
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Span: {{ column: span, type: Edm.Duration, dbType: {span} }}
        Exact: {{ column: exact, type: Edm.Duration, dbType: \"{exact}\" }}
        Iso: {{ column: iso, type: Edm.Duration, dbType: {text} }}
"
    )
}

fn no_delays(_: &NamedTypes) -> Tables {
    vec![("Delays", Vec::new())]
}

#[tokio::test]
async fn a_length_that_is_no_duration_is_named() {
    with_stage(&DELAYS, "standard", async |backends| {
        for backend in backends.iter().filter(|backend| backend.name != "memory") {
            let server = serve(backend, |_| {});
            let months = match backend.name {
                "postgres" => Some("an interval with 1 months, whose length is not known"),
                "sqlite" => Some("text 'P1M2D'"),
                _ => None,
            };
            let mut cases = vec![
                ("/Delays(2)", "'Exact' in the row (2) is the number 0.0000000001".to_owned()),
                ("/Delays(3)", "'Iso' in the row (3) is text 'P1Y'".to_owned()),
                ("/Delays(4)", "'Iso' in the row (4) is text '1 hour'".to_owned()),
            ];
            if let Some(months) = months {
                let message = format!("'Span' in the row (1) is {months}");
                cases.push(("/Delays(1)", message.clone()));
                cases.push(("/Delays?$select=ID&$filter=Span gt duration'P1D'", message));
            }
            for (target, message) in cases {
                let answer = server.get(target).await;
                assert_eq!(answer.status, 502, "{} {target}: {}", server.name, answer.body);
                assert!(answer.body.contains(&message), "{} {target}: {}", server.name, answer.body);
            }
        }
    })
    .await;
}
