use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::BoxFuture;
use landbridge::catalog::Engine;
use landbridge::edm::Value;
use landbridge::plan::{Capabilities, Scan};
use landbridge::source::sql::{Settings, SqlSource};
use landbridge::source::{Error, RowSink, Source};
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::backends::{Place, with_backends};
use crate::support::fixture::{Fixture, Kind, Navigation, Table, optional, required};
use crate::support::peers::{service, source, with_peers_of};
use landbridge::service::Request;

/// 100 lines with 10 voyages each, with 5 stops each.
fn lines() -> Fixture {
    let number = |property, name| required(property, name, Kind::Int32);
    let way = |name, to, on| Navigation { name, to, on, collection: true };
    let mut lines = Table::new("Lines", "lines", &["ID"], vec![number("ID", "id")]);
    lines.navigation = vec![way("Voyages", "Voyages", ("ID", "LineID"))];
    lines.further_navigation = vec![
        "Ports: { to: Ports, through: { table: line_ports, here: { ID: line }, there: { port: ID } }, collection: true }",
    ];
    lines.rows = (1..=100).map(|id| vec![Value::Integer(id)]).collect();
    let columns = vec![number("ID", "id"), number("LineID", "line_id")];
    let mut voyages = Table::new("Voyages", "voyages", &["ID"], columns);
    voyages.navigation = vec![way("Stops", "Stops", ("ID", "VoyageID"))];
    voyages.rows = (1..=1000).map(|id| vec![Value::Integer(id), Value::Integer(1 + id % 100)]).collect();
    let columns = vec![number("ID", "id"), number("VoyageID", "voyage_id")];
    let mut stops = Table::new("Stops", "stops", &["ID"], columns);
    stops.rows = (1..=5000).map(|id| vec![Value::Integer(id), Value::Integer(1 + id % 1000)]).collect();
    let mut ports = Table::new("Ports", "ports", &["ID"], vec![number("ID", "id")]);
    ports.rows = (1..=20).map(|id| vec![Value::Integer(id)]).collect();
    let columns = vec![optional("line", "line", Kind::Int32), optional("port", "port", Kind::Int32)];
    let mut line_ports = Table::link("line_ports", columns);
    line_ports.rows =
        (0..400).map(|n| vec![Value::Integer(1 + n % 100), Value::Integer(1 + n % 7)]).collect();
    Fixture { tables: vec![lines, voyages, stops, ports, line_ports] }
}

/// Counts what a source is asked: each scan and each count is one statement of a database.
struct Counting {
    source: Arc<dyn Source>,
    asked: Arc<AtomicU64>,
}

impl Source for Counting {
    fn capabilities(&self) -> &Capabilities {
        self.source.capabilities()
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.source.scan(scan, sink)
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.source.count(scan)
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        self.source.ping()
    }
}

/// However many entities there are at a level, they are read at once.
#[tokio::test]
async fn a_level_is_one_statement() {
    let asked = Arc::new(AtomicU64::new(0));
    let counting = |backend: &_| {
        let source: Arc<dyn Source> =
            Arc::new(Counting { source: source(backend), asked: Arc::clone(&asked) });
        service(backend.catalog.clone(), &source)
    };
    with_peers_of(&lines(), "standard", counting, async |peers| {
        for peer in peers.each() {
            let (name, is_memory) = (peer.names()[0], peer.names() == ["memory"]);
            for (address, statements) in [
                ("Lines?$expand=Voyages($expand=Stops)", 3),
                ("Lines?$expand=Voyages($top=2;$skip=1;$count=true;$expand=Stops($top=1;$orderby=ID desc))", 3),
                ("Lines?$expand=Voyages/$count", 2),
                ("Lines(7)?$expand=Voyages($expand=Stops/$count)", 3),
                ("Lines?$top=0&$expand=Voyages", 0),
                ("Lines?$filter=ID gt 1000&$expand=Voyages", 1),
                // The rows of a link come with what they lead to, where a database joins them.
                ("Lines?$expand=Ports,Voyages", if is_memory { 4 } else { 3 }),
            ] {
                asked.store(0, Ordering::Relaxed);
                let rows = peer.ask(&address.replace(' ', "%20")).await;
                assert_eq!(rows.status, 200, "{name} {address}: {}", rows.body);
                assert_eq!(asked.load(Ordering::Relaxed), statements, "{name} {address}");
            }
            let rows = peer.ask("Lines?$expand=Voyages($expand=Stops)").await.rows();
            let voyages: Vec<_> = rows.iter().flat_map(|line| line["Voyages"].as_array().unwrap()).collect();
            let stops: usize = voyages.iter().map(|voyage| voyage["Stops"].as_array().unwrap().len()).sum();
            assert_eq!((rows.len(), voyages.len(), stops), (100, 1000, 5000), "{name}");
        }
    })
    .await;
}

/// The same, counted on the wire.
#[tokio::test]
async fn postgres_runs_three_statements_for_three_levels() {
    with_backends(&lines(), "standard", async |backends| {
        let backend = backends.iter().find(|backend| backend.name == "postgres").unwrap();
        let Place::Database(url) = &backend.place else { panic!("a database") };
        let executed = Arc::new(AtomicU64::new(0));
        let url = through_a_counter(url, &executed).await;
        let source: Arc<dyn Source> =
            Arc::new(SqlSource::new("db", &url, Engine::Postgres, Settings::default()).unwrap());
        let service = service(backend.catalog.clone(), &source);
        for _ in 0..2 {
            executed.store(0, Ordering::Relaxed);
            let query = "$expand=Voyages($expand=Stops)";
            let answer = service.answer(Request { path: "Lines", query, ..Request::default() }).await;
            assert_eq!(answer.status, 200);
            assert_eq!(executed.load(Ordering::Relaxed), 3);
        }
    })
    .await;
}

/// The URL of a proxy in front of a PostgreSQL server, which counts the statements executed.
async fn through_a_counter(url: &str, executed: &Arc<AtomicU64>) -> String {
    let options = PgConnectOptions::from_str(url).unwrap();
    let server = format!("{}:{}", options.get_host(), options.get_port());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let executed = Arc::clone(executed);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&server).await.unwrap();
            let (mut from_client, mut to_client) = client.into_split();
            let (mut from_server, mut to_server) = server.into_split();
            tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
            let executed = Arc::clone(&executed);
            tokio::spawn(async move {
                // The first message of a connection has no type.
                let mut typed = false;
                while let Ok(message) = read_message(&mut from_client, typed).await {
                    if typed && message[0] == b'E' {
                        executed.fetch_add(1, Ordering::Relaxed);
                    }
                    typed = true;
                    to_server.write_all(&message).await.unwrap();
                }
            });
        }
    });
    let through = options.host("127.0.0.1").port(port).ssl_mode(sqlx::postgres::PgSslMode::Disable);
    through.to_url_lossy().to_string()
}

/// One message as it is on the wire: its type, its length, its content.
async fn read_message(stream: &mut tokio::net::tcp::OwnedReadHalf, typed: bool) -> std::io::Result<Vec<u8>> {
    let head = usize::from(typed);
    let mut message = vec![0; head + 4];
    stream.read_exact(&mut message).await?;
    let length = u32::from_be_bytes(message[head..].try_into().unwrap()) as usize;
    message.resize(head + length, 0);
    stream.read_exact(&mut message[head + 4..]).await?;
    Ok(message)
}
