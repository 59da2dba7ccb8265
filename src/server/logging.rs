//! Where log lines go and what they look like. Set up once, by the program.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

/// What is logged unless a filter says otherwise.
const DEFAULT_FILTER: &str = "info,actix_server=warn,actix_http=off";

/// The look of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Sends log lines to standard error. The filter is in the language of `tracing`'s `EnvFilter`:
/// `debug`, `info,landbridge::access=off`.
///
/// # Errors
/// The filter is malformed, or logging was set up before.
pub fn init_logging(format: LogFormat, filter: Option<&str>) -> io::Result<()> {
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT_FILTER)).map_err(io::Error::other)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    }
    .map_err(io::Error::other)
}
