//! The harbour, read from its two files: `harbour.yaml` says what the service publishes,
//! `harbour.txt` has the tables with their rows. Every database and memory get the same values.

use std::fmt::Write;

use chrono::TimeDelta;
use landbridge::catalog::{Catalog, Engine};
use landbridge::edm::{PrimitiveType, TypeRef, Value, parse};
use landbridge::source::memory::MemorySource;

use super::file;
use crate::support::backends::{Backend, Place, as_published, built, with_databases};
use crate::support::fixture::{Kind, quote};
use crate::support::load;

/// A table of the text file.
struct Table {
    name: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

struct Column {
    name: String,
    kind: Kind,
    nullable: bool,
}

/// Makes the harbour everywhere and lends the backends to the test, memory first.
pub(super) async fn with_harbour(test: impl AsyncFnOnce(&[Backend])) {
    let tables = tables();
    with_databases(
        |engine| create_sql(&tables, engine),
        async |urls| {
            let mut backends = vec![memory(&tables)];
            for url in urls {
                let engine = Engine::of_url(url).unwrap();
                for table in &tables {
                    let stored = |row: &Vec<Value>| row.iter().map(|value| stored(value, engine)).collect();
                    let rows: Vec<Vec<Value>> = table.rows.iter().map(stored).collect();
                    load::rows(url, &table.name, &rows).await;
                }
                backends.push(Backend::database(url, catalog(&tables, engine, url)));
            }
            test(&backends).await;
        },
    )
    .await;
}

/// The service over SQLite's types, without a database.
pub(super) fn service() -> Catalog {
    catalog(&tables(), Engine::Sqlite, "sqlite:nowhere.db")
}

fn catalog(tables: &[Table], engine: Engine, url: &str) -> Catalog {
    let head = format!(
        "sources: {{ db: {{ url: \"{url}\" }} }}\nservices:\n- path: /\n  namespace: Harbour\n  profile: standard\n"
    );
    built(&(head + &definition(tables, engine)), engine)
}

/// The service's definition with the engine's own type behind the name of each column.
fn definition(tables: &[Table], engine: Engine) -> String {
    let mut table = None;
    let mut yaml = String::new();
    for line in file("harbour.yaml").lines() {
        if let Some(name) = line.trim().strip_prefix("table: ") {
            table = tables.iter().find(|table| table.name == name);
        }
        let mut line = format!("  {line}");
        let column = line.split_once("{ column: ").filter(|_| !line.contains("media: "));
        if let Some((_, rest)) = column {
            let (name, _) = rest.split_once(',').unwrap();
            let is_it = |column: &&Column| column.name == name;
            let described = table.and_then(|table| table.columns.iter().find(is_it));
            let kind = described.unwrap_or_else(|| panic!("no column for {line}")).kind;
            let of_type = format!("column: {name}, dbType: \"{}\"", kind.db_type(engine));
            line = line.replacen(&format!("column: {name}"), &of_type, 1);
        }
        writeln!(yaml, "{line}").unwrap();
    }
    yaml
}

fn create_sql(tables: &[Table], engine: Engine) -> String {
    let mut sql = String::new();
    for Table { name, columns, .. } in tables {
        let column = |Column { name, kind, nullable }: &Column| {
            let nullability = if *nullable { "NULL" } else { "NOT NULL" };
            format!("{} {} {nullability}", quote(engine, name), kind.db_type(engine))
        };
        let columns: Vec<String> = columns.iter().map(column).collect();
        writeln!(sql, "CREATE TABLE {} ({});", quote(engine, name), columns.join(", ")).unwrap();
    }
    sql
}

fn memory(tables: &[Table]) -> Backend {
    let catalog = catalog(tables, Engine::Sqlite, "sqlite:memory");
    let mut source = MemorySource::new("db");
    for table in &catalog.tables {
        let Some(described) = tables.iter().find(|described| described.name == table.name) else { continue };
        let place = |name: &str| described.columns.iter().position(|column| column.name == name).unwrap();
        let places: Vec<(usize, TypeRef)> =
            table.columns.iter().map(|column| (place(&column.name), column.ty)).collect();
        let row = |row: &Vec<Value>| places.iter().map(|(place, ty)| published(&row[*place], *ty)).collect();
        source = source.with_table(&table.entity_set, described.rows.iter().map(row).collect());
    }
    Backend { name: "memory", catalog, place: Place::Memory(source) }
}

/// A column's value as a value of the property's type.
fn published(value: &Value, ty: TypeRef) -> Value {
    match (value, ty.primitive) {
        (Value::Integer(value), PrimitiveType::Enumeration(declared)) => Value::Enumeration(*value, declared),
        (Value::String(name), PrimitiveType::Enumeration(declared)) => {
            Value::Enumeration(declared.of_names(name).unwrap(), declared)
        }
        (value, _) => as_published(value, ty),
    }
}

/// A value as an engine takes it.
fn stored(value: &Value, engine: Engine) -> Value {
    match (value, engine) {
        (Value::Duration(length), Engine::MySql | Engine::MariaDb) => Value::String(clock(*length)),
        // In days and hours, so that days of 24 hours are compared.
        (Value::Duration(length), Engine::Postgres) => {
            let days = length.num_days();
            Value::String(format!("{days} days {}", clock(*length - TimeDelta::days(days))))
        }
        (Value::Duration(_), Engine::Sqlite) => {
            let mut iso = Vec::new();
            landbridge::edm::text::value(&mut iso, &value.borrow());
            Value::String(String::from_utf8(iso).unwrap())
        }
        (value, _) => value.clone(),
    }
}

/// `-838:59:59.000001`
fn clock(length: TimeDelta) -> String {
    let sign = if length < TimeDelta::zero() { "-" } else { "" };
    let (whole, micros) = (length.abs().num_seconds(), length.abs().subsec_nanos() / 1_000);
    format!("{sign}{}:{:02}:{:02}.{micros:06}", whole / 3_600, whole / 60 % 60, whole % 60)
}

/// The tables of the text file: a paragraph each, with the table's name, its columns (`!`: not null)
/// and a line for each row.
fn tables() -> Vec<Table> {
    file("harbour.txt").split("\n\n").map(table).collect()
}

fn table(paragraph: &str) -> Table {
    let mut lines = paragraph.lines();
    let name = lines.next().unwrap().to_owned();
    let columns: Vec<Column> = lines.next().unwrap().split(" | ").map(column).collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(" | ").collect();
        assert_eq!(cells.len(), columns.len(), "{line}");
        cells.iter().zip(&columns).map(|(cell, column)| value(cell, column)).collect()
    };
    let rows = lines.map(row).collect();
    Table { name, columns, rows }
}

