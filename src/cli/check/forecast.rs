//! What a sync in Salesforce will make of a definition: an external object a set, a field a
//! property. Pure; the rules are the catalog's.

use std::fmt::Write;

use serde::Serialize;

use crate::catalog::definition::{Definition, EntitySetDefinition, PropertyDefinition, ServiceDefinition};
use crate::catalog::salesforce::{Conversion, FieldType, LONG_TEXT_BUDGET, MAX_OBJECTS, convert};
use crate::catalog::{Entry, Leaves, NamedTypes, Problem, Problems, Profile, declared_type};

/// The external data source a service becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DataSource {
    /// The path of the service.
    pub(super) service: String,
    /// Its objects.
    pub(super) objects: Vec<Object>,
}

/// An external object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Object {
    pub(super) entity_set: String,
    /// `Customers__x`
    pub(super) api_name: String,
    pub(super) fields: Vec<Field>,
}

/// A field, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Field {
    pub(super) property: String,
    /// `Name__c`
    pub(super) api_name: String,
    /// `Text(80)`; nothing for a property that is left out.
    pub(super) salesforce_type: Option<String>,
    /// Whether it is, or is part of, the External ID.
    pub(super) external_id: bool,
    /// What was converted or left out, and why.
    pub(super) remark: Option<String>,
}

/// Forecasts the services of the `salesforce` profile; limits exceeded are warnings.
pub(super) fn forecast(definition: &Definition) -> (Vec<DataSource>, Vec<Problem>) {
    let mut problems = Problems::default();
    let mut sources = Vec::new();
    for (index, service) in definition.services.iter().enumerate() {
        let place = format!("services[{index}]");
        if service.profile == Profile::Salesforce {
            sources.push(data_source(service, &place, &mut problems));
        } else {
            let message = format!("the service at '{}' follows the standard profile", *service.path);
            let remedy = "Salesforce may fail to sync it; write profile: salesforce";
            problems.warning(service.path.at, format!("{place}.profile"), message, remedy);
        }
    }
    (sources, problems.into_sorted())
}

/// The forecast as aligned text.
pub(super) fn text(sources: &[DataSource]) -> String {
    let mut text = String::new();
    for source in sources {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "Service {}: {} of at most {MAX_OBJECTS} external objects",
            source.service,
            source.objects.len()
        );
        for object in &source.objects {
            let _ = writeln!(text, "\n{} → {}", object.entity_set, object.api_name);
            let width = |of: fn(&Field) -> &str| {
                object.fields.iter().map(|field| of(field).chars().count()).max().unwrap_or_default()
            };
            let names = width(|field| &field.api_name);
            let types = width(Field::type_name);
            for field in &object.fields {
                let key = field.external_id.then_some("External ID");
                let notes: Vec<_> = key.into_iter().chain(field.remark.as_deref()).collect();
                let line = format!(
                    "  {:names$}  {:types$}  {}",
                    field.api_name,
                    field.type_name(),
                    notes.join("; ")
                );
                let _ = writeln!(text, "{}", line.trim_end());
            }
        }
    }
    text
}

impl Field {
    fn type_name(&self) -> &str {
        self.salesforce_type.as_deref().unwrap_or("left out")
    }
}

fn data_source(service: &ServiceDefinition, place: &str, problems: &mut Problems) -> DataSource {
    let published = service.entity_sets.iter().filter(|set| set.value.missing.is_none());
    let published = published.filter(|set| service.container_of(&set.name).is_none());
    // What is wrong with them has been told when the catalog was built.
    let types = NamedTypes::of(service, "", &mut Problems::default());
    let objects: Vec<_> = published.map(|set| object(service, &types, set, place, problems)).collect();
    if objects.len() > MAX_OBJECTS {
        let message =
            format!("{} entity sets, but Salesforce has {MAX_OBJECTS} external objects", objects.len());
        let remedy = "split the service, and sync only the sets that are needed";
        problems.warning(service.path.at, format!("{place}.entitySets"), message, remedy);
    }
    DataSource { service: service.path.value.clone(), objects }
}

