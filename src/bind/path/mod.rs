//! The resource path becomes a target: which set, which entity in it, which part of the entity
//! (URL Conventions, section 4).

pub(super) mod called;

use odata_params::ast::{self, Argument, QueryOption, ResourcePath, Segment, SegmentKind};

use self::called::{Called, ended, opened};
use super::error::{Error, Reason};
use super::expr::{key, logic};
use super::member::{Member, Within};
use super::names::Names;
use super::operation::Overloads;
use super::scope::{Budget, Scope};
use super::{Aliases, Environment, allowed, expr};
use crate::edm::{EntityType, NavigationProperty, SetKind, path_to};
use crate::query::{Expr, Shape};

/// What a path leads to.
pub(super) enum Target {
    ServiceDocument,
    Metadata,
    Rows(Box<Place>),
    /// What is answered as it comes, and whether as its bare value.
    Call(Box<Called>, bool),
}

/// A place in the data.
pub(super) struct Place {
    /// The entity set.
    pub(super) set: usize,
    /// The derived type that the entities are of, if a cast says so.
    pub(super) derived: Option<usize>,
    /// What is answered.
    pub(super) shape: Shape,
    /// Whether references are answered instead of entities (section 4.4).
    pub(super) references: bool,
    /// The function whose entities these are.
    pub(super) call: Option<Called>,
    /// The key condition, if one entity is meant.
    pub(super) key: Option<Expr>,
    /// The conditions of `/$filter(…)` segments.
    pub(super) filter: Option<Expr>,
    /// The entity this place was reached from, and how.
    pub(super) parent: Option<(Box<Place>, NavigationProperty)>,
}

/// Walks the path.
///
/// # Errors
/// 404 for names that do not exist, 400 for segments that cannot stand where they do, 501 for
/// resources that are not answered.
pub(super) fn walk(
    path: &ResourcePath,
    environment: &Environment<'_>,
    aliases: &Aliases<'_>,
    options: &[QueryOption],
) -> Result<Target, Error> {
    let Some((first, rest)) = path.segments.split_first() else { return Ok(Target::ServiceDocument) };
    match &first.kind {
        SegmentKind::Metadata => match rest.first() {
            None => Ok(Target::Metadata),
            Some(next) => Err(Error::not_found("nothing can follow $metadata").at(next.span)),
        },
        SegmentKind::Name { name, arguments } => {
            let arguments = arguments.as_deref();
            let found = environment.model.entity_set(name);
            let found = found.and_then(|set| Some((set, environment.model.entity_sets.get(set)?.kind)));
            let place = match (found, arguments) {
                (Some((set, SetKind::EntitySet)), arguments) => {
                    let mut place = Place::new(set, Shape::Collection);
                    if let Some(arguments) = arguments {
                        place.select_key(arguments, first, environment, aliases)?;
                    }
                    place
                }
                (Some((set, SetKind::Singleton)), None) => Place::new(set, Shape::Entity),
                (Some((_, SetKind::Singleton)), Some(_)) => {
                    return Err(
                        Error::bad_request(format!("'{name}' is one entity and takes no key")).at(first.span)
                    );
                }
                (Some((_, SetKind::Contained { within, navigation })), _) => {
                    return Err(contained(name, within, navigation, environment).at(first.span));
                }
                (None, arguments) => {
                    let overloads = Overloads::named(name, None, environment)
                        .ok_or_else(|| unknown_set(name, environment).at(first.span))?;
                    let (operation, arguments) = overloads
                        .choose(arguments, aliases, options)
                        .map_err(|error| error.at(first.span))?;
                    match opened(Called { operation, binding: None, arguments }, environment) {
                        Ok(place) => place,
                        Err(called) => return ended(called, first, rest, environment),
                    }
                }
            };
            Walk { environment, aliases, options, place }.rest(rest)
        }
        kind => Err(not_answered(kind, first)),
    }
}

pub(super) struct Walk<'a> {
    pub(super) environment: &'a Environment<'a>,
    pub(super) aliases: &'a Aliases<'a>,
    pub(super) options: &'a [QueryOption],
    pub(super) place: Place,
}

