//! `$expand`: related entities beside each entity, the same from memory and from every database.
//! Sections are those of OData 4.01, Part 1: Protocol, unless another document is named.

mod bounds;
mod generated;
mod harbour;
mod keys;
mod links;
mod nested;
mod options;
mod payload;
mod statements;

use serde_json::Value as Json;

use crate::support::peers::{Peers, with_peers};
use harbour::harbour;

/// Lends the services over the harbour to the test.
async fn with_harbour(test: impl AsyncFnOnce(&Peers)) {
    with_peers(&harbour(), "standard", test).await;
}

/// Asks each address, blanks in it encoded; all services have to give the value written beside it.
async fn answers(cases: &[(&str, Json)]) {
    with_harbour(async |peers| {
        for (address, expected) in cases {
            let answer = peers.ask(&address.replace(' ', "%20")).await;
            assert_eq!(answer.status, 200, "{address}: {}", answer.body);
            let mut json = answer.json();
            json.as_object_mut().unwrap().remove("@odata.context");
            let rows = json.as_object_mut().unwrap().remove("value").unwrap_or(json);
            assert_eq!(rows, *expected, "{address}\n{rows:#}");
        }
    })
    .await;
}

/// Asks each address, which is refused: status, and what the message begins with.
async fn refusals(cases: &[(&str, u16, &str)]) {
    with_harbour(async |peers| {
        for (address, status, message) in cases {
            let answer = peers.ask_message(&address.replace(' ', "%20")).await;
            assert_eq!(answer.status, *status, "{address}: {}", answer.body);
            assert!(answer.body.contains(message), "{address}: {}", answer.body);
        }
    })
    .await;
}
