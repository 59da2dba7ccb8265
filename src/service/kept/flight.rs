//! An answer made once for all who ask for it now.

use std::sync::Arc;

use futures_util::FutureExt;

use super::{Answer, Way};
use crate::cache::Flight;
use crate::service::keeper::Outcome;
use crate::service::message::{Method, Request, Response, Trace};
use crate::service::read;
use crate::service::service::Service;

/// The flight that makes the answer, and whether others had begun it. `changes`: what is said of the
/// sources now, before any of them is read.
pub(super) fn join(
    service: &Arc<Service>,
    way: &Arc<Way>,
    request: &Request<'_>,
    changes: u64,
) -> (Flight<Outcome>, bool) {
    let key = (Arc::clone(&way.key), changes);
    service.keeper.flights.join(&key, || {
        let (service, way, asked) = (Arc::clone(service), Arc::clone(way), Asked::of(request));
        async move { make(&service, &way, &asked, changes).await }.boxed()
    })
}

async fn make(service: &Service, way: &Way, asked: &Asked, changes: u64) -> Outcome {
    let mut trace = Trace::default();
    let answer = read::read(service, &asked.request(), &mut trace).await.map_err(Arc::new)?;
    let answer = Arc::new(Answer::new(Response { trace, ..answer }));
    if let Some(keeping) = way.caching.kept.filter(|_| answer.is_success()) {
        let (key, kept) = (Arc::clone(&way.key), Arc::clone(&answer));
        service.keeper.answers.keep(key, kept, answer.length(), keeping, changes);
    }
    Ok(answer)
}

/// What is asked, without what only the one who asks is concerned with.
struct Asked {
    path: String,
    query: String,
    root: String,
    accept: Option<String>,
    prefer: Option<String>,
    odata_max_version: Option<String>,
}

impl Asked {
    fn of(request: &Request<'_>) -> Self {
        Self {
            path: request.path.to_owned(),
            query: request.query.to_owned(),
            root: request.root.to_owned(),
            accept: request.accept.map(str::to_owned),
            prefer: request.prefer.map(str::to_owned),
            odata_max_version: request.odata_max_version.map(str::to_owned),
        }
    }

    fn request(&self) -> Request<'_> {
        Request {
            method: Method::Get,
            path: &self.path,
            query: &self.query,
            root: &self.root,
            accept: self.accept.as_deref(),
            prefer: self.prefer.as_deref(),
            odata_max_version: self.odata_max_version.as_deref(),
            ..Request::default()
        }
    }
}
