//! Time limits, connections that die, sinks that break off, definitions that do not fit: each is
//! the right error, and the next request works.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use landbridge::catalog::Engine;
use landbridge::edm::Value;
use landbridge::plan::{Places, Scan, plan};
use landbridge::query::{Expr, ExprKind};
use landbridge::source::sql::{Asked, Settings, SqlSource};
use landbridge::source::{Error, Row, RowSink, Source};

use super::table::{Collected, Fixture};
use crate::support::databases::{postgres, with_mysql, with_postgres, with_sqlite};

const BRISK: Settings = Settings {
    max_connections: 1,
    acquire_timeout: Duration::from_millis(500),
    statement_timeout: Duration::from_millis(300),
};

fn all(fixture: &Fixture) -> Scan {
    let table = fixture.table.clone();
    let column = |index: usize| {
        let ty = table.columns[index].ty;
        Expr { kind: ExprKind::Property(index), ty: ty.primitive, nullable: ty.nullable }
    };
    Scan::all(table.clone(), (0..table.columns.len()).map(column).collect())
}

async fn rows(source: &SqlSource, scan: &Scan) -> Result<Vec<Vec<Value>>, Error> {
    let mut rows = Collected { width: scan.columns.len(), rows: Vec::new() };
    source.scan(scan, &mut rows).await?;
    Ok(rows.rows)
}

struct BreakAtOnce(usize);

impl RowSink for BreakAtOnce {
    fn row(&mut self, _row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        self.0 += 1;
        Ok(ControlFlow::Break(()))
    }
}

