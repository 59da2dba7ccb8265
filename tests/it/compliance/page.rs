//! Server-driven paging (Protocol, section 11.2.6.7): the pages, one after the other, are the whole
//! result, each row once and in order.

use serde_json::Value as Json;

use crate::support::peers::{Peers, encoded, with_peers};
use crate::support::variety::variety;

use super::boats::boats;
use super::keys_of;

const BOATS: &[&str] = &[
    "",
    "$count=true",
    "$top=5",
    "$skip=3",
    "$skip=1&$top=6&$count=true",
    "$top=8",
    "$orderby=Crew",
    "$orderby=Crew desc",
    "$orderby=Afloat,Length desc",
    "$orderby=Afloat desc,Port,Draft desc&$top=7&$skip=1",
    "$orderby=Built desc,Tide",
    "$orderby=Seen&$select=ID",
    "$orderby=Berth desc,Log",
    "$orderby=Tonnage,Mass desc",
    "$orderby=tolower(Name)",
    "$orderby=length(Name),Name desc",
    "$orderby=contains(Port,'e') desc,Crew mod 2",
    "$orderby=Crew add 1,year(Built)",
    "$orderby=cast(Crew,Edm.String) desc",
    "$filter=Crew ge 0&$orderby=Crew desc&$count=true",
    "$filter=tolower(Name) ne 'anna'&$orderby=Port",
    "$filter=not contains(Name,'x')&$orderby=Length,Crew desc&$top=6",
];

/// Nullable, tied and extreme sort keys of every type.
const THINGS: &[&str] = &[
    "$orderby=Flag",
    "$orderby=Flag desc,Small",
    "$orderby=Whole desc,Large",
    "$orderby=Large desc",
    "$orderby=Amount,Fine desc",
    "$orderby=Ratio desc,Approx",
    "$orderby=Approx desc,Amount",
    "$orderby=Name,ID desc",
    "$orderby=Code desc,Name",
    "$orderby=Day desc,At",
    "$orderby=Moment,Instant desc",
    "$orderby=Uid desc,Bytes",
    "$orderby=trim(Name),Code",
    "$orderby=indexof(Name,'c') desc",
    "$orderby=hour(Moment),day(Day) desc",
    "$filter=Name ne null and Whole ne 7&$orderby=Whole,Name desc&$skip=10&$top=150",
];

#[tokio::test]
async fn pages_of_boats() {
    with_peers(&boats(), "standard", async |peers| {
        for options in BOATS {
            pages_are_the_whole(peers, "Boats", options, &[1, 2, 3, 4, 7, 8]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn pages_of_things() {
    with_peers(&variety(), "standard", async |peers| {
        for options in THINGS {
            pages_are_the_whole(peers, "Things", options, &[23, 65]).await;
        }
        for options in ["", "$orderby=Quantity desc", "$orderby=Active,Part desc"] {
            pages_are_the_whole(peers, "Pairs", options, &[7]).await;
        }
        pages_are_the_whole(peers, "Codes", "$orderby=Code desc", &[1, 5]).await;
        pages_are_the_whole(peers, "Codes", "$orderby=Rank desc,Code", &[2]).await;
        assert_eq!(peers.ask_pages("Empties", 1).await, Vec::<Json>::new());
    })
    .await;
}

/// A key of text that breaks ties sorts as its index does, which is each database's own affair: nobody
/// asked for that order. Each row still comes once.
#[tokio::test]
async fn ties_broken_by_a_text_key() {
    with_peers(&variety(), "standard", async |peers| {
        for options in ["", "$orderby=Rank desc"] {
            let mut found = Vec::new();
            for peer in peers.each() {
                pages_are_the_whole(&peer, "Codes", options, &[1, 2, 5]).await;
                let mut rows = peer.ask_pages(&format!("Codes?{}", with_values_encoded(options)), 4).await;
                rows.sort_by_key(ToString::to_string);
                found.push(rows);
            }
            assert!(found.iter().all(|rows| rows.len() == 18 && *rows == found[0]), "{options}");
        }
    })
    .await;
}

/// The harness looks at the length of each page, and that there is a next link exactly where rows
/// follow.
async fn pages_are_the_whole(peers: &Peers, set: &str, options: &str, sizes: &[usize]) {
    let address = format!("{set}?{}", with_values_encoded(options));
    let whole = peers.ask(&address).await.rows();
    for size in sizes {
        let paged = peers.ask_pages(&address, *size).await;
        assert!(paged == whole, "{set}?{options} in pages of {size}");
    }
}

fn with_values_encoded(options: &str) -> String {
    let option = |option: &str| match option.split_once('=') {
        Some((name, value)) => format!("{name}={}", encoded(value)),
        None => option.to_owned(),
    };
    options.split('&').map(option).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn every_page_repeats_the_total() {
    with_peers(&boats(), "salesforce", async |peers| {
        let address = "Boats?$select=ID&$count=true&$orderby=Crew&$top=7";
        let mut link = address.to_owned();
        let mut found = Vec::new();
        for expected in [3, 3, 1] {
            let (answer, next) = peers.compare(&link, Some("maxpagesize=3")).await.unwrap();
            assert_eq!(answer.json()["@odata.count"], 8);
            assert_eq!(answer.rows().len(), expected);
            found.extend(keys_of(&answer.rows()));
            let Some(next) = &next[0] else { break };
            assert!(next.contains("$top=7") && next.contains("$count=true") && next.contains("$select=ID"));
            link = next.rsplit('/').next().unwrap().to_owned();
        }
        assert_eq!(found, [2, 7, 4, 3, 1, 5, 6]);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_good_for_its_own_request_only() {
    with_peers(&boats(), "standard", async |peers| {
        let (_, next) = peers.compare("Boats?$orderby=Crew", Some("odata.maxpagesize=2")).await.unwrap();
        let token = next[0].as_ref().unwrap().split("$skiptoken=").nth(1).unwrap();
        let mut changed = token.to_owned();
        let last = changed.pop().unwrap();
        changed.push(if last == 'A' { 'B' } else { 'A' });
        let (first, rest) = token.split_at(10);
        for (address, status) in [
            (format!("Boats?$orderby=Crew&$skiptoken={token}"), 200),
            (format!("Boats?%24orderby=Crew&%24skiptoken={token}"), 200),
            (format!("Boats?$skiptoken={token}"), 400),
            (format!("Boats?$orderby=Crew%20desc&$skiptoken={token}"), 400),
            (format!("Boats?$orderby=Crew&$filter=Crew%20gt%200&$skiptoken={token}"), 400),
            (format!("Boats?$orderby=Crew&$top=3&$skiptoken={token}"), 400),
            (format!("Boats?$orderby=Crew&$skiptoken={changed}"), 400),
            (format!("Boats?$orderby=Crew&$skiptoken={rest}{first}"), 400),
            (format!("Boats?$orderby=Crew&$skiptoken={}", &token[..20]), 400),
            ("Boats?$orderby=Crew&$skiptoken=10447".to_owned(), 400),
            ("Boats?$orderby=Crew&$skiptoken=".to_owned(), 400),
        ] {
            assert_eq!(peers.ask(&address).await.status, status, "{address}");
        }
    })
    .await;
}