impl Walk<'_> {
    fn rest(mut self, mut segments: &[Segment]) -> Result<Target, Error> {
        while let Some((segment, rest)) = segments.split_first() {
            if let Some(called) = self.call(segment).map_err(|error| error.at(segment.span))? {
                match opened(called, self.environment) {
                    Ok(place) => self.place = place,
                    Err(called) => return ended(called, segment, rest, self.environment),
                }
                segments = rest;
                continue;
            }
            let used = self.step(segment, rest).map_err(|error| error.at(segment.span))?;
            segments = rest.get(used..).unwrap_or_default();
        }
        Ok(Target::Rows(Box::new(self.place)))
    }

    /// Takes one segment, and tells how many further ones it used up.
    fn step(&mut self, segment: &Segment, rest: &[Segment]) -> Result<usize, Error> {
        let environment = self.environment;
        let entity_type = environment.model.type_of(self.place.set);
        if self.place.references {
            return Err(Error::not_found("nothing can follow $ref"));
        }
        match (&segment.kind, self.place.shape) {
            (SegmentKind::Ref, Shape::Collection | Shape::Entity | Shape::RelatedEntity) => {
                self.place.references = true;
            }
            (SegmentKind::Count, Shape::Collection) => self.place.shape = Shape::Count,
            (SegmentKind::Filter(condition), Shape::Collection) => self.filter(condition)?,
            (SegmentKind::Value, Shape::Property(index)) => self.place.shape = Shape::RawValue(index),
            // The bytes have the address of the property, and this one too.
            (SegmentKind::Value, Shape::Media(Some(_))) if rest.is_empty() => {}
            (SegmentKind::Value, Shape::Entity | Shape::RelatedEntity) if entity_type.media.is_some() => {
                self.place.shape = Shape::Media(None);
            }
            (SegmentKind::Value, Shape::Complex(_)) => {
                return Err(Error::bad_request(
                    "a complex property has no $value; a property in it may have",
                ));
            }
            (SegmentKind::Value, Shape::Entity | Shape::RelatedEntity) => {
                return Err(Error::bad_request(format!(
                    "{} is no media entity and has no $value",
                    entity_type.name
                )));
            }
            (SegmentKind::Name { name, arguments }, Shape::Entity | Shape::RelatedEntity) => {
                let within = Within::entity(environment.model, entity_type, self.place.derived);
                self.member(within, name, arguments.as_deref(), segment)?;
            }
            (SegmentKind::Name { name, arguments }, Shape::Collection)
                if name.contains('.') && environment.model.simple_name(name).is_some() =>
            {
                let within = Within::entity(environment.model, entity_type, self.place.derived);
                self.member(within, name, arguments.as_deref(), segment)?;
            }
            (SegmentKind::Name { name, arguments }, Shape::Complex(index)) => {
                let within =
                    Within::entity(environment.model, entity_type, self.place.derived).complex(index);
                self.member(within, name, arguments.as_deref(), segment)?;
            }
            (SegmentKind::Name { .. } | SegmentKind::Text, Shape::Collection) => {
                return self.key_segments(entity_type, segment, rest);
            }
            (SegmentKind::Name { .. } | SegmentKind::Text, Shape::Property(_)) => {
                return Err(Error::not_found("nothing but $value can follow a primitive property"));
            }
            (SegmentKind::Name { .. } | SegmentKind::Text | SegmentKind::Count | SegmentKind::Value, _) => {
                return Err(Error::not_found(format!("'{}' cannot follow here", segment.text)));
            }
            (kind, _) => return Err(not_answered(kind, segment)),
        }
        Ok(0)
    }

    /// `/$filter(…)`: the members of the collection that meet the condition (section 4.12).
    fn filter(&mut self, condition: &ast::Expr) -> Result<(), Error> {
        let (names, budget) = (Names::default(), Budget::default());
        let scope = self.place.scope(self.environment, self.aliases, (&names, &budget));
        let condition = allowed::filterable(expr::bind_condition(condition, &scope)?, &scope)?;
        self.place.filter = Some(match self.place.filter.take() {
            Some(known) => logic::and(known, condition),
            None => condition,
        });
        Ok(())
    }

    fn member(
        &mut self,
        within: Within<'_>,
        name: &str,
        arguments: Option<&[Argument]>,
        segment: &Segment,
    ) -> Result<(), Error> {
        let navigation = match within.member(name) {
            Ok(Member::Primitive(_) | Member::Stream(_) | Member::Complex(..)) if arguments.is_some() => {
                return Err(Error::bad_request(format!("'{name}' is a property and takes no parentheses")));
            }
            Ok(Member::Primitive(index)) => {
                self.place.shape = Shape::Property(index);
                return Ok(());
            }
            Ok(Member::Stream(index)) => {
                self.place.shape = Shape::Media(Some(index));
                return Ok(());
            }
            Ok(Member::Complex(index, _)) => {
                self.place.shape = Shape::Complex(index);
                return Ok(());
            }
            Ok(Member::Navigation(navigation)) => navigation,
            Ok(Member::Type(inside)) => return self.cast(inside, arguments, segment),
            Err(error) if error.reason == Reason::NotImplemented => return Err(error),
            Err(error) => return Err(Error::not_found(error.message)),
        };
        let shape = if navigation.collection { Shape::Collection } else { Shape::RelatedEntity };
        let target = Place::new(navigation.relation.target, shape);
        let parent = std::mem::replace(&mut self.place, target);
        self.place.parent = Some((Box::new(parent), navigation.clone()));
        if let Some(arguments) = arguments {
            if !navigation.collection {
                return Err(Error::bad_request(format!("'{name}' leads to one entity and takes no key")));
            }
            self.place.select_key(arguments, segment, self.environment, self.aliases)?;
        }
        Ok(())
    }

    /// A type cast (section 4.11): of a collection its entities of that type, of one entity that
    /// entity if it is of that type.
    fn cast(
        &mut self,
        inside: Within<'_>,
        arguments: Option<&[Argument]>,
        segment: &Segment,
    ) -> Result<(), Error> {
        self.place.derived = inside.derived;
        match (self.place.shape, arguments) {
            (Shape::Collection, Some(arguments)) => {
                self.place.select_key(arguments, segment, self.environment, self.aliases)
            }
            (_, Some(_)) => {
                Err(Error::bad_request(format!("'{}' is a type and takes no parentheses", segment.text)))
            }
            // An entity of another type is not there, unlike one that nobody is related to.
            (Shape::RelatedEntity, None) => {
                self.place.shape = Shape::Entity;
                Ok(())
            }
            (_, None) => Ok(()),
        }
    }

    /// Key-as-segment: as many segments as there are key properties (section 4.3.6).
    fn key_segments(
        &mut self,
        entity_type: &EntityType,
        first: &Segment,
        rest: &[Segment],
    ) -> Result<usize, Error> {
        let more = entity_type.key.len().saturating_sub(1);
        let Some(rest) = rest.get(..more) else {
            return Err(Error::not_found(format!("the key of {} has {} parts", entity_type.name, more + 1)));
        };
        let texts: Vec<&str> =
            std::iter::once(first).chain(rest).map(|segment| segment.text.as_str()).collect();
        self.place.key = Some(key::from_segments(&texts, entity_type)?);
        self.place.shape = Shape::Entity;
        Ok(more)
    }
}

