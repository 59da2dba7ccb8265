//! Derived types: which properties are whose, the column that tells them, and what can be wrong.

use super::*;
use crate::edm::{Family, Value};

const HARBOUR: &str = "\
sources: { erp: { url: sqlite:erp.db } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    entitySets:
      Vessels:
        table: vessels
        key: [ID]
        properties:
          ID: { type: Edm.Int32 }
          Kind: { type: Edm.Int16, publish: false }
          Name: { type: Edm.String, maxLength: 40 }
        derived:
          discriminator: Kind
          values: [0]
          types:
            Harbour_Tug: { base: Tug, values: [3], properties: { Radius: { type: Edm.Double } } }
            Tug:
              values: [1, 2]
              properties: { Power: { type: Edm.Int32, nullable: false } }
              navigation: { Sisters: { to: Vessels, on: { Power: ID }, collection: true } }
            Ferry:
              description: Carries people
              values: [4]
              properties:
                Power: { column: kilowatts, type: Edm.Double }
                Route: { type: Route, properties: { From: { type: Edm.Int32 }, To: { type: Edm.Int32 } } }
";

fn family(catalog: &Catalog) -> &Family {
    catalog.model.type_of(0).family.as_ref().unwrap()
}

#[test]
fn a_family_shares_a_table() {
    let (catalogs, warnings) = build_text(HARBOUR).unwrap();
    assert_eq!(warnings, []);
    let (vessel, table) = (catalogs[0].model.type_of(0), &catalogs[0].tables[0]);
    let properties: Vec<_> =
        vessel.properties.iter().map(|property| (property.name.as_str(), property.of)).collect();
    assert_eq!(
        properties,
        [
            ("ID", None),
            ("Name", None),
            ("Radius", Some(0)),
            ("Power", Some(1)),
            ("Power", Some(2)),
            ("Route/From", Some(2)),
            ("Route/To", Some(2))
        ]
    );
    // The column that nobody sees is behind the others; rows of other types have nulls.
    assert_eq!((table.columns.len(), table.columns[7].property.as_str()), (8, "Kind"));
    assert_eq!((table.discriminator, table.columns[4].name.as_str()), (Some(7), "kilowatts"));
    assert!(table.columns[3].ty.nullable && !vessel.properties[3].ty.nullable);
    let family = family(&catalogs[0]);
    assert_eq!((family.discriminator, family.ty.primitive), (7, PrimitiveType::Int16));
    assert_eq!(family.values, [Value::Integer(0)]);
    let types: Vec<_> = family.types.iter().map(|ty| (ty.name.as_str(), ty.base, ty.values.len())).collect();
    assert_eq!(types, [("Harbour_Tug", Some(1), 1), ("Tug", None, 2), ("Ferry", None, 1)]);
    assert_eq!((vessel.complex[0].of, vessel.complex[0].leaves.clone()), (Some(2), 5..7));
    let sisters = &vessel.navigation[0];
    assert_eq!((sisters.of, &sisters.relation), (Some(1), &Relation::on(0, &[(3, 0)])));
}

#[test]
fn a_published_discriminator_is_a_property() {
    let (catalogs, _) = build_text(&HARBOUR.replace(", publish: false", "")).unwrap();
    assert_eq!((family(&catalogs[0]).discriminator, catalogs[0].tables[0].columns.len()), (1, 8));
}

#[test]
fn salesforce_gets_one_flat_type() {
    let text = HARBOUR
        .replace("profile: standard", "profile: salesforce")
        .replace("Power: { column: kilowatts", "Kilowatts: { column: kilowatts");
    let (catalogs, warnings) = build_text(&text).unwrap();
    assert_eq!(warnings, []);
    let (vessel, table) = (catalogs[0].model.type_of(0), &catalogs[0].tables[0]);
    let names: Vec<_> = vessel.properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["ID", "Name", "Radius", "Power", "Kilowatts", "Route_From", "Route_To"]);
    assert!(vessel.properties.iter().all(|property| property.of.is_none()));
    assert!(vessel.properties[3].ty.nullable, "most have none");
    assert_eq!((&vessel.family, table.discriminator, table.columns.len()), (&None, None, 7));
    assert_eq!(vessel.navigation, []);
}

