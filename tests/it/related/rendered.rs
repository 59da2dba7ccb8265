//! The SQL each dialect makes of expressions that leave the row, pinned. No database is asked.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use landbridge::bind::{self, Bound, Environment};
use landbridge::catalog::definition::Definition;
use landbridge::catalog::{Engine, build};
use landbridge::plan::{Places, plan};
use landbridge::source::sql::{Asked, capabilities, explain};
use odata_params::ODataUri;

use super::roads::roads;

const REQUESTS: &[(&str, &str)] = &[
    // A condition that is false for null looks from the other table too.
    ("Vessels", "$filter=Owner/Name eq 'x'"),
    ("Vessels", "$filter=Owner/Country/Rank gt 1 and Length lt 2"),
    ("Vessels", "$filter=Owner/Name ne 'x'"),
    ("Vessels", "$filter=Owner/Name eq 'x' or Owner/Trusted"),
    ("Vessels", "$filter=Sister eq null"),
    ("Vessels", "$filter=Registered/Name eq 'x'"),
    ("Vessels", "$filter=Calls/any()"),
    ("Vessels", "$filter=Calls/any(c:c/Fee gt 10 and c/Note ne $it/Name)"),
    ("Vessels", "$filter=Calls/all(c:c/Done)"),
    ("Vessels", "$filter=Calls/any(c:c/Cargo/any(g:g/Goods eq c/Note and g/Tons gt $it/Length))"),
    ("Vessels", "$filter=Flags/any(f:f/Rank gt 1)"),
    ("Vessels", "$filter=Namesakes/any()"),
    ("Vessels", "$filter=Calls/$count gt 1"),
    // Not counted, for one row is enough to know.
    ("Vessels", "$filter=Calls/$count gt 0"),
    ("Vessels", "$filter=Calls/$count($filter=Done) eq 0"),
    ("Vessels", "$filter=Flags/$count($filter=Rank gt 1) gt 1"),
    ("Vessels", "$filter=Calls/$count($search=oil) gt 1"),
    ("Vessels", "$filter=Name in Calls/Note"),
    ("Vessels", "$filter=Owner/Vessels/$count gt 1"),
    ("Vessels", "$filter=$root/Owners(1)/Name eq Name"),
    ("Vessels", "$orderby=Owner/Country/Name desc,Calls/$count&$filter=Owner/Name ne null"),
    ("Vessels", "$compute=Owner/Name as OwnerName&$select=ID,OwnerName"),
    ("Vessels", "$apply=groupby((Owner/Country/Name),aggregate($count as N,Length with sum as L))"),
    // What no database does as we do.
    ("Vessels", "$filter=Calls/any(c:tolower(c/Note) eq 'öl')"),
];

fn rendered(engine: Engine, scheme: &str) -> String {
    let definition = roads().definition(engine, &format!("{scheme}://nowhere.invalid/db"), "standard");
    let definition: Definition = serde_saphyr::from_str(&definition).unwrap();
    let (catalogs, _) = build(&definition, &BTreeMap::from([("db".to_owned(), engine)])).unwrap();
    let catalog = &catalogs[0];
    let places = Places::new(&catalog.tables, vec![capabilities(engine); catalog.tables.len()]);
    let mut text = String::new();
    for (set, options) in REQUESTS {
        let uri = ODataUri::parse(set, &options.replace(' ', "+")).unwrap();
        let environment = Environment { model: &catalog.model, profile: catalog.profile };
        let mut query = match bind::bind(&uri, &environment) {
            Ok(Bound::Read(query, _)) => *query,
            other => panic!("{options}: {other:?}"),
        };
        if !options.contains("$select") && query.apply.is_none() {
            query.select = vec![0];
        }
        let plan = plan(&query, &places, 100).unwrap();
        let statement = explain(engine, &plan.scan, Asked::Rows).unwrap();
        let parameters: Vec<String> = statement.parameters().iter().map(ToString::to_string).collect();
        writeln!(text, "{set}?{options}\n    {}\n    [{}]", statement.sql(), parameters.join(", ")).unwrap();
        for read in &plan.reads {
            let statement = explain(engine, &read.scan, Asked::Rows).unwrap();
            writeln!(text, "    and the evaluator, with {}", statement.sql()).unwrap();
        }
    }
    text
}

#[test]
fn related_rows_in_postgres_sql() {
    insta::assert_snapshot!(rendered(Engine::Postgres, "postgres"));
}

#[test]
fn related_rows_in_mariadb_sql() {
    let text = rendered(Engine::MariaDb, "mysql");
    assert_eq!(text, rendered(Engine::MySql, "mysql"), "what works on one works on the other");
    insta::assert_snapshot!(text);
}

#[test]
fn related_rows_in_sqlite_sql() {
    insta::assert_snapshot!(rendered(Engine::Sqlite, "sqlite"));
}
