//! The compose file does what it says, as far as that can be seen without Docker: its scripts fill
//! a PostgreSQL database, and its service serves that.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::databases::with_postgres;
use crate::support::load;
use crate::support::program::{ROOT, Serving, landbridge};
use crate::support::web;

#[tokio::test]
async fn its_service_serves_its_database() {
    let text = fs::read_to_string(Path::new(ROOT).join("compose.yaml")).unwrap();
    let compose: Value = serde_saphyr::from_str(&text).unwrap();
    let (db, service) = (&compose["services"]["db"], &compose["services"]["landbridge"]);
    with_postgres("SELECT 1", async |url| {
        for volume in strings(&db["volumes"]) {
            let (script, target) = volume.split_once(':').unwrap();
            assert!(target.starts_with("/docker-entrypoint-initdb.d/"), "{target}");
            load::script(url, &fs::read_to_string(Path::new(ROOT).join(script)).unwrap()).await;
        }
        let rows = db["configs"][0]["source"].as_str().unwrap();
        load::script(url, compose["configs"][rows]["content"].as_str().unwrap()).await;

        let volume = service["volumes"][0].as_str().unwrap();
        let (here, there) = volume.trim_end_matches(":ro").split_once(':').unwrap();
        let here = format!("{ROOT}/{here}");
        let arguments = strings(&service["command"]).map(|argument| argument.replace(there, &here));
        let environment = service["environment"].as_object().unwrap();
        let names: Vec<&String> = environment.keys().collect();
        assert_eq!(names, ["DEMO_DATABASE_URL"]);

        let folder = tempfile::tempdir().unwrap();
        let mut command = landbridge(folder.path());
        command.args(arguments).args(["--address", "127.0.0.1:0"]).env("DEMO_DATABASE_URL", url);
        let serving = Serving::start(&mut command, "Listening");
        let address = format!("{}/Customers?$select=Name&$orderby=Name desc", serving.root);
        let answer: Value = web::get(address).await.json().await.unwrap();
        let rows = serde_json::json!([{ "Name": "田中金物店" }, { "Name": "Küchenhaus Weiß" }]);
        assert_eq!(answer["value"], rows, "{answer}");
    })
    .await;
}

#[test]
fn the_image_starts_the_program_as_nobody() {
    let dockerfile = fs::read_to_string(Path::new(ROOT).join("Dockerfile")).unwrap();
    let last_stage = &dockerfile[dockerfile.rfind("\nFROM ").unwrap()..];
    assert!(last_stage.lines().nth(1).unwrap().ends_with(":nonroot"), "{last_stage}");
    let manifest = fs::read_to_string(Path::new(ROOT).join("Cargo.toml")).unwrap();
    let version = manifest.split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(dockerfile.contains(&format!("FROM rust:{version}-")), "the image's Rust is not {version}");
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|item| item.as_str().unwrap())
}
