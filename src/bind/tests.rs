//! A request and what it means, as text.

use odata_params::ODataUri;

use super::*;
use crate::edm::{
    EntitySet, EntityType, NavigationProperty, PrimitiveType as P, Property, Relation, TypeRef,
};
use crate::query::{Name, Text};

fn model() -> Model {
    let property = |name: &str, ty: TypeRef| Property {
        filterable: name != "Notes",
        sortable: name != "Notes",
        ..Property::new(name, ty)
    };
    let set = |name: &str, entity_type| EntitySet {
        searchable: entity_type == 0,
        ..EntitySet::new(name, entity_type)
    };
    Model {
        entity_types: vec![
            EntityType {
                navigation: vec![
                    NavigationProperty::new("Berths", true, Relation::on(1, &[(0, 0)])),
                    NavigationProperty::new("Home", false, Relation::on(0, &[(8, 0)])),
                ],
                ..EntityType::new(
                    "Boat",
                    vec![0],
                    vec![
                        property("ID", TypeRef::of(P::Int32).required()),
                        property("Name", TypeRef::of(P::String)),
                        property("Length", TypeRef::of(P::Decimal)),
                        property("Built", TypeRef::of(P::Date)),
                        property("Seen", TypeRef::of(P::DateTimeOffset)),
                        property("Sails", TypeRef::of(P::Boolean)),
                        property("Tag", TypeRef::of(P::Guid)),
                        property("Notes", TypeRef::of(P::String)),
                        property("HomeID", TypeRef::of(P::Int32)),
                    ],
                )
            },
            EntityType::new(
                "Berth",
                vec![0, 1],
                vec![
                    property("BoatID", TypeRef::of(P::Int32).required()),
                    property("Pier", TypeRef::of(P::String).required()),
                ],
            ),
        ],
        entity_sets: vec![set("Boats", 0), set("Berths", 1)],
        ..Model::new("Yard", "Default")
    }
}

fn read(path: &str, query: &str, profile: Profile) -> Result<Query, Error> {
    let uri = ODataUri::parse(path, query).unwrap();
    match bind(&uri, &Environment { model: &model(), profile })? {
        Bound::Read(query, _) => Ok(*query),
        other => panic!("{other:?}"),
    }
}

fn text(set: usize, filter: &crate::query::Expr) -> String {
    let model = model();
    let property = |set: usize, index: usize| model.type_of(set).properties[index].name.clone();
    let name = |name| match name {
        Name::Property(index) => property(set, index),
        Name::Target(set) => model.entity_sets[set].name.clone(),
        Name::TargetProperty(set, index) => property(set, index),
    };
    Text { expr: filter, name }.to_string()
}

fn filter_in(profile: Profile, filter: &str) -> String {
    match read("Boats", &format!("$filter={filter}"), profile) {
        Ok(query) => text(0, &query.filter.unwrap()),
        Err(error) => format!("{:?}: {}", error.reason, error.message),
    }
}

