//! Streams of a set: which columns hold bytes, and what says what the bytes are.

use super::columns::Columns;
use crate::catalog::definition::{EntitySetDefinition, PropertyDefinition};
use crate::catalog::problem::Problems;
use crate::catalog::{Column, Engine, Entry, Leaf, Leaves, Located, Profile, storage_of};
use crate::edm::{MediaType, PrimitiveType, Stream, TypeRef};

/// Checks what a property says of its bytes.
pub(super) fn check(leaf: &Leaf, declared: TypeRef, place: &str, problems: &mut Problems) {
    let property: &PropertyDefinition = &leaf.entry.value;
    if declared.primitive == PrimitiveType::Stream {
        if leaf.entry.name.contains('/') {
            let remedy = "write it as a property of the entity itself";
            let message = format!("the stream '{}' is within a complex property", *leaf.entry.name);
            problems.error(leaf.entry.name.at, place, message, remedy);
        }
        let written = (property.media_type.as_ref(), property.media_type_column.as_ref());
        return check_media_type(written, place, problems);
    }
    for (name, written) in
        [("mediaType", &property.media_type), ("mediaTypeColumn", &property.media_type_column)]
    {
        if let Some(written) = written {
            let message = format!("{name} says nothing about {}", declared.primitive);
            let remedy = format!("delete {name}, or write type: Edm.Stream");
            problems.error(written.at, format!("{place}.{name}"), message, remedy);
        }
    }
}

/// Completes the stream properties of a set, whose bytes are in columns of their own, and gives the
/// stream of its entities themselves.
pub(super) fn add(
    set: &Entry<EntitySetDefinition>,
    leaves: &Leaves,
    (engine, profile): (Engine, Profile),
    built: &mut Columns,
    place: &str,
    problems: &mut Problems,
) -> Option<Stream> {
    let mut streams = Vec::new();
    for (index, property) in built.properties.iter().enumerate() {
        let is = |leaf: &&Leaf| *leaf.entry.name == property.name;
        let leaf = leaves.iter().find(is).filter(|_| property.ty.primitive == PrimitiveType::Stream);
        streams.extend(leaf.map(|leaf| (index, leaf.entry.value.clone())));
    }
    for (index, written) in streams {
        let written = (written.media_type.as_ref(), written.media_type_column.as_ref());
        let stream = Stream { content: index, media_type: media_type(written, engine, &mut built.columns) };
        if let (Some(property), Some(column)) =
            (built.properties.get_mut(index), built.columns.get_mut(index))
        {
            property.stream = Some(stream);
            (property.filterable, property.sortable) = (false, false);
            column.ty = TypeRef { nullable: true, ..TypeRef::of(PrimitiveType::Binary) };
            column.values = PrimitiveType::Binary;
        }
    }
    let media = set.value.media.as_ref()?;
    let written = (media.media_type.as_ref(), media.media_type_column.as_ref());
    let place = format!("{place}.media");
    check_media_type(written, &place, problems);
    if media.column.is_empty() {
        let message = "the column has no name";
        problems.error(media.column.at, format!("{place}.column"), message, "write the column's name");
    }
    if profile == Profile::Salesforce {
        return None;
    }
    let content = built.columns.len();
    built.columns.push(hidden(&media.column, PrimitiveType::Binary, engine));
    Some(Stream { content, media_type: media_type(written, engine, &mut built.columns) })
}

type Written<'a> = (Option<&'a Located<String>>, Option<&'a Located<String>>);

fn check_media_type(written: Written<'_>, place: &str, problems: &mut Problems) {
    if let (Some(fixed), Some(_)) = written {
        let message = "mediaType and mediaTypeColumn are both given";
        problems.error(fixed.at, format!("{place}.mediaType"), message, "delete one of them");
    }
    if let Some(fixed) = written.0.filter(|fixed| !MediaType::is_legal(fixed)) {
        let message = format!("'{}' is no media type", **fixed);
        problems.error(fixed.at, format!("{place}.mediaType"), message, "write for example image/png");
    }
    if let Some(column) = written.1.filter(|column| column.is_empty()) {
        let place = format!("{place}.mediaTypeColumn");
        problems.error(column.at, place, "the column has no name", "write the column's name");
    }
}

fn media_type((fixed, column): Written<'_>, engine: Engine, columns: &mut Vec<Column>) -> MediaType {
    match column {
        Some(column) => {
            columns.push(hidden(column, PrimitiveType::String, engine));
            MediaType::Column(columns.len() - 1)
        }
        None => {
            MediaType::Fixed(fixed.map_or_else(|| MediaType::UNKNOWN.to_owned(), |fixed| fixed.value.clone()))
        }
    }
}

