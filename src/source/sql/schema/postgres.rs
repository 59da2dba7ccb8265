//! The catalogue of PostgreSQL 11 and later, read from `pg_catalog`, which every user may read.

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Error, query_as};

use super::assemble::Rows;

/// Partitions are rows of their parent; what an extension brought along is not the user's data.
const RELATIONS: &str = "
    SELECT n.nspname::text, c.relname::text, c.relkind IN ('v', 'm'),
           pg_catalog.obj_description(c.oid, 'pg_class')
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND NOT c.relispartition
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
       AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                        WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                          AND d.objid = c.oid AND d.deptype = 'e')";

/// A domain is followed down to its base type; each domain on the way may forbid null, and the
/// innermost carries the length (as in PostgreSQL's own `getBaseTypeAndTypmod`). An enumeration
/// type is followed by the length of its longest label: `mood(7)`.
const COLUMNS: &str = "
    WITH RECURSIVE domain (oid, base, typmod, required) AS (
        SELECT oid, typbasetype, typtypmod, typnotnull FROM pg_catalog.pg_type WHERE typtype = 'd'
         UNION ALL
        SELECT d.oid, t.typbasetype, t.typtypmod, d.required OR t.typnotnull
          FROM domain d JOIN pg_catalog.pg_type t ON t.oid = d.base AND t.typtype = 'd'
    ), base AS (
        SELECT d.* FROM domain d JOIN pg_catalog.pg_type t ON t.oid = d.base AND t.typtype <> 'd'
    )
    SELECT n.nspname::text, c.relname::text, a.attname::text,
           pg_catalog.format_type(COALESCE(b.base, a.atttypid), COALESCE(b.typmod, a.atttypmod))
               || COALESCE((SELECT '(' || max(length(e.enumlabel::text)) || ')' FROM pg_catalog.pg_enum e
                             WHERE e.enumtypid = COALESCE(b.base, a.atttypid)), ''),
           NOT (a.attnotnull OR COALESCE(b.required, false)),
           pg_catalog.col_description(c.oid, a.attnum)
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN base b ON b.oid = a.atttypid
     WHERE a.attnum > 0 AND NOT a.attisdropped
       AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND NOT c.relispartition
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
     ORDER BY c.oid, a.attnum";

/// Unique indexes, whether a constraint made them or not; one over some rows only is no key.
const KEYS: &str = "
    SELECT n.nspname::text, c.relname::text, i.indexrelid::text, i.indisprimary, a.attname::text
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
     WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL
       AND k.position <= i.indnkeyatts
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     ORDER BY c.oid, i.indexrelid, k.position";

/// `conparentid` is set on the copies PostgreSQL keeps for partitions.
const REFERENCES: &str = "
    SELECT n.nspname::text, c.relname::text, f.oid::text, f.conname::text, a.attname::text,
           tn.nspname::text, t.relname::text, ta.attname::text
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_class c ON c.oid = f.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class t ON t.oid = f.confrelid
      JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
     CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY AS k (here, there, position)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.here
      JOIN pg_catalog.pg_attribute ta ON ta.attrelid = t.oid AND ta.attnum = k.there
     WHERE f.contype = 'f' AND f.conparentid = 0
     ORDER BY n.nspname, c.relname, f.conname, f.oid, k.position";

pub(super) async fn connect(url: &str) -> Result<PgConnection, Error> {
    PgConnection::connect(url).await
}

pub(super) async fn rows(mut connection: PgConnection) -> Result<Rows, Error> {
    let rows = Rows {
        relations: query_as(RELATIONS).fetch_all(&mut connection).await?,
        columns: query_as(COLUMNS).fetch_all(&mut connection).await?,
        keys: query_as(KEYS).fetch_all(&mut connection).await?,
        references: query_as(REFERENCES).fetch_all(&mut connection).await?,
    };
    connection.close().await?;
    Ok(rows)
}