#[test]
fn filters_take_their_meaning_from_the_model() {
    for (filter, meaning) in [
        // Coercion by the property's type (URL Conventions, section 5.1.1.16).
        ("ID eq 5.0", "(ID eq 5)"),
        ("5 lt ID", "(ID gt 5)"),
        ("ID eq 1.5", "(ID eq 1.5)"),
        ("Length eq 7", "(Length eq 7)"),
        ("Tag eq '0f8fad5b-d9cb-469f-a165-70867728950e'", "(Tag eq 0f8fad5b-d9cb-469f-a165-70867728950e)"),
        ("Seen ge 2024-02-29", "(Seen ge 2024-02-29T00:00:00Z)"),
        ("Built lt 2024-03-01T00:00:00Z", "(Built lt 2024-03-01)"),
        ("Built lt 2024-03-01T08:00:00Z", "(Built le 2024-03-01)"),
        ("Built eq 2024-03-01T08:00:00Z", "false"),
        (
            "Built in (2024-03-01T00:00:00Z,2024-03-01T08:00:00Z,2024-03-02)",
            "(Built in (2024-03-01,2024-03-02))",
        ),
        ("Built in (2024-03-01T08:00:00Z)", "false"),
        ("null eq Name", "(Name eq null)"),
        // Flat and/or; chains of eq on one property are one in.
        ("ID eq 1 or ID eq 2 or ID in (3,4)", "(ID in (1,2,3,4))"),
        ("ID eq 1 or Name eq 'a' or ID eq 2", "((ID eq 1) or (Name eq 'a') or (ID eq 2))"),
        ("Sails and ID gt 1 and Name ne 'x'", "(Sails and (ID gt 1) and (Name ne 'x'))"),
        ("Name in ('a',null)", "((Name eq 'a') or (Name eq null))"),
        ("not(ID eq 1)", "not (ID eq 1)"),
        ("not contains(Name,'x') eq true", "(not contains(Name,'x') eq true)"),
        // Arithmetic types.
        ("ID add 1 gt Length mul 2", "((ID add 1) gt (Length mul 2))"),
        (
            "Seen sub duration'PT1H' gt 2024-01-01T00:00:00Z",
            "((Seen sub duration'PT3600S') gt 2024-01-01T00:00:00Z)",
        ),
        ("year(Built) eq 2024 and length(Name) gt 3", "((year(Built) eq 2024) and (length(Name) gt 3))"),
        ("isof(ID,Edm.Int32)", "(ID ne null)"),
        ("cast(ID,Edm.String) eq '1'", "(cast(ID,Edm.String) eq '1')"),
        ("Name eq @n&@n='it''s'", "(Name eq 'it''s')"),
    ] {
        assert_eq!(filter_in(Profile::Standard, filter), meaning, "{filter}");
    }
}

#[test]
fn what_has_no_meaning_is_refused_by_name_and_place() {
    for (filter, refusal) in [
        ("Nme eq 1", "BadRequest: $filter, position 0: Boat has no property 'Nme'"),
        (
            "name eq 'a'",
            "BadRequest: $filter, position 0: Boat has no property 'name'; names are case-sensitive: write Name",
        ),
        (
            "Name eq 5",
            "BadRequest: $filter, position 8: '5' is no Edm.String; write text in single quotes, such as 'Acme'",
        ),
        (
            "ID add 1",
            "BadRequest: $filter, position 0: a condition is needed here, such as Name eq 'Acme'; this is Edm.Int64",
        ),
        (
            "Name add 1 eq 2",
            "BadRequest: $filter, position 0: 'add' is not defined for Edm.String and Edm.Int32",
        ),
        (
            "Name has 'x'",
            "BadRequest: $filter, position 0: 'has' needs an enumeration property on its left; this is Edm.String",
        ),
        (
            "Name eq @n",
            "BadRequest: $filter, position 8: the parameter alias @n has no value; add @n=… to the request",
        ),
        ("Name eq @n&@n=@n", "BadRequest: $filter, position 8: the alias @n refers to itself"),
        ("Notes eq 'x'", "BadRequest: $filter: 'Notes' cannot be filtered by"),
        (
            "contains(ID,'x')",
            "BadRequest: $filter, position 9: contains needs Edm.String here, not Edm.Int32",
        ),
        ("Berths/any(b:b/Peer eq 'A')", "BadRequest: $filter, position 15: Berth has no property 'Peer'"),
        ("Home/Notes eq 'x'", "BadRequest: $filter: 'Notes' cannot be filtered by"),
        (
            "Home/$count($filter=ID eq 1) gt 1",
            "BadRequest: $filter, position 5: Boat is no collection, of which any, all, $count and $filter are asked",
        ),
        (
            "geo.distance(ID,ID) lt 1",
            "BadRequest: $filter, position 13: geo.distance needs Edm.GeographyPoint or Edm.GeometryPoint here, not Edm.Int32",
        ),
    ] {
        assert_eq!(filter_in(Profile::Standard, filter), refusal, "{filter}");
    }
}

