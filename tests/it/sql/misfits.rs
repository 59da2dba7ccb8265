//! Stored values that their type has no value for: filtered on, even where nobody reads them, they
//! fail by name and never pass for a match.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use landbridge::config::{Secrets, Surroundings, load_text};
use landbridge::service::{Keeper, Request, Response, Snapshot};
use landbridge::source::Source;
use landbridge::source::sql::{Settings, SqlSource};

use crate::support::databases::{with_mysql, with_sqlite};

const DEFINITION: &str = "
sources: { db: { url: '${URL}' } }
services:
  - path: /
    namespace: Yard
    profile: standard
    entitySets:
      Boats:
        table: boats
        key: [ID]
        properties:
          ID: { column: id, type: Edm.Int32, nullable: false, dbType: int }
          Crew: { column: crew, type: Edm.Int32, dbType: int }
          Built: { column: built, type: Edm.Date, dbType: date }
        navigation:
          Twin: { to: Boats, on: { ID: ID } }
          Twins: { to: Boats, on: { ID: ID }, collection: true }
";

async fn ask(url: &str, query: &str) -> Response {
    let variable = |name: &str| (name == "URL").then(|| url.to_owned());
    let surroundings = Surroundings { variable: &variable, folder: Path::new("") };
    let loaded = load_text(DEFINITION, Secrets::Required, &surroundings).unwrap();
    let source = SqlSource::new("db", url, loaded.sources[0].engine, Settings::default()).unwrap();
    let sources = BTreeMap::from([("db".to_owned(), Arc::new(source) as Arc<dyn Source>)]);
    let snapshot = Snapshot::new(loaded.catalogs, sources, b"secret", &Keeper::new(0)).unwrap();
    snapshot.services[0]
        .answer(Request { path: "Boats", query, root: "https://yard.example", ..Request::default() })
        .await
}

async fn assert_misfit(url: &str, query: &str, words: &[&str]) {
    let answer = ask(url, query).await;
    let body = String::from_utf8(answer.body.to_vec()).unwrap();
    assert_eq!(answer.status, 502, "{query}: {body}");
    for word in words {
        assert!(body.contains(word), "{query}: no '{word}' in {body}");
    }
}

#[tokio::test]
async fn a_text_in_a_number_column_of_sqlite_is_told() {
    let script = "CREATE TABLE boats (id INTEGER PRIMARY KEY, crew INTEGER, built DATE);
        INSERT INTO boats VALUES (1, 4, '1999-05-01'), (2, 'oops', '2001-01-01'), (3, 9, 'soon');";
    with_sqlite(script, async |url| {
        let words = ["Boats", "Crew", "(2)", "'oops'", "Edm.Int32"];
        assert_misfit(url, "$filter=Crew%20gt%206&$select=ID", &words).await;
        assert_misfit(url, "$filter=not(Crew%20eq%204)&$select=ID", &words).await;
        assert_misfit(url, "$filter=Built%20ne%201999-05-01&$select=ID", &["Built", "(3)", "'soon'"]).await;
        assert_eq!(ask(url, "$filter=ID%20eq%201&$select=ID").await.status, 200);
        // In groups, of whose rows none is seen.
        let words = ["Boats", "Crew", "'oops'", "Edm.Int32"];
        for apply in [
            "aggregate(Crew%20with%20sum%20as%20S)",
            "aggregate(Crew%20with%20countdistinct%20as%20N)",
            "groupby((Crew))",
            "groupby((ID),aggregate(Crew%20with%20max%20as%20M))&$filter=M%20lt%205",
            "filter(Crew%20gt%206)/aggregate($count%20as%20N)",
        ] {
            assert_misfit(url, &format!("$apply={apply}"), &words).await;
        }
        let fine = ask(url, "$apply=filter(ID%20ne%202)/aggregate(Crew%20with%20sum%20as%20S)").await;
        assert!(String::from_utf8(fine.body.to_vec()).unwrap().contains("\"S\":13"));
        // In related rows, which nobody reads either.
        for filter in [
            "Twins/any(b:b/Crew%20gt%206)",
            "Twins/all(b:b/Crew%20lt%2020)",
            "Twins/$count($filter=Crew%20gt%206)%20gt%200",
            "Twin/Crew%20gt%206",
            "Twin/Crew%20ne%204",
            "Twins/any(b:b/Built%20lt%202000-01-01)",
            "Twin/Built%20ne%201999-05-01",
        ] {
            assert_misfit(url, &format!("$filter={filter}&$select=ID"), &["SourceMismatch"]).await;
        }
        for (filter, found) in [
            ("Twins/any(b:b/Crew%20gt%206)%20and%20ID%20ne%202", "\"ID\":3"),
            ("Twin/Built%20ge%202001-01-01", "\"ID\":2"),
        ] {
            let fine = ask(url, &format!("$filter={filter}&$select=ID")).await;
            let body = String::from_utf8(fine.body.to_vec()).unwrap();
            assert!(body.ends_with(&format!("[{{{found}}}]}}")), "{filter}: {body}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_zero_date_of_mysql_is_told() {
    let script = "SET SESSION sql_mode = ''; CREATE TABLE boats (id int PRIMARY KEY, crew int, built date);
        INSERT INTO boats VALUES (1, 4, '1999-05-01'), (2, 5, '0000-00-00');";
    with_mysql(script, async |url| {
        assert_misfit(url, "$filter=Built%20lt%201900-01-01&$select=ID", &["Built", "(2)", "0000-00-00"])
            .await;
        assert_eq!(ask(url, "$filter=Built%20gt%201900-01-01&$select=ID").await.status, 200);
        let words = ["Boats", "Built", "0000-00-00"];
        for apply in [
            "aggregate(Built%20with%20max%20as%20M)",
            "groupby((Built))",
            "filter(Built%20lt%201900-01-01)/aggregate($count%20as%20N)",
        ] {
            assert_misfit(url, &format!("$apply={apply}"), &words).await;
        }
        let fine = ask(url, "$apply=filter(Built%20gt%201900-01-01)/aggregate($count%20as%20N)").await;
        assert!(String::from_utf8(fine.body.to_vec()).unwrap().contains("\"N\":1"));
        for filter in ["Twins/any(b:b/Built%20lt%201900-01-01)", "Twin/Built%20lt%201900-01-01"] {
            assert_misfit(url, &format!("$filter={filter}&$select=ID"), &["SourceMismatch"]).await;
        }
        for filter in ["Twins/any(b:b/Built%20gt%201900-01-01)", "Twin/Built%20gt%201900-01-01"] {
            assert_eq!(ask(url, &format!("$filter={filter}&$select=ID")).await.status, 200, "{filter}");
        }
    })
    .await;
}
