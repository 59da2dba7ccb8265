//! Paths: where they start, the relations they lead along, what they end at (URL Conventions,
//! sections 5.1.1.14 and 5.1.1.15). A step along a relation is one [`Related`] around what is behind.

use odata_params::ast::{Argument, MemberPath, PathRoot, PathSegment, PathSegmentKind};

use super::{key, lambda, logic};
use crate::bind::error::Error;
use crate::bind::member::{Member, Within, is_of};
use crate::bind::names;
use crate::bind::scope::{Bare, Scope};
use crate::edm::{Relation, SetKind};
use crate::query::{Expr, Related, RelatedForm};

/// What a path may end at.
#[derive(Clone, Copy)]
pub(super) enum End<'e> {
    /// One value.
    Value,
    /// One entity: whether there is one.
    Entity,
    /// A property of all members of a collection: whether the condition made of it and the scope it
    /// stands in holds for one.
    Each(&'e dyn Fn(Expr, &Scope<'_>) -> Result<Expr, Error>),
}

/// What a path, or the rest of one, stands for.
pub(super) enum Found {
    /// A value; null where the way leads to nothing.
    Value(Expr),
    /// A truth about related rows, false where the way leads to nothing; `None` if all that matters is
    /// that it leads somewhere.
    Truth(Option<Expr>),
    /// The opposite of one.
    Untruth(Expr),
    /// A number of rows, zero where the way leads to nothing.
    Number(Expr),
}

/// The value a path stands for.
///
/// # Errors
/// Names that do not exist, and paths that end at something else.
pub(super) fn value(path: &MemberPath, scope: &Scope<'_>) -> Result<Expr, Error> {
    if let Some(computed) = computed(path, scope)? {
        return Ok(computed);
    }
    let found = start(path, End::Value, scope)?.and_then(Found::into_expr);
    found.ok_or_else(|| Error::bad_request("a property is needed here"))
}

/// Whether a path leads to an entity; `None` if it does not end at a single-valued navigation
/// property.
///
/// # Errors
/// As [`value`].
pub(super) fn exists(path: &MemberPath, scope: &Scope<'_>) -> Result<Option<Expr>, Error> {
    if computed(path, scope)?.is_some() {
        return Ok(None);
    }
    Ok(start(path, End::Entity, scope)?.and_then(Found::into_expr))
}

/// Whether `condition` holds for the property a path ends at, for some member of the collection the
/// path leads through; `None` if it leads through none.
///
/// # Errors
/// As [`value`].
pub(super) fn some(
    path: &MemberPath,
    condition: &dyn Fn(Expr, &Scope<'_>) -> Result<Expr, Error>,
    scope: &Scope<'_>,
) -> Result<Option<Expr>, Error> {
    if computed(path, scope)?.is_some() {
        return Ok(None);
    }
    Ok(start(path, End::Each(condition), scope)?.and_then(Found::into_expr))
}

/// What `$compute` calls by this name: it is a property of the outermost row.
fn computed(path: &MemberPath, scope: &Scope<'_>) -> Result<Option<Expr>, Error> {
    let outermost = scope.outermost();
    let of_it = match path.root {
        PathRoot::It => scope.has_it(),
        PathRoot::Implicit => {
            let first = path.segments.first().and_then(names::simple);
            scope.implicit() == outermost && first.and_then(|name| scope.variable(name)).is_none()
        }
        // Rows made by `$apply` are related to none.
        PathRoot::This | PathRoot::Root if scope.names.is_result() => {
            return Err(Error::not_implemented("$root and $this are not supported behind a transformation"));
        }
        PathRoot::This | PathRoot::Root | PathRoot::These => false,
    };
    if !of_it {
        return Ok(None);
    }
    let Some(named) = scope.names.resolve(path)? else { return Ok(None) };
    scope.spend(named.relations())?;
    Ok(Some(named.moved_in(outermost)))
}

fn start(path: &MemberPath, end: End<'_>, scope: &Scope<'_>) -> Result<Option<Found>, Error> {
    if path.root == PathRoot::Root {
        return from_root(&path.segments, end, scope);
    }
    let (out, rest) = origin(path, scope)?;
    if rest.is_empty() {
        return match end {
            End::Value => Err(Error::bad_request(format!(
                "this is a whole {}; one of its properties is needed here",
                scope.within_at(out).owner()
            ))),
            _ => Ok(None),
        };
    }
    Walk { end, origin: Some(out) }.entity(out, rest, false, scope)
}

/// How many rows further out a path starts, and where it leads from there.
///
/// # Errors
/// Paths that start at no row.
pub(super) fn origin<'p>(
    path: &'p MemberPath,
    scope: &Scope<'_>,
) -> Result<(usize, &'p [PathSegment]), Error> {
    let segments = path.segments.as_slice();
    Ok(match path.root {
        PathRoot::It if !scope.has_it() => {
            return Err(Error::not_implemented(
                "$it in $expand, which is the entity asked for, is not supported",
            ));
        }
        PathRoot::It => (scope.outermost(), segments),
        PathRoot::This => (scope.this(), segments),
        PathRoot::These => return Err(Error::not_implemented("$these is not supported")),
        PathRoot::Root => return Err(Error::not_implemented("$root is not supported here")),
        PathRoot::Implicit => match segments.split_first() {
            Some((first, rest)) => match names::simple(first).and_then(|name| scope.variable(name)) {
                Some(out) => (out, rest),
                None => (scope.implicit(), segments),
            },
            None => (scope.implicit(), segments),
        },
    })
}

