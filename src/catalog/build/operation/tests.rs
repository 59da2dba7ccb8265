use crate::catalog::definition::Definition;
use crate::catalog::{Body, Catalog, Engine, Piece, build};
use crate::edm::{Binding, OperationKind, PrimitiveType, Returned, Returns};

const SOUND: &str = "\
sources: { db: { url: x }, other: { url: y } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    source: db
    entitySets:
      Vessels:
        table: vessels
        key: [ID]
        search: { properties: [Name], index: fts }
        properties:
          ID: { type: Edm.Int64, column: id }
          Name: { type: Edm.String }
    functions:
      Near:
        parameters: { Lat: { type: Edm.Double }, Lon: { type: Edm.Double, nullable: true } }
        returns: { entitySet: Vessels, collection: true }
        composable: true
        sql: SELECT * FROM vessels WHERE lat > :Lat AND lon > :Lon
      Draught:
        - bindTo: { entitySet: Vessels }
          returns: { type: Edm.Decimal, precision: 5, scale: 2, nullable: false }
          sql: SELECT draught FROM vessels WHERE id = :ID
        - bindTo: { entitySet: Vessels, collection: true }
          returns: { type: Edm.Decimal }
          procedure: yard.draughts
    actions:
      Moor:
        bindTo: { entitySet: Vessels }
        parameters: { Berth: { type: Edm.Int32 } }
        sql: UPDATE vessels SET berth = :Berth WHERE id = :ID
";

/// The catalog, or `line place: message (remedy)` of every problem.
fn built(text: &str, engine: Engine) -> Result<Catalog, Vec<String>> {
    let definition: Definition =
        serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let engines = [("db".to_owned(), engine), ("other".to_owned(), engine)].into();
    build(&definition, &engines).map(|(mut catalogs, _)| catalogs.remove(0)).map_err(|problems| {
        let told = |problem: &crate::catalog::Problem| {
            let place = problem.place.trim_start_matches("services[0].");
            let remedy = problem.remedy.as_deref().unwrap_or_default();
            format!("{} {place}: {} ({remedy})", problem.line, problem.message)
        };
        problems.iter().map(told).collect()
    })
}

