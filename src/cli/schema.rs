//! `landbridge schema`: the JSON Schema of service definitions, for editors.

use std::io::{self, Write};

use crate::catalog::definition::json_schema;

/// Prints the schema on standard output.
///
/// # Errors
/// Standard output cannot be written.
pub fn run() -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &json_schema())?;
    writeln!(out)
}
