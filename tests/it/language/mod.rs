//! The whole language over one model that uses everything a definition can say: what the other rooms
//! try by parts is tried together here. Requests and answers are text files in `requests/`, each under
//! the section of OData 4.01 it checks: Protocol (Part 1), URL (Part 2), JSON, CSDL, Aggregation. Every
//! request goes over HTTP to a server over memory, SQLite, PostgreSQL and MariaDB, which give the same
//! bytes; operations, which are SQL, to those over databases.
//!
//! Where the rest is: each function and operator with its values in `compliance`, generated filters,
//! pipelines and relations in `differential`, the storages of a type in `types` and `sql`, the bounds
//! of each part beside it.

mod exchange;
mod harbour;
mod vocabulary;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use futures_util::future::join_all;

use crate::http::client::Raw;
use crate::support::served::{Served, serve};
use exchange::{Exchange, exchanges};
use harbour::with_harbour;

/// What reads: memory answers it too.
const READS: [&str; 9] = [
    "payload.txt",
    "metadata.txt",
    "address.txt",
    "filter.txt",
    "lambda.txt",
    "options.txt",
    "expand.txt",
    "apply.txt",
    "refusals.txt",
];

/// What calls operations.
const CALLS: [&str; 1] = ["operations.txt"];

/// A file of this folder.
fn file(name: &str) -> String {
    let path = format!("{}/tests/it/language/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")).trim_end().to_owned()
}

#[tokio::test]
async fn every_backend_answers_as_the_standard_says() {
    with_harbour(async |backends| {
        let servers: Vec<Served> = backends.iter().map(|backend| serve(backend, |_| {})).collect();
        let mut wrong = String::new();
        for name in READS {
            check(&servers, &exchanges(name), &mut wrong).await;
        }
        for name in CALLS {
            check(&servers[1..], &exchanges(name), &mut wrong).await;
        }
        assert!(wrong.is_empty(), "{wrong}");
    })
    .await;
}

/// Sends the requests of a file to all servers, one after the other, and notes what is wrong.
async fn check(servers: &[Served], exchanges: &[Exchange], wrong: &mut String) {
    let mut links: Vec<String> = vec![String::new(); servers.len()];
    for exchange in exchanges {
        let asked = servers.iter().zip(&links).map(|(server, link)| ask(server, exchange, link));
        let answers = join_all(asked).await;
        links = answers.iter().map(|answer| next_link(&answer.body)).collect();
        // Those who answer alike are named together.
        let mut answered: BTreeMap<(u16, String, Vec<&str>), Vec<&str>> = BTreeMap::new();
        for (server, answer) in servers.iter().zip(&answers) {
            let untold = exchange.told.iter().map(String::as_str).filter(|line| !tells(answer, line));
            answered.entry((answer.status, came(answer), untold.collect())).or_default().push(server.name);
        }
        let Exchange { place, cites, method, target, status, answer: expected, .. } = exchange;
        answered.remove(&(*status, expected.clone(), Vec::new()));
        for ((came_status, came, untold), names) in answered {
            let names = if names.len() == servers.len() { "all".to_owned() } else { names.join(", ") };
            writeln!(wrong, "\n{place}: {names}: {method} {target}\n  ({cites})").unwrap();
            writeln!(wrong, "- {status} {expected}\n+ {came_status} {came}").unwrap();
            if !untold.is_empty() {
                writeln!(wrong, "  without {untold:?}").unwrap();
            }
        }
    }
}

/// Whether an answer has a header line.
fn tells(answer: &Raw, line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, value)| answer.header(name) == Some(value))
}

async fn ask(server: &Served, exchange: &Exchange, link: &str) -> Raw {
    let Exchange { method, target, headers, body, .. } = exchange;
    let target = if target == "@odata.nextLink" { link } else { target.as_str() };
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    match body {
        Some(body) => server.send(target, &headers, body.as_bytes()).await,
        None => server.ask(method, target, &headers).await,
    }
}

/// What the files have for an answer: see [`exchange`].
fn came(answer: &Raw) -> String {
    if answer.status >= 400 {
        let error = &answer.json()["error"];
        let message = error["message"].as_str().unwrap();
        let said = message.lines().next().unwrap();
        let said = said.split_once(" (request id ").map_or(said, |(said, _)| said);
        return format!("{}: {said}", error["code"].as_str().unwrap());
    }
    let Ok(body) = std::str::from_utf8(&answer.bytes) else {
        return answer.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    };
    let body = match body.split_once("$skiptoken=") {
        Some((before, after)) => format!("{before}$skiptoken={}", after.trim_start_matches(|c| c != '"')),
        None => body.to_owned(),
    };
    body.replace(&format!("http://{}/", Served::HOST), "~")
}

/// The path and query of the next page, if there is one.
fn next_link(body: &str) -> String {
    let link = body.split_once("\"@odata.nextLink\":\"").and_then(|(_, link)| link.split_once('"'));
    let root = format!("http://{}", Served::HOST);
    link.and_then(|(link, _)| link.strip_prefix(&root)).unwrap_or_default().to_owned()
}
