//! From a loaded definition to services that answer: the one place where catalogs meet sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{Loaded, SourceSettings};
use crate::service::{Keeper, Snapshot};
use crate::source::Source;
use crate::source::rest::RestSource;
use crate::source::sql::{Settings, SqlSource};

/// The services of a definition. Opens no connection: sources connect when they are first asked,
/// so that a server starts while a database is down.
///
/// # Errors
/// A source's URL that its driver does not understand, in words without the URL.
pub(super) fn snapshot(loaded: Loaded, keeper: &Arc<Keeper>) -> Result<Snapshot, String> {
    let mut sources: BTreeMap<String, Arc<dyn Source>> = BTreeMap::new();
    // Page tokens are sealed with what every instance of one service has, and no client: a token
    // outlives a restart and serves every instance behind one address.
    let mut secret = Vec::new();
    for settings in &loaded.sources {
        let source = source(settings).map_err(|error| error.to_string())?;
        secret.extend_from_slice(settings.url.expose().as_bytes());
        secret.push(0);
        sources.insert(settings.name.clone(), Arc::new(source));
    }
    for settings in loaded.rest {
        secret.extend_from_slice(settings.base.as_str().as_bytes());
        secret.push(0);
        let name = settings.name.clone();
        let source = RestSource::new(settings).map_err(|error| error.to_string())?;
        sources.insert(name, Arc::new(source));
    }
    Snapshot::new(loaded.catalogs, sources, &secret, keeper)
        .map_err(|name| format!("the source '{name}' is not among the sources of the definition"))
}

/// A database with its bounds.
///
/// # Errors
/// As [`SqlSource::new`].
pub(super) fn source(settings: &SourceSettings) -> Result<SqlSource, crate::source::Error> {
    let bounds = Settings {
        max_connections: settings.max_connections,
        acquire_timeout: settings.acquire_timeout,
        statement_timeout: settings.statement_timeout,
    };
    SqlSource::new(&settings.name, settings.url.expose(), settings.engine, bounds)
}
