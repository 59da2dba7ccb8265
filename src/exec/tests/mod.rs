//! Plans run over tables in memory: streaming, sorting, counting, searching, and their bounds.

mod counting;
mod relating;
mod searching;
mod sorting;
mod streaming;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::DateTime;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use crate::catalog::{Column, Search, Storage, Table};
use crate::edm::{PrimitiveType, TypeRef, Value};
use crate::plan::{Capabilities, Residual};
use crate::query::{ArithmeticOp, CompareOp, Expr, ExprKind, OrderBy, SearchExpr};
use crate::source::Row;
use crate::source::memory::MemorySource;

use super::*;

/// Places of the columns of every plan here.
const ID: usize = 0;
const NAME: usize = 1;
const RANK: usize = 2;

fn table() -> Arc<Table> {
    let column = |property: &str, primitive, storage| {
        Column::new(property, property.to_lowercase(), TypeRef::of(primitive), storage)
    };
    Arc::new(Table {
        columns: vec![
            column("Id", PrimitiveType::Int64, Storage::Integer),
            column("Name", PrimitiveType::String, Storage::Text),
            column("Rank", PrimitiveType::Int64, Storage::Integer),
        ],
        key: vec![ID],
        search: Search::Like(vec![NAME]),
        ..Table::new("Things", "memory", "things")
    })
}

fn residual() -> Residual {
    Residual { filter: None, search: None, order_by: None, after: None, behind: None, skip: 0, limit: None }
}

fn plan(residual: Option<Residual>) -> Plan {
    let columns = vec![column(ID), column(NAME), column(RANK)];
    let scan = Scan::all(table(), columns);
    Plan { position: vec![ID], residual, ..Plan::of(scan, Vec::new()) }
}

fn column(place: usize) -> Expr {
    let ty = if place == NAME { PrimitiveType::String } else { PrimitiveType::Int64 };
    Expr { kind: ExprKind::Property(place), ty, nullable: true }
}

fn int(value: i64) -> Expr {
    Expr::literal(Value::Integer(value), PrimitiveType::Int64)
}

fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
    let kind = ExprKind::Compare(op, Box::new(left), Box::new(right));
    Expr { kind, ty: PrimitiveType::Boolean, nullable: false }
}

fn arithmetic(op: ArithmeticOp, left: Expr, right: Expr) -> Expr {
    Expr {
        kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)),
        ty: PrimitiveType::Int64,
        nullable: true,
    }
}

fn ascending(place: usize) -> OrderBy {
    OrderBy { expr: column(place), descending: false, tie_break: false }
}

fn descending(place: usize) -> OrderBy {
    OrderBy { expr: column(place), descending: true, tie_break: false }
}

/// A row: id, name, rank.
fn thing(id: i64, name: &str, rank: Option<i64>) -> Vec<Value> {
    vec![Value::Integer(id), Value::String(name.to_owned()), rank.map_or(Value::Null, Value::Integer)]
}

fn source(rows: Vec<Vec<Value>>) -> MemorySource {
    MemorySource::new("memory").with_table("Things", rows)
}

/// Takes the ids of rows, up to a number of rows.
struct Ids {
    ids: Vec<i64>,
    most: usize,
}

impl RowSink for Ids {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        match row.get(ID)?.to_value() {
            Value::Integer(id) => self.ids.push(id),
            other => panic!("{other:?} is no id"),
        }
        Ok(if self.ids.len() == self.most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

fn known() -> Known {
    Known::at(DateTime::UNIX_EPOCH)
}

/// The ids of the rows of a plan.
fn ids(plan: &Plan, source: &dyn Source, limits: Limits) -> Result<Vec<i64>, Error> {
    let mut sink = Ids { ids: Vec::new(), most: usize::MAX };
    rows(plan, source, limits, &known(), &mut sink).now_or_never().unwrap()?;
    Ok(sink.ids)
}

fn counted(plan: &Plan, source: &dyn Source, limits: Limits) -> Result<u64, Error> {
    count(plan, source, limits, &known()).now_or_never().unwrap()
}

/// A source of things 0, 1, 2 … `rows` that remembers how many it gave.
struct Numbers {
    rows: i64,
    given: AtomicU64,
}

impl Numbers {
    fn up_to(rows: i64) -> Self {
        Self { rows, given: AtomicU64::new(0) }
    }

    fn given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }
}

impl Source for Numbers {
    fn capabilities(&self) -> &Capabilities {
        &Capabilities::NONE
    }

    fn scan<'a>(&'a self, _: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            for id in 0..self.rows {
                self.given.fetch_add(1, Ordering::Relaxed);
                if sink.row(&thing(id, &format!("n{id}"), Some(-id)))?.is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn count<'a>(&'a self, _: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        Box::pin(async move { Ok(self.rows.unsigned_abs()) })
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }
}

fn examined(rows: u64) -> Limits {
    Limits { max_examined_rows: rows, ..Limits::default() }
}
