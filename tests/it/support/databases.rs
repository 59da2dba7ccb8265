//! Databases of a test's own: made, lent to the test by URL, and dropped, however the test ends.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use futures_util::FutureExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

/// A name no other test, and no other run, uses.
pub(crate) fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_millis();
    format!("lb_{}_{since}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A PostgreSQL database with `script` run in it; the test gets its URL.
pub(crate) async fn with_postgres(script: &str, test: impl AsyncFnOnce(&str)) {
    let server = server("TEST_POSTGRES_URL");
    let name = unique_name();
    postgres(&server, &format!("CREATE DATABASE {name}")).await;
    let url = PgConnectOptions::from_str(&server).unwrap().database(&name).to_url_lossy().to_string();
    let outcome = AssertUnwindSafe(async {
        postgres(&url, script).await;
        test(&url).await;
    });
    let outcome = outcome.catch_unwind().await;
    postgres(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

/// A MySQL or MariaDB database with `script` run in it; the test gets its URL.
pub(crate) async fn with_mysql(script: &str, test: impl AsyncFnOnce(&str)) {
    let server = server("TEST_MYSQL_URL");
    let name = unique_name();
    mysql(&server, &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")).await;
    let url = MySqlConnectOptions::from_str(&server).unwrap().database(&name).to_url_lossy().to_string();
    let outcome = AssertUnwindSafe(async {
        mysql(&url, script).await;
        test(&url).await;
    });
    let outcome = outcome.catch_unwind().await;
    mysql(&server, &format!("DROP DATABASE {name}")).await;
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

/// A SQLite file with `script` run in it; the test gets its URL.
pub(crate) async fn with_sqlite(script: &str, test: impl AsyncFnOnce(&str)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("shop.db").display());
    let mut connection = SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    test(&url).await;
}

/// Runs statements on a PostgreSQL database.
pub(crate) async fn postgres(url: &str, script: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute(sqlx::raw_sql(AssertSqlSafe(script))).await.unwrap();
    connection.close().await.unwrap();
}

/// Runs statements on a MySQL or MariaDB database.
pub(crate) async fn mysql(url: &str, script: &str) {
    let mut connection = MySqlConnection::connect(url).await.unwrap();
    connection.execute(sqlx::raw_sql(AssertSqlSafe(script))).await.unwrap();
    connection.close().await.unwrap();
}

fn server(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| {
        panic!("no server to test against: run ./test, which starts one, or set {variable}")
    })
}