#[test]
fn expressions_may_leave_the_row() {
    for (filter, meaning) in [
        ("Berths/any()", "any(x1 in Berths where x1/BoatID eq ID)"),
        (
            "Berths/any(b:b/Pier eq Name and b/Pier eq $it/Home/Name)",
            "any(x1 in Berths where x1/BoatID eq ID and ((x1/Pier eq Name) and \
             (x1/Pier eq one(x2 in Boats where x2/ID eq HomeID: x2/Name))))",
        ),
        (
            "Berths/all(b:b/Pier eq 'A')",
            "not any(x1 in Berths where x1/BoatID eq ID and not (x1/Pier eq 'A'))",
        ),
        (
            "Home/Home/Name eq 'x'",
            "(one(x1 in Boats where x1/ID eq HomeID: one(x2 in Boats where x2/ID eq x1/HomeID: x2/Name)) eq 'x')",
        ),
        ("Home eq null", "not any(x1 in Boats where x1/ID eq HomeID)"),
        (
            "Home/Berths/any(b:b/Pier eq Name)",
            "any(x1 in Boats where x1/ID eq HomeID and \
             any(x2 in Berths where x2/BoatID eq x1/ID and (x2/Pier eq Name)))",
        ),
        (
            "Home/Berths/$count($filter=Pier eq $it/Name) gt 1",
            "(countof(x1 in Boats where x1/ID eq HomeID: count(x2 in Berths where x2/BoatID eq x1/ID and \
             (x2/Pier eq Name))) gt 1)",
        ),
        ("$root/Boats(3)/Name eq Name", "(one(x1 in Boats where (x1/ID eq 3): x1/Name) eq Name)"),
        ("Name in Berths/Pier", "any(x1 in Berths where x1/BoatID eq ID and (x1/Pier eq Name))"),
    ] {
        assert_eq!(filter_in(Profile::Standard, filter), meaning, "{filter}");
    }
}

/// A computed property is one of the outermost row, however deep it is used.
#[test]
fn computed_properties_are_seen_from_related_rows() {
    let query = read(
        "Boats",
        "$compute=Length add 1 as More&$filter=Berths/any(b:More gt 2 and $it/More gt 3)",
        Profile::Standard,
    );
    let meaning = text(0, &query.unwrap().filter.unwrap());
    assert_eq!(
        meaning,
        "any(x1 in Berths where x1/BoatID eq ID and (((Length add 1) gt 2) and ((Length add 1) gt 3)))"
    );
}

#[test]
fn blank_text_is_null_in_the_salesforce_profile() {
    for (filter, standard, salesforce) in [
        ("Name eq null", "(Name eq null)", "blank(Name)"),
        ("Name ne null", "(Name ne null)", "not blank(Name)"),
        ("Name eq ''", "(Name eq '')", "blank(Name)"),
        ("Name in ('a','')", "(Name in ('a',''))", "((Name eq 'a') or blank(Name))"),
        ("ID eq null", "(ID eq null)", "(ID eq null)"),
    ] {
        assert_eq!(filter_in(Profile::Standard, filter), standard, "{filter}");
        assert_eq!(filter_in(Profile::Salesforce, filter), salesforce, "{filter}");
    }
}

#[test]
fn properties_filtered_for_equality_are_echoed_to_salesforce() {
    let query = "$select=ID&$filter=Name eq 'a' and (Length gt 1 or Built eq 2024-01-01)";
    assert_eq!(read("Boats", query, Profile::Salesforce).unwrap().select, [0, 1, 3]);
    assert_eq!(read("Boats", query, Profile::Standard).unwrap().select, [0]);
}

#[test]
fn paths_lead_to_places() {
    for (path, set, shape, filter) in [
        ("Boats", 0, Shape::Collection, None),
        ("/Boats/", 0, Shape::Collection, None),
        ("Boats(7)", 0, Shape::Entity, Some("(ID eq 7)")),
        ("Boats(ID=7)", 0, Shape::Entity, Some("(ID eq 7)")),
        ("Boats/7", 0, Shape::Entity, Some("(ID eq 7)")),
        ("Boats(7)/Name", 0, Shape::Property(1), Some("(ID eq 7)")),
        ("Boats/7/Name/$value", 0, Shape::RawValue(1), Some("(ID eq 7)")),
        ("Boats/$count", 0, Shape::Count, None),
        ("Berths(Pier='A%2F1',BoatID=3)", 1, Shape::Entity, Some("((BoatID eq 3) and (Pier eq 'A/1'))")),
        ("Berths/3/A", 1, Shape::Entity, Some("((BoatID eq 3) and (Pier eq 'A'))")),
        ("Boats(1)/Berths", 1, Shape::Collection, None),
        ("Boats(1)/Berths/$count", 1, Shape::Count, None),
        ("Boats(1)/Home", 0, Shape::RelatedEntity, None),
        ("Boats(1)/Home/Home/Name", 0, Shape::Property(1), None),
    ] {
        let query = read(path, "", Profile::Standard).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!((query.set, query.shape), (set, shape), "{path}");
        assert_eq!(query.filter.map(|filter| text(set, &filter)).as_deref(), filter, "{path}");
    }
}

