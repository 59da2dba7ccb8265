//! The sources of a definition with their secrets and bounds: what it takes to open a pool.

use std::time::Duration;

use super::Secret;
use super::secrets::{Surroundings, resolve};
use crate::catalog::definition::{Definition, SourceDefinition};
use crate::catalog::{Engine, Entry, Located, Problems, Severity};

/// What it takes to connect to a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSettings {
    /// Its name in the definition.
    pub name: String,
    /// The product behind it.
    pub engine: Engine,
    /// Where it is, with user and password.
    pub url: Secret<String>,
    /// The most connections held open, 1 to 1000.
    pub max_connections: u32,
    /// How long a request may wait for a free connection, 1 to 60 s.
    pub acquire_timeout: Duration,
    /// How long a statement may run, 1 to 110 s.
    pub statement_timeout: Duration,
}

/// The settings of all databases whose URL could be resolved and is of a known product. A secret
/// that is missing here but may be found elsewhere is a problem of severity `unresolved`.
pub(super) fn settings(
    definition: &Definition,
    unresolved: Severity,
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Vec<SourceSettings> {
    let sources = definition.sources.iter();
    sources.filter_map(|source| setting(source, unresolved, surroundings, problems)).collect()
}

fn setting(
    source: &Entry<SourceDefinition>,
    unresolved: Severity,
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Option<SourceSettings> {
    let place = format!("sources.{}", *source.name);
    let SourceDefinition { url, rest, max_connections, acquire_timeout_seconds, statement_timeout_seconds } =
        &source.value;
    let Some(url) = url else {
        if rest.is_none() {
            let message = format!("the source '{}' is nowhere", *source.name);
            let remedy = "add url: of a database, or rest: { baseUrl: https://… }";
            problems.error(source.name.at, &place, message, remedy);
        }
        for (name, value) in [
            ("maxConnections", max_connections),
            ("acquireTimeoutSeconds", acquire_timeout_seconds),
            ("statementTimeoutSeconds", statement_timeout_seconds),
        ] {
            if let (Some(value), Some(_)) = (value, rest) {
                let message = format!("{name} is about databases, but this is a REST service");
                problems.error(value.at, format!("{place}.{name}"), message, "delete it, or see under rest");
            }
        }
        return None;
    };
    if let Some(rest) = rest {
        let message = "url and rest are both given";
        problems.error(rest.base_url.at, format!("{place}.rest"), message, "delete one of them");
    }
    let mut bounded = |name, value: &Option<Located<u32>>, default, most| {
        let Some(value) = value else { return default };
        if !(1..=most).contains(&**value) {
            let message = format!("{name} is {}", **value);
            problems.error(value.at, format!("{place}.{name}"), message, format!("write 1 to {most}"));
        }
        **value
    };
    let max_connections = bounded("maxConnections", max_connections, 10, 1_000);
    let acquire = bounded("acquireTimeoutSeconds", acquire_timeout_seconds, 5, 60);
    let statement = bounded("statementTimeoutSeconds", statement_timeout_seconds, 30, 110);

    let place = format!("{place}.url");
    let resolved = resolved(url, &place, unresolved, surroundings, problems)?;
    let Some(engine) = Engine::of_url(&resolved) else {
        let message = format!("the URL of '{}' is of no database product that is known here", *source.name);
        let remedy = "begin it with postgres://, mysql://, mariadb:// or sqlite:";
        problems.error(url.at, place, message, remedy);
        return None;
    };
    Some(SourceSettings {
        name: source.name.value.clone(),
        engine,
        url: Secret::new(resolved),
        max_connections,
        acquire_timeout: Duration::from_secs(acquire.into()),
        statement_timeout: Duration::from_secs(statement.into()),
    })
}

/// The text of a secret. One that is missing here but may be found elsewhere is a problem of severity
/// `unresolved`.
pub(super) fn resolved(
    secret: &Located<Secret<String>>,
    place: &str,
    unresolved: Severity,
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Option<String> {
    let reason = match resolve(secret.expose(), surroundings) {
        Ok(resolved) => return Some(resolved),
        Err(reason) => reason,
    };
    if reason.depends_on_surroundings() && unresolved == Severity::Warning {
        problems.warning(secret.at, place, reason.to_string(), reason.remedy());
    } else {
        problems.error(secret.at, place, reason.to_string(), reason.remedy());
    }
    None
}
