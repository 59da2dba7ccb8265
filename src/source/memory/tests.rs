use std::ops::ControlFlow;
use std::sync::Arc;

use futures_util::FutureExt as _;

use crate::catalog::Table;
use crate::edm::PrimitiveType;
use crate::query::{OrderBy, SearchExpr};

use super::*;

/// Collects the cells of rows, up to a number of rows.
struct Collect {
    rows: Vec<Vec<Value>>,
    most: usize,
    width: usize,
}

impl RowSink for Collect {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let cells: Result<Vec<Value>, Error> =
            (0..self.width).map(|index| row.get(index).map(|cell| cell.to_value())).collect();
        self.rows.push(cells?);
        Ok(if self.rows.len() == self.most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }
}

fn property(index: usize) -> Expr {
    Expr { kind: ExprKind::Property(index), ty: PrimitiveType::Int64, nullable: true }
}

fn scan(entity_set: &str, columns: Vec<Expr>) -> Scan {
    let table = Table {
        columns: Vec::new(),
        key: Vec::new(),
        ..Table::new(entity_set.to_owned(), "memory", String::new())
    };
    Scan::all(Arc::new(table), columns)
}

fn source() -> MemorySource {
    let rows = (0..3).map(|n| vec![Value::Integer(n), Value::String(format!("n{n}")), Value::Null]);
    MemorySource::new("static").with_table("Numbers", rows.collect())
}

fn collect(scan: &Scan, most: usize, width: usize) -> Result<Vec<Vec<Value>>, Error> {
    let mut sink = Collect { rows: Vec::new(), most, width };
    source().scan(scan, &mut sink).now_or_never().unwrap()?;
    Ok(sink.rows)
}

#[test]
fn rows_have_the_columns_asked_for_in_their_order() {
    let rows = collect(&scan("Numbers", vec![property(1), property(0), property(2)]), 10, 3).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2], [Value::String("n2".to_owned()), Value::Integer(2), Value::Null]);
    let rows = collect(&scan("Numbers", vec![property(0)]), 2, 1).unwrap();
    assert_eq!(rows, [[Value::Integer(0)], [Value::Integer(1)]], "a break ends the scan");
    assert_eq!(source().count(&scan("Numbers", vec![])).now_or_never().unwrap().unwrap(), 3);
    assert!(source().ping().now_or_never().unwrap().is_ok());
    assert_eq!(source().capabilities(), &Capabilities::NONE);
}

#[test]
fn what_it_cannot_do_is_refused() {
    let id = || property(0);
    let computed = Expr { kind: ExprKind::Negate(Box::new(id())), ..id() };
    let plain = || scan("Numbers", vec![id()]);
    let scans = [
        (scan("Letters", vec![id()]), "no table for the entity set 'Letters'"),
        (scan("Numbers", vec![computed]), "does not compute"),
        (Scan { filter: Some(id()), ..plain() }, "neither filters"),
        (Scan { search: Some(SearchExpr::Word("a".to_owned())), ..plain() }, "neither filters"),
        (
            Scan { order_by: vec![OrderBy { expr: id(), descending: false, tie_break: false }], ..plain() },
            "does not order",
        ),
        (Scan { after: Some(vec![]), ..plain() }, "does not order"),
        (Scan { skip: 1, ..plain() }, "does not order"),
        (Scan { limit: Some(1), ..plain() }, "does not order"),
    ];
    for (scan, words) in scans {
        match collect(&scan, 10, 1) {
            Err(Error::Statement { source_name, detail }) => {
                assert_eq!(source_name, "static");
                assert!(detail.contains(words), "{detail}");
            }
            other => panic!("{words}: {other:?}"),
        }
    }
    let filtered = Scan { filter: Some(id()), ..plain() };
    assert!(
        source().count(&filtered).now_or_never().unwrap().is_err(),
        "a count without its filter is wrong"
    );
    assert!(matches!(collect(&plain(), 10, 2), Err(Error::Evaluation(_))), "a column the scan does not have");
    assert!(matches!(collect(&scan("Numbers", vec![property(9)]), 10, 1), Err(Error::Evaluation(_))));
}
