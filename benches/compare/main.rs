//! Landbridge beside hand-written handlers: the same PostgreSQL, the same SQL, the same bytes, in
//! interleaved rounds of one run. Prints a table and writes `target/compare.json`.
//!
//! Run it with `cargo bench --bench compare`; it starts what it needs.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark may fail where it stands"
)]

#[path = "../support/connection.rs"]
mod connection;
mod hand;
mod hand_expand;
mod load;
#[path = "../support/ours.rs"]
mod ours;

use std::time::Duration;

use serde_json::json;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use connection::Connection;
use load::throughput;

/// Orders in the table.
const ORDERS: i32 = 1_000_000;
/// Customers they belong to: 50 orders each.
const CUSTOMERS: i32 = 20_000;
/// Regions of 100 depots each, of 10 bays each, of 5 pallets each.
const REGIONS: i32 = 20;
/// Worker threads of each server, connections of each pool, connections of the load.
const WORKERS: usize = 2;
const CONNECTIONS: usize = 8;
/// Rounds of each server in each case; the median counts.
const ROUNDS: usize = 9;
const ROUND: Duration = Duration::from_millis(1500);

/// The same request in both spellings.
struct Case {
    name: &'static str,
    ours: fn(i32) -> String,
    hand: fn(i32) -> String,
    keys: i32,
}

const CASES: [Case; 3] = [
    Case {
        name: "single row by key",
        ours: |id| format!("/Orders({id})"),
        hand: |id| format!("/orders/{id}"),
        keys: ORDERS,
    },
    Case {
        name: "page of 50 rows by filter",
        ours: |customer| format!("/Orders?$filter=CustomerID%20eq%20{customer}&$top=50"),
        hand: |customer| format!("/customers/{customer}/orders"),
        keys: CUSTOMERS,
    },
    Case {
        name: "$expand of 100 x 10 x 5",
        ours: |region| format!("/Depots?$filter=RegionID%20eq%20{region}&$expand=Bays($expand=Pallets)"),
        hand: |region| format!("/regions/{region}/depots"),
        keys: REGIONS,
    },
];

#[tokio::main]
async fn main() {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else { return ours::beside_servers() };
    ours::with_database(&url, "landbridge_compare", async |url| {
        let pool = pool(&url).await;
        fill(&pool).await;
        let hand = hand::start(pool.clone(), WORKERS);
        let ours = ours::start(&url, DEFINITION, WORKERS, CONNECTIONS);
        let ours_address = ours.address().to_string();
        let mut results = Vec::new();
        for case in &CASES {
            same_bytes(case, &ours_address, &hand).await;
            results.push(compare(case, &ours_address, &hand).await);
        }
        let report = serde_json::to_string_pretty(&results).unwrap();
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/target/compare.json"), report).unwrap();
        ours.stop().await.unwrap();
        pool.close().await;
    })
    .await;
}

/// Both must say the same but for the addresses in the context URL.
async fn same_bytes(case: &Case, ours: &str, hand: &str) {
    for key in [1, 7, case.keys / 2, case.keys] {
        let ours = Connection::open(ours).await.get(&(case.ours)(key)).await.to_vec();
        let hand = Connection::open(hand).await.get(&(case.hand)(key)).await.to_vec();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.split_once("\",").map(|(_, rest)| rest.to_owned()).unwrap()
        };
        assert_eq!(text(ours), text(hand), "{}", case.name);
    }
}

