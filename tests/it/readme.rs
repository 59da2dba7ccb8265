//! The README runs: its commands are given to the program, its requests to the server the last
//! command started, and what it shows as an answer must be the answer.
//!
//! `cargo run --release --` stands for the program as built for the tests, the database of the walk
//! is a PostgreSQL database with the demo's rows, and servers listen on a free port.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::databases::with_postgres;
use crate::support::load;
use crate::support::program::{ROOT, Serving, landbridge, stdout_of};
use crate::support::web;

/// The root that the README's servers have.
const SHOWN_ROOT: &str = "http://127.0.0.1:8080";

#[tokio::test]
async fn every_command_and_request_in_it_works() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let blocks = blocks(&readme);
    let count = |language: &str| blocks.iter().filter(|block| block.language == language).count();
    assert!(count("console") >= 4 && count("http") >= 4, "the README lost its examples");
    with_postgres("SELECT 1", async |url| {
        load::demo(url).await;
        let mut reader = Reader::new(url);
        for block in &blocks {
            match block.language {
                "console" => reader.run(block),
                "http" => reader.ask(block).await,
                "yaml" => assert_in_demo(block),
                // Someone else's configuration.
                "nginx" => {}
                other => panic!("line {}: nobody checks '{other}'", block.line),
            }
        }
    })
    .await;
}

#[test]
fn its_links_lead_somewhere() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    for target in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !target.starts_with("https://") {
            assert!(Path::new(ROOT).join(target).exists(), "no {target}");
        }
    }
}

/// A fenced block.
struct Block<'a> {
    language: &'a str,
    /// Where its text starts.
    line: usize,
    text: &'a str,
}

fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = markdown;
    let line_at = |part: &str| markdown[..markdown.len() - part.len()].lines().count() + 1;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let end =
            after.find("\n```").unwrap_or_else(|| panic!("the block at {} does not end", line_at(after)));
        let (text, after) = after.split_at(end);
        blocks.push(Block { language, line: line_at(text), text });
        rest = &after["\n```".len()..];
    }
    blocks
}

/// Someone who does what the README says.
struct Reader {
    /// Where they work.
    folder: tempfile::TempDir,
    variables: BTreeMap<String, String>,
    database_url: String,
    server: Option<Serving>,
}

impl Reader {
    fn new(database_url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, variables: BTreeMap::new(), database_url: database_url.to_owned(), server: None }
    }

    /// Runs the commands of a block, one by one.
    fn run(&mut self, block: &Block<'_>) {
        for command in format!("\n{}", block.text).split("\n$ ").skip(1) {
            let (command, expected) = command.split_once('\n').unwrap_or((command, ""));
            let place = format!("line {}: {command}", block.line);
            let command = command.replace("cargo run --release --", "landbridge");
            let output = match command.split_once(' ').unwrap_or((&command, "")) {
                // This test is part of it.
                ("./test", "") => return assert!(Path::new(ROOT).join("test").exists()),
                ("export", assignment) => {
                    let (name, value) = assignment.split_once('=').unwrap();
                    let value = if name == "DATABASE_URL" { &self.database_url } else { value };
                    self.variables.insert(name.to_owned(), value.to_owned());
                    String::new()
                }
                ("landbridge", arguments)
                    if arguments.starts_with("demo") || arguments.starts_with("serve") =>
                {
                    self.serve(arguments, expected)
                }
                _ => self.shell(&command),
            };
            assert_shows(&output, expected, &place);
        }
    }

    fn serve(&mut self, arguments: &str, expected: &str) -> String {
        let last = expected.lines().rfind(|line| *line != "…").unwrap();
        let ready = last.split(SHOWN_ROOT).next().unwrap();
        let mut command = landbridge(self.folder.path());
        command.args(arguments.split(' ')).args(["--address", "127.0.0.1:0"]).envs(&self.variables);
        let server = Serving::start(&mut command, ready);
        let output = server.greeting.join("\n").replace(&server.root, SHOWN_ROOT);
        self.server = Some(server);
        output
    }

    fn shell(&self, command: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_landbridge"));
        let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let mut shell = std::process::Command::new("sh");
        shell.args(["-ec", command]).current_dir(self.folder.path()).env("PATH", path).envs(&self.variables);
        stdout_of(&mut shell)
    }

    /// Sends the request of a block and compares the answer.
    async fn ask(&self, block: &Block<'_>) {
        let (request, expected) = block.text.split_once("\n\n").unwrap();
        let path = request.strip_prefix("GET ").unwrap();
        let server = self.server.as_ref().unwrap();
        let response = web::get(format!("{}{path}", server.root)).await;
        let status = response.status();
        let body = response.text().await.unwrap().replace(&server.root, SHOWN_ROOT);
        assert_eq!(status, 200, "line {}: {request}\n{body}", block.line);
        let parse = |text: &str| -> Value {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("line {}: {error}\n{text}", block.line))
        };
        assert_eq!(parse(&body), parse(expected), "line {}: {request}", block.line);
    }
}

/// Each expected line must be in the output, behind the one before; right behind it unless `…` is
/// between them. Runs of blanks are as good as one.
fn assert_shows(output: &str, expected: &str, place: &str) {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let output_lines: Vec<String> = output.lines().map(words).collect();
    let mut next = 0;
    let mut anywhere = false;
    for line in expected.lines().map(words) {
        if line == "…" {
            anywhere = true;
            continue;
        }
        let found = output_lines[next..].iter().position(|shown| *shown == line);
        match found {
            Some(distance) if anywhere || distance == 0 => next += distance + 1,
            _ => panic!("{place}\ndoes not print, where expected: {line}\nbut:\n{output}"),
        }
        anywhere = false;
    }
}

/// The lines of a definition that the README shows are those of the demo's, in their order.
fn assert_in_demo(block: &Block<'_>) {
    let demo = fs::read_to_string(Path::new(ROOT).join("metadata/demo.yaml")).unwrap();
    let mut lines = demo.lines();
    for line in block.text.lines() {
        assert!(lines.any(|written| written == line), "metadata/demo.yaml has no such line: {line}");
    }
}

#[test]
fn what_is_shown_is_compared() {
    let output = "one\n  two   three\nfour\nfive";
    assert_shows(output, "one\ntwo three\n…\nfive", "");
    assert_shows(output, "…\nfour\n…", "");
    assert_shows(output, "", "");
    for wrong in ["two three", "one\nfour", "…\nsix", "…\nfive\nfour"] {
        let compared = std::panic::catch_unwind(|| assert_shows(output, wrong, "place"));
        assert!(compared.is_err(), "{wrong}");
    }
}
