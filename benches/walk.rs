//! A million rows read to the end through next links: what page 500 costs beside page 1, and how
//! the memory of the process grows. Prints both.
//!
//! Run it with `cargo bench --bench walk`; it starts what it needs.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark may fail where it stands"
)]

#[path = "support/connection.rs"]
mod connection;
#[path = "support/ours.rs"]
mod ours;

use std::time::{Duration, Instant};

use connection::Connection;
use sqlx::{Connection as _, PgConnection};

const ROWS: usize = 1_000_000;
const PAGE: usize = 2_000;
/// Repetitions of a page that is timed; the least time counts.
const REPETITIONS: usize = 40;

#[tokio::main]
async fn main() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else { return ours::beside_servers() };
    ours::with_database(&url, "landbridge_walk", async |url| {
        fill(&url).await;
        let server = ours::start(&url, DEFINITION, 1, 4);
        let mut connection = Connection::open(&server.address().to_string()).await;
        let (mut target, mut rows, mut pages, mut targets) = ("/Readings".to_owned(), 0, 0, Vec::new());
        let (mut early, mut most) = (0, 0);
        loop {
            let body = connection.get(&target).await;
            rows += count(body);
            pages += 1;
            targets.push(target);
            if pages == 10 {
                early = resident();
            }
            most = most.max(resident());
            match next(body) {
                Some(link) => target = link,
                None => break,
            }
        }
        assert_eq!((rows, pages), (ROWS, ROWS / PAGE), "every row once, and no empty page at the end");
        println!("{rows} rows in {pages} pages; resident after page 10: {early} kB, at most: {most} kB");
        // Interleaved, so that both meet the same moments of the machine.
        let (mut first, mut last) = (Duration::MAX, Duration::MAX);
        for _ in 0..REPETITIONS {
            first = first.min(time(&mut connection, &targets[0]).await);
            last = last.min(time(&mut connection, &targets[499]).await);
        }
        println!("page 500 / page 1: {:.3}", last.as_secs_f64() / first.as_secs_f64());
        server.stop().await.unwrap();
    })
    .await;
}

async fn time(connection: &mut Connection, target: &str) -> Duration {
    let started = Instant::now();
    connection.get(target).await;
    started.elapsed()
}

fn count(body: &[u8]) -> usize {
    body.windows(6).filter(|window| window == b"{\"ID\":").count()
}

/// The next link without its scheme and host.
fn next(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(&body[body.len().saturating_sub(400)..]).unwrap();
    let link = text.split_once("\"@odata.nextLink\":\"")?.1.split('"').next()?;
    Some(link[link.find("/Readings").unwrap()..].to_owned())
}

/// Memory of this process that is in use now, in kB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_ascii_whitespace().nth(1).unwrap().parse().unwrap()
}

async fn fill(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    for statement in [
        "CREATE TABLE readings (id bigint PRIMARY KEY, vessel text NOT NULL, taken_at timestamptz NOT NULL, \
         position_lat double precision, fuel numeric(10,3))",
        "INSERT INTO readings SELECT i, 'Vessel ' || i % 977, timestamptz '2024-01-01Z' + i * interval '1 second', \
         i / 7.0, i / 1000.0 FROM generate_series(1, 1000000) i",
        "VACUUM ANALYZE readings",
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

const DEFINITION: &str = "
sources:
  bench: { url: '${BENCH_URL}' }
services:
  - path: /
    namespace: Bench
    entitySets:
      Readings:
        table: public.readings
        key: [ID]
        properties:
          ID: { column: id, type: Edm.Int64, nullable: false, dbType: bigint }
          Vessel: { column: vessel, type: Edm.String, maxLength: 40, nullable: false, dbType: text }
          TakenAt: { column: taken_at, type: Edm.DateTimeOffset, nullable: false, dbType: timestamp with time zone }
          Latitude: { column: position_lat, type: Edm.Double, dbType: double precision }
          Fuel: { column: fuel, type: Edm.Decimal, precision: 10, scale: 3, dbType: 'numeric(10,3)' }
";
