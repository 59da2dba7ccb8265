//! Where functions and actions stand in a path (URL Conventions, section 4.5): what they are called
//! on, and what may follow them.

use odata_params::ast::{Segment, SegmentKind};

use crate::bind::Environment;
use crate::bind::error::Error;
use crate::bind::operation::Overloads;
use crate::bind::path::{Place, Target, Walk};
use crate::edm::{Binding, Returned, Returns, Value};
use crate::query::Shape;

/// A function or action, called.
pub(in crate::bind) struct Called {
    /// Its index in the model.
    pub(in crate::bind) operation: usize,
    /// The entity it is called on, if it is called on one.
    pub(in crate::bind) binding: Option<Box<Place>>,
    /// The values of its parameters.
    pub(in crate::bind) arguments: Vec<Value>,
}

impl Walk<'_> {
    /// The operation that a segment calls on the place so far, if it calls one.
    pub(super) fn call(&mut self, segment: &Segment) -> Result<Option<Called>, Error> {
        let SegmentKind::Name { name, arguments } = &segment.kind else { return Ok(None) };
        let set = self.place.set;
        let collection = match self.place.shape {
            _ if self.place.references => return Ok(None),
            Shape::Collection => true,
            Shape::Entity | Shape::RelatedEntity => false,
            _ => return Ok(None),
        };
        let binding = Some(Binding { set, collection });
        let Some(overloads) = Overloads::named(name, binding, self.environment) else { return Ok(None) };
        let place = &self.place;
        let is_whole = place.parent.is_none() && place.call.is_none() && place.filter.is_none();
        if collection && !(is_whole && place.derived.is_none()) {
            let set = self.environment.model.entity_sets.get(set).map_or("", |set| set.name.as_str());
            return Err(Error::not_implemented(format!(
                "'{name}' can be called on the whole of {set} only: write /{set}/{name}"
            )));
        }
        let (operation, arguments) = overloads.choose(arguments.as_deref(), self.aliases, self.options)?;
        let place = std::mem::replace(&mut self.place, Place::new(set, Shape::Collection));
        Ok(Some(Called { operation, binding: (!collection).then(|| Box::new(place)), arguments }))
    }
}

/// Where a path goes on behind a function, if it may.
pub(super) fn opened(called: Called, environment: &Environment<'_>) -> Result<Place, Called> {
    let operation = environment.model.operations.get(called.operation);
    match operation.and_then(|operation| operation.returns.filter(|_| operation.is_composable())) {
        Some(Returns { kind: Returned::Entity(set), collection, nullable }) => {
            let shape = match (collection, nullable) {
                (true, _) => Shape::Collection,
                (false, true) => Shape::RelatedEntity,
                (false, false) => Shape::Entity,
            };
            Ok(Place { call: Some(called), ..Place::new(set, shape) })
        }
        _ => Err(called),
    }
}

/// The end of a path at an operation; only the bare value of a single one can follow.
pub(super) fn ended(
    called: Called,
    segment: &Segment,
    rest: &[Segment],
    environment: &Environment<'_>,
) -> Result<Target, Error> {
    let is_value = environment.model.operations.get(called.operation).is_some_and(|operation| {
        matches!(operation.returns, Some(Returns { kind: Returned::Value(_), collection: false, .. }))
    });
    match rest {
        [] => Ok(Target::Call(Box::new(called), false)),
        [Segment { kind: SegmentKind::Value, .. }] if is_value => Ok(Target::Call(Box::new(called), true)),
        [next, ..] => Err(Error::bad_request(format!(
            "'{}' is not composable: '{}' cannot follow it",
            segment.text, next.text
        ))
        .at(next.span)),
    }
}
