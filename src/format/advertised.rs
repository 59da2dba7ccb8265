//! The functions and actions that can be called on an entity (JSON Format, sections 16 and 17): all
//! that does not depend on the row is encoded once. Knows no row but its key predicate.

use super::links::set_url;
use super::{Representation, escape};
use crate::edm::Operation;

/// One function or action: `,"#N.Moor":{"title":"Moor","target":"…/Set`, key, `/N.Moor"}`.
pub(super) struct Advertised([Vec<u8>; 2]);

impl Advertised {
    /// Those of the entities of an answer; none where only some of their members are asked for.
    pub(super) fn all(representation: &Representation<'_>) -> Vec<Self> {
        let query = representation.query;
        let is_bound = |operation: &&Operation| {
            operation.binding.is_some_and(|binding| !binding.collection && binding.set == query.set)
        };
        let operations = &representation.model.operations;
        let bound: Vec<&Operation> =
            operations.iter().filter(is_bound).filter(|_| !query.projected).collect();
        let has_overloads = |name: &str| bound.iter().filter(|operation| operation.name == name).count() > 1;
        let one =
            |operation: &&Operation| Self::of(representation, operation, has_overloads(&operation.name));
        bound.iter().map(one).collect()
    }

    fn of(representation: &Representation<'_>, operation: &Operation, overloaded: bool) -> Self {
        let qualified = format!("{}.{}", representation.model.namespace, operation.name);
        let names: Vec<&str> = operation.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let mut head = b",".to_vec();
        let member =
            if overloaded { format!("#{qualified}({})", names.join(",")) } else { format!("#{qualified}") };
        escape::string(&mut head, &member);
        head.extend_from_slice(b":{\"title\":");
        escape::string(&mut head, operation.description.as_deref().unwrap_or(&operation.name));
        head.extend_from_slice(b",\"target\":\"");
        head.extend(set_url(representation));
        let mut tail = format!("/{qualified}");
        if !operation.is_action() {
            // The caller gives the parameters as the aliases of their names.
            let given: Vec<_> = names.iter().map(|name| format!("{name}=@{name}")).collect();
            tail.push_str(&format!("({})", given.join(",")));
        }
        let mut encoded = Vec::new();
        for (index, part) in tail.split('/').enumerate() {
            if index > 0 {
                encoded.push(b'/');
            }
            super::key::percent_encode(&mut encoded, part.as_bytes());
        }
        encoded.extend_from_slice(b"\"}");
        Self([head, encoded])
    }

    /// Writes it for the entity with this key.
    pub(super) fn write(&self, out: &mut Vec<u8>, key: &[u8]) {
        let [head, tail] = &self.0;
        out.extend_from_slice(head);
        out.extend_from_slice(key);
        out.extend_from_slice(tail);
    }
}
