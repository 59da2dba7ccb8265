//! What a service says about itself: takes a model, gives annotations in the Core, Capabilities
//! and Aggregation vocabularies, for both notations. Says what is true today, knows neither XML nor JSON.

use super::{Support, operation};
use crate::edm::{EntitySet, EntityType, Model, NavigationProperty, Property, SetKind};

/// `Org.OData.Core.V1.Description`
pub(super) const DESCRIPTION: &str = "Org.OData.Core.V1.Description";

/// `Org.OData.Core.V1.LongDescription`
const LONG_DESCRIPTION: &str = "Org.OData.Core.V1.LongDescription";

/// `Org.OData.Core.V1.Computed`
const COMPUTED: &str = "Org.OData.Core.V1.Computed";

/// `Org.OData.Core.V1.Immutable`
const IMMUTABLE: &str = "Org.OData.Core.V1.Immutable";

/// `Org.OData.Core.V1.DefaultNamespace`
const DEFAULT_NAMESPACE: &str = "Org.OData.Core.V1.DefaultNamespace";

/// A term applied to the element it is written in (CSDL, section 14.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Annotation<'a> {
    /// Qualified name of the term.
    pub(super) term: &'static str,
    /// Its value.
    pub(super) value: Expression<'a>,
}

/// The value of an annotation (CSDL, sections 14.3 and 14.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression<'a> {
    /// `true` or `false`
    Bool(bool),
    /// A text.
    String(&'a str),
    /// A member of an enumeration: its type's qualified name, its name.
    Member(&'static str, &'static str),
    /// Texts.
    Strings(Vec<&'a str>),
    /// Paths to properties.
    Properties(Vec<String>),
    /// A record; only members that differ from their defaults are given.
    Record(Vec<(&'static str, Expression<'a>)>),
}

/// A vocabulary whose terms a document uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vocabulary {
    /// Its namespace.
    pub(super) namespace: &'static str,
    /// Its published address without the ending of the notation. Clients that read every
    /// reference must find it there, so it is the OASIS one.
    pub(super) address: &'static str,
}

const CAPABILITIES: Vocabulary = Vocabulary {
    namespace: "Org.OData.Capabilities.V1",
    address: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1",
};
const AGGREGATION: Vocabulary = Vocabulary {
    namespace: "Org.OData.Aggregation.V1",
    address: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Aggregation.V1",
};
const CORE: Vocabulary = Vocabulary {
    namespace: "Org.OData.Core.V1",
    address: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1",
};

/// The vocabularies the annotations of this model come from, no others.
pub(super) fn vocabularies(model: &Model, support: Support<'_>) -> Vec<Vocabulary> {
    let described = |ty: &EntityType| {
        ty.description.is_some()
            || ty.properties.iter().any(|property| !of_property(property).is_empty())
            || ty.family.iter().flat_map(|family| &family.types).any(|derived| derived.description.is_some())
            || ty.complex.iter().any(|complex| complex.description.is_some())
    };
    let core = operation::has_bound(model)
        || model.operations.iter().any(|operation| operation.description.is_some())
        || model.entity_sets.iter().any(|set| set.description.is_some() || set.long_description.is_some())
        || model.entity_types.iter().any(described)
        || model.enumerations.iter().any(|declared| declared.declaration().description.is_some())
        || model.type_definitions.iter().any(|declared| declared.declaration().description.is_some());
    let aggregation = !support.transformations.is_empty() && !model.entity_sets.is_empty();
    let others = [(core, CORE), (aggregation, AGGREGATION)];
    let used = others.into_iter().filter_map(|(used, vocabulary)| used.then_some(vocabulary));
    std::iter::once(CAPABILITIES).chain(used).collect()
}

/// The annotation of a described element.
pub(super) fn description(text: Option<&str>) -> Option<Annotation<'_>> {
    text.map(|text| Annotation { term: DESCRIPTION, value: Expression::String(text) })
}

/// What is said of a property.
pub(super) fn of_property(property: &Property) -> Vec<Annotation<'_>> {
    let tag = |applies: bool, term| applies.then_some(Annotation { term, value: Expression::Bool(true) });
    let tags = [(property.computed, COMPUTED), (property.immutable, IMMUTABLE)];
    description(property.description.as_deref())
        .into_iter()
        .chain(long_description(property.long_description.as_deref()))
        .chain(tags.into_iter().filter_map(|(applies, term)| tag(applies, term)))
        .collect()
}

/// The annotation of an element described at length.
fn long_description(text: Option<&str>) -> Option<Annotation<'_>> {
    text.map(|text| Annotation { term: LONG_DESCRIPTION, value: Expression::String(text) })
}

/// What holds for the schema: where its operations are bound, they may be called without its namespace.
pub(super) fn of_schema(model: &Model) -> Option<Annotation<'static>> {
    operation::has_bound(model)
        .then_some(Annotation { term: DEFAULT_NAMESPACE, value: Expression::Bool(true) })
}

