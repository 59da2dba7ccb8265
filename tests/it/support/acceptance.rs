//! The tables that Salesforce Connect's own requests, as published and as seen in the field, name:
//! every acceptance vector has rows to find and rows to leave out.

use landbridge::edm::Value;

use super::fixture::{Fixture, Kind, Table, optional, required};
use super::variety::{date, instant, or_null, text};

/// Suppliers, Shippers, Categories, SklFilmActors, MyProducts, T and Orders.
pub(crate) fn acceptance() -> Fixture {
    Fixture {
        tables: vec![
            suppliers(),
            shippers(),
            categories(),
            film_actors(),
            my_products(),
            table_t(),
            orders(),
        ],
    }
}

fn suppliers() -> Table {
    let columns = vec![
        required("SupplierID", "supplier_id", Kind::Int32),
        required("CompanyName", "company_name", Kind::Text(40)),
        optional("City", "city", Kind::Text(30)),
        optional("Country", "country", Kind::Text(30)),
    ];
    let mut table = Table::new("Suppliers", "suppliers", &["SupplierID"], columns);
    let places =
        [("Ann Arbor", "USA"), ("München", "Germany"), ("大阪", "Japan"), ("New Orleans", "USA"), ("", "")];
    table.rows = (1..=40)
        .zip(places.iter().cycle())
        .map(|(id, (city, country))| {
            let or_null = |value: &&str| if value.is_empty() { Value::Null } else { text(value) };
            vec![Value::Integer(id), text(&format!("Supplier {id}")), or_null(city), or_null(country)]
        })
        .collect();
    table
}

fn shippers() -> Table {
    let columns = vec![
        required("ShipperID", "shipper_id", Kind::Int32),
        required("CompanyName", "company_name", Kind::Text(40)),
        optional("Phone", "phone", Kind::Text(24)),
    ];
    let mut table = Table::new("Shippers", "shippers", &["ShipperID"], columns);
    table.search = &["CompanyName", "Phone"];
    table.rows = [
        ("Acme Freight", Some("(503) 555-0101")),
        ("Northern Acme", None),
        ("acme lower case", Some("")),
        ("Speedy", Some("1-800-Acme")),
        ("Blue Barge", Some("(503) 555-0199")),
        ("Ac me", None),
    ]
    .iter()
    .zip(1..)
    .map(|((name, phone), id)| vec![Value::Integer(id), text(name), or_null(*phone, text)])
    .collect();
    table
}

fn categories() -> Table {
    let columns = vec![required("Id", "id", Kind::Text(18)), optional("Name", "name", Kind::Text(80))];
    let mut table = Table::new("Categories", "categories", &["Id"], columns);
    table.rows = [
        ("a1", Some("test")),
        ("a2", Some("a test case")),
        ("a3", Some("Test")),
        ("a4", None),
        ("a5", Some("tes")),
    ]
    .iter()
    .map(|(id, name)| vec![text(id), or_null(*name, text)])
    .collect();
    table
}

fn film_actors() -> Table {
    let columns = vec![
        required("actor_id", "actor_id", Kind::Int32),
        required("film_id", "film_id", Kind::Int32),
        required("last_update", "last_update", Kind::Timestamp),
    ];
    let mut table = Table::new("SklFilmActors", "skl_film_actors", &["actor_id", "film_id"], columns);
    table.rows = (1..=3)
        .flat_map(|actor| [1, 23, 140, 166].map(|film| (actor, film)))
        .map(|(actor, film)| {
            let at = instant(&format!("2006-02-15T01:05:{:02}Z", actor + 2));
            vec![Value::Integer(actor), Value::Integer(film), at]
        })
        .collect();
    table
}

fn my_products() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        required("Name", "name", Kind::Text(80)),
        optional("Description", "description", Kind::Text(250)),
    ];
    let mut table = Table::new("MyProducts", "my_products", &["ID"], columns);
    table.rows = [
        ("MacBook", Some("MacBook")),
        ("Box", Some("x marks the spot")),
        ("Fax", Some("telefax")),
        ("Plain", Some("nothing")),
        ("None", None),
        ("Blank", Some("")),
        ("macbook", Some("macbook")),
    ]
    .iter()
    .zip(1..)
    .map(|((name, description), id)| vec![Value::Integer(id), text(name), or_null(*description, text)])
    .collect();
    table
}

fn table_t() -> Table {
    let columns = vec![
        required("ID", "id", Kind::Int32),
        optional("S", "s", Kind::Text(40)),
        optional("StringVar255", "string_var255", Kind::Text(255)),
        optional("D", "d", Kind::Timestamp),
    ];
    let mut table = Table::new("T", "t", &["ID"], columns);
    let texts = [Some("Alpha"), Some("beta"), None, Some(""), Some("alpha"), Some("A"), Some(" A")];
    let moments = [
        Some("2000-12-31T21:52:59.999999Z"),
        Some("2000-12-31T21:53:00Z"),
        None,
        Some("1899-01-01T00:00:00Z"),
        Some("2001-01-01T00:00:00Z"),
    ];
    table.rows = (1..=70)
        .zip(texts.iter().cycle())
        .zip(texts.iter().cycle().skip(3))
        .zip(moments.iter().cycle())
        .map(|(((id, s), wide), moment)| {
            vec![Value::Integer(id), or_null(*s, text), or_null(*wide, text), or_null(*moment, instant)]
        })
        .collect();
    table
}

/// More than one page of them.
fn orders() -> Table {
    let columns = vec![
        required("OrderID", "order_id", Kind::Int32),
        required("CustomerID", "customer_id", Kind::Int32),
        optional("RequiredDate", "required_date", Kind::Date),
        optional("ShippedDate", "shipped_date", Kind::Date),
    ];
    let mut table = Table::new("Orders", "orders", &["OrderID"], columns);
    let days = [Some("2024-01-31"), Some("2024-02-29"), None, Some("2023-12-31"), Some("2024-03-01")];
    table.rows = (0..4_500)
        .zip(days.iter().cycle())
        .zip(days.iter().cycle().skip(2))
        .map(|((index, required), shipped)| {
            vec![
                Value::Integer(10_000 + index),
                Value::Integer(1 + index * 7 % 90),
                or_null(*required, date),
                or_null(*shipped, date),
            ]
        })
        .collect();
    table
}
