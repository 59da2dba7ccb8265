//! What the benchmarks share: databases of their own, and Landbridge as a server.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use landbridge::config::{Secrets, Surroundings, load_text};
use landbridge::server::{Current, Running, Settings, start as start_server};
use landbridge::service::{Keeper, Snapshot};
use landbridge::source::Source;
use landbridge::source::sql::{Settings as Bounds, SqlSource};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Runs this benchmark again beside servers that `./test` starts and stops.
pub(crate) fn beside_servers() {
    let itself = std::env::current_exe().expect("the benchmark's own path");
    let status = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/test"))
        .arg("with")
        .arg(itself)
        .args(std::env::args_os().skip(1))
        .status()
        .expect("./test runs");
    assert!(status.success(), "the benchmark failed");
}

/// Lends a new database of this name on the server of `url`, dropped at the end.
pub(crate) async fn with_database(url: &str, name: &str, bench: impl AsyncFnOnce(String)) {
    let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
    let mut run = async |sql: String| {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the statement runs");
    };
    run(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(format!("CREATE DATABASE {name}")).await;
    let (server, _) = url.rsplit_once('/').expect("a URL with a database");
    bench(format!("{server}/{name}")).await;
    run(format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

/// Serves a definition whose one source is at `${BENCH_URL}`, on a free port.
pub(crate) fn start(url: &str, definition: &str, workers: usize, connections: usize) -> Running {
    let variable = |name: &str| (name == "BENCH_URL").then(|| url.to_owned());
    let surroundings = Surroundings { variable: &variable, folder: Path::new("") };
    let loaded = load_text(definition, Secrets::Required, &surroundings).expect("the definition is valid");
    let mut sources: BTreeMap<String, Arc<dyn Source>> = BTreeMap::new();
    for settings in &loaded.sources {
        let bounds = Bounds { max_connections: connections as u32, ..Bounds::default() };
        let source = SqlSource::new(&settings.name, url, settings.engine, bounds).expect("the URL is valid");
        sources.insert(settings.name.clone(), Arc::new(source));
    }
    let snapshot =
        Snapshot::new(loaded.catalogs, sources, b"bench", &Keeper::new(0)).expect("all sources are there");
    let mut settings = Settings::new(SocketAddr::from(([127, 0, 0, 1], 0)));
    settings.workers = workers.try_into().ok();
    start_server(settings, Current::new(snapshot)).expect("a free port")
}
