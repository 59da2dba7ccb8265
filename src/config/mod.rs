//! Reads a definition file and its secrets, gives [`Loaded`]: catalogs and sources ready to be
//! served, or every problem with its line and a remedy. Opens no database.

mod file;
mod report;
mod rest;
mod secrets;
mod sources;

pub use crate::catalog::Secret;
pub use report::{json, text};
pub use secrets::Surroundings;
pub use sources::SourceSettings;

use std::collections::BTreeMap;
use std::path::Path;

use crate::catalog::definition::Definition;
use crate::catalog::{Catalog, Engine, Problem, Problems, Severity, build};
use crate::source::rest::Settings as RestSettings;

/// A definition that can be served.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// As it was written.
    pub definition: Definition,
    /// Its databases, with their secrets.
    pub sources: Vec<SourceSettings>,
    /// Its REST services, with their secrets.
    pub rest: Vec<RestSettings>,
    /// Its services.
    pub catalogs: Vec<Catalog>,
    /// What may surprise, in the order of the file; none of them an error.
    pub warnings: Vec<Problem>,
}

/// What a secret that cannot be found means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrets {
    /// An error: the definition is to be served.
    Required,
    /// A warning, and the source is left out of [`Loaded::sources`]: the definition is only to be
    /// looked at.
    Optional,
}

/// Loads the definition in the file `path`. `${VAR}` is taken from the environment, `${file:…}`
/// from a path relative to the definition's folder; both only where a secret is expected, after
/// the YAML has been read.
///
/// # Errors
/// Every problem found, if one of them is an error.
pub fn load(path: &Path, secrets: Secrets) -> Result<Loaded, Vec<Problem>> {
    let text = file::read(path).map_err(|problem| vec![problem])?;
    let surroundings = Surroundings {
        variable: &|name| std::env::var(name).ok(),
        folder: path.parent().unwrap_or_else(|| Path::new("")),
    };
    load_text(&text, secrets, &surroundings)
}

/// Loads the definition `text`, whose references lead to `surroundings`.
///
/// # Errors
/// As [`load`].
pub fn load_text(
    text: &str,
    secrets: Secrets,
    surroundings: &Surroundings<'_>,
) -> Result<Loaded, Vec<Problem>> {
    let definition = file::parse(text).map_err(|problem| vec![problem])?;
    let mut problems = Problems::default();
    let unresolved = match secrets {
        Secrets::Required => Severity::Error,
        Secrets::Optional => Severity::Warning,
    };
    let sources = sources::settings(&definition, unresolved, surroundings, &mut problems);
    let rest = rest::settings(&definition, unresolved, surroundings, &mut problems);
    let engines: BTreeMap<String, Engine> =
        sources.iter().map(|source| (source.name.clone(), source.engine)).collect();
    let catalogs = match build(&definition, &engines) {
        Ok((catalogs, warnings)) => {
            problems.extend(warnings);
            catalogs
        }
        Err(others) => {
            problems.extend(others);
            return Err(problems.into_sorted());
        }
    };
    if problems.has_errors() {
        return Err(problems.into_sorted());
    }
    Ok(Loaded { definition, sources, rest, catalogs, warnings: problems.into_sorted() })
}

#[cfg(test)]
mod tests;