#[test]
fn problems_of_derived_types() {
    for (written, spoilt, expected) in [
        (
            "discriminator: Kind",
            "discriminator: Kidn",
            "15 error Vessels.derived.discriminator: there is no property 'Kidn' (did you mean 'Kind'?)",
        ),
        (
            "discriminator: Kind",
            "discriminator: Power",
            "15 error Vessels.derived.discriminator: there is no property 'Power' (there is ID, Kind, Name)",
        ),
        (
            "Kind: { type: Edm.Int16",
            "Kind: { type: Edm.Double",
            "15 error Vessels.derived.discriminator: 'Kind' is Edm.Double, which cannot tell types apart (choose a property that is text, a whole number or a Boolean)",
        ),
        (
            "values: [0]",
            "values: [none]",
            "16 error Vessels.derived.values: 'none' is no Edm.Int16, as the discriminator is (write values as the column holds them)",
        ),
        (
            "values: [4]",
            "values: [4, 1]",
            "25 error Vessels.derived.types.Ferry.values: the value '1' stands for Tug already (delete one of them)",
        ),
        (
            "values: [4]",
            "values: []",
            "23 error Vessels.derived.types.Ferry.values: no entity can be a Ferry: it has neither values nor derived types (add values: [of the discriminator])",
        ),
        (
            "base: Tug",
            "base: Tgu",
            "18 error Vessels.derived.types.Harbour_Tug.base: there is no type 'Tgu' to be derived from (did you mean 'Tug'?)",
        ),
        (
            "base: Tug",
            "base: Harbour_Tug",
            "18 error Vessels.derived.types.Harbour_Tug.base: 'Harbour_Tug' is derived from itself (correct the bases)",
        ),
        (
            "Radius: { type: Edm.Double }",
            "Power: { type: Edm.Double }",
            "18 error Vessels.derived.types.Harbour_Tug: 'Harbour_Tug' has a 'Power' from Tug already (rename it, or delete it)",
        ),
        (
            "Radius: { type: Edm.Double }",
            "Name: { type: Edm.Double }",
            "18 error Vessels.derived.types.Harbour_Tug: 'Harbour_Tug' has a 'Name' from Vessel already (rename it, or delete it)",
        ),
        (
            "            Ferry:",
            "            Vessel:",
            "23 error Vessels.derived.types.Vessel: 'Vessels' and 'Vessels' have the same entity type 'Vessel' (give one of them another entityType)",
        ),
        (
            "            Ferry:",
            "            Fer ry:",
            "23 error Vessels.derived.types.Fer ry: the name 'Fer ry' holds something else than letters, digits and underscores (use letters, digits and underscores)",
        ),
        (
            "on: { Power: ID }",
            "on: { Radius: Power }",
            "22 error Vessels.derived.types.Tug.navigation.Sisters.on: 'Vessels' has no property 'Radius' (there is ID, Kind, Name, Power)\n\
             22 error Vessels.derived.types.Tug.navigation.Sisters.on: 'Vessels' has no property 'Power' (there is ID, Kind, Name)",
        ),
        (
            "From: { type: Edm.Int32 }",
            "From: { type: Edm.Int23 }",
            "28 error Vessels.derived.types.Ferry.properties.Route.properties.From.type: 'Edm.Int23' is no type a property can have (did you mean 'Edm.Int32'?)",
        ),
        (
            "key: [ID]",
            "key: [Radius]",
            "9 error Vessels.key: there is no property 'Radius' (there is ID, Kind, Name)",
        ),
    ] {
        let expected: Vec<_> = expected.split('\n').map(str::trim).collect();
        assert_spoilt_in(HARBOUR, written, spoilt, &expected);
    }
}
