//! The demo's rows in an SQLite file, made once and kept. Takes a folder, gives the file's path.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sqlx::query::Query;
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Sqlite, SqliteConnection};

use super::batches::{Batch, batches};
use super::{INDEXES_SQL, TABLES_SQL};
use crate::edm::{Value, text};

/// Stands in the file's name; to be raised whenever the tables or rows change, so that nobody is
/// shown a file of an older version. A test holds it.
const EDITION: u32 = 1;

/// Rows inserted by one statement.
const ROWS_A_STATEMENT: usize = 100;

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or the file in it cannot be written.
    #[error("cannot write {path}: {error}", path = path.display())]
    File {
        /// The folder or file.
        path: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// SQLite refused; as good as always because the disk is full.
    #[error("cannot fill the demo database: {0}")]
    Database(#[from] sqlx::Error),
}

/// Where programs keep what they can make anew: `landbridge` in `$XDG_CACHE_HOME`, in
/// `$HOME/.cache`, or in the system's temporary folder.
#[must_use]
pub fn folder() -> PathBuf {
    let absolute = |value: OsString| Some(PathBuf::from(value)).filter(|path| path.is_absolute());
    let cache = std::env::var_os("XDG_CACHE_HOME").and_then(absolute);
    let home = || std::env::var_os("HOME").and_then(absolute).map(|home| home.join(".cache"));
    cache.or_else(home).unwrap_or_else(std::env::temp_dir).join("landbridge")
}

/// The demo's SQLite file in `folder`, made if it is not there yet or if a `fresh` one is wanted.
///
/// The file appears under its name when it is complete: a start that is interrupted, or two at a
/// time, leave no half a database behind.
///
/// # Errors
/// The folder cannot be made or written.
pub async fn file(folder: &Path, fresh: bool) -> Result<PathBuf, Error> {
    let path = folder.join(format!("demo-{EDITION}.sqlite"));
    if path.exists() && !fresh {
        return Ok(path);
    }
    fs::create_dir_all(folder).map_err(|error| Error::File { path: folder.to_owned(), error })?;
    let unfinished = folder.join(format!("demo-{EDITION}.{}.part", std::process::id()));
    let made = make(&unfinished).await.and_then(|()| {
        fs::rename(&unfinished, &path).map_err(|error| Error::File { path: path.clone(), error })
    });
    if made.is_err() {
        // What is left of it is of no use; that it may not even exist is no error.
        drop(fs::remove_file(&unfinished));
    }
    made.map(|()| path)
}

async fn make(path: &Path) -> Result<(), Error> {
    // Nothing is worth keeping of a file that is not finished, so no journal and no waiting for the
    // disk; the generator keeps to the foreign keys, which a test checks.
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(false)
        .connect()
        .await?;
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(TABLES_SQL).execute(&mut *transaction).await?;
    for batch in batches() {
        insert(&mut transaction, batch).await?;
    }
    sqlx::raw_sql(INDEXES_SQL).execute(&mut *transaction).await?;
    sqlx::raw_sql("ANALYZE").execute(&mut *transaction).await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(())
}

async fn insert(
    connection: &mut SqliteConnection,
    Batch { table, mut rows }: Batch,
) -> Result<(), sqlx::Error> {
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS_A_STATEMENT));
        let width = rows.first().map_or(0, Vec::len);
        let row = format!("({})", vec!["?"; width].join(","));
        let sql = format!("INSERT INTO {table} VALUES {}", vec![row; rows.len()].join(","));
        let statement = sqlx::query(AssertSqlSafe(sql));
        rows.into_iter().flatten().fold(statement, bind).execute(&mut *connection).await?;
        rows = rest;
    }
    Ok(())
}

