//! What the metadata document says is so: every property of the definition, legal facets, and
//! annotations that a request confirms.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::Element;
use crate::support::acceptance::acceptance;
use crate::support::fixture::{Fixture, Kind, Table};
use crate::support::served::{Served, with_servers};
use crate::support::variety::variety;

async fn documents(server: &Served) -> (Element, Value) {
    let xml = server.get("/$metadata").await;
    assert_eq!(xml.status, 200);
    (Element::parse(&xml.body), server.ok("/$metadata?$format=json").await)
}

#[tokio::test]
async fn every_property_of_the_definition_is_there_with_its_type() {
    for (fixture, profile) in
        [(variety(), "standard"), (variety(), "salesforce"), (acceptance(), "salesforce")]
    {
        with_servers(&fixture, profile, async |servers| {
            for server in &servers[1..] {
                let (document, json) = documents(server).await;
                let schema = document.schema();
                assert_eq!(schema.all("EntityType").count(), fixture.tables.len());
                for table in &fixture.tables {
                    check_set(table, &fixture, schema, &json["Test"], profile);
                }
            }
        })
        .await;
    }
}

fn check_set(table: &Table, fixture: &Fixture, schema: &Element, json: &Value, profile: &str) {
    let set = schema.child("EntityContainer").unwrap().child(&format!("EntitySet:{}", table.set)).unwrap();
    let type_name = set.get("EntityType").unwrap().strip_prefix("Test.").unwrap();
    let entity_type = schema.child(&format!("EntityType:{type_name}")).unwrap();
    let type_json = &json[type_name];
    assert_eq!(json["Container"][table.set]["$Type"], format!("Test.{type_name}"));

    let key: Vec<_> =
        entity_type.child("Key").unwrap().all("PropertyRef").map(|part| part.get("Name").unwrap()).collect();
    assert_eq!(key, table.key);
    assert_eq!(type_json["$Key"], serde_json::json!(table.key));

    let expected: Vec<_> = table
        .columns
        .iter()
        .filter(|column| profile != "salesforce" || column.kind != Kind::Binary)
        .collect();
    let found: Vec<_> = entity_type.all("Property").map(|property| property.get("Name").unwrap()).collect();
    assert_eq!(found, expected.iter().map(|column| column.property).collect::<Vec<_>>(), "{}", table.set);
    for (column, property) in expected.iter().zip(entity_type.all("Property")) {
        let at = format!("{}/{} {profile}", table.set, column.property);
        let ty = property.get("Type").unwrap();
        check_facets(property, ty, &at);
        assert_eq!(property.get("Nullable"), (!column.nullable).then_some("false"), "{at}");
        let (declared, facet) = declared(column.kind);
        match (profile, column.kind) {
            ("salesforce", Kind::Guid | Kind::Time | Kind::LongText) => {
                assert!(ty == "Edm.String" && property.get("MaxLength").is_some(), "{at}");
            }
            ("salesforce", Kind::Timestamp | Kind::TimestampTz) => {
                assert_eq!(property.get("Precision"), Some("3"), "{at}")
            }
            _ => {
                assert_eq!(ty, declared, "{at}");
                for (name, value) in facet {
                    assert_eq!(property.get(name), Some(value.as_str()), "{at}");
                }
            }
        }
        if profile == "salesforce" {
            assert!(ty != "Edm.String" || property.get("MaxLength").is_some(), "{at}: Text(128) otherwise");
            assert!(!["Edm.Guid", "Edm.TimeOfDay", "Edm.Duration", "Edm.Binary"].contains(&ty), "{at}");
        }
        check_json(property, &type_json[column.property], &at);
    }
    for navigation in &table.navigation {
        let found = entity_type.child(&format!("NavigationProperty:{}", navigation.name)).unwrap();
        assert_eq!(found.get("Type").unwrap().starts_with("Collection("), navigation.collection);
        let binding =
            set.all("NavigationPropertyBinding").find(|binding| binding.get("Path") == Some(navigation.name));
        let target = binding.unwrap().get("Target").unwrap();
        assert!(target == navigation.to && fixture.tables.iter().any(|table| table.set == target));
    }
    assert_eq!(entity_type.all("NavigationProperty").count(), table.navigation.len());
}

