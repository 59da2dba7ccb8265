//! The program: its arguments in, its exit status out. The composition root; each subcommand is a
//! file of its own.

pub mod check;
mod compose;
pub mod demo;
pub mod explain;
pub mod introspect;
pub mod openapi;
pub mod schema;
pub mod serve;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::config::{self, Secrets};
use crate::service::{Keeper, Snapshot};

/// Shows your databases in Salesforce: an OData 4.0/4.01 service, declared in one file
#[derive(Debug, Parser)]
#[command(name = "landbridge", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Introspect(introspect::Introspect),
    Check(check::CheckArgs),
    Serve(serve::ServeArgs),
    Explain(explain::ExplainArgs),
    #[command(name = "openapi")]
    OpenApi(openapi::OpenApiArgs),
    /// Prints the JSON Schema of service definitions, for editors
    Schema,
}

/// Runs the command the arguments name. The status is 0 if it did what it was to do, 1 if not,
/// 2 for arguments that make no sense; why is told on standard error.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = tokio::runtime::Runtime::new().and_then(|runtime| runtime.block_on(dispatch(cli.command)));
    outcome.unwrap_or_else(|error| {
        // A reader that has seen enough, as in `landbridge schema | head`, is no failure.
        if error.kind() == io::ErrorKind::BrokenPipe {
            return ExitCode::SUCCESS;
        }
        // Where standard error cannot be written either, the status has to do.
        let _ = writeln!(io::stderr(), "landbridge: {error}");
        ExitCode::FAILURE
    })
}

async fn dispatch(command: Command) -> io::Result<ExitCode> {
    match command {
        Command::Demo(args) => demo::run(args).await?,
        Command::Introspect(introspect) => {
            let definition = introspect.run().await.map_err(io::Error::other)?;
            io::stdout().lock().write_all(definition.as_bytes())?;
        }
        Command::Check(args) => return check::run(args).await,
        Command::Serve(args) => {
            let (file, keeper) = (args.config.clone(), Keeper::new(args.max_cache_bytes));
            serve::run(args, move || {
                let (file, keeper) = (file.clone(), Arc::clone(&keeper));
                async move { load(&file, &keeper) }
            })
            .await?;
        }
        Command::Explain(args) => return explain::run(args).await,
        Command::OpenApi(args) => return openapi::run(&args),
        Command::Schema => schema::run()?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The snapshot of a definition file, or every problem as a line of text.
fn load(file: &Path, keeper: &Arc<Keeper>) -> Result<Snapshot, Vec<String>> {
    let loaded = config::load(file, Secrets::Required)
        .map_err(|problems| config::text(file, &problems).lines().map(str::to_owned).collect::<Vec<_>>())?;
    compose::snapshot(loaded, keeper).map_err(|problem| vec![problem])
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
