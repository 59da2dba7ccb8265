//! The database products a source can be.

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
