//! Definition texts in, what is told about them out.

use super::*;

const DEFINITION: &str = "\
sources:
  erp:
    url: ${DATABASE_URL}
    maxConnections: 20
services:
  - path: /
    namespace: Erp
    entitySets:
      Customers: { table: customers, key: [ID], properties: { ID: { type: Edm.Int32 } } }
";

fn load_here(text: &str, secrets: Secrets) -> Result<Loaded, String> {
    let surroundings = Surroundings {
        variable: &|name| (name == "DATABASE_URL").then(|| "postgres://erp:hunter2@db/erp".to_owned()),
        folder: Path::new("/nonexistent"),
    };
    load_text(text, secrets, &surroundings).map_err(|problems| super::text(Path::new("erp.yaml"), &problems))
}

#[test]
fn a_definition_with_its_secrets() {
    let loaded = load_here(DEFINITION, Secrets::Required).unwrap();
    let [source] = loaded.sources.as_slice() else { panic!("{} sources", loaded.sources.len()) };
    assert_eq!((source.name.as_str(), source.engine), ("erp", Engine::Postgres));
    assert_eq!(source.url.expose(), "postgres://erp:hunter2@db/erp");
    assert_eq!((source.max_connections, source.acquire_timeout.as_secs()), (20, 5));
    assert_eq!(source.statement_timeout.as_secs(), 30);
    assert_eq!(loaded.catalogs[0].tables[0].source, "erp");
    assert_eq!(loaded.warnings, []);
    assert!(!format!("{loaded:?}").contains("hunter2"), "a secret is printed");
}

#[test]
fn problems_have_file_line_and_remedy() {
    for (written, spoilt, expected) in [
        (
            "${DATABASE_URL}",
            "${OTHER}",
            "erp.yaml:3:10: error: the environment variable 'OTHER' is not set\n  remedy: export OTHER='…' before you start landbridge\n",
        ),
        (
            "${DATABASE_URL}",
            "${file:db}",
            "erp.yaml:3:10: error: the file 'db' cannot be read: No such file or directory (os error 2)\n  remedy: create it, and let landbridge's user read it\n",
        ),
        (
            "${DATABASE_URL}",
            "oracle:thin:hunter2",
            "erp.yaml:3:10: error: the URL of 'erp' is of no database product that is known here\n  remedy: begin it with postgres://, mysql://, mariadb:// or sqlite:\n",
        ),
        (
            "maxConnections: 20",
            "maxConnections: 0",
            "erp.yaml:4:21: error: maxConnections is 0\n  remedy: write 1 to 1000\n",
        ),
        (
            "maxConnections: 20",
            "statementTimeoutSeconds: 111",
            "erp.yaml:4:30: error: statementTimeoutSeconds is 111\n  remedy: write 1 to 110\n",
        ),
    ] {
        let found = load_here(&DEFINITION.replace(written, spoilt), Secrets::Required).unwrap_err();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_secret_may_be_missing_where_the_definition_is_only_looked_at() {
    let text = DEFINITION.replace("DATABASE_URL", "OTHER");
    let loaded = load_here(&text, Secrets::Optional).unwrap();
    assert!(loaded.sources.is_empty());
    assert_eq!(loaded.warnings[0].message, "the environment variable 'OTHER' is not set");
    assert!(load_here(&DEFINITION.replace("${DATABASE_URL}", "${"), Secrets::Optional).is_err());
}

#[test]
fn what_is_no_definition_is_refused_with_its_line_and_without_quoting_it() {
    for (written, spoilt, line) in [
        ("maxConnections: 20", "password: hunter2", 4),
        ("maxConnections: 20", "maxConnections: hunter2", 4),
        ("maxConnections: 20", "maxConnections: -1", 4),
        ("${DATABASE_URL}", "[hunter2]", 3),
        ("${DATABASE_URL}", "{ password: hunter2 }", 3),
        ("${DATABASE_URL}", "a: hunter2: b", 3),
        ("${DATABASE_URL}", "\"hunter2", 3),
        ("${DATABASE_URL}", "*hunter2", 3),
        ("${DATABASE_URL}", "!hunter2 x\n    url: y", 4),
        ("    maxConnections: 20\n", "  erp: { url: hunter2 }\n", 4),
        ("    namespace: Erp\n", "", 7),
        ("path: /", "pth: /", 6),
        ("path: /", "profile: sales", 6),
        ("table: customers", "table: [hunter2]", 9),
        ("Edm.Int32", "Edm.Int32, lenght: 3", 9),
    ] {
        let text = DEFINITION.replace(written, spoilt);
        let found = load_here(&text, Secrets::Required).unwrap_err();
        assert!(found.starts_with(&format!("erp.yaml:{line}:")), "{spoilt}: {found}");
        assert!(!found.contains("hunter2"), "{spoilt}: {found}");
        assert_eq!(found.lines().count(), 2, "{spoilt}: {found}");
    }
}

#[test]
fn a_file_that_is_not_there() {
    let problems = load(Path::new("/nonexistent/erp.yaml"), Secrets::Required).unwrap_err();
    let told = super::text(Path::new("/nonexistent/erp.yaml"), &problems);
    assert!(
        told.starts_with("/nonexistent/erp.yaml: error: the definition file cannot be read: No such file")
    );
}

#[test]
fn json_has_the_same_facts() {
    let surroundings = Surroundings { variable: &|_| None, folder: Path::new("") };
    let problems = load_text(DEFINITION, Secrets::Required, &surroundings).unwrap_err();
    assert_eq!(
        json(Path::new("erp.yaml"), &problems),
        serde_json::json!({ "file": "erp.yaml", "problems": [{
            "severity": "error",
            "line": 3,
            "column": 10,
            "place": "sources.erp.url",
            "message": "the environment variable 'DATABASE_URL' is not set",
            "remedy": "export DATABASE_URL='…' before you start landbridge",
        }]})
    );
}

#[test]
fn shipped_definitions_load() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/metadata")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let loaded = load(&path, Secrets::Optional).map_err(|problems| super::text(&path, &problems));
            assert!(!loaded.unwrap().catalogs.is_empty(), "{}", path.display());
        }
    }
}
