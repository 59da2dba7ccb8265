//! Calls of functions and actions.

use super::Query;
use crate::edm::Value;

/// An operation with what it is called on and with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// Its index in the model.
    pub operation: usize,
    /// Its table in the catalog: where its result is read from.
    pub table: usize,
    /// Reads the key of the entity it is called on: its `select` is the key. The values go before
    /// the other arguments.
    pub binding: Option<Box<Query>>,
    /// The value of each parameter; for an action they are in the body.
    pub arguments: Vec<Value>,
}

/// A call whose result is answered as it comes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Invocation {
    /// The call.
    pub call: Call,
    /// How its entities are answered, if it gives entities.
    pub entities: Option<Query>,
    /// Whether the bare value is answered (`/$value`).
    pub raw_value: bool,
}
