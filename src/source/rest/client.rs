//! Requests go in, whole answers come out: within time, size and number of a service's settings, repeated
//! where that may help, never to another place.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client as Http, Response, StatusCode, Url};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::auth::Credentials;
use super::failure;
use super::settings::Settings;
use super::template::encoded;
use crate::source::Error;

/// The most redirects that one request follows.
const MOST_REDIRECTS: usize = 5;
/// How long the first repetition waits; each further one waits twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(100);
/// The longest wait that nobody asked for.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// A client of one service.
pub(super) struct Client {
    http: Http,
    settings: Settings,
    credentials: Credentials,
    places: Semaphore,
    /// When the next request may begin.
    pace: Mutex<Option<Instant>>,
}

/// An answer.
pub(super) struct Reply {
    /// Where it came from.
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// What came of one attempt.
enum Outcome {
    Done(Reply),
    /// There is nothing at this address.
    Nothing,
    /// It may be otherwise next time, after a wait if one is asked for.
    Again(Error, Option<Duration>),
    /// The token is not taken.
    Refused(Error),
}

impl Client {
    /// A client that connects when it is first asked.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if TLS cannot be set up on this machine.
    pub(super) fn new(settings: Settings) -> Result<Self, Error> {
        // Another part of the program may have chosen before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = settings.base.clone();
        let redirects = Policy::custom(move |attempt| {
            let stays = base.contains(attempt.url()) && attempt.previous().len() <= MOST_REDIRECTS;
            if stays { attempt.follow() } else { attempt.error("it leads elsewhere") }
        });
        let http = Http::builder()
            .user_agent(concat!("landbridge/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.connect_timeout)
            .read_timeout(settings.read_timeout)
            .redirect(redirects)
            // The environment has no say in where requests go.
            .no_proxy()
            .build()
            .map_err(|error| failure::unavailable(&settings.name, failure::words(&error)))?;
        Ok(Self {
            http,
            credentials: Credentials::new(&settings.name, settings.auth.clone()),
            places: Semaphore::new(settings.max_requests),
            pace: Mutex::new(None),
            settings,
        })
    }

    pub(super) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The address of a path with its query.
    pub(super) fn url(&self, target: &str) -> Result<Url, Error> {
        let outside = || failure::answer(&self.settings.name, "a value leads outside of it", target);
        self.settings.base.join(target).ok_or_else(outside)
    }

    /// The answer to a request, `None` if there is nothing at its address (404, 410).
    pub(super) async fn get(&self, url: Url, headers: &[(String, String)]) -> Result<Option<Reply>, Error> {
        let deadline = Instant::now() + self.settings.request_timeout;
        let mut renewed = false;
        let mut repeated = 0;
        loop {
            let (error, wait) = match self.attempt(&url, headers, deadline).await? {
                Outcome::Done(reply) => return Ok(Some(reply)),
                Outcome::Nothing => return Ok(None),
                Outcome::Refused(_) if !renewed => {
                    renewed = true;
                    continue;
                }
                Outcome::Refused(error) => return Err(error),
                Outcome::Again(error, wait) => (error, wait),
            };
            let wait = wait.unwrap_or_else(|| backoff(repeated));
            if repeated >= self.settings.retries || Instant::now() + wait >= deadline {
                return Err(error);
            }
            repeated += 1;
            sleep(wait).await;
        }
    }

    /// Whether the service answers at all, whatever it says.
    pub(super) async fn ping(&self) -> Result<(), Error> {
        let deadline = Instant::now() + self.settings.connect_timeout;
        let answered = timeout_at(deadline, self.http.get(self.settings.base.url().clone()).send()).await;
        match answered {
            Err(_) => Err(failure::unavailable(&self.settings.name, "no answer to a ping")),
            Ok(Err(error)) if !error.is_redirect() => {
                Err(failure::unavailable(&self.settings.name, failure::words(&error)))
            }
            Ok(_) => Ok(()),
        }
    }

    async fn attempt(
        &self,
        url: &Url,
        headers: &[(String, String)],
        deadline: Instant,
    ) -> Result<Outcome, Error> {
        let Settings { name, request_timeout, .. } = &self.settings;
        let Ok(Ok(_place)) = timeout_at(deadline, self.places.acquire()).await else {
            return Err(Error::Busy { source_name: name.clone() });
        };
        match timeout_at(deadline, self.send(url, headers)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(failure::timeout(name, *request_timeout)),
        }
    }

    async fn send(&self, url: &Url, headers: &[(String, String)]) -> Result<Outcome, Error> {
        self.turn().await;
        let shown = self.settings.base.shown(url);
        let token = self.credentials.token(&self.http).await?;
        let mut address = url.clone();
        if let Some((name, value)) = self.credentials.parameter() {
            let pair = format!("{}={}", encoded(name), encoded(value.expose()));
            let query = address.query().map_or_else(|| pair.clone(), |query| format!("{query}&{pair}"));
            address.set_query(Some(&query));
        }
        let mut request = self.http.get(address);
        if !self.settings.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(ACCEPT.as_str())) {
            request = request.header(ACCEPT, "application/json");
        }
        for (header, value) in &self.settings.headers {
            request = request.header(header, value.expose());
        }
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let started = Instant::now();
        let response = match self.credentials.sign(request, token.as_ref()).send().await {
            Ok(response) => response,
            Err(error) => return self.failed(&error, &shown),
        };
        let status = response.status();
        tracing::debug!(source = %self.settings.name, call = %shown, status = status.as_u16(),
            took = ?started.elapsed(), "upstream");
        let wait = retry_after(response.headers());
        let (headers, from) = (response.headers().clone(), response.url().clone());
        let body = match self.body(response, &shown).await? {
            Ok(body) => body,
            Err(again) => return Ok(again),
        };
        if status.is_success() {
            // What was added to the address is nobody's business.
            let url = if from.path() == url.path() { url.clone() } else { from };
            return Ok(Outcome::Done(Reply { url, headers, body }));
        }
        let error = failure::status(&self.settings.name, status.as_u16(), wait, &shown, &body);
        Ok(match status {
            StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Nothing,
            StatusCode::UNAUTHORIZED if self.credentials.are_renewable() => {
                self.credentials.forget(token.as_ref()).await;
                Outcome::Refused(error)
            }
            StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => Outcome::Again(error, wait),
            _ => return Err(error),
        })
    }

    /// The whole body within its bound.
    async fn body(&self, mut response: Response, shown: &str) -> Result<Result<Vec<u8>, Outcome>, Error> {
        let most = self.settings.max_response_bytes;
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(None) => return Ok(Ok(body)),
                Ok(Some(chunk)) if body.len() + chunk.len() > most => {
                    let what = format!("it is larger than {most} bytes");
                    return Err(failure::answer(&self.settings.name, what, shown));
                }
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Err(error) if error.is_timeout() => {
                    return Err(failure::timeout(&self.settings.name, self.settings.read_timeout));
                }
                Err(error) => {
                    let detail = format!("{shown}: {}", failure::words(&error));
                    let error = failure::answer(&self.settings.name, "it ends in the middle", &detail);
                    return Ok(Err(Outcome::Again(error, None)));
                }
            }
        }
    }

