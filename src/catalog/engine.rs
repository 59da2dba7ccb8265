//! What a source can be: a database product, or a REST service.

use super::{Storage, storage};
use crate::edm::PrimitiveType;

/// A database product, told by the scheme of its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// `postgres://`, `postgresql://`
    Postgres,
    /// `mysql://`
    MySql,
    /// `mariadb://`
    MariaDb,
    /// `sqlite:`
    Sqlite,
}

impl Engine {
    /// The engine of a database URL, `None` for an unknown scheme.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "postgres" | "postgresql" => Some(Self::Postgres),
            "mysql" => Some(Self::MySql),
            "mariadb" => Some(Self::MariaDb),
            "sqlite" => Some(Self::Sqlite),
            _ => None,
        }
    }
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A database.
    Database(Engine),
    /// A REST service.
    Rest,
}

impl Kind {
    /// How values published as `ty` are stored; `db_type` is the column's type in a database's words.
    #[must_use]
    pub fn storage(self, db_type: Option<&str>, ty: PrimitiveType) -> Storage {
        match self {
            Self::Database(engine) => storage::storage_of(engine, db_type, ty),
            Self::Rest => storage::in_json(ty),
        }
    }
}
