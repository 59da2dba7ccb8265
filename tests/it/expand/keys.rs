//! Keys of every type, and sources that do not hold both sides.

use std::sync::Arc;

use landbridge::catalog::{Catalog, Table as Stored};
use landbridge::edm::Value;
use landbridge::service::{Keeper, Request, Service};
use serde_json::{Value as Json, json};

use super::harbour;
use crate::support::backends::{Backend, with_backends};
use crate::support::fixture::{Fixture, Kind, Navigation, Table, optional, required};
use crate::support::peers::{source, with_peers};
use crate::support::variety::{date, decimal, instant, or_null, text, time};

/// Two tables whose rows belong together by each of their columns.
fn boxes() -> Fixture {
    let kinds = [
        ("Text", "a_text", Kind::Text(20)),
        ("Fixed", "a_fixed", Kind::FixedText(6)),
        ("Long", "a_long", Kind::LongText),
        ("Big", "a_big", Kind::Int64),
        ("Exact", "a_decimal", Kind::Decimal(20, 3)),
        ("Id", "a_guid", Kind::Guid),
        ("Day", "a_day", Kind::Date),
        ("At", "a_time", Kind::Time),
        ("Moment", "a_moment", Kind::Timestamp),
        ("Instant", "an_instant", Kind::TimestampTz),
        ("Real", "a_double", Kind::Double),
        ("Yes", "a_truth", Kind::Boolean),
    ];
    let columns = || {
        let keys = kinds.map(|(property, name, kind)| optional(property, name, kind));
        [vec![required("ID", "id", Kind::Int32)], keys.to_vec()].concat()
    };
    let ways = kinds.map(|(property, ..)| Navigation {
        name: "",
        to: "Lids",
        on: (property, property),
        collection: true,
    });
    let names = [
        "ByText",
        "ByFixed",
        "ByLong",
        "ByBig",
        "ByExact",
        "ById",
        "ByDay",
        "ByAt",
        "ByMoment",
        "ByInstant",
        "ByReal",
        "ByYes",
    ];
    let mut boxes = Table::new("Boxes", "boxes", &["ID"], columns());
    boxes.navigation = ways.into_iter().zip(names).map(|(way, name)| Navigation { name, ..way }).collect();
    let mut lids = Table::new("Lids", "lids", &["ID"], columns());
    boxes.rows = rows(8);
    lids.rows = rows(5);
    Fixture { tables: vec![boxes, lids] }
}

/// Rows in which values return at different paces.
fn rows(number: usize) -> Vec<Vec<Value>> {
    let texts = [Some("a"), Some("A"), None, Some(""), Some("ä"), Some("a ")];
    let fixed = [Some("x"), Some("X"), None, Some("日本")];
    let numbers = [Some(i64::MAX), None, Some(0), Some(i64::MIN)];
    let decimals = [Some("0.100"), Some("-99999999999999999.999"), None];
    let ids =
        [Some("0f8fad5b-d9cb-469f-a165-70867728950e"), None, Some("ffffffff-ffff-ffff-ffff-ffffffffffff")];
    let days = [Some("2024-02-29"), Some("1000-01-01"), None, Some("9999-12-31")];
    let times = [Some("23:59:59.999999"), None, Some("00:00:00")];
    let moments = [Some("2024-02-29T23:59:59.123456Z"), None, Some("1000-01-01T00:00:00Z")];
    let instants = [Some("2024-02-29T23:59:59.123456Z"), Some("1999-12-31T00:00:00Z"), None];
    let reals = [Some(0.1), Some(-0.0), None, Some(1e300), Some(0.0)];
    (0..number)
        .map(|row| {
            vec![
                Value::Integer(i64::try_from(row).unwrap()),
                or_null(texts[row % texts.len()], text),
                or_null(fixed[row % fixed.len()], text),
                or_null(texts[(row + 1) % texts.len()], text),
                or_null(numbers[row % numbers.len()], Value::Integer),
                or_null(decimals[row % decimals.len()], decimal),
                or_null(ids[row % ids.len()], |id| Value::Guid(id.parse().unwrap())),
                or_null(days[row % days.len()], date),
                or_null(times[row % times.len()], time),
                or_null(moments[row % moments.len()], instant),
                or_null(instants[row % instants.len()], instant),
                or_null(reals[row % reals.len()], Value::Double),
                or_null([Some(true), None, Some(false)][row % 3], Value::Boolean),
            ]
        })
        .collect()
}

