//! A server over a source whose answers the test decides.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use landbridge::catalog::{Caching, Catalog, Column, Profile, Storage, Table};
use landbridge::edm::{EntitySet, EntityType, Model, PrimitiveType, Property, TypeRef, ValueRef};
use landbridge::plan::{Capabilities, Scan};
use landbridge::query::{Expr, ExprKind};
use landbridge::server::{Current, Limits, Running, Settings, start};
use landbridge::service::{Keeper, Snapshot};
use landbridge::source::{Error, Row, RowSink, Source};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Longer than anything here takes: a test that gets this far has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// Awaits something that must happen.
pub(super) async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(PATIENCE, what).await.expect("it did not happen in time")
}

/// A source with one table `Things(ID, Name)`.
pub(super) struct Stage {
    /// What a scan has to take before it gives rows; tests that hold scans back start with none.
    pub(super) go: Semaphore,
    /// Scans that have begun.
    pub(super) begun: Semaphore,
    /// Scans that were dropped before they ended.
    pub(super) dropped: Semaphore,
    /// Rows a scan gives.
    pub(super) rows: AtomicUsize,
    /// Length of the name of each thing, at least.
    pub(super) name_length: AtomicUsize,
    /// Whether it answers.
    pub(super) up: AtomicBool,
}

impl Stage {
    /// A source that answers at once.
    pub(super) fn open(rows: usize) -> Arc<Self> {
        Self::with(Semaphore::MAX_PERMITS, rows)
    }

    /// A source whose scans wait until the test adds to `go`.
    pub(super) fn closed() -> Arc<Self> {
        Self::with(0, 1)
    }

    fn with(go: usize, rows: usize) -> Arc<Self> {
        Arc::new(Self {
            go: Semaphore::new(go),
            begun: Semaphore::new(0),
            dropped: Semaphore::new(0),
            rows: AtomicUsize::new(rows),
            name_length: AtomicUsize::new(1),
            up: AtomicBool::new(true),
        })
    }

    /// Waits until one more scan has begun.
    pub(super) async fn begun(&self) {
        soon(self.begun.acquire()).await.unwrap().forget();
    }

    /// Waits until one more scan was dropped before its end.
    pub(super) async fn dropped(&self) {
        soon(self.dropped.acquire()).await.unwrap().forget();
    }
}

/// Reports a scan that does not reach its end.
struct Watch<'a> {
    stage: &'a Stage,
    ended: bool,
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.stage.dropped.add_permits(1);
        }
    }
}

/// A row of the table: what a scan asked for, of the thing with this number.
struct Thing<'s> {
    columns: &'s [Expr],
    id: i64,
    /// Names are padded to this.
    name_length: usize,
}

impl Row for Thing<'_> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        match self.columns[index].kind {
            ExprKind::Property(0) => Ok(ValueRef::Integer(self.id)),
            ExprKind::Property(1) => {
                let name = format!("Thing number {} behind {}", self.id, self.id - 1);
                let name = format!("{name:0$}", self.name_length);
                Ok(ValueRef::String(Cow::Owned(name)))
            }
            ref other => panic!("{other:?}"),
        }
    }
}

impl Source for Stage {
    fn capabilities(&self) -> &Capabilities {
        &Capabilities::NONE
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        async move {
            let mut watch = Watch { stage: self, ended: false };
            let name_length = self.name_length.load(Ordering::Relaxed);
            self.begun.add_permits(1);
            let _turn = self.go.acquire().await.unwrap();
            watch.ended = true;
            for id in 1..=self.rows.load(Ordering::Relaxed) as i64 {
                if sink.row(&Thing { columns: &scan.columns, id, name_length })? == ControlFlow::Break(()) {
                    break;
                }
            }
            Ok(())
        }
        .boxed()
    }

    fn count<'a>(&'a self, _: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        ready(Ok(self.rows.load(Ordering::Relaxed) as u64)).boxed()
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        let state = if self.up.load(Ordering::Relaxed) {
            Ok(())
        } else {
            Err(Error::Unavailable { source_name: "stage".into(), detail: "host db.internal is down".into() })
        };
        ready(state).boxed()
    }
}

/// A service at `path` that shows the source's table as the entity set `Things`.
fn catalog(path: &str) -> Catalog {
    let columns =
        [("ID", PrimitiveType::Int64, Storage::Integer), ("Name", PrimitiveType::String, Storage::Text)];
    let table = Table {
        columns: columns
            .map(|(name, primitive, storage)| Column::new(name, name, TypeRef::of(primitive), storage))
            .into(),
        key: vec![0],
        ..Table::new("Things", "stage", "things")
    };
    let properties = columns.map(|(name, primitive, _)| Property::new(name, TypeRef::of(primitive)));
    let entity_type = EntityType::new("Thing", vec![0], properties.into());
    let set = EntitySet::new("Things", 0);
    Catalog {
        path: path.into(),
        model: Model {
            entity_types: vec![entity_type],
            entity_sets: vec![set],
            ..Model::new("Stage", "Container")
        },
        tables: vec![Arc::new(table)],
        caching: vec![Caching::default()],
        profile: Profile::Standard,
        max_page_rows: 2000,
        max_page_bytes: 7_500_000,
    }
}

/// A snapshot of such a service at `/`, its key being the property at this index.
pub(super) fn snapshot_with_key(key: usize, stage: &Arc<Stage>) -> Snapshot {
    let mut catalog = catalog("/");
    catalog.model.entity_types[0].key = vec![key];
    let table = Table { key: vec![key], ..Table::clone(&catalog.tables[0]) };
    catalog.tables = vec![Arc::new(table)];
    let source: Arc<dyn Source> = stage.clone();
    Snapshot::new(vec![catalog], BTreeMap::from([("stage".to_owned(), source)]), b"secret", &Keeper::new(0))
        .unwrap()
}

/// A snapshot of such services at these paths.
pub(super) fn snapshot(paths: &[&str], stage: &Arc<Stage>) -> Snapshot {
    let source: Arc<dyn Source> = stage.clone();
    let sources = BTreeMap::from([("stage".to_owned(), source)]);
    Snapshot::new(paths.iter().map(|path| catalog(path)).collect(), sources, b"secret", &Keeper::new(0))
        .unwrap()
}

/// Settings for a free port.
pub(super) fn settings() -> Settings {
    let mut settings = Settings::new(SocketAddr::from(([127, 0, 0, 1], 0)));
    settings.workers = Some(std::num::NonZeroUsize::MIN);
    settings
}

/// Settings with these limits.
pub(super) fn limited(requests: usize, wait: Duration, deadline: Duration) -> Settings {
    let mut settings = settings();
    settings.limits = Limits { requests: requests.try_into().unwrap(), wait, deadline, ..Limits::default() };
    settings
}

/// A started server with one service at `/`.
pub(super) fn serve(settings: Settings, stage: &Arc<Stage>) -> Running {
    start(settings, Current::new(snapshot(&["/"], stage))).unwrap()
}

/// A URL of the server.
pub(super) fn url(server: &Running, path: &str) -> String {
    format!("http://{}{path}", server.address())
}
