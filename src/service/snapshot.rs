//! The services of one definition as they answer at one moment: made whole, never changed, replaced.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use futures_util::future::join_all;

use super::keeper::Keeper;
use super::service::Service;
use crate::catalog::Catalog;
use crate::source::{self, Source};

/// Everything that answers.
pub struct Snapshot {
    /// The services, each at its own path.
    pub services: Vec<Arc<Service>>,
    sources: BTreeMap<String, Arc<dyn Source>>,
}

impl Snapshot {
    /// The services of `catalogs` over `sources`, which hold every source a table names. `secret`
    /// seals page tokens; `keeper` holds what is kept of answers, of earlier snapshots too.
    ///
    /// # Errors
    /// The name of a source that is missing.
    pub fn new(
        catalogs: Vec<Catalog>,
        sources: BTreeMap<String, Arc<dyn Source>>,
        secret: &[u8],
        keeper: &Arc<Keeper>,
    ) -> Result<Self, String> {
        let mut services = Vec::with_capacity(catalogs.len());
        for catalog in catalogs {
            let of_table = |name: &String| sources.get(name).cloned().ok_or_else(|| name.clone());
            let used =
                catalog.tables.iter().map(|table| of_table(&table.source)).collect::<Result<_, _>>()?;
            services.push(Service::new(catalog, used, secret, keeper));
        }
        Ok(Self { services, sources })
    }

    /// Asks every source whether it answers now: its name, and what it says.
    pub async fn ready(&self) -> Vec<(String, Result<(), source::Error>)> {
        let states = self.sources.iter().map(|(name, source)| async { (name.clone(), source.ping().await) });
        join_all(states).await
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.services.iter().map(|service| service.path())).finish()
    }
}