fn object(
    service: &ServiceDefinition,
    types: &NamedTypes,
    set: &Entry<EntitySetDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Object {
    let mut long_text = 0;
    let mut fields = Vec::new();
    for leaf in Leaves::of(&set.value).iter() {
        let (field, ty) = field(service, types, set, &leaf.entry);
        if let Some(FieldType::LongTextArea(length)) = ty {
            long_text += u64::from(length);
        }
        fields.extend(field);
    }
    if long_text > LONG_TEXT_BUDGET {
        let message = format!(
            "the long texts of '{}' add up to {long_text} characters, but an object has room for {LONG_TEXT_BUDGET}",
            *set.name
        );
        let remedy = "write a maxLength that fits the column's values, or publish: false";
        problems.warning(set.name.at, format!("{place}.entitySets.{}", *set.name), message, remedy);
    }
    Object { entity_set: set.name.value.clone(), api_name: format!("{}__x", *set.name), fields }
}

fn field(
    service: &ServiceDefinition,
    types: &NamedTypes,
    set: &Entry<EntitySetDefinition>,
    entry: &Entry<PropertyDefinition>,
) -> (Option<Field>, Option<FieldType>) {
    let external_id = set.value.key.iter().any(|name| **name == *entry.name);
    // What is wrong with the type has been told when the catalog was built.
    let Some(declared) = declared_type(types, entry, external_id, "", &mut Problems::default()) else {
        return (None, None);
    };
    let publish = entry.value.publish.map(|publish| *publish);
    let (ty, remark) = match convert(declared, service.role_of(set, &entry.name), publish) {
        Conversion::Published { field, remark, .. } => (Some(field), remark),
        Conversion::LeftOut(reason) => (None, Some(reason)),
    };
    let name = Profile::Salesforce.published_name(&entry.name);
    let field = Field {
        api_name: format!("{name}__c"),
        property: name,
        salesforce_type: ty.map(|ty| ty.to_string()),
        external_id,
        remark: remark.map(str::to_owned),
    };
    (Some(field), ty)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFINITION: &str = "\
sources: { erp: { url: sqlite:erp.db } }
services:
  - path: /erp
    namespace: Erp
    entitySets:
      Customers:
        table: customers
        key: [ID]
        properties:
          ID: { type: Edm.Guid }
          Name: { type: Edm.String, maxLength: 80 }
          Amount: { type: Edm.Decimal, precision: 12, scale: 2 }
          Since: { type: Edm.Date }
          Photo: { type: Edm.Binary }
      Drafts: { table: drafts, missing: a key, properties: { A: { type: Edm.Int32 } } }
";

    #[test]
    fn a_table_for_people() {
        let definition: Definition = serde_saphyr::from_str(DEFINITION).unwrap();
        let (sources, warnings) = forecast(&definition);
        assert_eq!(warnings, []);
        assert_eq!(
            text(&sources),
            "\
Service /erp: 1 of at most 200 external objects

Customers → Customers__x
  ID__c      Text(36)      External ID; published as Edm.String(36): Salesforce has no UUIDs
  Name__c    Text(80)
  Amount__c  Number(10,2)
  Since__c   DateTime      shown as midnight UTC, which is the day before west of Greenwich
  Photo__c   left out      Edm.Binary does not fit a field; publish: true insists
"
        );
    }

    #[test]
    fn facts_for_scripts() {
        let definition: Definition = serde_saphyr::from_str(DEFINITION).unwrap();
        let facts = serde_json::to_value(forecast(&definition).0).unwrap();
        assert_eq!(facts[0]["objects"][0]["apiName"], "Customers__x");
        assert_eq!(
            facts[0]["objects"][0]["fields"][1],
            serde_json::json!({
                "property": "Name", "apiName": "Name__c", "salesforceType": "Text(80)", "externalId": false, "remark": null
            })
        );
    }

    #[test]
    fn limits() {
        let mut many = DEFINITION.to_owned();
        for index in 0..200 {
            writeln!(
                many,
                "      T{index}: {{ table: t, key: [A], properties: {{ A: {{ type: Edm.Int32 }} }} }}"
            )
            .unwrap();
        }
        many.push_str("      Texts:\n        table: t\n        key: [A]\n        properties:\n          A: { type: Edm.Int32 }\n");
        for index in 0..52 {
            writeln!(many, "          B{index}: {{ type: Edm.String }}").unwrap();
        }
        many.push_str("  - { path: /std, namespace: A, profile: standard }\n");
        let definition: Definition = serde_saphyr::from_str(&many).unwrap();
        let told: Vec<_> =
            forecast(&definition).1.into_iter().map(|problem| (problem.line, problem.message)).collect();
        assert_eq!(
            told,
            [
                (3, "202 entity sets, but Salesforce has 200 external objects".to_owned()),
                (216, "the long texts of 'Texts' add up to 1664000 characters, but an object has room for 1638400".to_owned()),
                (273, "the service at '/std' follows the standard profile".to_owned()),
            ]
        );
    }
}