#[test]
fn operations_are_in_the_model_and_their_results_among_the_tables() {
    let catalog = built(SOUND, Engine::Postgres).unwrap();
    let [near, draught, draughts, moor] = catalog.model.operations.as_slice() else { panic!() };
    assert_eq!(near.kind, OperationKind::Function { composable: true });
    assert_eq!(near.returns, Some(Returns { kind: Returned::Entity(0), collection: true, nullable: false }));
    assert!(!near.searchable, "the index is the table's");
    assert_eq!(draught.binding, Some(Binding { set: 0, collection: false }));
    assert_eq!(draughts.binding, Some(Binding { set: 0, collection: true }));
    assert!(moor.is_action() && moor.returns.is_none());
    assert!(!near.parameters[0].ty.nullable && near.parameters[1].ty.nullable);

    let routine = |table: usize| catalog.tables[table].routine().unwrap();
    assert_eq!(routine(near.table).arguments, [PrimitiveType::Double; 2]);
    // The type of the key is the database's own.
    assert_eq!(routine(moor.table).arguments, [PrimitiveType::Int64, PrimitiveType::Int32]);
    assert!(routine(moor.table).writes && !routine(draught.table).writes);
    assert_eq!(
        routine(draught.table).body,
        Body::Statement(vec![
            Piece::Text("SELECT draught FROM vessels WHERE id = ".into()),
            Piece::Argument(0)
        ])
    );
    let schema = Some("yard".to_owned());
    assert_eq!(routine(draughts.table).body, Body::Procedure { schema, name: "draughts".into() });
    assert_eq!(catalog.tables[near.table].columns, catalog.tables[0].columns);
    let salesforce = built(&SOUND.replace("standard", "salesforce"), Engine::Postgres).unwrap();
    assert_eq!(salesforce.model.operations.len(), 4);
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let near = "functions.Near";
    for (written, spoilt, expected) in [
        ("Near:", "Near here:", "16 functions.Near here: the name 'Near here' holds something else than letters, digits and underscores (use letters, digits and underscores)".to_owned()),
        ("Near:", "Container:", "16 functions.Container: 'Container' is the name of the entity container too (rename one of them)".to_owned()),
        ("Near:", "Vessels:", "16 functions.Vessels: 'Vessels' is the name of an entity set too (rename one of them)".to_owned()),
        ("Near:", "Vessel:", "16 functions.Vessel: 'Vessel' is the name of an entity type too (rename one of them)".to_owned()),
        ("Moor:", "Near:", "29 actions.Near: 'Near' is the name of a function too (rename one of them)".to_owned()),
        ("Moor:", "Name:", "29 actions.Name: Vessel has a property 'Name' too (rename one of them)".to_owned()),
        ("{ Lat: { type: Edm.Double }", "{ Lat: { type: Edm.Dbl }", format!("17 {near}.parameters.Lat.type: 'Edm.Dbl' is no type a property can have (did you mean 'Edm.Double'?)")),
        ("{ Lat: { type: Edm.Double }", "{ Lat: { type: Edm.Duration }", format!("17 {near}.parameters.Lat.type: a parameter cannot be an Edm.Duration (take seconds as an Edm.Decimal)")),
        ("{ Lat: { type: Edm.Double }", "{ Lat: { type: Edm.Double, scale: 2 }", format!("17 {near}.parameters.Lat.scale: scale is no facet of Edm.Double (delete scale)")),
        ("Berth: {", "ID: {", "31 actions.Moor.parameters.ID: 'ID' is the name of what the action is called on (give the parameter another name)".to_owned()),
        (":Lat AND", ":lat AND", format!("20 {near}.sql: ':lat' is no parameter (there is Lat, Lon; after a colon that is none of them, write a blank)")),
        ("> :Lat AND lon", "> 1 AND lon", format!("20 {near}.sql: the statement does not use 'Lat' (write :Lat where it goes, or delete it)")),
        ("berth = :Berth WHERE id = :ID", "berth = :Berth", "32 actions.Moor.sql: the statement does not use 'ID' (write :ID where it goes, or delete it)".to_owned()),
        ("sql: SELECT * FROM vessels WHERE lat > :Lat AND lon > :Lon", "source: db", format!("16 {near}: the function 'Near' says not, or twice, what it runs (write sql: or procedure:)")),
        ("procedure: yard.draughts", "procedure: a.b.c", "27 functions.Draught.procedure: this is not one procedure's name (write schema.name, or { schema: …, name: … } if a part has a dot in it)".to_owned()),
        ("sql: SELECT * FROM vessels WHERE lat > :Lat AND lon > :Lon", "procedure: near", format!("20 {near}.procedure: a composable function needs a statement (write sql: SELECT … instead, or delete composable)")),
        ("{ entitySet: Vessels, collection: true }\n        comp", "{ entitySet: Vssels, collection: true }\n        comp", format!("18 {near}.returns.entitySet: there is no published entity set 'Vssels' (did you mean 'Vessels'?)")),
        ("{ entitySet: Vessels, collection: true }\n        comp", "{ entitySet: Vessels, maxLength: 3 }\n        comp", format!("18 {near}.returns.maxLength: maxLength says nothing about entities (delete maxLength)")),
        ("{ entitySet: Vessels, collection: true }\n        comp", "{ collection: true }\n        comp", format!("16 {near}.returns: this says not, or twice, what is given (write type: with a type, or entitySet: with a set)")),
        ("{ entitySet: Vessels, collection: true }\n        comp", "{ type: Edm.String }\n        comp", format!("16 {near}.composable: only a function that gives entities can be composable (delete composable)")),
        ("composable: true", "composable: true\n        source: other", format!("18 {near}.returns.entitySet: the entity set 'Vessels' lives in the source 'db', not in 'other' (run the operation in the source of its entities)")),
        ("composable: true", "composable: true\n        source: oter", format!("20 {near}.source: there is no source 'oter' (did you mean 'other'?)")),
        ("bindTo: { entitySet: Vessels }\n        par", "bindTo: { entitySet: Berths }\n        par", "30 actions.Moor.bindTo.entitySet: there is no entity set 'Berths' (there is Vessels)".to_owned()),
        ("bindTo: { entitySet: Vessels, collection: true }\n          returns: { type: Edm.Decimal }\n          procedure: yard.draughts", "bindTo: { entitySet: Vessels }\n          returns: { type: Edm.Decimal, precision: 5, scale: 2, nullable: false }\n          sql: SELECT :ID", "21 functions.Draught: two functions 'Draught' have parameters of the same names (rename one of them, or a parameter)".to_owned()),
        ("bindTo: { entitySet: Vessels, collection: true }\n          returns: { type: Edm.Decimal }", "bindTo: { entitySet: Vessels }\n          parameters: { X: { type: Edm.Int32 } }\n          returns: { type: Edm.Decimal }", "21 functions.Draught: overloads of 'Draught' give different results (let them return the same, or rename one of them)".to_owned()),
    ] {
        assert!(SOUND.contains(written), "{written}");
        let found = built(&SOUND.replacen(written, spoilt, 1), Engine::Postgres).unwrap_err();
        assert_eq!(found[0], expected, "{found:#?}");
    }
    let twice = format!("{}        sql: SELECT 1\n", SOUND.replace("    actions:", "      Twice:\n        - { returns: { type: Edm.Byte }, sql: SELECT 1, procedure: x }\n    actions:").replace("        sql: UPDATE", "        procedure: moor #"));
    let found = built(&twice, Engine::Postgres).unwrap_err();
    assert!(found.iter().all(|problem| problem.contains("says not, or twice, what it runs")), "{found:#?}");
    assert_eq!(found.len(), 2);
    assert_eq!(
        built(SOUND, Engine::Sqlite).unwrap_err(),
        [
            "27 functions.Draught.procedure: SQLite has no stored procedures (write the statement as sql: instead)"
        ]
    );
}

#[test]
fn a_key_that_no_statement_takes_is_named() {
    let spoilt = SOUND
        .replace("source: db\n", "source: db\n    enumerations: { Side: { members: { Port: 1 } } }\n")
        .replace("{ type: Edm.Int64, column: id }", "{ type: Side, column: id }");
    let found = built(&spoilt, Engine::Postgres).unwrap_err();
    assert!(
        found[0].contains("the key of 'Vessels' has a Harbour.Side, which no statement can take"),
        "{found:#?}"
    );
}

#[test]
fn what_cannot_be_read_has_its_line() {
    for (written, spoilt, line) in [
        ("composable: true", "composed: true", 20),
        ("        returns: { entitySet: Vessels, collection: true }\n        comp", "        comp", 18),
        ("- bindTo: { entitySet: Vessels }", "- bindTo: Vessels", 23),
        ("Lat: { type: Edm.Double }", "Lat: Edm.Double", 18),
    ] {
        assert!(SOUND.contains(written), "{written}");
        let text = SOUND.replacen(written, spoilt, 1);
        let error = serde_saphyr::from_str::<Definition>(&text).unwrap_err();
        let at = error.location().unwrap().line();
        assert!(at.abs_diff(line) <= 1, "{spoilt}: {at} {error}");
    }
}
