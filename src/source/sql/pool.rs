//! Connections of one source: made when first needed, kept for the next statement, never more
//! than allowed.
//!
//! Not the driver's own pool: that one sends a ping after every statement, waits out the whole
//! time limit when a database refuses connections, and cannot tell a database that is down from a
//! pool that is used up.

use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::source::Error;

use super::driver::{Driver, Options};
use super::failure::unavailable;

/// How a source's connections and statements are bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The most connections open at a time; at least one.
    pub max_connections: u32,
    /// How long a request waits for a connection, made or freed.
    pub acquire_timeout: Duration,
    /// How long a statement may take, reading its rows included.
    pub statement_timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_connections: 16,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
        }
    }
}

/// When a connection is next asked for, the unused ones older than this are closed …
const LIFETIME: Duration = Duration::from_mins(30);
/// … and those unused for this long.
const IDLE: Duration = Duration::from_mins(10);

/// The connections of one source.
pub(super) struct Pool<D: Driver> {
    /// The source's name, for messages.
    pub(super) source_name: String,
    options: Options<D>,
    session: String,
    /// Its bounds.
    pub(super) settings: Settings,
    permits: Semaphore,
    /// The one used last at the end: the fewest are kept warm.
    idle: Mutex<Vec<Kept<D>>>,
}

struct Kept<D: Driver> {
    connection: D::Connection,
    /// The thread whose event loop drives it: waking another thread costs more than the statement.
    home: ThreadId,
    since: Instant,
    used: Instant,
}

/// A connection in use. Dropped, it is closed; [`Lease::give_back`] keeps it.
pub(super) struct Lease<'p, D: Driver> {
    pool: &'p Pool<D>,
    kept: Kept<D>,
    /// Whether it was made just now.
    pub(super) fresh: bool,
    _permit: SemaphorePermit<'p>,
}

impl<D> Pool<D>
where
    D: Driver,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    /// A pool without a connection yet.
    pub(super) fn new(source_name: &str, url: &str, settings: Settings) -> Result<Self, Error> {
        let (options, session) =
            D::options(url, settings.statement_timeout).map_err(|error| unavailable(source_name, &error))?;
        let permits = Semaphore::new(usize::try_from(settings.max_connections.max(1)).unwrap_or(1));
        let source_name = source_name.to_owned();
        Ok(Self { source_name, options, session, settings, permits, idle: Mutex::default() })
    }

    /// A connection, kept or made.
    pub(super) async fn lease(&self) -> Result<Lease<'_, D>, Error> {
        let busy = || Error::Busy { source_name: self.source_name.clone() };
        let permit = match self.permits.try_acquire() {
            Ok(permit) => permit,
            Err(_) => tokio::time::timeout(self.settings.acquire_timeout, self.permits.acquire())
                .await
                .map_err(|_| busy())?
                .map_err(|_| busy())?,
        };
        if let Some(kept) = self.take() {
            return Ok(Lease { pool: self, kept, fresh: false, _permit: permit });
        }
        let connection = tokio::time::timeout(self.settings.acquire_timeout, self.connect())
            .await
            .map_err(|_| unavailable(&self.source_name, &"no connection within the time limit"))?
            .map_err(|error| unavailable(&self.source_name, &error))?;
        let now = Instant::now();
        let kept = Kept { connection, home: std::thread::current().id(), since: now, used: now };
        Ok(Lease { pool: self, kept, fresh: true, _permit: permit })
    }

    /// Forgets all connections that are not in use: the database has ended one of them.
    pub(super) fn forget_idle(&self) {
        let forgotten = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        drop(forgotten);
    }

    async fn connect(&self) -> Result<D::Connection, sqlx::Error> {
        let mut connection = D::Connection::connect_with(&self.options).await?;
        connection.execute(AssertSqlSafe(self.session.clone())).await?;
        Ok(connection)
    }
}

impl<D: Driver> Pool<D> {
    fn take(&self) -> Option<Kept<D>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let old = |kept: &Kept<D>| now - kept.since > LIFETIME || now - kept.used > IDLE;
        idle.retain(|kept| !old(kept));
        let here = std::thread::current().id();
        let index = idle.iter().rposition(|kept| kept.home == here).or(idle.len().checked_sub(1))?;
        Some(idle.remove(index))
    }
}

impl<D: Driver> Lease<'_, D> {
    /// The connection.
    pub(super) fn connection(&mut self) -> &mut D::Connection {
        &mut self.kept.connection
    }

    /// Keeps the connection for the next statement; only for one whose last answer was read to
    /// its end.
    pub(super) fn give_back(self) {
        let mut kept = self.kept;
        kept.used = Instant::now();
        self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(kept);
    }
}
