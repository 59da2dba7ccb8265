//! Actions that do not come to their end: what is undone, and what nobody knows.

use std::sync::Arc;
use std::time::Duration;

use landbridge::catalog::Engine;
use landbridge::service::{Method, Request, Service};
use landbridge::source::Source;
use landbridge::source::sql::{Settings, SqlSource};
use serde_json::Value;

use crate::support::backends::built;
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};
use crate::support::peers::service;

const TABLE: &str = "CREATE TABLE locks (id integer NOT NULL PRIMARY KEY, level integer NOT NULL); INSERT INTO locks VALUES (1, 10);";

/// A service over `locks` with the action `Fill` that runs a statement.
fn locks(url: &str, sql: &str) -> Arc<Service> {
    let engine = Engine::of_url(url).unwrap();
    let yaml = format!(
        "sources: {{ db: {{ url: \"{url}\" }} }}
services:
- path: /
  namespace: Harbour
  profile: standard
  entitySets:
    Locks:
      table: locks
      key: [ID]
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Level: {{ column: level, type: Edm.Int32, nullable: false }}
  actions:
    Fill:
      sql: \"{sql}\"
"
    );
    let settings = Settings { statement_timeout: Duration::from_millis(300), ..Settings::default() };
    let source: Arc<dyn Source> = Arc::new(SqlSource::new("db", url, engine, settings).unwrap());
    service(built(&yaml, engine), &source)
}

/// Status and code of the action's answer, and the level as it is then.
async fn filled(service: &Arc<Service>) -> (u16, Value, String) {
    let request = Request { root: "http://gw.example", ..Request::default() };
    let action = Request { method: Method::Post, path: "Fill", ..request };
    let answer = service.answer(action).await;
    let body: Value = serde_json::from_slice(&answer.body).unwrap();
    let level = service.answer(Request { path: "Locks(1)/Level/$value", ..request }).await;
    (answer.status, body["error"]["code"].clone(), String::from_utf8(level.body.to_vec()).unwrap())
}

#[tokio::test]
async fn an_action_that_takes_too_long_is_undone() {
    let test = async |url: &str, sql: &str| {
        let service = locks(url, sql);
        for _ in 0..2 {
            let (status, code, level) = filled(&service).await;
            assert_eq!((status, code, level.as_str()), (504, "SourceTimeout".into(), "10"), "{url}");
        }
    };
    let endless = "UPDATE locks SET level = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)";
    with_sqlite(TABLE, async |url| test(url, endless).await).await;
    with_postgres(TABLE, async |url| {
        test(url, "UPDATE locks SET level = 20 WHERE pg_sleep(60) IS NOT NULL").await;
    })
    .await;
    with_mysql(TABLE, async |url| {
        let url = url.replacen("mysql:", "mariadb:", 1);
        test(&url, "UPDATE locks SET level = 20 WHERE sleep(60) = 0").await;
    })
    .await;
}

/// The backend that makes the change final ends itself while it does.
#[tokio::test]
async fn a_connection_lost_at_the_last_moment_leaves_it_open_what_was_done() {
    let script = format!(
        "{TABLE}
        CREATE FUNCTION vanish() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER vanishes AFTER UPDATE ON locks DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION vanish();"
    );
    with_postgres(&script, async |url| {
        let service = locks(url, "UPDATE locks SET level = 20");
        for _ in 0..2 {
            let (status, code, level) = filled(&service).await;
            assert_eq!((status, code, level.as_str()), (502, "Unsettled".into(), "10"));
        }
    })
    .await;
}
