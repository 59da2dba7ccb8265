//! A definition against the schema its database has: where they differ, the definition is what
//! can be mended, so every problem has a line of it. Pure.

use crate::catalog::definition::{
    Definition, EntitySetDefinition, PropertyDefinition, ServiceDefinition, TableName,
};
use crate::catalog::{
    Engine, Entry, Leaves, Located, Location, NamedTypes, Problem, Problems, declared_type, edm_type_of,
    nearest, storage_of,
};
use crate::edm::{PrimitiveType, TypeRef};
use crate::source::sql::schema::{ColumnSchema, DatabaseSchema, TableSchema};

mod link;

/// Compares all published sets of the source `source` with its schema.
pub(super) fn compare(
    definition: &Definition,
    source: &str,
    engine: Engine,
    database: &DatabaseSchema,
) -> Vec<Problem> {
    let mut problems = Problems::default();
    for (index, service) in definition.services.iter().enumerate() {
        // What is wrong with them has been told when the catalog was built.
        let types = NamedTypes::of(service, "", &mut Problems::default());
        for set in service.sets().filter(|set| set.value.missing.is_none()) {
            if service.source_of(&set.value, &definition.sources).is_some_and(|name| **name == *source) {
                let place = format!("services[{index}].{}", service.place_of(set));
                compare_set(set, service, &types, &place, engine, database, &mut problems);
            }
        }
        let at = link::Links { definition, service, source, types: &types, engine, database };
        link::compare(&at, &format!("services[{index}]"), &mut problems);
    }
    problems.into_sorted()
}

fn compare_set(
    set: &Entry<EntitySetDefinition>,
    service: &ServiceDefinition,
    types: &NamedTypes,
    place: &str,
    engine: Engine,
    database: &DatabaseSchema,
    problems: &mut Problems,
) {
    // A set without a table has been told of when the catalog was built.
    let Some(name) = &set.value.table else { return };
    let Some(table) = table_of(name, place, database, problems) else { return };
    for leaf in Leaves::of(&set.value).iter() {
        let entry = &leaf.entry;
        let place = format!("{place}.{}", leaf.place);
        let (name, at) = entry.value.column_name(&entry.name);
        let Some(column) = column_of(table, name, at, &format!("{place}.column"), problems) else { continue };
        let in_key = leaf.of.is_none() && set.value.key.iter().any(|key| **key == *entry.name);
        // What is wrong with the declared type itself has been told when the catalog was built.
        let mut told = Problems::default();
        if let Some(declared) = declared_type(types, entry, in_key, &place, &mut told) {
            let pair = Pair { entry, declared, column, place: &place };
            compare_type(&pair, engine, problems);
            // What a derived type adds is null in rows of other types.
            if !table.is_view && leaf.of.is_none() {
                compare_nullability(&pair, in_key, problems);
            }
        }
    }
    compare_media(set, place, (engine, table), problems);
    if !service.is_singleton(set) {
        compare_key(set, service, place, table, problems);
    }
    compare_search(set, place, engine, (database, table), problems);
}

/// The columns of streams that are no properties: bytes, and texts that say what they are.
fn compare_media(
    set: &Entry<EntitySetDefinition>,
    place: &str,
    (engine, table): (Engine, &TableSchema),
    problems: &mut Problems,
) {
    let mut columns = Vec::new();
    for leaf in Leaves::of(&set.value).iter() {
        let column = leaf.entry.value.media_type_column.clone();
        let place = format!("{place}.{}.mediaTypeColumn", leaf.place);
        columns.extend(column.map(|column| (column, place, PrimitiveType::String)));
    }
    if let Some(media) = &set.value.media {
        columns.push((media.column.clone(), format!("{place}.media.column"), PrimitiveType::Binary));
        let column = media.media_type_column.clone();
        let place = format!("{place}.media.mediaTypeColumn");
        columns.extend(column.map(|column| (column, place, PrimitiveType::String)));
    }
    for (name, place, wanted) in columns {
        let Some(column) = column_of(table, &name, name.at, &place, problems) else { continue };
        let stored = edm_type_of(engine, &column.db_type, column.nullable).primitive;
        if stored != wanted && engine != Engine::Sqlite {
            let what = if wanted == PrimitiveType::Binary { "no bytes" } else { "no text" };
            let message = format!("the column '{}' is {} in the database, {what}", *name, column.db_type);
            problems.error(name.at, place, message, "name another column, or use a view that has one");
        }
    }
}

/// A property and its column.
struct Pair<'a> {
    entry: &'a Entry<PropertyDefinition>,
    declared: TypeRef,
    column: &'a ColumnSchema,
    place: &'a str,
}

