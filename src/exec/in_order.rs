//! Rows of a source whose order is only declared: a row that comes before one it should come behind is
//! an error, for a page that goes on behind it would leave rows out unnoticed.

use std::ops::ControlFlow;

use crate::plan::Scan;
use crate::query::ExprKind;
use crate::source::{Error, Row, RowSink, Source};

use super::sorted::SortKey;

/// Scans, and compares each row with the one before where the order is only declared.
pub(super) async fn scan(source: &dyn Source, scan: &Scan, sink: &mut dyn RowSink) -> Result<(), Error> {
    if !source.capabilities().declared || scan.order_by.is_empty() {
        return source.scan(scan, sink).await;
    }
    let place = |expr| scan.columns.iter().position(|column| column == expr);
    let places = scan.order_by.iter().map_while(|key| place(&key.expr)).collect();
    source.scan(scan, &mut InOrder { scan, places, last: None, sink }).await
}

/// Hands on rows in the order of a scan.
struct InOrder<'s> {
    scan: &'s Scan,
    /// Places of the sort keys, as far as they are read.
    places: Vec<usize>,
    last: Option<Vec<SortKey>>,
    sink: &'s mut dyn RowSink,
}

impl RowSink for InOrder<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
        let values = self.places.iter().map(|place| row.get(*place).map(|value| value.to_value()));
        let keys = SortKey::list(values.collect::<Result<Vec<_>, _>>()?, &self.scan.order_by);
        if self.last.as_ref().is_some_and(|last| *last > keys) {
            return Err(self.out_of_order());
        }
        self.last = Some(keys);
        self.sink.row(row)
    }
}

impl InOrder<'_> {
    fn out_of_order(&self) -> Error {
        let table = &self.scan.table;
        let name = |index: usize| table.columns.get(index).map(|column| format!("'{}'", column.property));
        let names = self.scan.order_by.iter().take(self.places.len()).filter_map(|key| match key.expr.kind {
            ExprKind::Property(index) => name(index),
            _ => None,
        });
        let names: Vec<String> = names.collect();
        Error::Answer {
            source_name: table.source.clone(),
            what: format!("its rows are not sorted by {} as OData sorts", names.join(" and ")),
            detail: format!("correct what the service definition says of '{}' under sort", table.entity_set),
        }
    }
}
