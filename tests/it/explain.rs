//! `landbridge explain` shows the statements that are run: no other, and all of them.

use std::fs;

use crate::support::databases::{with_mysql, with_postgres, with_sqlite};
use crate::support::program::landbridge;

const SCRIPT: &str = "CREATE TABLE orders (id integer PRIMARY KEY);
    CREATE TABLE order_lines (order_id integer, line_no integer, note varchar(20), PRIMARY KEY (order_id, line_no));
    INSERT INTO orders VALUES (1)";

const DEFINITION: &str = "
sources:
  erp: { url: '${DATABASE_URL}' }
services:
  - path: /
    namespace: Erp
    source: erp
    entitySets:
      Orders:
        table: orders
        entityType: Order
        key: [ID]
        properties:
          ID: { column: id, type: Edm.Int32, nullable: false }
        navigation:
          Lines: { to: OrderLines, on: { ID: OrderID }, collection: true }
      OrderLines:
        table: order_lines
        entityType: OrderLine
        key: [OrderID, LineNo]
        properties:
          OrderID: { column: order_id, type: Edm.Int32, nullable: false }
          LineNo: { column: line_no, type: Edm.Int32, nullable: false }
          Note: { column: note, type: Edm.String, maxLength: 20 }
";

fn explain(url: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("erp.yaml");
    fs::write(&file, DEFINITION).unwrap();
    let mut command = landbridge(folder.path());
    let output = command.arg("explain").arg(&file).args(arguments).env("DATABASE_URL", url).output().unwrap();
    assert!(output.status.success(), "{arguments:?} {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn every_statement_is_shown() {
    with_sqlite(SCRIPT, async |url| {
        const COUNT: &str = "SELECT COUNT(*) FROM `orders`";
        const ROWS: &str = "SELECT `id` FROM `orders` ORDER BY `id` LIMIT ?1";
        for (request, statements) in [
            ("/Orders", &[ROWS] as &[&str]),
            ("/Orders/$count", &[COUNT]),
            ("/Orders?$count=true", &[ROWS, COUNT]),
            // What is checked row by row is counted row by row.
            (
                "/OrderLines/$count?$filter=tolower(Note) eq 'é'",
                &["SELECT `order_id`, `line_no`, `note` FROM `order_lines`"],
            ),
            (
                "/Orders(1)/Lines/$count",
                &[
                    "SELECT `id` FROM `orders` WHERE (`id` = ?1) LIMIT ?2",
                    "SELECT COUNT(*) FROM `order_lines`",
                ],
            ),
            // One for the orders, one for the lines of them all.
            (
                "/Orders?$expand=Lines",
                &[
                    ROWS,
                    "SELECT `order_id`, `line_no`, `note` FROM `order_lines` WHERE `order_id` IN (?1) ORDER BY `order_id`, `line_no`",
                ],
            ),
            (
                "/Orders?$expand=Lines($top=1;$count=true)",
                &[
                    ROWS,
                    "SELECT c0, c1, c2, n, total FROM (SELECT `order_lines`.`order_id` AS c0, `order_lines`.`line_no` AS c1, `order_lines`.`note` AS c2, ROW_NUMBER() OVER (PARTITION BY `order_lines`.`order_id` ORDER BY `order_lines`.`order_id`, `order_lines`.`line_no`) AS n, COUNT(*) OVER (PARTITION BY `order_lines`.`order_id`) AS total FROM `order_lines` WHERE `order_lines`.`order_id` IN (?1)) AS numbered WHERE (n > ?2 AND n <= ?3) OR n = 1 ORDER BY n",
                ],
            ),
            (
                "/Orders?$expand=Lines/$count",
                &[ROWS, "SELECT `order_id`, COUNT(*) FROM `order_lines` WHERE `order_id` IN (?1) GROUP BY `order_id`"],
            ),
        ] {
            let text = explain(url, &[request]);
            let shown: Vec<&str> = text.lines().map(str::trim).filter(|l| l.starts_with("SELECT")).collect();
            assert_eq!(shown, statements, "{request}\n{text}");
        }
        let text = explain(url, &["/Orders?$expand=Lines($filter=tolower(Note) eq 'é';$skip=2)"]);
        for part in [
            "\nexpanded: Lines, of all rows above at once\n",
            "  left to do here, row by row\n    filter  (tolower(Note) eq 'é')\n",
            "  here: of each row above 2 are skipped\n",
            "  1 = of the rows above\n",
        ] {
            assert!(text.contains(part), "{part}{text}");
        }
        let text = explain(url, &["/Orders(1)/Lines"]);
        assert!(text.contains("  related   by OrderID\n"), "{text}");
        assert!(text.contains("\nsql (and the condition of being related)\n"), "{text}");
    })
    .await;
}

/// Whichever of the two products the server is, it gives its plan: nobody writes `mariadb:`.
#[tokio::test]
async fn a_mysql_url_may_lead_to_mariadb() {
    with_mysql(SCRIPT, async |url| {
        assert!(url.starts_with("mysql:"), "{url}");
        let text = explain(url, &["--analyze", "/Orders?$filter=ID gt 0&$count=true"]);
        assert_eq!(text.matches("\ndatabase (").count(), 2, "{text}");
    })
    .await;
}

/// What `$apply` means, what of it is one statement, and what is left.
#[tokio::test]
async fn transformations_are_told() {
    with_postgres(SCRIPT, async |url| {
        let mut told = String::new();
        for request in [
            "/OrderLines?$apply=filter(LineNo gt 1)/groupby((Note),aggregate($count as N,LineNo with max as Last))&$filter=N gt 2&$orderby=N desc",
            "/OrderLines?$apply=groupby((rollup(OrderID,Note)),aggregate(LineNo with average as A))&$filter=A gt 1",
            "/OrderLines?$apply=groupby((OrderID),topcount(1,LineNo))/concat(identity,aggregate(LineNo with sum from Note with max as S))&$select=OrderID,S",
            "/OrderLines/$count?$apply=groupby((Note))",
        ] {
            told.push_str(&explain(url, &[request]));
            told.push_str("\n--\n\n");
        }
        insta::assert_snapshot!("explained_transformations", told);
    })
    .await;
}
