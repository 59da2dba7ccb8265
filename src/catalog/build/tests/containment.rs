//! Singletons and contained sets: how each is reached, and what can be wrong with them.

use super::*;
use crate::edm::SetKind;

const HARBOUR: &str = "\
sources: { erp: { url: sqlite:erp.db } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    entitySets:
      Ships:
        table: ships
        key: [ID]
        properties:
          ID: { type: Edm.Int32 }
          Home: { type: Edm.String, maxLength: 5 }
        navigation:
          Certificates: { to: Certificates, on: { ID: ShipID }, collection: true, contains: true }
          Harbour: { to: Port, on: { Home: Code } }
      Certificates:
        table: certificates
        key: [No]
        properties:
          No: { type: Edm.Int32 }
          ShipID: { type: Edm.Int32, publish: false }
          Secret: { type: Edm.Int32, publish: false }
        navigation:
          Ship: { to: Ships, on: { ShipID: ID } }
    singletons:
      Port:
        table: port
        properties:
          Code: { type: Edm.String, maxLength: 5, nullable: false }
";

#[test]
fn sets_know_how_they_are_reached() {
    let (catalogs, warnings) = build_text(HARBOUR).unwrap();
    assert_eq!(warnings, []);
    let model = &catalogs[0].model;
    let kinds: Vec<_> = model.entity_sets.iter().map(|set| (set.name.as_str(), set.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("Ships", SetKind::EntitySet),
            ("Certificates", SetKind::Contained { within: 0, navigation: 0 }),
            ("Port", SetKind::Singleton)
        ]
    );
    let top: Vec<_> = model.top_level_sets().map(|set| set.name.as_str()).collect();
    assert_eq!(top, ["Ships", "Port"]);
    assert_eq!((model.type_of(2).name.as_str(), model.type_of(2).key.len()), ("Port", 0));
    // The column that leads to the ship is there, but no property; the other one is not needed.
    let columns: Vec<_> = catalogs[0].tables[1].columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!((columns, model.type_of(1).properties.len()), (vec!["No", "ShipID"], 1));
    let ways = &model.type_of(0).navigation;
    assert_eq!((&ways[0].relation, ways[0].contains), (&Relation::on(1, &[(0, 1)]), true));
    assert_eq!(model.type_of(1).navigation[0].relation, Relation::on(0, &[(1, 0)]));
}

#[test]
fn salesforce_gets_entity_sets_only() {
    let (catalogs, warnings) =
        build_text(&HARBOUR.replace("profile: standard", "profile: salesforce")).unwrap();
    assert_eq!(
        warnings.iter().map(told).collect::<Vec<_>>(),
        [
            "15 warning Ships.navigation.Harbour.to: 'Harbour' is left out: 'Port' is not published",
            "16 warning Certificates: 'Certificates' is left out, for it is contained in 'Ships' and Salesforce knows no containment (publish it as an entity set, or write profile: standard)",
            "26 warning singletons.Port: the singleton 'Port' is left out, for Salesforce knows entity sets only (publish it as an entity set, or write profile: standard)",
        ]
    );
    assert_eq!(catalogs[0].model.entity_sets.len(), 1);
    assert_eq!(catalogs[0].model.type_of(0).navigation, []);
}

#[test]
fn problems_of_singletons_and_containment() {
    for (written, spoilt, expected) in [
        (
            "on: { Home: Code } }",
            "on: { Home: Code }, collection: true }",
            "15 error Ships.navigation.Harbour.collection: 'Port' is a singleton: one entity (delete collection)",
        ),
        (
            "on: { Home: Code } }",
            "on: { Home: Code }, contains: true }",
            "15 error Ships.navigation.Harbour.contains: 'Port' is a singleton, which is reached by its own name (make it an entity set, or delete contains)",
        ),
        (
            "Harbour: { to: Port, on: { Home: Code } }",
            "Papers: { to: Certificates, on: { ID: No }, collection: true }",
            "15 error Ships.navigation.Papers.to: the entities of 'Certificates' are reached through 'Ships' only (delete this way, or contains: true in Certificates)",
        ),
        (
            "Harbour: { to: Port, on: { Home: Code } }",
            "Papers: { to: Certificates, on: { ID: No }, collection: true, contains: true }",
            "15 error Ships.navigation.Papers.contains: 'Certificates' is contained in 'Ships' already, by 'Certificates' (delete contains)",
        ),
        (
            "Ship: { to: Ships, on: { ShipID: ID } }",
            "Ship: { to: Ships, on: { ShipID: ID }, contains: true }",
            "14 error Ships.navigation.Certificates.contains: 'Certificates' is contained in itself, so that nothing leads to it (delete contains)\n\
             24 error Certificates.navigation.Ship.contains: 'Ships' is contained in itself, so that nothing leads to it (delete contains)",
        ),
        (
            "on: { ID: ShipID }, collection",
            "through: { table: papers, here: { ID: ship }, there: { no: No } }, collection",
            "14 error Ships.navigation.Certificates.contains: what is contained holds the key of what contains it (write on: instead of through:, or delete contains)",
        ),
        (
            "on: { ID: ShipID }, collection: true, contains: true",
            "on: { ID: ShipID }, collection: true",
            "14 error Ships.navigation.Certificates.on: the property 'ShipID' of 'Certificates' is not published (publish it, or delete the navigation property)\n\
             24 error Certificates.navigation.Ship.on: the property 'ShipID' of 'Certificates' is not published (publish it, or delete the navigation property)",
        ),
        (
            "      Port:\n        table: port",
            "      Ships:\n        entityType: Port\n        table: port",
            "15 error Ships.navigation.Harbour.to: there is no entity set 'Port' (there is Ships, Certificates, Ships)\n\
             26 error singletons.Ships: there is an entity set 'Ships' too (rename one of them)",
        ),
        (
            "        table: port\n",
            "        table: port\n        search: { properties: [Code] }\n",
            "28 error singletons.Port.search: 'Port' is one entity, and there is nothing to search (delete search)",
        ),
        (
            "        table: port\n",
            "        table: port\n        key: [Cod]\n",
            "28 error singletons.Port.key: there is no property 'Cod' (did you mean 'Code'?)",
        ),
    ] {
        let expected: Vec<_> = expected.split('\n').map(str::trim).collect();
        assert_spoilt_in(HARBOUR, written, spoilt, &expected);
    }
}

#[test]
fn operations_are_of_entity_sets() {
    for (set, problem) in [
        ("Certificates", "the entities of 'Certificates' are contained in others (name an entity set)"),
        ("Port", "'Port' is a singleton (name an entity set)"),
    ] {
        let text = format!(
            "{HARBOUR}    functions:\n      Old: {{ returns: {{ entitySet: {set}, collection: true }}, sql: SELECT 1 }}\n"
        );
        let problems = build_text(&text).unwrap_err();
        let expected = format!("31 error functions.Old.returns.entitySet: {problem}");
        assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), [expected]);
    }
}
