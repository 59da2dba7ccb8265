//! How a set is asked for in a REST service: what was written in, a [`Resource`] out, or everything
//! that is wrong with it.

mod filter;
mod paging;

use std::collections::HashSet;

use super::Scope;
use crate::catalog::definition::{EntitySetDefinition, SortDefinition};
use crate::catalog::names::did_you_mean;
use crate::catalog::problem::Problems;
use crate::catalog::{Column, Entry, Kind, Leaf, Located, Path, PathPiece, Pointer, Resource, Sort};
use crate::edm::{PrimitiveType, TypeRef};

/// What the parts of a resource are built with.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    scope: &'a Scope<'a>,
    columns: &'a [Column],
    key: &'a [usize],
    /// `services[0].entitySets.Vehicles.rest`
    place: &'a str,
}

/// Builds the resource of a set; `None` where there is none, or none that could be built.
pub(super) fn build(
    scope: &Scope<'_>,
    set: &Entry<EntitySetDefinition>,
    kind: Kind,
    (columns, key): (&[Column], &[usize]),
    set_place: &str,
    problems: &mut Problems,
) -> Option<Resource> {
    let place = format!("{set_place}.rest");
    let written = match (&set.value.rest, kind) {
        (None, Kind::Database(_)) => return None,
        // A table in its place has been told of.
        (None, Kind::Rest) if set.value.table.is_some() => return None,
        (None, Kind::Rest) => {
            let message = format!("'{}' does not say how it is asked for", *set.name);
            problems.error(set.name.at, place, message, "add rest: { list: /path }");
            return None;
        }
        (Some(written), Kind::Database(_)) => {
            let message = "its source is a database, which is asked in SQL";
            problems.error(written.list.at, place, message, "delete rest, or name a REST service as source");
            return None;
        }
        (Some(written), Kind::Rest) => written,
    };
    if let Some(media) = &set.value.media {
        let message = "media entities come from databases only";
        problems.error(media.column.at, format!("{set_place}.media"), message, "delete media");
    }
    let around = Around { scope, columns, key, place: &place };
    let list = around.path(&written.list, "list", problems)?;
    let by_key = match &written.by_key {
        Some(path) => around.by_key(path, problems),
        None => None,
    };
    let (paging, size) = paging::build(&around, written, problems);
    Some(Resource {
        filters: filter::build(&around, written, &list, problems),
        list,
        by_key,
        rows: around.pointer(written.rows.as_ref(), "rows", problems),
        row: around.pointer(written.row.as_ref(), "row", problems),
        sort: written.sort.as_ref().map(|sort| around.sort(sort, problems)),
        select: around.name(written.select.as_ref(), "select", problems),
        paging,
        size,
        total: paging::total(&around, written, problems),
    })
}

/// Checks what a property of a set says of where its values are.
pub(super) fn check_field(kind: Kind, leaf: &Leaf, declared: TypeRef, place: &str, problems: &mut Problems) {
    let property = &leaf.entry.value;
    if let (Kind::Database(_), Some(field)) = (kind, &property.field) {
        let message = "its source is a database, which has columns";
        problems.error(field.at, format!("{place}.field"), message, "write column instead of field");
    }
    if kind != Kind::Rest {
        return;
    }
    // Where nothing was written, the property's own name stands in for it.
    if let Some(column) = property.column.as_ref().filter(|column| column.at != leaf.entry.name.at) {
        let message = "its source is a REST service, which has no columns";
        problems.error(column.at, format!("{place}.column"), message, "write field instead of column");
    }
    if let Some(db_type) = &property.db_type {
        let message = "its source is a REST service, which has no types of a database";
        problems.error(db_type.at, format!("{place}.dbType"), message, "delete dbType");
    }
    if declared.primitive == PrimitiveType::Stream {
        let message = "streams come from databases only";
        problems.error(property.edm_type.at, format!("{place}.type"), message, "write Edm.Binary");
    }
}

