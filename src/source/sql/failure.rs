//! A driver's error in, the source's error out. What a user may not see (SQL, hosts) goes into
//! `detail`, for the log.

use std::fmt::Display;
use std::time::Duration;

use crate::source::Error;

use super::driver::{Driver, Meaning};

/// The most characters of a statement in an error: lists of values make long ones.
const LOGGED_SQL: usize = 4_000;

/// The error for a database that cannot be reached.
pub(super) fn unavailable(source_name: &str, error: &dyn Display) -> Error {
    Error::Unavailable { source_name: source_name.to_owned(), detail: error.to_string() }
}

/// The error for a statement that cannot be run.
pub(super) fn statement(source_name: &str, detail: &dyn Display, sql: &str) -> Error {
    let (sql, more) = match sql.char_indices().nth(LOGGED_SQL) {
        Some((end, _)) => (sql.get(..end).unwrap_or_default(), "…"),
        None => (sql, ""),
    };
    Error::Statement { source_name: source_name.to_owned(), detail: format!("{detail}; {sql}{more}") }
}

/// The error for one that took too long.
pub(super) fn timeout(source_name: &str, limit: Duration) -> Error {
    let seconds = limit.as_millis().div_ceil(1000);
    Error::Timeout {
        source_name: source_name.to_owned(),
        seconds: u64::try_from(seconds).unwrap_or(u64::MAX),
    }
}

/// What an error of driver `D` means.
pub(super) fn meaning<D: Driver>(error: &sqlx::Error) -> Meaning {
    match error {
        sqlx::Error::Database(error) => D::meaning(error.as_ref()),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            Meaning::Lost
        }
        _ => Meaning::Statement,
    }
}

/// The source's error for a driver's.
pub(super) fn failure<D: Driver>(
    source_name: &str,
    error: &sqlx::Error,
    sql: &str,
    limit: Duration,
) -> Error {
    match meaning::<D>(error) {
        Meaning::Timeout => timeout(source_name, limit),
        Meaning::Computation => Error::Evaluation(
            "a computation in this query divides by zero or has a result too large in at least one row"
                .to_owned(),
        ),
        Meaning::Character => {
            Error::Evaluation("a text in this query has a character the database cannot hold".to_owned())
        }
        Meaning::Lost | Meaning::Unavailable => unavailable(source_name, error),
        Meaning::Busy => Error::Busy { source_name: source_name.to_owned() },
        Meaning::Conflict => Error::Conflict { detail: error.to_string() },
        Meaning::Rejected => Error::Rejected { detail: error.to_string() },
        Meaning::Raised => Error::Raised(raised(error)),
        Meaning::Statement => statement(source_name, error, sql),
    }
}

/// The most characters of a raised message.
const MAX_RAISED: usize = 300;

/// What a routine of the database says: written for its callers, so they may read it.
fn raised(error: &sqlx::Error) -> String {
    let message = match error {
        sqlx::Error::Database(error) => error.message(),
        _ => "",
    };
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_RAISED).collect()
}
