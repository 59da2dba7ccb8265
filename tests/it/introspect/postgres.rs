use landbridge::catalog::Engine;
use landbridge::source::sql::schema::read;

use super::{assert_has, built, introspect, listing, set_of};
use crate::support::databases::{postgres, unique_name, with_postgres};

const SHOP: &str = include_str!("shop.postgres.sql");

#[tokio::test]
async fn the_whole_schema_is_read() {
    with_postgres(SHOP, async |url| {
        insta::assert_snapshot!(listing(&read(url).await.unwrap()));
    })
    .await;
}

#[tokio::test]
async fn the_definition_names_what_was_read() {
    with_postgres(SHOP, async |url| {
        let definition = introspect(&[url, "--namespace", "Shop"]).await.unwrap();
        assert!(!definition.contains(url), "the URL stays out");
        assert!(definition.contains("url: ${DATABASE_URL}"));

        let customers = set_of(&definition, "Customers");
        assert_has(&customers, "table: crm.customers");
        assert_has(&customers, "key: [CustomerId]");
        assert_has(&customers, "description: \"Who buys from us\"");
        assert_has(&customers, "Parent: { to: Customers, on: { ParentId: CustomerId } }");
        assert_has(
            &customers,
            "OrdersByShipToCustomer: { to: Orders, on: { CustomerId: ShipToCustomerId }, collection: true }",
        );
        let orders = set_of(&definition, "Orders");
        assert_has(&orders, "table: public.orders");
        assert_has(
            &orders,
            "BillToCustomer: { to: Customers, on: { BillToCustomerId: CustomerId }, nullable: false }",
        );
        assert_has(&set_of(&definition, "ArchiveOrders"), "table: archive.orders");
        assert_has(
            &set_of(&definition, "Auftrage"),
            "key: [Nummer] # a unique key, for want of a primary one",
        );
        assert_has(&set_of(&definition, "DottedNames"), "table: { schema: public, name: dotted.name }");
        assert_has(
            &set_of(&definition, "Shipments"),
            "OrderLine: { to: OrderLines, on: { OrderNo: OrderNo, LineNo: LineNo }, nullable: false }",
        );
        let catalog = built(&definition, Engine::Postgres);
        let published: Vec<&str> = catalog.model.entity_sets.iter().map(|set| set.name.as_str()).collect();
        assert_eq!(
            published,
            [
                "ArchiveOrders",
                "Customers",
                "Auftrage",
                "DottedNames",
                "EveryTypes",
                "Orders_62b9",
                "OrderLines",
                "Orders",
                "Readings",
                "Remarks",
                "Shipments"
            ]
        );
        for set in ["Keylesses", "OpenOrders", "Totals", "Remotes"] {
            let lines = set_of(&definition, set);
            assert!(lines.iter().any(|line| line.starts_with("missing: ")), "{set} lacks a key");
            assert!(!lines.iter().any(|line| line.starts_with("key:")), "{set} has no key");
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_schema_gives_the_same_definition() {
    with_postgres(SHOP, async |url| {
        let first = introspect(&[url, "--namespace", "Shop"]).await.unwrap();
        // Another table must not change the names of those there are.
        postgres(url, "CREATE TABLE later_comer (id integer PRIMARY KEY)").await;
        let second = introspect(&[url, "--namespace", "Shop"]).await.unwrap();
        let lines = first.lines().filter(|line| !line.starts_with('#'));
        let gone: Vec<&str> = lines.filter(|line| !second.contains(line)).collect();
        assert_eq!(gone, [] as [&str; 0]);
        assert_has(&set_of(&second, "LaterComers"), "table: public.later_comer");
    })
    .await;
}

#[tokio::test]
async fn only_the_schemas_asked_for() {
    with_postgres(SHOP, async |url| {
        let definition = introspect(&[url, "--schema", "crm", "archive"]).await.unwrap();
        assert_has(&set_of(&definition, "Customers"), "table: crm.customers");
        assert_has(&set_of(&definition, "Orders"), "table: archive.orders");
        assert!(!definition.contains("public."));
        let error = introspect(&[url, "--schema", "crmm"]).await.unwrap_err().to_string();
        assert!(error.contains("'crmm'") && error.contains("archive, crm, public"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_user_sees_what_it_may_read() {
    let reader = unique_name();
    with_postgres(SHOP, async |url| {
        postgres(
            url,
            &format!(
                "CREATE ROLE {reader} LOGIN PASSWORD 'open sesame';
                 REVOKE ALL ON SCHEMA public FROM PUBLIC;
                 GRANT USAGE ON SCHEMA public TO {reader};
                 GRANT SELECT ON orders, open_orders TO {reader};
                 GRANT SELECT (order_no, note) ON order_line TO {reader};
                 GRANT INSERT ON keyless TO {reader};
                 GRANT SELECT ON crm.customers TO {reader};"
            ),
        )
        .await;
        let (_, place) = url.split_once('@').unwrap();
        let schema = read(&format!("postgres://{reader}:open%20sesame@{place}")).await;
        postgres(url, &format!("DROP OWNED BY {reader}; DROP ROLE {reader}")).await;
        assert_eq!(
            listing(&schema.unwrap()),
            "public.open_orders (view)
    order_no: integer
    total: numeric(12,2)
public.order_line
    order_no: integer not null
    note: text
    order_no -> public.orders (order_no)
public.orders
    order_no: integer not null
    bill_to_customer_id: integer not null
    ship_to_customer_id: integer
    total: numeric(12,2)
    primary key order_no
    bill_to_customer_id -> crm.customers (customer_id)
    ship_to_customer_id -> crm.customers (customer_id)
"
        );
    })
    .await;
}