fn column(text: &str) -> Column {
    let (name, kind) = text.split_once(' ').unwrap();
    let (kind, nullable) = kind.strip_suffix('!').map_or((kind, true), |kind| (kind, false));
    let (kind, facets) = kind.split_once('(').unwrap_or((kind, ")"));
    let mut facets = facets.trim_end_matches(')').split(',').map(|facet| facet.parse().unwrap_or_default());
    let mut facet = || facets.next().unwrap();
    let kind = match kind {
        "boolean" => Kind::Boolean,
        "int16" => Kind::Int16,
        "int32" => Kind::Int32,
        "int64" => Kind::Int64,
        "single" => Kind::Single,
        "double" => Kind::Double,
        "decimal" => Kind::Decimal(facet(), facet()),
        "text" => Kind::Text(facet()),
        "guid" => Kind::Guid,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "timestamp" => Kind::Timestamp,
        "duration" => Kind::Duration,
        "binary" => Kind::Binary,
        other => panic!("no kind of column: {other}"),
    };
    Column { name: name.to_owned(), kind, nullable }
}

/// A cell: `null`, `''` for the empty text, else a value as OData writes it.
fn value(cell: &str, column: &Column) -> Value {
    let ty = match column.kind {
        _ if cell == "null" => return Value::Null,
        Kind::Boolean => PrimitiveType::Boolean,
        Kind::Int16 | Kind::Int32 | Kind::Int64 => PrimitiveType::Int64,
        Kind::Single => PrimitiveType::Single,
        Kind::Double => PrimitiveType::Double,
        Kind::Decimal(..) => PrimitiveType::Decimal,
        Kind::Text(_) | Kind::FixedText(_) | Kind::LongText => PrimitiveType::String,
        Kind::Guid => PrimitiveType::Guid,
        Kind::Date => PrimitiveType::Date,
        Kind::Time => PrimitiveType::TimeOfDay,
        Kind::Timestamp | Kind::TimestampTz => PrimitiveType::DateTimeOffset,
        Kind::Duration => PrimitiveType::Duration,
        Kind::Binary => PrimitiveType::Binary,
    };
    let text = if cell == "''" { "" } else { cell };
    parse::value(text, ty).unwrap_or_else(|| panic!("{cell} is no {ty}"))
}
