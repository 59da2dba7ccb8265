//! One table, one definition that fits it, and the ways they can come apart.

use super::*;

const DEFINITION: &str = "\
sources: { erp: { url: postgres:erp } }
services:
  - path: /
    namespace: Erp
    entitySets:
      Customers:
        table: public.customers
        key: [CustomerID]
        search: { properties: [Name], index: words }
        properties:
          CustomerID: { column: customer_id, type: Edm.Int32, dbType: integer }
          Name: { column: name, type: Edm.String, maxLength: 80, dbType: character varying(80) }
          Amount: { column: amount, type: Edm.Decimal, precision: 12, scale: 2, nullable: false, dbType: \"numeric(12,2)\" }
          Note: { column: note, type: Edm.String, maxLength: 255, dbType: text }
";

fn column(name: &str, db_type: &str, nullable: bool) -> ColumnSchema {
    ColumnSchema { name: name.to_owned(), db_type: db_type.to_owned(), nullable, comment: None }
}

fn customers() -> TableSchema {
    TableSchema {
        schema: Some("public".to_owned()),
        name: "customers".to_owned(),
        columns: vec![
            column("customer_id", "integer", false),
            column("name", "character varying(80)", true),
            column("amount", "numeric(12,2)", false),
            column("note", "text", true),
            column("words", "tsvector", true),
        ],
        primary_key: vec!["customer_id".to_owned()],
        ..TableSchema::default()
    }
}

/// `line severity place: message (remedy)`
fn compared(text: &str, engine: Engine, table: TableSchema) -> Vec<String> {
    let definition: Definition = serde_saphyr::from_str(text).unwrap();
    let problems = compare(&definition, "erp", engine, &DatabaseSchema { tables: vec![table] });
    let told = |problem: Problem| {
        let place = problem.place.strip_prefix("services[0].entitySets.Customers.").unwrap().to_owned();
        let remedy = problem.remedy.unwrap();
        format!("{} {} {place}: {} ({remedy})", problem.line, problem.severity, problem.message)
    };
    problems.into_iter().map(told).collect()
}

#[test]
fn a_definition_that_fits() {
    assert_eq!(compared(DEFINITION, Engine::Postgres, customers()), [""; 0]);
    let definition: Definition = serde_saphyr::from_str(DEFINITION).unwrap();
    assert_eq!(compare(&definition, "other", Engine::Postgres, &DatabaseSchema::default()), []);
}

#[test]
fn a_definition_that_was_changed() {
    for (written, spoilt, expected) in [
        (
            "public.customers",
            "public.custmers",
            "7 error table: the database has no table or view 'public.custmers' that its user may read (did you mean 'public.customers'?)",
        ),
        (
            "public.customers",
            "erp.customers",
            "7 error table: the database has no table or view 'erp.customers' that its user may read (correct the name, or delete the entry)",
        ),
        (
            "column: name,",
            "column: nmae,",
            "12 error properties.Name.column: the table 'public.customers' has no column 'nmae' (did you mean 'name'?)",
        ),
        (
            "column: note,",
            "column: remarks,",
            "14 error properties.Note.column: the table 'public.customers' has no column 'remarks' (correct the name, or delete the entry)",
        ),
        (
            "index: words",
            "index: word",
            "9 error search.index: the table 'public.customers' has no column 'word' (did you mean 'words'?)",
        ),
        (
            "dbType: integer",
            "dbType: uuid",
            "11 error properties.CustomerID.dbType: the column 'customer_id' is integer in the database (write dbType: \"integer\" and type: Edm.Int32)",
        ),
        (
            "Edm.Int32",
            "Edm.Int16",
            "11 error properties.CustomerID.type: the column 'customer_id' is integer in the database, which does not fit Edm.Int16 (write type: Edm.Int32)",
        ),
        (
            "maxLength: 80",
            "maxLength: 40",
            "12 warning properties.Name.maxLength: the column 'name' is character varying(80), longer than published (write maxLength: 80)",
        ),
        (
            "scale: 2",
            "scale: 1",
            "13 warning properties.Amount.scale: the column 'amount' is numeric(12,2), longer than published (write scale: 2)",
        ),
        (
            "nullable: false, ",
            "",
            "13 warning properties.Amount.nullable: the column 'amount' is never null, which makes sorting by it faster (add nullable: false)",
        ),
        (
            "maxLength: 80,",
            "maxLength: 80, nullable: false,",
            "12 error properties.Name.nullable: the column 'name' can be null (delete nullable: false, or make the column NOT NULL)",
        ),
        (
            "key: [CustomerID]",
            "key: [Amount]",
            "8 error key: the table 'public.customers' has no unique key on amount (make the key of the columns customer_id)",
        ),
    ] {
        assert!(DEFINITION.contains(written), "{written}");
        let mut found = compared(&DEFINITION.replacen(written, spoilt, 1), Engine::Postgres, customers());
        // Another key makes the old one nullable by default.
        found.retain(|problem| !(spoilt.contains("[Amount]") && problem.contains("CustomerID.nullable")));
        assert_eq!(found, [expected], "{written} → {spoilt}");
    }
    let missing = DEFINITION.replace("key: [CustomerID]", "missing: a key").replace("public.", "gone.");
    assert_eq!(compared(&missing, Engine::Postgres, customers()), [""; 0]);
}

#[test]
fn a_database_that_was_changed() {
    let key = "8 error key: the table 'public.customers' has no unique key on customer_id (add a unique key to the table)";
    let view = "8 warning key: nothing shows that the key of the view 'public.customers' is unique (make sure: of two rows with one key, clients lose one)";
    let null = "11 error properties.CustomerID.nullable: the column 'customer_id' can be null, so it cannot be part of a key (make the column NOT NULL, or choose another key)";
    let bigger = "11 error properties.CustomerID.type: the column 'customer_id' is bigint in the database, which does not fit Edm.Int32 (write type: Edm.Int64)";
    type Change = fn(&mut TableSchema);
    let changes: [(Change, &[&str]); 7] = [
        (|table| table.primary_key.clear(), &[key]),
        (
            |table| {
                table.primary_key.clear();
                table.unique_keys = vec![vec!["name".into()], vec!["customer_id".into()]];
            },
            &[],
        ),
        (
            |table| {
                table.primary_key.clear();
                table.is_view = true;
                table.columns.iter_mut().for_each(|column| column.nullable = true);
            },
            &[view],
        ),
        (|table| table.columns[0].nullable = true, &[null]),
        (|table| table.columns[0].db_type = "bigint".into(), &[bigger]),
        (|table| table.columns[0].db_type = "smallint".into(), &[]),
        (|table| table.schema = None, &[]),
    ];
    for (change, expected) in changes {
        let mut table = customers();
        change(&mut table);
        assert_eq!(compared(DEFINITION, Engine::Postgres, table), expected);
    }
}

#[test]
fn a_full_text_table_of_sqlite() {
    let definition: Definition = serde_saphyr::from_str(
        "sources: { erp: { url: sqlite:erp } }
services:
  - path: /
    namespace: Erp
    entitySets:
      Customers: { table: customers, key: [], search: { properties: [], index: words }, properties: {} }
",
    )
    .unwrap();
    let table =
        |name: &str, is_view| TableSchema { name: name.to_owned(), is_view, ..TableSchema::default() };
    for (name, is_virtual, expected) in [
        ("Words", true, None),
        ("wordz", true, Some("did you mean 'wordz'?")),
        ("words", false, Some("correct the name, or delete the entry")),
    ] {
        let database = DatabaseSchema { tables: vec![table("customers", false), table(name, is_virtual)] };
        let problems = compare(&definition, "erp", Engine::Sqlite, &database);
        let told = problems.iter().find(|problem| problem.place.ends_with("search.index"));
        assert_eq!(told.and_then(|problem| problem.remedy.as_deref()), expected, "{name}");
        assert!(told.is_none_or(|p| p.message == "the database has no full-text table 'words'"), "{told:?}");
    }
}

#[test]
fn a_column_without_a_type() {
    let text = DEFINITION.replace(", index: words", "").replace("dbType: integer", "nullable: false");
    let mut table = customers();
    table.columns[0].db_type.clear();
    assert_eq!(compared(&text, Engine::Sqlite, table), [""; 0]);
}

#[test]
fn values_that_hold_others() {
    use PrimitiveType as P;
    for (declared, stored, expected) in [
        (P::Int64, P::Int32, true),
        (P::Int32, P::Int64, false),
        (P::Int16, P::Byte, true),
        (P::Byte, P::SByte, false),
        (P::Int16, P::Boolean, true),
        (P::Boolean, P::Int16, false),
        (P::Decimal, P::Int64, true),
        (P::Double, P::Int32, false),
        (P::Double, P::Single, true),
        (P::Single, P::Double, false),
        (P::Double, P::Decimal, false),
        (P::String, P::Guid, true),
        (P::Guid, P::String, false),
        (P::DateTimeOffset, P::Date, false),
    ] {
        assert_eq!(holds(Engine::Postgres, declared, stored), expected, "{declared} for {stored}");
        assert!(holds(Engine::Sqlite, declared, stored), "SQLite: {declared} for {stored}");
    }
}

/// An enumeration is stored by value or by name, in the database's own words for either.
#[test]
fn an_enumeration_fits_integers_and_texts() {
    let definition = |db_type: &str| {
        DEFINITION
            .replacen(
                "    entitySets:",
                "    enumerations: { Rank: { members: { Low: 1, High: 2 } } }\n    entitySets:",
                1,
            )
            .replacen(
                "type: Edm.String, maxLength: 80, dbType: character varying(80)",
                &format!("type: Rank{db_type}"),
                1,
            )
            .replacen("[Name]", "[Note]", 1)
    };
    let table = |db_type: &str| {
        let mut table = customers();
        table.columns[1].db_type = db_type.to_owned();
        table
    };
    for (written, stored) in [
        ("", "integer"),
        (", dbType: smallint", "smallint"),
        (", dbType: text", "text"),
        (", dbType: rank", "rank"),
    ] {
        let told = compared(&definition(written), Engine::Postgres, table(stored));
        assert_eq!(told, [""; 0], "{written} {stored}");
    }
    assert_eq!(
        compared(&definition(""), Engine::Postgres, table("text")),
        [
            "13 error properties.Name.dbType: the column 'name' is text in the database (write dbType: \"text\")"
        ]
    );
}

#[test]
fn a_link_table() {
    let text = "\
sources: { erp: { url: postgres:erp } }
services:
  - path: /
    namespace: Erp
    entitySets:
      Customers:
        table: public.customers
        key: [CustomerID]
        properties:
          CustomerID: { column: customer_id, type: Edm.Int32, dbType: integer }
          Name: { column: name, type: Edm.String, dbType: character varying(80) }
        navigation:
          Friends:
            to: Customers
            collection: true
            through: { table: friends, here: { CustomerID: one }, there: { other: CustomerID } }
";
    let link = |columns| TableSchema {
        schema: Some("public".to_owned()),
        name: "friends".to_owned(),
        columns,
        ..TableSchema::default()
    };
    let compared = |text: &str, columns| {
        let definition: Definition = serde_saphyr::from_str(text).unwrap();
        let database = DatabaseSchema { tables: vec![customers(), link(columns)] };
        let problems = compare(&definition, "erp", Engine::Postgres, &database);
        let told = |problem: Problem| {
            let place = problem.place.replace("services[0].entitySets.Customers.navigation.Friends.", "");
            format!("{} {place}: {} ({})", problem.line, problem.message, problem.remedy.unwrap())
        };
        problems.into_iter().map(told).collect::<Vec<_>>()
    };
    // Whole numbers of any size are compared, and what cannot be null may be.
    let sound = || vec![column("one", "bigint", true), column("other", "numeric(9,0)", false)];
    assert_eq!(compared(text, sound()), [""; 0]);
    assert_eq!(
        compared(text, vec![column("one", "text", true), column("others", "integer", true)]),
        [
            "16 through.here: the column 'one' is text in the database, which is not compared with 'CustomerID' (make the two columns of one type, or use a view that shows them so)",
            "16 through.there: the table 'public.friends' has no column 'other' (did you mean 'others'?)",
        ]
    );
    assert_eq!(
        compared(&text.replace("table: friends", "table: fiends"), sound()),
        [
            "16 through.table: the database has no table or view 'fiends' that its user may read (correct the name, or delete the entry)"
        ]
    );
}

#[test]
fn columns_wherever_a_definition_names_them() {
    const HARBOUR: &str = "\
sources: { erp: { url: postgres:erp } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    entitySets:
      Ships:
        table: ships
        key: [ID]
        properties:
          ID: { column: id, type: Edm.Int32, dbType: integer }
          Kind: { column: kind, type: Edm.String, maxLength: 3, dbType: character varying(3), publish: false }
          Home: { type: Address, properties: { City: { column: city, type: Edm.String, maxLength: 9, dbType: character varying(9) } } }
        navigation:
          Papers: { to: Papers, on: { ID: ShipID }, collection: true, contains: true }
        derived:
          discriminator: Kind
          types:
            Tug: { values: [tug], properties: { Power: { column: power, type: Edm.Int32, nullable: false, dbType: integer } } }
      Papers:
        table: papers
        key: [No]
        properties:
          ShipID: { column: ship, type: Edm.Int32, nullable: false, dbType: integer, publish: false }
          No: { column: no, type: Edm.Int32, dbType: integer }
    singletons:
      Port:
        table: port
        properties:
          Name: { column: name, type: Edm.String, maxLength: 9, dbType: character varying(9) }
";
    let table = |name: &str, columns: Vec<ColumnSchema>, key: &[&str]| TableSchema {
        name: name.to_owned(),
        columns,
        primary_key: key.iter().map(|column| (*column).to_owned()).collect(),
        ..TableSchema::default()
    };
    let tables = || {
        vec![
            table(
                "ships",
                vec![
                    column("id", "integer", false),
                    column("kind", "character varying(3)", true),
                    column("city", "character varying(9)", true),
                    column("power", "integer", true),
                ],
                &["id"],
            ),
            table(
                "papers",
                vec![column("ship", "integer", false), column("no", "integer", false)],
                &["ship", "no"],
            ),
            table("port", vec![column("name", "character varying(9)", true)], &[]),
        ]
    };
    let compared = |text: &str, tables: Vec<TableSchema>| {
        let definition: Definition = serde_saphyr::from_str(text).unwrap();
        let problems = compare(&definition, "erp", Engine::Postgres, &DatabaseSchema { tables });
        let told = |problem: Problem| format!("{} {}: {}", problem.line, problem.place, problem.message);
        problems.into_iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(compared(HARBOUR, tables()), [""; 0]);
    for (written, spoilt, expected) in [
        (
            "column: city",
            "column: town",
            "13 services[0].entitySets.Ships.properties.Home.properties.City.column: the table 'ships' has no column 'town'",
        ),
        (
            "column: kind",
            "column: sort",
            "12 services[0].entitySets.Ships.properties.Kind.column: the table 'ships' has no column 'sort'",
        ),
        (
            "column: power",
            "column: force",
            "19 services[0].entitySets.Ships.derived.types.Tug.properties.Power.column: the table 'ships' has no column 'force'",
        ),
        (
            "table: port",
            "table: prot",
            "28 services[0].singletons.Port.table: the database has no table or view 'prot' that its user may read",
        ),
        (
            "column: name",
            "column: title",
            "30 services[0].singletons.Port.properties.Name.column: the table 'port' has no column 'title'",
        ),
        (
            "contains: true",
            "contains: false",
            "22 services[0].entitySets.Papers.key: the table 'papers' has no unique key on no",
        ),
    ] {
        assert_eq!(compared(&HARBOUR.replacen(written, spoilt, 1), tables()), [expected], "{spoilt}");
    }
}

#[test]
fn a_shape_fits_columns_of_its_kind_and_texts() {
    let definition = |property: &str| {
        DEFINITION.replace("Note: { column: note, type: Edm.String, maxLength: 255, dbType: text }", property)
    };
    for (stored, property, expected) in [
        ("geography(Point,4326)", "Note: { column: note, type: Edm.GeographyPoint, dbType: geography }", ""),
        ("geometry(Point,4326)", "Note: { column: note, type: Edm.Geography, dbType: geometry }", ""),
        ("geometry", "Note: { column: note, type: Edm.GeometryPoint, srid: 28992 }", ""),
        ("text", "Note: { column: note, type: Edm.GeographyPoint, dbType: text }", ""),
        (
            "text",
            "Note: { column: note, type: Edm.GeographyPoint }",
            "14 error properties.Note.dbType: the column 'note' is text in the database (write dbType: \"text\")",
        ),
        (
            "geometry(Point,4326)",
            "Note: { column: note, type: Edm.GeographyPoint }",
            "14 error properties.Note.dbType: the column 'note' is geometry(Point,4326) in the database (write dbType: \"geometry(Point,4326)\")",
        ),
        (
            "geography(Polygon,4326)",
            "Note: { column: note, type: Edm.GeographyPoint }",
            "14 error properties.Note.type: the column 'note' is geography(Polygon,4326) in the database, which does not fit Edm.GeographyPoint (write type: Edm.GeographyPolygon)",
        ),
        (
            "geometry(Point,25831)",
            "Note: { column: note, type: Edm.GeometryPoint, srid: 28992 }",
            "14 error properties.Note.type: the column 'note' is geometry(Point,25831) in the database, which does not fit Edm.GeometryPoint (write type: Edm.GeometryPoint and srid: 25831)",
        ),
    ] {
        let mut table = customers();
        table.columns[3].db_type = stored.to_owned();
        let expected: Vec<_> =
            Some(expected.to_owned()).filter(|text| !text.is_empty()).into_iter().collect();
        assert_eq!(compared(&definition(property), Engine::Postgres, table), expected, "{stored} {property}");
    }
}
