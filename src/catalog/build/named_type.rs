//! The types a service declares by name: their names beside those of its other types.

use super::{CONTAINER, Scope};
use crate::catalog::Located;
use crate::catalog::names::illegal_identifier;
use crate::catalog::problem::Problems;
use crate::edm::Model;

/// Checks the names of the declared types: one schema has them and the entity types.
pub(super) fn check_names(scope: &Scope<'_>, model: &Model, problems: &mut Problems) {
    let Scope { service, place, .. } = *scope;
    for entry in service.enumerations.iter() {
        check_name(&entry.name, &format!("{place}.enumerations.{}", *entry.name), model, problems);
    }
    for entry in service.type_definitions.iter() {
        let place = format!("{place}.typeDefinitions.{}", *entry.name);
        check_name(&entry.name, &place, model, problems);
        if service.enumerations.get(&entry.name).is_some() {
            let message = format!("'{}' is the name of an enumeration too", *entry.name);
            problems.error(entry.name.at, place, message, "rename one of them");
        }
    }
}

fn check_name(name: &Located<String>, place: &str, model: &Model, problems: &mut Problems) {
    if let Some(reason) = illegal_identifier(name) {
        let remedy = "use letters, digits and underscores";
        problems.error(name.at, place, format!("the name '{}' {reason}", **name), remedy);
    } else if **name == CONTAINER {
        let message = format!("'{CONTAINER}' is the name of the entity container");
        problems.error(name.at, place, message, "give it another name");
    } else {
        let entity_type = model.entity_types.iter().any(|ty| ty.name == **name);
        let complex_type = model.complex_types.iter().any(|ty| ty.name == **name);
        if entity_type || complex_type {
            let sort = if entity_type { "an entity type" } else { "a complex type" };
            let message = format!("'{}' is the name of {sort} too", **name);
            problems.error(name.at, place, message, "rename one of them");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::definition::Definition;
    use crate::catalog::{Catalog, Engine, build};
    use crate::edm::PrimitiveType;

    const SOUND: &str = "\
sources: { db: { url: postgres:db } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    enumerations:
      Colour: { members: { Red: 1, Blue: 2 } }
      Light: { underlyingType: Edm.Byte, flags: true, members: { Red: 1 } }
    typeDefinitions:
      Weight: { underlyingType: Edm.Decimal, precision: 8 }
    entitySets:
      Vessels:
        table: vessels
        key: [ID]
        properties:
          ID: { type: Colour }
          Hull: { type: Harbour.Colour, dbType: text }
          Load: { type: Weight }
";

    /// The catalog, or `line place: message (remedy)` of every problem.
    fn built(text: &str) -> Result<Catalog, Vec<String>> {
        let definition: Definition = serde_saphyr::from_str(text).unwrap();
        let engines = [("db".to_owned(), Engine::Postgres)].into();
        build(&definition, &engines).map(|(mut catalogs, _)| catalogs.remove(0)).map_err(|problems| {
            let told = |problem: &crate::catalog::Problem| {
                let place = problem.place.trim_start_matches("services[0].");
                let remedy = problem.remedy.as_deref().unwrap_or_default();
                format!("{} {place}: {} ({remedy})", problem.line, problem.message)
            };
            problems.iter().map(told).collect()
        })
    }

    #[test]
    fn a_type_is_found_by_either_name() {
        let catalog = built(SOUND).unwrap();
        let colour = PrimitiveType::Enumeration(catalog.model.enumeration("Harbour.Colour").unwrap());
        let published: Vec<_> =
            catalog.model.type_of(0).properties.iter().map(|property| property.ty.primitive).collect();
        assert_eq!(published, [colour, colour, PrimitiveType::Decimal]);
        assert_eq!(catalog.model.type_of(0).properties[2].ty.name(), "Harbour.Weight");
        assert!(catalog.tables[0].columns[1].holds_names());
    }

    #[test]
    fn salesforce_is_given_text_as_long_as_the_longest_member() {
        let catalog = built(&SOUND.replace("standard", "salesforce")).unwrap();
        assert!(catalog.model.enumerations.is_empty());
        let hull = catalog.model.type_of(0).properties[1].ty;
        assert_eq!((hull.primitive, hull.max_length), (PrimitiveType::String, Some(4)));
        assert!(catalog.tables[0].columns[1].is_printed());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (written, spoilt, expected) in [
            (
                "Blue: 2 }",
                "Blue: 3000000000 }",
                "7 enumerations.Colour.members.Blue: 3000000000 does not fit Edm.Int32 (write another underlyingType)",
            ),
            (
                "Blue: 2 }",
                "Light blue: 2 }",
                "7 enumerations.Colour.members.Light blue: the name 'Light blue' holds something else than letters, digits and underscores (use letters, digits and underscores)",
            ),
            (
                "Colour: { members: { Red: 1, Blue: 2 } }",
                "Colour: { members: {} }",
                "7 enumerations.Colour: the enumeration 'Colour' has no members (add members: { Name: 1 })",
            ),
            (
                "Edm.Byte, flags: true, members: { Red: 1 }",
                "Edm.Int64, flags: true, members: { Red: -1 }",
                "8 enumerations.Light.members.Red: the flag 'Red' is negative (write the sum of its bits)",
            ),
            (
                "Edm.Byte",
                "Edm.String",
                "8 enumerations.Light.underlyingType: 'Edm.String' is no integer type (write Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 or Edm.Int64)",
            ),
            (
                "Light:",
                "Vessel:",
                "8 enumerations.Vessel: 'Vessel' is the name of an entity type too (rename one of them)",
            ),
            (
                "Light:",
                "Container:",
                "8 enumerations.Container: 'Container' is the name of the entity container (give it another name)",
            ),
            (
                "dbType: text",
                "dbType: date",
                "17 entitySets.Vessels.properties.Hull.dbType: a column of the type date holds no values of Harbour.Colour (an enumeration is read from integers or from texts)",
            ),
            (
                "Weight: { underlyingType: Edm.Decimal",
                "Colour: { underlyingType: Edm.Decimal",
                "10 typeDefinitions.Colour: 'Colour' is the name of an enumeration too (rename one of them)",
            ),
            (
                "precision: 8",
                "maxLength: 8",
                "10 typeDefinitions.Weight.maxLength: maxLength is no facet of Edm.Decimal (delete maxLength)",
            ),
            (
                "Edm.Decimal, precision: 8",
                "Colour",
                "10 typeDefinitions.Weight.underlyingType: 'Colour' is no primitive type ()",
            ),
            (
                "type: Weight",
                "type: Weight, precision: 8",
                "18 entitySets.Vessels.properties.Load.precision: precision is what the type definition Harbour.Weight says (delete precision)",
            ),
            (
                "type: Weight",
                "type: Weight, scale: 2",
                "18 entitySets.Vessels.properties.Load.scale: scale is what the type definition Harbour.Weight says (delete scale)",
            ),
            (
                "Harbour.Colour",
                "Colours",
                "17 entitySets.Vessels.properties.Hull.type: 'Colours' is no type a property can have (did you mean 'Colour'?)",
            ),
        ] {
            assert!(SOUND.contains(written), "{written}");
            let told = built(&SOUND.replacen(written, spoilt, 1)).unwrap_err();
            assert_eq!(told.first().map(String::as_str), Some(expected));
        }
    }
}
