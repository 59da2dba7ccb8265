//! `landbridge introspect`: takes a database's URL, gives the text of a service definition. Only
//! this file talks to a database; the rest is pure.

mod names;
mod navigation;
mod outline;
mod words;
mod write;
mod yaml;

use std::convert::Infallible;

use clap::Args;

use crate::catalog::{Engine, Profile, Secret};
use crate::source::Error as SourceError;
use crate::source::sql::schema;
use words::Words;

/// Writes a service definition from the tables and views of a database.
#[derive(Clone, Debug, Args)]
pub struct Introspect {
    /// postgres://…, mysql://…, mariadb://… or sqlite:path; it is not written to the definition
    #[arg(env = "DATABASE_URL", hide_env_values = true, value_parser = secret)]
    database_url: Secret<String>,
    /// Namespace of the service's types; made from the database's name unless given
    #[arg(long, value_parser = namespace)]
    namespace: Option<String>,
    /// Path the service is served at
    #[arg(long, default_value = "/", value_parser = service_path)]
    service_path: String,
    /// Rules the service follows: salesforce, or standard for OData 4.01 to the letter
    #[arg(long, default_value = "salesforce", value_parser = profile)]
    profile: Profile,
    /// Read these schemas (PostgreSQL; MySQL databases) only
    #[arg(long = "schema", value_name = "SCHEMA", num_args = 1..)]
    schemas: Vec<String>,
}

/// Why there is no definition. `Display` is for whoever runs the command: it has the driver's
/// words, but never the password.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The URL is no database's.
    #[error("this is no database URL: those begin with postgres://, mysql://, mariadb:// or sqlite:")]
    Url,
    /// The database could not be read.
    #[error("{source}{}", detail(.source))]
    Source {
        /// What went wrong.
        #[from]
        source: SourceError,
    },
    /// A schema named by the user is not there, or holds nothing the database user may read.
    #[error(
        "no table or view that this database user may read is in the schema '{schema}'; there are: {found}"
    )]
    Schema {
        /// The schema asked for.
        schema: String,
        /// The schemas there are, separated by commas.
        found: String,
    },
    /// There is nothing to publish.
    #[error("there is no table or view that this database user may read")]
    Empty,
}

impl Introspect {
    /// Reads the database and gives the definition's text.
    ///
    /// # Errors
    /// [`Error`]: there is a whole definition or none.
    pub async fn run(&self) -> Result<String, Error> {
        let url = self.database_url.expose();
        let engine = Engine::of_url(url).ok_or(Error::Url)?;
        let mut database = schema::read(url).await?;
        if !self.schemas.is_empty() {
            only(&mut database, &self.schemas)?;
        }
        if database.tables.is_empty() {
            return Err(Error::Empty);
        }
        let name = Words::of(database_name(url)).pascal();
        let derived = namespace(&name).unwrap_or_else(|_| "Data".to_owned());
        let namespace = self.namespace.as_deref().unwrap_or(&derived);
        let heading = write::Heading {
            engine,
            source: &namespace.to_ascii_lowercase(),
            path: &self.service_path,
            namespace,
            profile: self.profile,
        };
        Ok(write::write(&heading, &outline::outline(engine, &database)))
    }
}

fn only(database: &mut schema::DatabaseSchema, schemas: &[String]) -> Result<(), Error> {
    let mut found: Vec<String> = database.tables.iter().filter_map(|table| table.schema.clone()).collect();
    found.dedup();
    if let Some(schema) = schemas.iter().find(|schema| !found.contains(schema)) {
        let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
        return Err(Error::Schema { schema: schema.clone(), found });
    }
    database.tables.retain(|table| table.schema.as_ref().is_some_and(|schema| schemas.contains(schema)));
    Ok(())
}

/// The last part of a URL's path, without a file's ending: `erp` of `sqlite:data/erp.db`.
fn database_name(url: &str) -> &str {
    let path = url.split_once(':').map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // Without a path the last part would be the host and whoever logs in there.
    let path = path.strip_prefix("//").map_or(path, |rest| rest.split_once('/').map_or("", |(_, path)| path));
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    last.split_once('.').map_or(last, |(name, _)| name)
}

/// The driver's words, for the one person who can do something about them.
fn detail(error: &SourceError) -> String {
    match error {
        SourceError::Unavailable { detail, .. } | SourceError::Statement { detail, .. } => {
            format!(": {detail}")
        }
        _ => String::new(),
    }
}

fn secret(text: &str) -> Result<Secret<String>, Infallible> {
    Ok(Secret::new(text.to_owned()))
}

fn profile(text: &str) -> Result<Profile, String> {
    match text {
        "salesforce" => Ok(Profile::Salesforce),
        "standard" => Ok(Profile::Standard),
        _ => Err("expected salesforce or standard".to_owned()),
    }
}

/// A namespace is simple identifiers with dots between (CSDL, section 15.3).
fn namespace(text: &str) -> Result<String, String> {
    let is_identifier = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if text.len() <= 255 && text.split('.').all(is_identifier) {
        Ok(text.to_owned())
    } else {
        Err("expected letters, digits and underscores that start with a letter, for instance Erp".to_owned())
    }
}

fn service_path(text: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    if text.starts_with('/') && text.chars().all(is_plain) && (text == "/" || !text.ends_with('/')) {
        Ok(text.to_owned())
    } else {
        Err("expected / or a path like /erp".to_owned())
    }
}
