//! `landbridge check`: a definition file in, everything wrong with it out, also as far as the
//! databases and Salesforce have a say.

mod compare;
mod forecast;
mod operation;
mod resource;

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
    /// Do not connect to the sources, nor ask for their secrets
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
    let (report, sound) = report(&args).await;
    io::stdout().lock().write_all(report.as_bytes())?;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The report, and whether no problem in it is an error.
async fn report(args: &CheckArgs) -> (String, bool) {
    let secrets = if args.offline { Secrets::Optional } else { Secrets::Required };
    let mut forecasts = None;
    let problems = match config::load(&args.file, secrets) {
        Err(problems) => problems,
        Ok(loaded) => {
            let mut problems = Problems::default();
            if !args.offline {
                problems.extend(compare_all(&loaded).await);
                problems.extend(operation::check_all(&loaded).await);
                problems.extend(resource::check_all(&loaded).await);
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
        Format::Text => text(args, &problems, forecasts.as_deref()),
        Format::Json => format!("{:#}\n", json(args, &problems, forecasts.as_deref())),
    };
    (report, count(&problems, Severity::Error) == 0)
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
                let at = loaded
                    .definition
                    .sources
                    .get(&source.name)
                    .and_then(|entry| Some(entry.value.url.as_ref()?.at));
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
        Error::Unavailable { detail, .. }
        | Error::Statement { detail, .. }
        | Error::Conflict { detail }
        | Error::Rejected { detail } => detail.clone(),
        Error::Answer { what, detail, .. } => format!("{what} ({detail})"),
        Error::Status { status, detail, .. } => format!("it answered with the status {status} ({detail})"),
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Executor};

    use super::*;

    const DEFINITION: &str = "\
sources: { erp: { url: sqlite:DATABASE } }
services:
  - path: /
    namespace: Erp
    entitySets:
      Customers:
        table: customers
        key: [ID]
        properties:
          ID: { column: id, type: Edm.Int64, nullable: false, dbType: INTEGER }
          Name: { column: name, type: Edm.String, maxLength: 80, dbType: VARCHAR(80) }
";

    /// The report on `definition`, with the folder's name taken out.
    async fn check(folder: &Path, definition: &str, flags: &[&str]) -> (String, bool) {
        let file = folder.join("erp.yaml");
        let database = folder.join("erp.db").display().to_string();
        std::fs::write(&file, definition.replace("DATABASE", &database)).unwrap();
        let args = CheckArgs {
            file,
            salesforce: flags.contains(&"salesforce"),
            offline: flags.contains(&"offline"),
            format: if flags.contains(&"json") { Format::Json } else { Format::Text },
        };
        let (report, sound) = report(&args).await;
        (report.replace(&format!("{}/", folder.display()), ""), sound)
    }

    #[tokio::test]
    async fn a_definition_against_its_database() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new().filename(folder.path().join("erp.db"));
        let mut database = options.create_if_missing(true).connect().await.unwrap();
        database.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(80))").await.unwrap();

        let (report, sound) = check(folder.path(), DEFINITION, &[]).await;
        assert_eq!((report.as_str(), sound), ("erp.yaml: 0 errors, 0 warnings\n", true));

        let spoilt = DEFINITION.replace("column: name", "column: nmae");
        let expected = "\
erp.yaml:11:27: error: the table 'customers' has no column 'nmae'
  remedy: did you mean 'name'?
erp.yaml: 1 error, 0 warnings
";
        assert_eq!(check(folder.path(), &spoilt, &[]).await, (expected.to_owned(), false));
        assert!(check(folder.path(), &spoilt, &["offline"]).await.1);

        let (report, sound) = check(folder.path(), &spoilt, &["json", "salesforce"]).await;
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_eq!((report["problems"][0]["line"].as_u64(), sound), (Some(11), false));
        assert_eq!(report["salesforce"][0]["objects"][0]["fields"][1]["salesforceType"], "Text(80)");
    }

    #[tokio::test]
    async fn a_database_that_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let (report, sound) = check(folder.path(), DEFINITION, &[]).await;
        assert!(report.starts_with("erp.yaml:1:24: error: the schema of 'erp' cannot be read: "), "{report}");
        assert!(!sound);
    }
}
