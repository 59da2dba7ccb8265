//! A definition file's bytes in, a [`Definition`] out: the one place that parses YAML. Its
//! problems never quote the file, which may hold passwords.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_saphyr::{Error, MessageFormatter, Options, UserMessageFormatter};

use crate::catalog::definition::Definition;
use crate::catalog::{Location, Problem, Severity};

/// The most bytes of a definition file: some 100,000 properties.
const MAX_BYTES: u64 = 16 << 20;

/// Reads the file's text.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    read_bounded(path, MAX_BYTES).map_err(|error| {
        let message = format!("the definition file cannot be read: {error}");
        problem(Location::default(), message, None)
    })
}

/// Reads a text file of at most `max_bytes`.
pub(super) fn read_bounded(path: &Path, max_bytes: u64) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?.take(max_bytes + 1).read_to_string(&mut text)?;
    if u64::try_from(read).is_ok_and(|read| read > max_bytes) {
        return Err(io::Error::other(format!("it is larger than {max_bytes} bytes")));
    }
    Ok(text)
}

/// Parses a definition.
pub(super) fn parse(text: &str) -> Result<Definition, Problem> {
    let options: Options = serde_saphyr::options! { with_snippet: false };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let at = error.location().map_or_else(Location::default, |at| Location {
            line: u32::try_from(at.line()).unwrap_or(u32::MAX),
            column: u32::try_from(at.column()).unwrap_or(u32::MAX),
        });
        problem(at, message(&error), Some("`landbridge schema` prints what can be written where"))
    })
}

fn message(error: &Error) -> String {
    let message = UserMessageFormatter.format_message(error.without_snippet());
    if message.starts_with("invalid u") {
        return "a whole number is expected here".to_owned();
    }
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn problem(at: Location, message: String, remedy: Option<&str>) -> Problem {
    Problem {
        severity: Severity::Error,
        line: at.line,
        column: at.column,
        place: String::new(),
        message,
        remedy: remedy.map(str::to_owned),
    }
}
