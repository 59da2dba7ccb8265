//! The columns of a set: those of its published properties at the properties' indexes, and behind
//! them those that clients do not see but the set cannot do without.

use super::{Scope, property, resource, stored, stream};
use crate::catalog::definition::EntitySetDefinition;
use crate::catalog::problem::Problems;
use crate::catalog::{Column, Entry, Kind, Leaf, Leaves, Located, Profile};
use crate::edm::{Property, TypeRef};

/// The published properties of a set and all its columns.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) properties: Vec<Property>,
    pub(super) columns: Vec<Column>,
}

impl Columns {
    /// Those of a set's leaves.
    pub(super) fn build(
        scope: &Scope<'_>,
        set: &Entry<EntitySetDefinition>,
        leaves: &Leaves,
        kind: Kind,
        place: &str,
        problems: &mut Problems,
    ) -> Self {
        let mut built = Self::default();
        let mut hidden = Vec::new();
        let profile = scope.service.profile;
        for leaf in leaves.iter() {
            let Some(types) = property::build(scope, set, leaf, place, problems) else { continue };
            let entry = &leaf.entry;
            let db_type = entry.value.db_type.as_ref().map(|ty| ty.as_str());
            let ty = types.published.unwrap_or(types.declared);
            let storage = kind.storage(db_type, types.declared.primitive);
            let values = types.declared.primitive;
            resource::check_field(kind, leaf, types.declared, &format!("{place}.{}", leaf.place), problems);
            stream::check(leaf, types.declared, &format!("{place}.{}", leaf.place), problems);
            stored::check(values, entry, storage, &format!("{place}.{}", leaf.place), problems);
            let (property, name) =
                (profile.published_name(&entry.name), entry.value.column_name(&entry.name).0);
            // Rows of other types may have no value in it.
            let stored = TypeRef { nullable: ty.nullable || leaf.of.is_some(), ..ty };
            let column = Column { values, ..Column::new(property, name, stored, storage) };
            if types.published.is_some() {
                let says = |flag: Option<Located<bool>>| flag.is_some_and(|flag| *flag);
                built.properties.push(Property {
                    description: entry.value.description.clone(),
                    long_description: entry.value.long_description.clone(),
                    computed: says(entry.value.computed),
                    immutable: says(entry.value.immutable),
                    // Published as another type it would be another value.
                    default: types.default.filter(|_| ty.primitive == types.declared.primitive),
                    of: leaf.of.filter(|_| profile == Profile::Standard),
                    // Shapes have no order.
                    sortable: ty.primitive.as_spatial().is_none(),
                    ..Property::new(column.property.clone(), ty)
                });
                built.columns.push(column);
            } else if profile == Profile::Standard && is_needed(scope, set, leaf) {
                hidden.push(column);
            }
        }
        built.columns.extend(hidden);
        built
    }
}

/// Whether a set needs a column that it does not publish: one that tells types apart, or one that tells
/// what it is contained in.
fn is_needed(scope: &Scope<'_>, set: &Entry<EntitySetDefinition>, leaf: &Leaf) -> bool {
    let name = leaf.entry.name.as_str();
    let tells_types = set.value.derived.as_ref().is_some_and(|derived| **derived.discriminator == *name);
    let tells_container = || {
        let container = scope.service.container_of(&set.name);
        container.is_some_and(|(_, way)| {
            let leads_back = set.value.ways().any(|back| back.value.on.get(name).is_some());
            way.value.on.iter().any(|pair| *pair.value == *name) || leads_back
        })
    };
    leaf.of.is_none() && (tells_types || tells_container())
}
