//! Puts a [`DatabaseSchema`] together from the flat rows every engine's catalogue queries give.
//! Knows no database and no SQL.

use std::collections::BTreeMap;

use super::{ColumnSchema, DatabaseSchema, ForeignKey, TableSchema};

/// Schema, table, whether it is a view, comment.
pub(super) type RelationRow = (Option<String>, String, bool, Option<String>);
/// Schema, table, column, type, nullable, comment; in column order.
pub(super) type ColumnRow = (Option<String>, String, String, String, bool, Option<String>);
/// Schema, table, key, whether it is the primary one, column (`None` for an expression); the
/// columns of one key in key order, one after the other.
pub(super) type KeyRow = (Option<String>, String, String, bool, Option<String>);
/// Schema, table, identity of the foreign key within the table, name, column, target schema,
/// target table, target column (`None`: the target's primary key); one key's columns in order.
pub(super) type ReferenceRow =
    (Option<String>, String, String, Option<String>, String, Option<String>, String, Option<String>);

/// All that was read.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) relations: Vec<RelationRow>,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) keys: Vec<KeyRow>,
    pub(super) references: Vec<ReferenceRow>,
}

type Tables = BTreeMap<(Option<String>, String), TableSchema>;

/// Rows that speak of tables not among `relations` are dropped: those are system tables, or ones
/// that came or went between two queries.
pub(super) fn assemble(rows: Rows) -> DatabaseSchema {
    let mut tables = Tables::new();
    for (schema, name, is_view, comment) in rows.relations {
        let table = TableSchema {
            schema: schema.clone(),
            name: name.clone(),
            is_view,
            comment: spoken(comment),
            ..TableSchema::default()
        };
        tables.insert((schema, name), table);
    }
    for (schema, table, name, db_type, nullable, comment) in rows.columns {
        if let Some(table) = tables.get_mut(&(schema, table)) {
            table.columns.push(ColumnSchema { name, db_type, nullable, comment: spoken(comment) });
        }
    }
    add_keys(&mut tables, &rows.keys);
    add_references(&mut tables, &rows.references);
    DatabaseSchema { tables: tables.into_values().collect() }
}

fn add_keys(tables: &mut Tables, rows: &[KeyRow]) {
    for key in rows.chunk_by(|a, b| (&a.0, &a.1, &a.2) == (&b.0, &b.1, &b.2)) {
        let Some((schema, name, _, primary, _)) = key.first() else { continue };
        let Some(table) = tables.get_mut(&(schema.clone(), name.clone())) else { continue };
        // A key over an expression, or over a column the user may not read, is of no use.
        let Some(columns) = key.iter().map(|row| row.4.clone()).collect::<Option<Vec<_>>>() else { continue };
        if !columns.iter().all(|column| has_column(table, column)) {
            continue;
        }
        if *primary {
            table.primary_key = columns;
        } else {
            table.unique_keys.push(columns);
        }
    }
    for table in tables.values_mut() {
        for column in &mut table.columns {
            column.nullable &= !table.primary_key.contains(&column.name);
        }
        let (columns, primary) = (&table.columns, &table.primary_key);
        let required = |name: &String| columns.iter().any(|column| column.name == *name && !column.nullable);
        table.unique_keys.retain(|key| key != primary && key.iter().all(required));
        table.unique_keys.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        table.unique_keys.dedup();
    }
}

fn add_references(tables: &mut Tables, rows: &[ReferenceRow]) {
    for reference in rows.chunk_by(|a, b| (&a.0, &a.1, &a.2) == (&b.0, &b.1, &b.2)) {
        let Some((schema, name, _, constraint, _, target_schema, target_table, _)) = reference.first() else {
            continue;
        };
        let columns: Vec<String> = reference.iter().map(|row| row.4.clone()).collect();
        let target = find_table(tables, target_schema, target_table);
        let written: Option<Vec<String>> = reference.iter().map(|row| row.7.clone()).collect();
        let target_columns = match (target, written) {
            (Some(target), Some(written)) => {
                written.into_iter().map(|column| find_column(target, column)).collect()
            }
            (Some(target), None) => target.primary_key.clone(),
            (None, written) => written.unwrap_or_default(),
        };
        if target_columns.len() != columns.len() {
            continue;
        }
        let key = ForeignKey {
            name: constraint.clone(),
            columns,
            target_schema: target_schema.clone(),
            target_table: target.map_or_else(|| target_table.clone(), |target| target.name.clone()),
            target_columns,
        };
        let Some(table) = tables.get_mut(&(schema.clone(), name.clone())) else { continue };
        if key.columns.iter().all(|column| has_column(table, column)) {
            table.foreign_keys.push(key);
        }
    }
}

/// SQLite, and MySQL on some systems, keep a reference as it was typed: names are then the same if
/// they are but for ASCII case.
fn find_table<'a>(tables: &'a Tables, schema: &Option<String>, name: &str) -> Option<&'a TableSchema> {
    tables.get(&(schema.clone(), name.to_owned())).or_else(|| {
        tables.values().find(|table| table.schema == *schema && table.name.eq_ignore_ascii_case(name))
    })
}

fn find_column(table: &TableSchema, name: String) -> String {
    if has_column(table, &name) {
        return name;
    }
    let same = table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(&name));
    same.map_or(name, |column| column.name.clone())
}

fn has_column(table: &TableSchema, name: &str) -> bool {
    table.columns.iter().any(|column| column.name == name)
}

/// A comment, unless it is blank.
fn spoken(comment: Option<String>) -> Option<String> {
    comment.filter(|text| !text.trim().is_empty())
}
