//! A SQL database as a [`Source`]: renders a scan and has it run by the pool of its driver.

use futures_util::future::BoxFuture;
use sqlx::{MySql, Postgres, Sqlite};

use crate::catalog::Engine;
use crate::plan::{Capabilities, Scan};
use crate::source::{Error, RowSink, Source};

use super::dialect::{self, Dialect};
use super::failure;
use super::pool::{Pool, Settings};
use super::render::{self, Unsupported, routine};
use super::statement::Statement;

/// A SQL database.
pub struct SqlSource {
    name: String,
    dialect: &'static dyn Dialect,
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

/// What is asked about the rows of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Their values.
    Rows,
    /// How many there are, on all pages.
    Count,
}

/// The SQL a scan becomes, without a database.
///
/// # Errors
/// [`Error::Statement`] for a scan the engine's capabilities do not cover.
pub fn explain(engine: Engine, scan: &Scan, asked: Asked) -> Result<Statement<'_>, Error> {
    render(dialect::of(engine), scan, asked).map_err(|error| refused(&scan.table.source, &error))
}

fn render<'a>(
    dialect: &'static dyn Dialect,
    scan: &'a Scan,
    asked: Asked,
) -> Result<Statement<'a>, Unsupported> {
    match asked {
        Asked::Rows => render::select(dialect, scan),
        Asked::Count => render::count(dialect, scan),
    }
}

/// The SQL that the routine behind a scan becomes, without a database.
///
/// # Errors
/// [`Error::Statement`] for arguments the engine has no form for.
pub fn explain_call(engine: Engine, scan: &Scan) -> Result<Statement<'_>, Error> {
    routine::call(dialect::of(engine), scan).map_err(|error| refused(&scan.table.source, &error))
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
        Ok(Self { name: name.to_owned(), dialect: dialect::of(engine), pool })
    }

    /// Runs the scan's statement and gives the database's own account of how.
    ///
    /// # Errors
    /// As [`Source::scan`].
    pub async fn analyze(&self, scan: &Scan, asked: Asked) -> Result<String, Error> {
        let statement = self.rendered(render(self.dialect, scan, asked))?;
        with_pool!(self, pool => pool.lines(self.dialect.analyze(), statement).await)
    }

    /// Has the database check the statement of an operation without running it: the columns it would
    /// give, as far as the database tells. A composable one is checked as it is read, from `scan`.
    ///
    /// # Errors
    /// As [`Source::scan`].
    pub async fn prepare(&self, scan: &Scan, composed: bool) -> Result<Vec<String>, Error> {
        let statement = if composed {
            render(self.dialect, scan, Asked::Rows)
        } else {
            routine::call(self.dialect, scan)
        };
        let statement = self.rendered(statement)?;
        let writes = scan.table.routine().is_some_and(|routine| routine.writes);
        with_pool!(self, pool => pool.prepare(statement, writes).await)
    }

    fn rendered<'a>(&self, statement: Result<Statement<'a>, Unsupported>) -> Result<Statement<'a>, Error> {
        let statement = statement.map_err(|error| refused(&self.name, &error))?;
        tracing::debug!(source = %self.name, sql = statement.sql(), parameters = statement.parameters().len());
        Ok(statement)
    }
}

impl Source for SqlSource {
    fn capabilities(&self) -> &Capabilities {
        self.dialect.capabilities()
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            if scan.limit == Some(0) {
                return Ok(());
            }
            let statement = self.rendered(render(self.dialect, scan, Asked::Rows))?;
            with_pool!(self, pool => pool.rows(statement, scan, sink).await)
        })
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        Box::pin(async move {
            let statement = self.rendered(render(self.dialect, scan, Asked::Count))?;
            with_pool!(self, pool => pool.number(statement).await)
        })
    }

    fn call<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let statement = self.rendered(routine::call(self.dialect, scan))?;
            let writes = scan.table.routine().is_some_and(|routine| routine.writes);
            with_pool!(self, pool => pool.call(statement, scan, writes, sink).await)
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        with_pool!(self, pool => Box::pin(pool.ping()))
    }
}

fn refused(source_name: &str, error: &Unsupported) -> Error {
    failure::statement(source_name, error, "")
}