/// `slow` never ends; `many` has 100,000 rows; `few` has one.
async fn stays_usable(engine: Engine, url: &str, sequence: &str, key: &str) {
    let slow = Fixture::new(engine, url, "slow", &[("id", sequence, false)]);
    let many = Fixture::new(engine, url, "many", &[("id", sequence, false)]);
    let few = Fixture::new(engine, url, "few", &[("id", key, false)]);
    let source = SqlSource::new("test", url, engine, BRISK).unwrap();
    for _ in 0..3 {
        let started = Instant::now();
        let outcome = rows(&source, &all(&slow)).await;
        assert!(matches!(outcome, Err(Error::Timeout { seconds: 1, .. })), "{engine:?} {outcome:?}");
        assert!(started.elapsed() < Duration::from_secs(3), "{engine:?}");
        assert!(matches!(source.count(&all(&slow)).await, Err(Error::Timeout { .. })), "{engine:?}");
        // A sink that breaks off does not leave a busy connection behind.
        let mut sink = BreakAtOnce(0);
        source.scan(&all(&many), &mut sink).await.unwrap();
        assert_eq!(sink.0, 1);
        // Nor does a future that is dropped.
        let dropped = tokio::time::timeout(Duration::from_millis(20), rows(&source, &all(&slow))).await;
        assert!(dropped.is_err());
        assert_eq!(rows(&source, &all(&few)).await.unwrap(), [[Value::Integer(1)]], "{engine:?}");
        assert_eq!(source.count(&all(&few)).await.unwrap(), 1);
        source.ping().await.unwrap();
    }
    // The only connection is in use.
    let (slow_scan, few_scan) = (all(&slow), all(&few));
    let brisk = Settings { statement_timeout: Duration::from_millis(1500), ..BRISK };
    let source = SqlSource::new("test", url, engine, brisk).unwrap();
    source.ping().await.unwrap();
    let (slow, busy) = tokio::join!(rows(&source, &slow_scan), rows(&source, &few_scan));
    assert!(matches!(slow, Err(Error::Timeout { .. })), "{engine:?} {slow:?}");
    assert!(matches!(busy, Err(Error::Busy { .. })), "{engine:?} {busy:?}");
    // Never more rows than asked for, and none at all without a statement.
    let limited = |limit| Scan { limit: Some(limit), ..all(&many) };
    assert_eq!(rows(&source, &limited(3)).await.unwrap().len(), 3);
    assert_eq!(rows(&source, &limited(0)).await.unwrap().len(), 0);
    for asked in [Asked::Rows, Asked::Count] {
        assert!(!source.analyze(&limited(3), asked).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn postgres_stays_usable() {
    let script = "CREATE VIEW slow AS SELECT 1::bigint AS id FROM pg_sleep(60);
        CREATE VIEW many AS SELECT g::bigint AS id FROM generate_series(1, 100000) g;
        CREATE TABLE few (id bigint PRIMARY KEY); INSERT INTO few VALUES (1)";
    with_postgres(script, async |url| stays_usable(Engine::Postgres, url, "bigint", "bigint").await).await;
}

#[tokio::test]
async fn mariadb_stays_usable() {
    let script = "CREATE VIEW slow AS SELECT a.seq AS id FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0;
        CREATE VIEW many AS SELECT seq AS id FROM seq_1_to_100000;
        CREATE TABLE few (id bigint PRIMARY KEY); INSERT INTO few VALUES (1)";
    with_mysql(script, async |url| {
        stays_usable(Engine::MariaDb, url, "bigint(20) unsigned", "bigint(20)").await
    })
    .await;
}

#[tokio::test]
async fn sqlite_stays_usable() {
    let script = "CREATE VIEW slow AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n WHERE id < 0;
        CREATE VIEW many AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n LIMIT 100000) SELECT id FROM n;
        CREATE TABLE few (id INTEGER PRIMARY KEY); INSERT INTO few VALUES (1)";
    with_sqlite(script, async |url| stays_usable(Engine::Sqlite, url, "INTEGER", "INTEGER").await).await;
}

#[tokio::test]
async fn a_database_that_ends_connections_is_connected_to_again() {
    let script = "CREATE TABLE few (id bigint PRIMARY KEY); INSERT INTO few VALUES (1)";
    with_postgres(script, async |url| {
        let fixture = Fixture::new(Engine::Postgres, url, "few", &[("id", "bigint", false)]);
        assert_eq!(fixture.rows("").await.unwrap(), [[Value::Integer(1)]]);
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        postgres(url, end).await;
        assert_eq!(fixture.rows("").await.unwrap(), [[Value::Integer(1)]]);
        postgres(url, end).await;
        fixture.source.ping().await.unwrap();
        // A statement prepared for the table as it was.
        postgres(url, "ALTER TABLE few ADD COLUMN more int; ALTER TABLE few ALTER COLUMN id TYPE int").await;
        assert_eq!(fixture.rows("").await.unwrap(), [[Value::Integer(1)]]);
        // PostgreSQL's text has no zero character: a request for one is wrong, not the server.
        let text = Fixture::new(Engine::Postgres, url, "texts", &[("id", "text", false)]);
        postgres(url, "CREATE TABLE texts (id text PRIMARY KEY)").await;
        assert!(matches!(text.rows("$filter=id+eq+'%00'").await, Err(Error::Evaluation(_))));
        // Nothing is written, whatever a definition calls a table.
        let writer = Fixture::new(Engine::Postgres, url, "writer", &[("id", "bigint", false)]);
        postgres(url, "CREATE FUNCTION w() RETURNS bigint LANGUAGE sql AS 'INSERT INTO few VALUES (2) RETURNING 2'; CREATE VIEW writer AS SELECT w() AS id").await;
        assert!(matches!(writer.rows("").await, Err(Error::Statement { .. })));
    })
    .await;
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable_at_once() {
    for (engine, url) in [
        (Engine::Postgres, "postgres://user:secret@127.0.0.1:1/db"),
        (Engine::MySql, "mysql://user:secret@127.0.0.1:1/db"),
        (Engine::MariaDb, "mariadb://user:secret@127.0.0.1:1/db"),
        (Engine::Sqlite, "sqlite:/nowhere/at/all.db"),
    ] {
        let fixture = Fixture::new(engine, url, "t", &[("id", "bigint", false)]);
        let started = Instant::now();
        let error = fixture.rows("").await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(2));
        assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
        assert!(!format!("{error:?}").contains("secret"));
        assert!(matches!(fixture.source.ping().await, Err(Error::Unavailable { .. })));
    }
}

#[tokio::test]
async fn a_definition_that_does_not_fit_the_table_is_told() {
    async fn refused(fixture: &Fixture, needle: &str) {
        let error = fixture.rows("").await.unwrap_err();
        let Error::Statement { detail, .. } = &error else { panic!("{error:?}") };
        assert!(detail.contains(needle), "{detail}");
        assert!(!error.to_string().contains("SELECT"), "{error}");
    }
    async fn check(engine: Engine, url: &str, text: &str) {
        let missing = Fixture::new(engine, url, "t", &[("id", "bigint", false), ("gone", text, true)]);
        refused(&missing, "gone").await;
        refused(&Fixture::new(engine, url, "nowhere", &[("id", "bigint", false)]), "nowhere").await;
    }
    let script = "CREATE TABLE t (id bigint PRIMARY KEY, name text); INSERT INTO t VALUES (1, 'x')";
    with_postgres(script, async |url| {
        check(Engine::Postgres, url, "text").await;
        let columns = [("id", "bigint", false), ("name", "date", true)];
        refused(
            &Fixture::new(Engine::Postgres, url, "t", &columns),
            "column 'name' of 't' is of the type TEXT",
        )
        .await;
        let columns = [("id", "bigint", false), ("name", "character(3)", true)];
        refused(&Fixture::new(Engine::Postgres, url, "t", &columns), "column 'name'").await;
    })
    .await;
    with_mysql(script, async |url| {
        check(Engine::MariaDb, url, "text").await;
        let columns = [("id", "bigint(20)", false), ("name", "date", true)];
        refused(&Fixture::new(Engine::MariaDb, url, "t", &columns), "column 'name'").await;
    })
    .await;
    with_sqlite(script, async |url| check(Engine::Sqlite, url, "TEXT").await).await;
}

/// Salesforce asks for a list of records by a chain of `or`.
#[tokio::test]
async fn long_chains_and_lists_are_answered() {
    let script = "CREATE TABLE t (id bigint PRIMARY KEY, name varchar(20)); INSERT INTO t VALUES (1, 'n1'), (2, 'n2'), (3000, 'n3000')";
    async fn check(fixture: &Fixture) {
        let list = |part: &dyn Fn(u32) -> String, separator: &str| {
            (1..=1500).map(part).collect::<Vec<_>>().join(separator)
        };
        for filter in [
            list(&|n| format!("id+eq+{n}"), "+or+"),
            list(&|n| format!("name+eq+'n{n}'"), "+or+"),
            format!("id+in+({})", list(&|n| n.to_string(), ",")),
            format!("name+in+({})", list(&|n| format!("'n{n}'"), ",")),
        ] {
            let rows = fixture.rows(&format!("$select=id&$filter={filter}")).await.unwrap();
            assert_eq!(rows, [[Value::Integer(1)], [Value::Integer(2)]]);
        }
        let none = list(&|n| format!("id+ne+{n}"), "+and+");
        assert_eq!(fixture.rows(&format!("$select=id&$filter={none}")).await.unwrap().len(), 1);
        // Each list a little longer than a power of two.
        let lists = vec![format!("id+in+(1{})", ",1".repeat(4096)); 7].join("+and+");
        assert_eq!(fixture.rows(&format!("$select=id&$filter={lists}")).await.unwrap().len(), 1);
    }
    let columns = |key: &'static str| [("id", key, false), ("name", "varchar(20)", true)];
    with_postgres(script, async |url| {
        check(&Fixture::new(Engine::Postgres, url, "t", &columns("bigint"))).await;
    })
    .await;
    with_mysql(script, async |url| {
        check(&Fixture::new(Engine::MariaDb, url, "t", &columns("bigint(20)"))).await;
    })
    .await;
    with_sqlite(script, async |url| {
        check(&Fixture::new(Engine::Sqlite, url, "t", &columns("INTEGER"))).await;
    })
    .await;
}

/// A prepared statement is kept, text and all, by driver and database; few are worth it when long.
#[tokio::test]
async fn very_long_statements_are_not_kept() {
    with_postgres("CREATE TABLE t (id bigint PRIMARY KEY)", async |url| {
        let source = SqlSource::new("test", url, Engine::Postgres, BRISK).unwrap();
        let table = Fixture::new(Engine::Postgres, url, "t", &[("id", "bigint", false)]);
        let kept =
            Fixture::new(Engine::Postgres, url, "pg_prepared_statements", &[("statement", "text", false)]);
        let filter = (1..=1000).map(|n| format!("id+ne+{n}")).collect::<Vec<_>>().join("+and+");
        let query = table.query(&format!("$filter={filter}"));
        let long =
            plan(&query, &Places::new(std::slice::from_ref(&table.table), vec![source.capabilities()]), 10)
                .unwrap()
                .scan;
        assert_eq!(rows(&source, &long).await.unwrap().len(), 0);
        assert_eq!(rows(&source, &all(&table)).await.unwrap().len(), 0);
        let statements = rows(&source, &all(&kept)).await.unwrap();
        let texts: Vec<&Value> = statements.iter().flatten().collect();
        assert_eq!(texts.len(), 2, "{texts:?}");
    })
    .await;
}