impl Place {
    pub(super) const fn new(set: usize, shape: Shape) -> Self {
        Self {
            set,
            derived: None,
            shape,
            references: false,
            call: None,
            key: None,
            filter: None,
            parent: None,
        }
    }

    /// What names mean in the entities here.
    fn scope<'a>(
        &self,
        environment: &Environment<'a>,
        aliases: &'a Aliases<'a>,
        own: (&'a Names, &'a Budget),
    ) -> Scope<'a> {
        let model = environment.model;
        Scope::new((model, environment.profile), (model.type_of(self.set), self.derived), aliases, own)
    }

    fn select_key(
        &mut self,
        arguments: &[Argument],
        segment: &Segment,
        environment: &Environment<'_>,
        aliases: &Aliases<'_>,
    ) -> Result<(), Error> {
        let (names, budget) = (Names::default(), Budget::default());
        let scope = self.scope(environment, aliases, (&names, &budget));
        // `Customers()` is the set itself, as some generators write it.
        if !arguments.is_empty() {
            self.key = Some(key::predicate(arguments, &scope).map_err(|error| error.at(segment.span))?);
            self.shape = Shape::Entity;
        }
        Ok(())
    }
}

/// The refusal of a set whose entities are reached through others.
fn contained(name: &str, within: usize, navigation: usize, environment: &Environment<'_>) -> Error {
    let model = environment.model;
    let set = model.entity_sets.get(within).map_or("", |set| &set.name);
    let ty = model.type_of(within);
    let path = ty.navigation.get(navigation).map(|navigation| path_to(model, ty, navigation));
    let path = path.unwrap_or_default();
    Error::not_found(format!("'{name}' is reached through the entities of {set}: write {set}(…)/{path}"))
}

fn unknown_set(name: &str, environment: &Environment<'_>) -> Error {
    let near = environment.model.top_level_sets().find(|set| set.name.eq_ignore_ascii_case(name));
    Error::not_found(match near {
        Some(set) => format!("there is no entity set '{name}'; names are case-sensitive: write {}", set.name),
        None => format!("there is no entity set '{name}'; the service document lists those there are"),
    })
}

fn not_answered(kind: &SegmentKind, segment: &Segment) -> Error {
    match kind {
        SegmentKind::Text | SegmentKind::Name { .. } => {
            Error::not_found(format!("there is nothing at '{}'", segment.text))
        }
        SegmentKind::Count | SegmentKind::Value | SegmentKind::Ref => {
            Error::bad_request(format!("{} cannot stand here", segment.text))
        }
        _ => Error::not_implemented(format!("{} is not supported", segment.text)).at(segment.span),
    }
}
