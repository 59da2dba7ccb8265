//! Answers that may be kept or shared (Protocol, section 8.2.4; RFC 9110, 9111 and 9211): the kept one
//! if it is good enough, else one made for all who ask for it now.

mod answer;
mod flight;
mod way;

pub(super) use answer::Answer;
pub(super) use way::{Key, Spelling, Way};

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::answer::failed;
use super::error::Error;
use super::message::{Request, Response, Trace};
use super::service::Service;
use crate::cache::{Kept, State};
use crate::source;

/// Answers a request whose answer may be kept or shared.
pub(super) fn answer<'a>(
    service: &'a Arc<Service>,
    way: &'a Arc<Way>,
    request: &'a Request<'a>,
) -> BoxFuture<'a, Response> {
    Box::pin(async move {
        let keeper = &service.keeper;
        let changes = keeper.changes.of(&way.sources);
        let kept = keeper.answers.get(&way.key, changes);
        let wants_live = way.caching.kept.is_some_and(|keeping| keeping.client_no_cache)
            && request.cache_control.is_some_and(says_no_cache);
        if let Some(kept) = kept.as_ref().filter(|_| !wants_live) {
            match kept.state() {
                State::Fresh => return given(kept, request, "hit"),
                State::Stale => {
                    let (flight, joined) = flight::join(service, way, request, changes);
                    if !joined {
                        tokio::spawn(flight);
                    }
                    return given(kept, request, "stale");
                }
                State::Spare | State::Over => {}
            }
        }
        let reason = match &kept {
            _ if way.caching.kept.is_none() => "bypass",
            Some(_) if wants_live => "request",
            Some(_) => "stale",
            None => "miss",
        };
        let (flight, joined) = flight::join(service, way, request, changes);
        match (flight.await, kept) {
            (Ok(made), _) => {
                let mut answer = match way.caching.kept {
                    Some(_) => made.tagged(request),
                    None => made.plain(),
                };
                let collapsed = if joined { "; collapsed" } else { "" };
                answer.headers.push(("cache-status", format!("Landbridge; fwd={reason}{collapsed}")));
                answer.trace.cache = Some(if joined { "joined" } else { "miss" });
                answer
            }
            (Err(error), Some(kept)) if is_away(&error) && kept.is_spare() => {
                let mut answer = given(&kept, request, "spare");
                answer.headers.push(("warning", "111 - \"Revalidation Failed\"".to_owned()));
                answer.trace.detail = Some(error.detail());
                answer
            }
            (Err(error), _) => {
                let cache = Some(if joined { "joined" } else { "miss" });
                failed(&error, request, Trace { cache, ..Trace::default() })
            }
        }
    })
}

/// A kept answer.
fn given(kept: &Kept<Arc<Answer>>, request: &Request<'_>, what: &'static str) -> Response {
    let mut answer = kept.value.tagged(request);
    let (age, ttl) = (kept.age().as_secs(), kept.keeping.ttl.as_secs());
    // Negative where it is stale (RFC 9211, section 2.4).
    let left = i128::from(ttl) - i128::from(age);
    answer.headers.push(("age", age.to_string()));
    answer.headers.push(("cache-status", format!("Landbridge; hit; ttl={left}")));
    answer.trace.stages.clear();
    answer.trace.cache = Some(what);
    answer
}

/// Whether `Cache-Control` asks for a live answer.
fn says_no_cache(header: &str) -> bool {
    header.split(',').any(|directive| {
        let directive = directive.trim();
        directive.eq_ignore_ascii_case("no-cache") || directive.eq_ignore_ascii_case("no-store")
    })
}

/// Whether a failure is the source's absence, which a kept answer helps over.
const fn is_away(error: &Error) -> bool {
    matches!(
        error,
        Error::Source(
            source::Error::Unavailable { .. }
                | source::Error::Busy { .. }
                | source::Error::Timeout { .. }
                | source::Error::Status { status: 429 | 500..=599, .. }
        )
    )
}
