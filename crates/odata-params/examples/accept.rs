//! Reads JSON lines `{"rule": …, "input": …}` from standard input and prints for each, in order,
//! `accept`, `reject <offset>` or `unknown-rule`: the answer of the ABNF's rule to the whole input, with
//! alternatives taken in order as conformance suites have it.

use std::io::{self, BufRead, Write};

use odata_params::rules;
use serde_json::Value;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let case: Value = serde_json::from_str(&line)?;
        let field = |name: &str| case.get(name).and_then(Value::as_str).unwrap_or_default();
        match rules::check_ordered(field("rule"), field("input")) {
            None => writeln!(out, "unknown-rule")?,
            Some(Ok(())) => writeln!(out, "accept")?,
            Some(Err(offset)) => writeln!(out, "reject {offset}")?,
        }
    }
    out.flush()
}
