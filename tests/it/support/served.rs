//! A really started server over each backend, asked over TCP as Salesforce would ask.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroUsize;

use landbridge::server::{Current, Running, Settings, start};
use landbridge::service::{Keeper, Snapshot};
use serde_json::Value;

use super::backends::{Backend, with_backends};
use super::fixture::Fixture;
use super::peers::source;
use crate::http::client::{Connection, Raw};

/// A server over one backend; its one service is at `/`.
pub(crate) struct Served {
    /// The backend's name: for messages.
    pub(crate) name: &'static str,
    running: Running,
}

/// Loads the fixture everywhere and lends a server over each backend, memory first.
pub(crate) async fn with_servers(fixture: &Fixture, profile: &str, test: impl AsyncFnOnce(&[Served])) {
    with_backends(fixture, profile, async |backends| {
        let servers: Vec<Served> = backends.iter().map(|backend| serve(backend, |_| {})).collect();
        test(&servers).await;
    })
    .await;
}

/// Starts a server over a backend, with settings of one's own.
pub(crate) fn serve(backend: &Backend, set: impl FnOnce(&mut Settings)) -> Served {
    let mut settings = Settings::new(SocketAddr::from(([127, 0, 0, 1], 0)));
    settings.workers = Some(NonZeroUsize::MIN);
    set(&mut settings);
    let running = start(settings, Current::new(snapshot(backend))).unwrap();
    Served { name: backend.name, running }
}

/// The backend's service.
pub(crate) fn snapshot(backend: &Backend) -> Snapshot {
    let sources = BTreeMap::from([("db".to_owned(), source(backend))]);
    Snapshot::new(vec![backend.catalog.clone()], sources, b"secret", &Keeper::new(Keeper::DEFAULT_BYTES))
        .unwrap()
}

impl Served {
    /// Where it listens, as `Host` says it.
    pub(crate) const HOST: &str = "gw.example";

    /// Gets a path and query, written readably: see [`encoded`].
    pub(crate) async fn get(&self, target: &str) -> Raw {
        self.get_with(target, &[]).await
    }

    /// Gets a path and query with further header lines.
    pub(crate) async fn get_with(&self, target: &str, headers: &[&str]) -> Raw {
        self.ask("GET", target, headers).await
    }

    /// Asks with any method.
    pub(crate) async fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Raw {
        let line = format!("{method} {} HTTP/1.1", encoded(target));
        let host = format!("Host: {}", Self::HOST);
        let lines = [&[line.as_str(), host.as_str()], headers].concat();
        let mut connection = Connection::to(&self.running).await;
        connection.send(&lines).await;
        if method == "HEAD" { connection.receive_head().await } else { connection.receive().await }
    }

    /// Posts a body of a media type.
    pub(crate) async fn post(&self, target: &str, content_type: &str, body: impl AsRef<[u8]>) -> Raw {
        self.send(target, &[&format!("Content-Type: {content_type}")], body.as_ref()).await
    }

    /// Posts a plain text with further header lines.
    pub(crate) async fn post_with(&self, target: &str, headers: &[&str], body: &str) -> Raw {
        self.send(target, &[headers, &["Content-Type: text/plain"]].concat(), body.as_bytes()).await
    }

    /// Posts a body with header lines of its own.
    pub(crate) async fn send(&self, target: &str, headers: &[&str], body: &[u8]) -> Raw {
        let (line, host) = (format!("POST {} HTTP/1.1", encoded(target)), format!("Host: {}", Self::HOST));
        let mut connection = Connection::to(&self.running).await;
        connection.send_body(&[&[line.as_str(), host.as_str()], headers].concat(), body).await;
        connection.receive().await
    }

    /// The body of an answer that must be 200.
    pub(crate) async fn ok(&self, target: &str) -> Value {
        let answer = self.get(target).await;
        assert_eq!(answer.status, 200, "{} {target}: {}", self.name, answer.body);
        answer.json()
    }

    /// The rows of an answer that must be 200.
    pub(crate) async fn rows(&self, target: &str) -> Vec<Value> {
        let body = self.ok(target).await;
        body["value"].as_array().unwrap_or_else(|| panic!("{} {target}: {body}", self.name)).clone()
    }

    /// The values of one property in the rows of an answer that must be 200.
    pub(crate) async fn values(&self, target: &str, property: &str) -> Vec<Value> {
        self.rows(target).await.iter().map(|row| row[property].clone()).collect()
    }
}

/// Blanks, quotation marks and everything outside ASCII percent-encoded, as HTTP needs it; what is
/// encoded already stays as it is.
pub(crate) fn encoded(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for byte in target.bytes() {
        match byte {
            b'!' | b'#'..=b'~' if !matches!(byte, b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}') => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
