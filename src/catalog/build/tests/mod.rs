//! A sound definition, and every way to spoil it: each case changes one piece of text and names
//! the problems that must be found, with their lines.

mod complex;
mod containment;
mod derived;
mod link;
mod written;

use super::*;
use crate::catalog::{Profile, Search, Severity};
use crate::edm::{PrimitiveType, Relation, TypeRef};

const SOUND: &str = "\
sources:
  erp:
    url: sqlite:erp.db
services:
  - path: /
    namespace: Erp
    source: erp
    page: { maxRows: 2000, maxBytes: 7500000 }
    entitySets:
      Customers:
        table: public.customers
        key: [CustomerID]
        search: { properties: [Name] }
        properties:
          CustomerID: { column: customer_id, type: Edm.Guid, dbType: uuid }
          Name: { type: Edm.String, maxLength: 80 }
          Photo: { type: Edm.Binary }
        navigation:
          Orders: { to: Orders, on: { CustomerID: CustomerID }, collection: true }
      Orders:
        entityType: PurchaseOrder
        table: { schema: public, name: odd.orders }
        key: [OrderID]
        properties:
          OrderID: { type: Edm.Int32 }
          CustomerID: { type: Edm.Guid, nullable: false }
          Amount: { type: Edm.Decimal, precision: 12, scale: 2 }
          At: { type: Edm.DateTimeOffset, precision: 6 }
        navigation:
          Customer: { to: Customers, on: { CustomerID: CustomerID }, nullable: false }
";

type Outcome = Result<(Vec<Catalog>, Vec<Problem>), Vec<Problem>>;

fn build_text(text: &str) -> Outcome {
    let definition: Definition = serde_saphyr::from_str(text).unwrap();
    let engines = [("erp".to_owned(), Engine::Sqlite), ("pg".to_owned(), Engine::Postgres)];
    build(&definition, &engines.into())
}

/// `line severity place: message (remedy)`, without the prefix all places share.
fn told(problem: &Problem) -> String {
    let Problem { line, severity, place, message, remedy, .. } = problem;
    let place = place.strip_prefix("services[0].").unwrap_or(place);
    let place = place.strip_prefix("entitySets.").unwrap_or(place);
    let remedy = remedy.as_ref().map(|remedy| format!(" ({remedy})")).unwrap_or_default();
    format!("{line} {severity} {place}: {message}{remedy}")
}

#[track_caller]
fn assert_spoilt(written: &str, spoilt: &str, expected: &[&str]) {
    assert_spoilt_in(SOUND, written, spoilt, expected);
}

#[track_caller]
fn assert_spoilt_in(sound: &str, written: &str, spoilt: &str, expected: &[&str]) {
    assert!(sound.contains(written), "not in the definition: {written}");
    let found = match build_text(&sound.replacen(written, spoilt, 1)) {
        Ok((_, warnings)) => warnings,
        Err(problems) => {
            assert!(problems.iter().any(|problem| problem.severity == Severity::Error));
            problems
        }
    };
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected, "{written} → {spoilt}");
}

#[test]
fn a_sound_definition_becomes_a_catalog() {
    let (catalogs, warnings) = build_text(SOUND).unwrap();
    assert_eq!(warnings, []);
    let [catalog] = catalogs.as_slice() else { panic!("{} catalogs", catalogs.len()) };
    assert_eq!((catalog.path.as_str(), catalog.profile), ("/", Profile::Salesforce));
    assert_eq!((catalog.max_page_rows, catalog.max_page_bytes), (2000, 7_500_000));
    assert_eq!((catalog.model.namespace.as_str(), catalog.model.container.as_str()), ("Erp", "Container"));

    let [customers, orders] = catalog.tables.as_slice() else { panic!("{} tables", catalog.tables.len()) };
    assert_eq!((customers.schema.as_deref(), customers.name.as_str()), (Some("public"), "customers"));
    assert_eq!((orders.schema.as_deref(), orders.name.as_str()), (Some("public"), "odd.orders"));
    assert_eq!((customers.source.as_str(), &customers.key), ("erp", &vec![0]));
    assert_eq!(customers.search, Search::Like(vec![1]));
    let columns: Vec<_> = customers.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["customer_id", "Name"], "Edm.Binary is left out for Salesforce");

    let customer = catalog.model.type_of(0);
    assert_eq!(
        (customer.name.as_str(), catalog.model.type_of(1).name.as_str()),
        ("Customer", "PurchaseOrder")
    );
    let text = |length| TypeRef { max_length: Some(length), ..TypeRef::of(PrimitiveType::String) };
    let published: Vec<_> = customer.properties.iter().map(|property| property.ty).collect();
    assert_eq!(published, [text(36).required(), text(80)]);
    assert_eq!(customers.columns.iter().map(|column| column.ty).collect::<Vec<_>>(), published);
    assert_eq!(catalog.model.type_of(1).properties[3].ty.precision, Some(3));

    let orders_of = customer.navigation("Orders").unwrap();
    assert_eq!((&orders_of.relation, orders_of.collection), (&Relation::on(1, &[(0, 1)]), true));
    let customer_of = catalog.model.type_of(1).navigation("Customer").unwrap();
    assert!(!customer_of.nullable && !customer_of.collection && customer_of.relation.target == 0);
}

