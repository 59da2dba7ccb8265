//! A SQL database as a [`Source`]: renders a scan, runs it, lends its rows to the sink.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::TryStreamExt as _;
use futures_util::future::BoxFuture;
use sqlx::{AssertSqlSafe, Connection as _, Executor, IntoArguments, MySql, Postgres, Sqlite};

use crate::catalog::Engine;
use crate::plan::{Capabilities, Scan};
use crate::source::{Error, RowSink, Source};

use super::decode::{Cells, Lent, Scratch, Shape};
use super::dialect::{self, Dialect};
use super::driver::{Driver, Meaning};
use super::failure;
use super::pool::{Pool, Settings};
use super::render;
use super::statement::{Parameter, Statement};

/// Rows still to come that are read rather than giving the connection up.
const WORTH_READING: u64 = 200;

/// A SQL database.
pub struct SqlSource {
    name: String,
    dialect: &'static dyn Dialect,
    settings: Settings,
    pool: Pools,
}

/// One of the three drivers: they have no type in common that carries dates, decimals and UUIDs.
enum Pools {
    Postgres(Pool<Postgres>),
    MySql(Pool<MySql>),
    Sqlite(Pool<Sqlite>),
}

/// Does the same with whichever pool there is.
macro_rules! with_pool {
    ($source:expr, $pool:ident => $body:expr) => {
        match &$source.pool {
            Pools::Postgres($pool) => $body,
            Pools::MySql($pool) => $body,
            Pools::Sqlite($pool) => $body,
        }
    };
}

/// The SQL a scan becomes, without a database.
///
/// # Errors
/// [`Error::Statement`] for a scan the engine's capabilities do not cover.
pub fn explain(engine: Engine, scan: &Scan) -> Result<Statement<'_>, Error> {
    let dialect = dialect::of(engine);
    render::select(dialect, scan).map_err(|error| failure::statement(&scan.table.source, &error, ""))
}

/// What an engine does exactly.
#[must_use]
pub fn capabilities(engine: Engine) -> &'static Capabilities {
    dialect::of(engine).capabilities()
}

impl SqlSource {
    /// A source that connects when it is first asked.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the URL is none of `engine`'s.
    pub fn new(name: &str, url: &str, engine: Engine, settings: Settings) -> Result<Self, Error> {
        let pool = match engine {
            Engine::Postgres => Pools::Postgres(Pool::new(name, url, settings)?),
            Engine::MySql | Engine::MariaDb => Pools::MySql(Pool::new(name, url, settings)?),
            Engine::Sqlite => Pools::Sqlite(Pool::new(name, url, settings)?),
        };
        Ok(Self { name: name.to_owned(), dialect: dialect::of(engine), settings, pool })
    }

    /// Runs the scan's statement and gives the database's own account of how.
    ///
    /// # Errors
    /// As [`Source::scan`].
    pub async fn analyze(&self, scan: &Scan) -> Result<String, Error> {
        let statement = self.rendered(render::select(self.dialect, scan))?;
        let (sql, parameters) = statement.into_parts();
        let sql = format!("{}{sql}", self.dialect.analyze());
        with_pool!(self, pool => self.lines(pool, sql, &parameters).await)
    }

