//! `$orderby`: nulls lowest, text by code point, the key behind all else (Protocol, section 11.2.6.2).

use crate::support::peers::{encoded, with_peers};

use super::boats::boats;
use super::{ALL, keys};

const CASES: &[(&str, &[i64])] = &[
    ("ID", ALL),
    ("ID desc", &[8, 7, 6, 5, 4, 3, 2, 1]),
    // Every type
    ("Name", &[7, 5, 1, 3, 4, 6, 2, 8]),
    ("Name desc", &[8, 2, 6, 4, 3, 1, 5, 7]),
    ("Port", &[2, 3, 6, 1, 4, 8, 5, 7]),
    ("Port desc", &[7, 5, 8, 4, 1, 6, 3, 2]),
    ("Length", &[6, 7, 5, 8, 2, 1, 3, 4]),
    ("Length desc", &[4, 1, 3, 2, 8, 5, 7, 6]),
    ("Crew", &[2, 7, 4, 3, 1, 5, 6, 8]),
    ("Crew desc", &[8, 5, 6, 1, 3, 4, 2, 7]),
    ("Mass", &[3, 4, 7, 6, 8, 2, 1, 5]),
    ("Afloat", &[3, 6, 2, 5, 8, 1, 4, 7]),
    ("Afloat desc", &[1, 4, 7, 2, 5, 8, 3, 6]),
    ("Draft", &[3, 7, 4, 8, 2, 1, 6, 5]),
    ("Tonnage desc", &[2, 1, 3, 4, 5, 6, 7, 8]),
    ("Built", &[3, 7, 2, 6, 1, 5, 8, 4]),
    ("Seen desc", &[7, 2, 1, 8, 5, 6, 4, 3]),
    ("Tide", &[3, 7, 4, 5, 1, 6, 8, 2]),
    ("Berth", &[2, 5, 6, 7, 8, 4, 1, 3]),
    ("Log", &[2, 4, 5, 6, 7, 8, 3, 1]),
    // Several keys, directions mixed
    ("Crew desc,Name desc", &[8, 6, 5, 1, 3, 4, 2, 7]),
    ("Crew asc,ID desc", &[7, 2, 4, 3, 1, 6, 5, 8]),
    ("Afloat,Length desc", &[3, 6, 2, 8, 5, 4, 1, 7]),
    ("Afloat desc,Crew,Name", &[7, 4, 1, 2, 5, 8, 3, 6]),
    // What is sorted by already decides nothing.
    ("Crew,Crew desc", &[2, 7, 4, 3, 1, 5, 6, 8]),
    ("ID desc,Name", &[8, 7, 6, 5, 4, 3, 2, 1]),
    ("1", ALL),
    ("null", ALL),
    // Expressions
    ("length(Name) desc", &[3, 4, 6, 7, 1, 2, 5, 8]),
    ("tolower(Name)", &[7, 5, 1, 2, 3, 4, 6, 8]),
    ("contains(Name,'nna') desc", &[1, 2, 7, 3, 4, 5, 6, 8]),
    ("contains(Port,'Bremen')", &[2, 3, 5, 6, 7, 8, 1, 4]),
    ("Crew gt 0", &[2, 3, 4, 7, 1, 5, 6, 8]),
    ("-Crew", &[2, 7, 8, 5, 6, 1, 3, 4]),
    ("Crew mod 2,ID desc", &[7, 2, 4, 8, 3, 1, 6, 5]),
    ("Length sub Crew", &[2, 6, 7, 8, 5, 1, 3, 4]),
    ("year(Built) desc", &[4, 5, 8, 1, 6, 2, 3, 7]),
    ("cast(Crew,Edm.Int64)", &[2, 7, 4, 3, 1, 5, 6, 8]),
    ("substring(Name,0,1) desc,Crew", &[8, 2, 6, 4, 3, 1, 5, 7]),
    ("case(Crew gt 0:1,Crew le 0:2)", &[2, 7, 1, 5, 6, 8, 3, 4]),
];

#[tokio::test]
async fn orders() {
    with_peers(&boats(), "standard", async |peers| {
        for (order, expected) in CASES {
            let address = format!("Boats?$select=ID&$orderby={}", encoded(order));
            assert_eq!(keys(peers, &address).await, *expected, "{order}");
        }
    })
    .await;
}

/// Not all that is sorted by is answered, and a filter is no order.
#[tokio::test]
async fn orders_beside_other_options() {
    let cases: &[(&str, &[i64])] = &[
        ("$select=ID&$orderby=Name&$filter=Crew%20eq%207", &[5, 6]),
        ("$select=ID&$orderby=Name%20desc&$filter=Crew%20eq%207", &[6, 5]),
        ("$select=ID&$orderby=tolower(Name)&$filter=length(Name)%20gt%201&$top=3", &[7, 5, 1]),
        ("$select=ID&$orderby=Crew&$skip=2&$top=3", &[4, 3, 1]),
        ("$select=ID&$orderby=Crew%20desc&$skip=7", &[7]),
        ("%24select=ID&%24orderby=Crew+desc&$top=1", &[8]),
    ];
    with_peers(&boats(), "salesforce", async |peers| {
        for (options, expected) in cases {
            assert_eq!(keys(peers, &format!("Boats?{options}")).await, *expected, "{options}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_has_no_order_is_refused() {
    with_peers(&boats(), "standard", async |peers| {
        for (order, code) in [
            ("Nothing", "InvalidRequest"),
            ("Name up", "MalformedRequest"),
            ("Crew div 0", "EvaluationFailed"),
            ("84 div Crew", "EvaluationFailed"),
            ("", "MalformedRequest"),
        ] {
            let answer = peers.ask(&format!("Boats?$orderby={}", encoded(order))).await;
            assert_eq!((answer.status, answer.body.trim_matches('"')), (400, code), "{order}");
        }
    })
    .await;
}