#[test]
fn the_standard_profile_publishes_what_is_declared() {
    let (catalogs, _) = build_text(&SOUND.replace("source: erp\n", "profile: standard\n")).unwrap();
    let customer = catalogs[0].model.type_of(0);
    assert_eq!(customer.properties[0].ty, TypeRef::of(PrimitiveType::Guid).required());
    assert_eq!(customer.properties[2].name, "Photo");
    assert_eq!(catalogs[0].model.type_of(1).properties[3].ty.precision, Some(6));
}

#[test]
fn paths_and_names_of_services() {
    for (written, spoilt, expected) in [
        (
            "path: /\n",
            "path: erp\n",
            "5 error path: the path 'erp' does not start with / (write / or for example /erp)",
        ),
        (
            "path: /\n",
            "path: /erp/\n",
            "5 error path: the path '/erp/' has an empty segment, or ends with / (write / or for example /erp)",
        ),
        (
            "path: /\n",
            "path: /a b\n",
            "5 error path: the path '/a b' holds something else than letters, digits, - _ . ~ (write / or for example /erp)",
        ),
        (
            "path: /\n",
            "path: /healthz\n",
            "5 error path: the path '/healthz' is the server's own (write / or for example /erp)",
        ),
        (
            "namespace: Erp",
            "namespace: Edm",
            "6 error namespace: the namespace 'Edm' is reserved by OData (use letters, digits and underscores, in parts joined by dots)",
        ),
        ("source: erp", "source: epr", "7 error source: there is no source 'epr' (did you mean 'erp'?)"),
        ("maxRows: 2000", "maxRows: 0", "8 error page.maxRows: maxRows is 0 (write 1 to 2000)"),
        ("maxRows: 2000", "maxRows: 2001", "8 error page.maxRows: maxRows is 2001 (write 1 to 2000)"),
        (
            "maxBytes: 7500000",
            "maxBytes: 9000000",
            "8 error page.maxBytes: maxBytes is 9000000 (write 65536 to 8000000)",
        ),
    ] {
        assert_spoilt(written, spoilt, &[expected]);
    }
}

#[test]
fn services_that_hide_each_other() {
    let with = |path: &str| format!("{SOUND}  - path: {path}\n    namespace: B\n    source: erp\n");
    assert!(build_text(&with("/b")).is_ok());
    assert!(build_text(&with("/b/Orders")).is_ok());
    for (path, expected) in [
        (
            "/",
            "31 error services[1].path: the path '/' is that of the service in line 5 too (give each service its own path)",
        ),
        (
            "/Orders",
            "31 error services[1].path: the path '/Orders' hides the entity set 'Orders' of the service at '/' (rename one of them)",
        ),
        (
            "/Orders/b",
            "31 error services[1].path: the path '/Orders/b' hides the entity set 'Orders' of the service at '/' (rename one of them)",
        ),
    ] {
        let problems = build_text(&with(path)).unwrap_err();
        assert_eq!(problems.iter().map(told).collect::<Vec<_>>(), [expected]);
    }
    assert_eq!(build_text("sources: {}\nservices: []\n").unwrap_err().len(), 1);
}

#[test]
fn sources_of_sets() {
    let two = SOUND.replace("services:\n", "  pg: { url: postgres:db }\nservices:\n");
    let (catalogs, _) = build_text(&two).unwrap();
    assert!(catalogs[0].tables.iter().all(|table| table.source == "erp"));
    let without = two.replace("    source: erp\n", "");
    assert_eq!(
        build_text(&without).unwrap_err().iter().map(told).collect::<Vec<_>>(),
        [
            "10 error Customers: the entity set 'Customers' has no source (add source to the set or to its service)",
            "20 error Orders: the entity set 'Orders' has no source (add source to the set or to its service)",
        ]
    );
    assert_spoilt(
        "entityType: PurchaseOrder",
        "source: nowhere",
        &["21 error Orders.source: there is no source 'nowhere' (there is erp)"],
    );
}

