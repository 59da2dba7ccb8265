use clap::Parser;

use super::{Program, introspect};
use crate::support::databases::with_sqlite;

/// The password stands in the URL and nowhere else.
#[tokio::test]
async fn passwords_are_not_repeated() {
    for url in [
        "postgres://someone:pa55word@127.0.0.1:1/shop",
        "mysql://someone:pa55word@127.0.0.1:1/shop",
        "mariadb://someone:pa55word@127.0.0.1:1",
        "postgres://someone:pa55word@127.0.0.1:port/shop",
        "postgres://someone:pa55word@/shop?sslmode=pa55word",
        "oracle://someone:pa55word@127.0.0.1/shop",
        "pa55word",
    ] {
        let program = Program::try_parse_from(["introspect", url]).unwrap();
        let error = program.introspect.run().await.unwrap_err();
        let told = format!("{error} {error:?} {:?}", program.introspect);
        assert!(!told.contains("pa55word"), "{told}");
    }
}

#[tokio::test]
async fn an_unknown_database_is_refused_by_name() {
    let error = introspect(&["oracle://127.0.0.1/shop"]).await.unwrap_err().to_string();
    let expected = "this is no database URL: those begin with postgres://, mysql://, mariadb:// or sqlite:";
    assert_eq!(error, expected);
}

#[tokio::test]
async fn an_empty_database_gives_no_definition() {
    with_sqlite("PRAGMA user_version = 1", async |url| {
        let error = introspect(&[url]).await.unwrap_err().to_string();
        assert!(error.contains("no table or view"), "{error}");
        let error = introspect(&[url, "--schema", "main"]).await.unwrap_err().to_string();
        assert!(error.contains("'main'"), "{error}");
    })
    .await;
}
