//! After a change through Landbridge nobody gets what was read before it, on real databases and over
//! HTTP, however many read at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use landbridge::catalog::Engine;

use crate::support::backends::{Backend, Place, built};
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};
use crate::support::served::{Served, serve};

const TABLE: &str = "CREATE TABLE gauges (id integer NOT NULL PRIMARY KEY, level integer NOT NULL);
INSERT INTO gauges VALUES (1, 0);";

fn served(url: &str) -> Served {
    let engine = Engine::of_url(url).unwrap();
    let definition = "
sources: { db: { url: 'URL' } }
services:
- path: /
  namespace: Tide
  profile: standard
  entitySets:
    Gauges:
      table: gauges
      key: [ID]
      cache: { ttl: 3600, staleWhileRevalidate: 60, staleIfError: 60 }
      properties:
        ID: { column: id, type: Edm.Int32, nullable: false, dbType: INTEGER }
        Level: { column: level, type: Edm.Int32, nullable: false, dbType: INTEGER }
  actions:
    Rise:
      parameters: { Level: { type: Edm.Int32, nullable: false } }
      sql: UPDATE gauges SET level = :Level WHERE id = 1
";
    let catalog = built(&definition.replace("URL", url), engine);
    serve(&Backend { name: "database", catalog, place: Place::Database(url.to_owned()) }, |_| {})
}

async fn nothing_old_is_read(url: &str) {
    const WRITES: i64 = 60;
    let server = Arc::new(served(url));
    let acknowledged = Arc::new(AtomicI64::new(0));
    let readers: Vec<_> = (0..4)
        .map(|reader| {
            let (server, acknowledged) = (Arc::clone(&server), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                let target = if reader % 2 == 0 {
                    "/Gauges(1)/Level/$value"
                } else {
                    "/Gauges?$apply=aggregate(Level with max as L)"
                };
                let (mut hits, mut reads) = (0, 0);
                loop {
                    let least = acknowledged.load(Ordering::SeqCst);
                    let answer = server.get(target).await;
                    assert_eq!(answer.status, 200, "{}", answer.body);
                    let digits: String = match reader % 2 {
                        0 => answer.body.clone(),
                        _ => answer.json()["value"][0]["L"].to_string(),
                    };
                    let level: i64 = digits.parse().unwrap();
                    assert!(level >= least, "read {level} after {least} was acknowledged");
                    hits += u32::from(answer.header("cache-status").is_some_and(|said| said.contains("hit")));
                    reads += 1;
                    if level == WRITES && reads > 50 {
                        return hits;
                    }
                }
            })
        })
        .collect();
    for level in 1..=WRITES {
        let answer = server.post("/Rise", "application/json", format!("{{\"Level\":{level}}}")).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
        acknowledged.store(level, Ordering::SeqCst);
        // The answer to who has written.
        let own = server.get("/Gauges(1)/Level/$value").await;
        assert_eq!(own.body, level.to_string());
    }
    let mut hits = 0;
    for reader in readers {
        hits += reader.await.unwrap();
    }
    assert!(hits > 0, "the cache took part");
}

#[tokio::test]
async fn nothing_old_is_read_from_sqlite() {
    with_sqlite(TABLE, async |url| nothing_old_is_read(url).await).await;
}

#[tokio::test]
async fn nothing_old_is_read_from_postgres() {
    with_postgres(TABLE, async |url| nothing_old_is_read(url).await).await;
}

#[tokio::test]
async fn nothing_old_is_read_from_mysql() {
    with_mysql(TABLE, async |url| nothing_old_is_read(url).await).await;
}
