//! The catalogue of a SQLite file, read from its pragma functions.

use std::str::FromStr;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Error, query_as};

use super::assemble::Rows;

/// Virtual tables declare no keys, as views; shadow tables are the insides of virtual ones.
const RELATIONS: &str = "
    SELECT NULL, name, type <> 'table', NULL
      FROM pragma_table_list
     WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// `hidden` is 1 for the hidden columns of virtual tables, 2 and 3 for generated ones.
const COLUMNS: &str = "
    SELECT NULL, t.name, x.name, x.type, x.\"notnull\" = 0, NULL
      FROM pragma_table_list t JOIN pragma_table_xinfo(t.name, t.schema) x
     WHERE t.schema = 'main' AND t.type = 'table' AND x.hidden <> 1
     ORDER BY t.name, x.cid";

/// The same for one view or virtual table.
const VIEW_COLUMNS: &str = "
    SELECT NULL, ?1, x.name, x.type, x.\"notnull\" = 0, NULL
      FROM pragma_table_xinfo(?1, 'main') x
     WHERE x.hidden <> 1
     ORDER BY x.cid";

/// The primary key has no index of its own where it is the row id.
const KEYS: &str = "
    SELECT NULL, t.name AS relation, '' AS key, TRUE, x.name, x.pk AS position
      FROM pragma_table_list t JOIN pragma_table_xinfo(t.name, t.schema) x
     WHERE t.schema = 'main' AND t.type = 'table' AND x.pk > 0
     UNION ALL
    SELECT NULL, t.name, i.name, FALSE, x.name, x.seqno
      FROM pragma_table_list t
      JOIN pragma_index_list(t.name, t.schema) i
      JOIN pragma_index_xinfo(i.name, t.schema) x
     WHERE t.schema = 'main' AND t.type = 'table'
       AND i.\"unique\" = 1 AND i.partial = 0 AND i.origin <> 'pk' AND x.key = 1
     ORDER BY relation, key, position";

const REFERENCES: &str = "
    SELECT NULL, t.name, CAST(f.id AS TEXT), NULL, f.\"from\", NULL, f.\"table\", f.\"to\"
      FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name, t.schema) f
     WHERE t.schema = 'main' AND t.type = 'table'
     ORDER BY t.name, f.id DESC, f.seq";

/// Opens for reading only: looking at a file must not create it.
pub(super) async fn connect(url: &str) -> Result<SqliteConnection, Error> {
    SqliteConnectOptions::from_str(url)?.create_if_missing(false).read_only(true).connect().await
}

pub(super) async fn rows(mut connection: SqliteConnection) -> Result<Rows, Error> {
    let mut rows = Rows {
        relations: query_as(RELATIONS).fetch_all(&mut connection).await?,
        columns: query_as(COLUMNS).fetch_all(&mut connection).await?,
        keys: query_as(KEYS).fetch_all(&mut connection).await?,
        references: query_as(REFERENCES).fetch_all(&mut connection).await?,
    };
    for (_, view, ..) in rows.relations.iter().filter(|relation| relation.2) {
        let columns = query_as(VIEW_COLUMNS).bind(view).fetch_all(&mut connection).await;
        match columns {
            Ok(columns) => rows.columns.extend(columns),
            // A view whose tables are gone, or a virtual table whose module is not there, fails
            // alone: it is listed without columns.
            Err(Error::Database(_)) => {}
            Err(error) => return Err(error),
        }
    }
    connection.close().await?;
    Ok(rows)
}
