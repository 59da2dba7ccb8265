//! What is asked in OData, and which request that becomes: what is declared is sent, everything else is
//! done here.

use serde_json::{Value as Json, json};
use wiremock::{MockServer, ResponseTemplate};

use super::{answering, ask, definition, requests, rows, serving, vehicle, vehicles};

const RESOURCE: &str = "
        list: /vehicles?archived=false
        byKey: /vehicles/{ID}
        rows: /data
        filter:
          ID: { eq: id, in: { query: ids, separator: ',', most: 3 }, gt: after }
          Plate: { eq: plate, contains: { query: plate, value: '*{}*' }, startswith: { query: prefix, exact: true } }
          Depot: { eq: { header: X-Depot }, in: { query: depot, most: 2 } }
          Mileage: { ge: km_min, lt: { query: km, value: 'lt:{}' } }
        sort: { query: sort, by: { ID: id, Mileage: km }, separator: ',' }";

async fn fleet() -> (MockServer, std::sync::Arc<landbridge::service::Service>) {
    let server =
        answering(ResponseTemplate::new(200).set_body_json(json!({ "data": vehicles(1..=5) }))).await;
    let service = serving(&definition(&server.uri(), "", RESOURCE), |_| {});
    (server, service)
}

#[tokio::test]
async fn what_is_declared_is_sent_and_what_is_not_is_done_here() {
    for (asked, sent, found) in [
        ("", "sort=id", &[1, 2, 3, 4, 5][..]),
        ("$filter=Mileage ge 20", "km_min=20&sort=id", &[1, 2, 3, 4, 5]),
        ("$filter=Mileage ge 20 and Mileage lt 40.5", "km_min=20&km=lt:40.5&sort=id", &[1, 2, 3, 4, 5]),
        // Texts are looked at again, as the service may think that a is A.
        ("$filter=Plate eq 'B-02'", "plate=B-02&sort=id", &[2]),
        ("$filter=contains(Plate,'-03')", "plate=*-03*&sort=id", &[3]),
        ("$filter=startswith(Plate,'B')", "prefix=B&sort=id", &[1, 2, 3, 4, 5]),
        // A parameter is sent once.
        ("$filter=contains(Plate,'B') and contains(Plate,'-04')", "plate=*B*&sort=id", &[4]),
        ("$filter=ID gt 2", "after=2&sort=id", &[1, 2, 3, 4, 5]),
        ("$filter=ID in (1,2,3)", "ids=1,2,3&sort=id", &[1, 2, 3, 4, 5]),
        ("$filter=Depot in ('Bonn','Ulm')", "depot=Bonn&depot=Ulm&sort=id", &[1, 2, 4, 5]),
        // More values than one request takes, an empty one, one that is no such number.
        ("$filter=ID in (1,2,3,4)", "sort=id", &[1, 2, 3, 4]),
        ("$filter=Plate eq ''", "sort=id", &[]),
        ("$filter=ID gt 2.5", "sort=id", &[3, 4, 5]),
        ("$filter=Plate gt 'B-03'", "sort=id", &[4, 5]),
        ("$filter=Mileage eq 20", "sort=id", &[2]),
        ("$filter=ID eq 2 or Plate eq 'B-03'", "sort=id", &[2, 3]),
        ("$filter=tolower(Plate) eq 'b-02'", "sort=id", &[2]),
        ("$orderby=Plate desc", "", &[5, 4, 3, 2, 1]),
        ("$orderby=Mileage,ID desc", "sort=km,-id", &[1, 2, 3, 4, 5]),
        ("$skip=1&$top=2", "sort=id", &[2, 3]),
    ] {
        let (server, service) = fleet().await;
        let address = format!("Vehicles?{asked}");
        let ids: Vec<u64> =
            rows(&service, &address).await.iter().map(|row| row["ID"].as_u64().unwrap()).collect();
        let wanted = format!("/vehicles?archived=false&{sent}");
        assert_eq!(requests(&server).await, [wanted.trim_end_matches('&')], "{asked}");
        assert_eq!(ids, found, "{asked}");
    }
}

#[tokio::test]
async fn an_order_that_is_none_is_told() {
    let (server, service) = fleet().await;
    let (status, _, body) = ask(&service, "Vehicles?$orderby=Mileage desc").await;
    let message = "the answer of the data source 'fleet' cannot be used: its rows are not sorted by 'Mileage' and \
                   'ID' as OData sorts";
    assert_eq!((status, body["error"]["message"].as_str()), (502, Some(message)));
    assert_eq!(requests(&server).await, ["/vehicles?archived=false&sort=-km,id"]);
    // Null comes before all values.
    let server =
        answering(ResponseTemplate::new(200).set_body_json(json!({ "data": [vehicle(1), { "id": 2 }] })))
            .await;
    let service = serving(&definition(&server.uri(), "", RESOURCE), |_| {});
    assert_eq!(ask(&service, "Vehicles?$orderby=Mileage").await.0, 502);
    assert_eq!(ask(&service, "Vehicles?$orderby=Plate").await.0, 200, "sorted here");
}

