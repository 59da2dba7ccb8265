//! An answer's bytes on their way to the client, in slices, together with the permit they hold.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

use super::limits::Permit;

/// Bytes handed to the connection at a time: it copies them, so a large answer would be in memory
/// twice if it were one piece.
const SLICE: usize = 64 * 1024;

/// The body of an answer. The permit is given back when the last byte was taken or the client is
/// gone, so that the memory of answers not yet read counts as a request in work.
pub(super) struct Body {
    bytes: Bytes,
    /// 204 and 304 have no body at all, which is not the same as one of no bytes.
    absent: bool,
    _permit: Option<Permit>,
}

impl Body {
    pub(super) fn new(status: u16, bytes: Bytes, permit: Option<Permit>) -> Self {
        Self { bytes, absent: matches!(status, 204 | 304), _permit: permit }
    }
}

impl MessageBody for Body {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        if self.absent { BodySize::None } else { BodySize::Sized(self.bytes.len() as u64) }
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.bytes.is_empty() {
            return Poll::Ready(None);
        }
        let length = SLICE.min(self.bytes.len());
        Poll::Ready(Some(Ok(self.bytes.split_to(length))))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;

    use super::*;

    #[actix_web::test]
    async fn comes_out_in_slices_and_whole() {
        let bytes: Vec<u8> = (0..3 * SLICE + 7).map(|i| (i % 251) as u8).collect();
        let mut body = Body::new(200, bytes.clone().into(), None);
        assert_eq!(body.size(), BodySize::Sized(bytes.len() as u64));
        let first = std::future::poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await.unwrap().unwrap();
        assert_eq!(first, bytes[..SLICE]);
        assert_eq!(to_bytes(body).await.unwrap(), bytes[SLICE..]);
    }

    #[test]
    fn nothing_is_not_an_empty_text() {
        assert_eq!(Body::new(304, Bytes::new(), None).size(), BodySize::None);
        assert_eq!(Body::new(200, Bytes::new(), None).size(), BodySize::Sized(0));
    }
}
