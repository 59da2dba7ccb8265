//! Definitions of REST sources: what is wrong with one is told with its line and a remedy; what is right
//! is checked against the live service.

use std::path::Path;

use landbridge::catalog::Problem;
use landbridge::config::{Secrets, Surroundings, load_text};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{answering, definition, vehicles};
use crate::support::program::{ROOT, landbridge};

const RESOURCE: &str = "
        list: /vehicles
        byKey: /vehicles/{ID}
        filter:
          Plate: { eq: plate, in: { query: plate, separator: ',', most: 20 } }
        sort: { query: sort, by: { ID: id } }
        paging: { page: { query: page, size: { query: size, rows: 100 } } }";

const SOURCE: &str = "
      auth: { apiKey: { header: X-Key, value: '${KEY}' } }
      retries: 1";

fn problems(yaml: &str) -> Vec<String> {
    let surroundings = Surroundings { variable: &|_| Some("key".to_owned()), folder: Path::new("") };
    let told = |Problem { line, message, remedy, .. }: Problem| {
        format!("{line} {message} ({})", remedy.unwrap_or_default())
    };
    match load_text(yaml, Secrets::Required, &surroundings) {
        Ok(loaded) => loaded.warnings.into_iter().map(told).collect(),
        Err(problems) => problems.into_iter().map(told).collect(),
    }
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let sound = definition("https://fleet.example/v1", SOURCE, RESOURCE);
    assert_eq!(problems(&sound), [""; 0]);
    for (written, spoilt, expected) in [
        (
            "https://fleet.example/v1",
            "fleet.example",
            "5 the URL cannot be read as one (write for example https://api.example.com/v1)",
        ),
        (
            "https://fleet.example/v1",
            "https://u:p@fleet.example",
            "5 the URL holds a user or password, which belong under auth (write for example https://api.example.com/v1)",
        ),
        ("retries: 1", "retries: 11", "8 retries is 11 (write 0 to 10)"),
        (
            "retries: 1",
            "retries: 1\n    maxConnections: 2",
            "9 maxConnections is about databases, but this is a REST service (delete it, or see under rest)",
        ),
        (
            "header: X-Key",
            "header: X-Key, query: key",
            "7 the key is sent either in a header or in a query parameter (name one of header and query)",
        ),
        (
            "list: /vehicles\n",
            "list: vehicles\n",
            "16 the path 'vehicles' does not begin with a slash (write for example /vehicles or /vehicles/{ID})",
        ),
        (
            "list: /vehicles\n",
            "list: /a/../b\n",
            "16 the path '/a/../b' holds blanks, #, \\ or segments of dots (write for example /vehicles or /vehicles/{ID})",
        ),
        (
            "list: /vehicles\n",
            "list: /{Plat}/x\n",
            "16 there is no property 'Plat', or it is not published (did you mean 'Plate'?)",
        ),
        (
            "byKey: /vehicles/{ID}",
            "byKey: /vehicles/{Plate}",
            "17 the path '/vehicles/{Plate}' does not hold just the properties of the key (write a path with {ID})",
        ),
        (
            "Plate: { eq: plate,",
            "Plaet: { eq: plate,",
            "19 there is no property 'Plaet', or it is not published (did you mean 'Plate'?)",
        ),
        ("Plate: { eq: plate,", "ID: { contains: id,", "19 'ID' is no text (delete it)"),
        (
            "eq: plate,",
            "eq: { value: 'x{}' },",
            "19 it is not told where the value is sent (name a query parameter or a header)",
        ),
        (
            "eq: plate,",
            "eq: { query: plate, value: x },",
            "19 'x' has no {} in it (write {} where the value goes)",
        ),
        (
            "eq: plate,",
            "eq: { query: plate, most: 3 },",
            "19 separator and most belong to in, which has several values (delete them)",
        ),
        ("most: 20", "most: 1001", "19 most is 1001 (write 1 to 1000)"),
        (
            "by: { ID: id }",
            "by: { IDD: id }",
            "20 there is no property 'IDD', or it is not published (did you mean 'ID'?)",
        ),
        (
            "sort: { query: sort",
            "sort: { query: sort, descending: down",
            "20 'down' has no {} in it (write {} where the word goes)",
        ),
        ("rows: 100", "rows: 0", "21 rows is 0 (write 1 to 100000)"),
        (
            "list: /depots",
            "list: /depots, rows: data",
            "29 'data' is no JSON Pointer (begin it with a slash)",
        ),
        (
            "{ field: id,",
            "{ column: id,",
            "24 its source is a REST service, which has no columns (write field instead of column)",
        ),
        (
            "{ field: id,",
            "{ dbType: int,",
            "24 its source is a REST service, which has no types of a database (delete dbType)",
        ),
        (
            "rest: { list: /depots }",
            "table: depots",
            "29 its source is a REST service, which has no tables (delete table, and say rest: { list: /path })",
        ),
    ] {
        assert!(sound.contains(written), "{written}");
        let told = problems(&sound.replacen(written, spoilt, 1));
        assert_eq!(told.first().map(String::as_str), Some(expected), "{spoilt}: {told:#?}");
    }
}

