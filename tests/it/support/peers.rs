//! One service over every backend: a request goes to all of them, and the one answer they have to
//! agree on comes back.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge::catalog::definition::Definition;
use landbridge::catalog::{Catalog, Engine, build};
use landbridge::service::{Keeper, Request, Response, Service};
use landbridge::source::Source;
use landbridge::source::rest::{self, Base, RestSource};
use landbridge::source::sql::{Settings, SqlSource};
use serde_json::Value as Json;

use super::backends::{Backend, Place, with_backends};
use super::fixture::Fixture;

/// Where the services are reached, as far as they know.
const ROOT: &str = "https://yard.example/odata";

/// The services, memory first.
pub(crate) struct Peers(Vec<Arc<Peer>>);

struct Peer {
    name: &'static str,
    service: Arc<Service>,
}

/// What all services answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The body without its `$skiptoken`; of a refusal, where a database may have its own words,
    /// the code only.
    pub(crate) body: String,
}

/// Where a service said its next page is.
type NextLinks = Vec<Option<String>>;

/// Loads the fixture everywhere and lends its services to the test; see [`with_backends`].
pub(crate) async fn with_peers(fixture: &Fixture, profile: &str, test: impl AsyncFnOnce(&Peers)) {
    with_backends(fixture, profile, async |backends| test(&Peers::of(backends)).await).await;
}

/// The same with services made by `make`.
pub(crate) async fn with_peers_of(
    fixture: &Fixture,
    profile: &str,
    make: impl Fn(&Backend) -> Arc<Service>,
    test: impl AsyncFnOnce(&Peers),
) {
    with_backends(fixture, profile, async |backends| test(&Peers::made(backends, make)).await).await;
}

/// A service whose tables are all in one source.
pub(crate) fn service(catalog: Catalog, source: &Arc<dyn Source>) -> Arc<Service> {
    let sources = catalog.tables.iter().map(|_| Arc::clone(source)).collect();
    Service::new(catalog, sources, b"secret", &Keeper::new(0))
}

/// The one service of a definition over a database at `url`.
pub(crate) fn service_of(definition: &str, url: &str) -> Arc<Service> {
    let engine = Engine::of_url(url).unwrap();
    let definition: Definition = serde_saphyr::from_str(definition).unwrap();
    let engines = BTreeMap::from([("db".to_owned(), engine)]);
    let (mut catalogs, _) = build(&definition, &engines).unwrap();
    let source: Arc<dyn Source> = Arc::new(SqlSource::new("db", url, engine, Settings::default()).unwrap());
    service(catalogs.remove(0), &source)
}

/// The source of a backend.
pub(crate) fn source(backend: &Backend) -> Arc<dyn Source> {
    match &backend.place {
        Place::Memory(source) => Arc::new(source.clone()),
        Place::Rest(url) => {
            Arc::new(RestSource::new(rest::Settings::new("db", Base::parse(url).unwrap())).unwrap())
        }
        Place::Database(url) => {
            let engine = Engine::of_url(url).unwrap();
            Arc::new(SqlSource::new("db", url, engine, Settings::default()).unwrap())
        }
    }
}

impl Peers {
    /// A service over each backend.
    pub(crate) fn of(backends: &[Backend]) -> Self {
        Self::made(backends, |backend| service(backend.catalog.clone(), &source(backend)))
    }

    fn made(backends: &[Backend], make: impl Fn(&Backend) -> Arc<Service>) -> Self {
        let peer = |backend: &Backend| Arc::new(Peer { name: backend.name, service: make(backend) });
        Self(backends.iter().map(peer).collect())
    }

    /// Each service by itself, for answers that may differ.
    pub(crate) fn each(&self) -> impl Iterator<Item = Self> {
        self.0.iter().map(|peer| Self(vec![Arc::clone(peer)]))
    }

