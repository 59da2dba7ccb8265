//! The REST services of a definition with their secrets and bounds: what it takes to ask them.

use std::time::Duration;

use super::Secret;
use super::secrets::Surroundings;
use super::sources::resolved;
use crate::catalog::definition::{
    ApiKeyDefinition, AuthDefinition, ClientCredentialsDefinition, Definition, RestSourceDefinition,
};
use crate::catalog::{Located, Problems, Severity};
use crate::source::rest::{Auth, Base, ClientCredentials, Settings, is_header};

/// What reading a service's definition needs besides it.
struct Reader<'a> {
    place: String,
    unresolved: Severity,
    surroundings: &'a Surroundings<'a>,
    problems: &'a mut Problems,
}

/// The settings of all REST services whose secrets could be resolved. A secret that is missing here
/// but may be found elsewhere is a problem of severity `unresolved`.
pub(super) fn settings(
    definition: &Definition,
    unresolved: Severity,
    surroundings: &Surroundings<'_>,
    problems: &mut Problems,
) -> Vec<Settings> {
    let mut settings = Vec::new();
    for source in definition.sources.iter() {
        let Some(written) = &source.value.rest else { continue };
        let place = format!("sources.{}.rest", *source.name);
        let mut reader = Reader { place, unresolved, surroundings, problems: &mut *problems };
        settings.extend(reader.setting(&source.name, written));
    }
    settings
}

impl Reader<'_> {
    fn setting(&mut self, name: &str, written: &RestSourceDefinition) -> Option<Settings> {
        let base = self.base(&written.base_url, "baseUrl");
        let mut headers = Vec::new();
        for header in written.headers.iter() {
            let place = format!("headers.{}", *header.name);
            if is_header(&header.name, "") {
                headers.push((header.name.value.clone(), self.header_value(&header.value, &place)?));
            } else {
                self.refuse(&header.name, &place, "this is no name of a header", "use letters and hyphens");
            }
        }
        let auth = match &written.auth {
            None => Some(Auth::None),
            Some(auth) => self.auth(auth),
        };
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let connect = self.bounded("connectTimeoutSeconds", written.connect_timeout_seconds, 5, 1..=60);
        let read = self.bounded("readTimeoutSeconds", written.read_timeout_seconds, 15, 1..=110);
        let request = self.bounded("requestTimeoutSeconds", written.request_timeout_seconds, 30, 1..=110);
        let retries = self.bounded("retries", written.retries, 2, 0..=10);
        let requests = self.bounded("maxRequests", written.max_requests, 8, 1..=1_000);
        let pace = written.max_requests_per_second;
        let pace = pace.map(|pace| self.bounded("maxRequestsPerSecond", Some(pace), 1, 1..=10_000));
        let bytes = written.max_response_bytes;
        let bytes = self.bounded("maxResponseBytes", bytes, 16_777_216, 1_024..=268_435_456);
        let rows = self.bounded("maxRows", written.max_rows, 10_000, 1..=1_000_000);
        Some(Settings {
            name: name.to_owned(),
            base: base?,
            headers,
            auth: auth?,
            connect_timeout: seconds(connect),
            read_timeout: seconds(read),
            request_timeout: seconds(request),
            retries,
            max_requests: usize::try_from(requests).unwrap_or(1),
            max_requests_per_second: pace,
            max_response_bytes: usize::try_from(bytes).unwrap_or(usize::MAX),
            max_rows: rows.into(),
        })
    }

    fn auth(&mut self, written: &AuthDefinition) -> Option<Auth> {
        match written {
            AuthDefinition::Basic(basic) => {
                let user = self.secret(&basic.user, "auth.basic.user");
                let password = self.secret(&basic.password, "auth.basic.password");
                Some(Auth::Basic { user: user?, password: password? })
            }
            AuthDefinition::Bearer(token) => Some(Auth::Bearer(self.header_value(token, "auth.bearer")?)),
            AuthDefinition::ApiKey(key) => self.api_key(key),
            AuthDefinition::ClientCredentials(credentials) => self.client_credentials(credentials),
        }
    }

    fn api_key(&mut self, written: &ApiKeyDefinition) -> Option<Auth> {
        let ApiKeyDefinition { header, query, value } = written;
        match (header, query) {
            (Some(name), None) if is_header(name, "") => {
                let value = self.header_value(value, "auth.apiKey.value")?;
                Some(Auth::Header { name: name.value.clone(), value })
            }
            (None, Some(name)) if !name.is_empty() => {
                let value = self.secret(value, "auth.apiKey.value")?;
                Some(Auth::Query { name: name.value.clone(), value })
            }
            _ => {
                let place = format!("{}.auth.apiKey", self.place);
                let message = "the key is sent either in a header or in a query parameter";
                self.problems.error(value.at, place, message, "name one of header and query");
                None
            }
        }
    }

    fn client_credentials(&mut self, written: &ClientCredentialsDefinition) -> Option<Auth> {
        const PLACE: &str = "auth.clientCredentials";
        let token_url = self.base(&written.token_url, &format!("{PLACE}.tokenUrl"));
        let client_id = self.secret(&written.client_id, &format!("{PLACE}.clientId"));
        let client_secret = self.secret(&written.client_secret, &format!("{PLACE}.clientSecret"));
        Some(Auth::ClientCredentials(ClientCredentials {
            token_url: token_url?,
            client_id: client_id?,
            client_secret: client_secret?,
            scope: written.scope.as_ref().map(|scope| scope.value.clone()),
            in_body: written.in_body,
        }))
    }

    fn base(&mut self, written: &Located<Secret<String>>, place: &str) -> Option<Base> {
        let text = self.text(written, place)?;
        match Base::parse(&text) {
            Ok(base) => Some(base),
            Err(reason) => {
                let remedy = "write for example https://api.example.com/v1";
                self.refuse(written, place, &format!("the URL {reason}"), remedy);
                None
            }
        }
    }

    fn header_value(&mut self, written: &Located<Secret<String>>, place: &str) -> Option<Secret<String>> {
        let text = self.text(written, place)?;
        if !is_header("x", &text) {
            let remedy = "take out line breaks and what else a header cannot hold";
            self.refuse(written, place, "the value cannot be sent in a header", remedy);
            return None;
        }
        Some(Secret::new(text))
    }

    fn secret(&mut self, written: &Located<Secret<String>>, place: &str) -> Option<Secret<String>> {
        self.text(written, place).map(Secret::new)
    }

    fn text(&mut self, written: &Located<Secret<String>>, place: &str) -> Option<String> {
        let place = format!("{}.{place}", self.place);
        resolved(written, &place, self.unresolved, self.surroundings, self.problems)
    }

    fn refuse<T>(&mut self, written: &Located<T>, place: &str, message: &str, remedy: &str) {
        self.problems.error(written.at, format!("{}.{place}", self.place), message, remedy);
    }

    fn bounded(
        &mut self,
        name: &str,
        value: Option<Located<u32>>,
        usual: u32,
        range: std::ops::RangeInclusive<u32>,
    ) -> u32 {
        let Some(value) = value else { return usual };
        if !range.contains(&*value) {
            let remedy = format!("write {} to {}", range.start(), range.end());
            self.refuse(&value, name, &format!("{name} is {}", *value), &remedy);
        }
        *value
    }
}