#[test]
fn a_navigation_reads_its_parent_first() {
    let query = read("Boats(1)/Home/Berths", "", Profile::Standard).unwrap();
    let parent = query.parent.unwrap();
    assert_eq!((parent.query.set, parent.query.select, parent.relation.there), (0, vec![0], vec![0]));
    let grandparent = parent.query.parent.unwrap();
    assert_eq!((grandparent.query.select, grandparent.relation.there), (vec![8], vec![0]));
    assert_eq!(text(0, &grandparent.query.filter.unwrap()), "(ID eq 1)");
}

#[test]
fn paths_that_lead_nowhere_are_refused() {
    for (path, query, reason) in [
        ("Ships", "", Reason::NotFound),
        ("boats", "", Reason::NotFound),
        ("Boats(1)/Nme", "", Reason::NotFound),
        ("Boats('x')", "", Reason::BadRequest),
        ("Boats/x", "", Reason::NotFound),
        ("Berths(1)", "", Reason::BadRequest),
        ("Berths(BoatID=1,BoatID=2)", "", Reason::BadRequest),
        ("Boats(1)/Name/x", "", Reason::NotFound),
        ("Boats(1)/$value", "", Reason::BadRequest),
        ("$crossjoin(Boats,Berths)", "", Reason::NotImplemented),
        ("$all", "", Reason::NotImplemented),
        ("Boats/$filter(Notes eq 'x')", "", Reason::BadRequest),
        ("Boats", "$expand=Brths", Reason::BadRequest),
        ("Boats", "$apply=nest(identity as X)", Reason::NotImplemented),
        ("Boats(1)", "$apply=identity", Reason::BadRequest),
        ("Boats", "$select=Nme", Reason::BadRequest),
        ("Boats(1)", "$top=1", Reason::BadRequest),
        ("Boats(1)/Name", "$filter=ID eq 1", Reason::BadRequest),
        ("Berths", "$search=x", Reason::NotImplemented),
        ("Boats", "$orderby=Notes", Reason::BadRequest),
    ] {
        let error = read(path, query, Profile::Standard).expect_err(path);
        assert_eq!(error.reason, reason, "{path}?{query}: {error}");
    }
}

#[test]
fn options_in_any_legal_spelling() {
    let query = read(
        "Boats",
        "&top=5&%24skip=2&$count=true&$select=Name,%20ID&$orderby=Name+desc,ID%20asc&custom=x&",
        Profile::Standard,
    )
    .unwrap();
    assert_eq!(
        (query.top, query.skip, query.count, query.select.as_slice()),
        (Some(5), 2, true, &[0, 1][..])
    );
    assert_eq!(query.order_by.iter().map(|key| key.descending).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn what_costs_too_much_is_refused() {
    let digits = "1".repeat(6_000);
    let keys = |n: usize| (1..=n).map(|n| format!("ID add {n}")).collect::<Vec<_>>().join(",");
    for (query, ok) in [
        (format!("$filter=Length eq {digits}"), true),
        (format!("$filter=Length eq 0.{digits}"), false),
        (format!("$filter=Length eq {digits}{digits}"), false),
        (format!("$filter=Length add 0.{digits} gt 1"), false),
        (format!("$orderby={}", keys(100)), true),
        (format!("$orderby={}", keys(101)), false),
    ] {
        let outcome = read("Boats", &query, Profile::Standard);
        assert_eq!(outcome.is_ok(), ok, "{}", query.get(..40).unwrap());
        if let Err(error) = outcome {
            assert_eq!(error.reason, Reason::BadRequest);
        }
    }
}
