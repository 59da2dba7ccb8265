//! Functions and actions (CSDL, section 12): what they are called with and what they give.

use super::types::TypeRef;

/// A function or an action; overloads are operations of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its simple name, also that of its import where it is bound to nothing.
    pub name: String,
    /// Which of the two it is.
    pub kind: OperationKind,
    /// What it is called on; `None` where it stands by itself.
    pub binding: Option<Binding>,
    /// What it is called with besides.
    pub parameters: Vec<Parameter>,
    /// What it gives; `None` for actions that give nothing.
    pub returns: Option<Returns>,
    /// Its index among the catalog's tables, behind those of the entity sets: its result has
    /// columns as a table has.
    pub table: usize,
    /// Whether `$search` is answered behind it.
    pub searchable: bool,
    /// `Core.Description`.
    pub description: Option<String>,
}

/// The kinds of operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Without side effects: called with GET.
    Function {
        /// Whether paths and query options go on behind it.
        composable: bool,
    },
    /// With side effects: called with POST.
    Action,
}

/// What an operation is called on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Binding {
    /// Index in [`Model::entity_sets`](super::Model::entity_sets).
    pub set: usize,
    /// The whole set, not one entity of it.
    pub collection: bool,
}

/// A parameter besides the binding one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type and facets.
    pub ty: TypeRef,
}

/// What an operation gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Returns {
    /// Of what kind it is.
    pub kind: Returned,
    /// Many of it.
    pub collection: bool,
    /// Whether a single one may be missing.
    pub nullable: bool,
}

/// The kinds of result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Returned {
    /// A primitive value.
    Value(TypeRef),
    /// An entity of the set with this index.
    Entity(usize),
}

impl Operation {
    /// The name of the binding parameter in metadata documents: it has none in a request.
    pub const BINDING_PARAMETER: &'static str = "bindingParameter";

    /// Whether it is called with POST.
    #[must_use]
    pub const fn is_action(&self) -> bool {
        matches!(self.kind, OperationKind::Action)
    }

    /// Whether paths and query options go on behind it.
    #[must_use]
    pub const fn is_composable(&self) -> bool {
        matches!(self.kind, OperationKind::Function { composable: true })
    }

    /// Whether it is in the service document: a function that is called with nothing (CSDL, section
    /// 13.6).
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        !self.is_action() && self.binding.is_none() && self.parameters.is_empty()
    }

    /// The set its entities are of, if it gives entities.
    #[must_use]
    pub const fn entity_set(&self) -> Option<usize> {
        match self.returns {
            Some(Returns { kind: Returned::Entity(set), .. }) => Some(set),
            _ => None,
        }
    }
}
