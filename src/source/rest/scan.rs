//! A REST service as a [`Source`]: asks for the pages of a scan, the next one while the rows of the last
//! one are looked at.

use std::collections::HashSet;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures_util::future::{BoxFuture, maybe_done};
use reqwest::Url;

use super::body::{self, Page};
use super::call::{self, Call};
use super::client::{Client, Reply};
use super::decode::Shape;
use super::failure;
use super::pages::{Broken, Pages, Place};
use super::settings::Settings;
use crate::catalog::{Comparison, Paging, Resource, Table};
use crate::edm::Value;
use crate::plan::{Among, Capabilities, Scan};
use crate::query::Expr;
use crate::source::{Error, Row, RowSink, Source};

/// A REST service.
pub struct RestSource {
    client: Client,
}

impl RestSource {
    /// A source that connects when it is first asked.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if TLS cannot be set up on this machine.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self { client: Client::new(settings)? })
    }

    fn name(&self) -> &str {
        &self.client.settings().name
    }

    /// Gives the pages of a scan to `take`, which tells whether more are wanted.
    async fn pages(
        &self,
        scan: &Scan,
        wanted: Option<u64>,
        take: &mut (dyn FnMut(&Page<'_>) -> Result<bool, Error> + Send),
    ) -> Result<(), Error> {
        let begin = call::first(scan)?;
        let resource = resource(scan)?;
        if begin.by_key {
            return self.one(begin.call, resource, take).await;
        }
        let headers = begin.call.headers.clone();
        let mut pages = Pages::new(resource, begin, wanted);
        let mut shown = pages.first().target();
        let mut reply = self.client.get(self.client.url(&shown)?, &headers).await?;
        let mut rows = 0;
        loop {
            let Some(Reply { url, headers: said, body }) = &reply else {
                return Err(failure::status(self.name(), 404, None, &shown, b""));
            };
            let unusable =
                |what| failure::answer(self.name(), what, &format!("{shown}: {}", failure::logged(body)));
            let page = body::page(resource, said, body).map_err(unusable)?;
            let base = &self.client.settings().base;
            let next = pages.next(&page, |link| base.follow(url, link));
            let next = next.map_err(|broken| self.broken(broken, &shown))?;
            rows += u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
            let enough = wanted.is_some_and(|wanted| rows >= wanted);
            let Some(next) = next.filter(|_| !enough) else {
                take(&page)?;
                return Ok(());
            };
            if rows > self.client.settings().max_rows {
                return Err(self.too_many(&scan.table, resource));
            }
            let next = self.address(next)?;
            shown = self.client.settings().base.shown(&next);
            // It is on its way while these rows are looked at.
            let mut ahead = pin!(maybe_done(self.client.get(next, &headers)));
            if poll_fn(|cx| Poll::Ready(ahead.as_mut().poll(cx).is_pending())).await {
                tokio::task::yield_now().await;
            }
            if !take(&page)? {
                return Ok(());
            }
            ahead.as_mut().await;
            let next = match ahead.as_mut().take_output() {
                Some(output) => output?,
                None => None,
            };
            reply = next;
        }
    }

    /// The one row that a key leads to, if there is one.
    async fn one(
        &self,
        call: Call,
        resource: &Resource,
        take: &mut (dyn FnMut(&Page<'_>) -> Result<bool, Error> + Send),
    ) -> Result<(), Error> {
        let shown = call.target();
        let Some(reply) = self.client.get(self.client.url(&shown)?, &call.headers).await? else {
            return Ok(());
        };
        let row = body::row(resource, &reply.body).map_err(|what| {
            failure::answer(self.name(), what, &format!("{shown}: {}", failure::logged(&reply.body)))
        })?;
        let rows = row.into_iter().collect();
        take(&Page { rows, total: None, next: None, more: None })?;
        Ok(())
    }

    fn address(&self, place: Place) -> Result<Url, Error> {
        match place {
            Place::Call(call) => self.client.url(&call.target()),
            Place::Url(url) => Ok(url),
        }
    }

    fn broken(&self, broken: Broken, shown: &str) -> Error {
        let what = match broken {
            Broken::Circle => "its pages go in a circle",
            Broken::Empty => "its pages go on without rows",
            Broken::Outside => "its next page is in another place",
        };
        failure::answer(self.name(), what, shown)
    }

    fn too_many(&self, table: &Table, resource: &Resource) -> Error {
        let mut names: Vec<String> = Vec::new();
        for filter in resource.filters.iter().filter(|filter| filter.comparison != Comparison::Ne) {
            let name = table.columns.get(filter.column).map(|column| format!("'{}'", column.property));
            names.extend(name.filter(|name| !names.contains(name)));
        }
        let most = self.client.settings().max_rows;
        let set = &table.entity_set;
        Error::TooManyRows(match names.is_empty() {
            true => format!(
                "{set}: more than {most} rows would have to be read from the data source, which checks no condition itself"
            ),
            false => format!(
                "{set}: more than {most} rows would have to be read from the data source; add a condition it can check, on {}",
                names.join(" or ")
            ),
        })
    }
}

/// The keys whose rows are wanted. A service may give others too, which are asked for in another request.
struct Belonging<'s> {
    keys: HashSet<&'s [Value]>,
    /// Where the values of a row's key are.
    places: Vec<Option<usize>>,
}

impl<'s> Belonging<'s> {
    fn of(scan: &Scan, among: &'s Among) -> Self {
        let place = |column: &Expr| scan.columns.iter().position(|known| known == column);
        Self {
            keys: among.keys.iter().map(Vec::as_slice).collect(),
            places: among.columns.iter().map(place).collect(),
        }
    }

    fn has(&self, row: &dyn Row) -> Result<bool, Error> {
        let mut key = Vec::with_capacity(self.places.len());
        for place in self.places.iter().flatten() {
            key.extend(row.get(*place)?.to_value().canonical());
        }
        Ok(self.keys.contains(key.as_slice()))
    }
}

fn resource(scan: &Scan) -> Result<&Resource, Error> {
    scan.table.resource().ok_or_else(|| Error::Statement {
        source_name: scan.table.source.clone(),
        detail: format!("'{}' is no resource", scan.table.entity_set),
    })
}

/// The rows that have to be read to skip some and give some.
fn wanted(scan: &Scan) -> Option<u64> {
    scan.limit.map(|limit| limit.saturating_add(scan.skip))
}

/// The first request that a scan makes, without what shows who asks, and whether there are others for
/// further pages.
///
/// # Errors
/// As the scan itself.
pub fn explain(scan: &Scan) -> Result<(Call, bool), Error> {
    let begin = call::first(scan)?;
    if begin.by_key {
        return Ok((begin.call, false));
    }
    let resource = resource(scan)?;
    let goes_on = resource.paging != Paging::Whole;
    Ok((Pages::new(resource, begin, wanted(scan)).first(), goes_on))
}

/// The scan that counts the rows of another: of them nothing but their number is anybody's business, and
/// if an answer tells that, no row.
#[must_use]
pub fn counting(scan: &Scan) -> Scan {
    let told = scan.table.resource().is_some_and(|resource| resource.total.is_some());
    Scan { order_by: Vec::new(), behind: None, skip: 0, limit: told.then_some(0), ..scan.clone() }
}

impl Source for RestSource {
    fn capabilities(&self) -> &Capabilities {
        &Capabilities::DECLARED
    }

    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let shape = Shape::of(scan).ok_or_else(|| Error::Statement {
                source_name: self.name().to_owned(),
                detail: "a REST service computes nothing".to_owned(),
            })?;
            let belonging = scan.among.as_ref().map(|among| Belonging::of(scan, among));
            let (mut skip, mut left) = (scan.skip, scan.limit.unwrap_or(u64::MAX));
            if left == 0 {
                return Ok(());
            }
            let mut take = |page: &Page<'_>| {
                for json in &page.rows {
                    if skip > 0 {
                        skip -= 1;
                        continue;
                    }
                    let row = shape.row(json)?;
                    if let Some(belonging) = &belonging
                        && !belonging.has(&row)?
                    {
                        continue;
                    }
                    left -= 1;
                    if sink.row(&row as &dyn Row)?.is_break() || left == 0 {
                        return Ok(false);
                    }
                }
                Ok(true)
            };
            self.pages(scan, wanted(scan), &mut take).await
        })
    }

    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>> {
        Box::pin(async move {
            let scan = counting(scan);
            let mut told = None;
            let mut total = |page: &Page<'_>| {
                told = page.total;
                Ok(false)
            };
            if scan.limit.is_some() {
                self.pages(&scan, wanted(&scan), &mut total).await?;
            }
            if let Some(total) = told {
                return Ok(total);
            }
            // An answer by key tells none, nor do those of services that do not always do.
            let mut rows = 0;
            let mut take = |page: &Page<'_>| {
                rows += u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
                Ok(true)
            };
            self.pages(&scan, None, &mut take).await?;
            Ok(rows)
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(self.client.ping())
    }
}
