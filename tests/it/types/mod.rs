//! Property types beyond the primitive ones of ordinary columns: each request has the answer written
//! beside it, and memory, SQLite, PostgreSQL and MariaDB all have to give it. Sections are those of
//! OData 4.01, Part 2: URL Conventions, unless another document is named.

mod definitions;
mod durations;
mod enumerations;
mod misfits;
mod pushdown;
mod streams;
mod times;
mod vessels;

use crate::support::peers::{Peers, encoded};

/// The keys of the rows a filter finds.
async fn found(peers: &Peers, set: &str, filter: &str) -> Vec<i64> {
    let answer = peers.ask(&format!("{set}?$select=ID&$filter={}", encoded(filter))).await;
    assert_eq!(answer.status, 200, "{filter}: {}", answer.body);
    answer.rows().iter().map(|row| row["ID"].as_i64().unwrap()).collect()
}

/// Status and code of the refusal of a filter.
async fn refused(peers: &Peers, set: &str, filter: &str) -> (u16, String) {
    let answer = peers.ask(&format!("{set}?$filter={}", encoded(filter))).await;
    (answer.status, answer.body)
}
