//! How long typical and adversarial requests take to parse.

use std::hint::black_box;

use divan::{Bencher, counter::BytesCount};
use odata_params::{Limits, ODataUri, parse_filter, print};

fn main() {
    divan::main();
}

/// Requests of Salesforce Connect: a list view, a global search, a record by compound key.
const REQUESTS: [(&str, &str, &str); 4] = [
    ("list", "Boats", "$select=BoatID&$count=true&$top=26"),
    (
        "sorted",
        "Boats",
        "$select=BoatID,Home,Length,Name&$filter=Home%20eq%20'Emden'&$orderby=Name%20asc&$count=true&$top=26",
    ),
    (
        "search",
        "Boats",
        "$select=BoatID,Name,Owner&$count=true&$filter=contains(Name,'Star')%20eq%20true%20or%20\
         contains(Owner,'Star')%20eq%20true&$top=25",
    ),
    (
        "record",
        "Berths",
        "$top=2001&$filter=%20pier_id%20eq%2014%20and%20berth_id%20eq%20140&$count=true\
         &$select=berth_id,pier_id,since",
    ),
];

#[divan::bench(args = REQUESTS.map(|(name, ..)| name))]
fn salesforce(bencher: Bencher, name: &str) {
    let found = REQUESTS.iter().find(|(known, ..)| *known == name);
    let Some((_, path, query)) = found else { return };
    bencher
        .counter(BytesCount::new(path.len() + query.len()))
        .bench(|| ODataUri::parse(black_box(path), black_box(query)));
}

#[divan::bench(args = [50, 500, 5_000])]
fn or_chain(bencher: Bencher, terms: usize) {
    let query = format!("$filter={}", vec!["Id eq 'b-0001'"; terms].join(" or "));
    let limits = Limits { max_length: 1 << 20, ..Limits::default() };
    bencher
        .counter(BytesCount::new(query.len()))
        .bench(|| ODataUri::parse_with("Boats", black_box(&query), &limits));
}

#[divan::bench(args = [10, 90, 1_000, 10_000])]
fn open_parentheses(bencher: Bencher, depth: usize) {
    let text = "(".repeat(depth);
    bencher.bench(|| parse_filter(black_box(&text)));
}

#[divan::bench]
fn expand_three_levels(bencher: Bencher) {
    let query = "$expand=Crew($select=Name;$orderby=Rank desc;$top=5;$expand=Papers($filter=Expires gt 2026-01-01;\
                 $expand=Issuer($select=Name))),Home/$ref";
    bencher.counter(BytesCount::new(query.len())).bench(|| ODataUri::parse("Boats", black_box(query)));
}

#[divan::bench]
fn apply_pipeline(bencher: Bencher) {
    let query = "$apply=filter(Built gt 1990)/groupby((Home/Port,rollup(Year,Month)),\
                 aggregate(Length with sum as Total,$count as Boats))/topcount(10,Total)";
    bencher.counter(BytesCount::new(query.len())).bench(|| ODataUri::parse("Boats", black_box(query)));
}

#[divan::bench]
fn print_search(bencher: Bencher) {
    let Some((_, path, query)) = REQUESTS.get(2) else { return };
    let Ok(uri) = ODataUri::parse(path, query) else { return };
    bencher.bench(|| print::uri(black_box(&uri)));
}
