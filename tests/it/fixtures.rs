//! The ground the other tests stand on: every engine holds the rows it was given.

use landbridge::demo;
use sqlx::Connection;
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;

use crate::support::acceptance::acceptance;
use crate::support::backends::{Place, with_backends};
use crate::support::databases::{with_mysql, with_postgres};
use crate::support::load;
use crate::support::variety::variety;

#[tokio::test]
async fn every_backend_has_all_rows() {
    for (fixture, profile) in
        [(variety(), "standard"), (variety(), "salesforce"), (acceptance(), "salesforce")]
    {
        with_backends(&fixture, profile, async |backends| {
            let names: Vec<&str> = backends.iter().map(|backend| backend.name).collect();
            assert_eq!(names[..3], ["memory", "sqlite", "postgres"]);
            for backend in backends {
                assert_eq!(backend.catalog.tables.len(), fixture.tables.len(), "{}", backend.name);
                let Place::Database(url) = &backend.place else { continue };
                for table in &fixture.tables {
                    let count = count(url, table.name).await;
                    assert_eq!(count, table.rows.len() as i64, "{} in {}", table.name, backend.name);
                }
            }
        })
        .await;
    }
}

#[tokio::test]
async fn the_demo_loads_into_postgresql_and_mysql() {
    let expected = demo::batches().filter(|batch| batch.table == "order_lines");
    let expected: usize = expected.map(|batch| batch.rows.len()).sum();
    let test = async |url: &str| {
        load::demo(url).await;
        assert_eq!(count(url, "order_lines").await, expected as i64, "{url}");
    };
    with_postgres("SELECT 1", test).await;
    with_mysql("SELECT 1", test).await;
}

async fn count(url: &str, table: &str) -> i64 {
    let sql = |quoted: String| sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {quoted}"));
    let (double, back) = (format!("\"{table}\""), format!("`{table}`"));
    match url.split(':').next().unwrap() {
        "sqlite" => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sqlx::query_scalar(sql(double)).fetch_one(&mut connection).await.unwrap()
        }
        "postgres" => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::query_scalar(sql(double)).fetch_one(&mut connection).await.unwrap()
        }
        _ => {
            let mut connection = MySqlConnection::connect(url).await.unwrap();
            sqlx::query_scalar(sql(back)).fetch_one(&mut connection).await.unwrap()
        }
    }
}
