//! Expressions that leave the row: every source finds the rows written beside the request. Sections
//! are those of URL Conventions, unless another document is named.

mod bounds;
mod lambda;
mod links;
mod literals;
mod membership;
mod nested;
mod order;
mod paths;
mod refusals;
mod rendered;
pub(crate) mod roads;

use crate::support::peers::{Peers, encoded, with_peers};
use roads::roads;

/// A request with its options not encoded, and the keys of the rows it finds.
type Cases<'a> = &'a [(&'a str, &'a str)];

/// Each request finds these rows, in this order, on every source.
async fn finds(profile: &str, cases: Cases<'_>) {
    with_peers(&roads(), profile, async |peers| {
        let mut wrong = Vec::new();
        for (request, expected) in cases {
            let keys = keys(peers, request).await;
            if keys != *expected {
                wrong.push(format!("{request}\n  {keys}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// The first property of each row, behind each other.
async fn keys(peers: &Peers, request: &str) -> String {
    match peers.compare(&address(request), None).await {
        Ok((answer, _)) if answer.status == 200 => {
            let rows = answer.rows();
            let first = |row: &serde_json::Value| {
                let (_, key) =
                    row.as_object().unwrap().iter().find(|(name, _)| !name.starts_with('@')).unwrap();
                key.as_str().map_or_else(|| key.to_string(), str::to_owned)
            };
            rows.iter().map(first).collect::<Vec<_>>().join(" ")
        }
        Ok((answer, _)) => format!("{}: {}", answer.status, answer.body),
        Err(disagreement) => disagreement,
    }
}

/// Each request answers these rows, without annotations, in this order, on every source.
async fn answers(profile: &str, cases: Cases<'_>) {
    with_peers(&roads(), profile, async |peers| {
        let mut wrong = Vec::new();
        for (request, expected) in cases {
            let answer = match peers.compare(&address(request), None).await {
                Ok((answer, _)) if answer.status == 200 => {
                    let mut rows = answer.rows();
                    for row in rows.iter_mut().filter_map(|row| row.as_object_mut()) {
                        row.retain(|name, _| !name.contains('@'));
                    }
                    rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
                }
                Ok((answer, _)) => format!("{}: {}", answer.status, answer.body),
                Err(disagreement) => disagreement,
            };
            if answer != *expected {
                wrong.push(format!("{request}\n  {answer}, not\n  {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// Each request is refused in these words, everywhere.
async fn refuses(profile: &str, cases: &[(&str, u16, &str)]) {
    with_peers(&roads(), profile, async |peers| {
        let mut wrong = Vec::new();
        for (request, status, message) in cases {
            let answer = peers.ask_message(&address(request)).await;
            if (answer.status, answer.body.as_str()) != (*status, *message) {
                wrong.push(format!(
                    "{request}\n  {} {}\n  not\n  {status} {message}",
                    answer.status, answer.body
                ));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

/// `Vessels?$filter=a b&$top=1` with the values encoded.
fn address(request: &str) -> String {
    let Some((path, query)) = request.split_once('?') else { return request.to_owned() };
    let option = |option: &str| match option.split_once('=') {
        Some((name, value)) => format!("{name}={}", encoded(value)),
        None => option.to_owned(),
    };
    let options: Vec<String> = query.split('&').map(option).collect();
    format!("{path}?{}", options.join("&"))
}
