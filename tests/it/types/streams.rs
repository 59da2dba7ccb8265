//! Streams: bytes of a property (CSDL, section 7.2.2) and of a media entity (CSDL, section 6.7), read on
//! their own and never with the entities.

use landbridge::catalog::{Engine, NamedTypes};
use landbridge::edm::Value;
use serde_json::json;

use super::refused;
use crate::support::peers::encoded;
use crate::support::served::{Served, serve};
use crate::support::stage::{Stage, Tables, with_stage, with_staged_peers};
use crate::support::variety::{or_null, text};

pub(super) const PHOTOS: Stage = Stage { create, service, rows };

/// Bytes that are no text.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\xff";

/// Name, Portrait and its type; the type of Deed is fixed, that of Log is not known.
type Ship = (&'static str, Option<&'static [u8]>, Option<&'static str>, Option<&'static [u8]>);

const SHIPS: &[Ship] = &[
    ("Anna", Some(PNG), Some("image/png"), Some(b"%PDF-")),
    ("Bo", None, Some("image/png"), None),
    ("Cäsar", Some(b"<svg/>"), Some("image/svg+xml; charset=utf-8"), Some(b"")),
    ("Dora", Some(b"?"), None, None),
    ("Ebba", Some(b"x"), Some("image/png\r\nSet-Cookie: a=b"), None),
];

/// What photos are of, their bytes and types.
const ALL: &[(i64, Option<&[u8]>, &str)] =
    &[(1, Some(PNG), "image/png"), (1, Some(b"<html>"), "text/html"), (3, None, "image/png")];

fn create(engine: Engine) -> String {
    let bytes = match engine {
        Engine::Postgres => "bytea",
        Engine::MySql | Engine::MariaDb => "LONGBLOB",
        Engine::Sqlite => "BLOB",
    };
    let blob = |bytes: Option<&[u8]>| {
        let Some(bytes) = bytes else { return "NULL".to_owned() };
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match engine {
            Engine::Postgres => format!("'\\x{digits}'"),
            _ => format!("X'{digits}'"),
        }
    };
    let line_end = |text: &str| match engine {
        Engine::Postgres => format!("E'{}'", text.replace('\r', "\\r").replace('\n', "\\n")),
        Engine::MySql | Engine::MariaDb => format!("'{}'", text.replace('\r', "\\r").replace('\n', "\\n")),
        Engine::Sqlite => format!("'{text}'"),
    };
    let mut sql = format!(
        "CREATE TABLE ships (id INTEGER PRIMARY KEY, name VARCHAR(20), portrait {bytes}, kind VARCHAR(60), deed {bytes});
         CREATE TABLE photos (id INTEGER PRIMARY KEY, ship INTEGER, bytes {bytes}, kind VARCHAR(60));"
    );
    for ((name, portrait, kind, deed), id) in SHIPS.iter().zip(1..) {
        let kind = kind.map_or("NULL".to_owned(), line_end);
        let (portrait, deed) = (blob(*portrait), blob(*deed));
        sql.push_str(&format!("INSERT INTO ships VALUES ({id}, '{name}', {portrait}, {kind}, {deed});"));
    }
    for ((ship, bytes, kind), id) in ALL.iter().zip(1..) {
        sql.push_str(&format!("INSERT INTO photos VALUES ({id}, {ship}, {}, '{kind}');", blob(*bytes)));
    }
    sql
}

fn service(_: Engine) -> String {
    "  entitySets:
    Ships:
      table: ships
      key: [ID]
      properties:
        ID: { column: id, type: Edm.Int32 }
        Name: { column: name, type: Edm.String, maxLength: 20 }
        Portrait: { column: portrait, type: Edm.Stream, mediaTypeColumn: kind }
        Deed: { column: deed, type: Edm.Stream, mediaType: application/pdf }
        Log: { column: deed, type: Edm.Stream }
      navigation:
        Photos: { to: Photos, on: { ID: ShipID }, collection: true }
    Photos:
      table: photos
      key: [ID]
      media: { column: bytes, mediaTypeColumn: kind }
      properties:
        ID: { column: id, type: Edm.Int32 }
        ShipID: { column: ship, type: Edm.Int32 }
      navigation:
        Ship: { to: Ships, on: { ShipID: ID } }
"
    .to_owned()
}

