//! Shapes on the Earth and in the plane: in the databases' own columns and as well-known text, on memory,
//! SQLite, PostgreSQL with PostGIS and MariaDB with one answer. Sections are those of OData 4.01, Part 2:
//! URL Conventions, unless another document is named.

mod described;
mod functions;
mod harbour;
mod misfits;
mod payload;
mod refusals;

use crate::support::peers::{Peers, encoded};

/// The keys of the berths a filter finds.
async fn found(peers: &Peers, filter: &str) -> Vec<i64> {
    let answer = peers.ask(&format!("Berths?$select=ID&$filter={}", encoded(filter))).await;
    assert_eq!(answer.status, 200, "{filter}: {}", answer.body);
    answer.rows().iter().map(|row| row["ID"].as_i64().unwrap()).collect()
}
