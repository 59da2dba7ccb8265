//! Orders and pages: walking by position gives each row once, in the evaluator's order.

use landbridge::catalog::Engine;
use landbridge::edm::Value;

use super::differential::{MARIADB, POSTGRES, SQLITE, agree};
use super::table::Fixture;
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};

const ORDERS: &[&str] = &[
    "id",
    "id desc",
    "select",
    "select desc",
    "code,select desc",
    "flag desc,code",
    "small,big desc",
    "big desc,small,id desc",
    "price desc",
    "price,ratio desc",
    "ratio",
    "day,flag",
    "day desc,moment desc",
    "moment",
    "clock desc",
    "other desc,code,id",
    "small add 1 desc,id desc",
    "length(select),select",
    "flag and small gt 0,price",
    "concat(code,other) desc",
    "year(day),id",
    "tolower(select)",
    "price mul 2",
];

async fn walk(fixture: &Fixture, order: &str, rows_per_page: u64) -> Vec<Vec<Value>> {
    let mut query = fixture.query(&format!("$orderby={}", order.replace(' ', "+")));
    let mut all = Vec::new();
    loop {
        let page = fixture.page(&query, true, rows_per_page).await;
        let (rows, position) = page.unwrap_or_else(|error| panic!("{order}: {error:?}"));
        assert!(rows.len() as u64 <= rows_per_page);
        all.extend(rows);
        match position {
            Some(position) => query.after = Some(position),
            None => return all,
        }
    }
}

async fn pages_join_up(fixture: &Fixture) {
    for order in ORDERS {
        let query = fixture.query(&format!("$orderby={}", order.replace(' ', "+")));
        let expected = fixture.page(&query, false, 100_000).await.unwrap().0;
        for rows_per_page in [1, 7, 100] {
            let walked = walk(fixture, order, rows_per_page).await;
            assert_eq!(walked, expected, "{:?} {order} by {rows_per_page}", fixture.engine);
        }
    }
    let rows = fixture.rows("$orderby=id&$skip=5&$top=2&$select=id").await.unwrap();
    assert_eq!(rows, [[Value::Integer(5)], [Value::Integer(6)]]);
    let rows = fixture.rows("$orderby=id&$skip=50&$select=id").await.unwrap();
    assert_eq!(rows.first().unwrap(), &[Value::Integer(50)]);
}

#[tokio::test]
async fn postgres_pages_join_up() {
    with_postgres(&POSTGRES.script('"'), async |url| {
        pages_join_up(&POSTGRES.fixture(Engine::Postgres, url)).await;
    })
    .await;
}

#[tokio::test]
async fn mariadb_pages_join_up() {
    with_mysql(&format!("SET NAMES utf8mb4; {}", MARIADB.script('`')), async |url| {
        pages_join_up(&MARIADB.fixture(Engine::MariaDb, url)).await;
    })
    .await;
}

#[tokio::test]
async fn sqlite_pages_join_up() {
    with_sqlite(&SQLITE.script('"'), async |url| {
        pages_join_up(&SQLITE.fixture(Engine::Sqlite, url)).await;
    })
    .await;
}

/// PostgreSQL sorts `NaN` above all numbers but finds it equal to itself; OData's comparisons do not.
#[tokio::test]
async fn not_a_number_has_its_place() {
    let script = "CREATE TABLE t (id bigint PRIMARY KEY, ratio double precision, small real);
        INSERT INTO t VALUES (1, 'NaN', 'NaN'), (2, 'Infinity', 1), (3, 1, '-Infinity'), (4, NULL, NULL),
            (5, 'NaN', 0.1), (6, '-Infinity', 'NaN'), (7, 'NaN', 'NaN')";
    with_postgres(script, async |url| {
        let columns = [("id", "bigint", false), ("ratio", "double precision", true), ("small", "real", true)];
        let fixture = Fixture::new(Engine::Postgres, url, "t", &columns);
        for order in ["ratio,small desc", "ratio desc,small", "small,ratio"] {
            let query = fixture.query(&format!("$orderby={}", order.replace(' ', "+")));
            let expected = fixture.page(&query, false, 100).await.unwrap().0;
            for rows_per_page in [1, 2, 3] {
                let walked = walk(&fixture, order, rows_per_page).await;
                assert_eq!(walked, expected, "{order} by {rows_per_page}");
            }
        }
        for filter in [
            "ratio gt 0",
            "ratio ge -INF",
            "not (ratio gt 0)",
            "ratio ne 1",
            "ratio eq NaN",
            "small gt 0.05",
            "small eq 1e-1",
            "ratio eq small",
            "ratio ne small",
            "ratio gt small",
            "ratio ge small",
            "ratio lt small",
            "ratio le small",
            "ratio eq ratio",
            "not (ratio le small)",
            "floor(ratio) gt small",
            "id lt ratio",
        ] {
            agree(&fixture, &format!("$filter={}", filter.replace(' ', "+"))).await;
        }
    })
    .await;
}
