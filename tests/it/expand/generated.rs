//! Generated requests: whatever is expanded, every database answers as the memory source does.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use super::with_harbour;
use crate::support::peers::encoded;

/// Requests tried; `DIFFERENTIAL_CASES` asks for another number.
const CASES: u32 = 200;

/// What may be said of the entities of a set.
#[derive(Debug)]
struct Set {
    name: &'static str,
    properties: &'static [&'static str],
    /// Name, set it leads to, whether to many.
    navigation: &'static [(&'static str, &'static str, bool)],
    /// Conditions: what databases check, and what is left to do here.
    filters: &'static [&'static str],
    search: &'static [&'static str],
}

const SETS: &[Set] = &[
    Set {
        name: "Vessels",
        properties: &["VesselID", "Name", "Flag", "Tonnage"],
        navigation: &[
            ("FlagState", "Flags", false),
            ("Calls", "Calls", true),
            ("Dues", "Dues", true),
            ("Pilots", "Pilots", true),
            ("Certificates", "Certificates", true),
        ],
        filters: &[
            "VesselID lt 6",
            "Name ne null",
            "contains(Name,'a')",
            "Tonnage gt 98.5",
            "tolower(Flag) eq 'de'",
        ],
        search: &[],
    },
    Set {
        name: "Flags",
        properties: &["Code", "State"],
        navigation: &[("Vessels", "Vessels", true)],
        filters: &["Code ge 'dk'", "State eq null", "matchesPattern(State,'^D')"],
        search: &[],
    },
    Set {
        name: "Calls",
        properties: &["VesselID", "CallNo", "Quay", "BerthNo", "Arrived", "Remark"],
        navigation: &[("Vessel", "Vessels", false), ("Berth", "Berths", false), ("Cargo", "Cargo", true)],
        filters: &[
            "CallNo gt 1",
            "BerthNo eq null",
            "Arrived ge 1970-01-01T00:00:00Z",
            "trim(Quay) eq 'Nord'",
        ],
        search: &[],
    },
    Set {
        name: "Berths",
        properties: &["Quay", "BerthNo", "Depth"],
        navigation: &[("Calls", "Calls", true)],
        filters: &["Depth ge 0", "BerthNo eq 1 or Quay eq 'Süd'"],
        search: &[],
    },
    Set {
        name: "Cargo",
        properties: &["VesselID", "CallNo", "LineNo", "Goods", "Weight"],
        navigation: &[("Call", "Calls", false)],
        filters: &["Weight gt 1", "LineNo mod 2 eq 1", "Goods gt 'Kb'", "toupper(Goods) eq 'KAFFEE'"],
        search: &["kaffee", "NOT a", "st OR ö"],
    },
    Set {
        name: "Pilots",
        properties: &["PilotID", "Name", "MentorID"],
        navigation: &[("Mentor", "Pilots", false), ("Pupils", "Pilots", true), ("Vessels", "Vessels", true)],
        filters: &[
            "MentorID ne null",
            "length(Name) eq 3",
            "matchesPattern(Name,'o')",
            "Mentor/Name gt 'A'",
            "Vessels/all(v:v/Tonnage gt 0)",
        ],
        search: &[],
    },
    Set {
        name: "Certificates",
        properties: &["Code", "Title"],
        navigation: &[],
        filters: &["Code gt 'a'", "Title ne 'Wasser'"],
        search: &[],
    },
    Set {
        name: "Dues",
        properties: &["DueID", "Vessel", "Amount"],
        navigation: &[("Of", "Vessels", false)],
        filters: &["Amount gt 200", "Vessel eq 1", "round(Vessel) eq 2"],
        search: &[],
    },
];

fn set(name: &str) -> &'static Set {
    SETS.iter().find(|set| set.name == name).unwrap()
}

type Text = BoxedStrategy<String>;
type Options = BoxedStrategy<Vec<String>>;

/// `Name=value` for some of the options of a collection.
fn page(set: &'static Set) -> Options {
    let filter = prop_oneof![2 => Just(None), 1 => select(set.filters).prop_map(|filter| Some(format!("$filter={filter}")))];
    let key =
        (select(set.properties), select(vec!["", " desc"])).prop_map(|(name, way)| format!("{name}{way}"));
    let order = prop_oneof![
        1 => Just(None),
        1 => prop::collection::vec(key, 1..=2).prop_map(|keys| Some(format!("$orderby={}", keys.join(","))))
    ];
    let number = |name: &'static str, most: u32| prop_oneof![2 => Just(None), 1 => (0..most).prop_map(move |n| Some(format!("{name}={n}")))];
    let search = if set.search.is_empty() {
        Just(None).boxed()
    } else {
        prop_oneof![2 => Just(None), 1 => select(set.search).prop_map(|search| Some(format!("$search={search}")))].boxed()
    };
    let count = select(vec![None, Some("$count=true".to_owned())]);
    (filter, order, number("$top", 4), number("$skip", 3), search, count)
        .prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f].into_iter().flatten().collect())
        .boxed()
}