/// Facets stand only where the standard has them (CSDL, section 7.2).
fn check_facets(property: &Element, ty: &str, at: &str) {
    for (facet, types) in [
        ("MaxLength", &["Edm.String", "Edm.Binary"][..]),
        ("Precision", &["Edm.Decimal", "Edm.DateTimeOffset", "Edm.TimeOfDay", "Edm.Duration"]),
        ("Scale", &["Edm.Decimal"]),
        ("Unicode", &["Edm.String"]),
    ] {
        assert!(property.get(facet).is_none() || types.contains(&ty), "{at}: {facet}");
    }
    let number = |facet| property.get(facet).map(|digits| digits.parse::<u32>().unwrap());
    if ty == "Edm.Decimal" {
        let (precision, scale) = (number("Precision").unwrap(), number("Scale").unwrap());
        assert!(scale <= precision && precision > 0, "{at}");
    } else {
        assert!(number("Precision").is_none_or(|digits| digits <= 12), "{at}");
    }
}

/// The JSON form says the same as the XML form.
fn check_json(xml: &Element, json: &Value, at: &str) {
    assert_eq!(
        json.get("$Type").and_then(Value::as_str).unwrap_or("Edm.String"),
        xml.get("Type").unwrap(),
        "{at}"
    );
    for (facet, member) in [("MaxLength", "$MaxLength"), ("Precision", "$Precision"), ("Scale", "$Scale")] {
        assert_eq!(json.get(member).map(Value::to_string).as_deref(), xml.get(facet), "{at} {facet}");
    }
    assert_eq!(
        json.get("$Nullable") == Some(&Value::Bool(true)),
        xml.get("Nullable") != Some("false"),
        "{at}"
    );
}

fn declared(kind: Kind) -> (&'static str, Vec<(&'static str, String)>) {
    match kind {
        Kind::Boolean => ("Edm.Boolean", vec![]),
        Kind::Int16 => ("Edm.Int16", vec![]),
        Kind::Int32 => ("Edm.Int32", vec![]),
        Kind::Int64 => ("Edm.Int64", vec![]),
        Kind::Single => ("Edm.Single", vec![]),
        Kind::Double => ("Edm.Double", vec![]),
        Kind::Decimal(precision, scale) => {
            ("Edm.Decimal", vec![("Precision", precision.to_string()), ("Scale", scale.to_string())])
        }
        Kind::Text(length) | Kind::FixedText(length) => {
            ("Edm.String", vec![("MaxLength", length.to_string())])
        }
        Kind::LongText => ("Edm.String", vec![]),
        Kind::Guid => ("Edm.Guid", vec![]),
        Kind::Date => ("Edm.Date", vec![]),
        Kind::Time => ("Edm.TimeOfDay", vec![("Precision", "6".to_owned())]),
        Kind::Timestamp | Kind::TimestampTz => ("Edm.DateTimeOffset", vec![("Precision", "6".to_owned())]),
        Kind::Duration => ("Edm.Duration", vec![("Precision", "6".to_owned())]),
        Kind::Binary => ("Edm.Binary", vec![]),
    }
}

#[tokio::test]
async fn every_annotation_tells_the_truth() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let (document, json) = documents(server).await;
            let schema = document.schema();
            let container = schema.child("EntityContainer").unwrap();
            for set in container.all("EntitySet") {
                let name = set.get("Name").unwrap();
                let type_name = set.get("EntityType").unwrap().strip_prefix("Test.").unwrap();
                let entity_type = schema.child(&format!("EntityType:{type_name}")).unwrap();
                check_transformations(server, name, set, entity_type).await;
                check_annotations(server, name, set, entity_type).await;
                let annotations = |object: &Value| {
                    object.as_object().unwrap().keys().filter(|key| key.starts_with('@')).count()
                };
                assert_eq!(
                    annotations(&json["Test"]["Container"][name]),
                    set.all("Annotation").count(),
                    "{name}"
                );
            }
            check_functions(server, container).await;
        }
    })
    .await;
}

