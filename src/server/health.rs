//! What a load balancer asks: is the process alive, and do the sources answer? Names of sources
//! are told, hosts and driver messages are not.

use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::timeout;

use crate::service::{Response, Snapshot};

/// How long the sources have to answer, together.
const PATIENCE: Duration = Duration::from_secs(5);

/// `/healthz`: whoever can answer is alive.
pub(super) fn alive() -> Response {
    answer(200, &json!({"status": "alive"}))
}

/// `/readyz`: 200 if every source answers now, else 503 and what each of them says.
pub(super) async fn ready(snapshot: &Snapshot) -> Response {
    let Ok(sources) = timeout(PATIENCE, snapshot.ready()).await else {
        let message = format!("not every source answered within {} s", PATIENCE.as_secs());
        return answer(503, &json!({"status": "not ready", "message": message}));
    };
    let all = sources.iter().all(|(_, state)| state.is_ok());
    let states: Map<String, Value> = sources
        .into_iter()
        .map(|(name, state)| {
            let state = state.map_or_else(|error| error.to_string(), |()| "ready".to_owned());
            (name, state.into())
        })
        .collect();
    let (status, word) = if all { (200, "ready") } else { (503, "not ready") };
    answer(status, &json!({"status": word, "sources": states}))
}

fn answer(status: u16, body: &Value) -> Response {
    let mut headers = vec![("content-type", "application/json".to_owned())];
    if status == 503 {
        headers.push(("retry-after", "5".to_owned()));
    }
    Response { status, headers, body: body.to_string().into(), ..Response::default() }
}
