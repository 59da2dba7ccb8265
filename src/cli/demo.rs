//! `landbridge demo`: makes the demo's database, serves it, and tells what to look at and what to
//! type into Salesforce.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use clap::Args;

use super::compose;
use super::serve::ListenArgs;
use crate::config::{self, Loaded, Secrets, Surroundings};
use crate::demo;
use crate::server::{self, Current, init_logging};
use crate::service::Keeper;

/// Serves an ERP of made-up data from an embedded database: nothing to install, nothing to configure
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Make the database anew instead of reusing the one of the last start
    #[arg(long)]
    pub fresh: bool,
    /// How to listen and log
    #[command(flatten)]
    pub listen: ListenArgs,
}

/// Serves the demo until SIGTERM or SIGINT.
///
/// # Errors
/// The database cannot be made, the address cannot be bound, or the server failed.
pub async fn run(args: DemoArgs) -> io::Result<()> {
    init_logging(args.listen.log_format, args.listen.log.as_deref())?;
    let file = demo::file(&demo::folder(), args.fresh).await.map_err(io::Error::other)?;
    let snapshot = compose::snapshot(load(&file)?, &Keeper::new(0)).map_err(io::Error::other)?;
    let base_url = args.listen.base_url.as_ref().map(ToString::to_string);
    server::run(args.listen.settings(), Current::new(snapshot), |address| {
        greeting(&base_url.unwrap_or_else(|| local_url(address)), &file)
    })
    .await
}

/// The demo's definition over the database in `file`.
fn load(file: &Path) -> io::Result<Loaded> {
    let path = file.to_str().ok_or_else(|| {
        io::Error::other(format!(
            "{}: SQLite needs a path in UTF-8; set XDG_CACHE_HOME to one",
            file.display()
        ))
    })?;
    // These three have a meaning of their own in a URL.
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    let url = format!("sqlite:{path}?mode=ro");
    let surroundings = Surroundings {
        variable: &|name| (name == "DEMO_DATABASE_URL").then(|| url.clone()),
        folder: Path::new(""),
    };
    config::load_text(demo::DEFINITION, Secrets::Required, &surroundings)
        .map_err(|problems| io::Error::other(config::text(Path::new("metadata/demo.yaml"), &problems)))
}

/// A URL to click on the machine itself: `0.0.0.0` is none.
fn local_url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip([127, 0, 0, 1].into());
    }
    format!("http://{address}")
}

fn greeting(root: &str, file: &Path) -> String {
    format!(
        "\
Landbridge demo: the ERP of Marlow & Finch, an invented trading house
  Service   {root}/
  Database  {file}

Click
  {root}/$metadata
  {root}/Orders?$filter=Status%20eq%20'Shipped'%20and%20TotalAmount%20gt%205000&$orderby=OrderedAt%20desc&$top=10&$count=true
  {root}/Customers?$search=M%C3%BCnchen&$select=CustomerID,Name,City,CreditLimit

In Salesforce: Setup > External Data Sources > New External Data Source
  External Data Source           Landbridge Demo
  Name                           Landbridge_Demo
  Type                           Salesforce Connect: OData 4.0
  URL                            {root}/ as seen from the Internet, by HTTPS: see README.md
  Connection Timeout (Seconds)   120
  Writable External Objects      off
  High Data Volume               off
  Server Driven Pagination       on
  Request Row Counts             on
  Compress Requests              off
  Enable Search                  on
  Free-Text Search Expressions   on
  Format                         JSON
  Special Compatibility          Default
  Identity Type                  Anonymous
  Authentication Protocol        No Authentication
Save, then: Validate and Sync > select all tables > Sync
(OData 4.01 instead: the same, but the URL is a Named Credential's, callout:NAME.)

Ctrl-C ends it.",
        file = file.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Severity;

    #[test]
    fn the_definition_is_sound_wherever_the_file_is() {
        for path in ["/tmp/demo.sqlite", "/tmp/50% of #1?/demo.sqlite"] {
            let loaded = load(Path::new(path)).unwrap();
            assert!(loaded.warnings.iter().all(|warning| warning.severity != Severity::Error));
            let sets: Vec<_> =
                loaded.catalogs[0].model.entity_sets.iter().map(|set| set.name.as_str()).collect();
            assert_eq!(sets, ["Customers", "Products", "Orders", "OrderLines", "Invoices", "Shipments"]);
        }
    }

    #[test]
    fn the_greeting_has_urls_to_click() {
        for (address, root) in
            [("127.0.0.1:8080", "http://127.0.0.1:8080"), ("0.0.0.0:81", "http://127.0.0.1:81")]
        {
            let greeting = greeting(&local_url(address.parse().unwrap()), Path::new("demo.sqlite"));
            let urls = greeting.lines().filter(|line| line.trim_start().starts_with(root));
            assert_eq!(urls.count(), 3, "{greeting}");
            assert!(greeting.contains(&format!("Service   {root}/\n")), "{greeting}");
        }
    }
}