#[tokio::test]
async fn values_are_never_syntax() {
    let (server, service) = fleet().await;
    assert!(rows(&service, "Vehicles?$filter=Plate eq 'a&id=1#?/ ü+%'").await.is_empty());
    let request = &server.received_requests().await.unwrap()[0];
    let query = request.url.query().unwrap();
    assert_eq!(query, "archived=false&plate=a%26id%3D1%23%3F%2F%20%C3%BC%2B%25&sort=id");
    // What no header can hold is not sent in one.
    let (server, service) = fleet().await;
    for filter in ["Depot eq 'a\nb'", "Depot eq 'ü'", "Depot eq 'Bonn'"] {
        rows(&service, &format!("Vehicles?$filter={filter}")).await;
    }
    let received = server.received_requests().await.unwrap();
    let headers: Vec<_> = received.iter().map(|request| request.headers.get("x-depot")).collect();
    assert_eq!(headers[..2], [None, None]);
    assert_eq!(headers[2].unwrap(), "Bonn");
}

#[tokio::test]
async fn one_row_is_asked_for_by_its_key() {
    let server = answering(ResponseTemplate::new(200).set_body_json(vehicle(4))).await;
    let service = serving(&definition(&server.uri(), "", RESOURCE), |_| {});
    let (status, _, body) = ask(&service, "Vehicles(4)").await;
    let expected = json!({ "@odata.context": "https://gw.example/$metadata#Vehicles/$entity",
        "ID": 4, "Plate": "B-04", "Depot": "Bonn", "Mileage": 40.0 });
    assert_eq!((status, body), (200, expected));
    // The service means another one.
    assert_eq!(ask(&service, "Vehicles(5)").await.0, 404);
    assert_eq!(rows(&service, "Vehicles?$filter=ID eq 4 and Plate eq 'B-05'").await, Vec::<Json>::new());
    assert_eq!(requests(&server).await, ["/vehicles/4", "/vehicles/5", "/vehicles/4"]);
    let server = answering(ResponseTemplate::new(404)).await;
    let service = serving(&definition(&server.uri(), "", RESOURCE), |_| {});
    assert_eq!(ask(&service, "Vehicles(4)").await.0, 404);
    assert_eq!(ask(&service, "Vehicles").await.0, 502, "a list is there, however empty");
}

#[tokio::test]
async fn a_path_may_need_a_value() {
    let server = answering(ResponseTemplate::new(200).set_body_json(vehicles([1, 4]))).await;
    let service = serving(&definition(&server.uri(), "", "{ list: '/depots/{Depot}/vehicles' }"), |_| {});
    assert_eq!(rows(&service, "Vehicles?$filter=Depot eq 'Bonn'").await.len(), 2);
    rows(&service, "Vehicles?$filter=Depot eq 'a/b'").await;
    let (status, _, body) = ask(&service, "Vehicles?$filter=Plate eq 'B-01'").await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!("ConditionNeeded")));
    assert_eq!(
        body["error"]["message"],
        "Vehicles: the data source lists rows only by 'Depot'; add a condition such as Depot eq …"
    );
    // A segment of dots would lead elsewhere.
    assert_eq!(ask(&service, "Vehicles?$filter=Depot eq '..'").await.0, 400);
    assert_eq!(requests(&server).await, ["/depots/Bonn/vehicles", "/depots/a%2Fb/vehicles"]);
}

#[tokio::test]
async fn related_rows_are_asked_for_by_many_keys_at_once() {
    use wiremock::Mock;
    use wiremock::matchers::path;
    let server = MockServer::start().await;
    let depots = json!([{ "name": "Bonn" }, { "name": "Kiel" }, { "name": "Ulm" }, { "name": "Ulf" }]);
    let depots = ResponseTemplate::new(200).set_body_json(depots);
    Mock::given(path("/depots")).respond_with(depots).mount(&server).await;
    // It gives more than it is asked for.
    let all = ResponseTemplate::new(200).set_body_json(json!({ "data": vehicles(1..=6) }));
    Mock::given(path("/vehicles")).respond_with(all).mount(&server).await;
    let service = serving(&definition(&server.uri(), "", RESOURCE), |_| {});
    let rows = rows(&service, "Depots?$expand=Vehicles($select=ID)").await;
    let ids: Vec<Vec<u64>> = rows
        .iter()
        .map(|row| {
            row["Vehicles"].as_array().unwrap().iter().map(|row| row["ID"].as_u64().unwrap()).collect()
        })
        .collect();
    assert_eq!(ids, [vec![1, 4], vec![3, 6], vec![], vec![2, 5]], "by name: Bonn, Kiel, Ulf, Ulm");
    let mut asked = requests(&server).await;
    asked.remove(0);
    assert_eq!(
        asked,
        [
            "/vehicles?archived=false&depot=Bonn&depot=Kiel&sort=id",
            "/vehicles?archived=false&depot=Ulf&depot=Ulm&sort=id"
        ]
    );
}

#[tokio::test]
async fn a_service_searches_in_its_own_way_and_gives_the_members_asked_for() {
    let server = answering(ResponseTemplate::new(200).set_body_json(vehicles([7]))).await;
    let yaml = definition(&server.uri(), "", "{ list: /vehicles, select: fields }");
    let yaml = yaml.replacen("key: [ID]", "key: [ID]\n      search: { properties: [Plate], index: q }", 1);
    let service = serving(&yaml, |_| {});
    assert_eq!(rows(&service, "Vehicles?$search=blue \"old van\"&$select=Depot,Plate").await.len(), 1);
    assert_eq!(requests(&server).await, ["/vehicles?q=blue old van&fields=plate,depot,id"]);
    let (status, _, body) = ask(&service, "Vehicles?$search=blue OR red").await;
    assert_eq!(status, 400);
    let message = "Vehicles: the data source searches for words and phrases, without OR and NOT";
    assert_eq!(body["error"]["message"], message);
}
