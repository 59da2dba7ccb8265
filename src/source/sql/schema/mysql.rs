//! The catalogue of MySQL and MariaDB, read from `information_schema`, which shows each user what
//! that user has a privilege on; foreign keys only to who may read the whole table.
//!
//! MySQL 8 sends some of its columns as binary strings, hence the casts; `DATABASE()` is null if
//! the URL names no database, and then all but the server's own are read, each as a schema.

use std::collections::HashSet;

use sqlx::mysql::MySqlConnection;
use sqlx::{Connection, Error, query_as};

use super::assemble::Rows;

/// A view's comment is the word `VIEW`.
const RELATIONS: &str = "
    SELECT CAST(NULLIF(TABLE_SCHEMA, DATABASE()) AS CHAR), CAST(TABLE_NAME AS CHAR), TABLE_TYPE = 'VIEW',
           CAST(CASE WHEN TABLE_TYPE <> 'VIEW' THEN TABLE_COMMENT END AS CHAR)
      FROM information_schema.TABLES
     WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')
       AND (TABLE_SCHEMA = DATABASE() OR DATABASE() IS NULL)
       AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')";

const COLUMNS: &str = "
    SELECT CAST(NULLIF(TABLE_SCHEMA, DATABASE()) AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR),
           CAST(COLUMN_TYPE AS CHAR), IS_NULLABLE = 'YES', CAST(COLUMN_COMMENT AS CHAR)
      FROM information_schema.COLUMNS
     WHERE (TABLE_SCHEMA = DATABASE() OR DATABASE() IS NULL)
       AND FIND_IN_SET('select', PRIVILEGES) > 0
     ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION";

/// An index over the first characters of a column (`SUB_PART`) is unique, but its columns are no
/// key to look a row up by: given as an expression.
const KEYS: &str = "
    SELECT CAST(NULLIF(TABLE_SCHEMA, DATABASE()) AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(INDEX_NAME AS CHAR),
           INDEX_NAME = 'PRIMARY', CAST(CASE WHEN SUB_PART IS NULL THEN COLUMN_NAME END AS CHAR)
      FROM information_schema.STATISTICS
     WHERE NON_UNIQUE = 0
       AND (TABLE_SCHEMA = DATABASE() OR DATABASE() IS NULL)
     ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";

const REFERENCES: &str = "
    SELECT CAST(NULLIF(TABLE_SCHEMA, DATABASE()) AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(CONSTRAINT_NAME AS CHAR),
           CAST(CONSTRAINT_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR),
           CAST(NULLIF(REFERENCED_TABLE_SCHEMA, DATABASE()) AS CHAR), CAST(REFERENCED_TABLE_NAME AS CHAR),
           CAST(REFERENCED_COLUMN_NAME AS CHAR)
      FROM information_schema.KEY_COLUMN_USAGE
     WHERE REFERENCED_TABLE_NAME IS NOT NULL
       AND (TABLE_SCHEMA = DATABASE() OR DATABASE() IS NULL)
     ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION";

pub(super) async fn connect(url: &str) -> Result<MySqlConnection, Error> {
    MySqlConnection::connect(url).await
}

pub(super) async fn rows(mut connection: MySqlConnection) -> Result<Rows, Error> {
    let mut rows = Rows {
        relations: query_as(RELATIONS).fetch_all(&mut connection).await?,
        columns: query_as(COLUMNS).fetch_all(&mut connection).await?,
        keys: query_as(KEYS).fetch_all(&mut connection).await?,
        references: query_as(REFERENCES).fetch_all(&mut connection).await?,
    };
    connection.close().await?;
    // A privilege to write shows a table, but none of its columns. A view without columns is one
    // whose tables are gone: that is worth telling.
    let readable: HashSet<_> = rows.columns.iter().map(|row| (row.0.clone(), row.1.clone())).collect();
    rows.relations.retain(|row| row.2 || readable.contains(&(row.0.clone(), row.1.clone())));
    Ok(rows)
}
