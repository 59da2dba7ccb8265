//! The conditions that a list takes.

use super::{Around, around};
use crate::catalog::definition::{ResourceDefinition, SentDefinition};
use crate::catalog::problem::Problems;
use crate::catalog::{Comparison, Filter, Located, Path, PathPiece, Target};
use crate::edm::PrimitiveType;

/// The most values in one request, unless told otherwise.
const MOST: u32 = 50;

/// Builds them: first those that the path of the list needs.
pub(super) fn build(
    around: &Around<'_>,
    written: &ResourceDefinition,
    list: &Path,
    problems: &mut Problems,
) -> Vec<Filter> {
    let mut filters = Vec::new();
    for piece in &list.pieces {
        if let PathPiece::Property(column) = piece {
            filters.push(Filter {
                column: *column,
                comparison: Comparison::Eq,
                target: Target::Path(*column),
                around: (String::new(), String::new()),
                exact: !is_text(around, *column),
                separator: None,
                most: 1,
            });
        }
    }
    for entry in written.filter.iter() {
        let place = format!("{}.filter.{}", around.place, *entry.name);
        let Some(column) = around.column(&entry.name, &place, problems) else { continue };
        for (name, parameter) in entry.value.comparisons() {
            let place = format!("{place}.{name}");
            let found = Comparison::ALL.iter().find(|(known, _)| *known == name);
            let Some((_, comparison)) = found else { continue };
            filters.extend(filter(around, (column, *comparison), parameter, &place, problems));
        }
    }
    filters
}

fn is_text(around: &Around<'_>, column: usize) -> bool {
    around.columns.get(column).is_some_and(|column| column.ty.primitive == PrimitiveType::String)
}

fn filter(
    around_: &Around<'_>,
    (column, comparison): (usize, Comparison),
    written: &Located<SentDefinition>,
    place: &str,
    problems: &mut Problems,
) -> Option<Filter> {
    let parts = written.parts();
    let mut refuse = |message: String, remedy: &str| problems.error(written.at, place, message, remedy);
    let target = match (parts.query, parts.header) {
        (Some(query), None) if !query.is_empty() => Target::Query(query),
        (None, Some(header)) if is_token(&header) => Target::Header(header),
        (None, Some(header)) => {
            refuse(format!("'{header}' is no name of a header"), "write letters, digits and hyphens");
            return None;
        }
        _ => {
            refuse("it is not told where the value is sent".to_owned(), "name a query parameter or a header");
            return None;
        }
    };
    let text = is_text(around_, column);
    if comparison.is_part() && !text {
        refuse(format!("'{}' is no text", around_.name_of(column)), "delete it");
        return None;
    }
    let value = parts.value.as_deref().unwrap_or("{}");
    let Some(around) = around(value) else {
        refuse(format!("'{value}' has no {{}} in it"), "write {} where the value goes");
        return None;
    };
    let most = parts.most.unwrap_or(MOST);
    if !(1..=1000).contains(&most) {
        refuse(format!("most is {most}"), "write 1 to 1000");
    }
    if comparison != Comparison::In && (parts.separator.is_some() || parts.most.is_some()) {
        refuse("separator and most belong to in, which has several values".to_owned(), "delete them");
    }
    if matches!(target, Target::Header(_)) && comparison == Comparison::In && parts.separator.is_none() {
        refuse("several values in one header need a separator".to_owned(), "add separator");
    }
    let nullable = around_.columns.get(column).is_none_or(|column| column.ty.nullable);
    let doubtful = text || comparison == Comparison::Ne && nullable;
    Some(Filter {
        column,
        comparison,
        target,
        around,
        exact: parts.exact.unwrap_or(!doubtful),
        separator: parts.separator,
        most: usize::try_from(most).unwrap_or(1),
    })
}

/// The name of a header (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}
