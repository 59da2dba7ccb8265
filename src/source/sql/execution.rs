//! A statement in, its rows lent to a closure, within its time and on a connection that is fit for
//! the next statement or is closed. Knows no scan beyond the shape of its rows.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Connection as _, Executor, IntoArguments};

use crate::plan::Scan;
use crate::source::{Error, RowSink};

use super::decode::{Cells as _, Lent, Scratch, Shape};
use super::driver::{Driver, Meaning};
use super::failure;
use super::pool::Pool;
use super::statement::{Parameter, Statement};

/// Rows still to come that are read rather than giving the connection up.
const WORTH_READING: u64 = 200;

/// Statements with a longer text are not kept prepared: a few hundred of them on each connection
/// would fill the memory of both sides.
pub(super) const LONGEST_KEPT: usize = 16 * 1024;

/// What is done with each row of the driver's.
type Each<'e, D> = dyn FnMut(&<D as sqlx::Database>::Row) -> Result<ControlFlow<()>, Error> + Send + 'e;

impl<D> Pool<D>
where
    D: Driver,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
{
    /// Pushes the rows of the statement made for `scan` into `sink`.
    pub(super) async fn rows(
        &self,
        statement: Statement<'_>,
        scan: &Scan,
        sink: &mut dyn RowSink,
    ) -> Result<(), Error> {
        let (sql, parameters) = statement.into_parts();
        let shape = Shape::of(scan);
        let mut scratch = Scratch::default();
        let mut cells: Option<D::Cells> = None;
        self.run(sql, &parameters, scan.limit, &mut |row| {
            let cells = match &mut cells {
                Some(cells) => cells,
                // The live table may not be as the definition says.
                none => none.insert(D::Cells::choose(shape.wanted(), shape.places(), row).map_err(
                    |(index, misfit)| {
                        failure::statement(&self.source_name, &shape.column_text(index, &misfit), "")
                    },
                )?),
            };
            sink.row(&Lent::new(cells, row, &mut scratch, &shape)?)
        })
        .await
    }

    /// The number that the statement, a count, gives.
    pub(super) async fn number(&self, statement: Statement<'_>) -> Result<u64, Error> {
        let (sql, parameters) = statement.into_parts();
        let failed = |detail: &dyn std::fmt::Display| failure::statement(&self.source_name, detail, "");
        let mut number = Err(failed(&"no count was given"));
        self.run(sql, &parameters, Some(1), &mut |row| {
            number = D::number(row).map_err(|error| failed(&error));
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        number.map(|number| u64::try_from(number).unwrap_or(0))
    }

    /// The rows of the plan that the statement, preceded by `word`, gives: one a line.
    pub(super) async fn lines(&self, word: &str, statement: Statement<'_>) -> Result<String, Error> {
        let (sql, parameters) = statement.into_parts();
        let mut lines = String::new();
        self.run(format!("{word}{sql}"), &parameters, None, &mut |row| {
            lines.push_str(&D::line(row));
            lines.push('\n');
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        Ok(lines)
    }

    /// Whether the database answers now.
    pub(super) async fn ping(&self) -> Result<(), Error> {
        loop {
            let mut lease = self.lease().await?;
            match tokio::time::timeout(self.settings.acquire_timeout, lease.connection().ping()).await {
                Ok(Ok(())) => {
                    lease.give_back();
                    return Ok(());
                }
                Ok(Err(_)) if !lease.fresh => self.forget_idle(),
                Ok(Err(error)) => return Err(failure::unavailable(&self.source_name, &error)),
                Err(_) => return Err(failure::unavailable(&self.source_name, &"no answer to a ping")),
            }
        }
    }

    /// Runs a statement within its time. A connection that was kept and turns out to be dead is
    /// replaced, as long as no row was seen.
    async fn run(
        &self,
        sql: String,
        parameters: &[Parameter<'_>],
        limit: Option<u64>,
        each: &mut Each<'_, D>,
    ) -> Result<(), Error> {
        let sql: Arc<str> = sql.into();
        let time = self.settings.statement_timeout;
        let failed = |error: &sqlx::Error| failure::failure::<D>(&self.source_name, error, &sql, time);
        loop {
            let mut lease = self.lease().await?;
            let mut rows = 0;
            let stop = Stop::default();
            if let Some(watch) = D::watch(lease.connection(), Instant::now() + time, &stop.0) {
                watch.await.map_err(|error| failed(&error))?;
            }
            let read = read::<D>(lease.connection(), &sql, parameters, limit, &mut rows, each);
            // The database's own limit should be the one that strikes: it leaves a connection to keep.
            let read = tokio::time::timeout(time + time / 10, read).await;
            match read.map_err(|_| failure::timeout(&self.source_name, time))? {
                Ok(Read::All(result)) => {
                    lease.give_back();
                    return result;
                }
                // Dropping the lease closes the connection: its rows are still coming in.
                Ok(Read::Part(result)) => return result,
                Err(error) => match failure::meaning::<D>(&error) {
                    Meaning::Lost if rows == 0 && !lease.fresh => self.forget_idle(),
                    Meaning::Lost | Meaning::Unavailable => return Err(failed(&error)),
                    _ => {
                        lease.give_back();
                        return Err(failed(&error));
                    }
                },
            }
        }
    }
}

/// Tells an embedded database to stop when the future that waits for it is dropped.
#[derive(Default)]
pub(super) struct Stop(pub(super) Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How far an answer was read, and what came of it.
enum Read {
    /// To its end: the connection is free.
    All(Result<(), Error>),
    /// The sink broke off, and more is coming.
    Part(Result<(), Error>),
}

async fn read<D>(
    connection: &mut D::Connection,
    sql: &Arc<str>,
    parameters: &[Parameter<'_>],
    limit: Option<u64>,
    rows: &mut u64,
    each: &mut Each<'_, D>,
) -> Result<Read, sqlx::Error>
where
    D: Driver,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
{
    let arguments = D::arguments(parameters).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_with::<D, _>(AssertSqlSafe(Arc::clone(sql)), arguments)
        .persistent(sql.len() <= LONGEST_KEPT);
    let mut stream = query.fetch(connection);
    let mut broken_off = None;
    while let Some(row) = stream.try_next().await? {
        *rows += 1;
        if broken_off.is_some() {
            continue;
        }
        let result = match each(&row) {
            Ok(ControlFlow::Continue(())) => continue,
            Ok(ControlFlow::Break(())) => Ok(()),
            Err(error) => Err(error),
        };
        // A bounded rest is read, so that the connection can be kept.
        if limit.is_some_and(|limit| limit.saturating_sub(*rows) <= WORTH_READING) {
            broken_off = Some(result);
        } else {
            return Ok(Read::Part(result));
        }
    }
    Ok(Read::All(broken_off.unwrap_or(Ok(()))))
}