/// The table of this name; `place` is that of what has it.
fn table_of<'a>(
    name: &Located<TableName>,
    place: &str,
    database: &'a DatabaseSchema,
    problems: &mut Problems,
) -> Option<&'a TableSchema> {
    let wanted = name.parts()?;
    // Where the database has no schemas, or is the one connected to, its tables have none.
    let is_wanted = |table: &&TableSchema| {
        let same_schema = match (&wanted.schema, &table.schema) {
            (Some(wanted), Some(schema)) => wanted == schema,
            (None, Some(schema)) => schema == "public",
            (_, None) => true,
        };
        same_schema && table.name == wanted.name
    };
    let found = database.tables.iter().find(is_wanted);
    if found.is_none() {
        let full = match &wanted.schema {
            Some(schema) => format!("{schema}.{}", wanted.name),
            None => wanted.name.clone(),
        };
        let names: Vec<_> = database.tables.iter().map(full_name).collect();
        let message = format!("the database has no table or view '{full}' that its user may read");
        let remedy = similar(&full, names.iter().map(String::as_str));
        problems.error(name.at, format!("{place}.table"), message, remedy);
    }
    found
}

fn column_of<'a>(
    table: &'a TableSchema,
    name: &str,
    at: Location,
    place: &str,
    problems: &mut Problems,
) -> Option<&'a ColumnSchema> {
    let found = table.columns.iter().find(|column| column.name == name);
    if found.is_none() {
        let names = table.columns.iter().map(|column| column.name.as_str());
        let message = format!("the table '{}' has no column '{name}'", full_name(table));
        problems.error(at, place, message, similar(name, names));
    }
    found
}

fn compare_type(pair: &Pair<'_>, engine: Engine, problems: &mut Problems) {
    let Pair { entry, declared, column, place } = *pair;
    let property = &entry.value;
    let written = property.db_type.as_ref();
    let actual = edm_type_of(engine, &column.db_type, column.nullable);
    let read_as = |db_type| storage_of(engine, db_type, declared.primitive);
    // A column of SQLite may have no type at all.
    let stored = Some(column.db_type.as_str()).filter(|db_type| !db_type.is_empty());
    if read_as(written.map(|db_type| db_type.as_str())) != read_as(stored) {
        let at = written.map_or(property.edm_type.at, |written| written.at);
        let message = format!("the column '{}' is {} in the database", column.name, column.db_type);
        let remedy = match declared.primitive {
            // Its values may be stored in more than one form.
            PrimitiveType::Enumeration(_) | PrimitiveType::Duration | PrimitiveType::Spatial(_) => {
                format!("write dbType: {:?}", column.db_type)
            }
            _ => format!("write dbType: {:?} and type: {}", column.db_type, actual.primitive),
        };
        problems.error(at, format!("{place}.dbType"), message, remedy);
        return;
    }
    if !holds(engine, declared.primitive, actual.primitive) {
        let message = format!(
            "the column '{}' is {} in the database, which does not fit {}",
            column.name, column.db_type, declared.primitive
        );
        let remedy = match (declared.primitive, actual.primitive) {
            (PrimitiveType::Spatial(declared), PrimitiveType::Spatial(actual))
                if declared.srid != actual.srid =>
            {
                format!("write type: {} and srid: {}", actual.name(), actual.srid)
            }
            _ => format!("write type: {}", actual.primitive),
        };
        problems.error(property.edm_type.at, format!("{place}.type"), message, remedy);
        return;
    }
    if declared.primitive == actual.primitive {
        let mut longer = |name: &str, at: Option<Location>, published: Option<u32>, stored: Option<u32>| {
            if let (Some(at), Some(published), Some(stored)) = (at, published, stored)
                && stored > published
            {
                let message =
                    format!("the column '{}' is {}, longer than published", column.name, column.db_type);
                problems.warning(at, format!("{place}.{name}"), message, format!("write {name}: {stored}"));
            }
        };
        let length = property.max_length.map(|facet| facet.at);
        longer("maxLength", length, declared.max_length, actual.max_length);
        longer("precision", property.precision.map(|facet| facet.at), declared.precision, actual.precision);
        longer("scale", property.scale.map(|facet| facet.at), declared.scale, actual.scale);
    }
}

/// Whether every value of a column best published as `stored` is one of `declared`.
fn holds(engine: Engine, declared: PrimitiveType, stored: PrimitiveType) -> bool {
    use PrimitiveType as P;
    // SQLite's columns have no type but that of their values: the definition has the say.
    if declared == stored || declared == P::String || engine == Engine::Sqlite {
        return true;
    }
    if declared == P::Stream {
        return stored == P::Binary;
    }
    if let P::Enumeration(_) = declared {
        return stored.is_integer() || matches!(stored, P::String | P::Boolean);
    }
    if let P::Spatial(declared) = declared {
        return match stored {
            // Zero is also what a column has that does not say.
            P::Spatial(stored) => {
                let same_shape =
                    declared.kind.is_none() || stored.kind.is_none() || declared.kind == stored.kind;
                same_shape && (declared.srid == stored.srid || stored.srid == 0)
            }
            stored => stored == P::String,
        };
    }
    if declared == P::Duration {
        return stored.is_integer() || matches!(stored, P::TimeOfDay | P::Decimal | P::String);
    }
    let range = |ty| match ty {
        P::Boolean => Some((0, 1)),
        P::Byte => Some((0, i64::from(u8::MAX))),
        P::SByte => Some((i8::MIN.into(), i8::MAX.into())),
        P::Int16 => Some((i16::MIN.into(), i16::MAX.into())),
        P::Int32 => Some((i32::MIN.into(), i32::MAX.into())),
        P::Int64 => Some((i64::MIN, i64::MAX)),
        _ => None,
    };
    match (range(declared), range(stored)) {
        (Some(declared), Some(stored)) => declared.0 <= stored.0 && declared.1 >= stored.1,
        (None, Some(_)) => declared == P::Decimal,
        _ => (declared, stored) == (P::Double, P::Single),
    }
}