#[test]
fn names_of_sets_and_types() {
    for (written, spoilt, expected) in [
        (
            "      Customers:\n",
            "      Cust-omers:\n",
            vec![
                "10 error Cust-omers: the name 'Cust-omers' holds something else than letters, digits and underscores (use letters, digits and underscores)",
                "30 error Orders.navigation.Customer.to: there is no entity set 'Customers' (did you mean 'Cust-omers'?)",
            ],
        ),
        (
            "      Orders:\n        entity",
            "      O__:\n        entity",
            vec![
                "19 error Customers.navigation.Orders.to: there is no entity set 'Orders' (there is Customers, O__)",
                "20 error O__: the name 'O__' holds two underscores in a row for Salesforce (use at most 37 letters, digits and single underscores between them)",
            ],
        ),
        (
            "entityType: PurchaseOrder",
            "entityType: Customer",
            vec![
                "21 error Orders.entityType: 'Orders' and 'Customers' have the same entity type 'Customer' (give one of them another entityType)",
            ],
        ),
        (
            "entityType: PurchaseOrder",
            "entityType: Container",
            vec![
                "21 error Orders.entityType: 'Container' is the name of the entity container (give entityType another name)",
            ],
        ),
        (
            "entityType: PurchaseOrder",
            "entityType: a.b",
            vec![
                "21 error Orders.entityType: the name 'a.b' holds something else than letters, digits and underscores (use letters, digits and underscores)",
            ],
        ),
        (
            "table: public.customers",
            "table: a.b.c",
            vec![
                "11 error Customers.table: this is not one table's name (write schema.name, or { schema: …, name: … } if a part has a dot in it)",
            ],
        ),
    ] {
        assert_spoilt(written, spoilt, &expected);
    }
    let mut clash = SOUND.to_owned();
    clash.push_str("      ORDERS: { table: o, key: [a], properties: { a: { type: Edm.Int32 }, A: { type: Edm.Int32 } } }\n");
    assert_eq!(
        build_text(&clash).unwrap_err().iter().map(told).collect::<Vec<_>>(),
        [
            "31 error ORDERS: Salesforce cannot tell 'ORDERS' from 'Orders' (rename one of them)",
            "31 error ORDERS.properties.A: Salesforce cannot tell 'A' from 'a' (rename one of them)",
        ]
    );
    let standard = clash.replace("source: erp\n", "profile: standard\n");
    assert!(build_text(&standard).is_ok());
    let longest = "x".repeat(38);
    let spoilt = format!("{longest}: {{ type: Edm.String, maxLength: 80 }}");
    assert_spoilt(
        "Name: { type: Edm.String, maxLength: 80 }",
        &spoilt,
        &[
            "13 error Customers.search.properties: there is no property 'Name' (there is CustomerID, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, Photo)",
            "16 error Customers.properties.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: the name 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' is too long for Salesforce (use at most 37 letters, digits and single underscores between them)",
        ],
    );
}

#[test]
fn keys() {
    for (written, spoilt, expected) in [
        (
            "key: [OrderID]",
            "key: []",
            "20 error Orders.key: the entity set 'Orders' has no key (add key: [names of the properties that identify a row])",
        ),
        (
            "key: [OrderID]",
            "key: [OrderId]",
            "23 error Orders.key: there is no property 'OrderId' (did you mean 'OrderID'?)",
        ),
        (
            "key: [OrderID]",
            "key: [OrderID, OrderID]",
            "23 error Orders.key: the key names 'OrderID' twice (delete one of them)",
        ),
        (
            "OrderID: { type: Edm.Int32",
            "OrderID: { nullable: true, type: Edm.Int32",
            "25 error Orders.key: the key property 'OrderID' is nullable (delete nullable, or choose another key)",
        ),
        (
            "OrderID: { type: Edm.Int32",
            "OrderID: { publish: false, type: Edm.Int32",
            "23 error Orders.key: the key property 'OrderID' is not published (choose another key, or publish it)",
        ),
        (
            "OrderID: { type: Edm.Int32",
            "OrderID: { type: Edm.Double",
            "25 error Orders.properties.OrderID.type: Edm.Double cannot be part of a key (choose another key, or a view that shows it as text)",
        ),
        (
            "OrderID: { type: Edm.Int32",
            "OrderID: { type: Edm.Int3",
            "25 error Orders.properties.OrderID.type: 'Edm.Int3' is no type a property can have (did you mean 'Edm.Int32'?)",
        ),
    ] {
        assert_spoilt(written, spoilt, &[expected]);
    }
}

