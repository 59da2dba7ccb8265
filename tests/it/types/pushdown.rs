//! What of these types each database is asked for, and in which words, pinned. No database is asked.

use std::fmt::Write as _;

use landbridge::bind::{self, Bound, Environment};
use landbridge::catalog::Engine;
use landbridge::plan::{Places, plan};
use landbridge::source::sql::{Asked, capabilities, explain};
use odata_params::ODataUri;

use super::durations::STAYS;
use super::streams::PHOTOS;
use super::vessels::VESSELS;
use crate::support::peers::encoded;
use crate::support::stage::Stage;

const QUERIES: &[(&Stage, &str, &str, &str)] = &[
    (&VESSELS, "standard", "Vessels", "Hull eq 'Red'"),
    (&VESSELS, "standard", "Vessels", "Hull in ('Red','Blue',null)"),
    (&VESSELS, "standard", "Vessels", "Hull gt 'White'"),
    (&VESSELS, "standard", "Vessels", "Hull eq null"),
    (&VESSELS, "standard", "Vessels", "Trim eq 'Red'"),
    (&VESSELS, "standard", "Vessels", "Trim ne 'Red'"),
    (&VESSELS, "standard", "Vessels", "Trim gt 'Red'"),
    (&VESSELS, "standard", "Vessels", "Ensign in ('Red','Blue')"),
    (&VESSELS, "standard", "Vessels", "Lights has 'Red,White'"),
    (&VESSELS, "standard", "Vessels", "Pennants has 'Red'"),
    (&VESSELS, "salesforce", "Vessels", "Hull eq 'Red'"),
    (&VESSELS, "salesforce", "Vessels", "Hull eq ''"),
    (&VESSELS, "salesforce", "Vessels", "Trim gt 'Red'"),
    (&VESSELS, "salesforce", "Vessels", "contains(Hull,'e')"),
    (&STAYS, "standard", "Stays", "Span gt duration'P1D'"),
    (&STAYS, "standard", "Stays", "Span gt duration'P99999999999D'"),
    (&STAYS, "standard", "Stays", "Span eq duration'PT0.0000001S'"),
    (&STAYS, "standard", "Stays", "Whole lt duration'PT1M0.5S'"),
    (&STAYS, "standard", "Stays", "Exact eq duration'PT1M0.5S'"),
    (&STAYS, "standard", "Stays", "Whole gt Exact"),
    (&STAYS, "standard", "Stays", "Span gt Exact"),
    (&STAYS, "standard", "Stays", "Iso eq duration'P1D'"),
    (&STAYS, "salesforce", "Stays", "Exact eq 'PT1M0.500S'"),
    (&STAYS, "salesforce", "Stays", "Exact eq 'PT60.5S'"),
];

fn rendered(engine: Engine) -> String {
    let mut text = String::new();
    for (stage, profile, set, filter) in QUERIES {
        let catalog = stage.catalog(engine, profile);
        let environment = Environment { model: &catalog.model, profile: catalog.profile };
        let options = format!("$select=ID&$filter={}", encoded(filter));
        let uri = ODataUri::parse(set, &options).unwrap();
        let Ok(Bound::Read(query, _)) = bind::bind(&uri, &environment) else { panic!("{filter}") };
        let places = Places::new(&catalog.tables, vec![capabilities(engine); catalog.tables.len()]);
        let plan = plan(&query, &places, 100).unwrap();
        let statement = explain(engine, &plan.scan, Asked::Rows).unwrap();
        let sql = statement.sql();
        let condition = sql.split_once(" WHERE ").map_or("", |(_, rest)| rest);
        let condition = condition.split(" ORDER BY ").next().unwrap_or_default();
        let condition = condition.split(" LIMIT ").next().unwrap_or_default();
        writeln!(text, "{profile}: {filter}").unwrap();
        let left = plan.residual.and_then(|left| left.filter).is_some();
        match (condition, left) {
            ("", true) => writeln!(text, "  exec").unwrap(),
            (condition, _) => {
                let values: Vec<String> = statement.parameters().iter().map(ToString::to_string).collect();
                writeln!(text, "  {condition}  {}", values.join(", ")).unwrap();
            }
        }
    }
    text
}

/// Bytes are read on their own, as many as are answered and one more, and never with entities.
#[test]
fn bytes_are_not_read_with_entities() {
    for engine in [Engine::Postgres, Engine::MySql, Engine::MariaDb, Engine::Sqlite] {
        let catalog = PHOTOS.catalog(engine, "standard");
        let environment = Environment { model: &catalog.model, profile: catalog.profile };
        let statement = |path: &str, options: &str| {
            let uri = ODataUri::parse(path, options).unwrap();
            let Ok(Bound::Read(query, _)) = bind::bind(&uri, &environment) else { panic!("{path}") };
            let places = Places::new(&catalog.tables, vec![capabilities(engine); catalog.tables.len()]);
            let plan = plan(&query, &places, 100).unwrap();
            let statement = explain(engine, &plan.scan, Asked::Rows).unwrap();
            let values: Vec<String> = statement.parameters().iter().map(ToString::to_string).collect();
            format!("{} {}", statement.sql(), values.join(","))
        };
        for (path, options) in [("Ships", ""), ("Ships(1)", "$select=*"), ("Ships", "$apply=identity")] {
            let sql = statement(path, options);
            assert!(!sql.contains("portrait") && !sql.contains("deed"), "{sql}");
        }
        let sql = statement("Ships(1)/Portrait", "");
        assert!(sql.contains("portrait") && sql.contains("kind") && sql.contains("33554433"), "{sql}");
        assert!(!sql.contains("deed"), "{sql}");
    }
}

#[test]
fn statements_of_each_dialect() {
    for engine in [Engine::Postgres, Engine::MySql, Engine::MariaDb, Engine::Sqlite] {
        insta::assert_snapshot!(format!("statements_of_{engine:?}"), rendered(engine));
    }
}
