//! `landbridge explain`: a request in, what each stage makes of it out: what it means, who does
//! what, which SQL is run, what a REST service is asked. Runs nothing unless asked to.

mod apply;
mod names;
mod expand;
mod write;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use odata_params::ODataUri;

use super::compose;
use crate::bind::{self, Bound, Environment};
use crate::catalog::Catalog;
use crate::config::{self, Loaded, Secrets, SourceSettings};
use crate::edm::Value;
use crate::plan::{self, Capabilities, Places, Plan, Scan};
use crate::query::{Call, Query, Shape};
use crate::service::without_custom_options;
use crate::source::sql::{self, Asked};
use crate::source::{Error, rest};

/// Shows what a request means, how it is answered, and the SQL, without running it
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// The service definition
    file: PathBuf,
    /// The request: path and query as in a URL, such as '/Orders?$filter=Total gt 100'
    request: String,
    /// Run the statement, and add the time it took and the database's own plan
    #[arg(long)]
    analyze: bool,
}

/// Explains on standard output; fails if the request would be refused.
///
/// # Errors
/// Standard output cannot be written.
pub async fn run(args: ExplainArgs) -> io::Result<ExitCode> {
    let mut out = String::new();
    let explained = explain(&args, &mut out).await;
    io::stdout().lock().write_all(out.as_bytes())?;
    match explained {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(reason) => {
            writeln!(io::stderr(), "{reason}")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn explain(args: &ExplainArgs, out: &mut String) -> Result<(), String> {
    let loaded = config::load(&args.file, Secrets::Required)
        .map_err(|problems| config::text(&args.file, &problems))?;
    let (path, text) = args.request.split_once('?').unwrap_or((&args.request, ""));
    let (catalog, path) = find(&loaded, path)?;
    let text = without_custom_options(text, catalog.profile);
    let uri = ODataUri::parse(path, &text).map_err(|error| format!("{error}\n\n{}", error.caret()))?;
    write::syntax(out, &uri);
    let environment = Environment { model: &catalog.model, profile: catalog.profile };
    match bind::bind(&uri, &environment).map_err(|error| refusal(&error))? {
        Bound::ServiceDocument(_) => out.push_str("\nmeaning\n  the service document\n"),
        Bound::Metadata(_) => out.push_str("\nmeaning\n  the metadata document\n"),
        Bound::Call(invocation, _) => {
            explain_call(args, &loaded, catalog, &invocation.call, &mut *out).await?
        }
        Bound::Read(query, _) => explain_read(args, &loaded, catalog, &query, out).await?,
    }
    Ok(())
}

/// A function that is not composable, or an action: nothing is planned, its statement is run as it is.
async fn explain_call(
    args: &ExplainArgs,
    loaded: &Loaded,
    catalog: &Catalog,
    call: &Call,
    out: &mut String,
) -> Result<(), String> {
    explain_binding(args, loaded, catalog, call, out).await?;
    let table = catalog.tables.get(call.table).ok_or("the operation has no result")?;
    let Place::Database(settings) = place_of(loaded, catalog, call.table)? else {
        return Err("a REST service runs no statement".to_owned());
    };
    write::call(out, catalog, call);
    let scan = Scan { arguments: filled(catalog, call), ..Scan::all(Arc::clone(table), Vec::new()) };
    let statement = sql::explain_call(settings.engine, &scan).map_err(|error| error.to_string())?;
    write::statement(out, &statement, false);
    Ok(())
}

/// The entity an operation is called on is read first.
async fn explain_binding(
    args: &ExplainArgs,
    loaded: &Loaded,
    catalog: &Catalog,
    call: &Call,
    out: &mut String,
) -> Result<(), String> {
    let Some(binding) = &call.binding else { return Ok(()) };
    Box::pin(explain_read(args, loaded, catalog, binding, out)).await?;
    out.push_str("\nthen, with the key of that row\n");
    Ok(())
}

/// The arguments of a call; those that are known only when a row is read, or that are in the body of
/// an action, are null here.
fn filled(catalog: &Catalog, call: &Call) -> Vec<Value> {
    let routine = catalog.tables.get(call.table).and_then(|table| table.routine());
    let wanted = routine.map_or(0, |routine| routine.arguments.len());
    let mut arguments = vec![Value::Null; wanted.saturating_sub(call.arguments.len())];
    arguments.extend(call.arguments.iter().cloned());
    arguments
}

async fn explain_read(
    args: &ExplainArgs,
    loaded: &Loaded,
    catalog: &Catalog,
    query: &Query,
    out: &mut String,
) -> Result<(), String> {
    if let Some(parent) = &query.parent {
        Box::pin(explain_read(args, loaded, catalog, &parent.query, out)).await?;
        out.push_str("\nthen, with the values of that row\n");
    }
    let place = place_of(loaded, catalog, query.table())?;
    let mut plan = plan(loaded, catalog, query)?;
    if let Some(call) = &query.call {
        explain_binding(args, loaded, catalog, call, out).await?;
        plan.call_with(&filled(catalog, call));
    }
    write::meaning(out, catalog, query);
    let has_binding = query.call.as_ref().is_some_and(|call| call.binding.is_some());
    let related = query.parent.is_some() || has_binding;
    explain_plan(args, place, (&plan, statements(query, &plan)), related, out).await?;
    expand::explain(loaded, catalog, (&query.expand, &plan.expands), "", out)
}

/// What the source is asked, and what is left. The parts of a plan come before what is made of them.
async fn explain_plan(
    args: &ExplainArgs,
    place: Place<'_>,
    (plan, statements): (&Plan, &[Asked]),
    related: bool,
    out: &mut String,
) -> Result<(), String> {
    if let Some(pipeline) = plan.pipeline.as_ref().filter(|pipeline| !pipeline.parts.is_empty()) {
        for part in &pipeline.parts {
            let rows = (&part.plan, &[Asked::Rows][..]);
            Box::pin(explain_plan(args, place, rows, related, out)).await?;
        }
        write::united(out, &pipeline.parts, &pipeline.steps);
        return Ok(());
    }
    write::plan(out, plan, statements == [Asked::Count]);
    for asked in statements {
        request(place, &plan.scan, *asked, related, out)?;
        match place {
            Place::Database(settings) if args.analyze && !related => {
                analyze(settings, plan, *asked, out).await?;
            }
            Place::Rest if args.analyze => {
                return Err("--analyze is about databases: a REST service has no plan to show".to_owned());
            }
            _ => {}
        }
    }
    Ok(())
}

/// What is sent to the source. `related` where a condition is yet to come.
fn request(
    place: Place<'_>,
    scan: &Scan,
    asked: Asked,
    related: bool,
    out: &mut String,
) -> Result<(), String> {
    match place {
        Place::Database(settings) => {
            let statement = sql::explain(settings.engine, scan, asked).map_err(|error| error.to_string())?;
            write::statement(out, &statement, related);
        }
        Place::Rest => {
            let counting = rest::counting(scan);
            let (call, goes_on) = match rest::explain(if asked == Asked::Count { &counting } else { scan }) {
                // The condition to come may be the one it wants.
                Err(Error::Unfiltered { .. }) if related => return Ok(()),
                explained => explained.map_err(|error| error.to_string())?,
            };
            write::upstream(out, &call, goes_on, related);
        }
    }
    Ok(())
}

/// What the source is asked: where rows are left to check here, they are counted here too.
fn statements(query: &Query, plan: &Plan) -> &'static [Asked] {
    let checked_here =
        plan.residual.as_ref().is_some_and(|left| left.filter.is_some() || left.search.is_some());
    match (query.shape, query.count) {
        // A pipeline counts what it makes.
        _ if checked_here || plan.pipeline.is_some() => &[Asked::Rows],
        (Shape::Count, _) => &[Asked::Count],
        (_, true) => &[Asked::Rows, Asked::Count],
        (_, false) => &[Asked::Rows],
    }
}

async fn analyze(
    settings: &SourceSettings,
    plan: &Plan,
    asked: Asked,
    out: &mut String,
) -> Result<(), String> {
    let source = compose::source(settings).map_err(|error| error.to_string())?;
    let started = Instant::now();
    let account = source.analyze(&plan.scan, asked).await.map_err(|error| told(&error))?;
    write::analysis(out, &account, started.elapsed());
    Ok(())
}

/// What happened, and what the database said: whoever explains may know.
fn told(error: &Error) -> String {
    match error {
        Error::Unavailable { detail, .. } | Error::Statement { detail, .. } => format!("{error}: {detail}"),
        error => error.to_string(),
    }
}

/// The service with the longest path that begins `path`, and the rest of it.
fn find<'a, 'p>(loaded: &'a Loaded, path: &'p str) -> Result<(&'a Catalog, &'p str), String> {
    let path = path.trim_start_matches('/');
    let below = |catalog: &'a Catalog| {
        let root = catalog.path.trim_matches('/');
        let rest = path.strip_prefix(root)?;
        (root.is_empty() || rest.is_empty() || rest.starts_with('/')).then_some((root.len(), catalog, rest))
    };
    let found = loaded.catalogs.iter().filter_map(below).max_by_key(|(length, ..)| *length);
    found.map(|(_, catalog, rest)| (catalog, rest)).ok_or_else(|| {
        let paths: Vec<_> = loaded.catalogs.iter().map(|catalog| catalog.path.as_str()).collect();
        format!("no service of the definition is at this path; there are services at {}", paths.join(", "))
    })
}

fn plan(loaded: &Loaded, catalog: &Catalog, query: &Query) -> Result<Plan, String> {
    let capabilities = (0..catalog.tables.len())
        .map(|table| place_of(loaded, catalog, table).map(Place::capabilities))
        .collect::<Result<_, _>>()?;
    let places = Places::new(&catalog.tables, capabilities);
    plan::plan(query, &places, catalog.max_page_rows).ok_or_else(|| "the entity set has no table".to_owned())
}

/// Where a table is.
#[derive(Clone, Copy)]
enum Place<'a> {
    Database(&'a SourceSettings),
    Rest,
}

impl Place<'_> {
    fn capabilities(self) -> &'static Capabilities {
        match self {
            Self::Database(settings) => sql::capabilities(settings.engine),
            Self::Rest => &Capabilities::DECLARED,
        }
    }
}

/// Where a table of the catalog is.
fn place_of<'a>(loaded: &'a Loaded, catalog: &Catalog, table: usize) -> Result<Place<'a>, String> {
    let table = catalog.tables.get(table).ok_or("the entity set has no table")?;
    if table.resource().is_some() {
        return Ok(Place::Rest);
    }
    let settings = loaded.sources.iter().find(|source| source.name == table.source);
    let settings = settings.ok_or_else(|| "the entity set's source is not in the definition".to_owned())?;
    Ok(Place::Database(settings))
}

/// A refusal with the text around its place and a caret below it.
fn refusal(error: &bind::Error) -> String {
    match &error.caret {
        Some(caret) => format!("{error}\n\n{caret}"),
        None => error.to_string(),
    }
}
