use std::sync::Arc;

use landbridge::catalog::Catalog;
use landbridge::service::{Request, Service};
use serde_json::Value as Json;

use super::harbour;
use crate::support::backends::Backend;
use crate::support::databases::with_sqlite;
use crate::support::peers::{Peers, service, source, with_peers_of};

/// The harbour with pages of so many bytes.
async fn with_small_pages(bytes: usize, test: impl AsyncFnOnce(&Peers)) {
    let small = |backend: &Backend| -> Arc<Service> {
        let catalog = Catalog { max_page_bytes: bytes, ..backend.catalog.clone() };
        service(catalog, &source(backend))
    };
    with_peers_of(&harbour(), "standard", small, test).await;
}

/// Section 11.2.6.7: a page whose related entities are too many ends earlier, with a next link.
#[tokio::test]
async fn what_is_expanded_counts_for_the_page() {
    let address = "Vessels?$select=VesselID&$expand=Calls($select=CallNo,Quay,Arrived;$expand=Cargo($select=Goods,Weight)),Pilots";
    let mut whole: Vec<Json> = Vec::new();
    with_small_pages(100_000, async |peers| whole = peers.ask(address).await.rows()).await;
    for bytes in [1_200, 1_400, 1_700] {
        with_small_pages(bytes, async |peers| {
            for peer in peers.each() {
                let found = peer.follow(address).await;
                let rows: Vec<Json> = found.iter().flat_map(|page| page.rows()).collect();
                assert_eq!(rows, whole, "{:?} {bytes}", peer.names());
                assert!(found.len() > 1, "{:?} {bytes}", peer.names());
                // The next link comes on top.
                assert!(found.iter().all(|page| page.body.len() < bytes + 400));
            }
        })
        .await;
    }
}

#[tokio::test]
async fn one_entity_with_too_much_expanded_is_refused_by_name() {
    with_small_pages(500, async |peers| {
        for address in ["Vessels?$filter=VesselID%20eq%205&$expand=FlagState,Calls", "Vessels(5)?$expand=FlagState,Calls"] {
            let answer = peers.ask_message(address).await;
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (
                    413,
                    "Vessels: what is expanded of the row (5) alone is more than the 500 bytes an answer may have; expand less of FlagState and Calls, with $filter, $top or $select in its parentheses"
                ),
                "{address}"
            );
        }
        // What many entities share counts for each.
        let answer = peers.ask_message("Vessels(5)?$select=Name&$expand=Calls($select=CallNo;$expand=Vessel)").await;
        assert_eq!(answer.status, 413, "{}", answer.body);
    })
    .await;
}

const MANY: &str = "
    CREATE TABLE docks (id integer PRIMARY KEY);
    CREATE TABLE visits (id integer PRIMARY KEY, dock_id integer NOT NULL);
    CREATE INDEX visits_dock ON visits (dock_id);
    INSERT INTO docks VALUES (1), (2), (3);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 190001)
        INSERT INTO visits SELECT i, 1 + (i > 60000) + (i > 90000) FROM n";

const DEFINITION: &str = "
sources: { db: { url: '' } }
services:
  - path: /
    namespace: Docks
    profile: standard
    entitySets:
      Docks:
        table: docks
        key: [ID]
        properties: { ID: { column: id, type: Edm.Int32 } }
        navigation:
          Visits: { to: Visits, on: { ID: DockID }, collection: true }
          Visit: { to: Visits, on: { ID: DockID } }
      Visits:
        table: visits
        key: [ID]
        properties: { ID: { column: id, type: Edm.Int32 }, DockID: { column: dock_id, type: Edm.Int32 } }
        navigation: { Same: { to: Visits, on: { ID: ID } } }
";

/// 100,000 entities are the most for one page.
#[tokio::test]
async fn the_number_of_related_entities_is_bounded() {
    with_sqlite(MANY, async |url| {
        let service = crate::support::peers::service_of(DEFINITION, url);
        let get = async |query: &str| {
            let request = Request { path: "Docks", query, ..Request::default() };
            let answer = service.answer(request).await;
            (answer.status, serde_json::from_slice::<Json>(&answer.body).unwrap())
        };
        let (status, page) = get("$expand=Visits($select=ID)").await;
        let rows = page["value"].as_array().unwrap();
        assert_eq!((status, rows.len()), (200, 1), "{page}");
        assert_eq!(rows[0]["Visits"].as_array().unwrap().len(), 60_000);
        let next = page["@odata.nextLink"].as_str().unwrap().split_once('?').unwrap().1.to_owned();
        let (status, page) = get(&next).await;
        let rows = page["value"].as_array().unwrap();
        assert_eq!((status, rows.len(), rows[0]["Visits"].as_array().unwrap().len()), (200, 1, 30_000));
        let next = page["@odata.nextLink"].as_str().unwrap().split_once('?').unwrap().1.to_owned();
        let (status, page) = get(&next).await;
        assert_eq!(status, 413);
        assert_eq!(
            page["error"]["message"],
            "Docks: what is expanded of the row (3) alone is more than the 100000 entities an answer may have; expand less of Visits, with $filter, $top or $select in its parentheses"
        );
        // More keys than one statement takes.
        let (status, page) = get("$filter=ID%20eq%202&$expand=Visits($select=ID;$top=20000;$expand=Same($select=ID))").await;
        let visits = page["value"][0]["Visits"].as_array().unwrap();
        assert_eq!((status, visits.len()), (200, 20_000));
        assert!(visits.iter().zip(60_001..).all(|(visit, id)| visit["ID"] == id && visit["Same"]["ID"] == id));
        // A navigation property that leads to one must.
        let (status, page) = get("$expand=Visit").await;
        assert_eq!((status, &page["error"]["code"]), (502, &Json::from("KeyNotUnique")));
        let (status, page) = get("$expand=Visits($top=20000;$count=true)").await;
        assert_eq!((status, page["value"].as_array().unwrap().len()), (200, 3));
        assert_eq!(page["value"][2]["Visits@odata.count"], 100_001);
    })
    .await;
}
