//! Starts and ends the server: settings and services in, a bound address and a way to stop out.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use tokio::task::JoinHandle;

use super::app::Shared;
use super::base_url::BaseUrl;
use super::current::Current;
use super::forwarded::TrustedProxy;
use super::limits::{Limits, Places};
use super::listen::listen;
use super::shutdown::Stop;

/// How the server listens, and what it lets happen.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen; port 0 takes a free one.
    pub address: SocketAddr,
    /// Worker threads; one for each processor if not told.
    pub workers: Option<NonZeroUsize>,
    /// The URL clients know the server by; if not told, requests tell it.
    pub base_url: Option<BaseUrl>,
    /// Proxies that are believed what they say of the URL a client used.
    pub trusted_proxies: Vec<TrustedProxy>,
    /// Bounds of the work done at the same time.
    pub limits: Limits,
    /// How long requests in work may go on after the server was told to stop.
    pub drain: Duration,
}

impl Settings {
    /// How long requests in work may go on by default: 30 s.
    pub const DRAIN: Duration = Duration::from_secs(30);

    /// Everything else at its default.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            workers: None,
            base_url: None,
            trusted_proxies: Vec::new(),
            limits: Limits::default(),
            drain: Self::DRAIN,
        }
    }
}

/// A server that was started.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    handle: ServerHandle,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Where it listens, with the port it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Accepts no more connections, and ends when the requests in work are answered or the time
    /// for that is over.
    ///
    /// # Errors
    /// The server had failed before.
    pub async fn stop(self) -> io::Result<()> {
        self.handle.stop(true).await;
        self.task.await.map_err(io::Error::other)?
    }
}

/// Starts a server; to be called within a tokio runtime.
///
/// # Errors
/// The address cannot be bound.
pub fn start(settings: Settings, current: Current) -> io::Result<Running> {
    let shared = Data::new(Shared {
        current,
        base_url: settings.base_url,
        trusted_proxies: settings.trusted_proxies,
        places: Places::new(settings.limits),
    });
    let workers = settings.workers.map_or_else(std::thread::available_parallelism, Ok)?;
    let listener = TcpListener::bind(settings.address)?;
    let address = listener.local_addr()?;
    let server = listen(listener, workers, settings.drain, settings.limits.stall, shared)?;
    let handle = server.handle();
    Ok(Running { address, handle, task: tokio::spawn(server) })
}

/// Serves until SIGTERM or SIGINT, then drains; a second signal ends it at once. When it listens,
/// what `greeting` says of the address is printed on standard output.
///
/// # Errors
/// The address cannot be bound, signals cannot be caught, or the server failed.
pub async fn run(
    settings: Settings,
    current: Current,
    greeting: impl FnOnce(SocketAddr) -> String,
) -> io::Result<()> {
    let mut stop = Stop::new()?;
    let drain = settings.drain;
    let running = start(settings, current)?;
    writeln!(io::stdout(), "{}", greeting(running.address()))?;
    let mut task = running.task;
    tokio::select! {
        ended = &mut task => return ended.map_err(io::Error::other)?,
        signal = stop.next() => {
            tracing::info!("{signal}: finishing the requests in work, for at most {} s", drain.as_secs());
        }
    }
    tokio::select! {
        () = running.handle.stop(true) => {}
        signal = stop.next() => {
            tracing::warn!("{signal} again: ending at once");
            running.handle.stop(false).await;
        }
    }
    task.await.map_err(io::Error::other)?
}
