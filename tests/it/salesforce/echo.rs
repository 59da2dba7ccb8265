//! Salesforce drops rows that do not give back the value it asked for: what `eq` names is answered,
//! to the letter, whatever `$select` says and however the database compares.

use landbridge::catalog::Engine;
use serde_json::{Value, json};

use super::{members, tables, variety_of};
use crate::support::backends::{Backend, Place, with_backends};
use crate::support::fixture::Fixture;
use crate::support::load;
use crate::support::served::{serve, with_servers};

#[tokio::test]
async fn properties_compared_for_equality_are_answered_unselected() {
    with_servers(&tables(&["MyProducts"]), "salesforce", async |servers| {
        for server in servers {
            for (filter, expected) in [
                ("Description eq 'MacBook'", &["ID", "Description"][..]),
                ("'MacBook' eq Description", &["ID", "Description"]),
                ("Description eq 'MacBook' or Description eq 'telefax'", &["ID", "Description"]),
                ("Description in ('MacBook','telefax')", &["ID", "Description"]),
                ("(Description eq 'MacBook') eq true", &["ID", "Description"]),
                ("ID eq 1 and (Name eq 'MacBook' or Description eq 'x')", &["ID", "Name", "Description"]),
                ("Description eq null", &["ID", "Description"]),
                ("contains(Description,'Mac') eq true", &["ID"]),
                ("ID gt 0 and startswith(Name,'M')", &["ID"]),
            ] {
                let rows = server.rows(&format!("/MyProducts?$select=ID&$filter={filter}")).await;
                assert!(!rows.is_empty(), "{} {filter}", server.name);
                for row in rows {
                    assert_eq!(members(&row), expected, "{} {filter}", server.name);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn blank_text_is_no_value() {
    with_servers(&tables(&["MyProducts"]), "salesforce", async |servers| {
        for server in servers {
            for (filter, ids) in [
                ("Description eq null", &[5, 6][..]),
                ("Description eq ''", &[5, 6]),
                ("Description ne null", &[1, 2, 3, 4, 7]),
                ("Description ne ''", &[1, 2, 3, 4, 7]),
                ("null ne Description", &[1, 2, 3, 4, 7]),
                ("not (Description eq null)", &[1, 2, 3, 4, 7]),
                ("Description in (null,'nothing')", &[4, 5, 6]),
                ("Description eq null or Description eq 'nothing'", &[4, 5, 6]),
                ("Description ne 'nothing' and Description ne 'MacBook'", &[2, 3, 5, 6, 7]),
            ] {
                let found = server.values(&format!("/MyProducts?$filter={filter}"), "ID").await;
                assert_eq!(
                    found,
                    ids.iter().map(|id| json!(id)).collect::<Vec<_>>(),
                    "{} {filter}",
                    server.name
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn case_counts_on_columns_that_ignore_it() {
    let fixture = tables(&["MyProducts"]);
    with_backends(&fixture, "salesforce", async |backends| {
        for backend in backends {
            ignore_case(backend, &fixture).await;
            let server = serve(backend, |_| {});
            for (filter, names) in [
                ("Name eq 'macbook'", &["macbook"][..]),
                ("Name eq 'MacBook'", &["MacBook"]),
                ("Name eq 'MACBOOK'", &[]),
                ("Name eq 'macbook '", &[]),
                ("Name in ('macbook','BOX')", &["macbook"]),
                ("Name eq 'macbook' or Name eq 'BOX'", &["macbook"]),
                ("contains(Name,'ook') eq true and Name ne 'macbook'", &["MacBook"]),
                ("startswith(Name,'mac') eq true", &["macbook"]),
                ("contains(Name,'MacB') eq true", &["MacBook"]),
                ("tolower(Name) eq 'macbook'", &["MacBook", "macbook"]),
                ("Name ge 'a'", &["macbook"]),
            ] {
                let found = server.values(&format!("/MyProducts?$filter={filter}"), "Name").await;
                assert_eq!(
                    found,
                    names.iter().map(|name| json!(name)).collect::<Vec<_>>(),
                    "{} {filter}",
                    server.name
                );
            }
            let counted = server.ok("/MyProducts?$filter=Name eq 'macbook'&$count=true&$top=0").await;
            assert_eq!(counted["@odata.count"], 1, "{}", server.name);
            let sorted = server.values("/MyProducts?$orderby=Name", "Name").await;
            assert_eq!(
                sorted,
                ["Blank", "Box", "Fax", "MacBook", "None", "Plain", "macbook"],
                "{}",
                server.name
            );
        }
    })
    .await;
}

/// Gives the table's names a collation that ignores case, where the database has one for a column of
/// plain text: in SQLite. MariaDB's own ignores it already.
async fn ignore_case(backend: &Backend, fixture: &Fixture) {
    let Place::Database(url) = &backend.place else { return };
    match Engine::of_url(url).unwrap() {
        Engine::Sqlite => {
            let create = fixture
                .create_sql(Engine::Sqlite)
                .replace("\"name\" VARCHAR(80)", "\"name\" TEXT COLLATE NOCASE");
            assert!(create.contains("NOCASE"));
            load::script(url, &format!("DROP TABLE my_products; {create}")).await;
            load::rows(url, "my_products", &fixture.tables[0].rows).await;
        }
        Engine::Postgres | Engine::MySql | Engine::MariaDb => {}
    }
}

#[tokio::test]
async fn every_value_answered_finds_its_row_again() {
    with_servers(&variety_of("Things"), "salesforce", async |servers| {
        for server in &servers[1..] {
            const PROPERTIES: &str = "Flag,Small,Whole,Large,Amount,Fine,Name,Code,Day,At,Uid";
            let rows = server.rows(&format!("/Things?$top=30&$select=ID,{PROPERTIES}")).await;
            for property in PROPERTIES.split(',') {
                for row in &rows {
                    let literal = match &row[property] {
                        Value::Null => continue,
                        Value::String(text) if text.is_empty() => continue,
                        Value::String(text) if property == "Day" => text.clone(),
                        Value::String(text) => {
                            format!(
                                "'{}'",
                                text.replace('\'', "''")
                                    .bytes()
                                    .map(|b| format!("%{b:02X}"))
                                    .collect::<String>()
                            )
                        }
                        other => other.to_string(),
                    };
                    let target =
                        format!("/Things?$select=ID&$filter={property} eq {literal} and ID eq {}", row["ID"]);
                    let found = server.values(&target, property).await;
                    assert_eq!(found, [row[property].clone()], "{} {target}", server.name);
                }
            }
        }
    })
    .await;
}
