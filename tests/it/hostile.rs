//! URLs that no client means: 10,000 mutations of legal ones are answered or refused, never failed,
//! and whatever is answered is what the evaluator says.

mod mutate;

use landbridge::service::{Request, Response, Snapshot};
use mutate::Mutator;

use crate::support::backends::with_backends;
use crate::support::served::{serve, snapshot};
use crate::support::variety::variety;

/// Legal requests of every kind.
const LEGAL: &[&str] = &[
    "/",
    "/$metadata",
    "/$metadata?$format=json",
    "/Things",
    "/Things?$top=3&$skip=2&$count=true",
    "/Things?$select=ID,Name,Day&$orderby=Name desc,ID",
    "/Things?$select=*&$orderby=Amount,Day desc&$top=7",
    "/Things?$filter=ID eq 3&$format=application/json;odata.metadata=full",
    "/Things?$filter=ID ge -12 and ID lt 24&$count=true",
    "/Things?$filter=ID in (0,3,6,9)&$orderby=ID desc",
    "/Things?$filter=ID eq 0 or ID eq 3.0 or ID eq 6&$top=2001",
    "/Things?$filter=Name eq 'O''Neill'&$select=ID",
    "/Things?$filter=Name ne 'abc' and Code ne null&$top=9",
    "/Things?$filter=contains(Name,'a') eq true or contains(Note,'of') eq true&$top=26",
    "/Things?$filter=startswith(Name,'A') eq false&$count=true&$top=5",
    "/Things?$filter=endswith(Name,'e') and not contains(Code,'B')",
    "/Things?$filter=indexof(Name,'c') ne -1&$orderby=Name",
    "/Things?$filter=length(Name) gt 4&$orderby=length(Name) desc,ID&$select=Name",
    "/Things?$filter=substring(Name,1,2) eq 'bc'",
    "/Things?$filter=tolower(Name) eq 'abc'&$select=Name",
    "/Things?$filter=toupper(Code) eq 'ABCDE' or trim(Name) eq 'abc'",
    "/Things?$filter=concat(concat(Name,'-'),Code) eq 'abc-A'",
    "/Things?$filter=matchesPattern(Name,'%5EA.*m$')",
    "/Things?$filter=Amount gt 2.05 and Amount le 9999999999.99&$orderby=Amount",
    "/Things?$filter=Amount add 1 lt 3.5 and Amount mul 2 gt 0",
    "/Things?$filter=Whole mod 7 eq 0 and Small sub 1 ge -2",
    "/Things?$filter=Whole div 2 eq 21&$select=ID,Whole",
    "/Things?$filter=-Whole eq -42 or Large gt 9007199254740992",
    "/Things?$filter=Fine divby 2 lt 1&$top=4",
    "/Things?$filter=round(Amount) eq 3 or floor(Fine) eq 0 or ceiling(Fine) eq 1",
    "/Things?$filter=Ratio gt 1.5e3 or Ratio eq INF or Approx lt 0.5",
    "/Things?$filter=Flag&$select=ID,Flag&$top=5",
    "/Things?$filter=not Flag or Flag eq null",
    "/Things?$filter=(Flag eq true) ne (ID gt 9)",
    "/Things?$filter=Day ge 2000-02-29 and Day lt 2024-02-29&$orderby=Day",
    "/Things?$filter=year(Day) eq 2024 and month(Day) eq 2 and day(Day) eq 29",
    "/Things?$filter=At gt 07:05:03 and hour(At) lt 23",
    "/Things?$filter=Moment lt 2000-12-31T21:53:00Z&$orderby=Moment desc&$select=ID,Moment",
    "/Things?$filter=Instant eq 2000-02-29T12:34:56.789Z or second(Instant) eq 59",
    "/Things?$filter=date(Moment) eq 2024-02-29 and fractionalseconds(Moment) gt 0.1",
    "/Things?$filter=Moment lt now() and Moment ge mindatetime()&$top=3",
    "/Things?$filter=Uid eq 0f8fad5b-d9cb-469f-a165-70867728950e",
    "/Things?$filter=Bytes eq binary'YWJj'&$select=ID,Bytes",
    "/Things?$filter=cast(ID,Edm.String) eq '3' or isof(Name,Edm.String)",
    "/Things?$filter=case(Whole gt 5:1,true:0) eq 1&$top=4",
    "/Things?$search=abc OR \"note 7\"&$top=6&$count=true&$select=ID",
    "/Things?$search=abc AND NOT zebra&$orderby=ID",
    "/Things?$filter=@a eq Name and ID gt @b&@a='abc'&@b=0",
    "/Things?$filter=$it/Name eq 'abc'&$orderby=$it/ID",
    "/Things/$count?$filter=Whole eq 42",
    "/Things(0)?$select=Name,Amount",
    "/Things(ID=3)/Name",
    "/Things(3)/Amount/$value",
    "/Things/3/Note",
    "/Things(-27)/Pairs?$orderby=Part desc&$count=true",
    "/Things(-24)/Pairs/$count",
    "/Pairs(ThingID=-27,Part='p')",
    "/Pairs(ThingID=@t,Part=@p)/Thing/Name?@t=-24&@p='q'",
    "/Pairs/-24/q/Thing",
    "/Pairs?$filter=Active and Quantity ne null&$orderby=Quantity,Part&$skip=1",
    "/Codes('a%2Fb')",
    "/Codes/o%27x/Rank/$value",
    "/Codes?$filter=Rank in (1,2) and Code gt 'A'&$orderby=Rank desc,Code&$top=4",
    "/Empties?$count=true&$orderby=Name",
    "/Things?$expand=Pairs($select=Part;$orderby=Part desc;$top=1;$count=true)&$filter=ID lt -20",
    "/Things(-24)?$expand=Pairs($filter=Active;$expand=Thing($select=Name))&$select=ID",
    "/Things?$expand=Pairs/$count($filter=Quantity gt 3)&$select=ID&$top=20",
    "/Pairs?$expand=*/$ref,Thing($levels=1;$select=ID)&$top=4",
];