/// `$root/Set(key)/…` (section 5.1.1.14.2): rows that belong to no row.
fn from_root(segments: &[PathSegment], end: End<'_>, scope: &Scope<'_>) -> Result<Option<Found>, Error> {
    let Some((first, rest)) = segments.split_first() else {
        return Err(Error::bad_request("an entity set is missing after $root/"));
    };
    let PathSegmentKind::Name { name, arguments } = &first.kind else {
        return Err(Error::bad_request("an entity set is needed after $root/").at(first.span));
    };
    let Some(set) = scope.model.entity_set(name) else {
        return Err(Error::bad_request(format!("there is no entity set '{name}'")).at(first.span));
    };
    let collection = match scope.model.entity_sets.get(set).map(|set| set.kind) {
        Some(SetKind::Contained { .. }) => {
            let message = format!("'{name}' is contained in other entities and has no path of its own");
            return Err(Error::bad_request(message).at(first.span));
        }
        kind => kind != Some(SetKind::Singleton),
    };
    let relation = Relation::on(set, &[]);
    let step = Step { name, relation: &relation, collection, arguments: arguments.as_deref() };
    let walk = Walk { end, origin: None };
    walk.step(&step, 0, rest, false, scope).map_err(|error| error.at(first.span))
}

/// One relation of a path.
pub(super) struct Step<'s> {
    /// The name it is written with.
    pub(super) name: &'s str,
    /// Which rows it leads to.
    pub(super) relation: &'s Relation,
    collection: bool,
    arguments: Option<&'s [Argument]>,
}

/// A way along a path.
#[derive(Clone, Copy)]
pub(super) struct Walk<'e> {
    pub(super) end: End<'e>,
    /// How many rows further out the path starts; `None` if at no row.
    pub(super) origin: Option<usize>,
}

