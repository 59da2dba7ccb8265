//! Link tables: those whose rows pair the entities of two sets. Each is one table of the catalog,
//! whichever navigation properties use it.

use super::navigation::{Sets, property};
use super::{Scope, service};
use crate::catalog::definition::{EntitySetDefinition, ThroughDefinition};
use crate::catalog::problem::Problems;
use crate::catalog::{Column, Entry, Kind, Leaves, Located, Table, declared_type};
use crate::edm::{Link, Relation};

/// The two sets that a link pairs.
#[derive(Clone, Copy)]
pub(super) struct Ends<'a> {
    pub(super) set: &'a Entry<EntitySetDefinition>,
    /// The derived type that the navigation property starts from, if it does.
    pub(super) of: Option<usize>,
    pub(super) target: &'a Entry<EntitySetDefinition>,
    pub(super) target_index: usize,
}

/// The link tables of a service, to stand behind the tables of its sets.
pub(super) struct Links<'a> {
    pub(super) scope: Scope<'a>,
    /// How many tables stand before them.
    pub(super) first: usize,
    pub(super) tables: Vec<Table>,
}

impl Links<'_> {
    /// The relation through a link; `place` is that of `through`.
    pub(super) fn relation(
        &mut self,
        through: &ThroughDefinition,
        ends: Ends<'_>,
        sets: Sets<'_>,
        place: &str,
        problems: &mut Problems,
    ) -> Relation {
        let index = self.table(through, ends.set, place, problems);
        let mut relation = Relation::on(ends.target_index, &[]);
        let mut link = Link { table: self.first + index, here: Vec::new(), there: Vec::new() };
        for (side, empty) in [("here", through.here.is_empty()), ("there", through.there.is_empty())] {
            if empty {
                let message = format!("{side} does not say which properties and columns are equal");
                let remedy = "add here: { property: column }, there: { column: property }";
                problems.error(through.at(), format!("{place}.{side}"), message, remedy);
            }
        }
        for pair in through.here.iter() {
            let place = format!("{place}.here");
            let names = (&pair.name, &pair.value);
            if let Some((property, column)) =
                self.pair(index, (ends.set, ends.of), names, sets, &place, problems)
            {
                relation.here.push(property);
                link.here.push(column);
            }
        }
        for pair in through.there.iter() {
            let place = format!("{place}.there");
            let names = (&pair.value, &pair.name);
            if let Some((property, column)) =
                self.pair(index, (ends.target, None), names, sets, &place, problems)
            {
                relation.there.push(property);
                link.there.push(column);
            }
        }
        relation.through = Some(link);
        relation
    }

    /// The place of the link table among these.
    fn table(
        &mut self,
        through: &ThroughDefinition,
        set: &Entry<EntitySetDefinition>,
        place: &str,
        problems: &mut Problems,
    ) -> usize {
        if let Some(source) = &through.source {
            service::check_source(&self.scope, source, &format!("{place}.source"), problems);
        }
        let source = through.source.as_ref();
        let source =
            source.or_else(|| self.scope.service.source_of(&set.value, &self.scope.definition.sources));
        let source = source.map(|source| source.value.clone()).unwrap_or_default();
        if self.scope.kind_of(&source) == Kind::Rest {
            let message = format!("'{source}' is a REST service, which has no tables");
            let remedy = "add source: the database that the table is in";
            problems.error(through.at(), format!("{place}.source"), message, remedy);
        }
        let parts = through.table.parts();
        if parts.is_none() {
            let remedy = "write schema.name, or { schema: …, name: … } if a part has a dot in it";
            problems.error(through.at(), format!("{place}.table"), "this is not one table's name", remedy);
        }
        let (schema, name) = parts.map(|parts| (parts.schema, parts.name)).unwrap_or_default();
        let known = |table: &Table| table.source == source && table.schema == schema && table.name == name;
        self.tables.iter().position(known).unwrap_or_else(|| {
            self.tables.push(Table { schema, ..Table::new(name.clone(), source, name) });
            self.tables.len() - 1
        })
    }

    /// A property and the column of the link that equals it.
    fn pair(
        &mut self,
        index: usize,
        (set, of): (&Entry<EntitySetDefinition>, Option<usize>),
        (name, column): (&Located<String>, &Located<String>),
        sets: Sets<'_>,
        place: &str,
        problems: &mut Problems,
    ) -> Option<(usize, usize)> {
        let (property, _) = property(&self.scope, sets, (set, of), name, place, problems)?;
        let leaves = Leaves::of(&set.value);
        let entry = &leaves.get_of(of, name)?.entry;
        // What is wrong with the property itself has been told.
        let declared = declared_type(self.scope.types, entry, false, place, &mut Problems::default())?;
        let set_index = sets.model.entity_set(&set.name)?;
        let published = sets.model.type_of(set_index).properties.get(property);
        let ty = published.map_or(declared, |published| published.ty);
        if column.is_empty() {
            problems.error(column.at, place, "the column has no name", "write the column's name");
        }
        let table = self.tables.get_mut(index)?;
        let kind = |source: &str| self.scope.kind_of(source);
        let own = self.scope.service.source_of(&set.value, &self.scope.definition.sources);
        let same_words = own.is_some_and(|own| kind(own) == kind(&table.source));
        let db_type = entry.value.db_type.as_ref().map(|ty| ty.as_str()).filter(|_| same_words);
        let storage = kind(&table.source).storage(db_type, declared.primitive);
        let found = Column {
            values: declared.primitive,
            ..Column::new(column.value.clone(), column.value.clone(), ty, storage)
        };
        let known = table.columns.iter().position(|known| *known == found);
        Some((
            property,
            known.unwrap_or_else(|| {
                table.columns.push(found);
                table.columns.len() - 1
            }),
        ))
    }
}
