use landbridge::catalog::Engine;
use landbridge::source::sql::schema::read;

use super::{assert_has, built, introspect, listing, set_of};
use crate::support::databases::with_sqlite;

const SHOP: &str = include_str!("shop.sqlite.sql");

#[tokio::test]
async fn the_whole_schema_is_read() {
    with_sqlite(SHOP, async |url| {
        insta::assert_snapshot!(listing(&read(url).await.unwrap()));
    })
    .await;
}

#[tokio::test]
async fn the_definition_names_what_was_read() {
    with_sqlite(SHOP, async |url| {
        let definition = introspect(&[url]).await.unwrap();
        assert!(definition.contains("namespace: Shop\n"), "named for the file: {definition}");
        let customers = set_of(&definition, "Customers");
        assert_has(&customers, "table: Customers");
        assert_has(&customers, "search: { properties: [Name, City, VatNo] }");
        assert_has(&customers, "Parent: { to: Customers, on: { ParentId: CustomerId } }");
        assert_has(
            &set_of(&definition, "Orders"),
            "BillToCustomer: { to: Customers, on: { BillToCustomerId: CustomerId }, nullable: false }",
        );
        assert_has(&set_of(&definition, "OrderLines"), "key: [OrderNo, LineNo]");
        assert_has(
            &set_of(&definition, "Auftrage"),
            "key: [Nummer] # a unique key, for want of a primary one",
        );
        let catalog = built(&definition, Engine::Sqlite);
        let published: Vec<&str> = catalog.model.entity_sets.iter().map(|set| set.name.as_str()).collect();
        assert_eq!(
            published,
            [
                "Auftrage",
                "Customers",
                "Countries",
                "Danglings",
                "EveryTypes",
                "Orders_14cd",
                "OrderLines",
                "Orders",
                "Shipments"
            ]
        );
        for set in ["Keylesses", "OpenOrders", "Notes"] {
            let lines = set_of(&definition, set);
            assert!(lines.iter().any(|line| line.starts_with("missing: ")), "{set} lacks a key");
        }
    })
    .await;
}

#[tokio::test]
async fn looking_at_a_file_does_not_make_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.db");
    let error = introspect(&[&format!("sqlite:{}?mode=rwc", file.display())]).await.unwrap_err();
    assert!(error.to_string().contains("unable to open"), "{error}");
    assert!(!file.exists());
}
