//! From what was written to what is meant: an [`ODataUri`] and a model become a [`Query`], or a
//! refusal that points at the place. Knows no SQL and no HTTP.

mod allowed;
mod apply;
mod error;
mod expr;
mod member;
mod names;
mod operation;
mod options;
mod path;
mod scope;

pub use error::{Error, Reason, Target};
pub use operation::body::parameters;
pub use options::{Controls, system_name as option_name};

use std::collections::HashMap;

use odata_params::ast::{self, ODataUri};

use crate::catalog::Profile;
use crate::edm::{EntityType, MediaType, Model, Stream, path_to};
use crate::query::{Expr, Invocation, Parent, Query, Shape};

type Aliases<'a> = HashMap<&'a str, &'a ast::Expr>;

/// What a request is bound against.
#[derive(Clone, Copy, Debug)]
pub struct Environment<'a> {
    /// The service's model.
    pub model: &'a Model,
    /// The rules it follows.
    pub profile: Profile,
}

/// A request with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `GET /`
    ServiceDocument(Controls),
    /// `GET /$metadata`
    Metadata(Controls),
    /// Anything that reads rows.
    Read(Box<Query>, Controls),
    /// A function that is not composable, or an action.
    Call(Box<Invocation>, Controls),
}

/// Binds a request.
///
/// # Errors
/// Names that do not exist, types that do not go together, options that have no meaning for the
/// resource, and constructs that are not answered, each by name and place.
pub fn bind(uri: &ODataUri, environment: &Environment<'_>) -> Result<Bound, Error> {
    resource(uri, environment).map_err(|error| error.drawn(uri))
}

fn resource(uri: &ODataUri, environment: &Environment<'_>) -> Result<Bound, Error> {
    let aliases = options::aliases(&uri.options);
    match path::walk(&uri.path, environment, &aliases, &uri.options)? {
        path::Target::ServiceDocument => {
            options::only_format(&uri.options, "the service document").map(Bound::ServiceDocument)
        }
        path::Target::Metadata => options::only_format(&uri.options, "$metadata").map(Bound::Metadata),
        path::Target::Call(called, raw_value) => {
            operation::invocation::bind(*called, raw_value, &uri.options, environment, &aliases)
        }
        path::Target::Rows(place) => {
            let entity_type = environment.model.type_of(place.set);
            let (names, budget) = (names::Names::default(), scope::Budget::default());
            let model = (environment.model, environment.profile);
            let of = (entity_type, place.derived);
            let scope = scope::Scope::new(model, of, &aliases, (&names, &budget));
            let mut query = rows(*place, environment)?;
            let chosen = query.filter.take();
            let controls = options::bind(&uri.options, &mut query, &scope)?;
            query.filter = both(chosen, query.filter.take());
            Ok(Bound::Read(Box::new(query), controls))
        }
    }
}

/// The query of a place before options.
fn rows(place: path::Place, environment: &Environment<'_>) -> Result<Query, Error> {
    let entity_type = environment.model.type_of(place.set);
    let parent = match place.parent {
        None => None,
        Some((parent, navigation)) => {
            let model = environment.model;
            let from = model.type_of(parent.set);
            let mut query = rows(*parent, environment)?;
            query.select.clone_from(&navigation.relation.here);
            let contains = navigation.contains.then(|| path_to(model, from, &navigation));
            if contains.is_some() {
                query.select.extend(&from.key);
            }
            Some(Box::new(Parent { query, relation: navigation.relation, contains }))
        }
    };
    let within = member::Within::entity(environment.model, entity_type, place.derived);
    let select = match place.shape {
        _ if place.references => entity_type.key.clone(),
        Shape::Property(index) | Shape::RawValue(index) => vec![index],
        Shape::Complex(index) => within.complex(index).leaves(),
        Shape::Media(property) => stream(entity_type, property),
        _ => within.leaves(),
    };
    let streams = match place.shape {
        Shape::Collection | Shape::Entity | Shape::RelatedEntity if !place.references => within.streams(),
        _ => Vec::new(),
    };
    let of_type = place.derived.map(|_| member::is_of(entity_type, place.derived));
    let filter = both(both(place.key, of_type), place.filter);
    let (derived, references) = (place.derived, place.references);
    let call = place.call.map(|called| operation::invocation::call(called, environment)).transpose()?;
    let query = Query::new(place.set, place.shape, select);
    Ok(Query { call, parent, filter, derived, references, streams, ..query })
}

/// The columns of a stream: its bytes, and what says what they are.
fn stream(entity_type: &EntityType, property: Option<usize>) -> Vec<usize> {
    let stream = match property {
        Some(index) => entity_type.properties.get(index).and_then(|property| property.stream.as_ref()),
        None => entity_type.media.as_ref(),
    };
    let columns = |stream: &Stream| match stream.media_type {
        MediaType::Column(column) => vec![stream.content, column],
        MediaType::Fixed(_) => vec![stream.content],
    };
    stream.map(columns).unwrap_or_default()
}

fn both(one: Option<Expr>, other: Option<Expr>) -> Option<Expr> {
    match (one, other) {
        (Some(one), Some(other)) => Some(expr::logic::and(one, other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests;
