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
