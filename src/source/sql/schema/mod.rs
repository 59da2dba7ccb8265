//! What a database says of its own tables: takes a URL, gives a [`DatabaseSchema`]. Read for
//! `introspect` and `check`, never while serving; knows nothing of OData.

mod assemble;
mod mysql;
mod postgres;
mod sqlite;

use std::time::Duration;

use crate::catalog::Engine;
use crate::source::Error;
use assemble::{Rows, assemble};

/// Longest time [`read`] may take, from connecting to the last catalogue row.
pub const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Reads the tables and views that the user of `url` may select from, with a handful of
/// catalogue queries however many there are. Nothing is written; system schemas, tables that
/// belong to an extension, partitions and columns the user may not read are left out.
///
/// `postgres://` reads all schemas of the database; `mysql://` and `mariadb://` read the database
/// named in the URL, or every database of the server if it names none; `sqlite:` reads the file.
///
/// # Errors
/// [`Error::Unavailable`] if the URL is none, or the connection fails; [`Error::Statement`] if the
/// catalogue cannot be read; [`Error::Timeout`] after [`READ_TIMEOUT`]. In all of them
/// `source_name` is the product's name, for the URL's own parts may hold the password.
pub async fn read(url: &str) -> Result<DatabaseSchema, Error> {
    let Some(engine) = Engine::of_url(url) else {
        return Err(Error::Unavailable {
            source_name: "database".to_owned(),
            detail: "a database URL starts with postgres://, mysql://, mariadb:// or sqlite:".to_owned(),
        });
    };
    let source_name = product(engine);
    match tokio::time::timeout(READ_TIMEOUT, rows(engine, url)).await {
        Ok(rows) => rows.map(assemble).map_err(|failure| failure.named(source_name, url)),
        Err(_elapsed) => {
            Err(Error::Timeout { source_name: source_name.to_owned(), seconds: READ_TIMEOUT.as_secs() })
        }
    }
}

/// What went wrong in the driver, and whether a connection stood by then.
enum Failure {
    Connecting(sqlx::Error),
    Reading(sqlx::Error),
}

async fn rows(engine: Engine, url: &str) -> Result<Rows, Failure> {
    match engine {
        Engine::Postgres => {
            let connection = postgres::connect(url).await.map_err(Failure::Connecting)?;
            postgres::rows(connection).await.map_err(Failure::Reading)
        }
        Engine::MySql | Engine::MariaDb => {
            let connection = mysql::connect(url).await.map_err(Failure::Connecting)?;
            mysql::rows(connection).await.map_err(Failure::Reading)
        }
        Engine::Sqlite => {
            let connection = sqlite::connect(url).await.map_err(Failure::Connecting)?;
            sqlite::rows(connection).await.map_err(Failure::Reading)
        }
    }
}

impl Failure {
    fn named(self, source_name: &str, url: &str) -> Error {
        let source_name = source_name.to_owned();
        match self {
            Self::Connecting(error) => {
                Error::Unavailable { source_name, detail: without_password(&error.to_string(), url) }
            }
            Self::Reading(error) => {
                Error::Statement { source_name, detail: without_password(&error.to_string(), url) }
            }
        }
    }
}

/// `text` with the password of `url`, should a driver or server have quoted it, made `***`.
fn without_password(text: &str, url: &str) -> String {
    let credentials = url.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@'));
    match credentials.and_then(|(user, _)| user.split_once(':')) {
        Some((_, password)) if !password.is_empty() => text.replace(password, "***"),
        _ => text.to_owned(),
    }
}

const fn product(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "PostgreSQL",
        Engine::MySql => "MySQL",
        Engine::MariaDb => "MariaDB",
        Engine::Sqlite => "SQLite",
    }
}

/// The tables and views of one database, in name order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatabaseSchema {
    /// Tables and views of all schemas a person would look at (system schemas left out).
    pub tables: Vec<TableSchema>,
}

/// A table or view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSchema {
    /// Schema (PostgreSQL), or database (MySQL, if the URL names none); `None` for SQLite and for
    /// MySQL's connected database.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// A view, materialized view or virtual table: it declares no keys.
    pub is_view: bool,
    /// Comment, where the database keeps one.
    pub comment: Option<String>,
    /// Columns in order.
    pub columns: Vec<ColumnSchema>,
    /// Primary key column names in key order; empty if there is none.
    pub primary_key: Vec<String>,
    /// Unique keys other than the primary one over columns that cannot be null, by column names in
    /// index order; the shortest first.
    pub unique_keys: Vec<Vec<String>>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnSchema {
    /// Its name.
    pub name: String,
    /// The type in the database's words, with length and precision: `numeric(12,2)`,
    /// `varchar(40)`, `int(10) unsigned`. A PostgreSQL domain is named by its base type, which is
    /// what the wire carries. Empty for a SQLite column declared without a type.
    pub db_type: String,
    /// Whether it can be null; a column of the primary key cannot.
    pub nullable: bool,
    /// Comment, where the database keeps one.
    pub comment: Option<String>,
}

/// A foreign key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Columns of this table.
    pub columns: Vec<String>,
    /// Schema of the table referred to, as [`TableSchema::schema`].
    pub target_schema: Option<String>,
    /// The table referred to.
    pub target_table: String,
    /// Its columns, in the order of `columns`.
    pub target_columns: Vec<String>,
}
