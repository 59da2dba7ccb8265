//! `$count`, `$top` and `$skip` (5.1.4, 5.1.6; Protocol, sections 11.2.6.3 to 11.2.6.5 and 11.2.10).

use crate::support::peers::{encoded, with_peers};

use super::boats::boats;
use super::{ALL, keys_of};

#[tokio::test]
async fn the_total_ignores_the_page() {
    let cases: &[(&str, Option<u64>, &[i64])] = &[
        ("", None, ALL),
        ("$count=false", None, ALL),
        ("$count=true", Some(8), ALL),
        ("$count=true&$top=3", Some(8), &[1, 2, 3]),
        ("$count=true&$top=8", Some(8), ALL),
        ("$count=true&$top=99", Some(8), ALL),
        ("$count=true&$top=0", Some(8), &[]),
        ("$top=0", None, &[]),
        ("$count=true&$skip=6", Some(8), &[7, 8]),
        ("$count=true&$skip=8", Some(8), &[]),
        ("$count=true&$skip=99", Some(8), &[]),
        ("$count=true&$skip=2&$top=2", Some(8), &[3, 4]),
        ("$count=true&$filter=Crew%20gt%200&$top=1", Some(4), &[1]),
        ("$count=true&$filter=Crew%20gt%200&$skip=3", Some(4), &[8]),
        ("$count=true&$filter=toupper(Name)%20eq%20'ANNA'&$top=1", Some(2), &[1]),
        ("$count=true&$filter=Crew%20gt%2099", Some(0), &[]),
        ("$count=true&$filter=Crew%20gt%200&$orderby=Crew%20desc&$top=2", Some(4), &[8, 5]),
    ];
    for profile in ["standard", "salesforce"] {
        with_peers(&boats(), profile, async |peers| {
            for (options, count, expected) in cases {
                let answer = peers.ask(&format!("Boats?$select=ID&{options}")).await;
                assert_eq!(answer.json()["@odata.count"].as_u64(), *count, "{options}");
                assert_eq!(keys_of(&answer.rows()), *expected, "{options}");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn the_count_alone_is_plain_text() {
    let cases = [
        ("Boats/$count", "8"),
        ("Boats/$count?$top=1&$skip=3&$orderby=Name", "8"),
        ("Boats/$count?$filter=Crew%20eq%207", "2"),
        ("Boats/$count?$filter=tolower(Name)%20eq%20'anna'", "2"),
        ("Boats/$count?$filter=false", "0"),
    ];
    with_peers(&boats(), "standard", async |peers| {
        for (address, expected) in cases {
            assert_eq!(peers.ask(address).await.body, expected, "{address}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_number_of_rows_is_refused() {
    with_peers(&boats(), "standard", async |peers| {
        for options in
            ["$top=-1", "$skip=-1", "$top=x", "$count=yes", "$top=1&$top=2", "$filter=84 div Crew gt 1"]
        {
            let (name, value) = options.split_once('=').unwrap();
            let value = if name == "$filter" { encoded(value) } else { value.to_owned() };
            assert_eq!(
                peers.ask(&format!("Boats?{name}={value}&$count=true")).await.status,
                400,
                "{options}"
            );
            assert_eq!(peers.ask(&format!("Boats/$count?{name}={value}")).await.status, 400, "{options}");
        }
    })
    .await;
}
