//! What cannot be answered is refused in words an end user may read, never with an empty list.

use super::tables;
use crate::http::client::Raw;
use crate::support::backends::{Place, with_backends};
use crate::support::load;
use crate::support::served::{serve, with_servers};

/// Checks the standard error body, and gives its message.
fn message(answer: &Raw, at: &str) -> String {
    assert_eq!(answer.header("content-type"), Some("application/json;odata.metadata=minimal"), "{at}");
    assert_eq!(answer.header("odata-version"), Some("4.0"), "{at}");
    let body = answer.json();
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["error"], "{at}: {body}");
    assert!(body["error"]["code"].as_str().is_some_and(|code| !code.is_empty()), "{at}: {body}");
    let message = body["error"]["message"].as_str().unwrap_or_else(|| panic!("{at}: {body}")).to_owned();
    let id = answer.header("x-request-id").unwrap();
    assert!(message.contains(id), "{at}: {message}");
    let lower = message.to_lowercase();
    for leak in [
        "select ",
        "sqlx",
        "sqlite",
        "postgres",
        "mysql",
        "mariadb",
        "127.0.0.1",
        "my_products",
        "src/",
        "panicked",
    ] {
        assert!(!lower.contains(leak), "{at}: {message}");
    }
    message
}

#[tokio::test]
async fn refusals_name_what_is_wrong() {
    with_servers(&tables(&["MyProducts", "Suppliers"]), "salesforce", async |servers| {
        for server in servers {
            for (target, status, word) in [
                ("/MyProduct", 404, "MyProduct"),
                ("/myproducts", 404, "MyProducts"),
                ("/MyProducts(99)", 404, "MyProduct"),
                ("/MyProducts?$filter=Nam eq 'x'", 400, "Nam"),
                ("/MyProducts?$filter=Name eq", 400, "$filter"),
                ("/MyProducts?$filter=Name eq 'x", 400, "$filter"),
                ("/MyProducts?$filter=ID eq 'x'", 400, "Edm.Int32"),
                ("/MyProducts?$filter=Name", 400, "condition"),
                ("/MyProducts?$orderby=Nam", 400, "Nam"),
                ("/MyProducts?$select=Nam", 400, "Nam"),
                ("/MyProducts?$top=-1", 400, "$top"),
                ("/MyProducts?$top=x", 400, "$top"),
                ("/MyProducts?$skip=-1", 400, "$skip"),
                ("/MyProducts?$count=maybe", 400, "$count"),
                ("/MyProducts?$top=1&$top=2", 400, "$top"),
                ("/MyProducts?$unknown=1", 400, "$unknown"),
                ("/MyProducts?$filter=1 div 0 eq 1", 400, "zero"),
                ("/MyProducts?$filter=ID div 0 eq 1", 400, "zero"),
                ("/MyProducts?$expand=Orders", 400, "$expand"),
                ("/MyProducts?$apply=aggregate(Nam with sum as N)", 400, "Nam"),
                ("/MyProducts?$compute=1 as ID", 400, "ID"),
                ("/MyProducts?$search=x", 501, "search"),
                ("/MyProducts?$filter=MyProducts/any(x:x/ID eq 1)", 400, "MyProducts"),
                ("/$batch", 501, "$batch"),
            ] {
                let at = format!("{} {target}", server.name);
                let answer = server.get(target).await;
                assert_eq!(answer.status, status, "{at}: {}", answer.body);
                let message = message(&answer, &at);
                assert!(message.contains(word), "{at}: {message}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_database_that_differs_or_is_down_gives_an_error_not_an_empty_list() {
    with_backends(&tables(&["MyProducts"]), "salesforce", async |backends| {
        for backend in &backends[1..] {
            let Place::Database(url) = &backend.place else { continue };
            let server = serve(backend, |_| {});
            load::script(url, "DROP TABLE my_products").await;
            for target in
                ["/MyProducts", "/MyProducts?$count=true&$top=0", "/MyProducts(1)", "/MyProducts/$count"]
            {
                let at = format!("{} {target}", server.name);
                let answer = server.get(target).await;
                assert_eq!(answer.status, 502, "{at}");
                message(&answer, &at);
            }
        }
    })
    .await;
    with_backends(&tables(&["MyProducts"]), "salesforce", async |backends| {
        for backend in &backends[1..] {
            let place = match &backend.place {
                Place::Database(url) if backend.name == "sqlite" => Place::Database(format!("{url}.gone")),
                // The same database on a port where nobody listens.
                Place::Database(url) => {
                    let (server, database) = url.rsplit_once('/').unwrap();
                    let (host, _) = server.rsplit_once(':').unwrap();
                    Place::Database(format!("{host}:1/{database}"))
                }
                _ => Place::Rest("http://127.0.0.1:1".to_owned()),
            };
            let down = crate::support::backends::Backend {
                name: backend.name,
                catalog: backend.catalog.clone(),
                place,
            };
            let server = serve(&down, |_| {});
            for target in ["/MyProducts?$top=26", "/MyProducts?$count=true&$top=26", "/MyProducts(1)"] {
                let at = format!("{} {target}", server.name);
                let answer = server.get(target).await;
                assert_eq!(answer.status, 503, "{at}: {}", answer.body);
                assert!(answer.header("retry-after").is_some(), "{at}");
                assert!(message(&answer, &at).contains("does not answer"), "{at}");
            }
            // What needs no rows is answered all the same.
            assert_eq!(server.get("/$metadata").await.status, 200);
        }
    })
    .await;
}

#[tokio::test]
async fn refusals_point_at_the_place() {
    with_servers(&tables(&["MyProducts"]), "salesforce", async |servers| {
        for server in servers {
            for (target, picture) in [
                ("/MyProducts?$filter=Name eq", "\nName eq\n       ^\nexpected "),
                ("/MyProducts?$filter=ID eq 1 and Nam eq 'x'", "\nID eq 1 and Nam eq 'x'\n            ^^^"),
                ("/MyProducts?$orderby=ID,Nam", "\nID,Nam\n   ^^^"),
            ] {
                let answer = server.get(target).await;
                assert_eq!(answer.status, 400, "{} {target}", server.name);
                let message = message(&answer, target);
                assert!(message.contains(picture), "{target}: {message}");
            }
        }
    })
    .await;
}
