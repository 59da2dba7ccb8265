//! The text of a service definition: takes outlines, gives YAML laid out for people to edit.
//! Knows neither databases nor how names came about.

use std::fmt::{self, Write};

use super::navigation::NavigationOutline;
use super::outline::{EntitySetOutline, Key, PropertyOutline};
use super::yaml::{list, prose, quoted, scalar};
use crate::catalog::{Engine, Profile};
use crate::source::sql::schema::TableSchema;

/// What stands above the entity sets.
#[derive(Clone, Debug)]
pub(super) struct Heading<'a> {
    pub(super) engine: Engine,
    /// The source's name in the definition.
    pub(super) source: &'a str,
    pub(super) path: &'a str,
    pub(super) namespace: &'a str,
    pub(super) profile: Profile,
}

/// The definition's text; it ends with a line break.
pub(super) fn write(heading: &Heading<'_>, sets: &[EntitySetOutline<'_>]) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_definition(&mut text, heading, sets);
    text
}

fn write_definition(out: &mut String, heading: &Heading<'_>, sets: &[EntitySetOutline<'_>]) -> fmt::Result {
    write_comment(out, heading, sets)?;
    let Heading { source, path, namespace, .. } = *heading;
    let profile = match heading.profile {
        Profile::Salesforce => "salesforce",
        Profile::Standard => "standard",
    };
    writeln!(out, "sources:\n  {}:\n    url: ${{DATABASE_URL}}\n", scalar(source))?;
    writeln!(out, "services:\n  - path: {}", scalar(path))?;
    writeln!(out, "    namespace: {}\n    profile: {profile}", scalar(namespace))?;
    writeln!(out, "    source: {}\n    entitySets:", scalar(source))?;
    for (index, set) in sets.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        write_set(out, set)?;
    }
    Ok(())
}

fn write_comment(out: &mut String, heading: &Heading<'_>, sets: &[EntitySetOutline<'_>]) -> fmt::Result {
    let (product, example) = match heading.engine {
        Engine::Postgres => ("PostgreSQL", "postgres://user:password@localhost:5432/database"),
        Engine::MySql => ("MySQL", "mysql://user:password@localhost:3306/database"),
        Engine::MariaDb => ("MariaDB", "mariadb://user:password@localhost:3306/database"),
        Engine::Sqlite => ("SQLite", "sqlite:path/to/file.db"),
    };
    let missing = sets.iter().filter(|set| set.key.is_missing()).count();
    writeln!(out, "# Landbridge service definition, made from the tables of a {product} database.")?;
    writeln!(out, "#")?;
    writeln!(
        out,
        "# It is yours to edit. Delete what nobody needs. The names of sets and properties are what"
    )?;
    writeln!(
        out,
        "# clients see: change them now, or never. `table`, `column` and `dbType` are the database's own."
    )?;
    if missing > 0 {
        writeln!(
            out,
            "# {missing} of {} sets cannot be published yet: supply what `missing` asks for, then delete it.",
            sets.len()
        )?;
    }
    writeln!(out, "#")?;
    writeln!(out, "# Where the database is, password included, stays out of this file:")?;
    writeln!(out, "#   export DATABASE_URL='{example}'")?;
    writeln!(out, "#   landbridge check <this file>             compare it with the database")?;
    writeln!(out, "#   landbridge serve --config <this file>    serve it")?;
    writeln!(
        out,
        "# For completion in an editor, `landbridge schema > landbridge.schema.json` and as first line here"
    )?;
    writeln!(out, "#   yaml-language-server: $schema=landbridge.schema.json\n")
}

fn write_set(out: &mut String, set: &EntitySetOutline<'_>) -> fmt::Result {
    writeln!(out, "      {}:", scalar(&set.names.set))?;
    writeln!(out, "        table: {}", table_name(set.table))?;
    writeln!(out, "        entityType: {}", scalar(&set.names.entity_type))?;
    if let Some(comment) = &set.table.comment {
        writeln!(out, "        description: {}", prose(comment))?;
    }
    let key: Vec<&str> =
        set.key.columns().iter().filter_map(|column| Some(set.property(column)?.name.as_str())).collect();
    let why =
        if matches!(set.key, Key::Unique(_)) { " # a unique key, for want of a primary one" } else { "" };
    if let Key::Missing(what) = &set.key {
        writeln!(out, "        missing: {}", quoted(what))?;
    }
    if !key.is_empty() {
        writeln!(out, "        key: {}{why}", list(&key))?;
    }
    if !set.search.is_empty() {
        let searched: Vec<&str> = set.search.iter().map(String::as_str).collect();
        writeln!(out, "        search: {{ properties: {} }}", list(&searched))?;
    }
    if set.properties.is_empty() {
        writeln!(out, "        properties: {{}}")?;
    } else {
        writeln!(out, "        properties:")?;
    }
    for property in &set.properties {
        write_property(out, property)?;
    }
    if !set.navigation.is_empty() {
        writeln!(out, "        navigation:")?;
    }
    set.navigation.iter().try_for_each(|way| write_navigation(out, way))
}

