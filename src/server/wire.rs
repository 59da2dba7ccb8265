//! A connection whose refusals can be read, and whose client has to read. Bytes pass as they are,
//! except that the HTTP library's bare answers are replaced.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::bare::{Bare, Substitute};
use super::limits::MAX_TARGET;

/// A byte stream between the HTTP library and a client.
pub(super) struct Wire<T> {
    io: T,
    lines: Lines,
    substitute: Option<Substitute>,
    /// How long the client may take for one buffer of an answer.
    patience: Duration,
    /// Runs while a buffer is not taken, with the bytes of it that are left.
    stalled: Option<(Pin<Box<Sleep>>, usize)>,
}

impl<T> Wire<T> {
    /// A client that does not take a buffer within `patience` is given up: else it would hold the
    /// answer's memory for as long as it likes.
    pub(super) fn new(io: T, patience: Duration) -> Self {
        Self { io, lines: Lines::default(), substitute: None, patience, stalled: None }
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
        if this.substitute.is_none()
            && let Some(bare) = Bare::of(buf)
        {
            this.substitute = Some(Substitute::new(&bare, this.lines.too_long, buf.len()));
        }
        let written = match &mut this.substitute {
            Some(substitute) => substitute.poll_write(cx, &mut this.io),
            None => {
                // It was read after all, so it was something else: a body.
                this.lines.too_long = false;
                Pin::new(&mut this.io).poll_write(cx, buf)
            }
        };
        match written {
            Poll::Ready(Ok(length)) => {
                // Not until all of `buf` is taken: it is filled up again before that.
                let stalled = this.stalled.take().filter(|(_, left)| *left > length);
                this.stalled = stalled.map(|(timer, left)| (timer, left - length));
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                let patience = this.patience;
                let (timer, _) = this.stalled.get_or_insert_with(|| (Box::pin(sleep(patience)), buf.len()));
                ready!(timer.as_mut().poll(cx));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
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

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::super::bare::BARE;
    use super::*;

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
        let mut wire = Wire::new(server, Duration::from_secs(20));
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
        assert_eq!(error["error"]["code"], "MalformedRequest");
    }

    #[tokio::test]
    async fn all_else_passes_as_it_is() {
        let (mut client, server) = duplex(64);
        let mut wire = Wire::new(server, Duration::from_secs(20));
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

    #[tokio::test]
    async fn a_client_that_takes_a_buffer_in_parts_is_not_stalled() {
        let (mut client, server) = duplex(16);
        let mut wire = Wire::new(server, Duration::from_secs(20));
        // The HTTP library fills its buffer up again before all of it was taken.
        let mut cx = Context::from_waker(Waker::noop());
        let mut write = |wire: &mut Wire<_>| Pin::new(wire).poll_write(&mut cx, &[b'x'; 32]);
        assert!(matches!(write(&mut wire), Poll::Ready(Ok(16))));
        for still_stalled in [true, false] {
            assert!(write(&mut wire).is_pending());
            client.read_exact(&mut [0; 16]).await.unwrap();
            assert!(matches!(write(&mut wire), Poll::Ready(Ok(16))));
            assert_eq!(wire.stalled.is_some(), still_stalled);
        }
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_given_up() {
        let (client, server) = duplex(16);
        let mut wire = Wire::new(server, Duration::from_millis(5));
        assert_eq!(wire.write(&[b'x'; 32]).await.unwrap(), 16);
        assert_eq!(wire.write(&[b'x'; 16]).await.unwrap_err().kind(), io::ErrorKind::TimedOut);
        drop(client);
    }
}
