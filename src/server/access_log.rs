//! One log line a request, in the vocabulary of Salesforce's event log type `ExternalODataCallout`,
//! so that both logs can be joined. What clients ask is in it, what they are answered is not.

use std::time::{Duration, Instant};

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;

use crate::service::{Response, Trace};

/// The status of a request whose client left before there was an answer.
const CLIENT_LEFT: u16 = 499;

/// Writes the line of something that could not be read as a request.
pub(super) fn unreadable(status: u16, request_id: &str, message: &str) {
    tracing::info!(target: "landbridge::access", status, request_id, "{message}");
}

/// The line to be written for a request: when its answer is made, or when the client has left.
pub(super) struct Line<'r> {
    request: &'r HttpRequest,
    request_id: &'r str,
    arrival: Instant,
    written: bool,
}

impl<'r> Line<'r> {
    /// The line of a request that arrived then.
    pub(super) fn begin(request: &'r HttpRequest, request_id: &'r str, arrival: Instant) -> Self {
        Self { request, request_id, arrival, written: false }
    }

    /// Writes the line; bytes are counted before compression.
    pub(super) fn end(mut self, answer: &Response) {
        self.write(answer.status, answer.body.len(), &answer.trace);
    }

    fn write(&mut self, status: u16, bytes: usize, trace: &Trace) {
        self.written = true;
        let ms = milliseconds(self.arrival.elapsed());
        let fetch_ms = stage_ms(trace, "database");
        let user_agent = self.request.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        // Where no service got to say what is asked, the raw text has to tell.
        let query = if trace.entity.is_none() { self.request.uri().query() } else { None };
        let message = one_line(trace.detail.as_deref().unwrap_or_default());
        // The level of an event is a constant, so the line is a macro, not a function.
        macro_rules! line {
            ($level:expr) => {
                tracing::event!(
                    target: "landbridge::access",
                    $level,
                    action = "query",
                    method = self.request.method().as_str(),
                    path = self.request.uri().path(),
                    query,
                    entity = trace.entity,
                    filter = trace.filter,
                    orderby = trace.orderby,
                    limit = trace.limit,
                    offset = trace.offset,
                    rows = trace.rows,
                    bytes,
                    next_link = trace.next_link,
                    cache = trace.cache,
                    ms,
                    fetch_ms,
                    status,
                    request_id = self.request_id,
                    user_agent,
                    "{message}"
                )
            };
        }
        if status < 500 { line!(tracing::Level::INFO) } else { line!(tracing::Level::WARN) }
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        if !self.written {
            let detail = Some("the client left before the answer was made".to_owned());
            self.write(CLIENT_LEFT, 0, &Trace { detail, ..Trace::default() });
        }
    }
}

fn stage_ms(trace: &Trace, name: &str) -> Option<f64> {
    let (_, time) = trace.stages.iter().find(|(stage, _)| *stage == name)?;
    Some(milliseconds(*time))
}

/// To the microsecond; more is noise.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// Line breaks of a driver's message become blanks: one request, one line.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use actix_web::test::TestRequest;
    use serde_json::Value;

    use std::time::Duration;

    use super::*;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The lines written meanwhile, as JSON.
    fn logged(log: impl FnOnce(&HttpRequest)) -> Vec<Value> {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber =
            tracing_subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone()).finish();
        let request = TestRequest::with_uri("/erp/Orders?$filter=x")
            .insert_header((USER_AGENT, "SFDC-Callout/65.0"))
            .to_http_request();
        tracing::subscriber::with_default(subscriber, || log(&request));
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn an_answer_is_one_line_in_the_words_of_the_event_log() {
        let trace = Trace {
            stages: vec![("parse", Duration::ZERO), ("database", Duration::from_millis(12))],
            entity: Some("Orders".into()),
            filter: Some("Status eq 'open\"\n'".into()),
            orderby: Some("ID".into()),
            limit: Some(51),
            offset: Some(100),
            rows: 51,
            next_link: true,
            ..Trace::default()
        };
        let response = Response { status: 200, body: vec![0; 7].into(), trace, ..Response::default() };
        let lines = logged(|request| Line::begin(request, "id-1", Instant::now()).end(&response));
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        for (field, value) in [
            ("level", "INFO"),
            ("target", "landbridge::access"),
            ("action", "query"),
            ("method", "GET"),
            ("path", "/erp/Orders"),
            ("entity", "Orders"),
            ("filter", "Status eq 'open\"\n'"),
            ("orderby", "ID"),
            ("request_id", "id-1"),
            ("user_agent", "SFDC-Callout/65.0"),
            ("message", ""),
        ] {
            assert_eq!(line[field], value, "{field}");
        }
        for (field, value) in [("limit", 51), ("offset", 100), ("rows", 51), ("bytes", 7), ("status", 200)] {
            assert_eq!(line[field], value, "{field}");
        }
        assert_eq!(line.get("query"), None);
        assert_eq!(line["next_link"], true);
        assert_eq!(line["fetch_ms"], 12.0);
        assert!(line["ms"].as_f64().unwrap() >= 0.0);
    }

    #[test]
    fn a_failure_is_a_warning_with_the_detail_in_one_line() {
        let trace = Trace { detail: Some("connection refused\nhost db".into()), ..Trace::default() };
        let response = Response { status: 503, trace, ..Response::default() };
        let lines = logged(|request| Line::begin(request, "id-2", Instant::now()).end(&response));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["level"], "WARN");
        assert_eq!(lines[0]["message"], "connection refused host db");
        assert_eq!(lines[0]["query"], "$filter=x");
        assert_eq!(lines[0].get("entity"), None);
        assert_eq!(lines[0].get("fetch_ms"), None);
    }

    #[test]
    fn a_client_that_left_is_told_of() {
        let lines = logged(|request| drop(Line::begin(request, "id-3", Instant::now())));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["status"], 499);
        assert_eq!(lines[0]["request_id"], "id-3");
        assert!(lines[0]["message"].as_str().unwrap().contains("left"));
    }
}
