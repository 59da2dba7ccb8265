//! MySQL and MariaDB.

use std::str::FromStr as _;
use std::time::Duration;

use chrono::TimeDelta;
use sqlx::error::{BoxDynError, DatabaseError};
use sqlx::mysql::{MySqlArguments, MySqlConnectOptions, MySqlDatabaseError, MySqlRow};
use sqlx::{Arguments as _, ConnectOptions as _, MySql, Row as _};

use super::super::decode::mysql::MySqlCells;
use super::super::statement::Parameter;
use super::{Driver, Meaning, foreign, milliseconds};

impl Driver for MySql {
    const BEGIN: &'static str = "START TRANSACTION READ WRITE";

    type Cells = MySqlCells;

    fn options(url: &str, statement_timeout: Duration) -> Result<(MySqlConnectOptions, String), sqlx::Error> {
        let url = match url.strip_prefix("mariadb://") {
            Some(rest) => format!("mysql://{rest}"),
            None => url.to_owned(),
        };
        let options =
            MySqlConnectOptions::from_str(&url)?.statement_cache_capacity(256).disable_statement_logging();
        // One mode of the server's gives `CHAR` its padding back, which then compares.
        // The two products have their own names for the time limit; each runs only the comment that
        // is written for it. MariaDB keeps results of subqueries by the columns they ask for, and finds
        // them again by texts that are the same but for letter case.
        let milliseconds = milliseconds(statement_timeout);
        let seconds = statement_timeout.as_secs_f64().max(0.001);
        let session = format!(
            "SET SESSION TRANSACTION READ ONLY; SET time_zone = '+00:00', \
             sql_mode = REPLACE(@@sql_mode, 'PAD_CHAR_TO_FULL_LENGTH', '') \
             /*!50708 , SESSION max_execution_time = {milliseconds} */ \
             /*M!100101 , SESSION max_statement_time = {seconds}, \
                          SESSION optimizer_switch = 'subquery_cache=off' */"
        );
        Ok((options, session))
    }

    fn arguments(parameters: &[Parameter<'_>]) -> Result<MySqlArguments, BoxDynError> {
        let mut arguments = MySqlArguments::default();
        arguments.reserve(parameters.len(), 16 * parameters.len());
        for parameter in parameters {
            match parameter {
                Parameter::Null => arguments.add(Option::<&str>::None),
                Parameter::Boolean(v) => arguments.add(v),
                Parameter::Integer(v) => arguments.add(v),
                Parameter::Unsigned(v) => arguments.add(v),
                Parameter::Single(v) => arguments.add(v),
                Parameter::Double(v) => arguments.add(v),
                Parameter::Decimal(v) => arguments.add(v.as_ref()),
                Parameter::Text(v) | Parameter::FixedText(v) => arguments.add(v.as_ref()),
                Parameter::Uuid(v) => arguments.add(v.hyphenated().to_string()),
                Parameter::Date(v) => arguments.add(v),
                Parameter::Time(v) => arguments.add(v),
                Parameter::Span(v) => arguments.add(hours(*v)),
                Parameter::Timestamp(v) => arguments.add(v),
                // As `DATETIME`, which unlike `TIMESTAMP` holds every year; sessions are in UTC.
                Parameter::TimestampTz(v) => arguments.add(v.naive_utc()),
                Parameter::Binary(v) => arguments.add(*v),
                Parameter::Integers(_)
                | Parameter::Texts(_)
                | Parameter::FixedTexts(_)
                | Parameter::Uuids(_) => Err(foreign(parameter)),
            }?;
        }
        Ok(arguments)
    }

    fn number(row: &MySqlRow) -> Result<i64, sqlx::Error> {
        row.try_get(0)
    }

    fn line(row: &MySqlRow) -> String {
        super::super::decode::mysql::line(row)
    }

    /// By error number (MySQL's and MariaDB's error references).
    fn meaning(error: &dyn DatabaseError) -> Meaning {
        match error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number) {
            // `ER_QUERY_INTERRUPTED`, `ER_QUERY_TIMEOUT`, `ER_STATEMENT_TIMEOUT`
            Some(1317 | 3024 | 1969) => Meaning::Timeout,
            // `ER_DIVISION_BY_ZERO`, `ER_DATA_OUT_OF_RANGE`
            Some(1365 | 1690) => Meaning::Computation,
            // Shutdown, connection killed, closed for inactivity.
            Some(1053 | 1927 | 4031) => Meaning::Lost,
            // The table was changed under a prepared statement, or the statement forgotten.
            Some(1243 | 1615) => Meaning::Lost,
            Some(1040 | 1203 | 1226) => Meaning::Unavailable,
            // `ER_LOCK_WAIT_TIMEOUT`, `ER_LOCK_DEADLOCK`
            Some(1205 | 1213) => Meaning::Busy,
            // A key that is taken; a row that is referred to, or refers to none.
            Some(1022 | 1062 | 1169 | 1216 | 1217 | 1451 | 1452 | 1557 | 1586 | 1761 | 1762) => {
                Meaning::Conflict
            }
            // Null or nothing where a value is needed; a value out of range, too long, of another
            // form; a CHECK that does not hold.
            Some(1048 | 1264 | 1265 | 1292 | 1364 | 1366 | 1369 | 1406 | 1411 | 3819 | 4025) => {
                Meaning::Rejected
            }
            // `ER_SIGNAL_EXCEPTION`
            Some(1644) => Meaning::Raised,
            _ => Meaning::Statement,
        }
    }
}

/// `-838:59:59.000001`
fn hours(span: TimeDelta) -> String {
    let sign = if span < TimeDelta::zero() { "-" } else { "" };
    let (seconds, nanoseconds) = (span.abs().num_seconds(), span.abs().subsec_nanos());
    let (minutes, second) = (seconds / 60, seconds % 60);
    format!("{sign}{}:{:02}:{second:02}.{:06}", minutes / 60, minutes % 60, nanoseconds / 1_000)
}