impl Walk<'_> {
    /// From the row this many further out; `among` the members of a collection or not.
    fn entity(
        self,
        out: usize,
        segments: &[PathSegment],
        among: bool,
        scope: &Scope<'_>,
    ) -> Result<Option<Found>, Error> {
        if segments.is_empty() {
            return match self.end {
                End::Value => Err(Error::bad_request(format!(
                    "the path ends at a whole {}; one of its properties is needed here",
                    scope.within_at(out).owner()
                ))),
                End::Entity => Ok(Some(Found::Truth(None))),
                End::Each(_) => Ok(None),
            };
        }
        self.within(out, scope.within_at(out), segments, among, scope)
    }

    /// From a place within that row.
    fn within(
        self,
        out: usize,
        within: Within<'_>,
        segments: &[PathSegment],
        among: bool,
        scope: &Scope<'_>,
    ) -> Result<Option<Found>, Error> {
        let Some((segment, rest)) = segments.split_first() else {
            return match self.end {
                End::Entity if within.complex_type().is_none() => {
                    Ok(Some(Found::Truth(known_as(out, within, scope))))
                }
                _ => Err(Error::bad_request(format!(
                    "{} is no value; one of its properties is needed here",
                    within.owner()
                ))),
            };
        };
        self.member(out, within, (segment, rest), among, scope).map_err(|error| error.at(segment.span))
    }

    fn member(
        self,
        out: usize,
        within: Within<'_>,
        (segment, rest): (&PathSegment, &[PathSegment]),
        among: bool,
        scope: &Scope<'_>,
    ) -> Result<Option<Found>, Error> {
        let PathSegmentKind::Name { name, arguments } = &segment.kind else {
            return Err(misplaced(&segment.kind, within));
        };
        match within.member(name) {
            Ok(Member::Stream(_)) => Err(Error::bad_request(format!(
                "'{name}' is a stream: its bytes are no value, they are read by themselves"
            ))),
            Ok(Member::Primitive(_) | Member::Complex(..)) if arguments.is_some() => {
                Err(Error::bad_request(format!("'{name}' is a property and takes no parentheses")))
            }
            Ok(Member::Primitive(index)) => {
                nothing_behind(name, rest)?;
                let value = key::property_expr(scope.at(out).entity_type, index)?.moved_in(out);
                let value = match known_as(out, within, scope) {
                    Some(is_of) => logic::only_if(is_of, value),
                    None => value,
                };
                match self.end {
                    End::Value => Ok(Some(Found::Value(value))),
                    End::Each(condition) if among => Ok(Some(Found::Truth(Some(condition(value, scope)?)))),
                    End::Each(_) | End::Entity => Ok(None),
                }
            }
            Ok(Member::Type(inside)) if arguments.is_none() => self.within(out, inside, rest, among, scope),
            Ok(Member::Type(_)) => {
                Err(Error::bad_request(format!("'{name}' is a type and takes no parentheses")))
            }
            Ok(Member::Complex(_, inside)) => self.within(out, inside, rest, among, scope),
            Ok(Member::Navigation(navigation)) => {
                let step = Step {
                    name,
                    relation: &navigation.relation,
                    collection: navigation.collection,
                    arguments: arguments.as_deref(),
                };
                let found = self.step(&step, out, rest, among, scope)?;
                Ok(found.map(|found| match known_as(out, within, scope) {
                    Some(is_of) => found.only_if(is_of),
                    None => found,
                }))
            }
            Err(error) => Err(error),
        }
    }

    /// Along one relation, which starts at the row this many further out.
    fn step(
        self,
        step: &Step<'_>,
        out: usize,
        rest: &[PathSegment],
        among: bool,
        scope: &Scope<'_>,
    ) -> Result<Option<Found>, Error> {
        scope.spend(1)?;
        let arguments = step.arguments.filter(|arguments| !arguments.is_empty());
        match arguments {
            Some(_) if !step.collection => {
                Err(Error::bad_request(format!("'{}' leads to one entity and takes no key", step.name)))
            }
            None if step.collection => lambda::collection(self, step, out, rest, scope),
            _ => {
                let inner = scope.inside((step.relation.target, None), None, Bare::Same)?;
                let key = match arguments {
                    Some(arguments) => Some(key::predicate(arguments, &inner)?),
                    None => None,
                };
                let found = self.further_in().entity(0, rest, among, &inner)?;
                Ok(found.map(|found| found.along(out, step.relation, key)))
            }
        }
    }

    /// Members of a collection, from one of which `rest` goes on.
    pub(super) fn each(
        self,
        (step, derived): (&Step<'_>, Option<usize>),
        out: usize,
        condition: Option<Expr>,
        rest: &[PathSegment],
        scope: &Scope<'_>,
    ) -> Result<Option<Found>, Error> {
        let inner = scope.inside((step.relation.target, derived), None, Bare::Same)?;
        let found = self.further_in().entity(0, rest, true, &inner)?;
        Ok(found.map(|found| found.along(out, step.relation, condition)))
    }

    fn further_in(self) -> Self {
        Self { origin: self.origin.map(|out| out + 1), ..self }
    }
}

