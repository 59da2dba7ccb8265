//! What a database says of its own tables: read for `introspect` and `check`, never while serving.

/// The tables and views of one database, in name order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatabaseSchema {
    /// Tables and views of all schemas a person would look at (system schemas left out).
    pub tables: Vec<TableSchema>,
}

/// A table or view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSchema {
    /// Schema (PostgreSQL); `None` for SQLite and for MySQL's connected database.
    pub schema: Option<String>,
    /// Its name.
    pub name: String,
    /// Views have no keys of their own.
    pub is_view: bool,
    /// Comment, where the database keeps one.
    pub comment: Option<String>,
    /// Columns in order.
    pub columns: Vec<ColumnSchema>,
    /// Primary key column names in key order; empty if there is none.
    pub primary_key: Vec<String>,
    /// Unique keys over columns that cannot be null, by column names.
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
    /// `varchar(40)`, `int(10) unsigned`.
    pub db_type: String,
    /// Whether it can be null.
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