/// Binds a value in the form SQLite has for it: dates and timestamps as ISO 8601 text, decimals as
/// text that the column's `NUMERIC` affinity turns into a number.
fn bind(
    statement: Query<'static, Sqlite, SqliteArguments>,
    value: Value,
) -> Query<'static, Sqlite, SqliteArguments> {
    match value {
        Value::Null => statement.bind(None::<i64>),
        Value::Boolean(value) => statement.bind(value),
        Value::Integer(value) => statement.bind(value),
        Value::Single(value) => statement.bind(value),
        Value::Double(value) => statement.bind(value),
        Value::Decimal(value) => statement.bind(value.to_plain_string()),
        Value::String(value) => statement.bind(value),
        Value::Guid(value) => statement.bind(value.to_string()),
        Value::Date(value) => statement.bind(value.to_string()),
        Value::TimeOfDay(value) => statement.bind(value.to_string()),
        Value::DateTimeOffset(value) => statement.bind(value.format("%Y-%m-%d %H:%M:%S").to_string()),
        Value::Duration(value) => statement.bind(value.num_milliseconds()),
        Value::Binary(value) => statement.bind(value),
        Value::Enumeration(value, _) => statement.bind(value),
        Value::Spatial(_) => {
            let mut text = Vec::new();
            text::value(&mut text, &value.borrow());
            statement.bind(String::from_utf8(text).unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Queries that must give these answers, each a promise to whoever plays with the demo.
    const PROMISES: &[(&str, std::ops::RangeInclusive<i64>)] = &[
        ("SELECT count(*) FROM customers", 1_000..=2_000),
        ("SELECT count(*) FROM orders", 20_000..=25_000),
        ("SELECT count(*) * 10 / (SELECT count(*) FROM orders) FROM order_lines", 28..=35),
        ("SELECT count(*) FROM invoices", 18_000..=25_000),
        ("SELECT count(*) FROM shipments", 18_000..=28_000),
        ("SELECT count(*) FROM products", 300..=1_000),
        // Nothing refers to a row that is not there.
        ("SELECT count(*) FROM pragma_foreign_key_check", 0..=0),
        ("SELECT count(*) FROM customers WHERE parent_id >= customer_id", 0..=0),
        // Amounts are exact to the cent.
        (
            "SELECT count(*) FROM orders o WHERE round(net_amount * 100) <>
             (SELECT sum(round(line_amount * 100)) FROM order_lines l WHERE l.order_id = o.order_id)",
            0..=0,
        ),
        (
            "SELECT count(*) FROM orders WHERE round((net_amount + tax_amount - total_amount) * 100) <> 0",
            0..=0,
        ),
        (
            "SELECT count(*) FROM invoices i JOIN orders o USING (order_id)
             WHERE i.total_amount <> o.total_amount OR i.customer_id <> o.customer_id",
            0..=0,
        ),
        // Nothing happens before what it depends on.
        (
            "SELECT count(*) FROM orders JOIN customers USING (customer_id) WHERE ordered_at < customer_since",
            0..=0,
        ),
        ("SELECT count(*) FROM shipments JOIN orders USING (order_id) WHERE shipped_at < ordered_at", 0..=0),
        ("SELECT count(*) FROM shipments WHERE delivered_at < shipped_at", 0..=0),
        ("SELECT count(*) FROM invoices WHERE paid_on < issued_on OR (paid_on IS NULL) = is_paid", 0..=0),
        (
            "SELECT count(*) FROM invoices JOIN orders USING (order_id) WHERE is_paid <> (status = 'Closed')",
            0..=0,
        ),
        ("SELECT count(*) FROM orders WHERE updated_at < ordered_at", 0..=0),
        // Every status occurs, long texts, nulls and names in other scripts too.
        ("SELECT count(DISTINCT status) FROM orders", 6..=6),
        ("SELECT count(*) FROM customers WHERE length(notes) > 1000", 10..=200),
        ("SELECT max(length(notes)) FROM customers", 1_500..=4_000),
        ("SELECT max(length(description)) FROM products", 600..=2_000),
        ("SELECT max(length(name)) FROM customers", 30..=80),
        ("SELECT count(*) FROM customers WHERE credit_limit IS NULL", 100..=600),
        ("SELECT count(*) FROM orders WHERE required_on IS NULL", 5_000..=15_000),
        ("SELECT count(*) FROM customers WHERE country = 'JP' AND name GLOB '*[一-龠]*'", 20..=100),
        ("SELECT count(*) FROM customers WHERE name LIKE '%''%'", 10..=300),
        // SQLite holds each kind of value as the service reads it.
        ("SELECT count(DISTINCT typeof(ordered_at)) + count(DISTINCT typeof(is_rush)) FROM orders", 2..=2),
        ("SELECT count(*) FROM orders WHERE ordered_at NOT GLOB '20??-??-?? ??:??:??'", 0..=0),
        ("SELECT count(*) FROM order_lines WHERE typeof(line_amount) NOT IN ('integer', 'real')", 0..=0),
    ];

    #[tokio::test]
    async fn the_demo_keeps_its_promises() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path(), false).await.unwrap();
        let mut connection =
            SqliteConnectOptions::new().filename(&path).read_only(true).connect().await.unwrap();
        for (sql, expected) in PROMISES {
            let answer: i64 = sqlx::query_scalar(*sql).fetch_one(&mut connection).await.unwrap();
            assert!(expected.contains(&answer), "{sql}\ngives {answer}, expected {expected:?}");
        }
    }

    #[tokio::test]
    async fn a_file_is_kept_until_a_fresh_one_is_wanted() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("not there yet");
        fs::create_dir(&inside).unwrap();
        let kept = inside.join(format!("demo-{EDITION}.sqlite"));
        fs::write(&kept, "kept").unwrap();
        assert_eq!(file(&inside, false).await.unwrap(), kept);
        assert_eq!(fs::read(&kept).unwrap(), b"kept");
        file(&inside, true).await.unwrap();
        assert!(fs::read(&kept).unwrap().starts_with(b"SQLite format 3\0"));
        let names: Vec<_> = fs::read_dir(&inside).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names, [kept], "nothing else is left behind");
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("file");
        fs::write(&in_the_way, "").unwrap();
        let error = file(&in_the_way, false).await.unwrap_err();
        assert!(error.to_string().starts_with(&format!("cannot write {}", in_the_way.display())), "{error}");
    }
}
