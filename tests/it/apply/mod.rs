//! `$compute` and `$apply`: every source gives the answer written beside the request. Sections are
//! those of the OData Extension for Data Aggregation 4.0, unless another document is named.

mod compute;
mod harbour;

use crate::support::peers::{Peers, encoded, with_peers};
use harbour::harbour;

/// A request with its options not encoded, and the JSON behind the context URL.
type Cases<'a> = &'a [(&'a str, &'a str)];

/// Each request has this answer: the fragment of the context URL, then `value`.
async fn answers(profile: &str, cases: Cases<'_>) {
    with_peers(&harbour(), profile, async |peers| {
        for (request, expected) in cases {
            let answer = peers.ask(&address(request)).await;
            assert_eq!(answer.status, 200, "{request}: {}", answer.body);
            let body = answer.body.replace("{\"@odata.context\":\"https://yard.example/odata/$metadata#", "");
            let body = body.replacen("\",\"value\":", " ", 1);
            assert_eq!(body.trim_end_matches('}'), expected.trim_end_matches('}'), "{request}");
        }
    })
    .await;
}

/// Each request is refused in these words.
async fn refuses(profile: &str, cases: &[(&str, u16, &str)]) {
    with_peers(&harbour(), profile, async |peers| {
        for (request, status, message) in cases {
            refused(peers, request, *status, message).await;
        }
    })
    .await;
}

async fn refused(peers: &Peers, request: &str, status: u16, message: &str) {
    let answer = peers.ask_message(&address(request)).await;
    assert_eq!((answer.status, answer.body.as_str()), (status, message), "{request}");
}

/// `Dues?$filter=a b&$top=1` with the values encoded.
fn address(request: &str) -> String {
    let Some((path, query)) = request.split_once('?') else { return request.to_owned() };
    let option = |option: &str| match option.split_once('=') {
        Some((name, value)) => format!("{name}={}", encoded(value)),
        None => option.to_owned(),
    };
    let options: Vec<String> = query.split('&').map(option).collect();
    format!("{path}?{}", options.join("&"))
}
