//! `landbridge openapi`: the OpenAPI document of a service, for generators and for Salesforce
//! External Services.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::config::{self, Secrets};
use crate::edm::openapi;

/// Prints a service's OpenAPI document
#[derive(Clone, Debug, Args)]
pub struct OpenApiArgs {
    /// The service definition
    file: PathBuf,
    /// The path of the service, where the definition has several
    #[arg(long)]
    service: Option<String>,
    /// The address the service will be reached at, such as https://data.example.com/erp
    #[arg(long)]
    root: Option<String>,
    /// The version of OpenAPI; Salesforce External Services read 3.0
    #[arg(long, value_enum, default_value_t = Version::V3_1)]
    version: Version,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Version {
    #[value(name = "3.0")]
    V3_0,
    #[value(name = "3.1")]
    V3_1,
}

/// Prints the document on standard output; fails if there is no one service it is of.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: &OpenApiArgs) -> io::Result<ExitCode> {
    match document(args) {
        Ok(document) => {
            io::stdout().lock().write_all(document.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
        Err(reason) => {
            writeln!(io::stderr(), "{reason}")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn document(args: &OpenApiArgs) -> Result<String, String> {
    let loaded = config::load(&args.file, Secrets::Optional)
        .map_err(|problems| config::text(&args.file, &problems))?;
    let is_asked = |path: &str| args.service.as_deref().is_none_or(|asked| asked == path);
    let mut found = loaded.catalogs.iter().filter(|catalog| is_asked(&catalog.path));
    let (Some(catalog), None) = (found.next(), found.next()) else {
        let paths: Vec<_> = loaded.catalogs.iter().map(|catalog| catalog.path.as_str()).collect();
        return Err(format!("say which service with --service: there are {}", paths.join(", ")));
    };
    let version = match args.version {
        Version::V3_0 => openapi::Version::V3_0,
        Version::V3_1 => openapi::Version::V3_1,
    };
    Ok(openapi::document(&catalog.model, args.root.as_deref().unwrap_or(&catalog.path), version))
}
