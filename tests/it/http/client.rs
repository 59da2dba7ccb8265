//! HTTP/1.1 by hand: what is written is what the server reads.

use landbridge::server::Running;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::support::soon;

/// A raw HTTP/1.1 answer.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    /// The head as written, status line included.
    pub(crate) head: String,
    /// The body as text, with replacements where it is none.
    pub(crate) body: String,
    pub(crate) bytes: Vec<u8>,
}

impl Raw {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A connection that is written to and read from by hand.
pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn to(server: &Running) -> Self {
        Self::at(&server.address().to_string()).await
    }

    pub(crate) async fn at(address: &str) -> Self {
        Self(TcpStream::connect(address).await.unwrap())
    }

    /// Sends a request of these lines, without a body.
    pub(crate) async fn send(&mut self, lines: &[&str]) {
        let text = format!("{}\r\n\r\n", lines.join("\r\n"));
        // A server that has seen enough may close before it has read all.
        let _ = self.0.write_all(text.as_bytes()).await;
    }

    /// Sends a request of these lines and a body, whose length is said.
    pub(crate) async fn send_body(&mut self, lines: &[&str], body: &[u8]) {
        let length = format!("Content-Length: {}", body.len());
        self.send(&[lines, &[length.as_str()]].concat()).await;
        let _ = self.0.write_all(body).await;
    }

    /// Reads one answer with `Content-Length`, or without a body.
    pub(crate) async fn receive(&mut self) -> Raw {
        soon(self.read(true)).await
    }

    /// Reads the answer to a HEAD request.
    pub(crate) async fn receive_head(&mut self) -> Raw {
        soon(self.read(false)).await
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn ask(&mut self, lines: &[&str]) -> Raw {
        self.send(lines).await;
        self.receive().await
    }

    /// Whether the server closes the connection without another byte.
    pub(crate) async fn is_closed(&mut self) -> bool {
        soon(self.0.read(&mut [0])).await.is_ok_and(|bytes| bytes == 0)
    }

    async fn read(&mut self, with_body: bool) -> Raw {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.expect("the head of an answer"));
        }
        let head = String::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut raw = Raw { status, head, body: String::new(), bytes: Vec::new() };
        let length = raw.header("content-length").map_or(0, |length| length.parse().unwrap());
        if with_body {
            let mut body = vec![0; length];
            self.0.read_exact(&mut body).await.expect("the body of an answer");
            raw.body = String::from_utf8_lossy(&body).into_owned();
            raw.bytes = body;
        }
        raw
    }
}

/// Sends one request on a connection of its own.
pub(crate) async fn ask(server: &Running, lines: &[&str]) -> Raw {
    Connection::to(server).await.ask(lines).await
}

/// Gets a path with further header lines.
pub(crate) async fn get(server: &Running, path: &str, headers: &[&str]) -> Raw {
    let line = format!("GET {path} HTTP/1.1");
    ask(server, &[&[line.as_str(), "Host: gw.example"], headers].concat()).await
}
