//! `$compute` and `$apply`: every source gives the answer written beside the request. Sections are
//! those of the OData Extension for Data Aggregation 4.0, unless another document is named.

mod aggregate;
mod choice;
mod compute;
mod group;
mod harbour;
mod payload;
mod refusals;
mod relations;
mod result;

use crate::support::peers::{Peers, encoded, with_peers};
use harbour::harbour;

/// A request with its options not encoded, and its answer.
type Cases<'a> = &'a [(&'a str, &'a str)];

/// Each request has this answer, written as [`readable`] does.
async fn answers(profile: &str, cases: Cases<'_>) {
    with_peers(&harbour(), profile, async |peers| {
        for (request, expected) in cases {
            let answer = peers.ask(&address(request)).await;
            assert_eq!(answer.status, 200, "{request}: {}", answer.body);
            assert_eq!(readable(&answer.body), *expected, "{request}");
        }
    })
    .await;
}

/// `Dues(N) [{"N":Decimal 5}]`: the fragment of the context URL, the total, the rows; the type of a
/// dynamic property stands before its value.
fn readable(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("@odata.type\":\"#") {
        let (ty, behind) = after.split_once("\",").unwrap();
        let (before, name) = before.rsplit_once('"').unwrap();
        text.push_str(before);
        rest = behind.strip_prefix(&format!("\"{name}\":")).unwrap();
        text.push_str(&format!("\"{name}\":{ty} "));
    }
    text.push_str(rest);
    let Some((_, fragment)) = text.split_once('#').filter(|_| text.starts_with("{\"@odata.context\"")) else {
        return text;
    };
    let fragment = fragment.strip_suffix('}').unwrap().replacen("\",\"@odata.count\":", " count ", 1);
    fragment.replacen("\",\"value\":", " ", 1).replacen(",\"value\":", " ", 1)
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