impl Around<'_> {
    /// The column of a property by its path in the definition.
    fn column(&self, name: &Located<String>, place: &str, problems: &mut Problems) -> Option<usize> {
        let published = |name: &str| self.scope.service.profile.published_name(name);
        let found = self.columns.iter().position(|column| column.property == published(name));
        if found.is_none() {
            let remedy = did_you_mean(name, self.columns.iter().map(|column| column.property.as_str()));
            let message = format!("there is no property '{}', or it is not published", **name);
            problems.error(name.at, place, message, remedy);
        }
        found
    }

    /// A path: text, and properties in braces.
    fn path(&self, written: &Located<String>, what: &str, problems: &mut Problems) -> Option<Path> {
        let place = format!("{}.{what}", self.place);
        let refuse = |reason: &str, problems: &mut Problems| {
            let message = format!("the path '{}' {reason}", **written);
            problems.error(written.at, &place, message, "write for example /vehicles or /vehicles/{ID}");
        };
        let path = written.split('?').next().unwrap_or_default();
        if !written.starts_with('/') {
            refuse("does not begin with a slash", problems);
            return None;
        }
        if path.split('/').any(|segment| matches!(segment, "." | ".."))
            || written.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '#' | '\\'))
        {
            refuse("holds blanks, #, \\ or segments of dots", problems);
            return None;
        }
        let mut pieces = Vec::new();
        let mut rest = written.as_str();
        while let Some((text, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                refuse("has a brace that is not closed", problems);
                return None;
            };
            pieces.push(PathPiece::Text(text.to_owned()));
            let name = Located { value: name.to_owned(), at: written.at };
            pieces.push(PathPiece::Property(self.column(&name, &place, problems)?));
            rest = after;
        }
        pieces.push(PathPiece::Text(rest.to_owned()));
        pieces.retain(|piece| !matches!(piece, PathPiece::Text(text) if text.is_empty()));
        Some(Path { pieces })
    }

    /// A path with each property of the key.
    fn by_key(&self, written: &Located<String>, problems: &mut Problems) -> Option<Path> {
        let path = self.path(written, "byKey", problems)?;
        let used: HashSet<usize> = path
            .pieces
            .iter()
            .filter_map(|piece| match piece {
                PathPiece::Property(index) => Some(*index),
                PathPiece::Text(_) => None,
            })
            .collect();
        let key: HashSet<usize> = self.key.iter().copied().collect();
        if used != key || key.is_empty() {
            let names: Vec<String> =
                self.key.iter().map(|index| format!("{{{}}}", self.name_of(*index))).collect();
            let message = format!("the path '{}' does not hold just the properties of the key", **written);
            let remedy = format!("write a path with {}", names.join(" and "));
            problems.error(written.at, format!("{}.byKey", self.place), message, remedy);
            return None;
        }
        Some(path)
    }

    fn name_of(&self, index: usize) -> &str {
        self.columns.get(index).map_or("", |column| column.property.as_str())
    }

    fn pointer(&self, written: Option<&Located<String>>, what: &str, problems: &mut Problems) -> Pointer {
        let Some(written) = written else { return Pointer::default() };
        Pointer::parse(written).unwrap_or_else(|| {
            let message = format!("'{}' is no JSON Pointer", **written);
            problems.error(written.at, format!("{}.{what}", self.place), message, "begin it with a slash");
            Pointer::default()
        })
    }

    /// The name of a query parameter.
    fn name(&self, written: Option<&Located<String>>, what: &str, problems: &mut Problems) -> Option<String> {
        let written = written?;
        if written.is_empty() {
            let message = "the query parameter has no name";
            problems.error(written.at, format!("{}.{what}", self.place), message, "write its name");
        }
        Some(written.value.clone())
    }

    fn sort(&self, written: &SortDefinition, problems: &mut Problems) -> Sort {
        let mut by = Vec::new();
        for entry in written.by.iter() {
            let place = format!("{}.sort.by.{}", self.place, *entry.name);
            if let Some(column) = self.column(&entry.name, &place, problems) {
                by.push((column, entry.value.value.clone()));
            }
        }
        let direction = self.name(written.direction.as_ref(), "sort.direction", problems);
        let word =
            |written: &Option<String>, usual: &str| written.clone().unwrap_or_else(|| usual.to_owned());
        let (ascending, descending, direction) = match direction {
            Some(query) => {
                let words = [word(&written.ascending, "asc"), word(&written.descending, "desc")];
                ("{}".to_owned(), "{}".to_owned(), Some((query, words)))
            }
            None => (word(&written.ascending, "{}"), word(&written.descending, "-{}"), None),
        };
        let mut around = |text: &str| {
            around(text).unwrap_or_else(|| {
                let message = format!("'{text}' has no {{}} in it");
                let remedy = "write {} where the word goes";
                problems.error(written.query.at, format!("{}.sort", self.place), message, remedy);
                (String::new(), String::new())
            })
        };
        let (ascending, descending) = (around(&ascending), around(&descending));
        if let (Some(_), Some(separator)) = (&direction, &written.separator) {
            let message = "with a parameter for the direction it sorts by one property only";
            problems.error(
                separator.at,
                format!("{}.sort.separator", self.place),
                message,
                "delete separator",
            );
        }
        Sort {
            query: self.name(Some(&written.query), "sort.query", problems).unwrap_or_default(),
            by,
            ascending,
            descending,
            direction,
            separator: written.separator.as_ref().map(|separator| separator.value.clone()),
        }
    }
}

/// What stands before and behind `{}`.
fn around(text: &str) -> Option<(String, String)> {
    text.split_once("{}").map(|(before, behind)| (before.to_owned(), behind.to_owned()))
}
