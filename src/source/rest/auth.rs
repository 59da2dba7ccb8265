//! Who asks: what a request is given to show it. Tokens that have to be asked for are kept until shortly
//! before they expire, and asked for by one request at a time.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::failure;
use super::settings::{Auth, ClientCredentials};
use super::template::encoded;
use crate::catalog::Secret;
use crate::source::Error;

/// How long a token counts as good whose endpoint does not say.
const USUAL_LIFE: Duration = Duration::from_secs(300);
/// The most bytes of an answer with a token.
const MOST_BYTES: usize = 64 << 10;

/// What requests are given, with the token that is kept.
pub(super) struct Credentials {
    source_name: String,
    auth: Auth,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    value: Secret<String>,
    /// When another one is asked for.
    renew: Instant,
}

/// RFC 6749, section 5.1.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Secret<String>,
    expires_in: Option<Seconds>,
}

/// Some endpoints write the number as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Number(u64),
    Text(String),
}

impl Credentials {
    pub(super) fn new(source_name: &str, auth: Auth) -> Self {
        Self { source_name: source_name.to_owned(), auth, token: Mutex::new(None) }
    }

    /// Whether a token that is refused can be replaced.
    pub(super) const fn are_renewable(&self) -> bool {
        matches!(self.auth, Auth::ClientCredentials(_))
    }

    /// Forgets the token, if it is still this one.
    pub(super) async fn forget(&self, refused: Option<&Secret<String>>) {
        let mut token = self.token.lock().await;
        if token.as_ref().map(|token| &token.value) == refused {
            *token = None;
        }
    }

    /// The token to send, where one has to be asked for.
    pub(super) async fn token(&self, http: &Client) -> Result<Option<Secret<String>>, Error> {
        let Auth::ClientCredentials(credentials) = &self.auth else { return Ok(None) };
        let mut kept = self.token.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| Instant::now() < token.renew) {
            return Ok(Some(token.value.clone()));
        }
        let token = self.ask(http, credentials).await?;
        let value = token.value.clone();
        *kept = Some(token);
        Ok(Some(value))
    }

    /// The request with what shows who asks.
    pub(super) fn sign(&self, request: RequestBuilder, token: Option<&Secret<String>>) -> RequestBuilder {
        match &self.auth {
            Auth::None => request,
            Auth::Basic { user, password } => request.header(AUTHORIZATION, basic(user, password)),
            Auth::Bearer(token) => request.header(AUTHORIZATION, format!("Bearer {}", token.expose())),
            Auth::Header { name, value } => request.header(name, value.expose()),
            // It was made part of the address.
            Auth::Query { .. } => request,
            Auth::ClientCredentials(_) => match token {
                Some(token) => request.header(AUTHORIZATION, format!("Bearer {}", token.expose())),
                None => request,
            },
        }
    }

    /// What is added to the query.
    pub(super) fn parameter(&self) -> Option<(&str, &Secret<String>)> {
        match &self.auth {
            Auth::Query { name, value } => Some((name, value)),
            _ => None,
        }
    }

    async fn ask(&self, http: &Client, credentials: &ClientCredentials) -> Result<Token, Error> {
        let ClientCredentials { token_url, client_id, client_secret, scope, in_body } = credentials;
        let mut form = "grant_type=client_credentials".to_owned();
        if let Some(scope) = scope {
            form.push_str(&format!("&scope={}", encoded(scope)));
        }
        let mut request = http.post(token_url.url().clone());
        if *in_body {
            let (id, secret) = (encoded(client_id.expose()), encoded(client_secret.expose()));
            form.push_str(&format!("&client_id={id}&client_secret={secret}"));
        } else {
            // RFC 6749, section 2.3.1: both are form-encoded first.
            let [id, secret] = [client_id, client_secret].map(|part| Secret::new(encoded(part.expose())));
            request = request.header(AUTHORIZATION, basic(&id, &secret));
        }
        let request = request
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        let name = self.source_name.as_str();
        let failed = |error: reqwest::Error| failure::unavailable(name, failure::words(&error));
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST_BYTES {
                break;
            }
        }
        if !status.is_success() {
            let what = format!("its token endpoint answered with the status {}", status.as_u16());
            return Err(failure::answer(name, what, &failure::logged(&body)));
        }
        // The body is not logged: it holds the token.
        let answer: TokenAnswer = serde_json::from_slice(&body)
            .map_err(|_| failure::answer(name, "its token endpoint gave no token", "no access_token"))?;
        let life = match answer.expires_in {
            Some(Seconds::Number(seconds)) => Duration::from_secs(seconds),
            Some(Seconds::Text(text)) => text.parse().map_or(USUAL_LIFE, Duration::from_secs),
            None => USUAL_LIFE,
        };
        // A tenth of its life is left for requests that are on their way.
        Ok(Token { value: answer.access_token, renew: Instant::now() + life.mul_f64(0.9) })
    }
}

fn basic(user: &Secret<String>, password: &Secret<String>) -> String {
    format!("Basic {}", STANDARD.encode(format!("{}:{}", user.expose(), password.expose())))
}
