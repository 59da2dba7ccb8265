//! `matchesPattern`: a text and an ECMAScript regular expression go in, a truth comes out (URL
//! Conventions, section 5.1.1.7.1). Matching takes linear time, whatever the pattern.

mod translate;

use std::cell::RefCell;
use std::collections::HashMap;

use regex::{Regex, RegexBuilder};

use crate::edm::Value;
use crate::query::Function;
use crate::source::Error;

use super::mismatch;

/// The most characters of a pattern.
const PATTERN_CHARACTERS: usize = 1_000;

/// The most bytes a compiled pattern may take, and the cache of its automaton.
const COMPILED_BYTES: usize = 1 << 20;

/// The deepest nesting of groups in a pattern.
const NESTING: u32 = 50;

/// Compiled patterns kept; a pattern that is itself a property may differ in every row.
const KEPT: usize = 16;

/// Patterns compiled so far, each once.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    compiled: RefCell<HashMap<String, Regex>>,
}

impl Patterns {
    /// Whether the first argument has a match of the second in it.
    pub(super) fn call(&self, arguments: &[Value]) -> Result<Value, Error> {
        let [Value::String(text), Value::String(pattern)] = arguments else {
            return Err(mismatch(Function::MatchesPattern.name(), arguments));
        };
        let mut compiled = self.compiled.borrow_mut();
        if let Some(regex) = compiled.get(pattern) {
            return Ok(Value::Boolean(regex.is_match(text)));
        }
        let regex =
            compile(pattern).map_err(|problem| Error::Evaluation(format!("matchesPattern: {problem}")))?;
        let matches = regex.is_match(text);
        if compiled.len() == KEPT {
            compiled.clear();
        }
        compiled.insert(pattern.clone(), regex);
        Ok(Value::Boolean(matches))
    }
}

/// The compiled pattern, or what is wrong with it.
fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.chars().count() > PATTERN_CHARACTERS {
        return Err(format!("the pattern is longer than {PATTERN_CHARACTERS} characters"));
    }
    let translated = translate::to_regex(pattern)?;
    RegexBuilder::new(&translated)
        .size_limit(COMPILED_BYTES)
        .dfa_size_limit(COMPILED_BYTES)
        .nest_limit(NESTING)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => {
                "the pattern is too large once its repetitions are counted".to_owned()
            }
            // The message of the library shows the translated pattern, which nobody wrote.
            _ => "the pattern is not a valid regular expression".to_owned(),
        })
}
