//! Puts rows into a table, each value in the form the engine has for it.

use std::fmt::Write;

use landbridge::catalog::Engine;
use landbridge::edm::Value;
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};

use super::fixture::{Fixture, quote};

/// Rows inserted by one statement.
const ROWS_A_STATEMENT: usize = 100;

/// Fills the fixture's tables in the database at `url`.
pub(crate) async fn fixture(url: &str, fixture: &Fixture) {
    for table in &fixture.tables {
        rows(url, table.name, &table.rows).await;
    }
}

/// Creates the demo's tables in the database at `url`, fills and indexes them.
pub(crate) async fn demo(url: &str) {
    let tables = match Engine::of_url(url).unwrap() {
        // MySQL's own TIMESTAMP ends in 2038 and is an instant.
        Engine::MySql | Engine::MariaDb => landbridge::demo::TABLES_SQL.replace("TIMESTAMP", "DATETIME"),
        Engine::Postgres | Engine::Sqlite => landbridge::demo::TABLES_SQL.to_owned(),
    };
    script(url, &tables).await;
    for batch in landbridge::demo::batches() {
        rows(url, batch.table, &batch.rows).await;
    }
    script(url, landbridge::demo::INDEXES_SQL).await;
}

/// Runs statements.
pub(crate) async fn script(url: &str, sql: &str) {
    let sql = AssertSqlSafe(sql);
    match Engine::of_url(url).unwrap() {
        Engine::Postgres => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
        Engine::MySql | Engine::MariaDb => {
            let mut connection = MySqlConnection::connect(url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        }
    }
}

/// Adds rows, each with a value for every column of the table, to a table.
pub(crate) async fn rows(url: &str, table: &str, rows: &[Vec<Value>]) {
    match Engine::of_url(url).unwrap() {
        Engine::Postgres => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            copy(&mut connection, table, rows).await;
        }
        Engine::MySql | Engine::MariaDb => {
            let mut connection = MySqlConnection::connect(url).await.unwrap();
            let mut transaction = connection.begin().await.unwrap();
            for rows in rows.chunks(ROWS_A_STATEMENT) {
                let sql = insert_sql(Engine::MySql, table, rows);
                let mut statement = sqlx::query(AssertSqlSafe(sql));
                for value in rows.iter().flatten() {
                    statement = match value {
                        Value::Binary(bytes) => statement.bind(bytes.clone()),
                        Value::Boolean(value) => statement.bind(*value),
                        value => statement.bind(text(value)),
                    };
                }
                statement.execute(&mut *transaction).await.unwrap();
            }
            transaction.commit().await.unwrap();
        }
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            let mut transaction = connection.begin().await.unwrap();
            for rows in rows.chunks(ROWS_A_STATEMENT) {
                let sql = insert_sql(Engine::Sqlite, table, rows);
                let mut statement = sqlx::query(AssertSqlSafe(sql));
                for value in rows.iter().flatten() {
                    statement = match value {
                        Value::Boolean(value) => statement.bind(*value),
                        Value::Integer(value) => statement.bind(*value),
                        Value::Single(value) => statement.bind(*value),
                        Value::Double(value) => statement.bind(*value),
                        Value::Binary(bytes) => statement.bind(bytes.clone()),
                        value => statement.bind(text(value)),
                    };
                }
                statement.execute(&mut *transaction).await.unwrap();
            }
            transaction.commit().await.unwrap();
        }
    }
}

fn insert_sql(engine: Engine, table: &str, rows: &[Vec<Value>]) -> String {
    let row = format!("({})", vec!["?"; rows[0].len()].join(","));
    format!("INSERT INTO {} VALUES {}", quote(engine, table), vec![row; rows.len()].join(","))
}

/// `COPY` in its text format, which needs no types: every column reads its own.
async fn copy(connection: &mut PgConnection, table: &str, rows: &[Vec<Value>]) {
    let mut lines = String::new();
    for row in rows {
        for (index, value) in row.iter().enumerate() {
            if index > 0 {
                lines.push('\t');
            }
            match value {
                Value::Null => lines.push_str("\\N"),
                Value::Boolean(value) => write!(lines, "{value}").unwrap(),
                Value::Binary(bytes) => {
                    lines.push_str("\\\\x");
                    bytes.iter().for_each(|byte| write!(lines, "{byte:02x}").unwrap());
                }
                value => {
                    for c in text(value).unwrap().chars() {
                        match c {
                            '\\' => lines.push_str("\\\\"),
                            '\n' => lines.push_str("\\n"),
                            '\r' => lines.push_str("\\r"),
                            '\t' => lines.push_str("\\t"),
                            c => lines.push(c),
                        }
                    }
                }
            }
        }
        lines.push('\n');
    }
    let sql = format!("COPY {} FROM STDIN", quote(Engine::Postgres, table));
    let mut sink = connection.copy_in_raw(&sql).await.unwrap();
    sink.send(lines.as_bytes()).await.unwrap();
    sink.finish().await.unwrap();
}

/// A value as text that every engine reads; `None` for null.
fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Boolean(value) => u8::from(*value).to_string(),
        Value::Integer(value) => value.to_string(),
        // All digits of the 4-byte number: MySQL takes a rounded greatest one for too great.
        Value::Single(value) => f64::from(*value).to_string(),
        Value::Double(value) => format!("{value:e}"),
        Value::Decimal(value) => value.to_plain_string(),
        Value::String(value) => value.clone(),
        Value::Guid(value) => value.to_string(),
        Value::Date(value) => value.to_string(),
        Value::TimeOfDay(value) => value.format("%H:%M:%S%.f").to_string(),
        Value::DateTimeOffset(value) => value.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
        Value::Enumeration(value, _) => value.to_string(),
        Value::Duration(_) | Value::Binary(_) | Value::Spatial(_) => {
            panic!("no text form of {value:?} for every engine")
        }
    })
}