/// What holds for the whole service.
pub(super) fn of_container(support: Support<'_>) -> Vec<Annotation<'_>> {
    use Expression::{Bool, Member, Strings};
    vec![
        capability(
            "Org.OData.Capabilities.V1.ConformanceLevel",
            Member("Org.OData.Capabilities.V1.ConformanceLevelType", "Minimal"),
        ),
        capability("Org.OData.Capabilities.V1.SupportedFormats", Strings(FORMATS.to_vec())),
        capability("Org.OData.Capabilities.V1.FilterFunctions", Strings(support.functions.to_vec())),
        capability("Org.OData.Capabilities.V1.KeyAsSegmentSupported", Bool(true)),
        capability("Org.OData.Capabilities.V1.AsynchronousRequestsSupported", Bool(false)),
        capability("Org.OData.Capabilities.V1.BatchSupported", Bool(false)),
        capability("Org.OData.Capabilities.V1.CrossJoinSupported", Bool(false)),
        capability("Org.OData.Capabilities.V1.QuerySegmentSupported", Bool(true)),
    ]
}

/// What holds for contained entities, which have no entity set to say it of: it is said of the
/// navigation property.
pub(super) fn of_contained<'a>(
    model: &'a Model,
    navigation: &NavigationProperty,
    support: Support<'a>,
) -> Vec<Annotation<'a>> {
    let set = model.entity_sets.get(navigation.relation.target);
    let set = set.filter(|_| navigation.contains && navigation.collection);
    set.and_then(|set| Some(of_set(model, set, model.entity_types.get(set.entity_type)?, support)))
        .unwrap_or_default()
}

/// What holds for one entity set, or for the one entity of a singleton.
pub(super) fn of_set<'a>(
    model: &Model,
    set: &'a EntitySet,
    ty: &'a EntityType,
    support: Support<'a>,
) -> Vec<Annotation<'a>> {
    use Expression::{Bool, Record};
    let mut list: Vec<_> = description(set.description.as_deref()).into_iter().collect();
    list.extend(long_description(set.long_description.as_deref()));
    let unfilterable = names(model, ty, |property| !property.filterable);
    let unsortable = names(model, ty, |property| !property.sortable);
    let sortable = names(model, ty, |property| property.sortable);
    list.extend([
        capability(
            "Org.OData.Capabilities.V1.FilterRestrictions",
            restriction("Filterable", "NonFilterableProperties", unfilterable),
        ),
        capability(
            "Org.OData.Capabilities.V1.SortRestrictions",
            restriction("Sortable", "NonSortableProperties", unsortable),
        ),
        capability(
            "Org.OData.Capabilities.V1.SearchRestrictions",
            Record(vec![("Searchable", Bool(set.searchable))]),
        ),
        capability("Org.OData.Capabilities.V1.CountRestrictions", Record(vec![("Countable", Bool(true))])),
        capability("Org.OData.Capabilities.V1.ExpandRestrictions", Record(vec![("Expandable", Bool(true))])),
        capability(
            "Org.OData.Capabilities.V1.SelectSupport",
            Record(vec![("Supported", Bool(true)), ("Expandable", Bool(false))]),
        ),
        capability("Org.OData.Capabilities.V1.TopSupported", Bool(true)),
        capability("Org.OData.Capabilities.V1.SkipSupported", Bool(true)),
        capability("Org.OData.Capabilities.V1.IndexableByKey", Bool(true)),
        capability("Org.OData.Capabilities.V1.InsertRestrictions", Record(vec![("Insertable", Bool(false))])),
        capability("Org.OData.Capabilities.V1.UpdateRestrictions", Record(vec![("Updatable", Bool(false))])),
        capability("Org.OData.Capabilities.V1.DeleteRestrictions", Record(vec![("Deletable", Bool(false))])),
    ]);
    if !support.transformations.is_empty() {
        let mut record = vec![("Transformations", Expression::Strings(support.transformations.to_vec()))];
        // Groups are sorted. Where all properties are, nothing is said.
        record.extend(sortable.map(|sortable| ("GroupableProperties", Expression::Properties(sortable))));
        list.push(capability("Org.OData.Aggregation.V1.ApplySupported", Record(record)));
    }
    if set.kind == SetKind::Singleton {
        let of_one = [
            "Description",
            "LongDescription",
            "ExpandRestrictions",
            "SelectSupport",
            "UpdateRestrictions",
            "DeleteRestrictions",
        ];
        list.retain(|annotation| of_one.iter().any(|term| annotation.term.ends_with(&format!(".{term}"))));
    }
    list
}

/// What may be asked of answers with rows; a parameter not named here is refused (Protocol,
/// section 8.2.1).
const FORMATS: [&str; 4] = [
    "application/json;odata.metadata=minimal",
    "application/json;odata.metadata=full",
    "application/json;odata.metadata=none",
    "application/json;IEEE754Compatible=true",
];

fn capability<'a>(term: &'static str, value: Expression<'a>) -> Annotation<'a> {
    Annotation { term, value }
}

/// The paths of some properties; `None` where it is all of them.
fn names(model: &Model, ty: &EntityType, choose: impl Fn(&Property) -> bool) -> Option<Vec<String>> {
    let path = |property: &Property| match property.of {
        None => property.name.clone(),
        of => format!("{}.{}/{}", model.namespace, ty.name_of(of), property.name),
    };
    let chosen: Vec<_> = ty.properties.iter().filter(|property| choose(property)).map(path).collect();
    (chosen.len() < ty.properties.len()).then_some(chosen)
}

/// `properties`: the exceptions, `None` where all are.
fn restriction<'a>(
    supported: &'static str,
    exceptions: &'static str,
    properties: Option<Vec<String>>,
) -> Expression<'a> {
    let mut record = vec![(supported, Expression::Bool(properties.is_some()))];
    if let Some(properties) = properties.filter(|list| !list.is_empty()) {
        record.push((exceptions, Expression::Properties(properties)));
    }
    Expression::Record(record)
}
