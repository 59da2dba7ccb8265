//! A boat yard in memory that counts how often it is asked, and can be held up or be away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use landbridge::catalog::Engine;
use landbridge::edm::Value;
use landbridge::plan::{Capabilities, Scan};
use landbridge::service::{Keeper, Request, Response, Service};
use landbridge::source::memory::MemorySource;
use landbridge::source::{Error, RowSink, Source};
use tokio::sync::Semaphore;

use crate::support::backends::built;

const SERVICE: &str = "
sources: { db: { url: 'sqlite:yard.sqlite' } }
services:
- path: /
  namespace: Yard
  profile: standard
  page: { maxRows: 3 }
  entitySets:
    Boats:
      table: boats
      key: [ID]
      cache: { ttl: 60, staleWhileRevalidate: 30, staleIfError: 600, clientNoCache: true }
      properties:
        ID: { column: id, type: Edm.Int32, nullable: false, dbType: INTEGER }
        Name: { column: name, type: Edm.String, dbType: TEXT }
        OwnerID: { column: owner_id, type: Edm.Int32, dbType: INTEGER }
      navigation:
        Owner: { to: Owners, on: { OwnerID: ID } }
        Crew: { to: Crew, on: { ID: BoatID }, collection: true }
    Owners:
      table: owners
      key: [ID]
      cache: { ttl: 20 }
      properties:
        ID: { column: id, type: Edm.Int32, nullable: false, dbType: INTEGER }
        Name: { column: name, type: Edm.String, dbType: TEXT }
    Crew:
      table: crew
      key: [ID]
      properties:
        ID: { column: id, type: Edm.Int32, nullable: false, dbType: INTEGER }
        BoatID: { column: boat_id, type: Edm.Int32, dbType: INTEGER }
    Slips:
      table: slips
      key: [ID]
      singleFlight: true
      properties:
        ID: { column: id, type: Edm.Int32, nullable: false, dbType: INTEGER }
        Name: { column: name, type: Edm.String, dbType: TEXT }
    Bulletins:
      table: bulletins
      key: [ID]
      cache: { ttl: 60, maxEntryBytes: 1024 }
      properties:
        ID: { column: id, type: Edm.Int32, nullable: false, dbType: INTEGER }
        Text: { column: text, type: Edm.String, dbType: TEXT }
";

/// The yard's tables.
pub(super) struct Yard {
    tables: MemorySource,
    /// Scans begun so far.
    scans: AtomicUsize,
    /// What a scan has to take before it gives rows.
    pub(super) go: Semaphore,
    /// Whether it answers.
    pub(super) up: AtomicBool,
    /// Whether its values are not those the definition says.
    pub(super) wrong: AtomicBool,
}

impl Yard {
    pub(super) fn open() -> Arc<Self> {
        Self::with(Semaphore::MAX_PERMITS)
    }

    /// Scans wait until the test adds to `go`.
    pub(super) fn closed() -> Arc<Self> {
        Self::with(0)
    }

    fn with(go: usize) -> Arc<Self> {
        let text = |text: &str| Value::String(text.to_owned());
        let named = |id: i64, name: &str| vec![Value::Integer(id), text(name)];
        let boats =
            (1..=7).map(|id| [named(id, &format!("Boat {id}")), vec![Value::Integer(id % 2)]].concat());
        let crew = (1..=4).map(|id| vec![Value::Integer(id), Value::Integer(id)]).collect();
        let bulletins = vec![named(1, "short"), named(2, &"long ".repeat(300))];
        let tables = MemorySource::new("db")
            .with_table("Boats", boats.collect())
            .with_table("Owners", vec![named(0, "Ann"), named(1, "Bo")])
            .with_table("Crew", crew)
            .with_table("Slips", vec![named(1, "North"), named(2, "South")])
            .with_table("Bulletins", bulletins);
        Arc::new(Self {
            tables,
            scans: AtomicUsize::new(0),
            go: Semaphore::new(go),
            up: AtomicBool::new(true),
            wrong: AtomicBool::new(false),
        })
    }

    /// The service over it.
    pub(super) fn service(self: &Arc<Self>) -> Arc<Service> {
        self.service_of(SERVICE, &Keeper::new(Keeper::DEFAULT_BYTES))
    }

    /// A service of another definition over it.
    pub(super) fn service_of(self: &Arc<Self>, definition: &str, keeper: &Arc<Keeper>) -> Arc<Service> {
        let catalog = built(definition, Engine::Sqlite);
        let sources = catalog.tables.iter().map(|_| Arc::clone(self) as Arc<dyn Source>).collect();
        Service::new(catalog, sources, b"secret", keeper)
    }

    pub(super) fn definition() -> &'static str {
        SERVICE
    }

    /// Scans begun so far.
    pub(super) fn scans(&self) -> usize {
        self.scans.load(Ordering::SeqCst)
    }
}

impl Source for Yard {
    fn capabilities(&self) -> &Capabilities {
        self.tables.capabilities()
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        async move {
            self.scans.fetch_add(1, Ordering::SeqCst);
            let _turn = self.go.acquire().await.unwrap();
            if !self.up.load(Ordering::SeqCst) {
                let (source_name, detail) = ("db".to_owned(), "host yard.internal is down".to_owned());
                return Err(Error::Unavailable { source_name, detail });
            }
            if self.wrong.load(Ordering::SeqCst) {
                let (source_name, detail) = ("db".to_owned(), "no such column".to_owned());
                return Err(Error::Statement { source_name, detail });
            }
            self.tables.scan(scan, sink).await
        }
        .boxed()
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        self.tables.count(scan)
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        self.tables.ping()
    }
}

/// A request for a path and query, as a client of `https://yard.example` sends it.
pub(super) fn asked(target: &str) -> Request<'_> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Request { path, query, root: "https://yard.example", ..Request::default() }
}

/// A header of an answer.
pub(super) fn header<'r>(answer: &'r Response, name: &str) -> Option<&'r str> {
    answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}