    fn rendered<'a>(
        &self,
        statement: Result<Statement<'a>, render::Unsupported>,
    ) -> Result<Statement<'a>, Error> {
        let statement = statement.map_err(|error| failure::statement(&self.name, &error, ""))?;
        tracing::debug!(source = %self.name, sql = statement.sql(), parameters = statement.parameters().len());
        Ok(statement)
    }

    async fn lines<D>(
        &self,
        pool: &Pool<D>,
        sql: String,
        parameters: &[Parameter<'_>],
    ) -> Result<String, Error>
    where
        D: Driver,
        for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
        D::Arguments: IntoArguments<D>,
    {
        let mut lines = String::new();
        self.run(pool, sql, parameters, None, &mut |row| {
            lines.push_str(&D::line(row));
            lines.push('\n');
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        Ok(lines)
    }

    async fn rows<D>(&self, pool: &Pool<D>, scan: &Scan, sink: &mut dyn RowSink) -> Result<(), Error>
    where
        D: Driver,
        for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
        D::Arguments: IntoArguments<D>,
    {
        let statement = self.rendered(render::select(self.dialect, scan))?;
        let (sql, parameters) = statement.into_parts();
        let shape = Shape::of(scan);
        let mut scratch = Scratch::default();
        let mut cells: Option<D::Cells> = None;
        self.run(pool, sql, &parameters, scan.limit, &mut |row| {
            let cells = match &mut cells {
                Some(cells) => cells,
                none => {
                    let chosen = D::Cells::choose(shape.wanted(), row);
                    none.insert(
                        chosen.map_err(|(index, misfit)| self.column_misfit(&shape, index, &misfit.0))?,
                    )
                }
            };
            sink.row(&Lent::new(cells, row, &mut scratch, &shape)?)
        })
        .await
    }

    /// The live table is not as the definition says.
    fn column_misfit(&self, shape: &Shape<'_>, index: usize, found: &str) -> Error {
        failure::statement(&self.name, &shape.column_text(index, found), "")
    }

    async fn number<D>(&self, pool: &Pool<D>, scan: &Scan) -> Result<u64, Error>
    where
        D: Driver,
        for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
        D::Arguments: IntoArguments<D>,
    {
        let statement = self.rendered(render::count(self.dialect, scan))?;
        let (sql, parameters) = statement.into_parts();
        let mut number = Err(failure::statement(&self.name, &"no count was given", ""));
        self.run(pool, sql, &parameters, Some(1), &mut |row| {
            number = D::number(row).map_err(|error| failure::statement(&self.name, &error, ""));
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        number.map(|number| u64::try_from(number).unwrap_or(0))
    }

    /// Runs a statement within its time. A connection that was kept and turns out to be dead is
    /// replaced once, as long as no row was seen.
    async fn run<D>(
        &self,
        pool: &Pool<D>,
        sql: String,
        parameters: &[Parameter<'_>],
        limit: Option<u64>,
        each: &mut (dyn FnMut(&D::Row) -> Result<ControlFlow<()>, Error> + Send),
    ) -> Result<(), Error>
    where
        D: Driver,
        for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
        D::Arguments: IntoArguments<D>,
    {
        let sql: Arc<str> = sql.into();
        let statement_timeout = self.settings.statement_timeout;
        loop {
            let mut lease = pool.lease().await?;
            let mut rows = 0;
            // The database's own limit should be the one that strikes: it leaves a connection to keep.
            let deadline = statement_timeout + statement_timeout / 10;
            let stop = Stop::default();
            if let Some(watch) = D::watch(lease.connection(), Instant::now() + statement_timeout, &stop.0) {
                watch.await.map_err(|error| self.failure::<D>(&error, &sql))?;
            }
            let read = read::<D>(lease.connection(), &sql, parameters, limit, &mut rows, each);
            let read = tokio::time::timeout(deadline, read).await;
            let outcome = read.map_err(|_| failure::timeout(&self.name, statement_timeout))?;
            match outcome {
                Ok(Read::All(result)) => {
                    lease.give_back();
                    return result;
                }
                // Dropping the lease closes the connection: its rows are still coming in.
                Ok(Read::Part(result)) => return result,
                Err(error) => match failure::meaning::<D>(&error) {
                    Meaning::Lost if rows == 0 && !lease.fresh => pool.forget_idle(),
                    Meaning::Lost | Meaning::Unavailable => return Err(self.failure::<D>(&error, &sql)),
                    Meaning::Timeout | Meaning::Computation | Meaning::Busy | Meaning::Statement => {
                        lease.give_back();
                        return Err(self.failure::<D>(&error, &sql));
                    }
                },
            }
        }
    }

    fn failure<D: Driver>(&self, error: &sqlx::Error, sql: &str) -> Error {
        failure::failure::<D>(&self.name, error, sql, self.settings.statement_timeout)
    }

    async fn answer<D>(&self, pool: &Pool<D>) -> Result<(), Error>
    where
        D: Driver,
        for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    {
        loop {
            let mut lease = pool.lease().await?;
            let pinged = tokio::time::timeout(self.settings.acquire_timeout, lease.connection().ping()).await;
            match pinged {
                Ok(Ok(())) => {
                    lease.give_back();
                    return Ok(());
                }
                Ok(Err(_)) if !lease.fresh => pool.forget_idle(),
                Ok(Err(error)) => return Err(failure::unavailable(&self.name, &error)),
                Err(_) => return Err(failure::unavailable(&self.name, &"no answer to a ping")),
            }
        }
    }
}

/// Tells an embedded database to stop when the future that waits for it is dropped.
#[derive(Default)]
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How far an answer was read.
enum Read {
    /// To its end: the connection is free.
    All(Result<(), Error>),
    /// The sink broke off, with this result, and more is coming.
    Part(Result<(), Error>),
}

async fn read<D>(
    connection: &mut D::Connection,
    sql: &Arc<str>,
    parameters: &[Parameter<'_>],
    limit: Option<u64>,
    rows: &mut u64,
    each: &mut (dyn FnMut(&D::Row) -> Result<ControlFlow<()>, Error> + Send),
) -> Result<Read, sqlx::Error>
where
    D: Driver,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
{
    let arguments = D::arguments(parameters).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_with::<D, _>(AssertSqlSafe(Arc::clone(sql)), arguments);
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

impl Source for SqlSource {
    fn capabilities(&self) -> &Capabilities {
        self.dialect.capabilities()
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        if scan.limit == Some(0) {
            return Box::pin(std::future::ready(Ok(())));
        }
        with_pool!(self, pool => Box::pin(self.rows(pool, scan, sink)))
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        with_pool!(self, pool => Box::pin(self.number(pool, scan)))
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        with_pool!(self, pool => Box::pin(self.answer(pool)))
    }
}
