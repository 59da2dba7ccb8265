//! Link tables against the schema: that they and their columns are there, and are of the types of the
//! properties they equal.

use super::{column_of, table_of};
use crate::catalog::definition::{Definition, EntitySetDefinition, ServiceDefinition, ThroughDefinition};
use crate::catalog::{
    Engine, Entry, Leaves, Located, NamedTypes, Problems, Storage, declared_type, storage_of,
};
use crate::source::sql::schema::{DatabaseSchema, TableSchema};

/// What links are compared with.
pub(super) struct Links<'a> {
    pub(super) definition: &'a Definition,
    pub(super) service: &'a ServiceDefinition,
    pub(super) source: &'a str,
    pub(super) types: &'a NamedTypes,
    pub(super) engine: Engine,
    pub(super) database: &'a DatabaseSchema,
}

/// Compares the links of a service that are in the source; `place` is that of the service.
pub(super) fn compare(links: &Links<'_>, place: &str, problems: &mut Problems) {
    let published = |set: &&Entry<EntitySetDefinition>| set.value.missing.is_none();
    for set in links.service.sets().filter(published) {
        let ways = set.value.ways_by_type().into_iter();
        for (of, list, entry) in
            ways.flat_map(|(of, list, entries)| entries.iter().map(move |entry| (of, list.clone(), entry)))
        {
            let Some(through) = &entry.value.through else { continue };
            let target = links.service.set(&entry.value.to).filter(published);
            let (Some(target), true) = (target, links.is_in_source(set, through)) else { continue };
            let place = format!("{place}.{}.{list}.{}.through", links.service.place_of(set), *entry.name);
            let Some(table) = table_of(&through.table, &place, links.database, problems) else { continue };
            for pair in through.here.iter() {
                let place = format!("{place}.here");
                links.compare_column((set, of), (&pair.name, &pair.value), table, &place, problems);
            }
            for pair in through.there.iter() {
                let place = format!("{place}.there");
                links.compare_column((target, None), (&pair.value, &pair.name), table, &place, problems);
            }
        }
    }
}

impl Links<'_> {
    fn is_in_source(&self, set: &Entry<EntitySetDefinition>, through: &ThroughDefinition) -> bool {
        let own = || self.service.source_of(&set.value, &self.definition.sources);
        through.source.as_ref().or_else(own).is_some_and(|name| **name == *self.source)
    }

    fn compare_column(
        &self,
        (set, of): (&Entry<EntitySetDefinition>, Option<usize>),
        (property, column): (&Located<String>, &Located<String>),
        table: &TableSchema,
        place: &str,
        problems: &mut Problems,
    ) {
        let Some(found) = column_of(table, column, column.at, place, problems) else { return };
        // The type of a property is in the words of its own source.
        let own = self.service.source_of(&set.value, &self.definition.sources);
        if own.is_none_or(|own| **own != *self.source) || found.db_type.is_empty() {
            return;
        }
        let leaves = Leaves::of(&set.value);
        let Some(leaf) = leaves.get_of(of, property) else { return };
        let told = &mut Problems::default();
        let Some(declared) = declared_type(self.types, &leaf.entry, false, place, told) else { return };
        let read_as = |db_type: Option<&str>| storage_of(self.engine, db_type, declared.primitive);
        let written = leaf.entry.value.db_type.as_ref().map(|db_type| db_type.as_str());
        let (wanted, stored) = (read_as(written), read_as(Some(&found.db_type)));
        if wanted != stored && !(is_number(wanted) && is_number(stored)) {
            let message = format!(
                "the column '{}' is {} in the database, which is not compared with '{}'",
                found.name, found.db_type, **property
            );
            let remedy = "make the two columns of one type, or use a view that shows them so";
            problems.error(column.at, place, message, remedy);
        }
    }
}

const fn is_number(storage: Storage) -> bool {
    matches!(storage, Storage::Integer | Storage::Unsigned | Storage::Decimal)
}
