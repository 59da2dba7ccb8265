//! `$expand`: related entities that come with each entity.

use super::Query;
use crate::edm::Relation;

/// A navigation property that is answered with what it leads to (Protocol, section 11.2.5.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expand {
    /// Its name.
    pub name: String,
    /// The derived type that entities have to be of to have it; `None` for any.
    pub of: Option<usize>,
    /// Which entities belong to an entity.
    pub relation: Relation,
    /// Whether it leads to many.
    pub collection: bool,
    /// What is answered of them.
    pub form: Form,
    /// Which of them, in which order, with what; its `skip`, `top` and `count` are those of each
    /// parent by itself.
    pub query: Query,
    /// `$levels` over 1: the expand inside is this one again.
    pub recursive: bool,
}

/// What is answered of related entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The entities.
    Entities,
    /// Where they are (`/$ref`).
    References,
    /// How many they are (`/$count`).
    Count,
}
