//! Whether an answer may be kept or shared, and by which key: two requests have one key only if
//! their answers have the same bytes, but for how a link to the next page is spelled.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::bind::Bound;
use crate::catalog::Caching;
use crate::edm::csdl::Version;
use crate::format::negotiate::Json;
use crate::query::{Query, Shape};
use crate::service::custom_options;
use crate::service::message::{Method, Request, Trace};
use crate::service::read::{self, Understood};
use crate::service::service::Service;

/// What an answer depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(in crate::service) struct Key {
    /// The service, of one version of its definition.
    service: u64,
    root: String,
    query: Query,
    /// `$skiptoken`
    token: Option<String>,
    json: Json,
    version: Version,
    page_rows: u64,
    /// How the client named its preference: the answer repeats it.
    prefer: Option<String>,
    /// Options that mean nothing here: next links repeat them.
    custom: String,
}

/// What may be done with the answer to a request.
#[derive(Debug)]
pub(in crate::service) struct Way {
    pub(super) key: Arc<Key>,
    pub(super) caching: Caching,
    /// The sources it is made of.
    pub(super) sources: BTreeSet<String>,
}

/// The text of a request, as far as it decides the answer.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(in crate::service) struct Spelling {
    service: u64,
    texts: Box<[Option<Box<str>>]>,
}

impl Spelling {
    fn of(service: &Service, request: &Request<'_>) -> Self {
        let Request { path, query, root, accept, prefer, odata_max_version, .. } = *request;
        let texts = [Some(path), Some(query), Some(root), accept, prefer, odata_max_version];
        Self { service: service.number, texts: texts.map(|text| text.map(Into::into)).into() }
    }

    /// Its bytes and those of what it stands for, about.
    pub(in crate::service) fn weight(&self) -> u32 {
        let text: usize = self.texts.iter().flatten().map(|text| text.len()).sum();
        u32::try_from(text * 4 + 1_024).unwrap_or(u32::MAX)
    }
}

impl Way {
    /// What may be done with the answer to a request; `None` if it is live and for who asks alone.
    pub(in crate::service) fn of(service: &Service, request: &Request<'_>) -> Option<Arc<Self>> {
        if request.method != Method::Get || !first_set(service, request.path)?.is_shared() {
            return None;
        }
        let spelling = Spelling::of(service, request);
        if let Some(known) = service.keeper.spellings.get(&spelling) {
            return Some(known);
        }
        let found = Arc::new(Self::found(service, request)?);
        service.keeper.spellings.insert(spelling, Arc::clone(&found));
        Some(found)
    }

    fn found(service: &Service, request: &Request<'_>) -> Option<Self> {
        let limits = odata_params::Limits::default();
        // Whatever is wrong with the request is told when it is read.
        let Understood { version, bound, .. } =
            read::understand(service, request, &limits, &mut Trace::default()).ok()?;
        let Bound::Read(query, controls) = bound else { return None };
        if matches!(query.shape, Shape::Media(_)) {
            return None;
        }
        let catalog = &service.catalog;
        let tables = query.tables()?;
        // Behind those of the sets are link tables: what may be kept is said of the sets they link.
        let sets = tables.iter().filter_map(|table| catalog.caching.get(*table).copied());
        let caching = sets.reduce(Caching::and).filter(|caching| caching.is_shared())?;
        let sources = tables.iter().filter_map(|table| Some(catalog.tables.get(*table)?.source.clone()));
        let key = Key {
            service: service.number,
            root: request.root.to_owned(),
            json: read::json(query.shape, &controls, request).ok()?,
            token: controls.skip_token,
            query: *query,
            version,
            page_rows: read::page_rows(service, request),
            prefer: request.prefer.map(str::to_owned),
            custom: custom_options::own(request.query),
        };
        Some(Self { key: Arc::new(key), caching, sources: sources.collect() })
    }
}

/// What is said of the set that a path begins with, which takes part in every answer below it.
fn first_set(service: &Service, path: &str) -> Option<Caching> {
    let first = path.trim_start_matches('/').split(['/', '(']).next()?;
    let set = service.catalog.model.entity_set(first)?;
    service.catalog.caching.get(set).copied()
}
