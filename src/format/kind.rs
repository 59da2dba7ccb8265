//! Which type of its family a row is of: takes the row's discriminator, gives the form its entity is
//! written in.

use super::Representation;
use super::encode::describe;
use crate::edm::{Value, ValueRef};
use crate::query::ExprKind;
use crate::source::{Error, Row};

/// The values of a discriminator.
pub(super) struct Kinds {
    entity_set: String,
    property: String,
    /// The discriminator's place in the row; `None` where the plan does not read it.
    place: Option<usize>,
    /// Each value with the form of the type it stands for.
    values: Vec<(Value, usize)>,
    /// What a row's value should have been, in words.
    expected: String,
}

impl Kinds {
    /// Those of the entities that are answered, with the type of each form; `None` where all are of
    /// one type, or no entities are answered.
    pub(super) fn of(representation: &Representation<'_>) -> Option<(Self, Vec<Option<usize>>)> {
        let ty = representation.entity_type();
        let family = ty.family.as_ref().filter(|_| representation.is_entity())?;
        let scan = &representation.plan.scan;
        let is_it = |column: &crate::query::Expr| column.kind == ExprKind::Property(family.discriminator);
        let place = scan.columns.iter().position(is_it);
        let all = std::iter::once(None).chain((0..family.types.len()).map(Some));
        let types: Vec<_> = all.filter(|ty| !family.values(*ty).is_empty()).collect();
        let values = types.iter().enumerate();
        let values =
            values.flat_map(|(form, ty)| family.values(*ty).iter().map(move |value| (value.clone(), form)));
        let names: Vec<_> = types.iter().map(|candidate| ty.name_of(*candidate)).collect();
        let column = scan.table.columns.get(family.discriminator);
        let kinds = Self {
            entity_set: representation.set_name().to_owned(),
            property: column.map(|column| column.property.clone()).unwrap_or_default(),
            place,
            values: values.collect(),
            expected: format!("value of {}", names.join(" or ")),
        };
        Some((kinds, types))
    }

    /// The form of a row; `key` tells which row it is.
    ///
    /// # Errors
    /// A value that stands for no type, and what the row gives.
    pub(super) fn form(&self, row: &dyn Row, key: impl FnOnce() -> String) -> Result<usize, Error> {
        let Some(place) = self.place else {
            return Err(Error::Evaluation(format!(
                "{}: the type is not among the values read",
                self.entity_set
            )));
        };
        let found = row.get(place)?;
        let form = self.values.iter().find(|(value, _)| same(value, &found));
        form.map(|(_, form)| *form).ok_or_else(|| Error::Value {
            entity_set: self.entity_set.clone(),
            property: self.property.clone(),
            row: key(),
            found: describe(&found),
            expected: self.expected.clone(),
        })
    }
}

/// Whether a row has this value; a discriminator is text, an integer or a Boolean.
fn same(value: &Value, found: &ValueRef<'_>) -> bool {
    match (value, found) {
        (Value::String(value), ValueRef::String(found)) => value == found,
        (Value::Integer(value), ValueRef::Integer(found)) => value == found,
        (Value::Boolean(value), ValueRef::Boolean(found)) => value == found,
        _ => false,
    }
}