async fn check_annotations(server: &Served, set: &str, element: &Element, entity_type: &Element) {
    let excepted = |term: &str, member: &str| -> BTreeSet<String> {
        let record = record(element, term);
        let paths =
            record.child(&format!("PropertyValue:{member}")).and_then(|value| value.child("Collection"));
        paths
            .map(|paths| paths.all("PropertyPath").map(|path| path.text.clone()).collect())
            .unwrap_or_default()
    };
    let unfilterable = excepted("FilterRestrictions", "NonFilterableProperties");
    let unsortable = excepted("SortRestrictions", "NonSortableProperties");
    for property in entity_type.all("Property").map(|property| property.get("Name").unwrap()) {
        let refused = |answer: u16| answer == 400 || answer == 501;
        let filtered = server.get(&format!("/{set}?$filter={property} ne null&$top=1")).await.status;
        assert_eq!(
            refused(filtered),
            unfilterable.contains(property),
            "{set}/{property} filtered: {filtered}"
        );
        let sorted = server.get(&format!("/{set}?$orderby={property}&$top=1")).await.status;
        assert_eq!(refused(sorted), unsortable.contains(property), "{set}/{property} sorted: {sorted}");
    }
    for (term, member, query) in [
        ("FilterRestrictions", "Filterable", "$filter=true"),
        ("SearchRestrictions", "Searchable", "$search=x"),
        ("CountRestrictions", "Countable", "$count=true"),
        ("SelectSupport", "Supported", "$select=*"),
        ("ExpandRestrictions", "Expandable", "$expand=*"),
    ] {
        let said = record(element, term).child(&format!("PropertyValue:{member}")).unwrap().get("Bool")
            == Some("true");
        let status = server.get(&format!("/{set}?{query}")).await.status;
        assert_eq!(status == 200, said, "{set} {term}: {status}");
        assert!(said || status == 501, "{set} {term}: {status}");
    }
    for (term, query) in [("TopSupported", "$top=1"), ("SkipSupported", "$skip=1")] {
        let said =
            element.child(&format!("Annotation:{CAPABILITIES}.{term}")).unwrap().get("Bool") == Some("true");
        assert_eq!(server.get(&format!("/{set}?{query}")).await.status == 200, said, "{set} {term}");
    }
    for (term, member, method) in [
        ("InsertRestrictions", "Insertable", "POST"),
        ("UpdateRestrictions", "Updatable", "PATCH"),
        ("DeleteRestrictions", "Deletable", "DELETE"),
    ] {
        let said = record(element, term).child(&format!("PropertyValue:{member}")).unwrap().get("Bool")
            == Some("true");
        let status = server.ask(method, &format!("/{set}"), &[]).await.status;
        assert!(!said && status == 405, "{set} {term}: {status}");
    }
}

/// Each transformation with a use of it.
const TRANSFORMATIONS: [(&str, &str); 16] = [
    ("aggregate", "aggregate($count as N)"),
    ("bottomcount", "bottomcount(1,1)"),
    ("bottompercent", "bottompercent(1,1)"),
    ("bottomsum", "bottomsum(1,1)"),
    ("compute", "compute(1 as One)"),
    ("concat", "concat(identity,top(1))"),
    ("filter", "filter(true)"),
    ("groupby", "groupby((@key),identity)"),
    ("identity", "identity"),
    ("orderby", "orderby(@key)"),
    ("search", "search(x)"),
    ("skip", "skip(1)"),
    ("top", "top(1)"),
    ("topcount", "topcount(1,1)"),
    ("toppercent", "toppercent(1,1)"),
    ("topsum", "topsum(1,1)"),
];