async fn compare(case: &Case, ours: &str, hand: &str) -> serde_json::Value {
    let targets = |spell: fn(i32) -> String| -> Vec<String> {
        // A fixed walk over all keys, so that both meet the same rows.
        (0..997).map(|step| spell((i64::from(step) * 104_729 % i64::from(case.keys)) as i32 + 1)).collect()
    };
    let (our_targets, hand_targets) = (targets(case.ours), targets(case.hand));
    let (mut our_rounds, mut hand_rounds, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let ours_now = throughput(ours, &our_targets, CONNECTIONS, ROUND).await;
        let hand_now = throughput(hand, &hand_targets, CONNECTIONS, ROUND).await;
        // The first round warms up statements and pools.
        if round > 0 {
            our_rounds.push(ours_now);
            hand_rounds.push(hand_now);
            ratios.push(ours_now / hand_now);
        }
    }
    let (ours, hand, ratio) = (median(our_rounds), median(hand_rounds), median(ratios));
    println!("{:<28} ours {ours:>8.0}/s   hand {hand:>8.0}/s   ratio {ratio:.3}", case.name);
    json!({ "case": case.name, "ours_per_s": ours, "hand_per_s": hand, "ratio": ratio })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn pool(url: &str) -> PgPool {
    let options: PgConnectOptions = url.parse().unwrap();
    // Without the ping before each use: the stronger opponent.
    PgPoolOptions::new()
        .max_connections(CONNECTIONS as u32)
        .test_before_acquire(false)
        .connect_with(options)
        .await
        .unwrap()
}

async fn fill(pool: &PgPool) {
    for statement in [
        "CREATE TABLE orders (order_id int PRIMARY KEY, customer_id int NOT NULL, status varchar(12) NOT NULL, \
         placed_at timestamptz NOT NULL, total numeric(12,2) NOT NULL, note text)",
        "INSERT INTO orders SELECT i, 1 + (i::bigint * 7919) % 20000, (ARRAY['open','shipped','paid'])[1 + i % 3], \
         timestamptz '2020-01-01Z' + i * interval '1 minute', (i % 100000)::numeric / 100, \
         CASE WHEN i % 4 = 0 THEN 'Note ' || i END FROM generate_series(1, 1000000) i",
        "CREATE INDEX ON orders (customer_id, order_id)",
        "CREATE TABLE depots (depot_id int PRIMARY KEY, region_id int NOT NULL, name varchar(20) NOT NULL)",
        "INSERT INTO depots SELECT i, 1 + i % 20, 'Depot ' || i FROM generate_series(1, 2000) i",
        "CREATE INDEX ON depots (region_id, depot_id)",
        "CREATE TABLE bays (bay_id int PRIMARY KEY, depot_id int NOT NULL, label text, area numeric(9,2) NOT NULL)",
        "INSERT INTO bays SELECT i, 1 + i % 2000, CASE WHEN i % 4 > 0 THEN 'Bay \"' || i || '\"' END, i::numeric / 8 \
         FROM generate_series(1, 20000) i",
        "CREATE INDEX ON bays (depot_id)",
        "CREATE TABLE pallets (pallet_id int PRIMARY KEY, bay_id int NOT NULL, goods varchar(30) NOT NULL, \
         packed_at timestamptz NOT NULL)",
        "INSERT INTO pallets SELECT i, 1 + i % 20000, 'Goods of sort ' || i % 97, \
         timestamptz '2024-02-29Z' + i * interval '1 minute' FROM generate_series(1, 100000) i",
        "CREATE INDEX ON pallets (bay_id)",
        "VACUUM ANALYZE",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
}

const DEFINITION: &str = "
sources:
  bench: { url: '${BENCH_URL}', maxConnections: 8 }
services:
  - path: /
    namespace: Bench
    profile: standard
    entitySets:
      Orders:
        table: public.orders
        key: [OrderID]
        properties:
          OrderID: { column: order_id, type: Edm.Int32, nullable: false, dbType: integer }
          CustomerID: { column: customer_id, type: Edm.Int32, nullable: false, dbType: integer }
          Status: { column: status, type: Edm.String, maxLength: 12, nullable: false, dbType: varchar(12) }
          PlacedAt: { column: placed_at, type: Edm.DateTimeOffset, nullable: false, dbType: timestamp with time zone }
          Total: { column: total, type: Edm.Decimal, precision: 12, scale: 2, nullable: false, dbType: 'numeric(12,2)' }
          Note: { column: note, type: Edm.String, dbType: text }
      Depots:
        table: public.depots
        key: [DepotID]
        properties:
          DepotID: { column: depot_id, type: Edm.Int32, nullable: false, dbType: integer }
          RegionID: { column: region_id, type: Edm.Int32, nullable: false, dbType: integer }
          Name: { column: name, type: Edm.String, maxLength: 20, nullable: false, dbType: varchar(20) }
        navigation:
          Bays: { to: Bays, on: { DepotID: DepotID }, collection: true }
      Bays:
        table: public.bays
        key: [BayID]
        properties:
          BayID: { column: bay_id, type: Edm.Int32, nullable: false, dbType: integer }
          DepotID: { column: depot_id, type: Edm.Int32, nullable: false, dbType: integer }
          Label: { column: label, type: Edm.String, dbType: text }
          Area: { column: area, type: Edm.Decimal, precision: 9, scale: 2, nullable: false, dbType: 'numeric(9,2)' }
        navigation:
          Pallets: { to: Pallets, on: { BayID: BayID }, collection: true }
      Pallets:
        table: public.pallets
        key: [PalletID]
        properties:
          PalletID: { column: pallet_id, type: Edm.Int32, nullable: false, dbType: integer }
          BayID: { column: bay_id, type: Edm.Int32, nullable: false, dbType: integer }
          Goods: { column: goods, type: Edm.String, maxLength: 30, nullable: false, dbType: varchar(30) }
          PackedAt: { column: packed_at, type: Edm.DateTimeOffset, nullable: false, dbType: timestamp with time zone }
";