fn compare_nullability(pair: &Pair<'_>, in_key: bool, problems: &mut Problems) {
    let Pair { entry, declared, column, place } = *pair;
    let at = entry.value.nullable.map_or(entry.name.at, |nullable| nullable.at);
    let place = format!("{place}.nullable");
    if in_key && column.nullable {
        let message = format!("the column '{}' can be null, so it cannot be part of a key", column.name);
        problems.error(at, place, message, "make the column NOT NULL, or choose another key");
    } else if column.nullable && !declared.nullable {
        let message = format!("the column '{}' can be null", column.name);
        problems.error(at, place, message, "delete nullable: false, or make the column NOT NULL");
    } else if !column.nullable && declared.nullable {
        let message = format!("the column '{}' is never null, which makes sorting by it faster", column.name);
        problems.warning(at, place, message, "add nullable: false");
    }
}

fn compare_key(
    set: &Entry<EntitySetDefinition>,
    service: &ServiceDefinition,
    place: &str,
    table: &TableSchema,
    problems: &mut Problems,
) {
    // The key of what is contained tells it apart within its container only.
    let container = service.container_of(&set.name);
    let container = container.into_iter().flat_map(|(_, way)| way.value.on.iter().map(|pair| &pair.value));
    let leaves = Leaves::of(&set.value);
    let leaves: Vec<_> = set.value.key.iter().chain(container).filter_map(|name| leaves.get(name)).collect();
    let key: Vec<_> = leaves.iter().map(|leaf| leaf.entry.value.column_name(&leaf.entry.name).0).collect();
    let covers = |unique: &Vec<String>| {
        !unique.is_empty() && unique.iter().all(|column| key.contains(&column.as_str()))
    };
    if covers(&table.primary_key) || table.unique_keys.iter().any(covers) {
        return;
    }
    let at = set.value.key.first().map_or(set.name.at, |name| name.at);
    let place = format!("{place}.key");
    if table.is_view {
        let message = format!("nothing shows that the key of the view '{}' is unique", full_name(table));
        problems.warning(at, place, message, "make sure: of two rows with one key, clients lose one");
        return;
    }
    let message = format!("the table '{}' has no unique key on {}", full_name(table), key.join(", "));
    let mut unique = std::iter::once(&table.primary_key).chain(&table.unique_keys);
    let remedy = match unique.find(|columns| !columns.is_empty()) {
        Some(columns) => format!("make the key of the columns {}", columns.join(", ")),
        None => "add a unique key to the table".to_owned(),
    };
    problems.error(at, place, message, remedy);
}

fn compare_search(
    set: &Entry<EntitySetDefinition>,
    place: &str,
    engine: Engine,
    (database, table): (&DatabaseSchema, &TableSchema),
    problems: &mut Problems,
) {
    let Some(index) = set.value.search.as_ref().and_then(|search| search.index.as_ref()) else { return };
    let place = format!("{place}.search.index");
    let has_column = || table.columns.iter().any(|column| column.name == **index);
    if engine == Engine::Postgres && !has_column() {
        let message = format!("the table '{}' has no column '{}'", full_name(table), **index);
        let vectors = table.columns.iter().filter(|column| column.db_type == "tsvector");
        problems.error(index.at, place, message, similar(index, vectors.map(|column| column.name.as_str())));
        return;
    }
    // SQLite's names are the same in any case; its virtual tables look like views.
    let mut tables = database.tables.iter().filter(|table| table.is_view).map(|table| table.name.as_str());
    if engine == Engine::Sqlite && !tables.clone().any(|name| name.eq_ignore_ascii_case(index)) {
        let message = format!("the database has no full-text table '{}'", **index);
        problems.error(index.at, place, message, similar(index, &mut tables));
    }
}

fn full_name(table: &TableSchema) -> String {
    match &table.schema {
        Some(schema) => format!("{schema}.{}", table.name),
        None => table.name.clone(),
    }
}

fn similar<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(name, names).map_or_else(
        || "correct the name, or delete the entry".to_owned(),
        |near| format!("did you mean '{near}'?"),
    )
}

#[cfg(test)]
mod tests;
