//! Functions and actions in CSDL XML.

use std::io;

use crate::edm::csdl::markup::Document;
use crate::edm::csdl::operation::{self, Import, Typed};
use crate::edm::csdl::{annotation, facet};
use crate::edm::{Model, Operation};

impl Document {
    pub(super) fn operation(&mut self, model: &Model, operation: &Operation) -> io::Result<()> {
        let element = element(operation);
        let mut attributes = vec![("Name", operation.name.as_str())];
        if operation.binding.is_some() {
            attributes.push(("IsBound", "true"));
        }
        if operation.is_composable() {
            attributes.push(("IsComposable", "true"));
        }
        self.open(element, &attributes)?;
        for (name, typed) in operation::parameters(model, operation) {
            self.typed("Parameter", Some(name), &typed)?;
        }
        if let Some(typed) = operation::returned(model, operation) {
            self.typed("ReturnType", None, &typed)?;
        }
        self.annotations(annotation::description(operation.description.as_deref()))?;
        self.close(element)
    }

    pub(super) fn import(&mut self, model: &Model, import: &Import<'_>) -> io::Result<()> {
        let element = element(import.operation);
        let name = import.operation.name.as_str();
        let qualified = format!("{}.{name}", model.namespace);
        let mut attributes = vec![("Name", name), (element, qualified.as_str())];
        attributes.extend(import.entity_set.map(|set| ("EntitySet", set)));
        if import.included {
            attributes.push(("IncludeInServiceDocument", "true"));
        }
        self.empty(&format!("{element}Import"), &attributes)
    }

    fn typed(&mut self, element: &str, name: Option<&str>, typed: &Typed<'_>) -> io::Result<()> {
        let ty = if typed.collection { format!("Collection({})", typed.ty) } else { typed.ty.clone() };
        let facets = typed.facets.map(facet::texts).unwrap_or_default();
        let mut attributes: Vec<_> = name.map(|name| ("Name", name)).into_iter().collect();
        attributes.push(("Type", &ty));
        attributes.extend(facets.iter().map(|(name, value)| (*name, value.as_str())));
        if !typed.nullable {
            attributes.push(("Nullable", "false"));
        }
        self.empty(element, &attributes)
    }
}

const fn element(operation: &Operation) -> &'static str {
    if operation.is_action() { "Action" } else { "Function" }
}
