//! The house keeps its order: rooms import from lower layers only, crates stay in the rooms they are
//! for, files stay short and say what they are. Each failure names the line that breaks the rule.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::program::ROOT;

/// The rooms of `src/` from the lowest layer to the highest. A room imports from lower layers only;
/// rooms of one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    &["edm"],
    &["query", "catalog"],
    &["bind", "policy", "plan"],
    &["source"],
    &["exec"],
    &["format"],
    &["cache"],
    &["service"],
    &["server"],
    &["config", "demo"],
    &["cli"],
];

/// What a room must not know although it lies lower.
const UNKNOWN: &[(&str, &[&str])] = &[
    ("server", &["bind", "policy", "plan", "source", "exec"]),
    ("bind", &["source"]),
    ("format", &["cache"]),
];

/// The only rooms that may use a crate.
const CRATES: &[(&str, &[&str])] = &[
    ("actix_web", &["server"]),
    ("sqlx", &["source", "demo"]),
    ("reqwest", &["source"]),
    ("quick_xml", &["edm"]),
    ("odata_params", &["query", "bind", "service", "cli"]),
    ("clap", &["cli", "server"]),
];

/// Lines of the longest file.
const LONGEST: usize = 600;

#[test]
fn rooms_import_from_lower_layers_only() {
    let mut broken = Vec::new();
    for file in sources("src") {
        let Some(room) = room_of(&file) else { continue };
        let Some(own) = layer(&room) else {
            broken.push(format!("{}: the room '{room}' is in no layer", file.display()));
            continue;
        };
        for (number, line) in code_lines(&file) {
            for other in rooms_named(&line).filter(|other| *other != room) {
                let lower = layer(other).is_some_and(|layer| layer < own);
                let known = !UNKNOWN.iter().any(|(from, to)| *from == room && to.contains(&other));
                if !(lower && known) {
                    broken.push(format!("{}:{number}: {room} → {other}: {}", file.display(), line.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "imports against the layers:\n{}", broken.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for file in sources("src") {
        let Some(room) = room_of(&file) else { continue };
        // Tests at the end of a file may use what they need.
        let lines = code_lines(&file).into_iter().take_while(|(_, line)| line != "#[cfg(test)]");
        for (number, line) in lines {
            for (name, rooms) in CRATES {
                let used = line.contains(&format!("{name}::")) || line.contains(&format!("use {name};"));
                if used && !rooms.contains(&room.as_str()) {
                    broken.push(format!("{}:{number}: {room} uses {name}: {}", file.display(), line.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "crates outside their rooms:\n{}", broken.join("\n"));
}

/// The parser is a crate of its own so that it can know nothing but text.
#[test]
fn the_parser_depends_on_nom_alone() {
    let manifest = fs::read_to_string(Path::new(ROOT).join("crates/odata-params/Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]\n").unwrap();
    let names: Vec<&str> = dependencies
        .lines()
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('=').map(|(name, _)| name.trim()))
        .collect();
    assert_eq!(names, ["nom"]);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut broken = Vec::new();
    for file in ["src", "crates", "tests", "benches", "examples"].into_iter().flat_map(sources) {
        let text = fs::read_to_string(&file).unwrap();
        let lines = text.lines().count();
        if lines > LONGEST {
            broken.push(format!("{}: {lines} lines: does it hold two ideas?", file.display()));
        }
        // The tests of a module may leave it to their names.
        let is_tests = file.ends_with("tests.rs") || file.iter().any(|part| part == "tests");
        if !is_tests && !text.starts_with("//!") {
            broken
                .push(format!("{}: does not open with //!, what goes in and what comes out", file.display()));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_rule_finds_every_way_to_write_an_import() {
    for (line, rooms) in [
        ("use crate::edm::Value;", &["edm"][..]),
        ("use crate::{edm::Value, query::{Expr, Query}, plan};", &["edm", "query", "plan"]),
        ("pub(crate) use crate::source::Error;", &["source"]),
        ("fn f(scan: &crate::plan::Scan) -> crate::edm::Value {", &["plan", "edm"]),
        ("use super::other;", &[]),
        ("let crated = 1;", &[]),
    ] {
        assert_eq!(rooms_named(line).collect::<Vec<_>>(), rooms, "{line}");
    }
}

/// Rust files below a folder of the project, in order of name.
fn sources(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(Path::new(ROOT).join(&folder)) else { continue };
        for entry in entries.map(Result::unwrap) {
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                if entry.file_name() != "target" {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The room a file of `src/` is in; `None` for `lib.rs` and `main.rs`, which only put things together.
fn room_of(file: &Path) -> Option<String> {
    let room = file.iter().nth(1).unwrap().to_str().unwrap();
    match room {
        "lib.rs" | "main.rs" => None,
        room => Some(room.trim_end_matches(".rs").to_owned()),
    }
}

fn layer(room: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&room))
}

/// Numbered lines that are not comments.
fn code_lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
    let lines = text.lines().map(str::to_owned).zip(1..).map(|(line, number)| (number, line));
    // Tests stand at the end of a file, and may use what they need.
    let lines = lines.take_while(|(_, line)| line != "mod tests {");
    lines.filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
}

/// The rooms that a line names after `crate::`, one by one or in braces.
fn rooms_named(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).flat_map(|rest| {
        let list = rest.strip_prefix('{').map_or(rest, |list| list);
        let mut depth = 0_i32;
        let in_braces = rest.starts_with('{');
        let parts = list.split(move |c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            in_braces && c == ',' && depth == 0
        });
        let parts = parts.take(if in_braces { usize::MAX } else { 1 });
        parts.filter_map(|part| {
            let part = part.trim_start();
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
            let name = &part[..end];
            name.starts_with(|c: char| c.is_ascii_lowercase()).then_some(name)
        })
    })
}
