//! From a socket to [`handle`]: what a connection passes, in order.
//!
//! `actix_web::HttpServer` would do the same, but leaves no place for [`Wire`].

use std::io;
use std::net::TcpListener;
use std::num::NonZeroUsize;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_server::Server;
use actix_service::{ServiceFactoryExt, fn_service, map_config};
use actix_web::App;
use actix_web::dev::AppConfig;
use actix_web::middleware::Compress;
use actix_web::web::{Data, to};
use tokio::net::TcpStream;

use super::app::{Shared, handle};
use super::limits::MAX_CONNECTIONS;
use super::wire::Wire;

/// How long a connection without a request is kept: longer than the usual proxies keep theirs
/// (60 s), so that it is they who close it and no request meets a closing connection.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long the head of a request may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// A server on this listener; it runs when polled.
///
/// # Errors
/// The listener is not usable.
pub(super) fn listen(
    listener: TcpListener,
    workers: NonZeroUsize,
    drain: Duration,
    stall: Duration,
    shared: Data<Shared>,
) -> io::Result<Server> {
    let builder = Server::build()
        .workers(workers.get())
        .max_concurrent_connections(MAX_CONNECTIONS)
        .shutdown_timeout(drain.as_secs())
        .disable_signals();
    let draining = builder.graceful_shutdown_signal();
    let listening = builder.listen("http", listener, move || {
        let app =
            App::new().app_data(Data::clone(&shared)).wrap(Compress::default()).default_service(to(handle));
        let draining = draining.clone();
        let http = HttpService::build()
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(HEAD_TIMEOUT)
            // A client that hangs up ends its request: the future is dropped, its statement
            // cancelled.
            .h1_allow_half_closed(false)
            .graceful_shutdown_signal(move || {
                let draining = draining.clone();
                async move { draining.notified().await }
            })
            .h1(map_config(app, |()| AppConfig::default()));
        fn_service(move |socket: TcpStream| async move {
            let peer = socket.peer_addr().ok();
            Ok::<_, DispatchError>((Wire::new(socket, stall), peer))
        })
        .and_then(http)
    })?;
    Ok(listening.run())
}
