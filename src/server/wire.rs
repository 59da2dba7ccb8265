//! A connection whose refusals can be read. Where the HTTP library cannot make out a request, no
//! code of ours is asked: it answers with a bare status. That answer is replaced here by an OData
//! error.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::access_log;
use super::limits::MAX_TARGET;
use super::refusal::Refusal;
use super::request_id;

/// The most bytes a bare answer of the HTTP library has.
const MAX_BARE: usize = 256;

/// A byte stream between the HTTP library and a client.
pub(super) struct Wire<T> {
    io: T,
    lines: Lines,
    substitute: Option<Substitute>,
}

impl<T> Wire<T> {
    pub(super) fn new(io: T) -> Self {
        Self { io, lines: Lines::default(), substitute: None }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Wire<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(cx, buf))?;
        self.lines.count(buf.filled().get(before..).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<T> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.substitute.is_none() {
            let Some(bare) = Bare::of(buf) else {
                return Pin::new(&mut this.io).poll_write(cx, buf);
            };
            this.substitute = Some(Substitute::new(&bare, this.lines.too_long, buf.len()));
        }
        match &mut this.substitute {
            Some(substitute) => substitute.poll_write(cx, &mut this.io),
            None => Poll::Ready(Ok(0)),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

/// Tells whether a request line was too long: a line at the start or behind an empty one.
struct Lines {
    is_request_line: bool,
    length: usize,
    too_long: bool,
}

impl Default for Lines {
    fn default() -> Self {
        Self { is_request_line: true, length: 0, too_long: false }
    }
}

impl Lines {
    fn count(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\r' => {}
                b'\n' => {
                    self.is_request_line = self.length == 0;
                    self.length = 0;
                }
                _ => {
                    self.length += 1;
                    self.too_long |= self.is_request_line && self.length > MAX_TARGET;
                }
            }
        }
    }
}

/// An answer of the HTTP library itself: without a body, and without the request id that every
/// answer of ours has. The connection is closed after it.
#[derive(Debug, PartialEq)]
struct Bare<'b> {
    status: u16,
    date: Option<&'b str>,
}

impl<'b> Bare<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        if bytes.len() > MAX_BARE {
            return None;
        }
        let head = str::from_utf8(bytes).ok()?.strip_prefix("HTTP/1.1 ")?.strip_suffix("\r\n\r\n")?;
        let status = head.split(' ').next()?.parse().ok()?;
        let has_no_body = head.lines().any(|line| line == "content-length: 0");
        let is_ours = head.lines().any(|line| line.is_empty() || line.starts_with("x-request-id:"));
        (has_no_body && !is_ours && matches!(status, 400 | 408 | 431))
            .then(|| Self { status, date: head.lines().find(|line| line.starts_with("date:")) })
    }

    fn refusal(&self, line_is_too_long: bool) -> Refusal {
        match self.status {
            408 => Refusal::Slow,
            _ if line_is_too_long => Refusal::UriTooLong,
            431 => Refusal::HeadTooLarge,
            _ => Refusal::Malformed,
        }
    }
}

/// What is written in place of a bare answer.
struct Substitute {
    left: Bytes,
    /// Length of the bare answer.
    replaces: usize,
    lingering: Pin<Box<Sleep>>,
}

impl Substitute {
    /// How long bytes are still taken from a client that was refused.
    const LINGER: Duration = Duration::from_secs(2);

