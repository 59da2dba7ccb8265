use landbridge::catalog::Engine;
use landbridge::source::sql::schema::read;

use super::{assert_has, built, introspect, listing, set_of};
use crate::support::databases::{mysql, unique_name, with_mysql};

const SHOP: &str = include_str!("shop.mysql.sql");

#[tokio::test]
async fn the_whole_schema_is_read() {
    with_mysql(SHOP, async |url| {
        insta::assert_snapshot!(listing(&read(url).await.unwrap()));
    })
    .await;
}

#[tokio::test]
async fn the_definition_names_what_was_read() {
    with_mysql(SHOP, async |url| {
        let definition = introspect(&[url, "--namespace", "Shop"]).await.unwrap();
        let customers = set_of(&definition, "Customers");
        assert_has(&customers, "table: customers");
        assert_has(&customers, "key: [CustomerId]");
        assert_has(&customers, "description: \"Who buys from us\"");
        assert_has(
            &customers,
            "CustomersByParent: { to: Customers, on: { CustomerId: ParentId }, collection: true }",
        );
        assert_has(
            &set_of(&definition, "Orders"),
            "BillToCustomer: { to: Customers, on: { BillToCustomerId: CustomerId }, nullable: false }",
        );
        assert_has(&set_of(&definition, "OrderLines"), "key: [OrderNo, LineNo]");
        assert_has(
            &set_of(&definition, "Auftrage"),
            "key: [Nummer] # a unique key, for want of a primary one",
        );
        let catalog = built(&definition, Engine::MariaDb);
        let published: Vec<&str> = catalog.model.entity_sets.iter().map(|set| set.name.as_str()).collect();
        assert_eq!(
            published,
            [
                "Auftrage",
                "Customers",
                "EveryTypes",
                "Histories",
                "Orders_14cd",
                "OrderLines",
                "Orders",
                "Shipments"
            ]
        );
        for set in ["Keylesses", "OpenOrders", "Hashes", "Brokens"] {
            let lines = set_of(&definition, set);
            assert!(lines.iter().any(|line| line.starts_with("missing: ")), "{set} lacks a key");
        }
        let tour = url.replacen("mysql:", "mariadb:", 1);
        let definition = introspect(&[&tour, "--namespace", "Shop"]).await.unwrap();
        assert_has(&set_of(&definition, "Customers"), "key: [CustomerId]");
    })
    .await;
}

#[tokio::test]
async fn databases_refer_to_each_other() {
    with_mysql("CREATE TABLE country (code char(2) PRIMARY KEY)", async |abroad| {
        let there = name_in(abroad);
        let script = format!(
            "CREATE TABLE city (id int PRIMARY KEY, country_code char(2), \
             FOREIGN KEY (country_code) REFERENCES {there}.country (code))"
        );
        with_mysql(&script, async |url| {
            let here = name_in(url);
            let schema = read(url).await.unwrap();
            assert_eq!(schema.tables.len(), 1, "only the database of the URL");
            assert_eq!(schema.tables[0].schema, None);
            assert_eq!(schema.tables[0].foreign_keys[0].target_schema.as_deref(), Some(there));

            // Other tests come and go with databases of their own, so only these two are looked at.
            let server = url.replacen(&format!("/{here}"), "/", 1);
            let definition = introspect(&[&server, "--schema", here, "--schema", there]).await.unwrap();
            let cities = set_of(&definition, "Cities");
            assert_has(&cities, &format!("table: {here}.city"));
            assert_has(&cities, "Country: { to: Countries, on: { CountryCode: Code } }");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_user_sees_what_it_may_read() {
    let reader = unique_name();
    with_mysql(SHOP, async |url| {
        mysql(
            url,
            &format!(
                "CREATE USER {reader}@'%' IDENTIFIED BY 'open sesame';
                 GRANT SELECT ON orders TO {reader}@'%';
                 GRANT SELECT (order_no, note) ON order_line TO {reader}@'%';
                 GRANT INSERT ON keyless TO {reader}@'%';"
            ),
        )
        .await;
        let (_, place) = url.split_once('@').unwrap();
        let schema = read(&format!("mysql://{reader}:open%20sesame@{place}")).await;
        let refused = introspect(&[&format!("mysql://{reader}:open%20says%20me@{place}")]).await.unwrap_err();
        mysql(url, &format!("DROP USER {reader}@'%'")).await;
        assert_eq!(
            listing(&schema.unwrap()),
            "order_line
    order_no: int(11) not null
    note: text
orders
    order_no: int(11) not null
    bill_to_customer_id: int(11) not null
    ship_to_customer_id: int(11)
    primary key order_no
    bill_to_customer_id -> customers (customer_id)
    ship_to_customer_id -> customers (customer_id)
"
        );
        let told = format!("{refused} {refused:?}");
        assert!(told.contains("Access denied") && !told.contains("says"), "{told}");
    })
    .await;
}

fn name_in(url: &str) -> &str {
    url.split('?').next().unwrap().rsplit('/').next().unwrap()
}