fn write_property(out: &mut String, property: &PropertyOutline<'_>) -> fmt::Result {
    let PropertyOutline { name, column, ty } = property;
    write!(out, "          {}: {{ column: {}, type: {}", scalar(name), scalar(&column.name), ty.primitive)?;
    if !ty.nullable {
        write!(out, ", nullable: false")?;
    }
    for (facet, value) in [("maxLength", ty.max_length), ("precision", ty.precision), ("scale", ty.scale)] {
        if let Some(value) = value {
            write!(out, ", {facet}: {value}")?;
        }
    }
    if let Some(spatial) = ty.primitive.as_spatial().filter(|ty| ty.srid != ty.family.default_srid()) {
        write!(out, ", srid: {}", spatial.srid)?;
    }
    if !column.db_type.is_empty() {
        write!(out, ", dbType: {}", scalar(&column.db_type))?;
    }
    if let Some(comment) = &column.comment {
        write!(out, ", description: {}", prose(comment))?;
    }
    writeln!(out, " }}")
}

fn write_navigation(out: &mut String, way: &NavigationOutline) -> fmt::Result {
    let pairs = way.on.iter().map(|(here, there)| format!("{}: {}", scalar(here), scalar(there)));
    let pairs = pairs.collect::<Vec<_>>().join(", ");
    write!(out, "          {}: {{ to: {}, on: {{ {pairs} }}", scalar(&way.name), scalar(&way.to))?;
    if way.collection {
        write!(out, ", collection: true")?;
    } else if !way.nullable {
        write!(out, ", nullable: false")?;
    }
    writeln!(out, " }}")
}

/// `schema.name`; in two parts where a dot in one of them would mislead.
fn table_name(table: &TableSchema) -> String {
    let dotted = |part: &str| part.is_empty() || part.contains('.');
    match &table.schema {
        Some(schema) if dotted(schema) || dotted(&table.name) => {
            format!("{{ schema: {}, name: {} }}", scalar(schema), scalar(&table.name))
        }
        Some(schema) => scalar(&format!("{schema}.{}", table.name)),
        None if dotted(&table.name) => format!("{{ name: {} }}", scalar(&table.name)),
        None => scalar(&table.name),
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::outline;
    use super::*;
    use crate::source::sql::schema::{ColumnSchema, DatabaseSchema, ForeignKey};

    fn column(name: &str, db_type: &str) -> ColumnSchema {
        ColumnSchema { name: name.into(), db_type: db_type.into(), nullable: true, comment: None }
    }

    fn required(name: &str, db_type: &str) -> ColumnSchema {
        ColumnSchema { nullable: false, ..column(name, db_type) }
    }

    fn foreign(columns: &[&str], target_table: &str, target_columns: &[&str]) -> ForeignKey {
        ForeignKey {
            name: None,
            columns: columns.iter().map(|&name| name.into()).collect(),
            target_schema: Some("public".into()),
            target_table: target_table.into(),
            target_columns: target_columns.iter().map(|&name| name.into()).collect(),
        }
    }

    fn table(
        name: &str,
        columns: Vec<ColumnSchema>,
        key: &[&str],
        foreign_keys: Vec<ForeignKey>,
    ) -> TableSchema {
        TableSchema {
            schema: Some("public".into()),
            name: name.into(),
            columns,
            primary_key: key.iter().map(|&name| name.into()).collect(),
            foreign_keys,
            ..TableSchema::default()
        }
    }

    fn erp() -> DatabaseSchema {
        let mut customers = table(
            "customers",
            vec![
                required("customer_id", "integer"),
                column("name", "character varying(80)"),
                column("city", "character varying(40)"),
                column("country_code", "character(2)"),
                column("no", "boolean"),
                column("parent_id", "integer"),
            ],
            &["customer_id"],
            vec![foreign(&["parent_id"], "customers", &["customer_id"])],
        );
        customers.comment = Some("Who buys from us:\n  \"prospects\" included".into());
        customers.columns[1].comment = Some("Legal name".into());
        let orders = table(
            "orders",
            vec![
                required("order_no", "integer"),
                required("bill_to_customer_id", "integer"),
                column("ship_to_customer_id", "integer"),
                column("total", "numeric(12,2)"),
            ],
            &["order_no"],
            vec![
                foreign(&["bill_to_customer_id"], "customers", &["customer_id"]),
                foreign(&["ship_to_customer_id"], "customers", &["customer_id"]),
            ],
        );
        let lines = table(
            "order_lines",
            vec![required("order_no", "integer"), required("line_no", "smallint"), column("note", "text")],
            &["order_no", "line_no"],
            vec![foreign(&["order_no"], "orders", &["order_no"])],
        );
        let shipments = table(
            "shipments",
            vec![required("order_no", "integer"), required("line_no", "smallint"), column("sent", "date")],
            &["order_no", "line_no"],
            vec![foreign(&["order_no", "line_no"], "order_lines", &["order_no", "line_no"])],
        );
        let mut prices = table(
            "Straßen.preise",
            vec![required("artikel", "character varying(20)"), column("preis €", "numeric(10,4)")],
            &[],
            vec![],
        );
        prices.unique_keys = vec![vec!["artikel".into()]];
        let mut open = table("open_orders", vec![column("order_no", "integer")], &[], vec![]);
        open.is_view = true;
        let log =
            table("log", vec![column("at", "timestamp with time zone"), column("text", "text")], &[], vec![]);
        let photos = table("photos", vec![required("hash", "bytea")], &["hash"], vec![]);
        DatabaseSchema { tables: vec![customers, orders, lines, shipments, prices, open, log, photos] }
    }

    #[test]
    fn a_definition() {
        let heading = Heading {
            engine: Engine::Postgres,
            source: "erp",
            path: "/",
            namespace: "Erp",
            profile: Profile::Salesforce,
        };
        let database = erp();
        insta::assert_snapshot!(write(&heading, &outline(Engine::Postgres, &database)));
    }
}
