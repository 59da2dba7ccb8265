//! `landbridge explain` shows the requests that are made: what is sent, and what is done here.

use super::definition;
use crate::support::program::landbridge;

const RESOURCE: &str = "
        list: /vehicles
        filter:
          Plate: { eq: plate }
          Depot: { in: { query: depot, most: 2 } }
          Mileage: { ge: km_min }
        sort: { query: sort, by: { ID: id } }
        paging: { offset: { query: offset, size: { query: limit, rows: 50 } } }";

fn explain(arguments: &[&str]) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fleet.yaml");
    let source = "      auth: { apiKey: { query: key, value: '${KEY}' } }";
    std::fs::write(&file, definition("https://fleet.example/v1", source, RESOURCE)).unwrap();
    let mut command = landbridge(folder.path());
    let output =
        command.args(["explain", "fleet.yaml"]).args(arguments).env("KEY", "s3cret").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains("s3cret"), "{text}");
    if output.status.success() { Ok(text) } else { Err(String::from_utf8(output.stderr).unwrap()) }
}

#[test]
fn what_is_sent_and_what_is_done_here() {
    let text =
        explain(&["/Vehicles?$filter=Mileage ge 5 and Plate eq 'a b' and tolower(Depot) eq 'x'&$top=3"])
            .unwrap();
    let expected = "
plan
  the source 'fleet' does
    filter  ((Mileage ge 5) and (Plate eq 'a b'))
    order   ID
    all rows
  left to do here, row by row
    filter  ((Plate eq 'a b') and (tolower(Depot) eq 'x'))
    limit   3

request to the source
  GET /vehicles?km_min=5&plate=a%20b&sort=id&limit=50&offset=0
  and further pages, as far as they are needed
";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn every_request_is_shown() {
    for (request, calls) in [
        ("/Vehicles?$top=3", &["GET /vehicles?sort=id&limit=3&offset=0"][..]),
        ("/Vehicles/$count?$filter=Mileage ge 5", &["GET /vehicles?km_min=5&limit=50&offset=0"]),
        (
            "/Vehicles?$count=true&$top=3",
            &["GET /vehicles?sort=id&limit=3&offset=0", "GET /vehicles?limit=50&offset=0"],
        ),
        ("/Depots?$expand=Vehicles", &["GET /depots", "GET /vehicles?sort=id&limit=50&offset=0"]),
        ("/Depots('Kiel')/Vehicles", &["GET /depots", "GET /vehicles?sort=id&limit=50&offset=0"]),
    ] {
        let text = explain(&[request]).unwrap();
        let shown: Vec<&str> = text.lines().map(str::trim).filter(|line| line.starts_with("GET ")).collect();
        assert_eq!(shown, calls, "{request}\n{text}");
    }
    assert!(explain(&["/Depots?$expand=Vehicles"]).unwrap().contains("with the keys of the rows above"));
    let refused = explain(&["/Vehicles", "--analyze"]).unwrap_err();
    assert_eq!(refused, "--analyze is about databases: a REST service has no plan to show\n");
}