/// `$select` and `$expand`, as deep as `depth` allows.
fn shape(set: &'static Set, depth: u32) -> Options {
    let names = subsequence(set.properties.to_vec(), 1..=2);
    let selected = prop_oneof![
        1 => Just(None),
        3 => names.prop_map(|names| Some(format!("$select={}", names.join(","))))
    ];
    let expanded = if depth == 0 || set.navigation.is_empty() {
        Just(None).boxed()
    } else {
        let most = set.navigation.len().min(2);
        let chosen = subsequence(set.navigation.to_vec(), 1..=most).prop_flat_map(move |chosen| {
            chosen.into_iter().map(|way| item(way, depth - 1)).collect::<Vec<Text>>()
        });
        prop_oneof![1 => Just(None), 3 => chosen.prop_map(|items| Some(format!("$expand={}", items.join(","))))].boxed()
    };
    (selected, expanded).prop_map(|(a, b)| [a, b].into_iter().flatten().collect()).boxed()
}

/// One item of `$expand`.
fn item((name, to, many): (&'static str, &'static str, bool), depth: u32) -> Text {
    let target = set(to);
    let in_parentheses = |name: String, options: Vec<String>| {
        if options.is_empty() { name } else { format!("{name}({})", options.join(";")) }
    };
    let entities = shape(target, depth).prop_map(move |options| in_parentheses(name.to_owned(), options));
    if !many {
        return prop_oneof![5 => entities, 1 => Just(format!("{name}/$ref"))].boxed();
    }
    let pages = (page(target), shape(target, depth))
        .prop_map(move |(page, shape)| in_parentheses(name.to_owned(), [page, shape].concat()));
    let references = page(target).prop_map(move |page| in_parentheses(format!("{name}/$ref"), page));
    let counts = select(target.filters).prop_map(move |filter| format!("{name}/$count($filter={filter})"));
    let levels = (page(target), 2..4).prop_map(move |(page, levels)| {
        in_parentheses(name.to_owned(), [page, vec![format!("$levels={levels}")]].concat())
    });
    let levels = if name == "Pupils" { levels.boxed() } else { Just(name.to_owned()).boxed() };
    prop_oneof![6 => pages, 1 => references, 1 => counts, 1 => Just(format!("{name}/$count")), 1 => levels]
        .boxed()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_expanded_means_the_same_everywhere() {
    let sets: Vec<&'static Set> = SETS.iter().filter(|set| !set.navigation.is_empty()).collect();
    let requests = select(sets).prop_flat_map(|set| (Just(set.name), page(set), shape(set, 3)));
    with_harbour(async |peers| {
        block_in_place(|| {
            let cases = std::env::var("DIFFERENTIAL_CASES").map_or(CASES, |cases| cases.parse().unwrap());
            let config =
                Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
            let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
            let outcome = TestRunner::new_with_rng(config, rng).run(&requests, |(name, page, shape)| {
                let options = [page, shape].concat();
                let written: Vec<String> = options
                    .iter()
                    .map(|option| option.split_once('=').unwrap())
                    .map(|(name, value)| format!("{name}={}", encoded(value)))
                    .collect();
                let address = format!("{name}?{}", written.join("&"));
                let asked = Handle::current().block_on(peers.compare(&address, None));
                match asked {
                    Ok((answer, _)) if answer.status == 200 => Ok(()),
                    Ok((answer, _)) => {
                        Err(TestCaseError::fail(format!("{}: {}", answer.status, answer.body)))
                    }
                    Err(disagreement) => Err(TestCaseError::fail(disagreement)),
                }
            });
            match outcome {
                Ok(()) => {}
                Err(TestError::Fail(reason, (name, page, shape))) => {
                    panic!("{name}?{}\n{reason}", [page, shape].concat().join("&"))
                }
                Err(TestError::Abort(reason)) => panic!("{reason}"),
            }
        });
    })
    .await;
}
