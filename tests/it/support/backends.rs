//! The same rows behind every engine and in memory, each ready to be asked.

use landbridge::catalog::definition::Definition;
use landbridge::catalog::{Catalog, Engine, build};
use landbridge::edm::{PrimitiveType, TypeRef, Value};
use landbridge::source::memory::MemorySource;

use super::databases::{with_mysql, with_postgres, with_sqlite};
use super::fixture::{Column, Fixture, Table};
use super::load;
use super::upstream::{Able, upstream};

/// Where a fixture's rows are.
pub(crate) struct Backend {
    /// `memory`, `sqlite`, `postgres`, `mariadb`, `mysql`, `rest` or `bare rest`: for messages.
    pub(crate) name: &'static str,
    /// Its service, built from the fixture's definition.
    pub(crate) catalog: Catalog,
    /// Where the rows are, beside the URL of a database.
    pub(crate) place: Place,
}

/// What is behind a backend.
pub(crate) enum Place {
    /// A database at a URL.
    Database(String),
    /// A REST service at a URL.
    Rest(String),
    /// The measure of all others: everything asked of it is computed by `exec`.
    Memory(MemorySource),
}

/// Loads the fixture everywhere and lends the backends to the test, memory first. The databases
/// are dropped however the test ends. `profile` is `salesforce` or `standard`.
pub(crate) async fn with_backends(fixture: &Fixture, profile: &str, test: impl AsyncFnOnce(&[Backend])) {
    let create = |engine| fixture.create_sql(engine);
    with_databases(create, async |urls| {
        let mut backends = vec![memory(fixture, profile)];
        for url in urls {
            load::fixture(url, fixture).await;
            backends.push(database(fixture, profile, url));
        }
        let mut services = Vec::new();
        for (name, able) in [("rest", Able::All), ("bare rest", Able::Nothing)] {
            if fixture.is_restful() {
                let service = upstream(fixture, able).await;
                let catalog = built_of(&fixture.rest_definition(able, &service.uri(), profile), &[]);
                backends.push(Backend { name, catalog, place: Place::Rest(service.uri()) });
                services.push(service);
            }
        }
        test(&backends).await;
    })
    .await;
}

/// Runs a script in a database of each engine and lends their URLs to the test.
pub(crate) async fn with_databases(create: impl Fn(Engine) -> String, test: impl AsyncFnOnce(&[String])) {
    // Boxed, or the futures within futures are too deep for the compiler.
    with_sqlite(&create(Engine::Sqlite), async |sqlite| {
        Box::pin(with_postgres(&create(Engine::Postgres), async |postgres| {
            Box::pin(with_mysql(&create(Engine::MySql), async |mysql| {
                let mysql = if is_mariadb(mysql).await {
                    mysql.replacen("mysql:", "mariadb:", 1)
                } else {
                    mysql.to_owned()
                };
                Box::pin(test(&[sqlite.to_owned(), postgres.to_owned(), mysql])).await;
            }))
            .await;
        }))
        .await;
    })
    .await;
}

fn memory(fixture: &Fixture, profile: &str) -> Backend {
    // How its columns are stored is read by nobody.
    let catalog = catalog(fixture, Engine::Sqlite, "sqlite:memory", profile);
    let mut source = MemorySource::new("db");
    for stored in &catalog.tables {
        let described = |table: &&Table| table.set == stored.entity_set;
        let Some(table) = fixture.tables.iter().find(described) else { continue };
        // A profile may publish fewer columns than there are, and others than they are; a link has
        // the columns that are used.
        let published: Vec<(usize, TypeRef)> = stored
            .columns
            .iter()
            .map(|column| {
                let is_it = |described: &Column| {
                    let property = described.property;
                    property == column.property
                        || property.replace('/', "_") == column.property
                        || table.is_link() && described.name == column.name
                };
                let place = table.columns.iter().position(is_it);
                (place.unwrap(), column.ty)
            })
            .collect();
        let row =
            |row: &Vec<Value>| published.iter().map(|(place, ty)| as_published(&row[*place], *ty)).collect();
        source = source.with_table(table.set, table.rows.iter().map(row).collect());
    }
    Backend { name: "memory", catalog, place: Place::Memory(source) }
}

/// The value as a database gives it back: a decimal has the scale of its column.
pub(crate) fn as_published(value: &Value, ty: TypeRef) -> Value {
    match (value, ty.primitive) {
        (Value::Decimal(value), _) => {
            Value::Decimal(value.with_scale(ty.scale.map_or(0, |scale| scale.into())))
        }
        (Value::Guid(value), PrimitiveType::String) => Value::String(value.to_string()),
        (Value::Enumeration(value, declared), PrimitiveType::String) => {
            Value::String(declared.text(*value).into_owned())
        }
        (Value::TimeOfDay(_) | Value::Duration(_), PrimitiveType::String) => {
            let mut out = Vec::new();
            landbridge::edm::text::value(&mut out, &value.borrow());
            Value::String(String::from_utf8(out).unwrap())
        }
        (value, _) => value.clone(),
    }
}

fn database(fixture: &Fixture, profile: &str, url: &str) -> Backend {
    let engine = Engine::of_url(url).unwrap();
    Backend::database(url, catalog(fixture, engine, url, profile))
}

impl Backend {
    /// The database at a URL.
    pub(crate) fn database(url: &str, catalog: Catalog) -> Self {
        let name = match Engine::of_url(url).unwrap() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
            Engine::MariaDb => "mariadb",
            Engine::MySql => "mysql",
        };
        Self { name, catalog, place: Place::Database(url.to_owned()) }
    }
}

fn catalog(fixture: &Fixture, engine: Engine, url: &str, profile: &str) -> Catalog {
    built(&fixture.definition(engine, url, profile), engine)
}

/// The one service of a definition over a database `db`.
pub(crate) fn built(yaml: &str, engine: Engine) -> Catalog {
    built_of(yaml, &[("db", engine)])
}

/// The one service of a definition over these databases.
fn built_of(yaml: &str, engines: &[(&str, Engine)]) -> Catalog {
    let definition: Definition = serde_saphyr::from_str(yaml).unwrap();
    let engines = engines.iter().map(|(name, engine)| ((*name).to_owned(), *engine)).collect();
    match build(&definition, &engines) {
        Ok((mut catalogs, _)) => catalogs.remove(0),
        Err(problems) => panic!("{problems:#?}\n{yaml}"),
    }
}

async fn is_mariadb(url: &str) -> bool {
    use sqlx::Connection;
    let mut connection = sqlx::mysql::MySqlConnection::connect(url).await.unwrap();
    let version: String = sqlx::query_scalar("SELECT version()").fetch_one(&mut connection).await.unwrap();
    version.contains("MariaDB")
}