#[tokio::test]
async fn keys_may_be_of_any_type() {
    with_peers(&boxes(), "standard", async |peers| {
        let names: Vec<String> = boxes().tables[0].navigation.iter().map(|way| way.name.to_owned()).collect();
        for options in ["$select=ID", "$select=ID;$top=1;$count=true", "$select=ID;$skip=1;$orderby=ID desc"]
        {
            for name in &names {
                let rows = peers
                    .ask(&format!("Boxes?$select=ID&$expand={name}({options})").replace(' ', "%20"))
                    .await
                    .rows();
                let found: usize = rows.iter().map(|row| row[name].as_array().unwrap().len()).sum();
                assert!(found > 0 || options.contains("$skip"), "{name}: {rows:?}");
            }
            let counted = names.iter().map(|name| format!("{name}/$count")).collect::<Vec<_>>().join(",");
            assert_eq!(peers.ask(&format!("Boxes?$select=ID&$expand={counted}")).await.rows().len(), 8);
        }
        let rows =
            peers.ask("Boxes?$select=Text&$expand=ByText($select=ID)&$filter=ID%20lt%206").await.rows();
        assert_eq!(
            rows,
            [
                json!({ "Text": "a", "ByText": [{ "ID": 0 }] }),
                json!({ "Text": "A", "ByText": [{ "ID": 1 }] }),
                json!({ "Text": null, "ByText": [] }),
                json!({ "Text": "", "ByText": [{ "ID": 3 }] }),
                json!({ "Text": "ä", "ByText": [{ "ID": 4 }] }),
                json!({ "Text": "a ", "ByText": [] }),
            ]
        );
    })
    .await;
}

/// The tables of one service, each in one of two databases, and its link tables too.
fn mixed(one: &Backend, other: &Backend, pattern: usize) -> Arc<Service> {
    let in_other = |index: usize| (pattern >> (index % 4)) & 1 == 1;
    let renamed = |table: &Stored, name: &str| Arc::new(Stored { source: name.to_owned(), ..table.clone() });
    let tables = one.catalog.tables.iter().zip(&other.catalog.tables).enumerate();
    let tables = tables.map(
        |(index, (here, there))| {
            if in_other(index) { renamed(there, "other") } else { renamed(here, "one") }
        },
    );
    let catalog = Catalog { tables: tables.collect(), ..one.catalog.clone() };
    let (here, there) = (source(one), source(other));
    let sources = (0..catalog.tables.len())
        .map(|index| Arc::clone(if in_other(index) { &there } else { &here }))
        .collect();
    Service::new(catalog, sources, b"secret", &Keeper::new(0))
}

#[tokio::test]
async fn entities_and_links_may_be_in_different_sources() {
    let asked = [
        "Vessels?$expand=FlagState,Calls($top=2;$count=true;$expand=Cargo($select=Goods),Berth),Pilots($select=Name;$top=2;$skip=1;$count=true)",
        "Pilots?$expand=Vessels($expand=Certificates;$orderby=Name%20desc;$filter=contains(Name,'a')),Mentor($levels=max)",
        "Vessels?$expand=Pilots/$count,Certificates/$ref($top=1),Dues/$count($filter=Amount%20gt%20100)",
    ];
    with_backends(&harbour(), "standard", async |backends| {
        for address in asked {
            let (path, query) = address.split_once('?').unwrap();
            let request = Request { path, query, ..Request::default() };
            let mut expected: Option<Json> = None;
            for one in backends {
                for other in backends {
                    for pattern in if one.name == other.name { [0, 0b0110] } else { [0b0101, 0b0011] } {
                        let answer = mixed(one, other, pattern).answer(request).await;
                        let body: Json = serde_json::from_slice(&answer.body).unwrap();
                        let names = (one.name, other.name, pattern);
                        assert_eq!(
                            answer.status, 200,
                            "{address} {names:?}: {body} {:?}",
                            answer.trace.detail
                        );
                        assert_eq!(
                            *expected.get_or_insert_with(|| body.clone()),
                            body,
                            "{address} {names:?}"
                        );
                    }
                }
            }
        }
    })
    .await;
}
