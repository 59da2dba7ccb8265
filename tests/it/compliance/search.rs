//! `$search` (5.1.8) without a full-text index: words and phrases anywhere in the searched
//! properties, in any letter case.

use serde_json::Value as Json;

use crate::support::acceptance::acceptance;
use crate::support::peers::{encoded, with_peers};
use crate::support::variety::variety;

/// Over `CompanyName` and `Phone`.
const SHIPPERS: &[(&str, &[i64])] = &[
    ("Acme", &[1, 2, 3, 4]),
    ("acme", &[1, 2, 3, 4]),
    ("ACME", &[1, 2, 3, 4]),
    ("\"ac me\"", &[6]),
    ("\"acme freight\"", &[1]),
    ("acme freight", &[1]),
    ("acme AND freight", &[1]),
    ("freight acme", &[1]),
    ("acme OR barge", &[1, 2, 3, 4, 5]),
    ("NOT acme", &[5, 6]),
    ("acme NOT lower", &[1, 2, 4]),
    ("acme AND NOT (freight OR lower)", &[2, 4]),
    ("555", &[1, 5]),
    ("\"(503) 555-01\"", &[1, 5]),
    ("\"555_0101\"", &[]),
    ("\"%\"", &[]),
    ("nothing", &[]),
];

#[tokio::test]
async fn words_and_phrases() {
    with_peers(&acceptance(), "salesforce", async |peers| {
        for (search, expected) in SHIPPERS {
            let rows = peers.ask(&format!("Shippers?$search={}", encoded(search))).await.rows();
            let found: Vec<i64> = rows.iter().map(|row| row["ShipperID"].as_i64().unwrap()).collect();
            assert_eq!(found, *expected, "{search}");
        }
    })
    .await;
}

#[tokio::test]
async fn beside_other_options() {
    let cases: &[(&str, Option<u64>, &[i64])] = &[
        // The contract, section 11
        ("$select=CompanyName,Phone,ShipperID&$count=true&$search=Acme&$top=25", Some(4), &[1, 2, 3, 4]),
        ("$search=Acme&$count=true&$top=2", Some(4), &[1, 2]),
        ("$search=Acme&$count=true&$skip=3", Some(4), &[4]),
        ("$search=Acme&$filter=Phone%20eq%20null&$count=true", Some(2), &[2, 3]),
        ("$search=Acme&$orderby=CompanyName%20desc", None, &[3, 4, 2, 1]),
        ("$search=Acme&$filter=tolower(CompanyName)%20eq%20'speedy'", None, &[4]),
    ];
    with_peers(&acceptance(), "salesforce", async |peers| {
        for (options, count, expected) in cases {
            let answer = peers.ask(&format!("Shippers?{options}")).await;
            let found: Vec<i64> =
                answer.rows().iter().map(|row| row["ShipperID"].as_i64().unwrap()).collect();
            assert_eq!(found, *expected, "{options}");
            assert_eq!(answer.json()["@odata.count"].as_u64(), *count, "{options}");
        }
        assert_eq!(peers.ask("Shippers/$count?$search=acme").await.body, "4");
        assert_eq!(peers.ask("Suppliers?$search=acme").await.status, 501, "it names no searched property");
        assert_eq!(peers.ask("Shippers?$search=(acme").await.status, 400);
    })
    .await;
}

/// Letters that fold, letters that do not, and characters that mean something elsewhere.
#[tokio::test]
async fn text_of_every_script() {
    let terms = [
        "abc",
        "ÅNGSTRÖM",
        "ångström",
        "straße",
        "STRASSE",
        "łódź",
        "ŁÓDŹ",
        "ελλάδα",
        "ΕΛΛΆΔΑ",
        "日本",
        "🚢",
        "éclair",
        "ÉCLAIR",
        "\"100%\"",
        "\"a_c\"",
        "\"a%c\"",
        "\"o'neill\"",
        "\"[a-z]*?\"",
        "\"${HOME}\"",
        "\"; drop table\"",
        "lorem",
    ];
    with_peers(&variety(), "standard", async |peers| {
        for term in terms {
            let rows = peers.ask(&format!("Things?$select=Name,Note&$search={}", encoded(term))).await.rows();
            assert!(!rows.is_empty(), "{term}");
            let part = term.trim_matches('"').to_lowercase();
            let holds = |text: &Json| text.as_str().is_some_and(|text| text.to_lowercase().contains(&part));
            assert!(rows.iter().all(|row| holds(&row["Name"]) || holds(&row["Note"])), "{term}");
        }
        assert!(peers.ask("Empties?$search=abc").await.rows().is_empty());
    })
    .await;
}
