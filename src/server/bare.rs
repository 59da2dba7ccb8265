//! The answers the HTTP library gives by itself, where it cannot make out a request and no code of
//! ours is asked: a bare status. Known by their bytes, and made OData errors.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::access_log;
use super::refusal::Refusal;
use super::request_id;

/// The most bytes a bare answer of the HTTP library has.
const MAX_BARE: usize = 256;

/// An answer of the HTTP library itself: without a body, and without the request id that every
/// answer of ours has. The connection is closed after it.
#[derive(Debug, PartialEq)]
pub(super) struct Bare<'b> {
    status: u16,
    date: Option<&'b str>,
}

impl<'b> Bare<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Option<Self> {
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
pub(super) struct Substitute {
    left: Bytes,
    /// Length of the bare answer.
    replaces: usize,
    lingering: Pin<Box<Sleep>>,
}

impl Substitute {
    /// How long bytes are still taken from a client that was refused.
    const LINGER: Duration = Duration::from_secs(2);

    pub(super) fn new(bare: &Bare<'_>, line_is_too_long: bool, replaces: usize) -> Self {
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
    pub(super) fn poll_write<T>(&mut self, cx: &mut Context<'_>, io: &mut T) -> Poll<io::Result<usize>>
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

/// A bare answer, for tests.
#[cfg(test)]
pub(super) const BARE: &str =
    "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\ndate: now\r\n\r\n";

#[cfg(test)]
mod tests {
    use super::*;

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
}
