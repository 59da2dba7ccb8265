//! SQLite, embedded.

use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use sqlx::error::{BoxDynError, DatabaseError};
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{Arguments as _, ConnectOptions as _, Row as _, Sqlite};

use super::super::decode::{iso, sqlite::SqliteCells};
use super::super::dialect::INSTANT_COLLATION;
use super::super::statement::Parameter;
use super::{Driver, Meaning, foreign};

/// Steps of SQLite's virtual machine between two looks at the clock: some tenths of a millisecond.
const STEPS: i32 = 20_000;

impl Driver for Sqlite {
    /// At once a writer: one that becomes it later may find that others were faster.
    const BEGIN: &'static str = "PRAGMA query_only = OFF; BEGIN IMMEDIATE";

    const GUARD: &'static str = "PRAGMA query_only = ON";

    type Cells = SqliteCells;

    fn options(
        url: &str,
        statement_timeout: Duration,
    ) -> Result<(SqliteConnectOptions, String), sqlx::Error> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(false)
            .busy_timeout(statement_timeout)
            .statement_cache_capacity(256)
            .collation(INSTANT_COLLATION, iso::compare)
            .disable_statement_logging();
        // Not opened read-only: a database in WAL mode then cannot be read in all places.
        Ok((options, "PRAGMA query_only = ON".to_owned()))
    }

    fn arguments(parameters: &[Parameter<'_>]) -> Result<SqliteArguments, BoxDynError> {
        let mut arguments = SqliteArguments::default();
        arguments.reserve(parameters.len(), 0);
        for parameter in parameters {
            match parameter {
                Parameter::Null => arguments.add(Option::<&str>::None),
                Parameter::Boolean(v) => arguments.add(v),
                Parameter::Integer(v) => arguments.add(v),
                Parameter::Single(v) => arguments.add(f64::from(*v)),
                Parameter::Double(v) => arguments.add(v),
                Parameter::Text(v) | Parameter::FixedText(v) => arguments.add(v.as_ref()),
                Parameter::Binary(v) => arguments.add(*v),
                // The dialect has made text or floats of all others.
                _ => Err(foreign(parameter)),
            }?;
        }
        Ok(arguments)
    }

    fn number(row: &SqliteRow) -> Result<i64, sqlx::Error> {
        row.try_get(0)
    }

    fn line(row: &SqliteRow) -> String {
        row.try_get("detail").unwrap_or_default()
    }

    fn watch<'c>(
        connection: &'c mut SqliteConnection,
        deadline: Instant,
        stop: &Arc<AtomicBool>,
    ) -> Option<BoxFuture<'c, Result<(), sqlx::Error>>> {
        let stop = Arc::clone(stop);
        Some(Box::pin(async move {
            let go_on = move || !stop.load(Ordering::Relaxed) && Instant::now() < deadline;
            connection.lock_handle().await?.set_progress_handler(STEPS, go_on);
            Ok(())
        }))
    }

    /// By result code (SQLite's documentation, "Result and Error Codes").
    fn meaning(error: &dyn DatabaseError) -> Meaning {
        let code: i32 = error.code().and_then(|code| code.parse().ok()).unwrap_or(0);
        match code & 0xff {
            9 => Meaning::Timeout,
            5 | 6 => Meaning::Busy,
            // `SQLITE_CONSTRAINT_` `PRIMARYKEY`, `UNIQUE`, `ROWID`, `FOREIGNKEY`; `TRIGGER`
            19 if matches!(code, 1555 | 2067 | 2579 | 787) => Meaning::Conflict,
            19 if code == 1811 => Meaning::Raised,
            // Other constraints; a value of another type.
            19 | 20 => Meaning::Rejected,
            // Out of memory, input/output, corrupt, cannot open, not a database.
            7 | 10 | 11 | 14 | 26 => Meaning::Unavailable,
            _ => Meaning::Statement,
        }
    }
}
