//! What to publish: takes a [`DatabaseSchema`], gives an [`EntitySetOutline`] for every table and
//! view, with its key or what is missing. Knows no YAML.

use super::names::{TableNames, table_names};
use super::navigation::{NavigationOutline, navigation};
use crate::catalog::{Engine, edm_type_of};
use crate::edm::{PrimitiveType, TypeRef};
use crate::source::sql::schema::{ColumnSchema, DatabaseSchema, TableSchema};

/// An entity set as `introspect` proposes it.
#[derive(Debug)]
pub(super) struct EntitySetOutline<'a> {
    pub(super) names: TableNames,
    pub(super) table: &'a TableSchema,
    pub(super) key: Key,
    /// Names of the properties `$search` looks at; empty if it is left out.
    pub(super) search: Vec<String>,
    /// One a column, in order.
    pub(super) properties: Vec<PropertyOutline<'a>>,
    pub(super) navigation: Vec<NavigationOutline>,
}

/// A property as `introspect` proposes it.
#[derive(Debug)]
pub(super) struct PropertyOutline<'a> {
    pub(super) name: String,
    pub(super) column: &'a ColumnSchema,
    pub(super) ty: TypeRef,
}

/// What identifies the entities of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The columns of the primary key.
    Primary(Vec<String>),
    /// The columns of a unique key; the primary one is missing, or of no use in OData.
    Unique(Vec<String>),
    /// Nothing does: what is missing, in words.
    Missing(String),
}

/// Most properties `$search` looks at without an index.
const MOST_SEARCHED: usize = 4;

/// The lengths of text worth searching: shorter ones are codes, longer ones slow.
const SEARCHED_LENGTHS: std::ops::RangeInclusive<u32> = 10..=255;

/// One outline a table, in the order of the tables.
pub(super) fn outline(engine: Engine, schema: &DatabaseSchema) -> Vec<EntitySetOutline<'_>> {
    let named = schema.tables.iter().zip(table_names(schema));
    let mut sets: Vec<EntitySetOutline<'_>> = named
        .map(|(table, names)| {
            let properties: Vec<PropertyOutline<'_>> = table
                .columns
                .iter()
                .zip(&names.properties)
                .map(|(column, name)| {
                    let ty = edm_type_of(engine, &column.db_type, column.nullable);
                    PropertyOutline { name: name.clone(), column, ty }
                })
                .collect();
            let key = key_of(table, &properties);
            let search = searched(table, &key, &properties);
            EntitySetOutline { names, table, key, search, properties, navigation: Vec::new() }
        })
        .collect();
    let ways = navigation(&sets);
    for (set, ways) in sets.iter_mut().zip(ways) {
        set.navigation = ways;
    }
    sets
}

impl Key {
    /// Its columns; empty if it is missing.
    pub(super) fn columns(&self) -> &[String] {
        match self {
            Self::Primary(columns) | Self::Unique(columns) => columns,
            Self::Missing(_) => &[],
        }
    }

    /// Whether the set can be published as it is.
    pub(super) const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing(_))
    }
}

impl EntitySetOutline<'_> {
    /// The property of a column.
    pub(super) fn property(&self, column: &str) -> Option<&PropertyOutline<'_>> {
        self.properties.iter().find(|property| property.column.name == column)
    }
}

fn key_of(table: &TableSchema, properties: &[PropertyOutline<'_>]) -> Key {
    let unfit = |key: &Vec<String>| {
        let column = properties
            .iter()
            .find(|property| key.contains(&property.column.name) && !is_key_type(property.ty));
        column.map(|property| format!("{} is {}", property.name, property.ty.primitive))
    };
    if !table.primary_key.is_empty() && unfit(&table.primary_key).is_none() {
        return Key::Primary(table.primary_key.clone());
    }
    if let Some(key) = table.unique_keys.iter().find(|key| unfit(key).is_none()) {
        return Key::Unique(key.clone());
    }
    let what = if table.columns.is_empty() {
        let what = "columns: there are none, or none that this database user may read; or delete this set";
        return Key::Missing(what.to_owned());
    } else if table.is_view {
        "a key: a view declares none".to_owned()
    } else if let Some(why) = unfit(&table.primary_key) {
        format!("a key that OData allows: {why}")
    } else {
        "a key: the table has no primary key, nor a unique one over columns that cannot be null".to_owned()
    };
    let remedy = "write key: [ … ] with the properties that tell rows apart, and nullable: false for each";
    Key::Missing(format!("{what}; {remedy}"))
}

/// The types a key may be of (CSDL, section 6.5).
fn is_key_type(ty: TypeRef) -> bool {
    !matches!(
        ty.primitive,
        PrimitiveType::Binary | PrimitiveType::Single | PrimitiveType::Double | PrimitiveType::Spatial(_)
    )
}

/// Text of a declared, moderate length that refers to nothing; none at all if there is a lot of
/// it, for then the author must choose.
fn searched(table: &TableSchema, key: &Key, properties: &[PropertyOutline<'_>]) -> Vec<String> {
    if key.is_missing() {
        return Vec::new();
    }
    let refers = |column: &String| table.foreign_keys.iter().any(|foreign| foreign.columns.contains(column));
    let worth = |property: &&PropertyOutline<'_>| match property.ty.max_length {
        Some(length) => SEARCHED_LENGTHS.contains(&length),
        // Where nobody writes lengths, as in PostgreSQL and SQLite, names are of this type too.
        None => property.column.db_type.eq_ignore_ascii_case("text"),
    };
    properties
        .iter()
        .filter(|property| property.ty.primitive == PrimitiveType::String)
        .filter(worth)
        .filter(|property| !refers(&property.column.name))
        .map(|property| property.name.clone())
        .take(MOST_SEARCHED)
        .collect()
}
