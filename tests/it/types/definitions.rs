//! Type definitions (CSDL, section 11): all is as with the underlying type, but in documents.

use landbridge::catalog::{Engine, NamedTypes};
use landbridge::edm::Value;

use super::{found, refused};
use crate::support::peers::encoded;
use crate::support::stage::{Stage, Tables, with_staged_peers};
use crate::support::variety::{date, decimal, text};

const CARGOES: Stage = Stage { create, service, rows };

fn create(engine: Engine) -> String {
    let weight = if engine == Engine::Sqlite { "DECIMAL(8,3)" } else { "NUMERIC(8,3)" };
    format!(
        "CREATE TABLE cargoes (id INTEGER PRIMARY KEY, tons {weight}, code VARCHAR(5), due DATE);
         INSERT INTO cargoes VALUES (1, 12.5, 'GRÆIN', '2024-02-29'), (2, NULL, NULL, NULL),
         (3, -0.001, '', '2024-03-31'), (4, 99999.999, 'oil', '1999-12-31');"
    )
}

fn service(engine: Engine) -> String {
    let weight = if engine == Engine::Sqlite { "DECIMAL(8,3)" } else { "NUMERIC(8,3)" };
    format!(
        "  typeDefinitions:
    Weight: {{ underlyingType: Edm.Decimal, precision: 8, scale: 3, description: In tons }}
    Code: {{ underlyingType: Edm.String }}
    Day: {{ underlyingType: Edm.Date }}
  entitySets:
    Cargoes:
      table: cargoes
      key: [ID]
      search: {{ properties: [Code] }}
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Tons: {{ column: tons, type: Weight, dbType: \"{weight}\" }}
        Code: {{ column: code, type: Harbour.Code, maxLength: 5, dbType: varchar(5) }}
        Due: {{ column: due, type: Day, dbType: date }}
"
    )
}

fn rows(_: &NamedTypes) -> Tables {
    let row = |id, tons: &str, code: &str, due: &str| {
        vec![Value::Integer(id), decimal(tons), text(code), date(due)]
    };
    let nulls = vec![Value::Integer(2), Value::Null, Value::Null, Value::Null];
    vec![(
        "Cargoes",
        vec![
            row(1, "12.5", "GRÆIN", "2024-02-29"),
            nulls,
            row(3, "-0.001", "", "2024-03-31"),
            row(4, "99999.999", "oil", "1999-12-31"),
        ],
    )]
}

#[tokio::test]
async fn values_are_those_of_the_underlying_type() {
    let one = r#"{"@odata.context":"https://yard.example/odata/$metadata#Cargoes/$entity","ID":1,"Tons":12.500,"Code":"GRÆIN","Due":"2024-02-29"}"#;
    with_staged_peers(&CARGOES, "standard", async |peers| {
        assert_eq!(peers.ask("Cargoes(1)").await.body, one);
        for (filter, expected) in [
            ("Tons gt 12.4", &[1, 4][..]),
            ("Tons add 1 lt 1", &[3]),
            ("Tons eq null", &[2]),
            ("startswith(Code,'GR')", &[1]),
            ("Due ge 2024-03-01", &[3]),
            // 5.1.1.10 Type functions
            ("cast(Due,Harbour.Code) eq '2024-02-29'", &[1]),
            ("cast(Code,Harbour.Day) eq null", &[1, 2, 3, 4]),
            ("isof(Due,Harbour.Day)", &[1, 3, 4]),
            ("isof(Due,Edm.Date)", &[1, 3, 4]),
            ("isof(Due,Harbour.Code)", &[]),
        ] {
            assert_eq!(found(peers, "Cargoes", filter).await, expected, "{filter}");
        }
        // A result would have to be rounded to the facets.
        let cast = refused(peers, "Cargoes", "cast(ID,Harbour.Weight) gt 1").await;
        assert_eq!(cast, (501, "\"NotImplemented\"".into()));
        let order = peers.ask(&format!("Cargoes?$select=ID&$orderby={}", encoded("Tons desc"))).await.rows();
        assert_eq!(order.iter().map(|row| row["ID"].as_i64().unwrap()).collect::<Vec<_>>(), [4, 1, 3, 2]);
        assert_eq!(peers.ask("Cargoes?$search=oil&$select=ID").await.rows().len(), 1);
        // OData JSON Format, section 4.6.3
        let full = peers.ask("Cargoes(1)?$format=application/json;odata.metadata=full").await.json();
        assert_eq!(full["Tons@odata.type"], "#Harbour.Weight");
        assert_eq!(full["Code@odata.type"], "#Harbour.Code");
    })
    .await;
}

#[tokio::test]
async fn salesforce_sees_the_underlying_type() {
    with_staged_peers(&CARGOES, "salesforce", async |peers| {
        assert_eq!(found(peers, "Cargoes", "Tons gt 12.4 and Code ne ''").await, [1, 4]);
        for peer in peers.each() {
            let document = peer.ask("$metadata").await.body;
            assert!(!document.contains("TypeDefinition"), "{document}");
            assert!(
                document.contains(r#"<Property Name="Tons" Type="Edm.Decimal" Precision="8" Scale="3"/>"#)
            );
        }
    })
    .await;
}