    /// What a request means that had no answer.
    fn failed(&self, error: &reqwest::Error, shown: &str) -> Result<Outcome, Error> {
        let name = &self.settings.name;
        let detail = format!("{shown}: {}", failure::words(error));
        if error.is_redirect() {
            return Err(failure::answer(name, "it leads to another place", &detail));
        }
        if error.is_builder() {
            return Err(failure::answer(name, "the request cannot be sent", &detail));
        }
        if error.is_timeout() && !error.is_connect() {
            return Err(failure::timeout(name, self.settings.read_timeout));
        }
        Ok(Outcome::Again(failure::unavailable(name, detail), None))
    }

    /// Waits until a further request may begin.
    async fn turn(&self) {
        let Some(pace) = self.settings.max_requests_per_second else { return };
        let apart = Duration::from_secs(1) / pace.max(1);
        let turn = {
            let mut next = self.pace.lock().await;
            let turn = next.map_or_else(Instant::now, |next| next.max(Instant::now()));
            *next = Some(turn + apart);
            turn
        };
        sleep_until(turn).await;
    }
}

/// How long to wait before a repetition: twice as long each time, less a random part, so that many who
/// failed together do not come back together.
fn backoff(repeated: u32) -> Duration {
    let longest = FIRST_WAIT.saturating_mul(1_u32 << repeated.min(10)).min(LONGEST_WAIT);
    longest.mul_f64(fastrand::f64().mul_add(0.5, 0.5))
}

/// How long the service wants to be left alone (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(text).ok()?;
    (until.with_timezone(&Utc) - Utc::now()).to_std().ok().or(Some(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_place_in_time_is_told_so() {
        let base = super::super::Base::parse("http://127.0.0.1:1").unwrap();
        let request_timeout = Duration::from_millis(20);
        let settings = Settings { max_requests: 1, request_timeout, ..Settings::new("fleet", base) };
        let client = Client::new(settings).unwrap();
        let _taken = client.places.acquire().await.unwrap();
        let url = client.url("/vehicles").unwrap();
        assert!(matches!(client.get(url, &[]).await, Err(Error::Busy { .. })));
    }

    #[test]
    fn waits_grow_and_end() {
        for (repeated, most) in [(0, 100), (1, 200), (3, 800), (10, 5_000), (4_000_000, 5_000)] {
            let wait = backoff(repeated).as_millis();
            assert!(wait <= most && wait * 2 + 2 >= most, "{repeated}: {wait}");
        }
    }

    #[test]
    fn what_retry_after_says() {
        let told = |text: &str| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]));
        assert_eq!(told("7"), Some(Duration::from_secs(7)));
        assert_eq!(told("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert!(told("Fri, 31 Dec 9999 23:59:59 GMT") > Some(Duration::from_secs(3_600)));
        assert_eq!(told("soon"), None);
    }
}
