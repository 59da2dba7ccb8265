//! The service itself: its catalog, its sources, its documents.

use std::sync::Arc;

use super::documents::Documents;
use super::error::Error;
use super::keeper::Keeper;
use super::kept::{self, Way};
use super::message::{Request, Response, Trace};
use super::skip_token::TokenKey;
use super::{answer, read};
use crate::bind::Environment;
use crate::catalog::Catalog;
use crate::edm::SetKind;
use crate::exec::Limits;
use crate::plan::{self, Places, Plan};
use crate::query::Query;
use crate::source::Source;

/// One service of a definition, immutable: a changed definition makes a new one.
pub struct Service {
    pub(super) catalog: Catalog,
    /// The source of each table, at the table's index.
    pub(super) sources: Vec<Arc<dyn Source>>,
    pub(super) documents: Documents,
    pub(super) token_key: TokenKey,
    pub(super) limits: Limits,
    pub(super) keeper: Arc<Keeper>,
    /// Tells it from all other services of this process, those of earlier snapshots too.
    pub(super) number: u64,
}

impl Service {
    /// A service over `catalog`; `sources` holds the source of each table, at the table's index.
    /// `secret` seals page tokens: instances that share it understand each other's. `keeper` holds what
    /// is kept of answers.
    #[must_use]
    pub fn new(
        catalog: Catalog,
        sources: Vec<Arc<dyn Source>>,
        secret: &[u8],
        keeper: &Arc<Keeper>,
    ) -> Arc<Self> {
        Arc::new(Self {
            number: keeper.next_service(),
            keeper: Arc::clone(keeper),
            documents: Documents::new(&catalog.model, catalog.profile),
            token_key: TokenKey::new(secret),
            limits: Limits::default(),
            catalog,
            sources,
        })
    }

    /// Where its root is: `/` or `/erp`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.catalog.path
    }

    /// Answers a request. Never fails: what goes wrong is an answer too.
    pub async fn answer(self: &Arc<Self>, request: Request<'_>) -> Response {
        if let Some(way) = Way::of(self, &request) {
            return kept::answer(self, &way, &request).await;
        }
        let mut trace = Trace::default();
        match read::read(self, &request, &mut trace).await {
            Ok(answer) => Response { trace, ..answer },
            Err(error) => answer::failed(&error, &request, trace),
        }
    }

    pub(super) const fn environment(&self) -> Environment<'_> {
        Environment { model: &self.catalog.model, profile: self.catalog.profile }
    }

    /// How `query` is answered, with pages of at most `max_rows` rows.
    pub(super) fn plan(&self, query: &Query, max_rows: u64) -> Result<Plan, Error> {
        let capabilities = self.sources.iter().map(|source| source.capabilities()).collect();
        let places = Places::new(&self.catalog.tables, capabilities);
        plan::plan(query, &places, max_rows).ok_or_else(|| self.no_entity(query.set))
    }

    /// Where the rows of a table are.
    pub(super) fn source(&self, table: usize) -> Result<&dyn Source, Error> {
        self.sources.get(table).map(AsRef::as_ref).ok_or_else(|| self.no_entity(table))
    }

    /// The error for an entity that is not there, or not of the type the path says.
    pub(super) fn not_found(&self, query: &Query) -> Error {
        let name = self.catalog.model.type_of(query.set).name_of(query.derived).to_owned();
        if self.is_singleton(query.set) { Error::NoRow(name) } else { Error::NoEntity(name) }
    }

    /// The error for an entity that is there more than once.
    pub(super) fn several(&self, set: usize) -> Error {
        let name = self.catalog.model.type_of(set).name.clone();
        if self.is_singleton(set) { Error::SeveralRows(name) } else { Error::KeyNotUnique(name) }
    }

    fn is_singleton(&self, set: usize) -> bool {
        self.catalog.model.entity_sets.get(set).is_some_and(|set| set.kind == SetKind::Singleton)
    }

    pub(super) fn no_entity(&self, set: usize) -> Error {
        Error::NoEntity(self.catalog.model.type_of(set).name.clone())
    }
}
