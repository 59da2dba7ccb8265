//! Where functions and actions are told of: the service document, `$metadata`, entities with all
//! metadata, and the commands of the program.

use std::fs;

use landbridge::catalog::Engine;
use serde_json::{Value, json};

use super::harbour::{definition, with_databases, with_harbours};
use crate::support::program::landbridge;

const FULL: &str = "Accept: application/json;odata.metadata=full";

/// JSON Format, section 5; CSDL, sections 12 and 13.6.
#[tokio::test]
async fn documents_list_operations() {
    with_harbours(async |server| {
        let document = server.ok("/").await;
        let listed: Vec<(&str, &str)> = document["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| (entry["kind"].as_str().unwrap(), entry["url"].as_str().unwrap()))
            .collect();
        assert_eq!(listed[2..4], [("EntitySet", "Calls"), ("FunctionImport", "Deep")]);
        for (kind, url) in listed {
            if kind == "FunctionImport" && url != "Sly" {
                assert_eq!(server.get(&format!("/{url}")).await.status, 200, "{} {url}", server.name);
            }
        }
        let json = server.ok("/$metadata?$format=json").await;
        assert_eq!(json["Harbour"]["Deep"].as_array().unwrap().len(), 3);
        assert_eq!(json["Harbour"]["Rename"].as_array().unwrap().len(), 3);
        let container = &json["Harbour"]["Container"];
        assert_eq!(
            container["Deep"],
            json!({
                "$Kind": "FunctionImport", "$Function": "Harbour.Deep", "$EntitySet": "Vessels",
                "$IncludeInServiceDocument": true,
            })
        );
        assert_eq!(container["Launch"]["$Action"], "Harbour.Launch");
        assert_eq!(container["Moor"], Value::Null, "what is bound has no import");
        let xml = server.get("/$metadata").await.body;
        assert!(
            xml.contains("<ActionImport Name=\"Launch\" Action=\"Harbour.Launch\" EntitySet=\"Vessels\"/>"),
            "{xml}"
        );
    })
    .await;
}

/// JSON Format, sections 16 and 17; the targets lead where they say (Protocol, section 11.5.4.1).
#[tokio::test]
async fn entities_tell_what_can_be_called_on_them() {
    with_harbours(async |server| {
        let vessel = server.get_with("/Vessels(1)", &[FULL]).await.json();
        let fits = &vessel["#Harbour.Fits"];
        assert_eq!(
            fits,
            &json!({ "title": "Fits", "target": "http://gw.example/Vessels(1)/Harbour.Fits(Depth=@Depth)" })
        );
        let path = |target: &Value| target["target"].as_str().unwrap().replace("http://gw.example", "");
        let answer = server.ok(&format!("{}?@Depth=4", path(fits))).await;
        assert_eq!(answer["value"], true, "{}", server.name);
        assert_eq!(vessel["#Harbour.Moor"]["title"], "Brings a vessel to a berth");
        let moored = server.post(&path(&vessel["#Harbour.Moor"]), "application/json", "{\"Berth\":3}").await;
        assert_eq!(moored.status, 200, "{}", moored.body);
        assert_eq!(vessel["#Harbour.Longest"], Value::Null, "it is called on the set");

        let calls = server.get_with("/Calls?$filter=Vessel ne 'Anna'", &[FULL]).await.json();
        let remark = server.ok(&path(&calls["value"][0]["#Harbour.Remarked"])).await;
        assert_eq!(remark["value"], "🚢", "{}", server.name);
        let some = server.get_with("/Vessels(1)?$select=ID", &[FULL]).await;
        assert!(!some.body.contains("#Harbour.Fits"), "{}", some.body);
        assert!(!server.get("/Vessels(1)").await.body.contains("#Harbour"));
    })
    .await;
}

/// Each statement is prepared, none is run.
#[tokio::test]
async fn check_asks_the_database_about_each_statement() {
    with_databases(async |url| {
        let engine = Engine::of_url(url).unwrap();
        // A function that writes: one database notices, the others when it is called.
        let sly = definition(engine, url);
        let (before, after) = sly.split_once("    Sly:\n").unwrap();
        let sound = format!("{before}{}", after.splitn(3, '\n').last().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let check = |yaml: &str| {
            let file = folder.path().join("harbour.yaml");
            fs::write(&file, yaml).unwrap();
            let output = landbridge(folder.path()).args(["check", "harbour.yaml"]).output().unwrap();
            (output.status.success(), String::from_utf8(output.stdout).unwrap())
        };
        let (is_sound, report) = check(&sound);
        assert!(is_sound, "{engine:?} {report}");
        let (is_sound, report) = check(&sly);
        assert_eq!(is_sound, engine != Engine::MariaDb, "{report}");
        assert_eq!(report.contains("'Sly'"), engine == Engine::MariaDb, "{report}");
        for (written, spoilt, place, words) in [
            ("SELECT SUM(draught) FROM", "SELECT SUM(drought) FROM", "DraughtSum", "drought"),
            ("DELETE FROM vessels WHERE", "DELETE FROM vesels WHERE", "Scrap", "vesels"),
            ("SELECT seen, draught, name,", "SELECT seen, draught,", "Alphabet", "gives no column 'name'"),
            ("SELECT * FROM vessels WHERE id <>", "SELECT id FROM vessels WHERE id <>", "Others", "name"),
            ("WHERE built IS NOT NULL ORDER BY built LIMIT 1", "WHERE built IS IS NULL", "Oldest", "Oldest"),
            ("SELECT name FROM vessels WHERE", "SELECT name FROM vessels) WHERE", "Names", "Names"),
        ] {
            assert!(sound.contains(written), "{written}");
            let (is_sound, report) = check(&sound.replacen(written, spoilt, 1));
            let told = report.lines().next().unwrap_or_default();
            assert!(!is_sound && told.contains(words), "{engine:?} {spoilt}: {report}");
            assert!(told.contains(&format!("'{place}'")), "{engine:?} {spoilt}: {report}");
            assert!(report.starts_with("harbour.yaml:"), "{report}");
        }
        let (_, report) = check(&sound.replacen("SELECT SUM(draught)", "SELECT SUM(x)", 1));
        let line = sound.lines().position(|line| line.contains("SELECT SUM(draught)")).unwrap() + 1;
        assert!(report.starts_with(&format!("harbour.yaml:{line}:")), "{report}");
    })
    .await;
}

#[tokio::test]
async fn explain_shows_what_is_called() {
    with_databases(async |url| {
        let engine = Engine::of_url(url).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("harbour.yaml"), definition(engine, url)).unwrap();
        let mut explained = String::new();
        for request in [
            "/Deep(From=1.5,To=null)?$filter=ID gt 1&$orderby=Name",
            "/Names(Least='; DROP')",
            "/Vessels(1)/Harbour.Fits(Depth=4)",
            "/Vessels(1)/Harbour.Others()/$count",
            "/Vessels(1)/Harbour.Moor",
        ] {
            let mut command = landbridge(folder.path());
            let output = command.args(["explain", "harbour.yaml", request]).output().unwrap();
            assert!(output.status.success(), "{engine:?} {request} {output:?}");
            explained += &String::from_utf8(output.stdout).unwrap();
            explained.push('\n');
        }
        insta::assert_snapshot!(format!("calls_{engine:?}").to_lowercase(), explained);
    })
    .await;
}
