//! An operation's statement in, its rows pushed into a sink, within its time: a function's on a
//! session that cannot write, an action's in a transaction of its own, which ends with it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Column as _, Either, Executor, IntoArguments, Row as _};

use crate::plan::Scan;
use crate::source::{Error, RowSink};

use super::decode::{Cells as _, Lent, Scratch, Shape};
use super::driver::{Driver, Meaning};
use super::execution::{LONGEST_KEPT, Stop};
use super::failure;
use super::pool::{Lease, Pool};
use super::statement::{Parameter, Statement};

/// Why an operation did not come to its end.
enum Stopped {
    /// The database refused or ended it.
    Database(sqlx::Error),
    /// Its result is not what it has to be.
    Result(Error),
    /// Nobody knows whether the database made it final.
    Unsettled(String),
}

impl<D> Pool<D>
where
    D: Driver,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
{
    /// Runs the statement of an operation; `writes`: in a transaction, which is undone if anything
    /// fails, the sink included. It is never run twice.
    pub(super) async fn call(
        &self,
        statement: Statement<'_>,
        scan: &Scan,
        writes: bool,
        sink: &mut dyn RowSink,
    ) -> Result<(), Error> {
        let (sql, parameters) = statement.into_parts();
        let sql: Arc<str> = sql.into();
        let time = self.settings.statement_timeout;
        let failed = |error: &sqlx::Error| failure::failure::<D>(&self.source_name, error, &sql, time);
        let (mut lease, _stop) = self.ready(writes, &failed).await?;
        // The database's own limit should be the one that strikes: it leaves a connection to keep.
        let limit = time + time / 10;
        let read = self.read(lease.connection(), &sql, &parameters, scan, sink);
        let read = tokio::time::timeout(limit, read).await;
        let lost = |error: &sqlx::Error| matches!(failure::meaning::<D>(error), Meaning::Lost);
        let done = match read.map_err(|_| failure::timeout(&self.source_name, time))? {
            Ok(()) if writes => {
                let commit = execute::<D>(lease.connection(), "COMMIT");
                match tokio::time::timeout(limit, commit).await {
                    Ok(Err(error)) if lost(&error) => Err(Stopped::Unsettled(error.to_string())),
                    Ok(committed) => committed.map_err(Stopped::Database),
                    Err(_) => Err(Stopped::Unsettled("COMMIT did not end in time".to_owned())),
                }
            }
            done => done,
        };
        let keep = match &done {
            Ok(()) => true,
            Err(Stopped::Database(error)) if lost(error) => false,
            // Rows may still be coming in: closing the connection undoes what was done.
            Err(Stopped::Result(_) | Stopped::Unsettled(_)) => false,
            Err(Stopped::Database(_)) => {
                !writes || execute::<D>(lease.connection(), "ROLLBACK").await.is_ok()
            }
        };
        let guarded = keep && (!writes || execute::<D>(lease.connection(), D::GUARD).await.is_ok());
        if guarded {
            lease.give_back();
        }
        done.map_err(|stopped| match stopped {
            Stopped::Database(error) => failed(&error),
            Stopped::Result(error) => error,
            Stopped::Unsettled(detail) => Error::Unsettled { detail },
        })
    }

    /// A connection, in a transaction if it is to write. One that was kept and turns out to be dead
    /// is replaced.
    async fn ready(
        &self,
        writes: bool,
        failed: &(dyn Fn(&sqlx::Error) -> Error + Sync),
    ) -> Result<(Lease<'_, D>, Stop), Error> {
        let time = self.settings.statement_timeout;
        loop {
            let mut lease = self.lease().await?;
            let stop = Stop::default();
            if let Some(watch) = D::watch(lease.connection(), Instant::now() + time, &stop.0) {
                watch.await.map_err(|error| failed(&error))?;
            }
            if lease.fresh && !writes {
                return Ok((lease, stop));
            }
            // A connection that is kept may be dead, and an operation must not be tried twice.
            let first = if writes { D::BEGIN } else { D::ALIVE };
            let begun = tokio::time::timeout(time + time / 10, execute::<D>(lease.connection(), first)).await;
            match begun.map_err(|_| failure::timeout(&self.source_name, time))? {
                Ok(()) => return Ok((lease, stop)),
                Err(error) if failure::meaning::<D>(&error) == Meaning::Lost && !lease.fresh => {
                    self.forget_idle();
                }
                Err(error) => return Err(failed(&error)),
            }
        }
    }

    /// Reads the result to its end.
    async fn read(
        &self,
        connection: &mut D::Connection,
        sql: &Arc<str>,
        parameters: &[Parameter<'_>],
        scan: &Scan,
        sink: &mut dyn RowSink,
    ) -> Result<(), Stopped> {
        let arguments =
            D::arguments(parameters).map_err(|error| Stopped::Database(sqlx::Error::Encode(error)))?;
        let query = sqlx::query_with::<D, _>(AssertSqlSafe(Arc::clone(sql)), arguments)
            .persistent(sql.len() <= LONGEST_KEPT);
        let mut results = connection.fetch_many(query);
        let mut scratch = Scratch::default();
        let mut read: Option<(D::Cells, Shape<'_>)> = None;
        let mut ended = false;
        let refused = |detail: &dyn std::fmt::Display| {
            Stopped::Result(failure::statement(&self.source_name, detail, sql))
        };
        while let Some(result) = results.try_next().await.map_err(Stopped::Database)? {
            let Either::Right(row) = result else {
                ended |= read.is_some();
                continue;
            };
            if scan.columns.is_empty() {
                continue;
            }
            if ended {
                return Err(refused(&"the statement gives several results"));
            }
            if read.is_none() {
                let names: Vec<&str> = row.columns().iter().map(|column| column.name()).collect();
                let shape = Shape::of(scan)
                    .found(&names)
                    .map_err(|name| refused(&format!("the statement gives no column '{name}'")))?;
                let cells = D::Cells::choose(shape.wanted(), shape.places(), &row)
                    .map_err(|(index, misfit)| refused(&shape.column_text(index, &misfit)))?;
                read = Some((cells, shape));
            }
            let Some((cells, shape)) = &read else { continue };
            let flow = Lent::new(cells, &row, &mut scratch, shape).and_then(|lent| sink.row(&lent));
            match flow.map_err(Stopped::Result)? {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(()) => {
                    return Err(refused(&"the statement gives more rows than were wanted"));
                }
            }
        }
        Ok(())
    }

    /// The columns the statement would give, without running it; `writes`: in a transaction that is
    /// undone, as some databases prepare no such statement elsewhere.
    pub(super) async fn prepare(&self, statement: Statement<'_>, writes: bool) -> Result<Vec<String>, Error> {
        use sqlx::{SqlSafeStr as _, Statement as _};
        let (sql, _) = statement.into_parts();
        let time = self.settings.statement_timeout;
        let failed = |error: &sqlx::Error| failure::failure::<D>(&self.source_name, error, &sql, time);
        let (mut lease, _stop) = self.ready(writes, &failed).await?;
        let prepared = lease.connection().prepare(AssertSqlSafe(sql.clone()).into_sql_str()).await;
        let columns = prepared
            .map(|prepared| prepared.columns().iter().map(|column| column.name().to_owned()).collect())
            .map_err(|error| failed(&error))?;
        // With the connection a transaction ends too.
        if !writes {
            lease.give_back();
        }
        Ok(columns)
    }
}

async fn execute<D>(connection: &mut D::Connection, sql: &'static str) -> Result<(), sqlx::Error>
where
    D: Driver,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    if sql.is_empty() {
        return Ok(());
    }
    connection.execute(AssertSqlSafe(sql)).await.map(drop)
}