/// How many mutations are tried.
const URLS: usize = 10_000;
/// Each of so many is asked of the servers of PostgreSQL and MariaDB too.
const SHARE: usize = 8;

#[tokio::test]
async fn mutated_urls_are_answered_rightly_or_refused() {
    with_backends(&variety(), "standard", async |backends| {
        let services: Vec<(&str, Snapshot)> =
            backends.iter().map(|backend| (backend.name, snapshot(backend))).collect();
        let (memory, databases) = services.split_first().unwrap();
        let mut legal: Vec<String> = LEGAL.iter().map(|url| (*url).to_owned()).collect();
        for url in &legal {
            let answer = ask(&memory.1, url).await;
            assert!(matches!(answer.status, 200 | 204), "{url}: {}", body(&answer));
        }
        // No mutation of this seed makes it; it was answered wrongly once.
        let nul = "/Things?$search=abc%00AND NOT zebra";
        for (name, service) in &services {
            let answer = ask(service, nul).await;
            assert_eq!(answer.status, 400, "{name} {nul}: {}", body(&answer));
        }
        legal.push(format!("/Things?$select=ID&$orderby=Name&$top=90&$skiptoken={}", token(&services).await));

        let mut mutator = Mutator::new(20_261_124, &legal);
        let (mut answered, mut refused, mut wrong) = (0, 0, Vec::new());
        for number in 0..URLS {
            let url = mutator.next();
            let asked = if number % SHARE == 0 { databases } else { &databases[..1] };
            let answers =
                futures_util::future::join_all(asked.iter().map(|(_, service)| ask(service, &url))).await;
            let mut expected = None;
            for ((name, _), answer) in asked.iter().zip(&answers) {
                if !matches!(answer.status, 200..=299 | 400..=499 | 501) {
                    wrong.push(format!("{name} {url}\n  {} {:?}", answer.status, answer.trace.detail));
                    continue;
                }
                if answer.status >= 300 {
                    refused += 1;
                    continue;
                }
                answered += 1;
                if expected.is_none() {
                    expected = Some(ask(&memory.1, &url).await);
                }
                let expected = expected.as_ref().unwrap();
                if !is_computation(expected) && !is_same(answer, expected) {
                    wrong.push(format!(
                        "{name} {url}\n  {}\n  memory: {}",
                        shortened(answer),
                        shortened(expected)
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {URLS}:\n{}", wrong.len(), wrong.join("\n"));
        assert!(answered > URLS / 4 && refused > URLS / 4, "{answered} answered, {refused} refused");
    })
    .await;
}

/// Over HTTP as well, where a byte is a byte.
#[tokio::test]
async fn mutated_request_lines_are_answered_or_refused() {
    with_backends(&variety(), "salesforce", async |backends| {
        let server = serve(&backends[1], |_| {});
        let legal: Vec<String> = LEGAL.iter().map(|url| (*url).to_owned()).collect();
        let mut mutator = Mutator::new(4_711, &legal);
        for _ in 0..600 {
            let url = mutator.next();
            let answer = server.get(&url).await;
            assert!(matches!(answer.status, 200..=299 | 400..=499 | 501), "{url}: {answer:?}");
            if answer.status >= 400 {
                assert!(answer.json()["error"]["message"].is_string(), "{url}: {answer:?}");
            }
        }
    })
    .await;
}

/// Whether two answers are one, to the byte, or to the rows: in which order rows come that nobody sorted
/// by a text is the database's own.
fn is_same(one: &Response, other: &Response) -> bool {
    let rows = |answer: &Response| {
        let mut body: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
        let rows = body.get_mut("value")?.as_array_mut()?;
        rows.sort_by_key(ToString::to_string);
        Some(body)
    };
    one.status == other.status
        && (one.body == other.body || rows(one).is_some_and(|one| Some(one) == rows(other)))
}

/// Whether a request failed because of a value: what a database never looks at it cannot fail for.
fn is_computation(answer: &Response) -> bool {
    answer.status == 400 && body(answer).contains("\"EvaluationFailed\"")
}

/// A page token for the last of the legal requests.
async fn token(services: &[(&str, Snapshot)]) -> String {
    let url = "/Things?$select=ID&$orderby=Name&$top=90";
    let prefer = Some("maxpagesize=20");
    let page = services[0].1.services[0].answer(Request { prefer, ..request(url) }).await;
    let page: serde_json::Value = serde_json::from_slice(&page.body).unwrap();
    let link = page["@odata.nextLink"].as_str().unwrap();
    link.split_once("$skiptoken=").unwrap().1.to_owned()
}

async fn ask(service: &Snapshot, url: &str) -> Response {
    service.services[0].answer(request(url)).await
}

fn request(url: &str) -> Request<'_> {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    Request { path, query, root: "http://gw.example", request_id: "r", ..Request::default() }
}

fn shortened(answer: &Response) -> String {
    format!("{} {}", answer.status, body(answer).chars().take(400).collect::<String>())
}

fn body(answer: &Response) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}
