//! `landbridge introspect`: what is read from each database, and the definition made of it.

mod mysql;
mod postgres;
mod refusals;
mod sqlite;

use std::collections::BTreeMap;
use std::fmt::Write;

use clap::Parser;
use landbridge::catalog::definition::Definition;
use landbridge::catalog::{Catalog, Engine, build};
use landbridge::cli::introspect::{Error, Introspect};
use landbridge::source::sql::schema::DatabaseSchema;

#[derive(Parser)]
struct Program {
    #[command(flatten)]
    introspect: Introspect,
}

/// What the command prints for these arguments.
async fn introspect(arguments: &[&str]) -> Result<String, Error> {
    let arguments = std::iter::once(&"introspect").chain(arguments);
    Program::try_parse_from(arguments).unwrap().introspect.run().await
}

/// The one service of a definition as it comes, unedited: nothing may be wrong with it but what
/// it says is missing.
fn built(definition: &str, engine: Engine) -> Catalog {
    let definition: Definition = serde_saphyr::from_str(definition).unwrap();
    let engines = definition.sources.iter().map(|source| (source.name.to_string(), engine));
    let (mut catalogs, problems) = build(&definition, &engines.collect::<BTreeMap<_, _>>()).unwrap();
    assert!(problems.iter().all(|problem| problem.place.ends_with(".missing")), "{problems:#?}");
    assert_eq!(catalogs.len(), 1);
    catalogs.remove(0)
}

/// The lines of an entity set, without indentation.
fn set_of<'a>(definition: &'a str, set: &str) -> Vec<&'a str> {
    let head = format!("      {set}:");
    let lines = definition.lines().skip_while(|line| **line != head).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| line.starts_with("        ")).map(str::trim).collect();
    assert!(!lines.is_empty(), "no entity set {set} in\n{definition}");
    lines
}

#[track_caller]
fn assert_has(lines: &[&str], line: &str) {
    assert!(lines.contains(&line), "no line\n{line}\nin\n{}", lines.join("\n"));
}

/// A schema for people: a line a table, column, key.
fn listing(schema: &DatabaseSchema) -> String {
    let mut text = String::new();
    for table in &schema.tables {
        let place = table.schema.iter().chain([&table.name]).cloned().collect::<Vec<_>>().join(".");
        let view = if table.is_view { " (view)" } else { "" };
        let comment = table.comment.as_ref().map_or_else(String::new, |comment| format!(" -- {comment}"));
        writeln!(text, "{place}{view}{comment}").unwrap();
        for column in &table.columns {
            let nullable = if column.nullable { "" } else { " not null" };
            let comment =
                column.comment.as_ref().map_or_else(String::new, |comment| format!(" -- {comment}"));
            writeln!(text, "    {}: {}{nullable}{comment}", column.name, column.db_type).unwrap();
        }
        if !table.primary_key.is_empty() {
            writeln!(text, "    primary key {}", table.primary_key.join(", ")).unwrap();
        }
        for key in &table.unique_keys {
            writeln!(text, "    unique {}", key.join(", ")).unwrap();
        }
        for key in &table.foreign_keys {
            let target = key.target_schema.iter().chain([&key.target_table]).cloned().collect::<Vec<_>>();
            let (columns, there) = (key.columns.join(", "), key.target_columns.join(", "));
            writeln!(text, "    {columns} -> {} ({there})", target.join(".")).unwrap();
        }
    }
    text
}
