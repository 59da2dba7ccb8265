//! One suite for every source: each request has the answer written beside it, and memory, SQLite,
//! PostgreSQL and MariaDB all have to give it. Sections are those of OData 4.01, Part 2: URL
//! Conventions, unless another document is named.

mod boats;
mod count;
mod filter;
mod functions;
mod key;
mod nulls;
mod order;
mod page;
mod search;
mod types;

use serde_json::Value as Json;

use crate::support::peers::{Peers, encoded, with_peers};
use boats::boats;

/// Filters over `Boats` with the keys of the boats they find.
type Found<'a> = &'a [(&'a str, &'a [i64])];

/// Every boat.
const ALL: &[i64] = &[1, 2, 3, 4, 5, 6, 7, 8];

/// Asks with each filter.
async fn finds(profile: &str, cases: Found<'_>) {
    with_peers(&boats(), profile, async |peers| {
        for (filter, expected) in cases {
            let found = keys(peers, &format!("Boats?$select=ID&$filter={}", encoded(filter))).await;
            assert_eq!(found, *expected, "{filter}");
        }
    })
    .await;
}

/// Asks with each filter, which has no answer: status and code.
async fn refuses(cases: &[(&str, u16, &str)]) {
    with_peers(&boats(), "standard", async |peers| {
        for (filter, status, code) in cases {
            let answer = peers.ask(&format!("Boats?$filter={}", encoded(filter))).await;
            assert_eq!((answer.status, answer.body.trim_matches('"')), (*status, *code), "{filter}");
        }
    })
    .await;
}

/// The keys of the rows answered, in their order.
async fn keys(peers: &Peers, address: &str) -> Vec<i64> {
    keys_of(&peers.ask(address).await.rows())
}

fn keys_of(rows: &[Json]) -> Vec<i64> {
    rows.iter().map(|row| row["ID"].as_i64().unwrap()).collect()
}