    /// The names of the services.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|peer| peer.name).collect()
    }

    /// All pages, however long each is.
    pub(crate) async fn follow(&self, address: &str) -> Vec<Answer> {
        let (answer, mut links) = self.compare(address, None).await.unwrap();
        let mut pages = vec![answer];
        while links.iter().any(Option::is_some) {
            let (answer, next) = self.compare_links(address, &links, None).await.unwrap();
            pages.push(answer);
            links = next;
        }
        pages
    }

    /// The answer to `GET {address}`: a path with a query, percent-encoded where it has to be.
    ///
    /// Panics if the services disagree.
    pub(crate) async fn ask(&self, address: &str) -> Answer {
        self.compare(address, None).await.unwrap_or_else(|disagreement| panic!("{disagreement}")).0
    }

    /// As [`Self::ask`], for a client that reads no higher version than this.
    pub(crate) async fn ask_version(&self, address: &str, version: &str) -> Answer {
        let mut answers = Vec::with_capacity(self.0.len());
        for peer in &self.0 {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            let odata_max_version = Some(version);
            let request = Request { path, query, root: ROOT, odata_max_version, ..Request::default() };
            answers.push(taken_apart(&peer.service.answer(request).await).0);
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{address}: {answers:?}");
        answers.swap_remove(0)
    }

    /// As [`Self::ask`] for a refusal, which all word alike: the first line of the message, without
    /// the picture of the place below it, is the body.
    pub(crate) async fn ask_message(&self, address: &str) -> Answer {
        let mut refusals = Vec::with_capacity(self.0.len());
        for peer in &self.0 {
            let (path, query) = address.split_once('?').unwrap_or((address, ""));
            let request = Request { path, query, root: ROOT, ..Request::default() };
            let response = peer.service.answer(request).await;
            let body: Json = serde_json::from_slice(&response.body).unwrap();
            let message = body["error"]["message"].as_str().unwrap_or_default();
            let said = message.lines().next().unwrap_or_default().to_owned();
            refusals.push(Answer { status: response.status, body: said });
        }
        assert!(refusals.iter().all(|refusal| *refusal == refusals[0]), "{address}: {refusals:?}");
        refusals.swap_remove(0)
    }

    /// The rows of all pages, each page of at most `page_rows` rows.
    ///
    /// Panics if the services disagree, refuse, or give a page that is too long, or is not the
    /// last and too short.
    pub(crate) async fn ask_pages(&self, address: &str, page_rows: usize) -> Vec<Json> {
        let pages = self.pages(address, page_rows).await;
        pages.unwrap_or_else(|disagreement| panic!("{disagreement}")).unwrap_or_else(|refusal| {
            panic!("{address}: {refusal:?}");
        })
    }

    /// As [`Self::ask_pages`]; the outer error is a disagreement, the inner a refusal.
    pub(crate) async fn pages(
        &self,
        address: &str,
        page_rows: usize,
    ) -> Result<Result<Vec<Json>, Answer>, String> {
        let prefer = format!("odata.maxpagesize={page_rows}");
        let mut rows: Vec<Json> = Vec::new();
        let mut links: NextLinks = Vec::new();
        loop {
            let (answer, next) = if links.is_empty() {
                self.compare(address, Some(&prefer)).await?
            } else {
                self.compare_links(address, &links, Some(&prefer)).await?
            };
            if answer.status != 200 {
                return Ok(Err(answer));
            }
            let page = answer.rows();
            let more = next.iter().any(Option::is_some);
            if page.len() > page_rows || more && page.len() < page_rows {
                return Err(format!("{address}: a page of {} rows, not {page_rows}", page.len()));
            }
            rows.extend(page);
            if !more {
                return Ok(Ok(rows));
            }
            links = next;
        }
    }

    /// Sends one request to all.
    pub(crate) async fn compare(
        &self,
        address: &str,
        prefer: Option<&str>,
    ) -> Result<(Answer, NextLinks), String> {
        let links = vec![Some(format!("{ROOT}/{}", address.trim_start_matches('/'))); self.0.len()];
        self.compare_links(address, &links, prefer).await
    }

    async fn compare_links(
        &self,
        address: &str,
        links: &[Option<String>],
        prefer: Option<&str>,
    ) -> Result<(Answer, NextLinks), String> {
        let mut first: Option<(&str, Answer)> = None;
        let mut next = Vec::with_capacity(self.0.len());
        for (peer, link) in self.0.iter().zip(links) {
            let Peer { name, service } = peer.as_ref();
            let link = link.as_deref().ok_or_else(|| format!("{address}: {name} has no next page"))?;
            let (path, query) =
                link.strip_prefix(ROOT).unwrap().split_once('?').unwrap_or((&link[ROOT.len()..], ""));
            let request = Request { path, query, root: ROOT, prefer, request_id: "1", ..Request::default() };
            let response = service.answer(request).await;
            let (answer, next_link) = taken_apart(&response);
            next.push(next_link);
            match &first {
                None => first = Some((name, answer)),
                Some((_, known)) if *known == answer => {}
                Some((other, known)) => {
                    let detail = response.trace.detail.unwrap_or_default();
                    let difference = difference(known, &answer);
                    return Err(format!("{address}\n{other} and {name} disagree: {difference}\n{detail}"));
                }
            }
        }
        Ok((first.expect("a service").1, next))
    }
}

fn taken_apart(response: &Response) -> (Answer, Option<String>) {
    let body = String::from_utf8(response.body.to_vec()).unwrap();
    if response.status >= 400 {
        let error: Json = serde_json::from_str(&body).unwrap();
        return (Answer { status: response.status, body: error["error"]["code"].to_string() }, None);
    }
    let next_link = body.split_once("\"@odata.nextLink\":\"").and_then(|(_, link)| link.split('"').next());
    let next_link = next_link.map(str::to_owned);
    let body = match &next_link {
        Some(link) => body.replace(link, link.split("$skiptoken=").next().unwrap()),
        None => body,
    };
    (Answer { status: response.status, body }, next_link)
}

/// A text as part of an address: all but letters and digits percent-encoded.
pub(crate) fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// The two answers from where they differ.
fn difference(one: &Answer, other: &Answer) -> String {
    if one.status != other.status {
        return format!("{} {:.300}\n{} {:.300}", one.status, one.body, other.status, other.body);
    }
    let same = one.body.bytes().zip(other.body.bytes()).take_while(|(a, b)| a == b).count();
    let from = |body: &str| {
        let bytes = body.as_bytes();
        let (start, end) = (same.saturating_sub(60), (same + 100).min(bytes.len()));
        String::from_utf8_lossy(&bytes[start.min(end)..end]).into_owned()
    };
    format!("at byte {same}:\n{}\n{}", from(&one.body), from(&other.body))
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Json {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// The rows of a collection.
    pub(crate) fn rows(&self) -> Vec<Json> {
        self.json()["value"].as_array().unwrap().clone()
    }
}
