//! Link tables: one for all navigation properties through it, and what can be wrong with them.

use super::{assert_spoilt_in, build_text};
use crate::catalog::Storage;
use crate::edm::{Link, Relation};

const LINKED: &str = "\
sources: { erp: { url: sqlite:erp.db }, pg: { url: 'postgres:pg' } }
services:
  - path: /
    namespace: Erp
    source: erp
    entitySets:
      Teams:
        table: teams
        key: [ID]
        properties:
          ID: { type: Edm.Int32 }
        navigation:
          Players: { to: Players, through: { table: squad, here: { ID: team }, there: { player: Nick } }, collection: true }
      Players:
        table: players
        key: [Nick]
        properties:
          Nick: { type: Edm.String, maxLength: 20 }
        navigation:
          Teams: { to: Teams, through: { table: squad, here: { Nick: player }, there: { team: ID } }, collection: true }
";

#[test]
fn both_ways_through_a_link_share_its_table() {
    let (catalogs, warnings) = build_text(LINKED).unwrap();
    assert!(warnings.is_empty());
    let catalog = &catalogs[0];
    assert_eq!(catalog.tables.len(), 3);
    let link = &catalog.tables[2];
    let columns: Vec<_> = link.columns.iter().map(|column| (column.name.as_str(), column.storage)).collect();
    assert_eq!(
        (link.name.as_str(), link.source.as_str(), columns.as_slice()),
        ("squad", "erp", &[("team", Storage::Integer), ("player", Storage::Text)][..])
    );
    let through = |here, there| Some(Link { table: 2, here: vec![here], there: vec![there] });
    let relation = |set, name| &catalog.model.type_of(set).navigation(name).unwrap().relation;
    assert_eq!(
        *relation(0, "Players"),
        Relation { target: 1, here: vec![0], there: vec![0], through: through(0, 1) }
    );
    assert_eq!(
        *relation(1, "Teams"),
        Relation { target: 0, here: vec![0], there: vec![0], through: through(1, 0) }
    );
}

#[test]
fn what_is_wrong_with_a_link_is_told() {
    let spoilt = |written, spoilt, expected: &[&str]| assert_spoilt_in(LINKED, written, spoilt, expected);
    spoilt(
        "here: { ID: team }",
        "here: { Id: team }",
        &[
            "13 error Teams.navigation.Players.through.here: 'Teams' has no property 'Id' (did you mean 'ID'?)",
        ],
    );
    spoilt(
        "there: { player: Nick }",
        "there: {}",
        &[
            "13 error Teams.navigation.Players.through.there: there does not say which properties and columns are equal (add here: { property: column }, there: { column: property })",
        ],
    );
    spoilt(
        "{ to: Players, through",
        "{ to: Players, on: { ID: Nick }, through",
        &["13 error Teams.navigation.Players.through: on and through are both given (delete one of them)"],
    );
    spoilt(
        "table: squad, here: { ID",
        "table: a.b.c, here: { ID",
        &[
            "13 error Teams.navigation.Players.through.table: this is not one table's name (write schema.name, or { schema: …, name: … } if a part has a dot in it)",
        ],
    );
    spoilt(
        "table: squad, here: { ID",
        "table: squad, source: pq, here: { ID",
        &["13 error Teams.navigation.Players.through.source: there is no source 'pq' (did you mean 'pg'?)"],
    );
    spoilt(
        "here: { ID: team }",
        "here: { ID: '' }",
        &["13 error Teams.navigation.Players.through.here: the column has no name (write the column's name)"],
    );
}
