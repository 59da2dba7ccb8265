//! `/$entity?$id=…` (URL Conventions, section 4.3.4): the request goes in, the same request for the
//! path of the entity itself comes out.

use odata_params::ast::{ODataUri, QueryOptionKind, Segment, SegmentKind};
use odata_params::{Limits, parse_path};

use super::error::Error;
use crate::bind;

/// Puts the path that `$id` names in the place of `$entity`. `root`: the service root, absolute.
/// Whether it was an entity-id, so that it has to lead to one entity.
///
/// # Errors
/// An entity-id that is missing, of another service, or no path; anything but a type behind `$entity`.
pub(super) fn resolve(uri: &mut ODataUri, root: &str) -> Result<bool, Error> {
    let [first, rest @ ..] = uri.path.segments.as_slice() else { return Ok(false) };
    if first.kind != SegmentKind::Entity {
        return Ok(false);
    }
    // A type cast may follow, and nothing else.
    let cast = match rest {
        [] => None,
        [cast] if is_type(cast) => Some(cast.clone()),
        [next, ..] => {
            let message = format!("'{}' cannot follow $entity, only a type can", next.text);
            return Err(bind::Error::bad_request(message).at(next.span).into());
        }
    };
    let place = uri.options.iter().position(|option| matches!(option.kind, QueryOptionKind::Id(_)));
    let Some(place) = place else {
        let message = "$entity needs the option $id, as in $entity?$id=Customers(1)";
        return Err(bind::Error::bad_request(message).into());
    };
    let option = uri.options.remove(place);
    let refused = |message: &str| Error::from(bind::Error::bad_request(message).in_option("$id"));
    let id = option.text.trim();
    let path = below(id, root).ok_or_else(|| refused("this is no address within the service"))?;
    if path.contains(['?', '#']) {
        return Err(refused("an entity-id has no query options; add them to the request"));
    }
    uri.path = parse_path(path, &Limits::default())
        .map_err(|error| refused(&format!("this is no entity-id: {error}")))?;
    uri.path.segments.extend(cast);
    Ok(true)
}

fn is_type(segment: &Segment) -> bool {
    matches!(&segment.kind, SegmentKind::Name { name, arguments: None } if name.contains('.'))
}

/// The path of an absolute or relative address below the service root.
fn below<'a>(id: &'a str, root: &str) -> Option<&'a str> {
    let is_absolute = id.get(..8).unwrap_or(id).to_ascii_lowercase().starts_with("http");
    if is_absolute && id.contains("://") {
        return id.strip_prefix(root)?.strip_prefix('/').filter(|path| !path.is_empty());
    }
    // A relative address begins at the service root, where `$entity` is.
    (!id.is_empty() && !id.starts_with('/')).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "https://yard.example/odata";

    #[test]
    fn an_entity_id_is_relative_to_the_root_or_begins_with_it() {
        for (id, path) in [
            ("Boats(1)", Some("Boats(1)")),
            ("https://yard.example/odata/Boats(1)", Some("Boats(1)")),
            ("httpBoats(1)", Some("httpBoats(1)")),
            ("https://yard.example/odata", None),
            ("https://yard.example/odatas/Boats(1)", None),
            ("http://yard.example/odata/Boats(1)", None),
            ("/odata/Boats(1)", None),
            ("", None),
        ] {
            assert_eq!(below(id, ROOT), path, "{id}");
        }
    }

    #[test]
    fn the_rest_of_the_request_stays() {
        let query = "$select=Name&$id=https://yard.example/odata/Boats('A%2520B')";
        let mut uri = ODataUri::parse("$entity", query).unwrap();
        assert!(resolve(&mut uri, ROOT).unwrap());
        assert_eq!(uri.path.segments[0].text, "Boats('A B')");
        assert_eq!(uri.options.len(), 1);
        let mut uri = ODataUri::parse("$entity/Yard.Tug", "$id=Boats(1)").unwrap();
        assert!(resolve(&mut uri, ROOT).unwrap());
        assert_eq!(uri.path.segments[1].text, "Yard.Tug");
        let mut other = ODataUri::parse("Boats", "$top=1").unwrap();
        assert!(!resolve(&mut other, ROOT).unwrap());
    }

    #[test]
    fn what_is_no_entity_id_is_named() {
        for (path, query, message) in [
            ("$entity", "", "$entity needs the option $id, as in $entity?$id=Customers(1)"),
            ("$entity", "$id=https://other.example/Boats(1)", "$id: this is no address within the service"),
            (
                "$entity",
                "$id=Boats(1)?$select=ID",
                "$id: an entity-id has no query options; add them to the request",
            ),
            ("$entity/Yard.Tug/Name", "$id=Boats(1)", "'Yard.Tug' cannot follow $entity, only a type can"),
        ] {
            let error = resolve(&mut ODataUri::parse(path, query).unwrap(), ROOT).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
}
