//! The body of a request, taken off the connection within its bounds: bytes, time, and how many are
//! in memory at a time.

use std::sync::Arc;

use actix_web::web::{Bytes, Payload};
use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout_at};

use super::limits::{MAX_BODY, Permit, Places};
use super::refusal::Refusal;

/// A body, and its place among those in memory.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) bytes: Vec<u8>,
    _permit: Permit,
}

impl Places {
    /// Takes the whole body.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if too many others have one, [`Refusal::Slow`] if it does not arrive in
    /// time, [`Refusal::BodyTooLarge`], [`Refusal::BodyEncoding`] and [`Refusal::BodyCut`].
    pub(super) async fn receive(
        &self,
        mut payload: Payload,
        encoding: Option<&str>,
    ) -> Result<Received, Refusal> {
        if let Some(encoding) = encoding.filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
            return Err(Refusal::BodyEncoding(encoding.chars().take(40).collect()));
        }
        let arrival = Instant::now();
        let permit = timeout_at(arrival + self.limits.wait, Arc::clone(&self.bodies).acquire_owned())
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or(Refusal::Busy)?;
        let mut bytes = Vec::new();
        let deadline = Instant::now() + self.limits.stall;
        while let Some(part) = timeout_at(deadline, payload.next()).await.map_err(|_| Refusal::Slow)? {
            let part: Bytes = part.map_err(|_| Refusal::BodyCut)?;
            if bytes.len() + part.len() > MAX_BODY {
                return Err(Refusal::BodyTooLarge);
            }
            bytes.extend_from_slice(&part);
        }
        Ok(Received { bytes, _permit: permit })
    }
}
