//! Tables that no common description fits: each engine has a script and a definition of its own,
//! memory has the values they all have to give.

use landbridge::catalog::definition::Definition;
use landbridge::catalog::{Catalog, Engine, NamedTypes, Problems};
use landbridge::edm::Value;
use landbridge::source::memory::MemorySource;

use super::backends::{Backend, Place, as_published, built, with_databases};
use super::peers::Peers;

/// Tables written for each engine.
pub(crate) struct Stage {
    /// The statements that create and fill them.
    pub(crate) create: fn(Engine) -> String,
    /// The service's `enumerations`, `entitySets` and so on.
    pub(crate) service: fn(Engine) -> String,
    /// For each entity set a row of values, in the order of its properties in the definition; behind
    /// them those of the columns that are no properties.
    pub(crate) rows: fn(&NamedTypes) -> Tables,
}

/// Entity sets with their rows.
pub(crate) type Tables = Vec<(&'static str, Vec<Vec<Value>>)>;

/// Sets the stage everywhere and lends the backends to the test, memory first.
pub(crate) async fn with_stage(stage: &Stage, profile: &str, test: impl AsyncFnOnce(&[Backend])) {
    with_databases(stage.create, async |urls| {
        let mut backends = vec![stage.memory(profile)];
        for url in urls {
            let engine = Engine::of_url(url).unwrap();
            backends.push(Backend::database(url, built(&stage.definition(engine, url, profile), engine)));
        }
        test(&backends).await;
    })
    .await;
}

/// Sets the stage everywhere and lends its services to the test.
pub(crate) async fn with_staged_peers(stage: &Stage, profile: &str, test: impl AsyncFnOnce(&Peers)) {
    with_stage(stage, profile, async |backends| test(&Peers::of(backends)).await).await;
}

impl Stage {
    /// Its service over an engine's tables, without a database.
    pub(crate) fn catalog(&self, engine: Engine, profile: &str) -> Catalog {
        let url = match engine {
            Engine::Postgres => "postgres://nowhere.invalid/db",
            Engine::MySql => "mysql://nowhere.invalid/db",
            Engine::MariaDb => "mariadb://nowhere.invalid/db",
            Engine::Sqlite => "sqlite:nowhere.db",
        };
        built(&self.definition(engine, url, profile), engine)
    }

    fn definition(&self, engine: Engine, url: &str, profile: &str) -> String {
        format!(
            "sources:\n  db: {{ url: \"{url}\" }}\nservices:\n- path: /\n  namespace: Harbour\n  profile: {profile}\n{}",
            (self.service)(engine)
        )
    }

    fn memory(&self, profile: &str) -> Backend {
        let yaml = self.definition(Engine::Sqlite, "sqlite:memory", profile);
        let definition: Definition = serde_saphyr::from_str(&yaml).unwrap();
        let catalog = built(&yaml, Engine::Sqlite);
        let service = &definition.services[0];
        let types = NamedTypes::of(service, "", &mut Problems::default());
        let mut source = MemorySource::new("db");
        for (set, rows) in (self.rows)(&types) {
            let declared = service.entity_sets.get(set).unwrap();
            let columns = &catalog.tables[catalog.model.entity_set(set).unwrap()].columns;
            let published = |row: Vec<Value>| {
                // Columns that are no properties come behind those that are.
                let mut hidden = declared.value.properties.len()..;
                let cell = |column: &landbridge::catalog::Column| {
                    let place = declared.value.properties.names().position(|name| name == column.property);
                    as_published(&row[place.or_else(|| hidden.next()).unwrap()], column.ty)
                };
                columns.iter().map(cell).collect()
            };
            source = source.with_table(set, rows.into_iter().map(published).collect());
        }
        Backend { name: "memory", catalog, place: Place::Memory(source) }
    }
}
