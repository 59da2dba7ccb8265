//! What names mean while one entity type is bound: its properties, the profile, the aliases.

use std::collections::HashMap;

use odata_params::ast;

use super::names::Names;
use crate::catalog::Profile;
use crate::edm::{EntityType, Model, PrimitiveType, TypeRef};

/// The names an expression may use.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The model: the types that may be named.
    pub(super) model: &'a Model,
    /// The type whose properties are named.
    pub(super) entity_type: &'a EntityType,
    /// Decides what blank text is equal to.
    pub(super) profile: Profile,
    /// Parameter aliases of the request, by name without `@`.
    pub(super) aliases: &'a HashMap<&'a str, &'a ast::Expr>,
    /// Computed properties.
    pub(super) names: &'a Names,
}

impl Scope<'_> {
    /// The type of primitive values that a qualified name stands for.
    pub(super) fn named_type(&self, name: &str) -> Option<TypeRef> {
        let enumeration = || self.model.enumeration(name).map(PrimitiveType::Enumeration);
        let primitive = PrimitiveType::from_name(name).or_else(enumeration).map(TypeRef::of);
        primitive.or_else(|| self.model.type_definition(name).map(|definition| definition.type_ref()))
    }
}
