//! A plain HTTP client, for tests that ask a running program as anybody would.

/// A client to be set up further.
pub(crate) fn client() -> reqwest::ClientBuilder {
    // Whoever comes first chooses, and all choose this.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy()
}

/// The answer to a GET.
pub(crate) async fn get(url: String) -> reqwest::Response {
    client().build().unwrap().get(url).send().await.unwrap()
}
