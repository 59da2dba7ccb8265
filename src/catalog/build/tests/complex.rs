//! Complex properties: where their columns are, the types they share, and what can be wrong with them.

use super::*;

const HARBOUR: &str = "\
sources: { erp: { url: sqlite:erp.db } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    entitySets:
      Pilots:
        table: pilots
        key: [ID]
        search: { properties: [Home/City] }
        properties:
          ID: { type: Edm.Int32 }
          Home:
            type: Address
            description: Where letters go
            properties:
              City: { column: home_city, type: Edm.String, maxLength: 40 }
              Position: { type: Position, properties: { Lat: { type: Edm.Double }, Lon: { type: Edm.Double } } }
          Name: { type: Edm.String, maxLength: 40 }
        navigation:
          Firm: { to: Firms, on: { Home/City: Seat/City } }
      Firms:
        table: firms
        key: [ID]
        properties:
          ID: { type: Edm.Int32 }
          Seat:
            type: Address
            properties:
              City: { type: Edm.String, maxLength: 40 }
              Position: { type: Position, properties: { Lat: { type: Edm.Double }, Lon: { type: Edm.Double } } }
";

#[test]
fn leaves_are_flat_and_know_their_objects() {
    let (catalogs, warnings) = build_text(HARBOUR).unwrap();
    assert_eq!(warnings, []);
    let (model, pilots) = (&catalogs[0].model, &catalogs[0].tables[0]);
    let columns: Vec<_> =
        pilots.columns.iter().map(|column| (column.property.as_str(), column.name.as_str())).collect();
    assert_eq!(
        columns,
        [
            ("ID", "ID"),
            ("Home/City", "home_city"),
            ("Home/Position/Lat", "Lat"),
            ("Home/Position/Lon", "Lon"),
            ("Name", "Name")
        ]
    );
    assert_eq!(pilots.search, Search::Like(vec![1]));
    let pilot = model.type_of(0);
    assert_eq!(pilot.navigation[0].relation, Relation::on(1, &[(1, 1)]));
    let complex: Vec<_> = pilot
        .complex
        .iter()
        .map(|complex| (complex.path.as_str(), complex.complex_type, complex.leaves.clone()))
        .collect();
    assert_eq!(complex, [("Home", 1, 1..4), ("Home/Position", 0, 2..4)]);
    let address = &model.complex_types[1];
    assert_eq!((model.complex_types.len(), address.name.as_str()), (2, "Address"));
    let names: Vec<_> = address.properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["City", "Position/Lat", "Position/Lon"]);
    assert_eq!((address.complex[0].path.as_str(), address.complex[0].leaves.clone()), ("Position", 1..3));
    assert_eq!(model.type_of(1).complex[0].complex_type, 1, "shared");
}

#[test]
fn salesforce_gets_flat_names() {
    let (catalogs, warnings) =
        build_text(&HARBOUR.replace("profile: standard", "profile: salesforce")).unwrap();
    assert_eq!(warnings, []);
    let (model, pilots) = (&catalogs[0].model, &catalogs[0].tables[0]);
    let names: Vec<_> = model.type_of(0).properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["ID", "Home_City", "Home_Position_Lat", "Home_Position_Lon", "Name"]);
    assert_eq!((&model.type_of(0).complex[..], &model.complex_types[..]), (&[][..], &[][..]));
    assert_eq!(pilots.search, Search::Like(vec![1]));
    assert_eq!(model.type_of(0).navigation[0].relation, Relation::on(1, &[(1, 1)]));
}

#[test]
fn what_is_left_out_is_in_no_object() {
    let text = HARBOUR
        .replace("Position: { type: Position,", "Position: { type: Position, publish: false,")
        .replace(
            "City: { type: Edm.String, maxLength: 40 }",
            "City: { type: Edm.String, maxLength: 40, publish: true }",
        );
    let (catalogs, _) = build_text(&text).unwrap();
    let model = &catalogs[0].model;
    assert_eq!(model.complex_types.iter().map(|ty| ty.name.as_str()).collect::<Vec<_>>(), ["Address"]);
    assert_eq!(model.type_of(0).complex[0].leaves, 1..2);
}

