//! What is said of writing properties: which clients cannot write, and what is there if nobody does.

use super::*;
use crate::edm::Value;

#[test]
fn properties_say_who_writes_them() {
    let text = SOUND
        .replace(
            "Name: { type: Edm.String,",
            "Name: { immutable: true, defaultValue: \"Ann\", longDescription: At length, type: Edm.String,",
        )
        .replace("Amount: { type: Edm.Decimal,", "Amount: { defaultValue: 7.50, type: Edm.Decimal,")
        .replace("At: { type: Edm.DateTimeOffset,", "At: { computed: true, type: Edm.DateTimeOffset,")
        .replace("key: [OrderID]", "longDescription: All of them\n        key: [OrderID]");
    let (catalogs, warnings) = build_text(&text).unwrap();
    assert_eq!(warnings, []);
    let (customer, order) = (catalogs[0].model.type_of(0), catalogs[0].model.type_of(1));
    let name = &customer.properties[1];
    assert_eq!((name.immutable, name.computed), (true, false));
    assert_eq!(name.default, Some(Value::String("Ann".into())));
    assert_eq!(name.long_description.as_deref(), Some("At length"));
    assert_eq!(order.properties[2].default, Some(Value::Decimal("7.50".parse().unwrap())));
    assert!(order.properties[3].computed);
    assert_eq!(catalogs[0].model.entity_sets[1].long_description.as_deref(), Some("All of them"));
}

#[test]
fn what_contradicts_itself() {
    for (written, spoilt, expected) in [
        (
            "Name: { type: Edm.String,",
            "Name: { computed: true, immutable: true, type: Edm.String,",
            "16 error Customers.properties.Name.immutable: 'Name' is computed, so that nobody writes it (delete immutable, or computed)",
        ),
        (
            "Name: { type: Edm.String,",
            "Name: { computed: true, defaultValue: x, type: Edm.String,",
            "16 error Customers.properties.Name.defaultValue: 'Name' is computed, so that it has no default value (delete defaultValue, or computed)",
        ),
        (
            "OrderID: { type: Edm.Int32 }",
            "OrderID: { type: Edm.Int32, defaultValue: one }",
            "25 error Orders.properties.OrderID.defaultValue: 'one' is no Edm.Int32 (write a value that the column can hold)",
        ),
        (
            "Name: { type: Edm.String, maxLength: 80 }",
            "Name: { type: Edm.String, maxLength: 2, defaultValue: Ann }",
            "16 error Customers.properties.Name.defaultValue: 'Ann' is longer than 2 characters (write a value that the column can hold)",
        ),
    ] {
        assert_spoilt(written, spoilt, &[expected]);
    }
}
