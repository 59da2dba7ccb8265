//! Problems as a person or a script reads them.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::catalog::Problem;

/// One line a problem, in the form editors can jump to: `file:line:column: error: message`, and
/// its remedy below.
#[must_use]
pub fn text(file: &Path, problems: &[Problem]) -> String {
    let mut text = String::new();
    for Problem { severity, line, column, message, remedy, .. } in problems {
        let file = file.display();
        // Writing to a string cannot fail.
        let _ = match line {
            0 => writeln!(text, "{file}: {severity}: {message}"),
            _ => writeln!(text, "{file}:{line}:{column}: {severity}: {message}"),
        };
        if let Some(remedy) = remedy {
            let _ = writeln!(text, "  remedy: {remedy}");
        }
    }
    text
}

/// `{"file": …, "problems": [{severity, line, column, place, message, remedy}, …]}`
#[must_use]
pub fn json(file: &Path, problems: &[Problem]) -> Value {
    json!({ "file": file.display().to_string(), "problems": problems })
}
