//! The services of one definition as they answer at one moment: made whole, never changed, replaced.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{Request, Response};
use crate::catalog::Table;
use crate::edm::ValueRef;
use crate::plan::Scan;
use crate::source::{self, Row, RowSink, Source};

/// Everything that answers.
pub struct Snapshot {
    /// The services, each at its own path.
    pub services: Vec<Service>,
}

/// One service (placeholder for the server's tests: every entity set is the one table).
pub struct Service {
    /// URL path of its root: `/` or `/erp`.
    pub path: String,
    /// Where its rows come from.
    pub source: Arc<dyn Source>,
    /// Its table.
    pub table: Arc<Table>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.services.iter().map(|service| &service.path)).finish()
    }
}

impl Snapshot {
    /// Asks every source whether it answers now: its name, and what it says.
    pub async fn ready(&self) -> Vec<(String, Result<(), source::Error>)> {
        let mut states = Vec::new();
        for service in &self.services {
            states.push((service.table.source.clone(), service.source.ping().await));
        }
        states
    }
}

impl Service {
    /// Answers a read.
    pub async fn answer(&self, request: Request<'_>) -> Response {
        let root = request.root;
        let json = ("content-type", "application/json;odata.metadata=minimal".to_owned());
        let ok = |body: String| Response {
            status: 200,
            headers: vec![json.clone()],
            body: body.into_bytes(),
            ..Response::default()
        };
        match request.path.trim_matches('/') {
            "" => ok(format!(r#"{{"@odata.context":"{root}/$metadata","value":[]}}"#)),
            "$metadata" => {
                let etag = ("etag", "W/\"1\"".to_owned());
                if request.if_none_match == Some("W/\"1\"") {
                    return Response { status: 304, headers: vec![etag], ..Response::default() };
                }
                let xml = ("content-type", "application/xml".to_owned());
                Response { headers: vec![xml, etag], ..ok("<edmx:Edmx/>".to_owned()) }
            }
            set if set == self.table.entity_set => {
                let scan = Scan {
                    table: Arc::clone(&self.table),
                    columns: Vec::new(),
                    filter: None,
                    search: None,
                    order_by: Vec::new(),
                    after: None,
                    skip: 0,
                    limit: None,
                };
                let mut rows = Rows(Vec::new());
                match self.source.scan(&scan, &mut rows).await {
                    Ok(()) => {
                        let rows = rows.0.join(",");
                        ok(format!(r#"{{"@odata.context":"{root}/$metadata#{set}","value":[{rows}]}}"#))
                    }
                    Err(error) => Response { status: 503, ..ok(error.to_string()) },
                }
            }
            _ => Response { status: 404, ..ok("{}".to_owned()) },
        }
    }
}

struct Rows(Vec<String>);

impl RowSink for Rows {
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, source::Error> {
        let (ValueRef::Integer(id), ValueRef::String(name)) = (row.get(0)?, row.get(1)?) else {
            return Ok(ControlFlow::Break(()));
        };
        self.0.push(serde_json::json!({"ID": id, "Name": name}).to_string());
        Ok(ControlFlow::Continue(()))
    }
}