#[test]
fn problems_of_complex_properties() {
    for (written, spoilt, expected) in [
        (
            "Name: { type: Edm.String, maxLength: 40 }",
            "Name: { type: Address }",
            "19 error Pilots.properties.Name.type: 'Address' is no type a property can have",
        ),
        (
            "Seat:\n            type: Address",
            "Seat:\n            type: Edm.String",
            "28 error Firms.properties.Seat.type: 'Seat' has properties, and the name of its type, 'Edm.String', holds something else than letters, digits and underscores (write a name of your own, such as Address)",
        ),
        (
            "Seat:\n            type: Address",
            "Seat:\n            type: Container",
            "28 error Firms.properties.Seat.type: 'Container' is the name of the entity container (give the type another name)",
        ),
        (
            "Seat:\n            type: Address",
            "Seat:\n            type: Firm",
            "22 error Firms.entityType: 'Firm' is the complex type in line 28 too (give one of them another name)",
        ),
        (
            "Seat:\n            type: Address",
            "Seat:\n            type: Address\n            nullable: false\n            dbType: text",
            "29 error Firms.properties.Seat.nullable: 'Seat' has properties, and no column of its own for nullable (delete nullable)\n\
             30 error Firms.properties.Seat.dbType: 'Seat' has properties, and no column of its own for dbType (delete dbType)",
        ),
        (
            "City: { type: Edm.String, maxLength: 40 }",
            "City: { type: Edm.String, maxLength: 41 }",
            "28 error Firms.properties.Seat.type: 'Seat' has other properties than the Address in line 14 (give it another type, or the same properties)",
        ),
        (
            "City: { column: home_city, type: Edm.String, maxLength: 40 }",
            "Ci/ty: { column: home_city, type: Edm.Strong }",
            "10 error Pilots.search.properties: there is no property 'Home/City' (did you mean 'Home/Ci/ty'?)\n\
             17 error Pilots.properties.Home.properties.Ci/ty: the name 'Ci/ty' holds something else than letters, digits and underscores (use letters, digits and underscores, and say column: for the column's name)\n\
             17 error Pilots.properties.Home.properties.Ci/ty.type: 'Edm.Strong' is no type a property can have (did you mean 'Edm.String'?)\n\
             21 error Pilots.navigation.Firm.on: 'Pilots' has no property 'Home/City' (did you mean 'Home/Ci/ty'?)\n\
             28 error Firms.properties.Seat.type: 'Seat' has other properties than the Address in line 14 (give it another type, or the same properties)",
        ),
        (
            "key: [ID]",
            "key: [Home]",
            "9 error Pilots.key: 'Home' cannot be part of a key (publish the column as a property outside the complex property)",
        ),
        (
            "on: { Home/City: Seat/City }",
            "on: { Home/Position: Seat }",
            "21 error Pilots.navigation.Firm.on: 'Pilots' has no property 'Home/Position' (did you mean 'Home/Position/Lat'?)\n\
             21 error Pilots.navigation.Firm.on: 'Firms' has no property 'Seat' (there is ID, Seat/City, Seat/Position/Lat, Seat/Position/Lon)",
        ),
    ] {
        let expected: Vec<_> = expected.split('\n').map(str::trim).collect();
        assert_spoilt_in(HARBOUR, written, spoilt, &expected);
    }
}

#[test]
fn flat_names_must_be_fields() {
    let harbour = HARBOUR.replace("profile: standard", "profile: salesforce");
    for (written, spoilt, expected) in [
        (
            "Name: { type: Edm.String, maxLength: 40 }",
            "Home_City: { type: Edm.String, maxLength: 40 }",
            "19 error Pilots.properties.Home_City: Salesforce cannot tell 'Home_City' from 'Home_City' (rename one of them)",
        ),
        (
            "Lat: { type: Edm.Double }",
            "LatitudeInDegreesOfTheHorizon: { type: Edm.Double }",
            "18 error Pilots.properties.Home.properties.Position.properties.LatitudeInDegreesOfTheHorizon: the name 'Home_Position_LatitudeInDegreesOfTheHorizon' is too long for Salesforce (use at most 37 letters, digits and single underscores between them)",
        ),
    ] {
        assert_spoilt_in(&harbour, written, spoilt, &[expected]);
    }
}