#[test]
fn databases_and_services_are_told_apart() {
    let database = "sources: { db: { url: 'sqlite:x.db' } }\nservices:\n- path: /\n  namespace: N\n  entitySets:\n    A:\n      table: a\n      key: [ID]\n      properties: { ID: { type: Edm.Int32 } }\n";
    assert_eq!(problems(database), [""; 0]);
    for (written, spoilt, expected) in [
        (
            "url: 'sqlite:x.db'",
            "maxConnections: 1",
            "1 the source 'db' is nowhere (add url: of a database, or rest: { baseUrl: https://… })",
        ),
        (
            "table: a",
            "rest: { list: /a }",
            "7 its source is a database, which is asked in SQL (delete rest, or name a REST service as source)",
        ),
        (
            "table: a",
            "description: none",
            "6 the entity set 'A' has no table (add table: name of the table or view)",
        ),
        (
            "ID: { type",
            "ID: { field: id, type",
            "9 its source is a database, which has columns (write column instead of field)",
        ),
    ] {
        let told = problems(&database.replacen(written, spoilt, 1));
        assert!(told.iter().any(|told| told == expected), "{spoilt}: {told:#?}");
    }
}

#[tokio::test]
async fn check_asks_every_list_for_its_first_row() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fleet.yaml");
    let mut data = vehicles([1]);
    data[0]["name"] = json!("Kiel");
    for (list, field, expected) in [
        ("/vehicles", "km", None),
        (
            "/vehicles",
            "depot",
            Some(
                "fleet.yaml:16:15: error: Vehicles: the value of 'Mileage' in the row (1) is an object, which is no Edm.Decimal",
            ),
        ),
        (
            "/missing",
            "km",
            Some(
                "fleet.yaml:16:15: error: 'Vehicles' cannot be read: it answered with the status 404 (/missing",
            ),
        ),
    ] {
        let server = wiremock::MockServer::start().await;
        for path in ["/vehicles", "/depots"] {
            let template = ResponseTemplate::new(200).set_body_json(&data);
            wiremock::Mock::given(wiremock::matchers::path(path)).respond_with(template).mount(&server).await;
        }
        let yaml = definition(&server.uri(), SOURCE, &RESOURCE.replacen("/vehicles", list, 1));
        std::fs::write(&file, yaml.replace("field: km", &format!("field: {field}"))).unwrap();
        let mut command = landbridge(folder.path());
        let output = command.arg("check").arg("fleet.yaml").env("KEY", "s3cret").output().unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        match expected {
            None => assert_eq!(report, "fleet.yaml: 0 errors, 0 warnings\n"),
            Some(expected) => assert!(report.starts_with(expected), "{report}"),
        }
        assert!(!report.contains("s3cret"), "{report}");
        assert_eq!(output.status.success(), expected.is_none(), "{report}");
    }
}

#[tokio::test]
async fn the_example_says_what_it_does() {
    let server =
        answering(ResponseTemplate::new(200).set_body_json(json!({ "data": [], "meta": { "total": 0 } })))
            .await;
    let explain = |request: &str| {
        let mut command = landbridge(Path::new(ROOT));
        let arguments = ["explain", "metadata/rest.yaml", request];
        let command = command.args(arguments).env("FLEET_URL", server.uri()).env("FLEET_TOKEN", "t");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    for (request, call) in [
        ("/Depots", "GET /depots"),
        ("/Vehicles(7)", "GET /vehicles/7"),
        ("/Vehicles?$top=26", "GET /vehicles?sort=id&per_page=26&page=1"),
        (
            "/Vehicles?$filter=Mileage ge 100 and contains(Plate,'B')&$orderby=Mileage desc&$top=3",
            "GET /vehicles?mileage_min=100&q=B&sort=-mileage%2Cid&per_page=200&page=1",
        ),
    ] {
        let explained = explain(request);
        assert!(explained.lines().any(|line| line.trim() == call), "{request}: {explained}");
    }
}