fn rows(_: &NamedTypes) -> Tables {
    let bytes = |bytes: Option<&[u8]>| or_null(bytes, |bytes| Value::Binary(bytes.to_vec()));
    let ship = |((name, portrait, kind, deed), id): (&Ship, i64)| {
        let (portrait, deed) = (bytes(*portrait), bytes(*deed));
        vec![Value::Integer(id), text(name), portrait, deed.clone(), deed, or_null(*kind, text)]
    };
    let photo = |((ship, content, kind), id): (&(i64, Option<&[u8]>, &str), i64)| {
        vec![Value::Integer(id), Value::Integer(*ship), bytes(*content), text(kind)]
    };
    vec![
        ("Ships", SHIPS.iter().zip(1..).map(ship).collect()),
        ("Photos", ALL.iter().zip(1..).map(photo).collect()),
    ]
}

async fn with_servers(test: impl AsyncFn(&Served)) {
    with_stage(&PHOTOS, "standard", async |backends| {
        for backend in backends {
            test(&serve(backend, |_| {})).await;
        }
    })
    .await;
}

/// Protocol, sections 11.2.4.1 and 11.2.5; URL Conventions, sections 4.6 and 4.14.
#[tokio::test]
async fn bytes_are_answered_with_their_media_type() {
    with_servers(async |server| {
        for (target, media_type, bytes, attached) in [
            ("/Ships(1)/Portrait", "image/png", PNG, false),
            ("/Ships(1)/Portrait/$value", "image/png", PNG, false),
            ("/Ships(1)/Deed", "application/pdf", b"%PDF-", false),
            ("/Ships(1)/Log", "application/octet-stream", b"%PDF-", true),
            ("/Ships(3)/Portrait", "image/svg+xml; charset=utf-8", b"<svg/>", true),
            ("/Ships(3)/Deed/$value", "application/pdf", b"", false),
            ("/Ships(4)/Portrait", "application/octet-stream", b"?", true),
            ("/Photos(1)/$value", "image/png", PNG, false),
            ("/Photos(2)/$value", "text/html", b"<html>", true),
            ("/Ships(1)/Photos(2)/$value", "text/html", b"<html>", true),
            ("/Photos(2)/Ship/Portrait", "image/png", PNG, false),
            ("/Photos/1/$value", "image/png", PNG, false),
        ] {
            let answer = server.get(target).await;
            assert_eq!(answer.status, 200, "{} {target}: {}", server.name, answer.body);
            assert_eq!(answer.header("content-type"), Some(media_type), "{} {target}", server.name);
            assert_eq!(answer.bytes, bytes, "{} {target}", server.name);
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{target}");
            let disposition = answer.header("content-disposition");
            assert_eq!(disposition, attached.then_some("attachment"), "{target}");
            let tag = format!("If-None-Match: {}", answer.header("etag").unwrap());
            let again = server.get_with(target, &[&tag]).await;
            assert_eq!((again.status, again.bytes.len()), (304, 0), "{target}");
        }
        for (target, status) in [
            ("/Ships(2)/Portrait", 204),
            ("/Ships(2)/Portrait/$value", 204),
            ("/Photos(3)/$value", 204),
            ("/Ships(9)/Portrait", 404),
            ("/Photos(9)/$value", 404),
            ("/Ships(1)/$value", 400),
            ("/Ships(1)/Portrait/$value/$value", 400),
            ("/Ships(1)/Portrait/Name", 404),
            ("/Ships(1)/Portrait()", 400),
            ("/Photos/$value", 404),
            ("/Ships(1)/Portrait?$select=Name", 400),
        ] {
            let answer = server.get(target).await;
            assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
        }
        // What is stored does not become a header.
        let answer = server.get("/Ships(5)/Portrait").await;
        assert_eq!(answer.status, 502, "{}", answer.body);
        assert!(answer.body.contains("the value of 'kind' in the row (5) is"), "{}", answer.body);
        assert_eq!(answer.header("set-cookie"), None);
    })
    .await;
}