    fn new(bare: &Bare<'_>, line_is_too_long: bool, replaces: usize) -> Self {
        let id = request_id::of(None);
        let refusal = bare.refusal(line_is_too_long);
        let answer = refusal.answer(&id);
        access_log::unreadable(answer.status, &id, &refusal.to_string());
        let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
        let mut text = format!("HTTP/1.1 {} {}\r\n", answer.status, reason.unwrap_or_default());
        if let Some(line) = bare.date {
            text += &format!("{line}\r\n");
        }
        let length = answer.body.len().to_string();
        let own = [
            ("content-length", length.as_str()),
            ("connection", "close"),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-request-id", &id),
        ];
        let answers = answer.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in answers.chain(own) {
            text += &format!("{name}: {value}\r\n");
        }
        text += "\r\n";
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&answer.body);
        Self { left: bytes.into(), replaces, lingering: Box::pin(sleep(Self::LINGER)) }
    }

    /// Writes it, and then takes what the client still sends for a moment: closing on unread bytes
    /// would reset the connection, and the client might never see the answer.
    fn poll_write<T>(&mut self, cx: &mut Context<'_>, io: &mut T) -> Poll<io::Result<usize>>
    where
        T: AsyncRead + AsyncWrite + Unpin,
    {
        while !self.left.is_empty() {
            match ready!(Pin::new(&mut *io).poll_write(cx, &self.left))? {
                0 => return Poll::Ready(Ok(0)),
                written => drop(self.left.split_to(written)),
            }
        }
        ready!(Pin::new(&mut *io).poll_shutdown(cx))?;
        let mut bytes = [0; 4096];
        while self.lingering.as_mut().poll(cx).is_pending() {
            let mut buf = ReadBuf::new(&mut bytes);
            ready!(Pin::new(&mut *io).poll_read(cx, &mut buf))?;
            if buf.filled().is_empty() {
                break;
            }
        }
        Poll::Ready(Ok(self.replaces))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const BARE: &str =
        "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\ndate: now\r\n\r\n";

    #[test]
    fn only_bare_refusals_are_taken_for_such() {
        assert_eq!(Bare::of(BARE.as_bytes()), Some(Bare { status: 400, date: Some("date: now") }));
        let is_bare = |text: &str| Bare::of(text.as_bytes()).is_some();
        assert!(is_bare(&BARE.replace("400", "431")));
        assert!(is_bare(&BARE.replace("400", "408")));
        for other in [
            BARE.replace("400", "200"),
            BARE.replace(": 0", ": 7"),
            BARE.replace("date:", "x-request-id: a\r\ndate:"),
            format!("{BARE}x"),
            format!("{BARE}{BARE}"),
            BARE.trim_end().to_owned(),
            format!("x{BARE}"),
            String::new(),
        ] {
            assert!(!is_bare(&other), "{other}");
        }
    }

    #[test]
    fn only_request_lines_are_too_long() {
        let long = "x".repeat(MAX_TARGET + 1);
        for (text, too_long) in [
            (format!("GET /{long}"), true),
            (format!("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /{long}"), true),
            (format!("GET / HTTP/1.1\r\nHost: {long}\r\n\r\n"), false),
            (format!("GET /{} HTTP/1.1\r\n\r\n", &long[..MAX_TARGET - 20]), false),
        ] {
            let mut lines = Lines::default();
            text.as_bytes().chunks(1000).for_each(|chunk| lines.count(chunk));
            assert_eq!(lines.too_long, too_long);
        }
    }

    #[tokio::test]
    async fn a_bare_answer_is_replaced_and_the_rest_of_the_request_is_taken() {
        // The pipe holds 16 bytes at a time, so that all is written and read in parts.
        let (mut client, server) = duplex(16);
        let mut wire = Wire::new(server);
        let answering = async {
            wire.write_all(BARE.as_bytes()).await.unwrap();
            drop(wire);
        };
        let asking = async {
            client.write_all(&[b'x'; 8]).await.unwrap();
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            client.write_all(&[b'y'; 1000]).await.unwrap();
            drop(client);
            answer
        };
        let ((), answer) = tokio::join!(answering, asking);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 400 Bad Request\r\ndate: now\r\n"), "{head}");
        assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", body.len())), "{head}");
        let error: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(error["error"]["code"], "BadRequest");
    }

    #[tokio::test]
    async fn all_else_passes_as_it_is() {
        let (mut client, server) = duplex(64);
        let mut wire = Wire::new(server);
        client.write_all(b"GET / HTTP/1.1\r\n").await.unwrap();
        let mut read = [0; 16];
        wire.read_exact(&mut read).await.unwrap();
        assert_eq!(&read, b"GET / HTTP/1.1\r\n");
        wire.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        wire.shutdown().await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    }
}