async fn check_transformations(server: &Served, set: &str, element: &Element, entity_type: &Element) {
    let supported = element.child("Annotation:Org.OData.Aggregation.V1.ApplySupported").unwrap();
    let texts = |member: &str, kind: &str| -> Option<BTreeSet<String>> {
        let value = supported.child("Record")?.child(&format!("PropertyValue:{member}"))?;
        Some(value.child("Collection")?.all(kind).map(|item| item.text.clone()).collect())
    };
    let named = texts("Transformations", "String").unwrap();
    assert_eq!(named, TRANSFORMATIONS.iter().map(|(name, _)| (*name).to_owned()).collect());
    let key = entity_type.child("Key").unwrap().child("PropertyRef").unwrap().get("Name").unwrap();
    let search = record(element, "SearchRestrictions").child("PropertyValue:Searchable").unwrap();
    for (name, example) in TRANSFORMATIONS {
        let apply = example.replace("@key", key);
        let status = server.get(&format!("/{set}?$apply={apply}&$top=1")).await.status;
        let answered = name != "search" || search.get("Bool") == Some("true");
        assert_eq!(status == 200, answered, "{set} {name}: {status}");
    }
    let groupable = texts("GroupableProperties", "PropertyPath");
    for property in entity_type.all("Property").map(|property| property.get("Name").unwrap()) {
        let status = server.get(&format!("/{set}?$apply=groupby(({property}))&$top=1")).await.status;
        let said = groupable.as_ref().is_none_or(|groupable| groupable.contains(property));
        assert_eq!(status == 200, said, "{set}/{property}: {status}");
    }
}

const CAPABILITIES: &str = "Org.OData.Capabilities.V1";

fn record<'e>(element: &'e Element, term: &str) -> &'e Element {
    element.child(&format!("Annotation:{CAPABILITIES}.{term}")).unwrap().child("Record").unwrap()
}

async fn check_functions(server: &Served, container: &Element) {
    let listed = container
        .child(&format!("Annotation:{CAPABILITIES}.FilterFunctions"))
        .unwrap()
        .child("Collection")
        .unwrap();
    let listed: BTreeSet<&str> = listed.all("String").map(|name| name.text.as_str()).collect();
    for (function, call) in CALLS {
        let status = server.get(&format!("/Things?$filter={call}&$top=1")).await.status;
        assert_eq!(status == 200, listed.contains(function), "{function}: {status}");
    }
    let called: BTreeSet<&str> = CALLS.iter().map(|(function, _)| *function).collect();
    assert!(listed.is_subset(&called), "{listed:?}");
}

/// The canonical functions of OData 4.01 (URL Conventions, section 5.1.1.5 and following).
const CALLS: &[(&str, &str)] = &[
    ("concat", "concat(Name,'x') ne 'y'"),
    ("contains", "contains(Name,'x') ne true"),
    ("endswith", "endswith(Name,'x') ne true"),
    ("indexof", "indexof(Name,'x') ne 5"),
    ("length", "length(Name) ne 99"),
    ("startswith", "startswith(Name,'x') ne true"),
    ("substring", "substring(Name,1) ne 'y'"),
    ("matchesPattern", "matchesPattern(Name,'x') ne true"),
    ("tolower", "tolower(Name) ne 'y'"),
    ("toupper", "toupper(Name) ne 'y'"),
    ("trim", "trim(Name) ne 'y'"),
    ("hassubset", "hassubset(Name,Name)"),
    ("hassubsequence", "hassubsequence(Name,Name)"),
    ("date", "date(Moment) ne 2024-01-01"),
    ("day", "day(Moment) ne 99"),
    ("fractionalseconds", "fractionalseconds(Moment) ne 99"),
    ("hour", "hour(Moment) ne 99"),
    ("maxdatetime", "Moment ne maxdatetime()"),
    ("mindatetime", "Moment ne mindatetime()"),
    ("minute", "minute(Moment) ne 99"),
    ("month", "month(Moment) ne 99"),
    ("now", "Moment ne now()"),
    ("second", "second(Moment) ne 99"),
    ("time", "time(Moment) ne 12:00:00"),
    ("totaloffsetminutes", "totaloffsetminutes(Moment) ne 99"),
    ("totalseconds", "totalseconds(duration'PT1S') ne 99"),
    ("year", "year(Moment) ne 99"),
    ("ceiling", "ceiling(Amount) ne 99"),
    ("floor", "floor(Amount) ne 99"),
    ("round", "round(Amount) ne 99"),
    ("cast", "cast(ID,Edm.String) ne 'x'"),
    ("isof", "isof(ID,Edm.Int32)"),
    ("isdefined", "isdefined(Name)"),
    ("case", "case(ID gt 0:true,true:true)"),
    ("geo.distance", "geo.distance(Name,Name) gt 1"),
    ("geo.intersects", "geo.intersects(Name,Name)"),
    ("geo.length", "geo.length(Name) gt 1"),
];