/// OData JSON Format, sections 3.1.1 to 3.1.3, 4.6.14 and 9.
#[tokio::test]
async fn entities_carry_control_information_only() {
    let minimal =
        r#"{"@odata.context":"https://yard.example/odata/$metadata#Ships/$entity","ID":1,"Name":"Anna"}"#;
    let photo =
        r#"{"@odata.context":"https://yard.example/odata/$metadata#Photos/$entity","ID":1,"ShipID":1}"#;
    with_staged_peers(&PHOTOS, "standard", async |peers| {
        assert_eq!(peers.ask("Ships(1)").await.body, minimal);
        assert_eq!(peers.ask("Photos(1)").await.body, photo);
        assert_eq!(peers.ask("Ships?$filter=ID%20ge%202&$orderby=Name").await.rows().len(), 4);
        let selected = peers.ask("Ships(1)?$select=Name,Deed").await;
        assert_eq!(
            selected.body,
            r#"{"@odata.context":"https://yard.example/odata/$metadata#Ships(Name,Deed)/$entity","Name":"Anna"}"#
        );
        let full = "$format=application/json;odata.metadata=full";
        let ship = peers.ask(&format!("Ships(1)?{full}")).await.json();
        assert_eq!(ship["Portrait@odata.mediaReadLink"], "https://yard.example/odata/Ships(1)/Portrait");
        assert_eq!(ship["Portrait@odata.mediaContentType"], "image/png");
        assert_eq!(ship["Deed@odata.mediaContentType"], "application/pdf");
        assert_eq!(ship["Log@odata.mediaContentType"], "application/octet-stream");
        assert_eq!(ship.get("Portrait"), None);
        let photos = peers.ask(&format!("Photos?{full}&$orderby=ID%20desc&$filter=ID%20lt%203")).await.rows();
        assert_eq!(photos[0]["@odata.mediaReadLink"], "https://yard.example/odata/Photos(2)/$value");
        assert_eq!(photos[0]["@odata.mediaContentType"], "text/html");
        assert_eq!(photos[1]["@odata.mediaContentType"], "image/png");
        let deed = peers.ask(&format!("Ships(1)?$select=Deed&{full}")).await.json();
        assert_eq!(deed["Deed@odata.mediaContentType"], "application/pdf");
        assert_eq!(deed.get("Portrait@odata.mediaReadLink"), None);
        let expanded = peers.ask(&format!("Ships(1)?$expand=Photos($filter=ID%20eq%201)&{full}")).await.json();
        assert_eq!(expanded["Photos"][0]["@odata.mediaContentType"], "image/png");
        let none = peers.ask("Ships(1)?$format=application/json;odata.metadata=none").await.json();
        assert_eq!(none, json!({ "ID": 1, "Name": "Anna" }));
        // A page is not answered with what could not be a media type.
        let answer = peers.ask(&format!("Ships?{full}")).await;
        assert_eq!((answer.status, answer.body.as_str()), (502, "\"UnexpectedValue\""));
    })
    .await;
}

#[tokio::test]
async fn bytes_are_no_values() {
    with_staged_peers(&PHOTOS, "standard", async |peers| {
        for filter in [
            "Portrait eq null",
            "Portrait ne binary'AA'",
            "contains(Portrait,'a')",
            "length(Portrait) gt 1",
            "cast(Portrait,Edm.Binary) ne null",
            "cast(Name,Edm.Stream) ne null",
            "isof(Portrait,Edm.Stream)",
            "Photos/any(p:p/Ship/Deed ne null)",
        ] {
            assert_eq!(refused(peers, "Ships", filter).await, (400, "\"InvalidRequest\"".into()), "{filter}");
        }
        for options in [
            "$orderby=Portrait",
            "$compute=Portrait as P",
            "$apply=groupby((Portrait))",
            "$apply=aggregate(Portrait with countdistinct as N)",
            "$expand=Portrait",
        ] {
            let answer = peers
                .ask(&format!("Ships?{}", encoded(options).replace("%3D", "=").replace("%24", "$")))
                .await;
            assert_eq!(answer.status, 400, "{options}: {}", answer.body);
        }
        let grouped = peers.ask("Ships?$apply=filter(ID%20eq%201)/identity").await;
        assert_eq!(grouped.rows(), [json!({ "ID": 1, "Name": "Anna" })]);
    })
    .await;
}

/// CSDL, sections 6.7 and 7.2.2.
#[tokio::test]
async fn the_model_tells_streams() {
    with_staged_peers(&PHOTOS, "standard", async |peers| {
        let document = peers.ask("$metadata").await.body;
        for piece in [
            r#"<EntityType Name="Photo" HasStream="true">"#,
            r#"<Property Name="Portrait" Type="Edm.Stream"/>"#,
            r#"<PropertyPath>Portrait</PropertyPath>"#,
        ] {
            assert!(document.contains(piece), "{piece} in {document}");
        }
        let json = peers.ask("$metadata?$format=json").await.json();
        assert_eq!(json["Harbour"]["Photo"]["$HasStream"], true);
        assert_eq!(json["Harbour"]["Ship"]["Deed"]["$Type"], "Edm.Stream");
    })
    .await;
    // Salesforce reads no streams.
    with_staged_peers(&PHOTOS, "salesforce", async |peers| {
        for peer in peers.each() {
            let document = peer.ask("$metadata").await.body;
            assert!(!document.contains("Stream") && !document.contains("Portrait"), "{document}");
        }
        assert_eq!(peers.ask("Photos(1)/$value").await.status, 400);
        assert_eq!(peers.ask("Ships(1)/Deed").await.status, 404);
    })
    .await;
}