/// A column that is no property.
fn hidden(name: &str, ty: PrimitiveType, engine: Engine) -> Column {
    Column::new(name, name, TypeRef::of(ty), storage_of(engine, None, ty))
}

#[cfg(test)]
mod tests {
    use crate::catalog::definition::Definition;
    use crate::catalog::{Catalog, Engine, Problem, build};
    use crate::edm::{MediaType, PrimitiveType};

    const SOUND: &str = "\
sources: { db: { url: postgres:db } }
services:
  - path: /
    namespace: Harbour
    profile: standard
    entitySets:
      Photos:
        table: photos
        key: [ID]
        media: { column: bytes, mediaTypeColumn: kind }
        properties:
          ID: { type: Edm.Int32 }
          Thumbnail: { type: Edm.Stream, mediaType: image/png }
";

    fn built(text: &str) -> Result<Catalog, Vec<Problem>> {
        let definition: Definition = serde_saphyr::from_str(text).unwrap();
        let engines = [("db".to_owned(), Engine::Postgres)].into();
        build(&definition, &engines).map(|(mut catalogs, _)| catalogs.remove(0))
    }

    #[test]
    fn bytes_are_in_columns_and_no_values() {
        let catalog = built(SOUND).unwrap();
        let photo = catalog.model.type_of(0);
        let names: Vec<_> = catalog.tables[0].columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["ID", "Thumbnail", "bytes", "kind"]);
        let media = photo.media.as_ref().unwrap();
        assert_eq!((media.content, &media.media_type), (2, &MediaType::Column(3)));
        let thumbnail = &photo.properties[1];
        assert_eq!(thumbnail.ty.primitive, PrimitiveType::Stream);
        assert_eq!(thumbnail.stream.as_ref().unwrap().media_type, MediaType::Fixed("image/png".into()));
        assert!(!thumbnail.filterable && !thumbnail.sortable);
        assert_eq!(catalog.tables[0].columns[1].ty.primitive, PrimitiveType::Binary);
        let for_salesforce = built(&SOUND.replace("standard", "salesforce")).unwrap();
        assert_eq!(for_salesforce.model.type_of(0).media, None);
        assert_eq!(for_salesforce.tables[0].columns.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (written, spoilt, expected) in [
            (
                "mediaType: image/png",
                "mediaType: png",
                "13 properties.Thumbnail.mediaType: 'png' is no media type (write for example image/png)",
            ),
            (
                "mediaType: image/png",
                "mediaType: image/png, mediaTypeColumn: kind",
                "13 properties.Thumbnail.mediaType: mediaType and mediaTypeColumn are both given (delete one of them)",
            ),
            (
                "mediaTypeColumn: kind",
                "mediaTypeColumn: ''",
                "10 media.mediaTypeColumn: the column has no name (write the column's name)",
            ),
            (
                "column: bytes",
                "column: ''",
                "10 media.column: the column has no name (write the column's name)",
            ),
            (
                "type: Edm.Stream",
                "type: Edm.Binary",
                "13 properties.Thumbnail.mediaType: mediaType says nothing about Edm.Binary (delete mediaType, or write type: Edm.Stream)",
            ),
            (
                "type: Edm.Stream",
                "type: Edm.Stream, dbType: text",
                "13 properties.Thumbnail.dbType: a column of the type text holds no values of Edm.Stream (a stream is read from bytes)",
            ),
            (
                "key: [ID]",
                "key: [Thumbnail]",
                "13 properties.Thumbnail.type: Edm.Stream cannot be part of a key (choose another key, or a view that shows it as text)",
            ),
            (
                "Thumbnail: { type: Edm.Stream, mediaType: image/png }",
                "Views: { type: Views, properties: { Thumbnail: { type: Edm.Stream } } }",
                "13 properties.Views.properties.Thumbnail: the stream 'Views/Thumbnail' is within a complex property (write it as a property of the entity itself)",
            ),
        ] {
            assert!(SOUND.contains(written), "{written}");
            let problems = built(&SOUND.replacen(written, spoilt, 1)).unwrap_err();
            let told = |problem: &Problem| {
                let place = problem.place.replace("services[0].entitySets.Photos.", "");
                let remedy = problem.remedy.as_deref().unwrap_or_default();
                format!("{} {place}: {} ({remedy})", problem.line, problem.message)
            };
            assert_eq!(told(&problems[0]), expected);
        }
    }
}
