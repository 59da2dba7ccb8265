//! Functions, actions and their imports (CSDL, sections 12 and 13.5, 13.6), for both notations:
//! takes a model, gives what is to be said of them.

use crate::edm::{Model, Operation, Returned, Returns, TypeRef};

/// A parameter or a result: the qualified name of its type, and its facets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    pub(super) ty: String,
    pub(super) collection: bool,
    pub(super) nullable: bool,
    /// The declared type of a value.
    pub(super) facets: Option<&'a TypeRef>,
}

/// The import of all overloads of a name that are bound to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import<'a> {
    pub(super) operation: &'a Operation,
    pub(super) entity_set: Option<&'a str>,
    /// Whether it is in the service document: then it can be called as it is (section 13.6).
    pub(super) included: bool,
}

/// The parameters in their order, the binding one first.
pub(super) fn parameters<'a>(model: &Model, operation: &'a Operation) -> Vec<(&'a str, Typed<'a>)> {
    let binding = operation.binding.map(|binding| {
        let ty = format!("{}.{}", model.namespace, model.type_of(binding.set).name);
        let typed = Typed { ty, collection: binding.collection, nullable: false, facets: None };
        (Operation::BINDING_PARAMETER, typed)
    });
    let others = operation.parameters.iter().map(|parameter| {
        let ty = parameter.ty.primitive.name().to_owned();
        let nullable = parameter.ty.nullable;
        (parameter.name.as_str(), Typed { ty, collection: false, nullable, facets: Some(&parameter.ty) })
    });
    binding.into_iter().chain(others).collect()
}

/// What it gives.
pub(super) fn returned<'a>(model: &Model, operation: &'a Operation) -> Option<Typed<'a>> {
    let Returns { kind, collection, nullable } = operation.returns.as_ref()?;
    Some(match kind {
        Returned::Value(ty) => Typed {
            ty: ty.primitive.name().to_owned(),
            collection: *collection,
            nullable: *nullable,
            facets: Some(ty),
        },
        Returned::Entity(set) => Typed {
            ty: format!("{}.{}", model.namespace, model.type_of(*set).name),
            collection: *collection,
            nullable: *nullable,
            facets: None,
        },
    })
}

/// The imports, in the order of the definition.
pub(super) fn imports(model: &Model) -> Vec<Import<'_>> {
    let mut imports: Vec<Import<'_>> = Vec::new();
    for operation in model.operations.iter().filter(|operation| operation.binding.is_none()) {
        let included = operation.is_listed();
        if let Some(known) = imports.iter_mut().find(|known| known.operation.name == operation.name) {
            known.included |= included;
            continue;
        }
        let set = operation.entity_set().and_then(|set| model.entity_sets.get(set));
        imports.push(Import { operation, entity_set: set.map(|set| set.name.as_str()), included });
    }
    imports
}

/// Whether bound operations may be called without their namespace.
pub(super) fn has_bound(model: &Model) -> bool {
    model.operations.iter().any(|operation| operation.binding.is_some())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{SUPPORT, lending};
    use super::super::{Version, json, xml};

    #[test]
    fn operations_and_their_imports() {
        let document = xml(&lending(), Version::V4_01, SUPPORT);
        let is_shown = |line: &&str| {
            let line = line.trim();
            ["<Function", "</Function", "<Action", "</Action", "<Parameter", "<ReturnType"]
                .iter()
                .any(|element| line.starts_with(element))
                || line.contains("DefaultNamespace")
                || line.contains("What is late")
        };
        let shown: Vec<_> = document.lines().filter(is_shown).collect();
        insta::assert_snapshot!("operations_xml", shown.join("\n"));

        let document: serde_json::Value =
            serde_json::from_str(&json(&lending(), Version::V4_01, SUPPORT)).unwrap();
        let schema = &document["Library"];
        let names = ["Late", "Debt", "Names", "Fine", "Close", "@Org.OData.Core.V1.DefaultNamespace"];
        let mut shown: serde_json::Map<_, _> =
            names.into_iter().map(|name| (name.to_owned(), schema[name].clone())).collect();
        let container = ["Late", "Close", "Debt"].map(|name| (name, &schema["Container"][name]));
        shown.insert("Container".to_owned(), serde_json::json!(std::collections::BTreeMap::from(container)));
        insta::assert_snapshot!("operations_json", serde_json::to_string_pretty(&shown).unwrap());
    }
}
