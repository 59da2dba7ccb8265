//! String functions: texts and positions go in, a text, a number or a truth comes out (URL
//! Conventions, sections 5.1.1.5 and 5.1.1.7). A character is a Unicode code point; comparison is
//! by code point. Patterns are next door in `pattern`.

use crate::edm::Value;
use crate::query::Function;
use crate::source::Error;

use super::mismatch;

/// Calls a string function with arguments that are not null.
pub(super) fn call(function: Function, arguments: &[Value]) -> Result<Value, Error> {
    Ok(match (function, arguments) {
        (Function::Concat, [Value::String(a), Value::String(b)]) => Value::String(format!("{a}{b}")),
        (Function::Contains, [Value::String(a), Value::String(b)]) => Value::Boolean(a.contains(b.as_str())),
        (Function::EndsWith, [Value::String(a), Value::String(b)]) => Value::Boolean(a.ends_with(b.as_str())),
        (Function::StartsWith, [Value::String(a), Value::String(b)]) => {
            Value::Boolean(a.starts_with(b.as_str()))
        }
        (Function::IndexOf, [Value::String(a), Value::String(b)]) => Value::Integer(index_of(a, b)),
        (Function::Length, [Value::String(a)]) => Value::Integer(length(a)),
        (Function::Substring, [Value::String(a), Value::Integer(start)]) => {
            Value::String(substring(a, *start, i64::MAX))
        }
        (Function::Substring, [Value::String(_), Value::Integer(_), Value::Integer(..=-1)]) => {
            return Err(Error::Evaluation(
                "the length given to 'substring' is negative in at least one row".to_owned(),
            ));
        }
        (Function::Substring, [Value::String(a), Value::Integer(start), Value::Integer(length)]) => {
            Value::String(substring(a, *start, *length))
        }
        (Function::ToLower, [Value::String(a)]) => Value::String(a.to_lowercase()),
        (Function::ToUpper, [Value::String(a)]) => Value::String(a.to_uppercase()),
        // Rust's `trim` takes off what Unicode calls White_Space, as section 5.1.1.7.4 wants.
        (Function::Trim, [Value::String(a)]) => Value::String(a.trim().to_owned()),
        _ => return Err(mismatch(function.name(), arguments)),
    })
}

fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

/// The position of the first occurrence, in characters from zero, or -1.
fn index_of(text: &str, part: &str) -> i64 {
    text.find(part).and_then(|at| text.get(..at)).map_or(-1, length)
}

/// Up to `length` characters from position `start`, which counts from the end if it is negative;
/// a start before the beginning is the beginning, one behind the end gives the empty text.
fn substring(text: &str, start: i64, count: i64) -> String {
    let start = if start < 0 { length(text).saturating_add(start).max(0) } else { start };
    let skip = usize::try_from(start).unwrap_or(usize::MAX);
    let take = usize::try_from(count).unwrap_or(usize::MAX);
    text.chars().skip(skip).take(take).collect()
}
