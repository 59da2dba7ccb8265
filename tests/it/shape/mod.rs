//! The shape of a model: objects in entities, derived types, singletons and containment. Each request has the answer written beside it, and memory,
//! SQLite, PostgreSQL and MariaDB all have to give it.

mod complex;
mod contained;
mod derived;
mod singleton;
mod harbour;

use crate::support::peers::Peers;

const ROOT: &str = "https://yard.example/odata";

/// Asks each address for the body beside it, in which `~` stands for the metadata document.
async fn gives(peers: &Peers, cases: &[(&str, &str)]) {
    for (address, expected) in cases {
        let answer = peers.ask(address).await;
        assert_eq!(answer.body, expected.replace('~', &format!("{ROOT}/$metadata#")), "{address}");
    }
}

/// Asks each address for the status and code beside it.
async fn refuses(peers: &Peers, cases: &[(&str, u16, &str)]) {
    for (address, status, code) in cases {
        let answer = peers.ask(address).await;
        assert_eq!((answer.status, answer.body.trim_matches('"')), (*status, *code), "{address}");
    }
}
