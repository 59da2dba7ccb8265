//! Actions (Protocol, section 11.5.5; JSON Format, section 18).

use serde_json::{Value, json};

use super::harbour::{served, with_harbours};
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};

const JSON: &str = "application/json";

#[tokio::test]
async fn an_action_changes_data_and_gives_what_it_says() {
    with_harbours(async |server| {
        let moored = server.post("/Vessels(2)/Harbour.Moor", JSON, r#"{"Berth":3}"#).await;
        assert_eq!(moored.status, 200, "{}: {}", server.name, moored.body);
        assert_eq!(moored.json(), server.ok("/Vessels(2)").await);
        assert_eq!(moored.json()["BerthID"], 3);
        // Null by name, and null by absence.
        let gone = server.post("/Vessels(2)/Moor?$select=BerthID", JSON, r#"{"Berth":null}"#).await;
        assert_eq!((gone.status, &gone.json()["BerthID"]), (200, &Value::Null), "{}", gone.body);
        assert_eq!(gone.json().as_object().unwrap().len(), 2, "{}", gone.body);
        for body in ["", "{}", " \r\n"] {
            let again = server.post("/Vessels(2)/Harbour.Moor()", JSON, body).await;
            assert_eq!(again.status, 200, "{}: {}", server.name, again.body);
        }
        let nothing = server.post("/Vessels(4)/Harbour.Rename", JSON, r#"{"Name":"O'Hara; --"}"#).await;
        assert_eq!((nothing.status, nothing.body.as_str()), (204, ""), "{}", server.name);
        assert_eq!(server.ok("/Vessels(4)/Name").await["value"], "O'Hara; --");
        assert_eq!(server.post("/Vessels(4)/Scrap", JSON, "").await.status, 204);
        assert_eq!(server.get("/Vessels(4)").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn the_rows_of_a_statement_are_entities() {
    with_harbours(async |server| {
        let launched = server
            .post(
                "/Launch",
                "application/json;IEEE754Compatible=true",
                r##"{"@odata.context":"x","Seen":"2024-02-29T12:00:00.5+02:00","Draught":"1.50","Name":"Zoë \u0001 🚢","ID":9,
                    "Built":"2024-02-29","Name@odata.type":"#String"}"##,
            )
            .await;
        assert_eq!(launched.status, 200, "{}: {}", server.name, launched.body);
        let expected = json!({
            "@odata.context": "http://gw.example/$metadata#Vessels/$entity",
            "ID": 9, "Name": "Zoë \u{1} 🚢", "Draught": 1.50, "Built": "2024-02-29",
            "Seen": "2024-02-29T10:00:00.500Z", "BerthID": null,
        });
        assert_eq!(launched.json(), expected, "{}", server.name);
        assert_eq!(server.ok("/Vessels(9)").await, expected, "{}", server.name);
        let cleared = server.post("/Calls/Harbour.Clear", JSON, "").await;
        assert_eq!(cleared.status, 200, "{}: {}", server.name, cleared.body);
        assert_eq!(cleared.json()["value"].as_array().unwrap().len(), 2);
        assert_eq!(server.rows("/Calls").await.len(), 1);
        let none = server.post("/Calls/Clear", JSON, "").await;
        assert_eq!(none.json()["value"], json!([]));
    })
    .await;
}

/// What is wrong with a body is named, and nothing is done.
#[tokio::test]
async fn bodies_that_do_not_fit_are_refused() {
    with_harbours(async |server| {
        let before = server.rows("/Vessels").await;
        for (body, words) in [
            (r#"{"Berth":"3"}"#, "the parameter 'Berth' is no Edm.Int32; write a number such as 42"),
            (r#"{"Berth":3.5}"#, "'Berth' is no Edm.Int32"),
            (r#"{"Berth":2147483648}"#, "'Berth' is no Edm.Int32"),
            (r#"{"Berth":true}"#, "'Berth' is no Edm.Int32"),
            (r#"{"Berth":[3]}"#, "'Berth' is no Edm.Int32"),
            (r#"{"Berth":{"a":3}}"#, "'Berth' is no Edm.Int32"),
            (r#"{"berth":3}"#, "'Moor' has no parameter 'berth'; there is Berth"),
            (r#"{"Berth":3,"ID":1}"#, "'Moor' has no parameter 'ID'"),
            (r#"{"Berth":3,"Berth":2}"#, "the member 'Berth' stands twice at line 1 column"),
            (r#"{"Berth":3"#, "the body is no object of parameters: EOF"),
            ("{\"Berth\":3}\n,", "line 2 column 1"),
            (r#"[{"Berth":3}]"#, "expected an object such as"),
            ("3", "expected an object such as"),
            ("null", "expected an object such as"),
        ] {
            let answer = server.post("/Vessels(2)/Harbour.Moor", JSON, body).await;
            assert_eq!(answer.status, 400, "{} {body}: {}", server.name, answer.body);
            assert!(
                answer.json()["error"]["message"].as_str().unwrap().contains(words),
                "{body}: {}",
                answer.body
            );
        }
        for (target, body, words) in [
            ("/Vessels(2)/Harbour.Rename", "", "the parameter 'Name' is missing"),
            ("/Vessels(2)/Harbour.Rename", r#"{"Name":null}"#, "the parameter 'Name' cannot be null"),
            ("/Vessels(2)/Harbour.Rename", r#"{"Name":7}"#, "'Name' is no Edm.String; write a text such as"),
            (
                "/Vessels(2)/Harbour.Rename",
                r#"{"Name":"123456789012345678901"}"#,
                "'Name' has more than 20 characters",
            ),
            (
                "/Launch",
                r#"{"ID":9,"Name":"x","Draught":"1.50"}"#,
                "'Draught' is no Edm.Decimal; write a number",
            ),
            (
                "/Launch",
                r#"{"ID":9,"Name":"x","Built":"2023-02-29"}"#,
                "'Built' is no Edm.Date; write a text such as \"2024-05-31\"",
            ),
            ("/Vessels(2)/Harbour.Scrap", r#"{"Name":"x"}"#, "'Scrap' takes no parameters, and so no 'Name'"),
            ("/Vessels(2)/Harbour.Moor(Berth=3)", "", "'Moor' is an action: its parameters go into the body"),
            ("/Vessels(2)/Harbour.Moor?$filter=ID eq 1", "", "$filter: has no meaning for 'Moor'"),
            ("/Vessels(2)/Harbour.Moor/Name", "", "not composable"),
        ] {
            let answer = server.post(target, JSON, body).await;
            assert_eq!(answer.status, 400, "{} {target} {body}: {}", server.name, answer.body);
            assert!(
                answer.json()["error"]["message"].as_str().unwrap().contains(words),
                "{body}: {}",
                answer.body
            );
        }
        let deep = format!("{{\"Berth\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
        let bytes = b"{\"Berth\":\"\xff\"}".to_vec();
        for body in [deep.into_bytes(), bytes] {
            assert_eq!(server.post("/Vessels(2)/Harbour.Moor", JSON, body).await.status, 400);
        }
        for (media, body, status) in [
            ("text/plain", r#"{"Berth":3}"#, 415),
            ("application/json;charset=utf-16", r#"{"Berth":3}"#, 415),
            ("application/x-www-form-urlencoded", "Berth=3", 415),
        ] {
            let answer = server.post("/Vessels(2)/Harbour.Moor", media, body).await;
            assert_eq!(answer.status, status, "{media}: {}", answer.body);
        }
        let unread = server.send("/Vessels(2)/Harbour.Moor", &["Accept: text/html"], b"").await;
        assert_eq!(unread.status, 406, "an answer that cannot be read is no reason to act");
        assert_eq!(server.rows("/Vessels").await, before, "{}", server.name);
    })
    .await;
}

/// What the database refuses is told by kind, without its words, and undone as a whole.
#[tokio::test]
async fn what_the_database_refuses_has_a_status_of_its_own() {
    with_harbours(async |server| {
        let before =
            (server.rows("/Vessels").await, server.rows("/Berths").await, server.rows("/Calls").await);
        for (target, body, status, code) in [
            ("/Vessels(2)/Harbour.Moor", r#"{"Berth":1}"#, 409, "Conflict"),
            ("/Vessels(2)/Harbour.Moor", r#"{"Berth":77}"#, 409, "Conflict"),
            ("/Launch", r#"{"ID":1,"Name":"x"}"#, 409, "Conflict"),
            ("/Calls(Vessel='Anna',No=1)/Rename", r#"{"Name":"a/b 'c"}"#, 409, "Conflict"),
            ("/Berths(2)/Harbour.Dredge", r#"{"Depth":0}"#, 400, "ValueRejected"),
            ("/Berths(2)/Harbour.Rename", r#"{"Name":"Fire"}"#, 400, "Refused"),
            ("/Blunder", "", 400, "TooManyRows"),
            ("/Vessels(99)/Harbour.Moor", r#"{"Berth":3}"#, 404, "NotFound"),
            ("/Vessels(2)/Harbour.Sink", "", 501, "NotImplemented"),
            ("/Vessels/Harbour.Moor", "", 501, "NotImplemented"),
        ] {
            let answer = server.post(target, JSON, body).await;
            let told = answer.json();
            assert_eq!(
                (answer.status, &told["error"]["code"]),
                (status, &json!(code)),
                "{} {target}: {}",
                server.name,
                answer.body
            );
            for word in ["UPDATE", "vessels", "berth_id", "UNIQUE", "constraint"] {
                assert!(!answer.body.contains(word), "{}: {}", server.name, answer.body);
            }
        }
        let raised = server.post("/Berths(2)/Rename", JSON, r#"{"Name":"Fire"}"#).await;
        assert!(
            raised.body.contains("the database refuses this: no berth is called Fire"),
            "{}",
            raised.body
        );
        let after =
            (server.rows("/Vessels").await, server.rows("/Berths").await, server.rows("/Calls").await);
        assert_eq!(before, after, "{}", server.name);
        // The connection is as good as before, and as guarded.
        assert_eq!(server.post("/Vessels(2)/Moor", JSON, r#"{"Berth":3}"#).await.status, 200);
        assert_eq!(server.get("/Sly()").await.status, 502);
        assert_eq!(server.rows("/Calls").await, after.2, "{}", server.name);
    })
    .await;
}

#[tokio::test]
async fn actions_are_called_with_post_only() {
    with_harbours(async |server| {
        for target in ["/Launch", "/Vessels(1)/Harbour.Moor", "/Calls/Harbour.Clear", "/Blunder"] {
            for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE"] {
                let answer = server.ask(method, target, &[]).await;
                assert_eq!(
                    (answer.status, answer.header("allow")),
                    (405, Some("POST, OPTIONS")),
                    "{method} {target}"
                );
            }
        }
        assert_eq!(server.post("/Launch/$query", "text/plain", "").await.status, 405);
        assert_eq!(server.rows("/Calls").await.len(), 3);
    })
    .await;
}

/// Of several results none is the right one, and nothing is done.
#[tokio::test]
async fn a_procedure_with_several_results_is_refused() {
    with_harbours(async |server| {
        if server.name != "mariadb" {
            return;
        }
        for target in ["/Twice", "/TwiceWritten"] {
            let answer = server.post(target, JSON, "").await;
            assert_eq!(answer.status, 502, "{target}: {}", answer.body);
        }
        assert_eq!(server.rows("/Calls").await.len(), 3);
    })
    .await;
}

/// A profile may publish a key as another type than the database has.
#[tokio::test]
async fn the_key_of_the_binding_entity_is_given_as_it_is_stored() {
    const TABLE: &str =
        "CREATE TABLE buoys (id uuid NOT NULL PRIMARY KEY, no bigint NOT NULL, name varchar(9) NOT NULL);
        INSERT INTO buoys VALUES ('0f8fad5b-d9cb-469f-a165-70867728950e', 9007199254740993, 'Bravo');";
    const SERVICE: &str = "
services:
- path: /
  namespace: Sea
  entitySets:
    Buoys:
      table: buoys
      key: [ID, No]
      properties:
        ID: { column: id, type: Edm.Guid, dbType: uuid }
        No: { column: no, type: Edm.Int64, dbType: bigint }
        Name: { column: name, type: Edm.String, maxLength: 9 }
  actions:
    Rename:
      bindTo: { entitySet: Buoys }
      parameters: { Name: { type: Edm.String, maxLength: 9 } }
      returns: { entitySet: Buoys }
      sql: UPDATE buoys SET name = :Name WHERE id = :ID AND no = :No
";
    let test = async |url: &str| {
        let yaml = format!("sources: {{ db: {{ url: \"{url}\" }} }}{SERVICE}");
        let server = served(url, &yaml);
        let buoy = server.rows("/Buoys").await.remove(0);
        let key = format!("ID='{}',No={}", buoy["ID"].as_str().unwrap(), buoy["No"]);
        let renamed = server.post(&format!("/Buoys({key})/Sea.Rename"), JSON, r#"{"Name":"Öland"}"#).await;
        assert_eq!(renamed.status, 200, "{}: {}", server.name, renamed.body);
        assert_eq!(renamed.json()["Name"], "Öland");
        assert_eq!(server.rows("/Buoys").await[0]["Name"], "Öland", "{}", server.name);
    };
    with_sqlite(TABLE, &test).await;
    with_postgres(TABLE, &test).await;
    with_mysql(TABLE, async |url| test(&url.replacen("mysql:", "mariadb:", 1)).await).await;
}
