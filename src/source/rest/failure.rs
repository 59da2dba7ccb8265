//! What goes wrong with a REST service as the source's errors. What a user may not see (addresses,
//! bodies) goes into `detail`, for the log.

use std::time::Duration;

use crate::source::Error;

/// The most characters of a body in the log.
const LOGGED_BODY: usize = 2_000;

/// The service cannot be reached.
pub(super) fn unavailable(source_name: &str, detail: impl ToString) -> Error {
    Error::Unavailable { source_name: source_name.to_owned(), detail: detail.to_string() }
}

/// It took too long.
pub(super) fn timeout(source_name: &str, limit: Duration) -> Error {
    let seconds = u64::try_from(limit.as_millis().div_ceil(1000)).unwrap_or(u64::MAX);
    Error::Timeout { source_name: source_name.to_owned(), seconds }
}

/// It answered with a status that is no answer.
pub(super) fn status(
    source_name: &str,
    status: u16,
    retry_after: Option<Duration>,
    call: &str,
    body: &[u8],
) -> Error {
    let retry_after = retry_after.map(|wait| u32::try_from(wait.as_secs()).unwrap_or(u32::MAX));
    let detail = format!("{call}: {}", logged(body));
    Error::Status { source_name: source_name.to_owned(), status, retry_after, detail }
}

/// Its answer is none that can be used.
pub(super) fn answer(source_name: &str, what: impl Into<String>, call: &str) -> Error {
    Error::Answer { source_name: source_name.to_owned(), what: what.into(), detail: call.to_owned() }
}

/// The beginning of a body in one line.
pub(super) fn logged(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut chars = text.chars();
    let clean = chars.by_ref().take(LOGGED_BODY).map(|c| if c.is_control() { ' ' } else { c });
    let mut logged: String = clean.collect();
    if chars.next().is_some() {
        logged.push('…');
    }
    logged
}

/// The words of an error and of what is behind it, without the address, which may hold a key.
pub(super) fn words(error: &reqwest::Error) -> String {
    let mut words = if error.is_redirect() { "redirect".to_owned() } else { "request".to_owned() };
    let mut behind = std::error::Error::source(error);
    while let Some(error) = behind {
        words.push_str(&format!(": {error}"));
        behind = error.source();
    }
    words
}
