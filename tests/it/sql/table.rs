//! A table of all types and tricky values, the same on each engine, and ways to query it.

use std::ops::ControlFlow;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use landbridge::bind::{self, Bound, Environment};
use landbridge::catalog::{Column, Engine, Profile, Search, Storage, Table, edm_type_of, storage_of};
use landbridge::edm::{EntitySet, EntityType, Model, PrimitiveType, Property, Value};
use landbridge::exec;
use landbridge::plan::{Capabilities, Places, Scan, plan};
use landbridge::query::{Position, Query};
use landbridge::source::sql::{Settings, SqlSource};
use landbridge::source::{Error, Row, RowSink, Source};
use odata_params::ODataUri;

/// A source with one table.
pub(crate) struct Fixture {
    pub(crate) source: SqlSource,
    pub(crate) engine: Engine,
    pub(crate) table: Arc<Table>,
    pub(crate) model: Model,
}

impl Fixture {
    /// The first column is the key; `columns` are name, type as the database writes it, whether it
    /// may be null.
    pub(crate) fn new(engine: Engine, url: &str, table: &str, columns: &[(&str, &str, bool)]) -> Self {
        let column = |(name, db_type, nullable): &(&str, &str, bool)| {
            let ty = edm_type_of(engine, db_type, *nullable);
            Column::new(*name, *name, ty, storage_of(engine, Some(db_type), ty.primitive))
        };
        let columns: Vec<Column> = columns.iter().map(column).collect();
        let text = |column: &Column| {
            column.ty.primitive == PrimitiveType::String && column.storage != Storage::AsText
        };
        let search = (0..columns.len()).filter(|index| text(&columns[*index])).collect();
        let table = Table {
            columns,
            key: vec![0],
            search: Search::Like(search),
            ..Table::new("Rows", "test", table)
        };
        let mut fixture = Self {
            source: SqlSource::new("test", url, engine, Settings::default()).unwrap(),
            engine,
            table: Arc::new(table),
            model: Model::new("t", "C"),
        };
        fixture.publish();
        fixture
    }

    /// The same table, changed: published or stored otherwise.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Table)) -> Self {
        change(Arc::make_mut(&mut self.table));
        self.publish();
        self
    }

    fn publish(&mut self) {
        let property = |column: &Column| Property::new(column.property.clone(), column.ty);
        let entity_type =
            EntityType::new("Row", self.table.key.clone(), self.table.columns.iter().map(property).collect());
        let set = EntitySet { searchable: true, ..EntitySet::new("Rows", 0) };
        self.model.entity_types = vec![entity_type];
        self.model.entity_sets = vec![set];
    }

    pub(crate) fn query(&self, options: &str) -> Query {
        let uri = ODataUri::parse("Rows", options).unwrap_or_else(|error| panic!("{options}: {error:?}"));
        let environment = Environment { model: &self.model, profile: Profile::Standard };
        match bind::bind(&uri, &environment) {
            Ok(Bound::Read(query, _)) => *query,
            other => panic!("{options}: {other:?}"),
        }
    }

    /// The rows of a query and, of the last one, where it stands in the order.
    pub(crate) async fn page(
        &self,
        query: &Query,
        aided: bool,
        max_rows: u64,
    ) -> Result<(Vec<Vec<Value>>, Option<Position>), Error> {
        let unaided = Unaided(&self.source);
        let source: &dyn Source = if aided { &self.source } else { &unaided };
        let plan = plan(
            query,
            &Places::new(std::slice::from_ref(&self.table), vec![source.capabilities()]),
            max_rows,
        )
        .unwrap();
        // Sort keys that `exec` computed stand behind the columns.
        let width =
            plan.position.iter().map(|place| place + 1).max().unwrap_or(0).max(plan.scan.columns.len());
        let mut rows = Collected { width, rows: Vec::new() };
        exec::rows(&plan, source, exec::Limits::default(), &exec::Known::at(chrono::Utc::now()), &mut rows)
            .await?;
        let mut rows = rows.rows;
        let more = rows.len() as u64 > plan.page_rows;
        rows.truncate(usize::try_from(plan.page_rows).unwrap());
        let delivered = query.after.as_ref().map_or(0, |after| after.delivered) + rows.len() as u64;
        let position = rows.last().filter(|_| more).map(|row| Position {
            keys: plan.position.iter().map(|place| row[*place].clone()).collect(),
            delivered,
        });
        let answered =
            |row: &Vec<Value>| plan.output.iter().map(|member| row[member.place].clone()).collect();
        Ok((rows.iter().map(answered).collect(), position))
    }

    /// All rows of a query as the database and `exec` together give them.
    pub(crate) async fn rows(&self, options: &str) -> Result<Vec<Vec<Value>>, Error> {
        Ok(self.page(&self.query(options), true, 100_000).await?.0)
    }
}

/// A source that lists its rows and claims nothing else, so that `exec` does all the work.
struct Unaided<'s>(&'s SqlSource);

impl Source for Unaided<'_> {
    fn capabilities(&self) -> &Capabilities {
        &Capabilities::NONE
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        self.0.scan(scan, sink)
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        self.0.count(scan)
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        self.0.ping()
    }
}

/// Keeps the rows.
pub(crate) struct Collected {
    pub(crate) width: usize,
    pub(crate) rows: Vec<Vec<Value>>,
}

impl RowSink for Collected {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let cells: Result<Vec<Value>, Error> =
            (0..self.width).map(|index| Ok(row.get(index)?.to_value())).collect();
        self.rows.push(cells?);
        Ok(ControlFlow::Continue(()))
    }
}
