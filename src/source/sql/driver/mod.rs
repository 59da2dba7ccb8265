//! What the three drivers do differently behind one trait: connecting, sending parameters, keeping
//! a statement within its time. Knows no scan.

mod mysql;
mod postgres;
mod sqlite;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use sqlx::database::HasStatementCache;
use sqlx::error::{BoxDynError, DatabaseError};
use sqlx::{Connection, Database};

use super::decode::Cells;
use super::statement::Parameter;

/// The options of a driver's connections.
pub(super) type Options<D> = <<D as Database>::Connection as Connection>::Options;

/// A driver.
pub(super) trait Driver: Database + HasStatementCache {
    /// Begins a transaction that may write, on a session that else may not.
    const BEGIN: &'static str;

    /// Makes the session read-only again behind such a transaction, where that does not happen by
    /// itself.
    const GUARD: &'static str = "";

    /// Shows whether the connection is alive.
    const ALIVE: &'static str = "SELECT 1";

    /// How its rows are read.
    type Cells: Cells<Row = Self::Row>;

    /// The options a URL stands for, and the SQL every new connection runs first: UTC, read-only,
    /// and the time a statement may take.
    fn options(url: &str, statement_timeout: Duration) -> Result<(Options<Self>, String), sqlx::Error>;

    /// The parameters in the driver's form.
    fn arguments(parameters: &[Parameter<'_>]) -> Result<Self::Arguments, BoxDynError>;

    /// The one number of a `COUNT(*)` row.
    fn number(row: &Self::Row) -> Result<i64, sqlx::Error>;

    /// The first column of a row of a plan.
    fn line(row: &Self::Row) -> String;

    /// Has the next statement of an embedded database end at `deadline`, or as soon as `stop` is
    /// true: there is no server that would notice.
    fn watch<'c>(
        connection: &'c mut Self::Connection,
        deadline: Instant,
        stop: &Arc<AtomicBool>,
    ) -> Option<BoxFuture<'c, Result<(), sqlx::Error>>> {
        let _ = (connection, deadline, stop);
        None
    }

    /// What an error of the database's own means.
    fn meaning(error: &dyn DatabaseError) -> Meaning;
}

/// What a database's error means for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It ran out of time.
    Timeout,
    /// A number does not fit, a division by zero: what `exec` would report too.
    Computation,
    /// A text in the query has a character that the database cannot hold.
    Character,
    /// The connection is of no use any more, another may be.
    Lost,
    /// The database takes no more connections or is starting up.
    Unavailable,
    /// A lock was not given in time, or another transaction was in the way.
    Busy,
    /// What is to be stored contradicts what is there: a key that is taken, a row that is referred to.
    Conflict,
    /// A value that a column or a conversion does not take.
    Rejected,
    /// A routine or trigger of the database says in its own words that this cannot be.
    Raised,
    /// The statement itself.
    Statement,
}

/// The parameter is of a form this driver's dialect never makes.
fn foreign(parameter: &Parameter<'_>) -> BoxDynError {
    format!("a parameter this database has no type for: {parameter}").into()
}

/// A time span in whole milliseconds, at least one: zero would mean "no limit" to databases.
fn milliseconds(span: Duration) -> u128 {
    span.as_millis().max(1)
}
