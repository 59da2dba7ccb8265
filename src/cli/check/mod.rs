//! `landbridge check`: a definition file in, everything wrong with it out, also as far as the
//! databases and Salesforce have a say.

mod compare;
mod forecast;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::catalog::{Problem, Problems, Severity};
use crate::config::{self, Loaded, Secrets};
use crate::source::Error;
use crate::source::sql::schema;
use forecast::DataSource;

/// Checks a service definition without serving it
#[derive(Clone, Debug, Args)]
pub struct CheckArgs {
    /// The service definition
    file: PathBuf,
    /// Tell what Salesforce's sync will make of each set and field
    #[arg(long)]
    salesforce: bool,
    /// Do not connect to the databases, nor ask for their secrets
    #[arg(long)]
    offline: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: one problem a line, `file:line:column: severity: message`.
    #[default]
    Text,
    /// For scripts.
    Json,
}

/// Checks, reports on standard output, and fails if one of the problems is an error.
///
/// # Errors
/// Standard output cannot be written.
pub async fn run(args: CheckArgs) -> io::Result<ExitCode> {
    let secrets = if args.offline { Secrets::Optional } else { Secrets::Required };
    let mut forecasts = None;
    let problems = match config::load(&args.file, secrets) {
        Err(problems) => problems,
        Ok(loaded) => {
            let mut problems = Problems::default();
            if !args.offline {
                problems.extend(compare_all(&loaded).await);
            }
            if args.salesforce {
                let (sources, warnings) = forecast::forecast(&loaded.definition);
                problems.extend(warnings);
                forecasts = Some(sources);
            }
            problems.extend(loaded.warnings);
            problems.into_sorted()
        }
    };
    let report = match args.format {
        Format::Text => text(&args, &problems, forecasts.as_deref()),
        Format::Json => format!("{:#}\n", json(&args, &problems, forecasts.as_deref())),
    };
    io::stdout().lock().write_all(report.as_bytes())?;
    Ok(if count(&problems, Severity::Error) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares every source's sets with its live schema, one source after the other.
async fn compare_all(loaded: &Loaded) -> Vec<Problem> {
    let mut problems = Problems::default();
    for source in &loaded.sources {
        match schema::read(source.url.expose()).await {
            Ok(database) => {
                problems.extend(compare::compare(&loaded.definition, &source.name, source.engine, &database));
            }
            Err(error) => {
                let at = loaded.definition.sources.get(&source.name).map(|entry| entry.value.url.at);
                let place = format!("sources.{}", source.name);
                let message = format!("the schema of '{}' cannot be read: {}", source.name, words(&error));
                let remedy = "check the URL and the database, or pass --offline";
                problems.error(at.unwrap_or_default(), place, message, remedy);
            }
        }
    }
    problems.into_sorted()
}

/// The driver's own words where there are some; they never hold the URL.
fn words(error: &Error) -> String {
    match error {
        Error::Unavailable { detail, .. } | Error::Statement { detail, .. } => detail.clone(),
        other => other.to_string(),
    }
}

fn text(args: &CheckArgs, problems: &[Problem], forecasts: Option<&[DataSource]>) -> String {
    let forecast = forecasts.map(|sources| forecast::text(sources) + "\n").unwrap_or_default();
    let told = config::text(&args.file, problems);
    let number = |severity, one, many| match count(problems, severity) {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    let errors = number(Severity::Error, "error", "errors");
    let warnings = number(Severity::Warning, "warning", "warnings");
    format!("{forecast}{told}{}: {errors}, {warnings}\n", args.file.display())
}

fn json(args: &CheckArgs, problems: &[Problem], forecasts: Option<&[DataSource]>) -> Value {
    let mut report = config::json(&args.file, problems);
    if let (Some(sources), Value::Object(report)) = (forecasts, &mut report) {
        report.insert("salesforce".to_owned(), serde_json::json!(sources));
    }
    report
}

fn count(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|problem| problem.severity == severity).count()
}
