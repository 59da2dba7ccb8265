//! `$search` through each database's own full-text index.

use landbridge::catalog::{Engine, Search};
use landbridge::edm::Value;
use landbridge::source::Source as _;
use landbridge::source::sql::Asked;

use super::table::Fixture;
use crate::support::databases::{postgres, with_mysql, with_postgres, with_sqlite};

const ROWS: &str = "(1, 'Acme Motor Company', 'red tractors'), (2, 'Old Acme', 'blue motor boats'), \
    (3, 'Müller & Söhne', 'Motoren'), (4, NULL, NULL), (5, 'say \"motor\" (now)', 'operators + - * ~ < >')";

async fn check(fixture: &Fixture) {
    for (search, expected) in [
        ("acme", vec![1, 2]),
        ("ACME", vec![1, 2]),
        ("acme+motor", vec![1, 2]),
        ("acme+tractors", vec![1]),
        ("acme+NOT+old", vec![1]),
        ("tractors+OR+boats", vec![1, 2]),
        ("\"motor+company\"", vec![1]),
        ("\"company+motor\"", vec![]),
        ("NOT+motor", vec![3, 4]),
        ("\"acme*\"+AND+zzz", vec![]),
        ("\"-motor\"", vec![1, 2, 5]),
        ("m%C3%BCller", vec![3]),
    ] {
        let rows =
            fixture.rows(&format!("$select=id&$orderby=id&$search={}", search.replace('"', "%22"))).await;
        let ids: Vec<_> = expected.into_iter().map(|id| vec![Value::Integer(id)]).collect();
        assert_eq!(rows.unwrap(), ids, "{:?} {search}", fixture.engine);
    }
}

fn indexed(fixture: Fixture, name: &str) -> Fixture {
    fixture.with(|table| {
        table.search =
            Search::Index { name: name.to_owned(), columns: vec![1, 2], configuration: "simple".to_owned() };
    })
}

#[tokio::test]
async fn postgres_finds_through_a_tsvector() {
    let script = format!(
        "CREATE TABLE t (id bigint PRIMARY KEY, name text, about text, words tsvector GENERATED ALWAYS AS \
         (to_tsvector('simple', coalesce(name, '') || ' ' || coalesce(about, ''))) STORED); \
         CREATE INDEX ON t USING gin (words); INSERT INTO t VALUES {ROWS}"
    );
    with_postgres(&script, async |url| {
        let columns = [("id", "bigint", false), ("name", "text", true), ("about", "text", true)];
        check(&indexed(Fixture::new(Engine::Postgres, url, "t", &columns), "words")).await;
    })
    .await;
}

/// A search without a named index compares this expression: a trigram index on it serves the search.
#[tokio::test]
async fn postgres_finds_through_a_trigram_index() {
    let script = format!(
        "CREATE EXTENSION pg_trgm; CREATE TABLE t (id bigint PRIMARY KEY, name text); \
         CREATE INDEX t_name ON t USING gin \
         (lower(replace(name, 'Σ', 'σ') COLLATE \"und-x-icu\") gin_trgm_ops); \
         INSERT INTO t SELECT id, name FROM (VALUES {ROWS}) AS r (id, name, about)"
    );
    with_postgres(&script, async |url| {
        // A handful of rows is read faster without an index.
        postgres(url, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$").await;
        let fixture = Fixture::new(Engine::Postgres, url, "t", &[("id", "bigint", false), ("name", "text", true)]);
        let query = fixture.query("$select=id&$search=s%C3%96hne");
        let plan = landbridge::plan::plan(&query, &landbridge::plan::Places::new(std::slice::from_ref(&fixture.table), vec![fixture.source.capabilities()]), 10).unwrap();
        let account = fixture.source.analyze(&plan.scan, Asked::Rows).await.unwrap();
        assert!(account.contains("t_name"), "{account}");
        assert_eq!(fixture.rows("$select=id&$search=s%C3%96hne").await.unwrap(), [[Value::Integer(3)]]);
    })
    .await;
}

#[tokio::test]
async fn mariadb_finds_through_a_fulltext_index() {
    let script = format!(
        "SET NAMES utf8mb4; CREATE TABLE t (id bigint PRIMARY KEY, name varchar(60), about varchar(60), FULLTEXT (name, about)); \
         INSERT INTO t VALUES {ROWS}"
    );
    with_mysql(&script, async |url| {
        let columns =
            [("id", "bigint(20)", false), ("name", "varchar(60)", true), ("about", "varchar(60)", true)];
        check(&indexed(Fixture::new(Engine::MariaDb, url, "t", &columns), "")).await;
    })
    .await;
}

#[tokio::test]
async fn sqlite_finds_through_an_fts5_table() {
    let script = format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, about TEXT); INSERT INTO t VALUES {ROWS}; \
         CREATE VIRTUAL TABLE words USING fts5(name, about, content='t', content_rowid='id'); \
         INSERT INTO words(words) VALUES ('rebuild')"
    );
    with_sqlite(&script, async |url| {
        let columns = [("id", "INTEGER", false), ("name", "TEXT", true), ("about", "TEXT", true)];
        check(&indexed(Fixture::new(Engine::Sqlite, url, "t", &columns), "words")).await;
    })
    .await;
}
