//! REST services as sources: which requests are made, what becomes of the answers, and of faults. That
//! the answers are right is shown where those of databases are: see `support/upstream.rs`.

mod auth;
mod calls;
mod definition;
mod explain;
mod faults;
mod manners;
mod paging;

use std::path::Path;
use std::sync::Arc;

use landbridge::config::{Loaded, Secrets, Surroundings, load_text};
use landbridge::service::{Request, Service};
use landbridge::source::Source;
use landbridge::source::rest::{RestSource, Settings};
use serde_json::{Value as Json, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::peers::{encoded, service};

/// Vehicles and their depots. `BASE` is where the service is, `SOURCE` more about it, `RESOURCE` how
/// vehicles are asked for.
const DEFINITION: &str = "
sources:
  fleet:
    rest:
      baseUrl: BASE
SOURCE
services:
- path: /
  namespace: Fleet
  profile: standard
  entitySets:
    Vehicles:
      rest: RESOURCE
      key: [ID]
      properties:
        ID: { field: id, type: Edm.Int32 }
        Plate: { field: plate, type: Edm.String, maxLength: 20 }
        Depot: { field: /depot/name, type: Edm.String, maxLength: 20 }
        Mileage: { field: km, type: Edm.Decimal, precision: 9, scale: 1 }
    Depots:
      rest: { list: /depots }
      key: [Name]
      properties:
        Name: { field: name, type: Edm.String, maxLength: 20 }
      navigation:
        Vehicles: { to: Vehicles, on: { Name: Depot }, collection: true }
";

/// The definition over a service at `base`.
fn definition(base: &str, source: &str, resource: &str) -> String {
    DEFINITION.replace("BASE", base).replace("RESOURCE", resource).replace("SOURCE", source)
}

fn loaded(yaml: &str) -> Loaded {
    let variable = |name: &str| (name == "KEY").then(|| "s3cret".to_owned());
    let surroundings = Surroundings { variable: &variable, folder: Path::new("") };
    load_text(yaml, Secrets::Required, &surroundings)
        .unwrap_or_else(|problems| panic!("{problems:#?}\n{yaml}"))
}

/// The service of a definition, with settings of one's own.
fn serving(yaml: &str, set: impl FnOnce(&mut Settings)) -> Arc<Service> {
    let mut loaded = loaded(yaml);
    let mut settings = loaded.rest.remove(0);
    set(&mut settings);
    let source: Arc<dyn Source> = Arc::new(RestSource::new(settings).unwrap());
    service(loaded.catalogs.remove(0), &source)
}

/// Status, headers and body of the answer to a request, whose query is written readably.
async fn ask(service: &Arc<Service>, address: &str) -> (u16, Vec<(&'static str, String)>, Json) {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs: Vec<String> = query
        .split("&$")
        .filter_map(|pair| pair.trim_start_matches('$').split_once('='))
        .map(|(name, value)| format!("${name}={}", encoded(value)))
        .collect();
    let request = Request { path, query: &pairs.join("&"), root: "https://gw.example", ..Request::default() };
    let response = service.answer(request).await;
    let body = serde_json::from_slice(&response.body).unwrap_or(Json::Null);
    (response.status, response.headers, body)
}

/// The rows of an answer.
async fn rows(service: &Arc<Service>, address: &str) -> Vec<Json> {
    let (status, _, body) = ask(service, address).await;
    assert_eq!(status, 200, "{address}: {body}");
    body["value"].as_array().unwrap().clone()
}

/// A vehicle as the upstream has it.
fn vehicle(id: u32) -> Json {
    let depot = ["Kiel", "Bonn", "Ulm"][id as usize % 3];
    json!({ "id": id, "plate": format!("B-{id:02}"), "depot": { "name": depot }, "km": id * 10 })
}

/// Vehicles with these ids.
fn vehicles(ids: impl IntoIterator<Item = u32>) -> Json {
    ids.into_iter().map(vehicle).collect()
}

/// A server that gives the same answer to everything.
async fn answering(template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(template).mount(&server).await;
    server
}

/// Path and query of the requests a server has had, decoded.
async fn requests(server: &MockServer) -> Vec<String> {
    let received = server.received_requests().await.unwrap();
    let target = |request: &wiremock::Request| {
        let pairs: Vec<String> =
            request.url.query_pairs().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() {
            request.url.path().to_owned()
        } else {
            format!("{}?{}", request.url.path(), pairs.join("&"))
        }
    };
    received.iter().map(target).collect()
}