#[test]
fn search() {
    for (spoilt, expected) in [
        (
            "{ properties: [] }",
            "10 error Customers.search.properties: search looks at no property (name the text properties to search, or delete search)",
        ),
        (
            "{ properties: [Nmae] }",
            "13 error Customers.search.properties: there is no property 'Nmae' (did you mean 'Name'?)",
        ),
        (
            "{ properties: [Photo] }",
            "13 error Customers.search.properties: 'Photo' is no text but Edm.Binary (only Edm.String can be searched)",
        ),
        (
            "{ properties: [Name], configuration: english }",
            "13 error Customers.search.configuration: a text search configuration belongs to an index of PostgreSQL (delete configuration)",
        ),
        (
            "{ properties: [Name], index: i, configuration: english }",
            "13 error Customers.search.configuration: a text search configuration belongs to an index of PostgreSQL (delete configuration)",
        ),
    ] {
        assert_spoilt("{ properties: [Name] }", spoilt, &[expected]);
    }
    let indexed = SOUND
        .replace("services:\n", "  pg: { url: postgres:db }\nservices:\n")
        .replace("source: erp", "source: pg")
        .replace("{ properties: [Name] }", "{ properties: [Name], index: tsv }");
    let (catalogs, _) = build_text(&indexed).unwrap();
    let expected = Search::Index { name: "tsv".into(), columns: vec![1], configuration: "simple".into() };
    assert_eq!(catalogs[0].tables[0].search, expected);
    assert!(catalogs[0].model.entity_sets[0].searchable && !catalogs[0].model.entity_sets[1].searchable);
}

#[test]
fn navigation() {
    for (spoilt, expected) in [
        (
            "{ to: Custmers, on: { CustomerID: CustomerID } }",
            "30 error Orders.navigation.Customer.to: there is no entity set 'Custmers' (did you mean 'Customers'?)",
        ),
        (
            "{ to: Customers, on: {} }",
            "30 error Orders.navigation.Customer.on: 'Customer' does not say which properties are equal (add on: { property here: property there })",
        ),
        (
            "{ to: Customers, on: { CustomrID: CustomerID } }",
            "30 error Orders.navigation.Customer.on: 'Orders' has no property 'CustomrID' (did you mean 'CustomerID'?)",
        ),
        (
            "{ to: Customers, on: { CustomerID: Key } }",
            "30 error Orders.navigation.Customer.on: 'Customers' has no property 'Key' (there is CustomerID, Name, Photo)",
        ),
        (
            "{ to: Customers, on: { OrderID: CustomerID } }",
            "30 error Orders.navigation.Customer.on: 'OrderID' is Edm.Int32 but 'CustomerID' is Edm.Guid (compare properties of the same type)",
        ),
        (
            "{ to: Customers, on: { CustomerID: Photo } }",
            "30 error Orders.navigation.Customer.on: the property 'Photo' of 'Customers' is not published (publish it, or delete the navigation property)",
        ),
        (
            "{ to: Customers, on: { CustomerID: CustomerID }, collection: true, nullable: true }",
            "30 error Orders.navigation.Customer.nullable: nullable says nothing about a collection (delete nullable)",
        ),
    ] {
        assert_spoilt(
            "{ to: Customers, on: { CustomerID: CustomerID }, nullable: false }",
            spoilt,
            &[expected],
        );
    }
    assert_spoilt(
        "          Customer: {",
        "          Amount: {",
        &[
            "30 error Orders.navigation.Amount: 'Amount' is a property and a navigation property (rename one of them)",
        ],
    );
}

#[test]
fn a_set_that_misses_something_is_kept_visible_but_not_published() {
    assert_spoilt(
        "entityType: PurchaseOrder",
        "missing: \"no primary key: add key: [...]\"",
        &[
            "19 warning Customers.navigation.Orders.to: 'Orders' is left out: 'Orders' is not published",
            "21 warning Orders.missing: the entity set 'Orders' is not published, for something is missing (no primary key: add key: [...])",
        ],
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let spoilt = SOUND
        .replace("namespace: Erp", "namespace: 1")
        .replace("key: [OrderID]", "key: []")
        .replace("Edm.Decimal, precision: 12, scale: 2", "Edm.Boolean, maxLength: 2");
    let lines: Vec<_> = build_text(&spoilt).unwrap_err().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [6, 20, 27]);
}