impl Found {
    /// The same as seen from the row this many further out, at the other end of a relation.
    fn along(self, out: usize, relation: &Relation, condition: Option<Expr>) -> Self {
        let related = |form, filter: Option<Expr>| {
            let conditions: Vec<Expr> = condition.into_iter().chain(filter).collect();
            let filter = (!conditions.is_empty()).then(|| Expr::all(conditions));
            Expr::related(Related { filter, ..Related::new(out, relation.clone(), form) })
        };
        match self {
            Self::Value(value) => Self::Value(related(RelatedForm::One(value), None)),
            Self::Truth(truth) => Self::Truth(Some(related(RelatedForm::Any, truth))),
            Self::Untruth(truth) => Self::Untruth(related(RelatedForm::Any, Some(truth))),
            Self::Number(number) => Self::Number(related(RelatedForm::CountOf(number), None)),
        }
    }

    /// The same where a condition on the row it starts at holds; where it does not the way leads to
    /// nothing.
    fn only_if(self, condition: Expr) -> Self {
        match self {
            Self::Value(value) => Self::Value(logic::only_if(condition, value)),
            Self::Truth(truth) => Self::Truth(Some(match truth {
                Some(truth) => logic::and(condition, truth),
                None => condition,
            })),
            Self::Untruth(truth) => Self::Untruth(logic::and(condition, truth)),
            Self::Number(number) => Self::Number(logic::zero_unless(condition, number)),
        }
    }

    fn into_expr(self) -> Option<Expr> {
        match self {
            Self::Value(expr) | Self::Number(expr) => Some(expr),
            Self::Truth(truth) => truth,
            Self::Untruth(truth) => Some(logic::not(truth)),
        }
    }
}

/// The condition that the row this many further out is of the type a cast says it is.
fn known_as(out: usize, within: Within<'_>, scope: &Scope<'_>) -> Option<Expr> {
    let cast = within.derived != scope.within_at(out).derived;
    cast.then(|| is_of(scope.at(out).entity_type, within.derived).moved_in(out))
}

/// Nothing can follow a primitive property.
fn nothing_behind(name: &str, rest: &[PathSegment]) -> Result<(), Error> {
    let Some(next) = rest.first() else { return Ok(()) };
    Err(match &next.kind {
        PathSegmentKind::Annotation(_) => unsupported(&next.kind),
        _ => Error::bad_request(format!("'{name}' is a primitive property: nothing can follow it")),
    }
    .at(next.span))
}

/// The refusal of a segment that cannot follow an entity.
fn misplaced(kind: &PathSegmentKind, within: Within<'_>) -> Error {
    match kind {
        PathSegmentKind::Count(_) | PathSegmentKind::Lambda { .. } | PathSegmentKind::Filter(_) => {
            Error::bad_request(format!(
                "{} is no collection, of which any, all, $count and $filter are asked",
                within.owner()
            ))
        }
        other => unsupported(other),
    }
}

/// The refusal of a segment that is not answered anywhere in expressions.
pub(super) fn unsupported(kind: &PathSegmentKind) -> Error {
    Error::not_implemented(match kind {
        PathSegmentKind::Annotation(_) => "annotations in expressions are not supported",
        PathSegmentKind::Key(_) => {
            "a key written as a segment is not supported in expressions; write it in parentheses"
        }
        PathSegmentKind::Ref => "$ref in expressions is not supported",
        PathSegmentKind::Value => "$value in expressions is not supported",
        PathSegmentKind::Aggregate(_) => "aggregate() in expressions is not supported",
        _ => "this path segment is not supported here",
    })
}

/// The truth of whether there are related rows that meet a condition.
pub(super) fn any(out: usize, relation: &Relation, filter: Option<Expr>) -> Expr {
    Expr::related(Related { filter, ..Related::new(out, relation.clone(), RelatedForm::Any) })
}
